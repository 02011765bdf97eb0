"""The public JSON form of approved messages; documented in docs/api.md, and changed only by adding to it."""

from typing import Any

from civicline.domain.approved.approved_message import MessageVersion, Signatory
from civicline.domain.approved.message_listing import ListedMessage
from civicline.domain.approved.message_preview import Preview
from functions.console.record_json import timestamp

Json = dict[str, Any]


def listed_json(line: ListedMessage) -> Json:
    """One line of the list."""
    return {
        "id": str(line.name),
        "topic_id": line.name.topic_id,
        "channel": line.name.channel,
        "language": line.name.language,
        "version": line.version,
        "status": line.status,
        "changed_at": timestamp(line.changed_at),
        "approved_version": line.approved_version,
        "starts_at": timestamp(line.starts_at),
        "expires_at": timestamp(line.expires_at),
    }


def version_json(version: MessageVersion) -> Json:
    """One version with everything that was done to it."""
    return {
        "id": str(version.name),
        "version": version.version,
        "status": version.status,
        "text": version.text,
        "variants": list(version.variants),
        "english_line": version.english_line,
        "author": _signatory(version.author),
        "written_at": timestamp(version.written_at),
        "approver": _signatory(version.approval.by) if version.approval else None,
        "approved_at": timestamp(version.approval.at) if version.approval else None,
        "valid_from": timestamp(version.valid_from),
        "starts_at": timestamp(version.starts_at),
        "expires_at": timestamp(version.expires_at),
        "fingerprint": version.fingerprint,
        "steps": [
            {
                "status": step.status,
                "by": _signatory(step.by),
                "at": timestamp(step.at),
                "because": step.because,
                "fingerprint": step.fingerprint,
            }
            for step in version.steps
        ],
    }


def preview_json(one: Preview) -> Json:
    """What one constituent would get."""
    size = one.composed.size if one.composed else None
    return {
        "message_id": one.message_id,
        "received_at": timestamp(one.received_at),
        "language": one.language,
        "text": one.composed.text if one.composed else None,
        "length": len(one.composed.text) if one.composed else None,
        "wording": one.composed.wording if one.composed else None,
        "has_english_line": one.composed.has_english_line if one.composed else None,
        "encoding": size.encoding if size else None,
        "segments": size.segments if size else None,
        "problem": one.problem,
        "sentence": one.problem.sentence if one.problem else None,
    }


def _signatory(by: Signatory) -> Json:
    return {"name": by.name, "subject": by.subject}
