"""Form letters as people adapt them before they send them, made from any text; the same seed gives the same letters."""

import random
import re
from collections.abc import Callable

_GREETINGS = (
    "Dear Senator,",
    "Dear Mayor Alvarez,",
    "Hello,",
    "To whom it may concern:",
    "Good morning council member",
)
_CLOSINGS = ("Sincerely,", "Thank you for your time.", "Best regards,", "Respectfully yours,", "With kind regards from")
_NAMES = ("Dana Whitfield", "Jorge Medina", "Priya Raman", "Tom Okonkwo", "Ellen Vance", "Mei Chen")
_STREETS = ("14 Harbor Lane", "2207 Quarry Road", "81 Alder Court", "9 Mill Street")
_STORIES = (
    "I have lived in this district for nineteen years and I have never written to anyone in office before.",
    "My daughter asked me about this at breakfast, and I did not know what to tell her.",
    "As a retired nurse I have seen with my own eyes what happens when nobody acts.",
    "I run a small shop near the station and hear about this from my customers every single week.",
    "Last winter this cost my family more than we could afford, and we were not the only ones on our street.",
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TYPING_ERRORS = 0.03
"""The share of words with one."""

Adaptation = Callable[[str, random.Random], str]


def framed(text: str, chance: random.Random) -> str:
    """With a greeting, a farewell, a name and an address of one's own."""
    sender = f"{chance.choice(_NAMES)}\n{chance.choice(_STREETS)}"
    return f"{chance.choice(_GREETINGS)}\n\n{text}\n\n{chance.choice(_CLOSINGS)}\n{sender}"


def with_a_story(text: str, chance: random.Random) -> str:
    """With two personal sentences before everything else."""
    return f"{' '.join(chance.sample(_STORIES, 2))}\n\n{text}"


def without_a_sentence(text: str, chance: random.Random) -> str:
    """Without one of its sentences; a text of one or two stays whole."""
    sentences = _SENTENCE_END.split(text)
    if len(sentences) > 2:
        del sentences[chance.randrange(len(sentences))]
    return " ".join(sentences)


def reordered(text: str, chance: random.Random) -> str:
    """With its sentences in another order."""
    sentences = _SENTENCE_END.split(text)
    chance.shuffle(sentences)
    return " ".join(sentences)


def mistyped(text: str, chance: random.Random) -> str:
    """With a wrong letter in three words of a hundred."""
    return re.sub(r"\w+", lambda match: _mistyped_word(match.group(), chance), text)


def adapted_throughout(text: str, chance: random.Random) -> str:
    """All of it: a story, a sentence less, typing errors and a frame."""
    for change in (without_a_sentence, mistyped, with_a_story, framed):
        text = change(text, chance)
    return text


ADAPTATIONS: tuple[Adaptation, ...] = (
    framed,
    with_a_story,
    without_a_sentence,
    reordered,
    mistyped,
    adapted_throughout,
)


def _mistyped_word(word: str, chance: random.Random) -> str:
    if chance.random() >= _TYPING_ERRORS:
        return word
    at = chance.randrange(len(word))
    return word[:at] + chance.choice(_LETTERS) + word[at + 1 :]
