"""Take somebody's word on what a message is about."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from civicline.domain.errors import ConcurrentChangeError, MessageNotFoundError
from civicline.domain.going_live.judgement import Judgement, with_judgement
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import MessageId, OfficeId, TopicId
from civicline.ports.classifying import Judgements
from civicline.ports.offices import Offices
from civicline.ports.records import Inbox

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The record with all judgements; `is_new` is False where the same person had said the same just before."""

    record: MessageRecord
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeMessage:
    """The use case behind the console's form, the API and the command."""

    offices: Offices
    inbox: Inbox
    judgements: Judgements
    clock: Callable[[], datetime]

    def __call__(
        self,
        office_id: OfficeId,
        message_id: MessageId,
        *,
        topic_id: TopicId | None,
        judged_by: str,
        reply_fits: bool | None = None,
        is_audit: bool = False,
    ) -> Judged:
        """Store that a message is about a topic, or about none of the office's (None), and what an audit says of it.

        Raises MessageNotFoundError, JudgementRefusedError, and ConcurrentChangeError if others keep judging it.
        """
        new = Judgement(
            topic_id=topic_id,
            judged_by=judged_by,
            judged_at=self.clock(),
            reply_fits=reply_fits,
            is_audit=is_audit,
        )
        topics = self.offices.topics(office_id)
        for attempt in range(1, _ATTEMPTS + 1):
            found = self.inbox.message(office_id, message_id)
            if found is None:
                raise MessageNotFoundError(message_id)
            record = found[0]
            judged = replace(record, judgements=with_judgement(record.judgements, new, topics))
            if judged == record:
                return Judged(record=record, is_new=False)
            try:
                self.judgements.save(judged, len(record.judgements))
            except ConcurrentChangeError:
                if attempt == _ATTEMPTS:
                    raise
            else:
                break
        return Judged(record=judged, is_new=True)
