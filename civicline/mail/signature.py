"""What stands under the words of a mail: signatures, what phones add, and lawyers' notices."""

import re
from collections.abc import Sequence

from civicline.mail.patterns import any_of

_MAX_LINES = 15
_MAX_SIGNATURE_LINE_CHARS = 90
_LOOKED_AT_CHARS = 400

_DELIMITER = re.compile(r"^\s?(?:--|—|––|__)\s{0,3}$")
"""The agreed one is "-- " (RFC 3676 4.3); programs trim or replace it."""
_RULE = re.compile(r"^\s{0,3}[-_=*~]{5,}\s*$")
_CLOSING = any_of(
    r"^\W{0,3}(?:many |with |kind(?:est)? |best |warm(?:est)? |sincere )?(?:regards|thanks(?: and regards)?)\W{0,4}$",
    r"^\W{0,3}(?:thanks|thank you|thx)(?: very much| again| so much| a lot| in advance)?\W{0,4}$",
    r"^\W{0,3}best(?: wishes| regards)?\W{0,4}$",
    r"^\W{0,3}(?:sincerely|respectfully|yours|very truly)(?: yours| truly| sincerely| faithfully)?\W{0,4}$",
    r"^\W{0,3}(?:cheers|cordially|gratefully|all the best|warmly|take care)\W{0,4}$",
    r"^\W{0,3}(?:(?:muchas )?gracias|(?:un )?(?:cordial )?saludos?(?: cordiale?s?)?)\W{0,4}$",
    r"^\W{0,3}(?:atentamente|cordialmente|respetuosamente)\W{0,4}$",
    r"^\W{0,3}(?:(?:bien )?cordialement|merci(?: beaucoup| d'avance)?|(?:sincères )?salutations|bien à vous)\W{0,4}$",
    r"^\W{0,3}(?:obrigad[oa]|atenciosamente|cumprimentos|att|abraços)\W{0,4}$",
    r"^\W{0,3}(?:mit freundlichen grüßen|(?:freundliche|viele) grüße|mfg|met vriendelijke groet(?:en)?)\W{0,4}$",
    r"^\W{0,3}(?:cordiali saluti|grazie|с уважением|z poważaniem|trân trọng|maraming salamat)\W{0,4}$",
    r"^\W{0,3}med (?:vänlig|venlig|vennlig) (?:hälsning|hilsen)\W{0,4}$",
)
_DEVICES = (
    r"(?:iphone|ipad|ipod|android|galaxy|samsung|blackberry|mobile|phone|smartphone|cell|tablet|pixel|outlook|yahoo|gmail"
    r"|proton|mail\b|aol|verizon|t-mobile|at&t|nokia|windows|huawei|xiaomi|motorola|boxer|mailbox|sparrow|hotmail"
    r"|workspace|spark|fairphone|oneplus|lg\b|htc)"
)
_PHONE_FOOTER = any_of(
    rf"^\W{{0,3}}sent (?:from|via|using|on|by|with) (?:my |the |an? )?(?:\w{{1,20}} ){{0,3}}?{_DEVICES}",
    r"^\W{0,3}(?:get|download) (?:\w{1,20} ){0,2}outlook\b",
    r"^\W{0,3}yahoo mail: (?:search|get|for)",
    r"^\W{0,3}(?:powered by|sent by) (?:aol|zoho)",
    r"^\W{0,3}envoyé (?:de|à partir de|depuis) (?:mon|ma|yahoo|outlook)",
    r"^\W{0,3}enviad[oa] (?:desde|do|a partir d[eo]|de|via) (?:mi|meu|el|un|yahoo|outlook|samsung)",
    r"^\W{0,3}(?:obtener|obtenez|obter o|télécharger) outlook",
    r"^\W{0,3}(?:von meinem \w{1,20} gesendet|von unterwegs|gesendet (?:von|mit) |inviato da(?:l mio)? )",
    r"^\W{0,3}(?:verzonden (?:vanaf|met|via)|verstuurd vanaf|skickat från|sendt fra|wysłano z|lähetetty) ",
    r"^\W{0,3}(?:отправлено (?:с|из) |从我的|我的 ?iphone|iphoneから送信|나의 iphone에서|gửi từ )",
)
_THIS_MAIL = r"(?:this|the|any) (?:e-?mail(?: message)?|message|communication|transmission|electronic (?:mail|message))"
_SECRECY = r"(?:confidential|intended|privileged|originated|legally|proprietary|sent from outside|scanned)"
_NOTICE = any_of(
    r"^\W{0,4}confidential(?:ity)?(?: notice| note| statement| information)?\s?[:\-–]",
    r"^\W{0,4}confidential(?:ity)? (?:notice|note|statement)\b",
    r"^\W{0,4}(?:legal|privacy|important) (?:notice|disclaimer)\s?[:\-–.]",
    r"^\W{0,4}(?:disclaimer|notice|caution)\s?[:\-–]",
    r"^\W{0,4}privileged (?:and|/|&) confidential",
    rf"^\W{{0,4}}(?:note|warning|important): {_THIS_MAIL}",
    rf"^\W{{0,4}}{_THIS_MAIL}\b[^.]{{0,160}}\b{_SECRECY}",
    rf"^\W{{0,4}}the (?:information|contents?)(?: contained| transmitted)? (?:in|of|with|by) {_THIS_MAIL}",
    rf"^\W{{0,4}}you(?:'ve| have)? received {_THIS_MAIL} because",
    rf"^\W{{0,4}}if you (?:are not the intended|have received {_THIS_MAIL} in error|wish to unsubscribe)",
    r"^\W{0,4}external (?:e-?mail|sender|message)\s?[:\-–]",
    r"^\W{0,4}external\W*$",
    r"^\W{0,4}(?:to unsubscribe\b|unsubscribe\W*$)",
    r"^\W{0,4}please consider the environment",
    r"^\W{0,4}(?:think|save) .{0,30}before (?:you )?print",
    r"^\W{0,4}(?:virus[- ]free\b|avast logo|this e-?mail has been (?:checked|scanned))",
    r"^\W{0,4}under florida law, e-?mail addresses",
    r"^\W{0,4}e-?mail(?: correspondence)? to and from",
    r"^\W{0,4}pursuant to .{0,60}public records",
    r"^\W{0,4}aviso (?:de confidencialidad(?:e)?|legal|de privacida(?:d|de))\b",
    r"^\W{0,4}este (?:mensaje|correo)\b[^.]{0,160}\b(?:confidencial|dirigido|destinatario)",
    r"^\W{0,4}la información (?:contenida|incluida) en este",
    r"^\W{0,4}(?:libre de virus|livre de vírus|garanti sans virus|virenfrei)",
    r"^\W{0,4}avis de confidentialité",
    r"^\W{0,4}ce (?:message|courriel|mail|courrier)\b[^.]{0,160}\b(?:confidentiel|destin|strictement)",
    r"^\W{0,4}les informations contenues dans ce",
    r"^\W{0,4}pensez à l'environnement",
    r"^\W{0,4}(?:esta (?:mensagem|comunicação)|este e-?mail)\b[^.]{0,160}\b(?:confidencia|destin)",
    r"^\W{0,4}(?:(?:wichtiger )?hinweis: )?diese e-?mail (?:enthält|ist|und)",
    r"^\W{0,4}vertraulichkeitshinweis",
    r"^\W{0,4}dit (?:e-?mail)?bericht\b[^.]{0,100}\bvertrouwelijk",
    r"^\W{0,4}questo messaggio\b[^.]{0,100}\b(?:riservat|confidenzial)",
)
_CONTACT = any_of(
    r"\+?\d[\d ().-]{6,20}\d",
    r"[\w.+-]{1,64}@[\w-]{1,63}\.\w",
    r"https?://|\bwww\.",
    r"^\W?(?:tel|phone|ph|cell|mobile|fax|[tmfpc])[.:]",
)
_SENTENCE_END = re.compile(r"[!?]['\")]?\s*$|\s.*[.]['\")]?\s*$")
_ABBREVIATION_END = re.compile(r"\b(?:jr|sr|inc|ltd|co|corp|ph\.?d|m\.?d|esq|llc|st|ave|blvd)\.\s*$", re.IGNORECASE)


