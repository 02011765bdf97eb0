"""Telephone numbers as people type them and as carriers report them (ITU-T E.164, libphonenumber's metadata)."""

import re

import phonenumbers

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"))
_TYPED = re.compile(r"\+?[\d(][\d\s().\-\u2010-\u2015\u2212/]*\d", re.ASCII)
_INTERNATIONAL_ZEROS = re.compile(r"(?:\+|011\s?|00)0{0,2}(?=\s?[1-9])")
_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_SHORT_CODE = re.compile(r"\d{3,6}", re.ASCII)
_SENDER_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 _\-]{1,11}", re.ASCII)

_LONGEST_SEARCHED = 5_000

LONGEST_TYPED = 40
"""Characters of the longest text that is looked at; E.164 has 15 digits, the rest is punctuation."""


class PhoneNumberError(ValueError):
    """The text is not a telephone number; the message is a sentence for staff and never holds the text itself."""


def parse_number(text: str, default_region: str = "US") -> str:
    """Return the E.164 form of a number that a person typed, e.g. `+12025550104` for `(202) 555-0104`.

    `default_region` is the ISO 3166 code of the place whose national numbers need no country code. Raises
    `PhoneNumberError` for letters, extensions, short codes and numbers that no carrier assigns. Not for what a carrier
    reports, which nobody typed: see `is_e164`.
    """
    typed = text.translate(_INVISIBLE).strip()
    if len(typed) > LONGEST_TYPED or not _TYPED.fullmatch(typed):
        raise PhoneNumberError("A phone number has digits, spaces, brackets, points and dashes only.")
    number = _parsed(_with_plus(typed), default_region)
    if not phonenumbers.is_valid_number(number):
        if is_short_code(typed):
            raise PhoneNumberError("This is a short code, which belongs to a sender and not to a person.")
        raise PhoneNumberError("This phone number is not in use anywhere; please check the digits.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def only_number_in(text: str, default_region: str = "US") -> str | None:
    """The E.164 form of the one valid number in a text; None for none, and for several, which may be anybody's."""
    matches = phonenumbers.PhoneNumberMatcher(text[:_LONGEST_SEARCHED], default_region)
    found = {phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164) for match in matches}
    return found.pop() if len(found) == 1 else None


def is_e164(text: str) -> bool:
    """Whether the text has the form in which carriers report numbers, assigned or not."""
    return _E164.fullmatch(text) is not None


def as_e164(reported: str) -> str:
    """A number as a carrier or gateway reports it in E.164: some leave out the plus or write it as people do.

    What is no telephone number, such as a short code or a sender's name, stays as it is.
    """
    if is_e164(reported) or is_short_code(reported):
        return reported
    try:
        return parse_number(reported)
    except PhoneNumberError:
        return reported


def is_short_code(text: str) -> bool:
    """Whether the text is a short code: three to six digits and no plus; local numbers of the United States have seven.

    Common short codes have five or six digits (CTIA Short Code Registry); carriers' own have three or four.
    """
    return _SHORT_CODE.fullmatch(text) is not None


def is_sender_name(text: str) -> bool:
    """Whether the text is an alphanumeric sender ID: up to 11 characters with a letter (AWS End User Messaging)."""
    return _SENDER_NAME.fullmatch(text) is not None


def _with_plus(typed: str) -> str:
    """International prefixes as people type them, `00`, `011` and `+00`, become the plus of E.164."""
    return _INTERNATIONAL_ZEROS.sub("+", typed, count=1) if typed.startswith(("+", "00", "011")) else typed


def _parsed(typed: str, default_region: str) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(typed, default_region)
    except phonenumbers.NumberParseException as error:
        raise PhoneNumberError("This is not a phone number; please write it with its area code.") from error
