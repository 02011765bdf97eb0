"""What may change between a decision and its reply: the sender's standing with the office."""

from dataclasses import dataclass, field
from datetime import datetime

from civicline.domain.opting_out.suppression import Suppression, SuppressionReason
from civicline.domain.replies.answered_question import AskedQuestion
from civicline.domain.replies.reply_budget import RecentReplies, Repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What speaks for or against answering a message by itself, besides the message.

    `staff_active_at` is when staff last took up the conversation, `is_zip_asked` whether the sender has been asked for
    the ZIP code before, `question` the latest question to the sender whether an answer helped.
    """

    suppression: Suppression | None = None
    recent: RecentReplies = field(default_factory=RecentReplies)
    repeats: Repeats = field(default_factory=Repeats)
    staff_active_at: datetime | None = None
    is_zip_asked: bool = False
    question: AskedQuestion | None = None

    @property
    def is_opted_out(self) -> bool:
        """Whether the sender said that they want no more messages."""
        return self.suppression is not None and self.suppression.reason is SuppressionReason.OPT_OUT
