"""The second look at a reply when it is due: would it still be decided as it was?"""

from dataclasses import replace

from civicline.domain.replies.decision import Action, Decision, Reason
from civicline.domain.replies.reply_facts import Facts
from civicline.domain.replies.reply_policy import decide

WORDS_CHANGED = "approved_words_changed"


def withheld_because(decided: Decision, facts: Facts) -> str | None:
    """Why a reply that was decided must not be sent any more; None if it may.

    `facts` are as they are now, but for the budgets, from which the reply took its share when it was decided. What the
    sender did since counts: the confirmation of an opt-out goes only to somebody who is opted out, that of an opt-in
    only to somebody who is not.
    """
    if decided.reason is Reason.OPT_OUT:
        return None if facts.suppression else Reason.OPT_IN
    if decided.reason is Reason.OPT_IN and facts.suppression:
        return Reason.OPTED_OUT
    # The question for the ZIP code counts as asked from the moment at which it was decided.
    today = decide(replace(facts, is_zip_asked=facts.is_zip_asked and decided.zip_question_key is None))
    if today.action is not Action.SEND:
        return today.reason
    is_same = (today.message_key, today.text) == (decided.message_key, decided.text)
    return None if is_same else WORDS_CHANGED
