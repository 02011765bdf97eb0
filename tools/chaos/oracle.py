"""What each message should have got, and what it got: by who wrote it and what providers took, not by the product.

Four things must never happen, and two that would hide them:

- lost: a message is neither on record nor in quarantine;
- duplicated: a provider took more than one reply to a message;
- wrongly silent: somebody got neither a reply nor a person, or a person only where nothing went wrong;
- wrongly sent: a reply that was not owed, in other words, or after an opt-out or a stop that came first;
- untrue: the record contradicts what the provider took, or the staff's queue or the journal what the record says;
- miscounted: the reports are not the sum over the records.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from civicline.adapters.dynamo import keys
from civicline.adapters.dynamo.aggregates import DynamoAggregates
from civicline.adapters.dynamo.journals import DynamoJournals
from civicline.adapters.dynamo.messages import DynamoMessages
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.adapters.quarantine import StoredQuarantine
from civicline.domain.going_live.audit import is_to_be_audited
from civicline.domain.going_live.counted_evidence import evidence_of, merged_evidence
from civicline.domain.history.record import MessageRecord
from civicline.domain.received.message import MessageRef
from civicline.domain.reports.measures import Period, merged, tallies_of
from civicline.journal_proof import proof
from tools.chaos.account import AGGREGATES, RECORDS, Account
from tools.chaos.cloud.providers import Handed
from tools.chaos.office import FIXED, LIVE, OFFICE_ID, marker
from tools.chaos.witness import Witness
from tools.chaos.writing import BUCKET, Expected, Written

_MARKERS = tuple(map(marker, (*LIVE, *FIXED, "budget", "parade", "eviction")))
_EVERY_JUDGEMENT = 1_000_000_000
_TOO_LATE = {"too_late"}
_OPTED_OUT = {"opted_out", "opt_in", "already_opted_out", "suppressed"}


class Wrong(StrEnum):
    """What must never happen."""

    LOST = "lost"
    DUPLICATED = "duplicated"
    WRONGLY_SILENT = "wrongly silent"
    WRONGLY_SENT = "wrongly sent"
    UNTRUE = "untrue records"
    MISCOUNTED = "miscounted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One message that something happened to, with its story."""

    wrong: Wrong
    message: str
    why: str
    trace: tuple[str, ...] = ()


@dataclass(slots=True)
class Verdict:
    """What the oracle found; `fates` counts how messages ended that were rightly dealt with."""

    violations: list[Violation] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)


