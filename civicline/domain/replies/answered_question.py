"""The one question after an automatic answer, "Did this answer you?", and what a message says in reply to it.

Words of YES and NO in the ten languages of the lexicons. NO is never an opt-out, and YES opts in only who had opted
out; both are looked for only where the question is open, so that anywhere else they are words like any other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from civicline.domain.ids import ConversationId, MessageId, TopicId
from civicline.domain.opting_out.opt_out_rules import COURTESY
from civicline.domain.phrases import Found, PhraseBook, Reading, listed, plain_form, read

ANSWER_WINDOW = timedelta(hours=72)
"""How long YES and NO are taken as answers; later they may be about anything."""


class Said(StrEnum):
    """What the person says: it did, or it did not."""

    YES = "yes"
    NO = "no"


_WORDS = {
    Said.YES: """
        yes, y, yeah, yep, yup, yes it did, it did, si, claro, oui, sim, wi, có, vâng, dạ, phải,
        是, 是的, 有, 对, 對, 好的, 네, 예, да, نعم, أجل, اي
    """,
    Said.NO: """
        no, n, nope, nah, not really, it did not, it didnt, non, não, không, chưa,
        不, 不是, 没有, 沒有, 否, 아니요, 아니오, 아뇨, нет, لا, كلا
    """,
}
_GOES_ON = frozenset(
    plain_form(word)
    for words in (
        "i im it its that thats this these they you wrong not still my we the yo eso esto es me mi la lo",
        "je ce c ca cest il eu isso se mwen sa tôi đó nó 我 这 這 那 它 저는 그 это я мой هذا انا أنا",
    )
    for word in words.split()
)
"""Words with which people go on after a NO without any mark: "no I meant the recycling", but not "no one came"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """The latest question to a contact point: after the answer to which message, about which topic.

    `answered_by` is the message that answered it; it is answered once.
    """

    message_id: MessageId
    conversation_id: ConversationId
    topic_id: TopicId
    asked_at: datetime
    answered_by: MessageId | None = None

    def is_open_at(self, now: datetime) -> bool:
        """Whether YES or NO may still be its answer."""
        return self.answered_by is None and now - self.asked_at <= ANSWER_WINDOW


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswer:
    """A constituent's word on an automatic answer: about which message and topic; `has_more` if text goes with it."""

    about: MessageId
    topic_id: TopicId
    said: Said
    has_more: bool


def answer_to(
    question: AskedQuestion | None, words: str, conversation_id: ConversationId, now: datetime
) -> QuestionAnswer | None:
    """What a message says in reply to the question that is open in its conversation; None for anything else."""
    if question is None or question.conversation_id != conversation_id or not question.is_open_at(now):
        return None
    found = answer_in(words)
    if found is None:
        return None
    said, has_more = found
    return QuestionAnswer(about=question.message_id, topic_id=question.topic_id, said=said, has_more=has_more)


def answer_in(words: str) -> tuple[Said, bool] | None:
    """YES or NO at the beginning of a message, and whether more than courtesy follows; None for neither."""
    reading = read(words)
    at = next((place for place, form in enumerate(reading.forms()) if form not in COURTESY), None)
    if at is None:
        return None
    standing = [found for found in _book().find(reading) if found.first == at]
    if not standing:
        return None
    found = max(standing, key=lambda one: one.end)
    rest = [form for form in reading.forms(found.end) if form not in COURTESY]
    if rest and not _stands_apart(reading, found, rest):
        return None
    return found.meaning, bool(rest)


def _stands_apart(reading: Reading, found: Found[Said], rest: list[str]) -> bool:
    """Whether the word is a sentence of its own: "No. I meant...", "no I meant..."; "no parking sign" is none."""
    clause_end = reading.clause_around(found.first)[1]
    in_clause = [form for form in reading.forms(found.end, clause_end) if form not in COURTESY]
    return not in_clause or rest[0] in _GOES_ON


@cache
def _book() -> PhraseBook[Said]:
    return PhraseBook((phrase, said) for said, words in _WORDS.items() for phrase in listed(words))
