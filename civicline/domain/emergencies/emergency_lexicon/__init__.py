"""What people write in an emergency, by language, as people have reviewed it.

The lexicon is written for recall: a message that may be an emergency is answered with 911 or 988 and paged to a person,
which costs little where it was none. So a figure of speech is left out only where offices get it often ("drowning in
debt"), and `unless` names what makes it another matter altogether, such as a course, a law or a year long past.
"""

from civicline.domain.emergencies.emergency_lexicon import (
    arabic,
    chinese,
    english,
    french_portuguese,
    haitian_creole,
    korean,
    russian,
    spanish,
    vietnamese,
)
from civicline.domain.emergencies.emergency_lexicon.entries import Danger, EmergencyKind, Lexicon

__all__ = ["LEXICONS", "Danger", "EmergencyKind", "Lexicon"]

LEXICONS: tuple[Lexicon, ...] = (
    english.LEXICON,
    spanish.LEXICON,
    haitian_creole.LEXICON,
    *french_portuguese.LEXICONS,
    chinese.LEXICON,
    vietnamese.LEXICON,
    arabic.LEXICON,
    russian.LEXICON,
    korean.LEXICON,
)
"""All languages; where two share a phrase, the one more often written to offices comes first."""
