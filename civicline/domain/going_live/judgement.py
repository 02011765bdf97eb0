"""What a person of the office says a message is about; each one is an example to learn from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civicline.domain.errors import CiviclineError
from civicline.domain.ids import TopicId
from civicline.domain.office import Topic

MOST_JUDGEMENTS = 50
"""Of one message. They are kept in its record, which has a size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One person's word on one message. `topic_id` is None where it is about none of the office's topics.

    To confirm the model's topic is a judgement as well. `judged_by` is the provider's id of a staff member (OIDC
    `sub`), or `operator:` and a login name for one made from the command line. `reply_fits` is what an audit
    says of the reply itself, which may be wrong though its topic is right; None where only the topic was judged.
    `is_audit` says that the message was judged from the list of audits.
    """

    judged_by: str
    judged_at: datetime
    topic_id: TopicId | None = None
    reply_fits: bool | None = None
    is_audit: bool = False

    def says_the_same_as(self, other: "Judgement") -> bool:
        """Whether the same person says the same."""
        mine, theirs = ((one.judged_by, one.topic_id, one.reply_fits, one.is_audit) for one in (self, other))
        return mine == theirs


class RefusedBecause(StrEnum):
    """Why a judgement is not taken; the code for programs, `sentence` for people."""

    UNKNOWN_TOPIC = "unknown_topic"
    TOO_MANY = "too_many"

    @property
    def sentence(self) -> str:
        """One sentence for the person who judged."""
        return _SENTENCES[self]


_SENTENCES = {
    RefusedBecause.UNKNOWN_TOPIC: "This topic is not on the office's list.",
    RefusedBecause.TOO_MANY: f"This message was judged {MOST_JUDGEMENTS} times already; the last judgement counts.",
}


class JudgementRefusedError(CiviclineError):
    """A judgement that cannot be taken, with the code for why."""

    def __init__(self, reason: RefusedBecause) -> None:
        super().__init__(reason.sentence)
        self.reason = reason


def with_judgement(
    known: tuple[Judgement, ...], new: Judgement, topics: Mapping[TopicId, Topic]
) -> tuple[Judgement, ...]:
    """The judgements of a message with a new one at the end, which counts from now on; none is ever lost.

    The same person saying the same again adds nothing. Raises JudgementRefusedError.
    """
    if new.topic_id is not None and new.topic_id not in topics:
        raise JudgementRefusedError(RefusedBecause.UNKNOWN_TOPIC)
    if known and known[-1].says_the_same_as(new):
        return known
    if len(known) >= MOST_JUDGEMENTS:
        raise JudgementRefusedError(RefusedBecause.TOO_MANY)
    return (*known, new)
