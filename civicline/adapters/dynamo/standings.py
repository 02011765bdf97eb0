"""What stands beside a reply: what speaks for and against it, the budgets, where its provider's id leads."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from civicline.adapters.dynamo import constituents, items, keys
from civicline.adapters.dynamo.suppressions import suppression_in
from civicline.adapters.dynamo.writes import ABSENT, Table, Write
from civicline.domain.history.record import MessageRecord
from civicline.domain.received.message import InboundMessage
from civicline.domain.replies.answered_question import AskedQuestion
from civicline.domain.replies.reply import Reply
from civicline.domain.replies.reply_budget import BudgetChange, RecentReplies, Repeats
from civicline.domain.replies.standing import Standing
from civicline.ports.records import Receipt

QUESTION_LIFETIME = timedelta(days=366)
"""Longer than any time in which an office wants to ask once."""
POINTER_LIFETIME = timedelta(days=31)
"""Complaints come days later; carriers' receipts within 72 hours."""


def wanted(message: InboundMessage, text_id: str) -> list[keys.Key]:
    """The keys to read; their sort keys differ."""
    office_id, sender = message.office_id, message.sender
    found = [
        keys.suppression(office_id, sender),
        keys.recent_replies(office_id, sender),
        keys.staff_presence(office_id, message.conversation_id),
        keys.constituent(office_id, message.constituent_id),
        keys.question(office_id, sender),
    ]
    return [*found, keys.repeats(office_id, text_id)] if text_id else found


def standing_in(found: Mapping[str, Mapping[str, Any]], text_id: str) -> Standing:
    """The standing in items given as plain data by sort key. What has expired counts for nothing by its moments."""
    replies, repeats, staff = found.get("REPLIES"), found.get("REPEATS"), found.get("STAFF")
    constituent = found.get("CONSTITUENT", {})
    return Standing(
        suppression=suppression_in(found.get("SUPPRESSION")),
        recent=items.load(RecentReplies, replies["replies"]) if replies else RecentReplies(),
        repeats=items.load(Repeats, repeats["repeats"]) if repeats else Repeats(text_id=text_id),
        staff_active_at=items.load(datetime, staff["active_at"]) if staff else None,
        is_zip_asked="zip_asked_at" in constituent,
        question=question_in(found),
    )


def question_in(found: Mapping[str, Mapping[str, Any]]) -> AskedQuestion | None:
    """The latest question to the contact point, in items by sort key."""
    item = found.get("QUESTION")
    return items.load(AskedQuestion, item["question"]) if item else None


def answer_writes(table: Table, receipt: Receipt) -> list[Write]:
    """That the question was answered, if it is the one that was read and is still open: it is answered once."""
    if receipt.answers is None:
        return []
    message = receipt.record.message
    return [
        table.update(
            keys.question(message.office_id, message.sender),
            set_to={"question": items.dump(receipt.answers)},
            condition="question = :asked",
            values={":asked": items.dump(replace(receipt.answers, answered_by=None))},
        )
    ]


def budget_writes(table: Table, message: InboundMessage, change: BudgetChange | None) -> list[Write]:
    """The logs after a decision, each on condition that it is as it was read."""
    writes = []
    if change and change.replies:
        key = keys.recent_replies(message.office_id, message.sender)
        writes.append(_log(table, key, "replies", change.replies))
    if change and change.repeats:
        key = keys.repeats(message.office_id, change.repeats.text_id)
        writes.append(_log(table, key, "repeats", change.repeats))
    if change and change.question:
        writes.append(_question(table, message, change.question, change.question_before))
    return writes


def _question(table: Table, message: InboundMessage, asked: AskedQuestion, before: AskedQuestion | None) -> Write:
    """That the sender is asked, if the question before is the one that was read: of two replies at once one asks."""
    return table.update(
        keys.question(message.office_id, message.sender),
        set_to={
            "question": items.dump(asked),
            "expires_at_epoch": int((asked.asked_at + QUESTION_LIFETIME).timestamp()),
        },
        condition="question = :before" if before else "attribute_not_exists(question)",
        values={":before": items.dump(before)} if before else None,
    )


def ask_writes(table: Table, record: MessageRecord) -> list[Write]:
    """Where the reply asks for the ZIP code: that it was asked, which is done once."""
    message, decision = record.message, record.decision
    if decision is None or decision.zip_question_key is None:
        return []
    return [constituents.ask_write(table, message.office_id, message.constituent_id, decision.decided_at)]


def _log(table: Table, key: keys.Key, name: str, log: RecentReplies | Repeats) -> Write:
    item: dict[str, Any] = {**key, name: items.dump(log)}
    if log.expires_at:
        item["expires_at_epoch"] = int(log.expires_at.timestamp()) + 1
    if log.version == 1:
        return table.put(item, ABSENT)
    return table.put(item, f"{name}.version = :known", {":known": log.version - 1})


def pointer_writes(table: Table, record: MessageRecord, before: Reply) -> list[Write]:
    """Where the provider's id of a reply leads, once it is known; for as long as events about it may come."""
    reply = record.reply
    if reply is None or reply.provider_id is None or reply.provider_id == before.provider_id:
        return []
    message = record.message
    expires_at = (reply.sent_at or reply.claimed_at) + POINTER_LIFETIME
    item = {
        **keys.provider_id(message.channel, reply.provider_id),
        "answers": items.dump(message.ref),
        "expires_at_epoch": int(expires_at.timestamp()),
    }
    return [table.put(item)]
