"""The model, the heads that offices train, what teaches them, and campaigns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from civicline.domain.campaigns.campaign import Found, Join
from civicline.domain.campaigns.likeness import Bucket
from civicline.domain.campaigns.meaning import Embedding
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import ConstituentId, OfficeId
from civicline.domain.learning.office_head import HeadVersion, Promotion
from civicline.domain.received.message import MessageRef, MessageText
from civicline.domain.topics.classification import Classification


class Classifier(Protocol):
    """The bundled model."""

    def classify(self, text: str) -> Classification:
        """What the model says about a message's new words; never raises on any text."""

    def embed(self, text: str) -> Embedding | None:
        """The vector that `classify` reads a text by; None for one without words; never raises on any text."""


class Classifiers(Protocol):
    """The bundled model with each office's own head."""

    def of(self, office_id: OfficeId) -> Classifier:
        """The classifier of an office: with the head that it promoted, else with the one in the layer."""


class Heads(Protocol):
    """The heads that offices have trained, and which of them speaks."""

    def latest(self, office_id: OfficeId) -> Promotion | None:
        """The latest promotion; None where the office never promoted a head."""

    def versions(self, office_id: OfficeId) -> tuple[HeadVersion, ...]:
        """Every head of the office, oldest first."""

    def promotions(self, office_id: OfficeId) -> tuple[Promotion, ...]:
        """Every promotion, in the order of their numbers."""

    def register(self, version: HeadVersion) -> bool:
        """Keep what is known of a head; False if that version is known: versions never change."""

    def promote(self, promotion: Promotion) -> None:
        """Let a head speak from now on.

        Raises ConcurrentChangeError unless the latest promotion has the number before this one's.
        """


class Judgements(Protocol):
    """What people said messages are about."""

    def save(self, record: MessageRecord, known: int) -> None:
        """Store the judgements of `record` and nothing else of it.

        Raises ConcurrentChangeError unless the message is stored with `known` judgements, and if the journal went on.
        """

    def judged(self, office_id: OfficeId, month: str) -> Iterable[MessageRecord]:
        """The judged messages that were received in one UTC month (`2026-11`), oldest first."""

    def words(self, ref: MessageRef) -> MessageText | None:
        """A message's words, which are in no list."""


class Campaigns(Protocol):
    """The index of campaigns and concerns, and how many people are in each."""

    def buckets(self, office_id: OfficeId, names: Sequence[str]) -> Mapping[str, Bucket]:
        """The buckets of these names that were ever written; at most 100 names, in one round trip."""

    def found(self, founded: Found, office_id: OfficeId, founder: ConstituentId) -> None:
        """Put a new campaign into its buckets and count its founder; nothing new if it is there already.

        Raises ConcurrentChangeError, and writes nothing, if one of the buckets changed since it was read: a message
        that is like this one may have come at the same moment.
        """

    def join(self, joined: Join, office_id: OfficeId, member: ConstituentId) -> int:
        """Count a person in; the answer is about how many people are in, the same however often a person joins."""
