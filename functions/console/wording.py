"""How the console says things: times, durations, shares and states in words."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from civicline.domain.approved import approved_message
from civicline.domain.channel import Channel
from civicline.domain.history.record import MessageRecord, Outcome
from civicline.domain.ids import TopicId
from civicline.domain.people.contact import ContactPoint
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.delivery import DeliveryStatus
from civicline.domain.replies.reply import Reply, ReplyStatus

CHANNEL_NAMES = {Channel.SMS: "Text", Channel.EMAIL: "E-mail"}
OUTCOME_NAMES = {
    Outcome.RECEIVED: "In progress",
    Outcome.ANSWERED: "Answered",
    Outcome.WAITING: "Waiting",
    Outcome.SILENT: "Left silent",
    Outcome.DUPLICATE: "Repeated",
}
FIXED_TOPIC_NAMES: dict[TopicId, str] = {
    approved_message.OPT_OUT_TOPIC: "Opt-out",
    approved_message.OPT_IN_TOPIC: "Opt-in",
    approved_message.HELP_TOPIC: "Help",
    approved_message.EMERGENCY_TOPIC: "Emergency",
    approved_message.ASK_ZIP_TOPIC: "Question for the ZIP code",
    approved_message.ASK_ANSWERED_TOPIC: "Question whether the answer helped",
}
_LEDGER = {
    ReplyStatus.SCHEDULED: "It waits a moment before it is sent, and can be stopped.",
    ReplyStatus.CLAIMED: "Claimed for sending; the provider has not confirmed it yet.",
    ReplyStatus.SENT: "Taken by the provider.",
    ReplyStatus.RELEASED: "The provider asked to wait; it is tried again by itself.",
    ReplyStatus.REFUSED: "Refused by the provider; nothing was sent.",
    ReplyStatus.UNKNOWN: "Nobody can say whether it was sent; it is never sent again by itself.",
    ReplyStatus.STOPPED: "Stopped; nothing was sent.",
}
_DELIVERY = {
    DeliveryStatus.QUEUED: "Taken by the provider.",
    DeliveryStatus.SENT: "Handed on by the provider.",
    DeliveryStatus.TEMPORARY_FAILURE: "Not delivered yet; the provider keeps trying.",
    DeliveryStatus.UNKNOWN: "The carrier never told whether it was delivered.",
    DeliveryStatus.DELIVERED: "Delivered.",
    DeliveryStatus.PERMANENT_FAILURE: "It could not be delivered; the person has got nothing.",
    DeliveryStatus.COMPLAINED: "Delivered, and called spam by its reader.",
}
_STOPPED_BECAUSE = {
    "stopped_by_staff": "A person stopped it.",
    "approved_words_changed": "Meanwhile other words were approved.",
    **{str(reason): reason.sentence for reason in Reason},
}
_NORTH_AMERICAN = re.compile(r"\+1(\d{3})(\d{3})(\d{4})")
LANGUAGE_NAMES = {
    "und": "not determined",
    "en": "English",
    "es": "Spanish",
    "ht": "Haitian Creole",
    "zh": "Chinese",
    "vi": "Vietnamese",
    "fr": "French",
    "pt": "Portuguese",
    "ar": "Arabic",
    "ru": "Russian",
    "ko": "Korean",
    "am": "Amharic",
    "bn": "Bengali",
    "de": "German",
    "el": "Greek",
    "fa": "Persian",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "km": "Khmer",
    "pa": "Punjabi",
    "pl": "Polish",
    "so": "Somali",
    "tl": "Tagalog",
    "uk": "Ukrainian",
    "ur": "Urdu",
}


_QUARANTINE = {
    "unreadable_mail": "The mail is empty: it has neither a header nor a word.",
    "mail_without_sender": "The mail names nobody who could have sent it.",
    "unknown_destination": "No office has the number or address that it was sent to.",
    "unknown_topic": "It came by a way that this deployment does not know.",
    "not_an_sns_notification": "What came is no notification.",
    "not_a_text_message": "The carrier's notification is not that of a text.",
    "not_a_mail_receipt": "The notification is not that of a mail.",
}


def quarantine_sentence(reason: str) -> str:
    """Why something could not be read, for staff."""
    return _QUARANTINE.get(reason, "It could not be read.")


def duration(seconds: float | None) -> str:
    """A response time at the precision that matters: `0.8 s`, `42 s`, `3 min 20 s`, `2 h 5 min`, `3 days`."""
    if seconds is None:
        return "–"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min" + (f" {whole % 60} s" if whole % 60 else "")
    if whole < 86_400:
        return f"{whole // 3600} h" + (f" {whole % 3600 // 60} min" if whole % 3600 // 60 else "")
    days = round(whole / 86_400)
    return f"{days} day" + ("s" if days > 1 else "")


def size(size_bytes: int) -> str:
    """A file's size: `312 bytes`, `48 kB`, `2.4 MB`."""
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    return f"{size_bytes / 1000:.0f} kB" if size_bytes < 1_000_000 else f"{size_bytes / 1_000_000:.1f} MB"


def contact(point: ContactPoint) -> str:
    """A contact point for reading: an address as it is, a North American number in its usual groups."""
    match = _NORTH_AMERICAN.fullmatch(point.value)
    return "+1 {} {} {}".format(*match.groups()) if match else point.value


def percent(share: float) -> str:
    """A confidence, rounded down so that what is below a threshold never looks as if it reached it."""
    return _floored(share, 0)


def sureness(confidence: float, threshold: float) -> tuple[str, str]:
    """A confidence and its threshold, with as many digits as it takes to tell them apart, three at the most."""
    for digits in range(3):
        shown = _floored(confidence, digits), _floored(threshold, digits)
        if shown[0] != shown[1] or confidence == threshold:
            return shown
    return _floored(confidence, 3), _floored(threshold, 3)


def _floored(share: float, digits: int) -> str:
    scale = 10**digits
    return f"{int(share * 100 * scale + 1e-9) / scale:.{digits}f} %"


def day_name(day: date, today: date) -> str:
    """`Today`, `Yesterday`, `Thursday 20 November`, and with the year where it is another one."""
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    return long_date(day) if day.year == today.year else f"{long_date(day)} {day.year}"


def long_date(day: date) -> str:
    """`Thursday 20 November`."""
    return f"{day:%A} {day.day} {day:%B}"


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment on the office's clock."""
    return moment.astimezone(zone)


def ledger_sentence(reply: Reply) -> str:
    """What came of a reply."""
    if reply.status is ReplyStatus.SENT and reply.delivery:
        code = f" The provider said: {reply.delivery.detail}." if reply.delivery.detail else ""
        return _DELIVERY[reply.delivery.status] + code
    if not reply.failure:
        return _LEDGER[reply.status]
    if reply.status is ReplyStatus.STOPPED:
        return f"{_LEDGER[reply.status]} {_STOPPED_BECAUSE.get(reply.failure, reply.failure)}"
    return f"{_LEDGER[reply.status]} The provider said: {reply.failure}."


def text_heading(record: MessageRecord) -> str:
    """What the text of a decision is: what was sent, what is being sent, or what staff might send."""
    decision = record.decision
    if decision is None or decision.action is not Action.SEND:
        is_shadow = decision is not None and decision.reason is Reason.TOPIC_IN_SHADOW
        return "Would have been sent" if is_shadow else "Suggested reply"
    if record.reply and record.reply.can_be_stopped:
        return "Reply about to be sent"
    return "Reply sent" if record.outcome is Outcome.ANSWERED else "Reply not sent"
