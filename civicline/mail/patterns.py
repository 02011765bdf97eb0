"""Tables of phrases as one regular expression, so that a table reads one phrase to a line."""

import re


def any_of(*phrases: str) -> re.Pattern[str]:
    """A pattern that matches where any of the phrases does, in any case of letters."""
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.IGNORECASE)
