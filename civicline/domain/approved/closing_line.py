"""An approved line that closes an approved answer: the question for the ZIP code, of which people answer one."""

from collections.abc import Iterator

from civicline.domain.approved.approved_message import MessageVersion
from civicline.domain.approved.composing import Occasion
from civicline.domain.approved.placeholders import fill
from civicline.domain.approved.segments import count_segments, transliterate
from civicline.domain.channel import Channel
from civicline.domain.errors import MissingPlaceholderValueError


def closed(text: str, line: MessageVersion, occasion: Occasion) -> str | None:
    """An answer with the line under it; None if no wording of it can be filled, or all make a text message too long."""
    return next(iter(closings(text, line, occasion)), None)


def closings(text: str, line: MessageVersion, occasion: Occasion) -> Iterator[str]:
    """All that may become of an answer with the line under it."""
    values = occasion.values(line.language)
    for wording in line.wordings:
        try:
            filled = fill(wording, values, line.key)
        except MissingPlaceholderValueError:
            continue
        if line.channel is Channel.EMAIL:
            yield f"{text}\n\n{filled}"
            continue
        whole = f"{text}\n{transliterate(filled)}"
        if count_segments(whole).segments <= occasion.office.rules.sms_segments:
            yield whole
