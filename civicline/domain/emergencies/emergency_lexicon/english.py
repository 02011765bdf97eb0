"""Emergencies in English."""

from civicline.domain.emergencies.emergency_lexicon import (
    english_accidents,
    english_self_harm,
    english_violence,
    english_words,
)
from civicline.domain.emergencies.emergency_lexicon.entries import Lexicon

LEXICON = Lexicon(
    language="en",
    dangers=english_accidents.DANGERS + english_violence.DANGERS + english_self_harm.DANGERS,
    vocabulary=english_words.VOCABULARY,
)
