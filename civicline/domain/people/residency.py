"""Whether a constituent is one of the office's: by where they say, or the office knows, that they live.

A telephone's area code says where a number was once bought, and people keep theirs when they move: it is never asked.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from civicline.domain.people.constituent import Constituent
from civicline.domain.people.place_in_text import Mention


class Residency(StrEnum):
    """Whose constituent somebody is, as far as can be told."""

    CONSTITUENT = "constituent"
    OTHER = "other"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What a finding rests on."""

    ANSWERED = "answered"
    STATED = "stated"
    RECORD = "record"
    LISTED = "listed"
    ADDRESS = "address"
    CONFLICT = "conflict"
    FORGED = "forged"
    NOTHING = "nothing"

    @property
    def sentence(self) -> str:
        """One sentence for staff."""
        return _SENTENCES[self]


_SENTENCES = {
    Basis.ANSWERED: "By the ZIP code that the constituent gave when asked.",
    Basis.STATED: "By where the message says that its writer lives.",
    Basis.RECORD: "By the ZIP code on record for this constituent.",
    Basis.LISTED: "By the office's own list of constituents.",
    Basis.ADDRESS: "By an address in the message, which need not be the writer's own.",
    Basis.CONFLICT: "The message names places inside and outside the office's area.",
    Basis.FORGED: "The sender is forged: what is known of the person named is not asked.",
    Basis.NOTHING: "Nothing says where the writer lives.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceArea:
    """What an office serves, as it set it up.

    `zips` are five-digit ZIP codes, or three digits for all that begin with them; `partial_zips` lie in the area only
    in part, so they tell nothing. `places` are towns as in addresses, `Riverbend, CO`. Without `zips` no ZIP code is
    outside.
    """

    zips: tuple[str, ...] = ()
    partial_zips: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def is_set_up(self) -> bool:
        """Whether the office said what it serves at all."""
        return bool(self.zips or self.partial_zips or self.places)

    def of_zip(self, zip_code: str) -> Residency:
        """Whether somebody with this ZIP code is a constituent of the office."""
        if zip_code in self.partial_zips or not self.zips:
            return Residency.UNKNOWN
        return Residency.CONSTITUENT if {zip_code, zip_code[:3]} & {*self.zips} else Residency.OTHER

    def of_place(self, town: str, state: str) -> Residency:
        """Whether somebody in this town is; another town in a state of the office's may be a name for part of one."""
        wanted = {tuple(part.strip().casefold() for part in place.rsplit(",", 1)) for place in self.places}
        name, of_state = town.casefold(), state.casefold()
        if any(of_state == place[-1] and f" {name}".endswith(f" {place[0]}") for place in wanted):
            return Residency.CONSTITUENT
        is_elsewhere = bool(wanted) and of_state not in {place[-1] for place in wanted}
        return Residency.OTHER if is_elsewhere else Residency.UNKNOWN

    def of(self, mention: Mention) -> Residency:
        """By the ZIP code of a mention; where that tells nothing, by its town."""
        by_zip = self.of_zip(mention.zip_code) if mention.zip_code else Residency.UNKNOWN
        if by_zip is Residency.UNKNOWN and mention.town and mention.zip_code not in self.partial_zips:
            return self.of_place(mention.town, mention.state)
        return by_zip


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidencyFinding:
    """Whether a message's writer is a constituent of the office, and what says so.

    `evidence` is the ZIP code, town or words in question; `zip_code` the one that it rests on, "" for none.
    """

    residency: Residency = Residency.UNKNOWN
    basis: Basis = Basis.NOTHING
    evidence: str = ""
    zip_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What a message and the record say of where its writer lives; `answer` is the ZIP code given when asked."""

    mentions: tuple[Mention, ...] = field(default=())
    answer: str = ""
    known: Constituent | None = None
    is_forged: bool = False


def residency_of(area: ServiceArea, clues: Clues) -> ResidencyFinding:
    """Whose constituent the writer is, by the best evidence at hand.

    What people say of themselves comes first, then what is on record, then addresses that a message names: a pothole
    has one as well. A forged sender's record is not asked, and their words are no word of the person named.
    """
    if clues.is_forged:
        return ResidencyFinding(basis=Basis.FORGED)
    if clues.answer:
        return _by_zip(area, clues.answer, Basis.ANSWERED)
    own = tuple(mention for mention in clues.mentions if mention.is_own)
    if own:
        return _by_mentions(area, own, Basis.STATED)
    return _by_record(area, clues.known) or _by_mentions(area, clues.mentions, Basis.ADDRESS)


def _by_record(area: ServiceArea, known: Constituent | None) -> ResidencyFinding | None:
    if known is None:
        return None
    if known.is_listed:
        return ResidencyFinding(residency=Residency.CONSTITUENT, basis=Basis.LISTED, zip_code=known.zip_code)
    return _by_zip(area, known.zip_code, Basis.RECORD) if known.zip_code else None


def _by_zip(area: ServiceArea, zip_code: str, basis: Basis) -> ResidencyFinding:
    return ResidencyFinding(residency=area.of_zip(zip_code), basis=basis, evidence=zip_code, zip_code=zip_code)


def _by_mentions(area: ServiceArea, mentions: tuple[Mention, ...], basis: Basis) -> ResidencyFinding:
    if not mentions:
        return ResidencyFinding()
    told = {area.of(mention) for mention in mentions} - {Residency.UNKNOWN}
    if len(told) > 1:
        words = ", ".join(dict.fromkeys(mention.words for mention in mentions))
        return ResidencyFinding(basis=Basis.CONFLICT, evidence=words[:200])
    residency = next(iter(told), Residency.UNKNOWN)
    best = next((one for one in mentions if area.of(one) is residency), mentions[0])
    return ResidencyFinding(residency=residency, basis=basis, evidence=best.words[:200], zip_code=best.zip_code)
