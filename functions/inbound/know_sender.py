"""What a message makes known of who its sender is and where they live: a pure step between reading and storing.

A forged sender reaches nobody: nothing on record of the person named is used, and nothing of it is changed. What
changes a record asks for more than that: a sender who is proven, by the carrier or by DMARC or SPF.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from civicline.domain.channel import Channel
from civicline.domain.ids import MessageId
from civicline.domain.office import Office
from civicline.domain.people.constituent import Constituent, ConstituentChange, Profile, Proof, stranger
from civicline.domain.people.contact import ContactPoint
from civicline.domain.people.joining import Evidence, JoiningError, joined
from civicline.domain.people.place_in_text import Mention, places_in, zip_answer
from civicline.domain.people.residency import Basis, Clues, ResidencyFinding, residency_of
from civicline.domain.received.conversation import ContactSituation
from functions.inbound.arrival import Arrival

ANSWER_WINDOW = timedelta(days=30)
"""Five digits alone are the answer to our question for this long; later they may be anything."""
OWN_WORDS = frozenset({Basis.ANSWERED, Basis.STATED})
"""What is kept: what people say of themselves, no address that a message merely names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFor:
    """For whom a reply token was signed that is used from another contact point."""

    contact_point: ContactPoint
    constituent: Constituent


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderKnown:
    """What is known once the message is read; `zip_code` is there if it answers our question for it."""

    residency: ResidencyFinding | None = None
    zip_code: str = ""
    change: ConstituentChange | None = None
    is_joined: bool = False


def zip_given(arrival: Arrival, situation: ContactSituation, now: datetime) -> str:
    """The ZIP code of a message that says nothing else, in answer to our question; "" for any other."""
    asked_at = situation.constituent.zip_asked_at if situation.constituent else None
    if asked_at is None or now - asked_at > ANSWER_WINDOW or not arrival.speaks_for_sender:
        return ""
    return zip_answer(arrival.text.new)


def know_sender(
    arrival: Arrival,
    office: Office,
    situation: ContactSituation,
    token: SignedFor | None,
    message_id: MessageId,
    now: datetime,
) -> SenderKnown:
    """Where the sender lives, and what the record of them should say from now on."""
    known = situation.constituent or stranger(office.office_id, arrival.sender, now)
    answer = zip_given(arrival, situation, now)
    finding = _residency(arrival, office, known, answer)
    told = _with_own_words(known, arrival, finding, message_id, now)
    join = _joined(told, token, arrival, message_id, now)
    return SenderKnown(
        residency=finding if _wants_to_know(office) else None,
        zip_code=answer,
        change=join or _told(known, told),
        is_joined=join is not None,
    )


def _wants_to_know(office: Office) -> bool:
    return office.area.is_set_up or office.rules.asks_zip


def _residency(arrival: Arrival, office: Office, known: Constituent, answer: str) -> ResidencyFinding:
    if not _wants_to_know(office):
        return ResidencyFinding()
    clues = Clues(
        mentions=() if arrival.is_forged else _mentions(arrival),
        answer=answer,
        known=known,
        is_forged=arrival.is_forged,
    )
    return residency_of(office.area, clues)


def _mentions(arrival: Arrival) -> tuple[Mention, ...]:
    """What the words name, and the address in the signature, which is the writer's own."""
    signed = places_in(arrival.signature)
    own = tuple(Mention(words=m.words, zip_code=m.zip_code, town=m.town, state=m.state, is_own=True) for m in signed)
    return places_in(arrival.text.for_model) + own


def _with_own_words(
    known: Constituent, arrival: Arrival, finding: ResidencyFinding, message_id: MessageId, now: datetime
) -> Constituent:
    is_new = finding.basis in OWN_WORDS and finding.zip_code and finding.zip_code != known.zip_code
    if not (is_new and arrival.speaks_for_sender):
        return known
    return known.with_profile(
        arrival.sender, Profile(source=f"message:{message_id}", at=now, zip_code=finding.zip_code)
    )


def _told(known: Constituent, told: Constituent) -> ConstituentChange | None:
    return None if told == known else ConstituentChange(before=(known,), after=(told,))


def _joined(
    known: Constituent, token: SignedFor | None, arrival: Arrival, message_id: MessageId, now: datetime
) -> ConstituentChange | None:
    """The join that the token proves; None where it proves none, or staff have split these two before."""
    if token is None or not may_prove(arrival):
        return None
    evidence = Evidence(proof=Proof.REPLY_TOKEN, evidence=message_id, by="reply token", at=now)
    try:
        return joined(token.constituent, known, (token.contact_point, arrival.sender), evidence)
    except JoiningError:
        return None


def may_prove(arrival: Arrival) -> bool:
    """Whether a token in its address may prove that the sender is whom it was signed for.

    Not if others got the mail as well, who can answer to all; and by mail only, which is where tokens are used.
    """
    return arrival.speaks_for_sender and arrival.is_to_office_alone and arrival.sender.channel is Channel.EMAIL
