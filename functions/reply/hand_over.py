"""Hand a claimed reply to its provider, and keep what came of it."""

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from civicline.domain.approved.approved_text import ApprovedText
from civicline.domain.channel import Channel
from civicline.domain.errors import (
    ConcurrentChangeError,
    RecipientOptedOutError,
    SendError,
    SendRefusedError,
    SendThrottledError,
)
from civicline.domain.history.record import MessageRecord
from civicline.domain.office import Office
from civicline.domain.opting_out.suppression import Suppression, SuppressionChange, SuppressionReason
from civicline.domain.replies.reply import OutboundReply, Reply, ReplyStatus, backoff
from civicline.ports.arrivals import JobQueue
from civicline.ports.records import Messages
from civicline.ports.sending import Accepted, Sender

LONGEST_DELAY_SECONDS = 900
"""SQS, DelaySeconds; what is due later is looked at, and put back, once more."""

_ATTEMPTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """The send step: provider, then ledger. `jitter` gives a number from 0 to 1."""

    messages: Messages
    senders: Mapping[Channel, Sender]
    to_reply: JobQueue
    clock: Callable[[], datetime]
    jitter: Callable[[], float]

    def __call__(self, record: MessageRecord, claim: Reply, office: Office, words: ApprovedText) -> MessageRecord:
        """Send the words of a claimed reply, once. What the provider puts off comes back by the queue."""
        now = self.clock()
        try:
            accepted = self.senders[record.message.channel].send(_outbound(record, claim, office, words, now))
        except SendThrottledError as error:
            return self._put_off(record, claim, error)
        except RecipientOptedOutError as error:
            return self._mirror_opt_out(record, claim, error)
        except SendError as error:
            status = ReplyStatus.REFUSED if isinstance(error, SendRefusedError) else ReplyStatus.UNKNOWN
            return self.settle(record, claim, claim.failed(status, error.code))
        return self._confirm(record, claim, accepted)

    def settle(self, record: MessageRecord, expected: Reply, new: Reply) -> MessageRecord:
        """Store what came of a reply; the record as it was, if somebody else did so first."""
        return self._settle(record, expected, new) or record

    def _settle(
        self, record: MessageRecord, expected: Reply, new: Reply, suppression: SuppressionChange | None = None
    ) -> MessageRecord | None:
        """None if the row is no longer as expected. Where only the journal went on, it is entered after that."""
        for _ in range(_ATTEMPTS):
            try:
                return self.messages.settle(replace(record, reply=new), expected, suppression=suppression)
            except ConcurrentChangeError:
                suppression = self._still_wanted(record, suppression)
                record = self.messages.record(record.message.ref) or record
        raise ConcurrentChangeError(f"the journal went on {_ATTEMPTS} times")

    def _still_wanted(self, record: MessageRecord, change: SuppressionChange | None) -> SuppressionChange | None:
        """A suppression that somebody else wrote first stays as it is: its evidence came first."""
        message = record.message
        known = change and self.messages.situation(message.office_id, message.sender).suppression
        return None if known else change

    def put_back(self, record: MessageRecord, wait: timedelta) -> None:
        """Have the queue bring the message again when its reply is due."""
        seconds = math.ceil(wait.total_seconds())
        self.to_reply.put(record.message.ref, delay_seconds=min(LONGEST_DELAY_SECONDS, max(1, seconds)))

    def _put_off(self, record: MessageRecord, claim: Reply, error: SendThrottledError) -> MessageRecord:
        now = self.clock()
        wait = backoff(claim.attempts, self.jitter())
        settled = self.settle(record, claim, claim.released(error.code, now + wait))
        self.put_back(record, wait)
        return settled

    def _mirror_opt_out(self, record: MessageRecord, claim: Reply, error: RecipientOptedOutError) -> MessageRecord:
        """The provider knows of an opt-out that we do not: from now on we know it too."""
        message, refused = record.message, claim.failed(ReplyStatus.REFUSED, error.code)
        known = self.messages.situation(message.office_id, message.sender).suppression
        if known:
            return self.settle(record, claim, refused)
        opt_out = Suppression(
            contact_point=message.sender,
            reason=SuppressionReason.OPT_OUT,
            evidence=f"the provider's list: {error.code}",
            message_id=message.message_id,
            since=self.clock(),
        )
        return self._settle(record, claim, refused, SuppressionChange(expected=None, new=opt_out)) or record

    def _confirm(self, record: MessageRecord, claim: Reply, accepted: Accepted) -> MessageRecord:
        """Keep that the reply left. The provider's own event may have told so first: then add what it did not know."""
        current, sent_at = claim, self.clock()
        for _ in range(_ATTEMPTS):
            sent = replace(record, reply=current.sent(accepted.provider_id, current.sent_at or sent_at))
            with suppress(ConcurrentChangeError):
                if stored := self.messages.settle(sent, current, accepted.mail_ids):
                    return stored
            latest = self.messages.record(record.message.ref)
            if latest is None or latest.reply is None:
                break
            record, current = latest, latest.reply
        return record


def _outbound(record: MessageRecord, claim: Reply, office: Office, words: ApprovedText, now: datetime) -> OutboundReply:
    message = record.message
    return OutboundReply(
        reply_id=claim.reply_id,
        office_id=message.office_id,
        message_id=message.message_id,
        conversation_id=message.conversation_id,
        sender=message.destination,
        sender_name=office.name,
        recipient=message.sender,
        recipient_name=message.sender_name,
        words=words,
        mail=message.mail,
        lifetime=claim.expires_at - now if claim.expires_at else None,
    )
