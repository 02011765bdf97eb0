"""Replies by text message, through SNS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicline.adapters.approved_only import require_approved, require_phone_number
from civicline.adapters.provider_errors import send_errors
from civicline.domain.replies.reply import OutboundReply
from civicline.ports.sending import Accepted

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


class SnsSmsSender:
    """The port `Sender` for texts: from the very number that the constituent wrote to.

    A publication has no time to live, and SNS tells nothing of its delivery but to CloudWatch's logs; whoever wants
    both configures End User Messaging.

    Source: AWS, "Sending SMS messages using Amazon SNS", attributes AWS.MM.SMS.OriginationNumber, AWS.SNS.SMS.SMSType.
    """

    def __init__(self, client: SNSClient) -> None:
        self._client = client

    def send(self, reply: OutboundReply) -> Accepted:
        """Publish to the phone number. The client must not retry by itself: the ledger decides about that."""
        require_approved(reply)
        require_phone_number(reply)
        with send_errors():
            response = self._client.publish(
                PhoneNumber=reply.recipient.value,
                Message=reply.text,
                MessageAttributes={
                    "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
                    "AWS.MM.SMS.OriginationNumber": {"DataType": "String", "StringValue": reply.sender.value},
                },
            )
        return Accepted(provider_id=response["MessageId"])
