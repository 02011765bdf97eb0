"""The lines that OpenPGP puts around words inside a plain text: none of them is the writer's.

Source: RFC 9580, section 6.2 (armor) and section 7 (cleartext signatures).
"""

import re
from typing import NamedTuple

_ENCRYPTED = re.compile(
    r"^-----BEGIN PGP MESSAGE(?:, PART [\d/]+)?-----[ \t]*$.*?(?:^-----END PGP MESSAGE[^\n]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_SIGNED_OPENING = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:Hash:[^\n]*\n|[ \t]*\n){0,8}",
    re.MULTILINE,
)
_SIGNATURE = re.compile(
    r"^-----BEGIN PGP SIGNATURE-----[ \t]*$.*?(?:^-----END PGP SIGNATURE-----[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_ESCAPED_DASH = re.compile(r"^- (?=-)", re.MULTILINE)


class Unarmored(NamedTuple):
    """The words without armor, and whether some of them were encrypted and are therefore missing."""

    text: str
    is_encrypted: bool


def without_armor(text: str) -> Unarmored:
    """Take signatures and encrypted blocks out of the readable text of a mail; other text is returned as it is."""
    if "-----BEGIN PGP " not in text:
        return Unarmored(text, is_encrypted=False)
    readable, encrypted = _ENCRYPTED.subn("", text.replace("\r\n", "\n"))
    opened, signed = _SIGNED_OPENING.subn("", readable)
    if signed:
        readable = _ESCAPED_DASH.sub("", _SIGNATURE.sub("", opened))
    return Unarmored(readable.strip(), is_encrypted=bool(encrypted))
