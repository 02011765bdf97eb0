"""Store an arrival for each office that it is for, and hand it on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from civicline.domain import ids
from civicline.domain.channel import Channel
from civicline.domain.errors import ConcurrentChangeError, NotificationUnreadableError
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import ConstituentId, ConversationId
from civicline.domain.office import Office
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.conversation import Clues, Contact, ContactSituation, conversation_joined
from civicline.domain.received.message import InboundMessage, MessageRef, MessageText, preview
from civicline.domain.received.repetition import SaidBefore, body_hash, repeated
from civicline.domain.received.screening import Gate, Screening, screen
from civicline.domain.replies.answered_question import QuestionAnswer, answer_to
from civicline.mail.thread_token import is_token, unproven_conversation, verified
from civicline.ports.arrivals import JobQueue
from civicline.ports.offices import Offices
from civicline.ports.people import Constituents
from civicline.ports.records import Messages, Receipt, ThreadKeys
from functions.inbound.arrival import Arrival
from functions.inbound.know_sender import SenderKnown, SignedFor, know_sender, may_prove
from functions.inbound.owners import owner_of

_ATTEMPTS = 5
"""How often a sender's record may change under our hands before the queue is asked to try again later."""
_AWAITED = 3
"""How many of the mails that an answer names may come after it and still join it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of an arrival at one office; `is_new` is False for a second delivery.

    `is_joined` says that it proved two contact points to be one person's.
    """

    ref: MessageRef
    channel: Channel
    gate: str
    is_new: bool
    is_joined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveMessage:
    """The use case of the function `inbound`: `to_classify` and `to_reply` lead to the stages after it."""

    offices: Offices
    messages: Messages
    constituents: Constituents
    thread_keys: ThreadKeys
    to_classify: JobQueue
    to_reply: JobQueue

    def __call__(self, arrival: Arrival, now: datetime) -> list[Received]:
        """Store first, then hand on; a second delivery completes what a crash between the two left undone.

        Raises NotificationUnreadableError if no office owns any of the destinations.
        """
        owners = list(self._owners(arrival))
        if not owners:
            raise NotificationUnreadableError("unknown_destination", "no office owns the number or address")
        return [self._receive(arrival, office, now) for office in owners]

    def _owners(self, arrival: Arrival) -> Iterable[Office]:
        found = (owner_of(self.offices, destination) for destination in arrival.destinations)
        return {office.office_id: office for office in found if office}.values()

    def _receive(self, arrival: Arrival, office: Office, now: datetime) -> Received:
        screening = _screened(arrival, office, arrival.text)
        receipt, is_new = self._store(arrival, office, screening, now)
        ref, stored = receipt.record.message.ref, self._screening_on_record(receipt, is_new)
        (self.to_classify if stored.needs_model else self.to_reply).put(ref)
        joins = is_new and receipt.constituents is not None and len(receipt.constituents.before) > 1
        return Received(ref=ref, channel=arrival.sender.channel, gate=stored.gate, is_new=is_new, is_joined=joins)

    def _store(self, arrival: Arrival, office: Office, screening: Screening, now: datetime) -> tuple[Receipt, bool]:
        clues = self._clues(arrival, office, screening, now)
        for _ in range(_ATTEMPTS):
            situation = self.messages.situation(office.office_id, arrival.sender, clues)
            token = self._signed_for(arrival, office, situation, now)
            receipt = receipt_for(arrival, office, screening, situation, now, token)
            try:
                return receipt, self.messages.receive(receipt)
            except ConcurrentChangeError:
                continue
        raise ConcurrentChangeError(f"the sender's record changed {_ATTEMPTS} times")

    def _screening_on_record(self, receipt: Receipt, is_new: bool) -> Screening:
        """What was stored. A second delivery may find more on record, and would screen the message otherwise."""
        stored = None if is_new else self.messages.record(receipt.record.message.ref)
        return (stored or receipt.record).screening

    def _clues(self, arrival: Arrival, office: Office, screening: Screening, now: datetime) -> Clues:
        own = self._conversation_in_address(arrival, office, now)
        named = map(unproven_conversation, _tokens(arrival)) if own is None and may_prove(arrival) else ()
        return Clues(
            mail_ids=arrival.mail_ids,
            conversation_id=own,
            foreign_conversation_id=next(filter(None, named), None),
            body=body_hash(arrival.text, screening.without_yes().gate),
        )

    def _signed_for(
        self, arrival: Arrival, office: Office, situation: ContactSituation, now: datetime
    ) -> SignedFor | None:
        """For whom a token was signed that is not the sender's; None if nobody's is."""
        owner = situation.token_owner
        if owner is None or owner == arrival.sender or not may_prove(arrival):
            return None
        keys = self.thread_keys.keys()
        if not any(verified(token, office.office_id, owner, keys, now) for token in _tokens(arrival)):
            return None
        constituent = self.constituents.of(office.office_id, owner)
        return SignedFor(contact_point=owner, constituent=constituent) if constituent else None

    def _conversation_in_address(self, arrival: Arrival, office: Office, now: datetime) -> ConversationId | None:
        """The conversation that a token in the address opens to this sender; without one, no keys are fetched."""
        tokens = _tokens(arrival)
        if not tokens:
            return None
        keys = self.thread_keys.keys()
        opened = (verified(token, office.office_id, arrival.sender, keys, now) for token in tokens)
        return next((conversation for conversation in opened if conversation), None)


