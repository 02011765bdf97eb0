"""Address lists (RFC 5322 3.4) read in one pass, without recursion, whatever the sender wrote.

The standard library's reader recurses on nested comments and groups, and its lenient mode can be led to an address
that is not the one a person sees (CVE-2023-27043); its strict mode drops lists that real programs send.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from civicline.mail.headers import decode_words
from civicline.mail.untrusted import clean_line

MAX_NAME_CHARS = 200
MAX_ADDRESS_CHARS = 320
MAX_ADDRESSES = 1_000

_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"?|\(|\)|<|>|[,;]|:|(?:\\.|[^\"(),:;<>\\])+|\\", re.DOTALL)
_QUOTING = re.compile(r"\\(.)|\"", re.DOTALL)
_ADDRESS = re.compile(
    r"(?P<local>\"(?:[^\"\\]|\\.){1,120}\"|[^\s@\"(),:;<>\[\]\\]{1,128})"
    r"@(?P<domain>[^\s@\"(),:;<>\\]{1,255})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddress:
    """A name for people, "" if there is none, and an address as local@domain with the domain in lower case."""

    name: str
    address: str

    @property
    def local_part(self) -> str:
        """What stands before the last @."""
        return self.address.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """What stands after the last @."""
        return self.address.rpartition("@")[2]

    @property
    def name_shows_other_address(self) -> bool:
        """Whether the name is itself an address, of somebody else: the mark of a forged sender."""
        shown = _ADDRESS.search(self.name)
        return shown is not None and shown[0].casefold() != self.address.casefold()


def parse_addresses(value: str) -> tuple[MailAddress, ...]:
    """Every valid address of a field, in order; groups are flattened, what is no address is left out.

    Encoded words are decoded after the list has been cut, so that a comma inside a name cannot add a recipient.
    """
    found: list[MailAddress] = []
    for name, address in _mailboxes(value):
        mailbox = _mailbox(name, address)
        if mailbox is not None:
            found.append(mailbox)
        if len(found) >= MAX_ADDRESSES:
            break
    return tuple(found)


def parse_address(value: str) -> MailAddress | None:
    """The first valid address of a field."""
    return next(iter(parse_addresses(value)), None)


class _Cursor:
    """What has been read of the mailbox that is being read."""

    def __init__(self) -> None:
        self.phrase: list[str] = []
        self.angled: list[str] = []
        self.comment: list[str] = []
        self.depth = 0
        self.is_angled = False
        self.has_angle = False

    def take(self, sign: str) -> None:
        if sign == "(" and not self.is_angled:
            self.depth += 1
        elif sign == ")":
            self.depth = max(0, self.depth - 1)
        elif self.depth:
            self.comment.append(sign)
        elif sign == "<":
            self.is_angled = self.has_angle = True
            self.angled = []
        elif sign == ">":
            self.is_angled = False
        else:
            (self.angled if self.is_angled else self.phrase).append(sign)

    def mailbox(self) -> tuple[str, str]:
        phrase = "".join(self.phrase).strip()
        if self.has_angle:
            return phrase, "".join(self.angled)
        return "".join(self.comment), phrase


def _mailboxes(value: str) -> Iterator[tuple[str, str]]:
    """Pairs of raw name and raw address, cut at commas and semicolons and at the colon that opens a group."""
    cursor = _Cursor()
    for sign in _TOKEN.findall(value):
        if sign in ",;" and not cursor.is_angled and not cursor.depth:
            yield cursor.mailbox()
            cursor = _Cursor()
        elif sign == ":" and not cursor.is_angled and not cursor.depth:
            cursor = _Cursor()
        else:
            cursor.take(sign)
    yield cursor.mailbox()


def _mailbox(name: str, address: str) -> MailAddress | None:
    # An obsolete route, "<@relay:person@example.org>", precedes the address (RFC 5322 4.4).
    written = decode_words(address).strip().removeprefix("mailto:").rpartition(":")[2].strip().strip("'")
    valid = _ADDRESS.fullmatch(written)
    if valid is None or len(written) > MAX_ADDRESS_CHARS or written != clean_line(written, max_chars=MAX_ADDRESS_CHARS):
        return None
    return MailAddress(name=_shown_name(name), address=f"{valid['local']}@{valid['domain'].lower().rstrip('.')}")


def _shown_name(raw: str) -> str:
    unquoted = _QUOTING.sub(lambda mark: mark[1] or "", raw)
    return clean_line(decode_words(unquoted), max_chars=MAX_NAME_CHARS).strip("' ")
