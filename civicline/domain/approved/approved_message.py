"""Approved messages: versions of texts, who signed them off, and which of them is in effect."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from civicline.domain.channel import Channel
from civicline.domain.errors import CiviclineError
from civicline.domain.ids import TopicId

OPT_OUT_TOPIC = TopicId("system.opt_out")
OPT_IN_TOPIC = TopicId("system.opt_in")
HELP_TOPIC = TopicId("system.help")
EMERGENCY_TOPIC = TopicId("system.emergency")
FIXED_TOPICS = (OPT_OUT_TOPIC, OPT_IN_TOPIC, HELP_TOPIC, EMERGENCY_TOPIC)
"""Topics of the fixed messages that the law or a carrier asks for; no model chooses them."""
ASK_ZIP_TOPIC = TopicId("system.ask_zip")
"""The line by which an office that wants to know asks for the ZIP code; a pack may go without."""
ASK_ANSWERED_TOPIC = TopicId("system.ask_answered")
"""The line by which an office that wants to know asks whether an answer helped; a pack may go without."""


SYSTEM_TOPICS = (*FIXED_TOPICS, ASK_ZIP_TOPIC)
"""Topics of messages that are on no office's list, and that offices write and approve all the same."""

_NAME = re.compile(rf"(?P<topic>[\w.-]+)\.(?P<channel>{'|'.join(Channel)})\.(?P<language>[a-z]{{2,3}})", re.ASCII)


class MessageNameError(CiviclineError):
    """A text is not the name of an approved message."""

    def __init__(self) -> None:
        super().__init__("An approved message is named by topic, channel and language, such as pothole.sms.en.")


class VersionStatus(StrEnum):
    """How far a version is. Only what is approved may be sent, and only within its time."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    """Its author asks for approval."""
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who did something: a name, and the identity provider's never reused id (OIDC `sub`) where there is one."""

    name: str
    subject: str | None = None

    def is_same_as(self, other: "Signatory") -> bool:
        """Whether both are one person: by their ids, or by their names where one of them has no id."""
        if self.subject and other.subject:
            return self.subject == other.subject
        return " ".join(self.name.casefold().split()) == " ".join(other.name.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What somebody did to a version: into which state, when, why, and to which exact words (`fingerprint`)."""

    status: VersionStatus
    by: Signatory
    at: datetime
    fingerprint: str
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageName:
    """What the versions of one approved message have in common: a topic or group, a channel, an ISO 639-1 language."""

    topic_id: TopicId
    channel: Channel
    language: str

    def __str__(self) -> str:
        return f"{self.topic_id}.{self.channel}.{self.language}"

    @classmethod
    def parse(cls, text: str) -> "MessageName":
        """The name in `pothole.sms.en`, or as keys have it in `pothole/sms/en`. Raises MessageNameError."""
        match = _NAME.fullmatch(text.replace("/", "."))
        if match is None:
            raise MessageNameError
        return cls(topic_id=TopicId(match["topic"]), channel=Channel(match["channel"]), language=match["language"])


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageVersion:
    """One version of a text, for one topic, channel and language. Its words never change; what is done to it is added.

    `variants` are shorter wordings of the same, for text messages. `english_line` follows a text in another language,
    for whoever reads the answer along. It may be sent from `valid_from` on, or from its approval where that is later,
    and until `expires_at`, the first moment at which it may not; None is no limit.
    """

    topic_id: TopicId
    channel: Channel
    language: str
    version: int
    text: str
    author: Signatory
    written_at: datetime
    variants: tuple[str, ...] = ()
    english_line: str = ""
    valid_from: datetime | None = None
    expires_at: datetime | None = None
    steps: tuple[Step, ...] = ()

    @property
    def name(self) -> MessageName:
        """The message of which this is a version."""
        return MessageName(topic_id=self.topic_id, channel=self.channel, language=self.language)

    @property
    def key(self) -> str:
        """A short name for logs, records and screens, such as `pothole/sms/en/v1`."""
        return f"{self.topic_id}/{self.channel}/{self.language}/v{self.version}"

    @property
    def wordings(self) -> tuple[str, ...]:
        """The text and its variants, in the author's order."""
        return (self.text, *self.variants)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all that an approver signs: the words, what they are for, and their time."""
        window = [moment and moment.astimezone(UTC).isoformat() for moment in (self.valid_from, self.expires_at)]
        signed = [self.key, *window, self.english_line, *self.wordings]
        return hashlib.sha256(json.dumps(signed, ensure_ascii=False).encode()).hexdigest()

    @property
    def status(self) -> VersionStatus:
        """Where the last step left it."""
        return self.steps[-1].status if self.steps else VersionStatus.DRAFT

    @property
    def approval(self) -> Step | None:
        """Who approved these very words, if anybody did, also of a version that was retired since."""
        approvals = (step for step in self.steps if step.status is VersionStatus.APPROVED)
        approval = next(approvals, None)
        return approval if approval and approval.fingerprint == self.fingerprint else None

    @property
    def starts_at(self) -> datetime | None:
        """When it takes effect; None without an approval."""
        if self.approval is None:
            return None
        return max(self.approval.at, self.valid_from or self.approval.at)

    @property
    def retired_at(self) -> datetime | None:
        """When it was retired; None if it was not."""
        return self.steps[-1].at if self.status is VersionStatus.RETIRED else None

    def took_effect_by(self, moment: datetime) -> bool:
        """Whether it was in effect at some time up to `moment`."""
        starts_at, retired_at = self.starts_at, self.retired_at
        return starts_at is not None and starts_at <= moment and (retired_at is None or starts_at < retired_at)

    def has_expired_at(self, moment: datetime) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and moment >= self.expires_at

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether these words are approved, have begun, have not expired and are not retired."""
        is_approved = self.status is VersionStatus.APPROVED and self.took_effect_by(moment)
        return is_approved and not self.has_expired_at(moment)


def versions_of(versions: Iterable[MessageVersion], channel: Channel, language: str) -> list[MessageVersion]:
    """The versions for a channel and language, oldest first."""
    fitting = [version for version in versions if version.channel is channel and version.language == language]
    return sorted(fitting, key=lambda version: version.version)


def latest_in_effect(
    versions: Iterable[MessageVersion], channel: Channel, language: str, moment: datetime
) -> MessageVersion | None:
    """The version that took effect last, which may have expired or been retired since; None where none ever did.

    A scheduled replacement takes over at its time. What was replaced does not come back by itself when its replacement
    expires or is retired: whoever wants the old words writes them as a new version.
    """
    effective = [version for version in versions_of(versions, channel, language) if version.took_effect_by(moment)]
    return max(effective, key=lambda version: (version.starts_at or moment, version.version), default=None)
