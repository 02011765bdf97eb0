"""Ports in memory. The contract suites in tests/aws run on these and on the real adapters alike."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.campaigns.campaign import Found, Join
from civicline.domain.campaigns.likeness import Bucket
from civicline.domain.campaigns.meaning import Embedding
from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.going_live.counted_evidence import EvidenceSlice, merged_evidence
from civicline.domain.going_live.evidence import DayOfEvidence, Evidence
from civicline.domain.ids import CampaignId, ConstituentId, OfficeId, TopicId
from civicline.domain.learning.office_head import HeadVersion, Promotion
from civicline.domain.office import Office, Topic, TopicGroup
from civicline.domain.people.contact import ContactPoint
from civicline.domain.received.message import MessageRef
from civicline.domain.replies.reply import OutboundReply
from civicline.domain.reports.measures import Period, Slice, Tally
from civicline.domain.topics.classification import Classification
from civicline.ports.reports import CountedChange
from civicline.ports.sending import Accepted
from tests.builders import NOW, a_classification
from tests.fake_messages import FakeMessages as FakeMessages


class FakeOffices:
    """`Offices` in memory, with the means to set them up."""

    def __init__(
        self,
        offices: Sequence[Office] = (),
        topics: Sequence[Topic] = (),
        approved: Sequence[MessageVersion] = (),
        groups: Sequence[TopicGroup] = (),
    ) -> None:
        self.by_id = {office.office_id: office for office in offices}
        self.topic_list = {topic.topic_id: topic for topic in topics}
        self.group_list = {group.group_id: group for group in groups}
        self.approved = list(approved)

    def owner_of(self, destination: ContactPoint) -> Office | None:
        owned = (o for o in self.by_id.values() if destination.value in {*o.numbers, *o.addresses})
        return next(owned, None)

    def office(self, office_id: OfficeId) -> Office | None:
        return self.by_id.get(office_id)

    def office_ids(self) -> tuple[OfficeId, ...]:
        return tuple(self.by_id)

    def topics(self, office_id: OfficeId) -> Mapping[TopicId, Topic]:
        return self.topic_list if office_id in self.by_id else {}

    def groups(self, office_id: OfficeId) -> Mapping[str, TopicGroup]:
        return self.group_list if office_id in self.by_id else {}

    def approved_messages(self, office_id: OfficeId, topic_id: TopicId) -> tuple[MessageVersion, ...]:
        if office_id not in self.by_id:
            return ()
        return tuple(message for message in self.approved if message.topic_id == topic_id)


@dataclass
class FakeJobQueue:
    """`JobQueue` in memory."""

    jobs: list[MessageRef] = field(default_factory=list)
    delays: list[int] = field(default_factory=list)

    def put(self, ref: MessageRef, delay_seconds: int = 0) -> None:
        self.jobs.append(ref)
        self.delays.append(delay_seconds)

    def take(self) -> Iterator[MessageRef]:
        while self.jobs:
            yield self.jobs.pop(0)


@dataclass
class FakeThreadKeys:
    """`ThreadKeys` in memory; counts how often they were fetched."""

    current: tuple[str, ...] = ("key-1",)
    fetched: int = 0

    def keys(self) -> tuple[str, ...]:
        self.fetched += 1
        return self.current


@dataclass
class FakeSender:
    """`Sender` in memory; raises the given errors first, one a call."""

    sent: list[OutboundReply] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def send(self, reply: OutboundReply) -> Accepted:
        with suppress(IndexError):
            raise self.errors.pop(0)
        self.sent.append(reply)
        provider_id = f"provider-reply-{len(self.sent)}"
        return Accepted(provider_id=provider_id, mail_ids=(f"<{provider_id}@provider.example>",))


@dataclass
class FakeClassifier:
    """`Classifier` with a fixed opinion; remembers what it was asked."""

    opinion: Classification = field(default_factory=a_classification)
    asked: list[str] = field(default_factory=list)
    embedding: Embedding | None = None

    def classify(self, text: str) -> Classification:
        self.asked.append(text)
        return self.opinion

    def embed(self, text: str) -> Embedding | None:
        return self.embedding


@dataclass
class FakeClassifiers:
    """`Classifiers` with one classifier for all offices; remembers for whom it was asked."""

    classifier: FakeClassifier = field(default_factory=FakeClassifier)
    asked_for: list[OfficeId] = field(default_factory=list)

    def of(self, office_id: OfficeId) -> FakeClassifier:
        self.asked_for.append(office_id)
        return self.classifier


class FakeHeads:
    """`Heads` in memory."""

    def __init__(self) -> None:
        self.known: dict[OfficeId, list[HeadVersion]] = {}
        self.steps: dict[OfficeId, list[Promotion]] = {}

    def latest(self, office_id: OfficeId) -> Promotion | None:
        return next(reversed(self.steps.get(office_id, [])), None)

    def versions(self, office_id: OfficeId) -> tuple[HeadVersion, ...]:
        return tuple(sorted(self.known.get(office_id, ()), key=lambda version: version.trained_at))

    def promotions(self, office_id: OfficeId) -> tuple[Promotion, ...]:
        return tuple(self.steps.get(office_id, ()))

    def register(self, version: HeadVersion) -> bool:
        known = self.known.setdefault(version.office_id, [])
        if any(one.version == version.version for one in known):
            return False
        known.append(version)
        return True

    def promote(self, promotion: Promotion) -> None:
        steps = self.steps.setdefault(promotion.office_id, [])
        if len(steps) != promotion.number - 1:
            raise ConcurrentChangeError
        steps.append(promotion)


class FakeCampaigns:
    """`Campaigns` in memory; counts the lookups, and can let another message come first between a look and a write."""

    def __init__(self) -> None:
        self.index: dict[tuple[OfficeId, str], Bucket] = {}
        self.members: dict[tuple[OfficeId, CampaignId], set[ConstituentId]] = {}
        self.lookups = 0
        self.overtaking: list[Callable[[], object]] = []

    def buckets(self, office_id: OfficeId, names: Sequence[str]) -> Mapping[str, Bucket]:
        self.lookups += 1
        found = {name: self.index[office_id, name] for name in names if (office_id, name) in self.index}
        if self.overtaking:
            self.overtaking.pop(0)()
        return found

    def found(self, founded: Found, office_id: OfficeId, founder: ConstituentId) -> None:
        for bucket in founded.buckets:
            known = self.index.get((office_id, bucket.name))
            if (known and known.latest) != bucket.latest:
                raise ConcurrentChangeError
        for bucket in founded.buckets:
            self.index[office_id, bucket.name] = bucket.with_seed(founded.seed)
        self.members.setdefault((office_id, founded.seed.campaign_id), set()).add(founder)

    def join(self, joined: Join, office_id: OfficeId, member: ConstituentId) -> int:
        members = self.members.setdefault((office_id, joined.seed.campaign_id), set())
        members.add(member)
        return len(members)


class FakeAggregates:
    """`Aggregates` in memory."""

    def __init__(self) -> None:
        self.totals: dict[Slice, Tally] = {}
        self.counted: set[str] = set()
        self.known: dict[EvidenceSlice, Evidence] = {}

    def add(self, changes: Sequence[CountedChange]) -> None:
        for change in changes:
            if change.change_id in self.counted:
                continue
            self.counted.add(change.change_id)
            for part, tally in change.tallies.items():
                self.totals[part] = self.totals.get(part, Tally()) + tally
            self.known = dict(merged_evidence([self.known, change.evidence]))

    def tallies(self, office_id: OfficeId, period: Period, first: str, last: str) -> Mapping[Slice, Tally]:
        return {
            part: tally
            for part, tally in self.totals.items()
            if part.office_id == office_id and part.period is period and first <= part.start <= last and tally
        }

    def evidence(self, office_id: OfficeId, subject_id: str, judged: int) -> tuple[DayOfEvidence, ...]:
        days = [
            DayOfEvidence(day=part.day, model_version=part.model_version, evidence=evidence)
            for part, evidence in self.known.items()
            if (part.office_id, part.subject_id) == (office_id, subject_id)
        ]
        return tuple(sorted(days, key=lambda one: one.day, reverse=True))


@dataclass
class FakeClock:
    """A clock that stands still until it is moved."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        self.moment += by
