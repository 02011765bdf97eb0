"""What an office may set about its automatic replies; the defaults are what the trade has learnt."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from civicline.domain.channel import Channel


class CampaignRule(StrEnum):
    """What a message of a declared campaign gets: its answer like any other, or a person first."""

    ANSWER = "answer"
    STAFF = "staff"


class UntranslatedRule(StrEnum):
    """What a writer gets in whose language no reviewed text is in effect: a person, or the English text."""

    STAFF = "staff"
    ENGLISH = "english"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRules:
    """An office's own limits.

    `undo_seconds_*` is how long staff can stop a reply. A reply that is older than `reply_lifetime_minutes` is not sent
    any more, so that a backlog does not go out at night. A sender gets at most `replies_per_sender`, of one subject
    `replies_per_subject`, within `sender_window_minutes`; the same words are answered at most `repeats_of_text` times
    within `text_window_minutes`, whoever writes them: headers alone have stopped no loop. For `staff_days` after staff
    took up a conversation nothing is sent into it. A message whose likeliest topic is less likely than
    `out_of_scope_below` belongs to none of the topics. A text message of more than `sms_segments` is not sent. While
    `english_line` is set, an answer in another language is followed by its line in English.
    With `asks_zip`, a reply to somebody of whom nobody knows where they live asks for the ZIP code, once.
    With `asks_answered`, an automatic answer asks whether it helped, one contact point at most once in
    `asks_answered_days`, and never about `not_asked_topics`.
    A topic goes live once the upper bound of its share of wrong replies is within `wrong_reply_budget`. Staff audit
    `audit_share` of the automatic replies on topics, of each topic at least `audits_per_week` if there are so many.
    """

    undo_seconds_sms: int = 0
    undo_seconds_email: int = 30
    reply_lifetime_minutes: int = 240
    replies_per_sender: int = 10
    replies_per_subject: int = 2
    sender_window_minutes: int = 180
    repeats_of_text: int = 20
    text_window_minutes: int = 5
    staff_days: int = 3
    campaigns: CampaignRule = CampaignRule.ANSWER
    out_of_scope_below: float = 0.2
    sms_segments: int = 3
    english_line: bool = True
    untranslated: UntranslatedRule = UntranslatedRule.STAFF
    asks_zip: bool = False
    asks_answered: bool = False
    asks_answered_days: int = 7
    not_asked_topics: tuple[str, ...] = ()
    wrong_reply_budget: float = 0.02
    audit_share: float = 0.05
    audits_per_week: int = 5

    def undo_delay(self, channel: Channel) -> timedelta:
        """How long a reply by this channel waits before it is sent."""
        return timedelta(seconds=self.undo_seconds_sms if channel is Channel.SMS else self.undo_seconds_email)

    @property
    def asks_answered_window(self) -> timedelta:
        """The time in which one contact point is asked at most once whether an answer helped."""
        return timedelta(days=self.asks_answered_days)

    @property
    def reply_lifetime(self) -> timedelta:
        """How long after a message came in its reply may still be sent."""
        return timedelta(minutes=self.reply_lifetime_minutes)

    @property
    def sender_window(self) -> timedelta:
        """The time in which the replies to one sender are counted."""
        return timedelta(minutes=self.sender_window_minutes)

    @property
    def text_window(self) -> timedelta:
        """The time in which the repeats of one text are counted."""
        return timedelta(minutes=self.text_window_minutes)

    @property
    def staff_presence(self) -> timedelta:
        """How long a conversation is staff's after they took it up."""
        return timedelta(days=self.staff_days)
