"""Where a quotation begins, by what mail programs write above it in the languages that offices meet.

Each question is asked of one place in a list of lines and looks at a bounded number of lines of bounded length.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_MAX_ATTRIBUTION_LINES = 4
_MAX_ATTRIBUTION_CHARS = 500
_MAX_BLOCK_LINES = 16

_QUOTE = re.compile(r"\s{0,3}(?:[A-Z]{2,3})?>")
_ARROWS = re.compile(r"\s{0,3}>{2,}.*<{2,}\s*$")

_WEEKDAYS = (
    r"mon|tue|wed|thu|fri|sat|sun|lun|mar|mié|mie|jue|vie|s[áa]b|dom|mer|jeu|ven|sam|dim|seg|ter|qua|qui|sex"
    r"|mo|di|mi|do|fr|sa|so|ma|wo|vr|za|zo|gio|пн|вт|ср|чт|пт|сб|вс"
)
_OPENERS = (
    r"on|el|le|em|no dia|am|op|den|på|il|il giorno|w dniu|dnia|dne|na|vào|pe|ngày|în data|kl|sent from|\d{4}年|在|於"
)
_START = re.compile(
    rf"[\s\W]{{0,12}}(?:(?:{_OPENERS})\b|(?:{_WEEKDAYS})[a-zé-]{{0,10}}[.,]?\s"
    r"|\d{1,4}[./-]\d|\d{1,2}\.? \w|\d{4}年"
    r"|[\"'“]?[^\W\d][\w.,'’ -]{0,60}[\"'”]?\s?[<(\[][^\s<>()]{1,100}@)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:wrote|writes|sent|escribi[óo]|ha escrito|a écrit|écrit|escreveu|schrieb|geschrieben|schreef|geschreven"
    r"|skrev|har skrevet|ha scritto|scrive|napisał|napisała|napisał\(a\)|napsal|napsala|kirjoitti|írta|yazdı|a scris"
    r"|đã viết|viết|пишет|написал|написала|пише|написав|έγραψε|כתב|כתבה)\b|كتب|写道|寫道|のメール|書きました|작성",
    re.IGNORECASE,
)
_OWN_VERB = re.compile(r"\b(?:i|we|you|he|she|they|who) (?:wrote|sent|writes)\b", re.IGNORECASE)
"""Someone telling what was written, not a program heading a quotation."""
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}|\b(?:19|20)\d\d\b|\d{1,2}[:.h]\d\d|\d{1,2}月")
_END = re.compile(r"(?:[:：]|wrote ?-{2,})\s*(?:\[[^\]]{0,40}\])?\s*$", re.IGNORECASE)
_SENDER_AT_END = re.compile(r"^\d{4}[./-]\d{1,2}[./-]\d{1,2}\b.{0,200}@[^\s<>]{1,100}>\s*$")

_INLINE_OPENER = re.compile(
    rf"(?:-{{2,}}\s?|\s)On (?=(?:{_WEEKDAYS})[a-z]{{0,7}},|\w{{3,9}} \d{{1,2}}, \d{{4}}|\d)", re.I
)

_SEPARATOR = re.compile(
    r"\s*[-_=*]{2,}\s*(?:original (?:message|e-?mail|appointment)|reply message|mensaje original|mensagem original"
    r"|message (?:d'origine|original|transféré)|ursprüngliche (?:nachricht|mail)|antwort nachricht|originalnachricht"
    r"|messaggio originale|oorspronkelijk bericht|opprinnelig melding|oprindelig meddelelse|ursprungligt meddelande"
    r"|oryginalna wiadomość|wiadomość oryginalna|původní zpráva|eredeti üzenet|исходное сообщение|alkuperäinen viesti"
    r"|orijinal mesaj|原始邮件|原始郵件|元のメッセージ|원본 메시지|tin nhắn gốc)\s*[-_=*]{2,}",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"\s*(?:[-_=*]{2,}\s*(?:forwarded (?:message|by .{1,80})|mensaje reenviado|mensagem encaminhada|message transféré"
    r"|weitergeleitete nachricht|messaggio inoltrato|doorgestuurd bericht|vidaresänt meddelande|пересылаемое сообщение"
    r"|转发的邮件|轉寄郵件)\s*[-_=*]{2,}"
    r"|begin forwarded message:|inicio del mensaje reenviado:|début du message (?:réexpédié|transféré) ?:"
    r"|anfang der weitergeleiteten nachricht:|início da mensagem (?:re)?encaminhada:|inizio messaggio inoltrato:)",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*[_-]{10,}\s*$")


class _Field(StrEnum):
    FROM = "from"
    SENT = "sent"
    DATE = "date"
    TO = "to"
    CC = "cc"
    SUBJECT = "subject"


_FIELD_NAMES: dict[_Field, str] = {
    _Field.FROM: "from|von|de|da|van|fra|från|od|от|від|lähettäjä|feladó|kimden|expéditeur|remitente|mittente|afzender"
    "|từ|发件人|寄件者|差出人|보낸 사람|보낸사람|de la|מאת|من",
    _Field.SENT: "sent|gesendet|enviado|enviado el|enviado em|enviada|enviada em|envoyé|envoyé le|inviato|verzonden"
    "|sendt|skickat|wysłano|wysłane|отправлено|надіслано|lähetetty|elküldve|gönderildi|odesláno"
    "|发送时间|寄件日期|送信日時|보낸 날짜",
    _Field.DATE: "date|datum|fecha|data|dato|дата|päivämäärä|dátum|tarih|日期|日時|날짜|ngày",
    _Field.TO: "to|an|para|a|à|aan|til|till|do|кому|vastaanottaja|címzett|kime|komu|收件人|收件者|宛先|받는 사람|đến",
    _Field.CC: "cc|kopie|kopi|copia|copie|копия|抄送|副本",
    _Field.SUBJECT: "subject|betreff|asunto|assunto|objet|oggetto|onderwerp|emne|ämne|temat|тема|aihe|tárgy|konu"
    "|předmět|主题|主旨|件名|제목|chủ đề",
}
_FIELD_OF_NAME = {name: kind for kind, names in _FIELD_NAMES.items() for name in names.split("|")}
_FIELD_LINE = re.compile(r"\s*[*_|\"]{0,3}([^\W\d_][^:：*\n]{0,24}?)\s?[*_]{0,2}\s?[:：]\s?[*_]{0,2}(?:\s|\u00a0|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A heading of a quotation: how many lines it takes, and what it announces."""

    line_count: int
    is_open_ended: bool
    """Whether all that follows is quoted; else only the lines that are marked."""
    is_forward: bool = False


