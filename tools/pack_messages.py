"""A pack's texts as versions of an office's approved messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from civicline.domain.approved.approval import approved, written
from civicline.domain.approved.approved_message import (
    MessageName,
    MessageVersion,
    Signatory,
    VersionStatus,
    versions_of,
)
from civicline.domain.channel import Channel
from civicline.domain.ids import TopicId
from civicline.ports.approved import MessageChange
from tools.packs import Pack, PackMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class PackApproval:
    """Who approves all of a pack's texts as the office's own, and when."""

    by: Signatory
    at: datetime


def change_for(
    message: PackMessage, known: Sequence[MessageVersion], approval: PackApproval | None, pack: Pack
) -> MessageChange | None:
    """What a pack's text changes in an office: a new draft, its approval, both, or nothing.

    Raises ApprovalRefusedError where the approver is the author.
    """
    versions = tuple(versions_of(known, message.channel, message.language))
    current = versions[-1] if versions else None
    if current is None or not _is_same(current, message, pack):
        current = draft_of(message, pack, versions)
    is_new = current not in versions
    if approval and current.status in {VersionStatus.DRAFT, VersionStatus.SUBMITTED}:
        current = approved(current, approval.by, approval.at, fingerprint=current.fingerprint)
    elif not is_new:
        return None
    return MessageChange(versions=versions, changed=current)


def draft_of(message: PackMessage, pack: Pack, earlier: Sequence[MessageVersion] = ()) -> MessageVersion:
    """A pack's text as a draft, with the pack's English line if it is in another language."""
    name = MessageName(topic_id=TopicId(message.topic_id), channel=message.channel, language=message.language)
    return written(
        name,
        wordings=(message.text, *message.variants),
        english_line=_english_line(message, pack),
        author=Signatory(name=message.author),
        at=message.approved_at,
        expires_at=message.expires_at,
        earlier=earlier,
    )


def _is_same(version: MessageVersion, message: PackMessage, pack: Pack) -> bool:
    wordings = (message.text, *message.variants)
    return (version.wordings, version.english_line) == (wordings, _english_line(message, pack))


def _english_line(message: PackMessage, pack: Pack) -> str:
    if message.language == "en":
        return ""
    return message.english_line or pack.english_lines.get(Channel(message.channel), "")
