"""What is new in a mail: the constituent's own words, apart from what they quote, sign and are made to add."""

import unicodedata
from dataclasses import dataclass

from civicline.mail.addresses import MailAddress
from civicline.mail.attribution import is_quoted, quotation_opening, split_inline_opening
from civicline.mail.signature import is_phone_footer, notice_lines, signature_start

_WRAPPED_CHARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """The parts of a mail's text, each in the order of the mail.

    `text` is the constituent's new words and never empty if the mail has words at all; `signature` holds names, contact
    lines and what a phone adds; `disclaimer` legal notices and gateway warnings. `is_forward` says that the quotation
    is a mail that was forwarded; `is_whole` that no new words were found and `text` is therefore the whole mail.
    """

    text: str
    quotation: str = ""
    signature: str = ""
    disclaimer: str = ""
    is_forward: bool = False
    is_whole: bool = False

    @property
    def reply(self) -> str:
        """All that is not quoted: words, signature and notices."""
        return "\n\n".join(part for part in (self.text, self.signature, self.disclaimer) if part)


def split_new_text(text: str, sender: MailAddress | None = None) -> NewText:
    """Split the readable text of a mail (`ParsedMail.text`).

    `sender` lets a signature be known by the name in it.
    """
    lines = _separated(text.replace("\r\n", "\n").split("\n"))
    quoted, is_forward = _quoted_lines(lines)
    own = [line.rstrip() for index, line in enumerate(lines) if index not in quoted]
    notices = notice_lines(own)
    words = [line for index, line in enumerate(own) if index not in notices]
    footers = {index for index, line in enumerate(words) if is_phone_footer(line)}
    unsigned = [line for index, line in enumerate(words) if index not in footers]
    signed_at = signature_start(unsigned, sender.name if sender else "", sender.address if sender else "")
    split = NewText(
        text=_joined(unsigned[:signed_at]),
        quotation=_joined([line for index, line in enumerate(lines) if index in quoted]),
        signature=_joined([*unsigned[signed_at:], *(words[index] for index in sorted(footers))]),
        disclaimer=_joined([own[index] for index in sorted(notices)]),
        is_forward=is_forward,
    )
    return split if has_words(split.text) else _without_new_words(text, split)


def has_words(text: str) -> bool:
    """Whether there is a letter, a digit or a pictograph: a thumb up is an answer, a row of dashes is not."""
    return any(char.isalnum() or unicodedata.category(char) == "So" for char in text)


def _without_new_words(text: str, split: NewText) -> NewText:
    """What looked like a signature or a notice were the words; failing that, the whole mail is."""
    reply = split.reply
    if has_words(reply):
        return NewText(text=reply, quotation=split.quotation, is_forward=split.is_forward)
    return NewText(text=text.strip(), is_forward=split.is_forward, is_whole=True)


def _separated(lines: list[str]) -> list[str]:
    """A heading that stands behind the last words gets a line of its own."""
    separated: list[str] = []
    for line in lines:
        parts = split_inline_opening(line)
        separated.extend(parts or (line,))
    return separated


def _quoted_lines(lines: list[str]) -> tuple[set[int], bool]:
    """The lines that belong to quotations, headings included, and whether the mail forwards another."""
    quoted: set[int] = set()
    at = 0
    while at < len(lines):
        opening = None if is_quoted(lines[at]) else quotation_opening(lines, at)
        if opening is not None and opening.is_open_ended:
            quoted.update(range(at, len(lines)))
            return quoted, opening.is_forward
        if opening is not None:
            quoted.update(range(at, at + opening.line_count))
            at += opening.line_count
            continue
        if is_quoted(lines[at]) or _is_wrapped_quote(lines, at):
            quoted.add(at)
        at += 1
    return quoted, False


def _is_wrapped_quote(lines: list[str], at: int) -> bool:
    """Whether the line is the overhang of a quoted line that a program wrapped without marking it again."""
    if at == 0 or at + 1 >= len(lines) or not lines[at].strip():
        return False
    above, below = lines[at - 1], lines[at + 1]
    return is_quoted(above) and len(above) > _WRAPPED_CHARS and is_quoted(below) and bool(below.strip("> \t"))


def _joined(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line)
    return "\n".join(kept).strip()
