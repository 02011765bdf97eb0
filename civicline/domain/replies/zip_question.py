"""Asking a constituent for their ZIP code: once, as the last line of an answer, where the office wants it.

Never in a text of its own, so never to somebody who gets no answer: not to machines, not after an opt-out, not twice.
"""

from dataclasses import replace

from civicline.domain.approved.closing_line import closed
from civicline.domain.approved.composing import Occasion
from civicline.domain.people.residency import Basis, ResidencyFinding
from civicline.domain.replies.decision import Action, Decision, Reason
from civicline.domain.replies.reply_facts import Facts

_ANSWERS = frozenset({Reason.CONFIDENT, Reason.CONFIDENT_OF_GROUP})


def is_place_unknown(residency: ResidencyFinding | None) -> bool:
    """Whether nothing at all says where the writer lives; a ZIP code that tells nothing is not asked for again."""
    return residency is None or residency.basis is Basis.NOTHING


def with_zip_question(facts: Facts, decision: Decision) -> Decision:
    """The decision to send an answer, with the approved question as its last line; any other decision as it is."""
    is_wanted = facts.office.rules.asks_zip and not facts.is_zip_asked and is_place_unknown(facts.residency)
    if not is_wanted or decision.action is not Action.SEND or decision.reason not in _ANSWERS or not decision.text:
        return decision
    answers = (*facts.approved, *facts.group_approved)
    answer = next((version for version in answers if version.key == decision.message_key), None)
    question = facts.zip_question(answer.language) if answer else None
    occasion = Occasion(office=facts.office, message=facts.message, about=None)
    text = closed(decision.text, question, occasion) if question else None
    return replace(decision, text=text, zip_question_key=question.key) if question and text else decision
