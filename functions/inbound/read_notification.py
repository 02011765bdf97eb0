"""From a queue record's body to an arrival, whichever topic it came from."""

from dataclasses import dataclass

from civicline.domain.errors import NotificationUnreadableError
from civicline.ports.arrivals import RawMail
from functions.inbound import notifications
from functions.inbound.arrival import Arrival
from functions.inbound.read_mail import read_mail
from functions.inbound.read_sms import read_sms


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotification:
    """Tells texts from mails by the topic that they came from; fetches the raw mail, which the notification names."""

    sms_topic_arn: str
    mail_topic_arn: str
    raw_mail: RawMail

    def __call__(self, body: str) -> Arrival:
        """Read a notification. Raises NotificationUnreadableError if it is not one of ours or is malformed."""
        envelope = notifications.parse_envelope(body)
        if envelope.topic_arn == self.sms_topic_arn:
            return read_sms(notifications.parse_sms(envelope.message), envelope.message)
        if envelope.topic_arn == self.mail_topic_arn:
            notification = notifications.parse_mail_notification(envelope.message)
            action = notification.receipt.action
            return read_mail(notification, self.raw_mail.fetch(action.bucket_name, action.object_key))
        raise NotificationUnreadableError("unknown_topic", "no inbound topic of this deployment")
