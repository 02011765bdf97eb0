"""One line about an approved message for lists: its newest version, and the one that was approved last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from civicline.domain.approved.approved_message import MessageName, MessageVersion, VersionStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMessage:
    """How an approved message stands.

    `version` and `status` are of its newest version, `changed_at` is of its latest step. `approved_version` is the
    newest that is approved, not retired, and not replaced by one that was retired since, with its time. `revision`
    grows with each version and step, so that of two people who change the message at the same moment one is refused.
    """

    name: MessageName
    version: int
    status: VersionStatus
    changed_at: datetime
    revision: int
    approved_version: int | None = None
    starts_at: datetime | None = None
    expires_at: datetime | None = None

    def is_expired_at(self, moment: datetime) -> bool:
        """Whether the time of the approved version is over."""
        return self.expires_at is not None and moment >= self.expires_at


def listed(versions: Sequence[MessageVersion]) -> ListedMessage:
    """The line about a message of which these are all versions; there is at least one."""
    newest = max(versions, key=lambda version: version.version)
    standing = [version for version in versions if _still_stands(version, versions)]
    approved = max(standing, key=lambda version: version.version, default=None)
    return ListedMessage(
        name=newest.name,
        version=newest.version,
        status=newest.status,
        changed_at=max(moment for version in versions for moment in _moments(version)),
        revision=revision_of(versions),
        approved_version=approved.version if approved else None,
        starts_at=approved.starts_at if approved else None,
        expires_at=approved.expires_at if approved else None,
    )


def _still_stands(version: MessageVersion, versions: Sequence[MessageVersion]) -> bool:
    """Whether it is approved, and nothing replaced it that was retired since: what was replaced does not come back."""
    replaced = any(
        other.retired_at is not None and other.took_effect_by(other.retired_at) and _is_later(other, version)
        for other in versions
    )
    return version.status is VersionStatus.APPROVED and not replaced


def _is_later(other: MessageVersion, version: MessageVersion) -> bool:
    if other.starts_at is None or version.starts_at is None:
        return False
    return (other.starts_at, other.version) > (version.starts_at, version.version)


def revision_of(versions: Sequence[MessageVersion]) -> int:
    """How often the message was written or changed; 0 for one that nobody wrote."""
    return sum(1 + len(version.steps) for version in versions)


def with_change(versions: Sequence[MessageVersion], changed: MessageVersion) -> tuple[MessageVersion, ...]:
    """The versions after one of them changed, or was added."""
    return (*(version for version in versions if version.version != changed.version), changed)


def _moments(version: MessageVersion) -> list[datetime]:
    return [version.written_at, *(step.at for step in version.steps)]
