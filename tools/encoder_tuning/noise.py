"""Texts as hurried people would have typed them: training on these keeps a vector from hanging on spelling."""

from collections.abc import Iterator

import numpy as np

WITHOUT_PUNCTUATION = 0.25
WITH_SLIPS = 0.3
WITH_LOST_WORDS = 0.2
"""The shares of texts that are changed in each way; one text may be changed in all of them."""
SLIPS_A_LETTER = 0.03
LOST_A_WORD = 0.1
FEWEST_WORDS_TO_LOSE_ONE = 6
"""Shorter texts keep all their words: one of five may be all that names the topic."""

_PUNCTUATION = str.maketrans("", "", ".,?!'")


def typed(text: str, generator: np.random.Generator) -> str:
    """`text`, perhaps without punctuation, with slips of the finger, without some of its words."""
    if generator.random() < WITHOUT_PUNCTUATION:
        text = text.translate(_PUNCTUATION)
    if generator.random() < WITH_SLIPS:
        text = "".join(_slipping(text, generator))
    if generator.random() < WITH_LOST_WORDS:
        text = _losing_words(text, generator)
    return text


def _slipping(text: str, generator: np.random.Generator) -> Iterator[str]:
    """The text's characters, of which some letters are left out, exchanged with the next, or doubled."""
    slips = generator.random(len(text)) < SLIPS_A_LETTER
    place = 0
    while place < len(text):
        letter, following = text[place], text[place + 1 : place + 2]
        place += 1
        if not (slips[place - 1] and letter.isalpha()):
            yield letter
            continue
        match int(generator.integers(3)):
            case 0:
                continue
            case 1 if following.isalpha():
                yield following + letter
                place += 1
            case _:
                yield letter * 2


def _losing_words(text: str, generator: np.random.Generator) -> str:
    words = text.split()
    if len(words) < FEWEST_WORDS_TO_LOSE_ONE:
        return text
    is_kept = generator.random(len(words)) >= LOST_A_WORD
    return " ".join(word for word, kept in zip(words, is_kept, strict=True) if kept) or text
