"""Asking "Did this answer you?": under an automatic answer, where the office wants it, and never a loop.

Never a message of its own, so never to somebody who gets no answer: not to machines, not after an opt-out, and not to
whoever answers the question, since an answer gets no reply. To one contact point once in a while, whatever they write.
"""

from dataclasses import replace

from civicline.domain.approved.closing_line import closed
from civicline.domain.approved.composing import Occasion
from civicline.domain.replies.decision import Action, Decision, Reason
from civicline.domain.replies.reply_facts import Facts

_ANSWERS = frozenset({Reason.CONFIDENT, Reason.CONFIDENT_OF_GROUP})


def with_answered_question(facts: Facts, decision: Decision) -> Decision:
    """The decision to send an answer, with the approved question as its last line; any other decision as it is.

    An answer that asks for something else already is left alone: people answer one question.
    """
    is_answer = decision.action is Action.SEND and decision.reason in _ANSWERS
    if not is_answer or decision.zip_question_key or not decision.text or not facts.may_ask_answered:
        return decision
    answers = (*facts.approved, *facts.group_approved)
    answer = next((version for version in answers if version.key == decision.message_key), None)
    question = facts.answered_question(answer.language) if answer else None
    occasion = Occasion(office=facts.office, message=facts.message, about=None)
    text = closed(decision.text, question, occasion) if question else None
    return replace(decision, text=text, answered_question_key=question.key) if question and text else decision