def is_phone_footer(line: str) -> bool:
    """Whether a phone or a mail program added this line."""
    return bool(_PHONE_FOOTER.match(line[:_LOOKED_AT_CHARS])) and len(line) < 200


def notice_lines(lines: Sequence[str]) -> set[int]:
    """The lines of notices: whole paragraphs at the end or at the very beginning."""
    paragraphs = _paragraphs(lines)
    found: set[int] = set()
    for start, end in reversed(paragraphs):
        if not _NOTICE.match(" ".join(lines[start:end])[:_LOOKED_AT_CHARS]):
            if not all(is_phone_footer(line) for line in lines[start:end]):
                break
            continue
        found.update(range(start, end))
    # Gateways put "CAUTION: this message came from outside" on top.
    for start, end in paragraphs[:2]:
        if _NOTICE.match(" ".join(lines[start:end])[:_LOOKED_AT_CHARS]) and end - start <= 4:
            found.update(range(start, end))
    return found


def signature_start(lines: Sequence[str], sender_name: str, sender_address: str) -> int:
    """The first line of the signature; the number of lines if there is none.

    A name that nobody knows to be the sender's stays with the words: leaving it in costs nothing, and taking a word
    away might.
    """
    filled = [index for index, line in enumerate(lines) if line.strip()]
    candidates = filled[max(0, len(filled) - _MAX_LINES) :]
    for index in candidates:
        if _is_signature_from(lines, index, sender_name, sender_address):
            return _with_closing(lines, index)
    return len(lines)


