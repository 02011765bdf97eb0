"""The replies that staff audit are drawn by chance, the same whoever looks, and never by staff."""

from civicline.domain.going_live.audit import is_to_be_audited, topped_up
from civicline.domain.going_live.audit_sample import drawn_for_audit, is_drawn
from civicline.domain.ids import MessageId
from civicline.domain.office_rules import OfficeRules
from civicline.domain.replies.decision import Action, Reason
from civicline.domain.replies.reply_policy import decide
from tests.builders import a_decision, a_judgement, a_message, an_answered_record, an_office, some_facts

MANY = [MessageId(f"message-{number}") for number in range(20_000)]


def test_the_share_is_that_of_the_office() -> None:
    for share in (0.05, 0.2):
        assert abs(sum(is_drawn(one, share) for one in MANY) / len(MANY) - share) < 0.01


def test_nothing_and_everything_can_be_drawn() -> None:
    assert not any(is_drawn(one, 0) for one in MANY)
    assert all(is_drawn(one, 1) for one in MANY)


def test_only_automatic_answers_on_a_topic_are_drawn() -> None:
    for action, reason, expected in (
        (Action.SEND, Reason.CONFIDENT, True),
        (Action.SEND, Reason.CONFIDENT_OF_GROUP, True),
        (Action.SEND, Reason.OPT_OUT, False),
        (Action.SEND, Reason.EMERGENCY, False),
        (Action.SUGGEST, Reason.TOPIC_IN_SHADOW, False),
    ):
        assert drawn_for_audit(a_decision(action, reason), MANY[0], 1).is_drawn is expected


def test_the_policy_draws_by_the_office_s_rule() -> None:
    office = an_office(rules=OfficeRules(audit_share=1))
    assert decide(some_facts(office=office)).is_drawn
    assert not decide(some_facts(office=an_office(rules=OfficeRules(audit_share=0)))).is_drawn


def test_a_reply_is_on_the_list_of_audits_until_somebody_judges_it() -> None:
    drawn = an_answered_record(decision=a_decision(is_drawn=True))
    assert is_to_be_audited(drawn)
    assert not is_to_be_audited(an_answered_record())
    assert not is_to_be_audited(an_answered_record(decision=a_decision(is_drawn=True), judgements=(a_judgement(),)))
    assert not is_to_be_audited(an_answered_record(decision=a_decision(is_drawn=True), reply=None))


def test_a_quiet_topic_is_topped_up_by_lot() -> None:
    records = [an_answered_record(message=a_message(provider_id=str(number))) for number in range(9)]
    first = topped_up(records, already=2, wanted=5)
    assert len(first) == 3
    assert topped_up(list(reversed(records)), already=2, wanted=5) == first
    assert topped_up(records, already=7, wanted=5) == ()
