"""From approved words to the text that leaves: filled, named, plain, and short enough.

The steps stand in the order in which a text passes them: a wording is filled, the English line follows it, a text
message names the office and loses the typography that costs segments. Then the shortest that fits is taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from civicline.domain.approved.approved_message import FIXED_TOPICS, MessageVersion
from civicline.domain.approved.personal import placeholder_values
from civicline.domain.approved.placeholders import fill
from civicline.domain.approved.segments import SegmentCount, count_segments, transliterate
from civicline.domain.channel import Channel
from civicline.domain.errors import MissingPlaceholderValueError, TooManySegmentsError
from civicline.domain.office import Office, Topic, TopicGroup
from civicline.domain.received.message import InboundMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a text is filled for: an office's answer to one message, about a topic or a group.

    `message` is None where nothing is known of the constituent.
    """

    office: Office
    message: InboundMessage | None
    about: Topic | TopicGroup | None

    def values(self, language: str) -> Mapping[str, str]:
        """The values of the placeholders, in one language; "" for what is not known."""
        return placeholder_values(self.office, self.message, self.about, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """One wording, ready to leave. `wording` is its place among the version's; `size` is that of a text message."""

    text: str
    wording: int
    has_english_line: bool
    size: SegmentCount | None = None

    @property
    def segments(self) -> int:
        """How many segments a text message takes; 0 for a mail."""
        return self.size.segments if self.size else 0


def compose(version: MessageVersion, occasion: Occasion) -> Composed:
    """The shortest wording within the office's number of segments, with its English line if there is room for both.

    A fixed message is never too long. Raises MissingPlaceholderValueError where no wording can be filled, and
    TooManySegmentsError where none fits.
    """
    everything = compositions(version, occasion)
    most = occasion.office.rules.sms_segments
    is_fixed = version.topic_id in FIXED_TOPICS
    fitting = [one for one in everything if is_fixed or one.segments <= most]
    if not fitting:
        raise TooManySegmentsError(version.key)
    return min(fitting, key=lambda one: (not one.has_english_line, one.segments))


def compositions(version: MessageVersion, occasion: Occasion) -> tuple[Composed, ...]:
    """Every text that may become of a version: each wording that can be filled, with and without the English line.

    Raises MissingPlaceholderValueError where no wording, or not the English line, can be filled.
    """
    wordings = _filled(version, occasion)
    lines = ("", *_english_line(version, occasion))
    return tuple(_composed(version, occasion, wording, text, line) for wording, text in wordings for line in lines)


def _filled(version: MessageVersion, occasion: Occasion) -> list[tuple[int, str]]:
    values = occasion.values(version.language)
    filled: list[tuple[int, str]] = []
    missing: MissingPlaceholderValueError | None = None
    for number, wording in enumerate(version.wordings):
        try:
            filled.append((number, fill(wording, values, version.key)))
        except MissingPlaceholderValueError as error:
            missing = missing or error
    if missing and not filled:
        raise missing
    return filled


def _english_line(version: MessageVersion, occasion: Occasion) -> tuple[str, ...]:
    if not (version.english_line and version.language != "en" and occasion.office.rules.english_line):
        return ()
    return (fill(version.english_line, occasion.values("en"), version.key),)


def _composed(version: MessageVersion, occasion: Occasion, wording: int, text: str, line: str) -> Composed:
    if version.channel is Channel.EMAIL:
        whole = f"{text}\n\n{line}" if line else text
        return Composed(text=whole, wording=wording, has_english_line=bool(line))
    whole = transliterate(_named(f"{text}\n{line}" if line else text, occasion.office))
    return Composed(text=whole, wording=wording, has_english_line=bool(line), size=count_segments(whole))


def _named(text: str, office: Office) -> str:
    """The text with the office's name before it, unless it says the name itself.

    Source: CTIA, Messaging Principles and Best Practices, section 5.1 (clear identification of the sender).
    """
    has_name = any(name.casefold() in text.casefold() for name in (office.short_name, office.name))
    return text if has_name else f"{office.short_name}: {text}"
