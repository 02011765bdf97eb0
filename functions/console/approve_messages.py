"""Write, submit, approve and retire the versions of an office's approved messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from civicline.domain.approved import approval
from civicline.domain.approved.approval import ApprovalRefusedError, RefusedBecause
from civicline.domain.approved.approved_message import (
    SYSTEM_TOPICS,
    MessageName,
    MessageVersion,
    Signatory,
    versions_of,
)
from civicline.domain.approved.composing import Occasion
from civicline.domain.approved.message_checks import Problem, problems_of
from civicline.domain.errors import MessageVersionNotFoundError
from civicline.domain.office import Office, Topic, TopicGroup
from civicline.ports.approved import ApprovedMessages, MessageChange
from civicline.ports.offices import Offices


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody writes: the text with its shorter variants, its English line, and its time."""

    wordings: Sequence[str]
    english_line: str = ""
    valid_from: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveMessages:
    """The use case behind the console's forms, the API and the command.

    Every step raises MessageVersionNotFoundError or ApprovalRefusedError where it may not be taken, and
    ConcurrentChangeError where somebody else changed the message since it was read.
    """

    offices: Offices
    messages: ApprovedMessages
    clock: Callable[[], datetime]

    def versions(self, office: Office, name: MessageName) -> tuple[MessageVersion, ...]:
        """All versions of a message, oldest first; none where nobody wrote any."""
        known = self.messages.versions(office.office_id, name.topic_id)
        return tuple(versions_of(known, name.channel, name.language))

    def write(self, office: Office, name: MessageName, words: Words, by: Signatory) -> MessageVersion:
        """A new version, as a draft. Raises ApprovalRefusedError, also for words that cannot be used."""
        versions = self.versions(office, name)
        version = approval.written(
            name,
            wordings=words.wordings,
            english_line=words.english_line,
            author=by,
            at=self.clock(),
            valid_from=words.valid_from,
            expires_at=words.expires_at,
            earlier=versions,
        )
        if problems := self.problems(office, version):
            raise ApprovalRefusedError(RefusedBecause.PROBLEMS, problems)
        return self._save(office, versions, version)

    def submit(self, office: Office, name: MessageName, number: int | None, by: Signatory) -> MessageVersion:
        """Ask for the approval of a version; None stands for the newest."""
        versions = self.versions(office, name)
        version = version_in(versions, number)
        return self._save(office, versions, approval.submitted(version, by, self.clock()))

    def approve(
        self, office: Office, name: MessageName, number: int | None, by: Signatory, fingerprint: str | None = None
    ) -> MessageVersion:
        """Sign off the very words that `fingerprint` stands for; None for the words as they are now."""
        versions = self.versions(office, name)
        version = version_in(versions, number)
        signed = approval.approved(
            version,
            by,
            self.clock(),
            fingerprint=fingerprint or version.fingerprint,
            problems=self.problems(office, version),
        )
        return self._save(office, versions, signed)

    def retire(
        self, office: Office, name: MessageName, number: int | None, by: Signatory, because: str
    ) -> MessageVersion:
        """Take a version out of use; within a minute nothing is sent of it."""
        versions = self.versions(office, name)
        version = version_in(versions, number)
        return self._save(office, versions, approval.retired(version, by, self.clock(), because))

    def problems(self, office: Office, version: MessageVersion) -> tuple[Problem, ...]:
        """What is wrong with a version's words in this office."""
        about = self.about(office, version.name)
        return problems_of(version, Occasion(office=office, message=None, about=about))

    def about(self, office: Office, name: MessageName) -> Topic | TopicGroup | None:
        """The topic or group of a message; None for a fixed one. Raises ApprovalRefusedError."""
        if name.topic_id in SYSTEM_TOPICS:
            return None
        topic = self.offices.topics(office.office_id).get(name.topic_id)
        found = topic or self.offices.groups(office.office_id).get(name.topic_id)
        if found is None:
            raise ApprovalRefusedError(RefusedBecause.UNKNOWN_TOPIC)
        return found

    def _save(self, office: Office, versions: tuple[MessageVersion, ...], changed: MessageVersion) -> MessageVersion:
        self.messages.save(office.office_id, [MessageChange(versions=versions, changed=changed)])
        return changed


def version_in(versions: Sequence[MessageVersion], number: int | None) -> MessageVersion:
    """The version of that number, the newest for None. Raises MessageVersionNotFoundError."""
    for version in reversed(versions):
        if number in {None, version.version}:
            return version
    raise MessageVersionNotFoundError("There is no such version of this approved message.")
