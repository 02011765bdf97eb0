"""Budgets against loops and floods: how many replies one sender gets, and how often one text is answered.

Both are logs of the newest entries in a sliding window, bounded by their limit, so that they are exact and small. A log
is written in the transaction of the decision that it counts, on condition that nobody wrote it in between; two
decisions at the same moment cannot both take the last place.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from civicline.domain.ids import ReplyId
from civicline.domain.office_rules import OfficeRules
from civicline.domain.received.message import InboundMessage
from civicline.domain.replies.answered_question import AskedQuestion

_PREFIXES = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|rv|res|tr|antw|sv|vs)\s*(?:\[\d+\])?\s*:)+", re.IGNORECASE)
_ID_LENGTH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentReply:
    """One automatic reply to a contact point; `subject_id` is "" where there was no subject."""

    reply_id: ReplyId
    at: datetime
    subject_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentReplies:
    """The newest automatic replies to one contact point. `version` counts changes, 0 for one never replied to."""

    entries: tuple[RecentReply, ...] = ()
    version: int = 0
    expires_at: datetime | None = None

    def exhausted(self, subject_id: str, now: datetime, rules: OfficeRules) -> bool:
        """Whether one more reply, on this subject, would be over the sender's budget."""
        counted = self._within(now, rules.sender_window)
        same = [entry for entry in counted if subject_id and entry.subject_id == subject_id]
        return len(counted) >= rules.replies_per_sender or len(same) >= rules.replies_per_subject

    def with_reply(self, reply: RecentReply, rules: OfficeRules) -> "RecentReplies":
        """The log after one more reply, without what is too old to count."""
        kept = self._within(reply.at, rules.sender_window)
        return RecentReplies(
            entries=(*kept, reply)[-max(1, rules.replies_per_sender) :],
            version=self.version + 1,
            expires_at=reply.at + rules.sender_window,
        )

    def _within(self, now: datetime, window: timedelta) -> tuple[RecentReply, ...]:
        return tuple(entry for entry in self.entries if now - entry.at < window)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """When one text came lately and would have been answered, whoever wrote it. `text_id` says which text."""

    text_id: str = ""
    moments: tuple[datetime, ...] = ()
    version: int = 0
    expires_at: datetime | None = None

    def exhausted(self, now: datetime, rules: OfficeRules) -> bool:
        """Whether the text has been answered as often as it may."""
        return bool(self.text_id) and len(self._within(now, rules.text_window)) >= rules.repeats_of_text

    def with_one_more(self, now: datetime, rules: OfficeRules) -> "Repeats":
        """The log after the text came again; a flood that goes on keeps the shield up."""
        kept = self._within(now, rules.text_window)
        return Repeats(
            text_id=self.text_id,
            moments=(*kept, now)[-max(1, rules.repeats_of_text) :],
            version=self.version + 1,
            expires_at=now + rules.text_window,
        )

    def _within(self, now: datetime, window: timedelta) -> tuple[datetime, ...]:
        return tuple(moment for moment in self.moments if now - moment < window)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetChange:
    """What a decision adds to the logs; None where it adds nothing. Each was read with the version before its own."""

    replies: RecentReplies | None = None
    repeats: Repeats | None = None
    question: AskedQuestion | None = None
    question_before: AskedQuestion | None = None


def text_id(words: str) -> str:
    """The same for texts that differ in case and spaces only; "" for a text without words."""
    return _hashed(" ".join(words.casefold().split()))


def subject_id(message: InboundMessage) -> str:
    """The same for the subjects of one exchange, with or without `Re:`; "" for a message without a subject."""
    subject = message.mail.subject if message.mail else ""
    return _hashed(" ".join(_PREFIXES.sub("", subject).casefold().split()))


def _hashed(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:_ID_LENGTH] if words else ""
