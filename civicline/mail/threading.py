"""Which mails belong together, as far as the mails themselves say (RFC 5322 3.6.4)."""

import re

from civicline.mail.mime import ParsedMail

MAX_REFERENCES = 20

_PREFIXES = (
    # English, and what programs add: reply, forward, automatic, external
    "re|fw|fwd|auto|external|ext"
    # Spanish, Portuguese, French, Italian
    "|rv|res|enc|rép|rep|réf|ref|tr|r|i|rif"
    # German, Dutch, Scandinavian, Finnish
    "|aw|wg|antw|doorst|sv|vs|vb|vl|vid|videresend"
    # Polish, Turkish, Romanian, Hungarian, Greek, Russian, Hebrew
    "|odp|pd|ynt|ilt|yan|fyi|vá|továbbítás|απ|σχετ|πρθ|отв|пересл|תגובה|הועבר"
    # Chinese, Japanese, Korean, Vietnamese
    "|回复|回覆|答复|转发|轉寄|返信|転送|답장|전달|trả lời|chuyển tiếp"
)
_PREFIX = re.compile(
    rf"(?:\[?(?:{_PREFIXES})(?:\s?[\[(]\d{{1,3}}[\])]|\^\d{{1,3}})?\s?[:：]\]?|\[(?:external|ext)\])\s*", re.I
)


def thread_references(mail: ParsedMail) -> tuple[str, ...]:
    """The message ids that this mail answers, the nearest first, at most `MAX_REFERENCES` of them.

    In-Reply-To names the mail answered; References lists its ancestors from the oldest to the newest. The mail's own
    id is left out: some programs list it, and nothing answers itself.
    """
    nearest_first = (*mail.in_reply_to, *reversed(mail.references))
    distinct = dict.fromkeys(each for each in nearest_first if each != mail.message_id)
    return tuple(distinct)[:MAX_REFERENCES]


def bare_subject(subject: str) -> str:
    """The subject without "Re:", "Fwd:" and their like, single-spaced, for comparison in any case of letters."""
    rest = " ".join(subject.split())
    while (prefix := _PREFIX.match(rest)) is not None:
        rest = rest[prefix.end() :]
    return rest.casefold()


def same_subject(first: str, second: str) -> bool:
    """Whether two subjects are of one matter; an empty subject is of none."""
    bare = bare_subject(first)
    return bool(bare) and bare == bare_subject(second)
