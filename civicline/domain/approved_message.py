"""Approved messages: the only words that leave without a person's hand."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from civicline.domain.channel import Channel
from civicline.domain.errors import MissingPlaceholderValueError
from civicline.domain.ids import TopicId

OPT_OUT_TOPIC = TopicId("system.opt_out")
OPT_IN_TOPIC = TopicId("system.opt_in")
HELP_TOPIC = TopicId("system.help")
EMERGENCY_TOPIC = TopicId("system.emergency")
FIXED_TOPICS = (OPT_OUT_TOPIC, OPT_IN_TOPIC, HELP_TOPIC, EMERGENCY_TOPIC)
"""Topics of the fixed messages that the law or a carrier asks for; no model chooses them."""

_PLACEHOLDER = re.compile(r"\{(?P<name>[a-z_]+)(?:\|(?P<fallback>[^{}]*))?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedMessage:
    """One version of a text, for one topic, channel and language, with who wrote it and who signed it off.

    `expires_at` is the first moment at which it may no longer be sent; None means that it does not expire.
    """

    topic_id: TopicId
    channel: Channel
    language: str
    version: int
    text: str
    author: str
    approver: str
    approved_at: datetime
    expires_at: datetime | None = None

    @property
    def key(self) -> str:
        """A short name for logs, records and screens, such as `pothole/sms/en/v1`."""
        return f"{self.topic_id}/{self.channel}/{self.language}/v{self.version}"

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether it was approved before `moment` and has not expired."""
        return self.approved_at <= moment and (self.expires_at is None or moment < self.expires_at)

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with its placeholders filled; the only change that is ever made to approved words.

        A placeholder is `{name}` or `{name|fall-back}`. Raises MissingPlaceholderValueError where neither a value nor
        a fall-back is there, so that nobody is greeted with "Dear ,".
        """

        def replace(match: re.Match[str]) -> str:
            value = values.get(match["name"], "").strip() or match["fallback"]
            if not value:
                raise MissingPlaceholderValueError(message_key=self.key, placeholder=match["name"])
            return value

        return _PLACEHOLDER.sub(replace, self.text)


def newest(messages: Iterable[ApprovedMessage], channel: Channel, language: str) -> ApprovedMessage | None:
    """The newest version for a channel and language, valid or not, or None where there is none."""
    fitting = [message for message in messages if message.channel is channel and message.language == language]
    return max(fitting, key=lambda message: message.version, default=None)
