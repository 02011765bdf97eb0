"""Which sent replies staff have yet to audit."""

from collections.abc import Iterable

from civicline.domain.going_live.audit_sample import AUTOMATIC, lot
from civicline.domain.history.record import MessageRecord, Outcome


def is_sent_by_itself(record: MessageRecord) -> bool:
    """Whether an automatic reply on a topic, or of a group, was sent and not returned."""
    return record.outcome is Outcome.ANSWERED and record.decision is not None and record.decision.reason in AUTOMATIC


def is_to_be_audited(record: MessageRecord) -> bool:
    """Whether a reply was drawn, has left, and nobody has judged it."""
    is_drawn = record.decision is not None and record.decision.is_drawn
    return is_drawn and is_sent_by_itself(record) and not record.judgements


def topped_up(records: Iterable[MessageRecord], already: int, wanted: int) -> tuple[MessageRecord, ...]:
    """The replies to audit besides those that were drawn, so that a quiet topic has its number a week.

    Those of the lowest lots: still by chance, and the same for whoever looks.
    """
    open_ones = (one for one in records if is_sent_by_itself(one) and not one.judgements)
    ordered = sorted(open_ones, key=lambda one: lot(one.message.message_id))
    return tuple(ordered[: max(0, wanted - already)])