def is_quoted(line: str) -> bool:
    """Whether the line is marked as quoted; ">>> look here <<<" is not."""
    return bool(_QUOTE.match(line)) and not _ARROWS.match(line[:_MAX_ATTRIBUTION_CHARS])


def quotation_opening(lines: Sequence[str], at: int) -> Opening | None:
    """The heading of a quotation that begins in that line, None if there is none."""
    line = lines[at][:_MAX_ATTRIBUTION_CHARS]
    if not line.strip():
        return None
    if _FORWARD.match(line):
        return Opening(line_count=1, is_open_ended=True, is_forward=True)
    if _SEPARATOR.match(line) or _is_field_block(lines, at) or _is_ruled_block(lines, at):
        return Opening(line_count=1, is_open_ended=True)
    taken = _attribution_lines(lines, at)
    if not taken:
        return None
    following = next((each for each in lines[at + taken : at + taken + 4] if each.strip()), "")
    return Opening(line_count=taken, is_open_ended=not is_quoted(following))


def split_inline_opening(line: str) -> tuple[str, str] | None:
    """Words and heading, where a program put "On ... wrote:" behind the last words."""
    if len(line) > _MAX_ATTRIBUTION_CHARS or not line.rstrip().endswith("wrote:"):
        return None
    opener = _INLINE_OPENER.search(line)
    if opener is None or not line[: opener.start()].strip():
        return None
    return line[: opener.start()].rstrip("- "), line[opener.start() :].lstrip("- ")


def _attribution_lines(lines: Sequence[str], at: int) -> int:
    """How many lines "On <day>, <person> wrote:" takes from here, 0 if it is not there."""
    if not _START.match(lines[at][:_MAX_ATTRIBUTION_CHARS]):
        return 0
    joined = ""
    for count, line in enumerate(lines[at : at + _MAX_ATTRIBUTION_LINES], start=1):
        joined = f"{joined} {line.strip()}".strip()
        if not line.strip() or len(joined) > _MAX_ATTRIBUTION_CHARS or is_quoted(line):
            return 0
        if _is_attribution(joined, lines, at + count):
            return count
    return 0


def _is_attribution(joined: str, lines: Sequence[str], after: int) -> bool:
    following = next((each for each in lines[after : after + 3] if each.strip()), "")
    if _SENDER_AT_END.match(joined) and is_quoted(following):
        return True
    if not _END.search(joined) or not ("@" in joined or _DATE.search(joined)):
        return False
    if _VERB.search(joined):
        return not _OWN_VERB.search(joined)
    return "@" in joined and is_quoted(following)


def _field_of(line: str) -> _Field | None:
    named = _FIELD_LINE.match(line[:_MAX_ATTRIBUTION_CHARS])
    return _FIELD_OF_NAME.get(named[1].strip().lower()) if named else None


def _is_field_block(lines: Sequence[str], at: int) -> bool:
    """Whether a copied header begins here.

    Two different fields and an address, or three with a subject or a sending time: a person who writes "From: 5th
    Street / To: 9th Street" is not quoting a mail.
    """
    if _field_of(lines[at]) is None:
        return False
    fields: set[_Field] = set()
    has_address, others, was_blank = False, 0, False
    for line in lines[at : at + _MAX_BLOCK_LINES]:
        kind = _field_of(line)
        if kind is None and line.strip():
            others += 1
            if others > 2 or was_blank:
                break
        elif kind is not None:
            fields.add(kind)
            others = 0
        has_address |= "@" in line[:_MAX_ATTRIBUTION_CHARS]
        was_blank = not line.strip()
    if fields.isdisjoint({_Field.FROM, _Field.DATE, _Field.SENT}):
        return False
    is_telling = len(fields) >= 3 and not fields.isdisjoint({_Field.SENT, _Field.SUBJECT})
    return is_telling or (len(fields) >= 2 and has_address)


def _is_ruled_block(lines: Sequence[str], at: int) -> bool:
    """Whether Outlook's line stands here with a copied header under it."""
    if not _RULE.match(lines[at][:_MAX_ATTRIBUTION_CHARS]):
        return False
    below = next((index for index in range(at + 1, min(at + 3, len(lines))) if lines[index].strip()), None)
    return below is not None and _is_field_block(lines, below)
