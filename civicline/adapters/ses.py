"""Replies by e-mail, as raw MIME through SES (API v2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from civicline.adapters.approved_only import require_approved
from civicline.adapters.provider_errors import send_errors
from civicline.domain.errors import SendRefusedError, SendThrottledError
from civicline.domain.received.message import MailHeaders
from civicline.domain.replies.reply import OutboundReply, mail_message_id
from civicline.mail.addresses import MailAddress
from civicline.mail.compose import Reply, compose_reply
from civicline.mail.errors import MailNotComposableError
from civicline.mail.thread_token import Thread, return_address
from civicline.ports.records import ThreadKeys
from civicline.ports.sending import Accepted

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


class SesSender:
    """The port `Sender` for e-mail. The reply's id travels as a message tag, so that SES events name it."""

    def __init__(
        self, client: SESV2Client, configuration_set: str, thread_keys: ThreadKeys, clock: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._configuration_set = configuration_set
        self._thread_keys = thread_keys
        self._clock = clock

    def send(self, reply: OutboundReply) -> Accepted:
        """Compose and send. The client must not retry by itself: the ledger decides about that."""
        require_approved(reply)
        own_id = mail_message_id(reply.reply_id, reply.sender)
        with send_errors():
            response = self._client.send_email(
                FromEmailAddress=reply.sender.value,
                Destination={"ToAddresses": [reply.recipient.value]},
                Content={"Raw": {"Data": self._compose(reply, own_id)}},
                ConfigurationSetName=self._configuration_set,
                EmailTags=[
                    {"Name": "reply_id", "Value": reply.reply_id},
                    {"Name": "office_id", "Value": reply.office_id},
                    {"Name": "message_id", "Value": reply.message_id},
                ],
            )
        return Accepted(provider_id=response["MessageId"], mail_ids=(own_id, self._ses_id(response["MessageId"])))

    def _compose(self, reply: OutboundReply, own_id: str) -> bytes:
        answered = reply.mail or MailHeaders(subject="")
        mail = Reply(
            office_name=reply.sender_name,
            office_address=reply.sender.value,
            to=MailAddress(name=reply.recipient_name, address=reply.recipient.value),
            subject=answered.subject,
            body=reply.text,
            message_id=own_id,
            sent_at=self._clock(),
            in_reply_to=answered.message_id,
            references=answered.references,
            return_address=self._return_address(reply),
        )
        try:
            return compose_reply(mail)
        except MailNotComposableError as error:
            raise SendRefusedError("MailNotComposable") from error

    def _return_address(self, reply: OutboundReply) -> str | None:
        """Where an answer finds the conversation even without headers."""
        thread = Thread(office_id=reply.office_id, contact_point=reply.recipient, conversation_id=reply.conversation_id)
        try:
            key = self._thread_keys.keys()[0]
        except (BotoCoreError, ClientError) as error:
            # Nothing was sent yet, so it may be tried again.
            raise SendThrottledError("ThreadKeysUnavailable") from error
        return return_address(reply.sender.value, thread, key, self._clock())

    def _ses_id(self, provider_id: str) -> str:
        """SES puts a Message-ID of its own in place of ours, under a domain of its region.

        Source: AWS, "Amazon SES header fields" (the Message-ID header is overridden).
        """
        region = self._client.meta.region_name
        domain = "email.amazonses.com" if region == "us-east-1" else f"{region}.amazonses.com"
        return f"<{provider_id}@{domain}>"