class Oracle:
    """Looks at an account when all is over. `tells` says whether the provider of texts tells what became of them."""

    def __init__(self, account: Account, witness: Witness, handed: Sequence[Handed], *, tells: bool) -> None:
        self._account = account
        self._witness = witness
        self._tells = tells
        self._messages = DynamoMessages(account.dynamodb, RECORDS)
        self._journals = DynamoJournals(account.dynamodb, RECORDS)
        self._quarantine = StoredQuarantine(account.s3, BUCKET, account.dynamodb, RECORDS)
        self._by_id: dict[str, list[Handed]] = defaultdict(list)
        self._by_words: dict[tuple[str, str], list[Handed]] = defaultdict(list)
        for one in handed:
            if one.message_id:
                self._by_id[one.message_id].append(one)
            else:
                self._by_words[one.recipient, " ".join(_markers_in(one.text))].append(one)
        self._claimed_texts: set[tuple[str, str]] = set()
        self._records: dict[str, MessageRecord] = {}

    def judge(self, everything: Iterable[Written]) -> Verdict:
        """Judge every message, what was sent without one, and the reports."""
        verdict = Verdict()
        unique = {one.message_id: one for one in everything}
        by_sender: dict[str, list[Written]] = defaultdict(list)
        for one in unique.values():
            by_sender[one.sender].append(one)
        for one in unique.values():
            record = self._record(one)
            sent = self._sent(one)
            found = list(self._judged(one, record, sent, by_sender[one.sender]))
            trace = tuple(self._witness.trace.get(one.message_id, ()))
            verdict.violations += [
                Violation(wrong=wrong, message=f"{one.kind} {one.provider_id}", why=why, trace=trace)
                for wrong, why in found
            ]
            if not found:
                verdict.fates[_fate(one, record, sent)] += 1
        verdict.violations += [*self._strays(), *self._miscounted()]
        return verdict

    def _record(self, one: Written) -> MessageRecord | None:
        record = self._messages.record(MessageRef(office_id=OFFICE_ID, message_id=one.message_id))
        if record:
            self._records[one.message_id] = record
        return record

    def _sent(self, one: Written) -> list[Handed]:
        """The replies to a message: by our id, or, where the provider knows none, by recipient and words."""
        place = (one.sender, marker(one.answer) if one.answer else "")
        by_words = [] if place in self._claimed_texts else self._by_words.get(place, [])
        if by_words:
            self._claimed_texts.add(place)
        return [*self._by_id.get(one.message_id, []), *by_words]

    def _judged(
        self, one: Written, record: MessageRecord | None, sent: Sequence[Handed], own: Sequence[Written]
    ) -> Iterator[tuple[Wrong, str]]:
        if one.expected is Expected.QUARANTINE:
            if self._quarantine.entry(one.quarantine_id) is None:
                yield Wrong.LOST, "neither on record nor in quarantine"
        elif record is None:
            yield Wrong.LOST, "not on record"
        if len(sent) > 1:
            yield Wrong.DUPLICATED, f"{len(sent)} replies"
        if sent and (why := self._wrongly_sent(one, sent[0], own)):
            yield Wrong.WRONGLY_SENT, why
        if record:
            yield from self._untrue(one, record, sent)
            if not sent and (why := self._wrongly_silent(one, record, own)):
                yield Wrong.WRONGLY_SILENT, why

    def _wrongly_sent(self, one: Written, sent: Handed, own: Sequence[Written]) -> str:
        if one.expected is not Expected.REPLY:
            return f"owed {one.expected}"
        if sent.recipient != one.sender:
            return "to somebody else"
        if _markers_in(sent.text) != [marker(one.answer)]:
            return "in other words"
        if one.message_id in self._witness.stopped:
            return "although staff had stopped it"
        if one.answer in LIVE and self._is_opted_out_at(self._witness.claimed.get(one.message_id, 0), own):
            return "after an opt-out"
        return ""

    def _is_opted_out_at(self, place: int, own: Sequence[Written]) -> bool:
        """Whether the last word of the sender that was decided before this place was STOP."""
        words = [one for one in own if one.answer in {"opt_out", "opt_in"}]
        before = [(at, one) for one in words if 0 < (at := self._witness.decided.get(one.message_id, 0)) < place]
        return bool(before) and max(before, key=lambda pair: pair[0])[1].answer == "opt_out"

    def _untrue(self, one: Written, record: MessageRecord, sent: Sequence[Handed]) -> Iterator[tuple[Wrong, str]]:
        status = record.reply.status if record.reply else "none"
        is_told = bool(sent) and (bool(sent[0].message_id) or self._tells)
        if sent and status != "sent" and (is_told or status != "unknown"):
            yield Wrong.UNTRUE, f"the provider took a reply, and the record says {status}"
        if not sent and status == "sent":
            yield Wrong.UNTRUE, "the record says sent, and no provider took anything"
        item = self._account.dynamodb.get_item(TableName=RECORDS, Key=_state_key(one), ConsistentRead=True).get(
            "Item", {}
        )
        if _list_of(record) != item.get("waiting_pk", {}).get("S", "").rpartition("#")[2]:
            yield Wrong.UNTRUE, "the staff's queue, or the list of audits, does not hold what it should"
        ref = record.message.ref
        stored = self._messages.read(ref)
        if broken := proof(record, stored[1] if stored else None, self._journals.entries(ref)):
            yield Wrong.UNTRUE, f"the journal does not hold: {broken.problem}"

    def _wrongly_silent(self, one: Written, record: MessageRecord, own: Sequence[Written]) -> str:
        if record.decision is None:
            return "never decided"
        if one.expected is Expected.SILENCE:
            return ""
        if self._is_repeat(one, record, own):
            return ""
        reason = str(record.decision.reason)
        if one.answer == "opt_out" and reason == "already_opted_out":
            return ""
        if not record.needs_staff:
            return f"nobody sees it: {record.decision.action} {reason}"
        if one.expected is Expected.STAFF or one.may_wait or self._is_excused(one, record):
            return ""
        return f"a person has it, and nothing went wrong: {reason}, reply {record.reply and record.reply.status}"

    def _is_repeat(self, one: Written, record: MessageRecord, own: Sequence[Written]) -> bool:
        """One of two messages in the same words may be silent, not both."""
        twins = [other for other in own if other.provider_id == one.twin_of or other.twin_of == one.provider_id]
        if not twins or record.decision is None or record.decision.reason != "duplicate":
            return False
        others = (self._record(other) for other in twins)
        return any(other and other.decision and other.decision.reason != "duplicate" for other in others)

    def _is_excused(self, one: Written, record: MessageRecord) -> bool:
        """Whether a fault of ours, or time, is why a person has it: what ADR 15 promises then."""
        reply, decision = record.reply, record.decision
        if reply and reply.status == "unknown":
            return one.message_id in self._witness.troubled
        if (reply and reply.failure in _TOO_LATE) or (decision and decision.reason in _TOO_LATE):
            late = (reply.expires_at if reply else None) or record.message.received_at + timedelta(hours=4)
            return bool(decision and decision.decided_at) and late is not None
        return False

    def _strays(self) -> Iterator[Violation]:
        """Replies that belong to no message at all."""
        known = self._records.keys()
        for message_id, sent in self._by_id.items():
            if message_id not in known:
                yield Violation(wrong=Wrong.WRONGLY_SENT, message=message_id, why=f"{len(sent)} to no message")
        for place, sent in self._by_words.items():
            if place not in self._claimed_texts:
                yield Violation(wrong=Wrong.WRONGLY_SENT, message=place[0], why=f"{len(sent)} to no message")

    def _miscounted(self) -> Iterator[Violation]:
        aggregates = DynamoAggregates(self._account.dynamodb, AGGREGATES)
        zone = ZoneInfo("America/New_York")
        should = merged(tallies_of(record, zone) for record in self._records.values())
        for period, first, last in (
            (Period.DAY, "2026-11-20", "2026-12-31"),
            (Period.HOUR, "2026-11-20", "2026-12-31"),
        ):
            found = dict(aggregates.tallies(OFFICE_ID, period, first, last))
            wanted = {part: tally for part, tally in should.items() if part.period is period}
            if found != wanted:
                differ = {part for part in found.keys() | wanted.keys() if found.get(part) != wanted.get(part)}
                yield Violation(wrong=Wrong.MISCOUNTED, message=period, why=f"{len(differ)} counters differ")
        yield from self._miscounted_evidence(aggregates, zone)

    def _miscounted_evidence(self, aggregates: DynamoAggregates, zone: ZoneInfo) -> Iterator[Violation]:
        """What speaks for or against a topic is what its records say, each once."""
        topics = DynamoOffices(self._account.dynamodb, RECORDS).topics(OFFICE_ID)
        should = merged_evidence(evidence_of(record, zone, topics) for record in self._records.values())
        for subject_id in topics:
            days = aggregates.evidence(OFFICE_ID, subject_id, _EVERY_JUDGEMENT)
            found = {(day.day, day.model_version): day.evidence for day in days if day.evidence}
            own = {(p.day, p.model_version): seen for p, seen in should.items() if p.subject_id == subject_id}
            if found != own:
                yield Violation(wrong=Wrong.MISCOUNTED, message=subject_id, why="its evidence differs")


def _markers_in(text: str) -> list[str]:
    return [found for found in _MARKERS if found in text]


def _state_key(one: Written) -> Mapping[str, Mapping[str, str]]:
    key = keys.message(MessageRef(office_id=OFFICE_ID, message_id=one.message_id), keys.STATE)
    return {name: {"S": value} for name, value in key.items()}


def _fate(one: Written, record: MessageRecord | None, sent: Sequence[Handed]) -> str:
    """How a message ended, for the report."""
    if sent:
        return "answered"
    if record is None:
        return "in quarantine"
    if one.expected is Expected.REPLY and record.needs_staff and record.reply and record.reply.status == "unknown":
        return "left to a person because nobody knows whether the reply left"
    return "left to a person" if record.needs_staff else "rightly silent"


def _list_of(record: MessageRecord) -> str:
    """The list on which staff should find a message."""
    if record.needs_staff:
        return "WAITING"
    return "AUDIT" if is_to_be_audited(record) else ""
