"""What is wrong with a text before anybody approves it: found when it is written, and again when it is approved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from civicline.domain.approved.approved_message import FIXED_TOPICS, HELP_TOPIC, OPT_IN_TOPIC, MessageVersion
from civicline.domain.approved.composing import Composed, Occasion, compositions
from civicline.domain.approved.personal import PLACEHOLDERS
from civicline.domain.approved.placeholders import has_stray_brace, placeholders_in
from civicline.domain.channel import Channel
from civicline.domain.errors import MissingPlaceholderValueError

_SHORTENERS = re.compile(
    r"(?<![\w.-])(?<!\w/)(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|buff\.ly|rebrand\.ly|t\.ly|cutt\.ly|shorturl\.at)/",
    re.IGNORECASE,
)
"""Public link shorteners, which carriers block (CTIA, Messaging Principles and Best Practices, section 5.3.2)."""

_WAYS_OUT = re.compile(r"\b(?:STOP|ALTO|PARAR)\b")
_MUST_NAME_THE_WAY_OUT = (HELP_TOPIC, OPT_IN_TOPIC)
"""CTIA, Messaging Principles and Best Practices, section 5.1: the answer to HELP and to an opt-in say how to stop."""


class Fault(StrEnum):
    """What can be wrong with a text."""

    EMPTY = "empty"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    NO_FALLBACK = "no_fallback"
    STRAY_BRACE = "stray_brace"
    LINK_SHORTENER = "link_shortener"
    NO_WAY_OUT = "no_way_out"
    TOO_MANY_SEGMENTS = "too_many_segments"
    MISSING_VALUE = "missing_value"
    VARIANTS_OF_MAIL = "variants_of_mail"
    ENGLISH_LINE_OF_ENGLISH = "english_line_of_english"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault, with a sentence that says where and what to do."""

    fault: Fault
    sentence: str


def problems_of(version: MessageVersion, occasion: Occasion) -> tuple[Problem, ...]:
    """All that is wrong with a version; `occasion` is one of a constituent of whom nothing is known."""
    found = [problem for part in (*version.wordings, version.english_line) for problem in _problems_of_words(part)]
    found += _problems_of_form(version)
    return tuple(found or _problems_of_filling(version, occasion))


def _problems_of_words(text: str) -> Iterator[Problem]:
    for name, fallback in placeholders_in(text):
        if name not in PLACEHOLDERS:
            known = ", ".join(sorted(PLACEHOLDERS))
            yield Problem(
                fault=Fault.UNKNOWN_PLACEHOLDER, sentence=f"Unknown placeholder {{{name}}}: use one of {known}."
            )
        elif name == "first_name" and not (fallback or "").strip():
            sentence = "{first_name} has no fall-back: many names are unknown, write {first_name|neighbor}."
            yield Problem(fault=Fault.NO_FALLBACK, sentence=sentence)
    if has_stray_brace(text):
        sentence = "A brace is not part of a placeholder: remove it or complete it as {name}."
        yield Problem(fault=Fault.STRAY_BRACE, sentence=sentence)
    if shortener := _SHORTENERS.search(text):
        sentence = f"Carriers block public link shorteners such as {shortener[0]}: write the address itself."
        yield Problem(fault=Fault.LINK_SHORTENER, sentence=sentence)


def _problems_of_form(version: MessageVersion) -> Iterator[Problem]:
    if not all(wording.strip() for wording in version.wordings):
        yield Problem(fault=Fault.EMPTY, sentence="There are no words: write the text.")
    if version.variants and version.channel is Channel.EMAIL:
        yield Problem(fault=Fault.VARIANTS_OF_MAIL, sentence="Shorter variants are for text messages: remove them.")
    if version.english_line and version.language == "en":
        yield Problem(
            fault=Fault.ENGLISH_LINE_OF_ENGLISH, sentence="The text is English itself: remove the English line."
        )
    if version.topic_id in _MUST_NAME_THE_WAY_OUT and not all(map(_WAYS_OUT.search, version.wordings)):
        yield Problem(fault=Fault.NO_WAY_OUT, sentence="It must say how to stop: name STOP, or ALTO in Spanish.")


def _problems_of_filling(version: MessageVersion, occasion: Occasion) -> list[Problem]:
    try:
        composed = compositions(version, occasion)
    except MissingPlaceholderValueError as error:
        sentence = f"{{{error.placeholder}}} has no value in this office and no fall-back: write one, or remove it."
        return [Problem(fault=Fault.MISSING_VALUE, sentence=sentence)]
    most = occasion.office.rules.sms_segments
    if version.topic_id in FIXED_TOPICS or any(_fits(one, most) for one in composed):
        return []
    least = min(one.segments for one in composed)
    sentence = f"It takes {least} segments and a reply has at most {most}: shorten it, or add a shorter variant."
    return [Problem(fault=Fault.TOO_MANY_SEGMENTS, sentence=sentence)]


def _fits(composed: Composed, most_segments: int) -> bool:
    return composed.segments <= most_segments