def receipt_for(
    arrival: Arrival,
    office: Office,
    screening: Screening,
    situation: ContactSituation,
    now: datetime,
    token: SignedFor | None = None,
) -> Receipt:
    """Everything that the arrival writes, given what is on record about its sender, unless that is forged.

    `token` is whom a token in its address was signed for, where that is not the sender.
    """
    situation = ContactSituation() if arrival.is_forged else situation
    message_id = ids.message_id(office.office_id, arrival.sender.channel, arrival.provider_id)
    words = _words(arrival, situation)
    if words is not arrival.text:
        screening = _screened(arrival, office, words)
    known = know_sender(arrival, office, situation, token, message_id, now)
    screening = screening.answering(known.zip_code)
    if situation.suppression is None:
        screening = screening.without_yes()
    answer = _answer(arrival, office, screening, situation, now)
    screening = screening.saying(answer.said) if answer else screening
    body = body_hash(arrival.text, screening.gate)
    earlier = repeated(situation.same_body, message_id, now) if body else None
    joined = _joined(arrival, situation, earlier, now)
    conversation = joined or ids.conversation_id(office.office_id, message_id)
    text = words.shortened()
    message = InboundMessage(
        office_id=office.office_id,
        message_id=message_id,
        conversation_id=conversation,
        constituent_id=_constituent_id(arrival, office, situation, known),
        sender=arrival.sender,
        sender_name=arrival.sender_name,
        destination=_destination(arrival, office),
        received_at=now,
        provider_id=arrival.provider_id,
        preview=preview(text.for_model),
        raw_location=arrival.raw_location,
        sent_at=arrival.sent_at,
        mail=arrival.mail,
    )
    return Receipt(
        record=MessageRecord(
            message=message,
            screening=screening.repeating(earlier.message_id if earlier else None),
            residency=known.residency,
            answer=answer,
        ),
        text=text,
        known_contact=situation.contact,
        contact=None if arrival.is_forged else _contact(arrival, office, situation, conversation, now),
        opens_conversation=joined is None,
        body=None if earlier else body,
        awaited=() if situation.named else arrival.references[:_AWAITED],
        constituents=known.change,
        answers=replace(situation.question, answered_by=message_id) if answer and situation.question else None,
    )


def _answer(
    arrival: Arrival, office: Office, screening: Screening, situation: ContactSituation, now: datetime
) -> QuestionAnswer | None:
    """What the message says to our question whether we helped; nothing behind a gate or from who may be forged."""
    if not office.rules.asks_answered or screening.gate is not Gate.NONE or not arrival.speaks_for_sender:
        return None
    joined = conversation_joined(situation, arrival.sender.channel, now, arrival.matter)
    return answer_to(situation.question, arrival.text.new, joined, now) if joined else None


def _tokens(arrival: Arrival) -> list[str]:
    return [point.label for point in arrival.destinations if is_token(point.label)]


def _constituent_id(arrival: Arrival, office: Office, situation: ContactSituation, known: SenderKnown) -> ConstituentId:
    """Who wrote it, as far as is known once it is stored; a forger is nobody that is known."""
    if arrival.is_forged:
        return ids.forged_sender_id(office.office_id, arrival.sender)
    if known.change:
        after = (one for one in known.change.after if arrival.sender in one.contact_points)
        return next(one.constituent_id for one in after)
    if situation.constituent:
        return situation.constituent.constituent_id
    return ids.constituent_id(office.office_id, arrival.sender)


def _screened(arrival: Arrival, office: Office, words: MessageText) -> Screening:
    return screen(
        words,
        arrival.sender.channel,
        automatic=_automatic(arrival, office),
        distrust=arrival.distrust,
        is_forged=arrival.is_forged,
        is_encrypted=arrival.is_encrypted,
    )


def _words(arrival: Arrival, situation: ContactSituation) -> MessageText:
    """The words as they were read. The subject of an answer counts only where it says that the matter is a new one."""
    is_new_matter = situation.named and not situation.named.is_of(arrival.matter)
    return replace(arrival.text, subject=arrival.mail.subject) if is_new_matter and arrival.mail else arrival.text


def _joined(
    arrival: Arrival, situation: ContactSituation, earlier: SaidBefore | None, now: datetime
) -> ConversationId | None:
    if earlier:
        return earlier.conversation_id
    return conversation_joined(situation, arrival.sender.channel, now, arrival.matter)


def _contact(
    arrival: Arrival, office: Office, situation: ContactSituation, conversation: ids.ConversationId, now: datetime
) -> Contact:
    known = situation.contact
    return Contact(
        contact_point=arrival.sender,
        constituent_id=known.constituent_id if known else ids.constituent_id(office.office_id, arrival.sender),
        first_seen_at=known.first_seen_at if known else now,
        latest_conversation_id=conversation,
        latest_message_at=max(now, known.latest_message_at) if known else now,
        version=known.version + 1 if known else 1,
    )


def _destination(arrival: Arrival, office: Office) -> ContactPoint:
    owned = {*office.numbers, *office.addresses}
    forms = (form for point in arrival.destinations for form in (point, point.without_label))
    return next(point for point in forms if point.value in owned)


def _automatic(arrival: Arrival, office: Office) -> str | None:
    """An office that writes to itself, by whatever detour or with whatever label, is a loop."""
    forms = {arrival.sender.value, arrival.sender.without_label.value}
    if arrival.automatic is None and forms & {*office.numbers, *office.addresses}:
        return "own_address"
    return arrival.automatic
