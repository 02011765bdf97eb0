"""From draft to approved to retired: who may take which step, as pure functions on a version.

    draft > submitted > approved > retired

A draft may be approved without having been submitted; anything may be retired. No step leads back: an edit is a new
version, which begins as a draft.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from civicline.domain.approved.approved_message import MessageName, MessageVersion, Signatory, Step, VersionStatus
from civicline.domain.approved.message_checks import Problem
from civicline.domain.errors import CiviclineError

LONGEST_TEXT = 10_000
LONGEST_REASON = 500
MOST_VERSIONS = 200
"""Of one approved message: they are read together."""


class RefusedBecause(StrEnum):
    """Why a step is not taken; the code for programs, `sentence` for people."""

    OWN_WORDS = "own_words"
    NOT_A_DRAFT = "not_a_draft"
    ALREADY_APPROVED = "already_approved"
    ALREADY_RETIRED = "already_retired"
    OTHER_WORDS = "other_words"
    NO_REASON = "no_reason"
    TOO_LONG = "too_long"
    UNTIMELY = "untimely"
    TOO_MANY_VERSIONS = "too_many_versions"
    PROBLEMS = "problems"
    UNKNOWN_TOPIC = "unknown_topic"

    @property
    def sentence(self) -> str:
        """One sentence for whoever wanted it."""
        return _SENTENCES[self]


_SENTENCES = {
    RefusedBecause.OWN_WORDS: "Whoever wrote a text does not approve it: a second person must.",
    RefusedBecause.NOT_A_DRAFT: "Only a draft can be submitted.",
    RefusedBecause.ALREADY_APPROVED: "This version is approved already.",
    RefusedBecause.ALREADY_RETIRED: "This version is retired; write its words as a new version.",
    RefusedBecause.OTHER_WORDS: "The words are not those that were looked at; look again, then approve.",
    RefusedBecause.NO_REASON: "Say why it is retired.",
    RefusedBecause.TOO_LONG: f"A text has at most {LONGEST_TEXT} characters, a reason at most {LONGEST_REASON}.",
    RefusedBecause.UNTIMELY: "It would expire before it begins, or has expired already.",
    RefusedBecause.TOO_MANY_VERSIONS: f"An approved message has at most {MOST_VERSIONS} versions.",
    RefusedBecause.PROBLEMS: "The text cannot be used as it is.",
    RefusedBecause.UNKNOWN_TOPIC: "The office has no such topic or group.",
}


class ApprovalRefusedError(CiviclineError):
    """A step that may not be taken, with the code for why, and what is wrong with the words if it is them."""

    def __init__(self, reason: RefusedBecause, problems: Sequence[Problem] = ()) -> None:
        super().__init__(" ".join([reason.sentence, *(problem.sentence for problem in problems)]))
        self.reason = reason
        self.problems = tuple(problems)


def written(
    name: MessageName,
    *,
    wordings: Sequence[str],
    english_line: str = "",
    author: Signatory,
    at: datetime,
    valid_from: datetime | None = None,
    expires_at: datetime | None = None,
    earlier: Sequence[MessageVersion] = (),
) -> MessageVersion:
    """A new version, the next after `earlier` ones of the same message; `wordings` are the text and its variants.

    Raises ApprovalRefusedError.
    """
    if any(len(part) > LONGEST_TEXT for part in (*wordings, english_line)):
        raise ApprovalRefusedError(RefusedBecause.TOO_LONG)
    number = max((version.version for version in earlier), default=0) + 1
    if number > MOST_VERSIONS:
        raise ApprovalRefusedError(RefusedBecause.TOO_MANY_VERSIONS)
    if expires_at is not None and expires_at <= max(at, valid_from or at):
        raise ApprovalRefusedError(RefusedBecause.UNTIMELY)
    text, *variants = wordings
    return MessageVersion(
        topic_id=name.topic_id,
        channel=name.channel,
        language=name.language,
        version=number,
        text=text,
        variants=tuple(variants),
        english_line=english_line,
        author=author,
        written_at=at,
        valid_from=valid_from,
        expires_at=expires_at,
    )


def submitted(version: MessageVersion, by: Signatory, at: datetime) -> MessageVersion:
    """The version after somebody asked for its approval. Raises ApprovalRefusedError unless it is a draft."""
    if version.status is not VersionStatus.DRAFT:
        raise ApprovalRefusedError(RefusedBecause.NOT_A_DRAFT)
    return _after(version, VersionStatus.SUBMITTED, by, at)


def approved(
    version: MessageVersion, by: Signatory, at: datetime, *, fingerprint: str, problems: Sequence[Problem] = ()
) -> MessageVersion:
    """The version after a second person approved the very words that `fingerprint` stands for.

    `problems` are what is wrong with them in this office. Raises ApprovalRefusedError.
    """
    if version.status is VersionStatus.APPROVED:
        raise ApprovalRefusedError(RefusedBecause.ALREADY_APPROVED)
    if version.status is VersionStatus.RETIRED:
        raise ApprovalRefusedError(RefusedBecause.ALREADY_RETIRED)
    if version.author.is_same_as(by):
        raise ApprovalRefusedError(RefusedBecause.OWN_WORDS)
    if fingerprint != version.fingerprint:
        raise ApprovalRefusedError(RefusedBecause.OTHER_WORDS)
    if version.has_expired_at(at):
        raise ApprovalRefusedError(RefusedBecause.UNTIMELY)
    if problems:
        raise ApprovalRefusedError(RefusedBecause.PROBLEMS, problems)
    return _after(version, VersionStatus.APPROVED, by, at)


def retired(version: MessageVersion, by: Signatory, at: datetime, because: str) -> MessageVersion:
    """The version after somebody took it out of use. Raises ApprovalRefusedError."""
    if version.status is VersionStatus.RETIRED:
        raise ApprovalRefusedError(RefusedBecause.ALREADY_RETIRED)
    if not because.strip():
        raise ApprovalRefusedError(RefusedBecause.NO_REASON)
    if len(because) > LONGEST_REASON:
        raise ApprovalRefusedError(RefusedBecause.TOO_LONG)
    return _after(version, VersionStatus.RETIRED, by, at, because.strip())


def _after(
    version: MessageVersion, status: VersionStatus, by: Signatory, at: datetime, because: str = ""
) -> MessageVersion:
    step = Step(status=status, by=by, at=at, fingerprint=version.fingerprint, because=because)
    return replace(version, steps=(*version.steps, step))