def _is_signature_from(lines: Sequence[str], index: int, sender_name: str, sender_address: str) -> bool:
    line, rest = lines[index], [each for each in lines[index:] if each.strip()]
    if _DELIMITER.match(line):
        return len(rest) > 1
    if not all(_is_short(each) for each in rest):
        return False
    if _RULE.match(line):
        return _contacts(rest[1:]) >= 1
    if index == 0:
        return False
    if _is_name_of(line, sender_name):
        return True
    if _CLOSING.match(line):
        return _contacts(rest[1:]) >= 1 or (len(rest) > 1 and _is_name_of(rest[1], sender_name))
    starts_paragraph = not lines[index - 1].strip()
    is_theirs = bool(sender_address) and any(sender_address.casefold() in each.casefold() for each in rest)
    return starts_paragraph and len(rest) > 1 and (is_theirs or _contacts(rest) >= 2) and not _CONTACT.search(line)


def _with_closing(lines: Sequence[str], index: int) -> int:
    """A closing formula right above belongs to it."""
    above = index - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    return above if above > 0 and index - above <= 2 and _CLOSING.match(lines[above][:_LOOKED_AT_CHARS]) else index


def _is_short(line: str) -> bool:
    text = line.strip()
    if len(text) > _MAX_SIGNATURE_LINE_CHARS:
        return False
    is_sentence = bool(_SENTENCE_END.search(text)) and not _ABBREVIATION_END.search(text)
    return not is_sentence or is_phone_footer(text) or _is_closing(text)


def _is_closing(text: str) -> bool:
    return bool(_CLOSING.match(text))


def _is_name_of(line: str, sender_name: str) -> bool:
    """Whether the line is the sender's name, whole or first, with little else: "- Ann", "Ann Lee, Treasurer"."""
    shown = line.strip(" \t-–—*_~,.").casefold()
    name = " ".join(sender_name.casefold().split())
    if not shown or not name or len(shown) > len(name) + 40:
        return False
    return shown in {name, name.split()[0]} or shown.startswith((f"{name},", f"{name} |", f"{name} -", f"{name} ("))


def _contacts(lines: Sequence[str]) -> int:
    return sum(_CONTACT.search(line[:_LOOKED_AT_CHARS]) is not None for line in lines)


def _paragraphs(lines: Sequence[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for index, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = index
        elif not line.strip() and start is not None:
            spans.append((start, index))
            start = None
    return spans
