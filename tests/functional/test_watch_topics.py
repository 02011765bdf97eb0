"""From a judgement to the evidence, and from the evidence back to shadow, without anybody."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.domain.going_live.clearance import Clearance, ClearanceAction, ClearanceRefusedError, Wish, stepped
from civicline.domain.going_live.counted_evidence import evidence_of, merged_evidence
from civicline.domain.going_live.evidence import Assessment, Evidence, assessed
from civicline.domain.history.record import MessageRecord
from civicline.domain.ids import TopicId
from civicline.domain.office import TopicMode
from civicline.domain.replies.decision import Action, Reason
from civicline.ports.reports import RecordChange
from functions.report.count_changes import CountChanges
from functions.report.watch_topics import FallenBack, WatchTopics
from tests.builders import (
    NOW,
    POTHOLE,
    RIVERBEND,
    STREETS,
    a_decision,
    a_group,
    a_judgement,
    a_message,
    a_record,
    a_topic,
    an_answered_record,
    an_office,
)
from tests.fake_clearances import FakeClearances
from tests.fakes import FakeAggregates, FakeClock, FakeOffices

GRAFFITI = TopicId("graffiti")


class Desk:
    """An office whose pothole topic is live on 149 right judgements, with the stream that follows its records."""

    def __init__(self) -> None:
        topics = [a_topic(mode=TopicMode.SHADOW), a_topic(GRAFFITI, group_id=STREETS)]
        self.offices = FakeOffices([an_office()], topics, groups=[a_group(mode=TopicMode.SHADOW)])
        self.clearances, self.aggregates = FakeClearances(self.offices), FakeAggregates()
        self.count = CountChanges(offices=self.offices, aggregates=self.aggregates)
        self.watch = WatchTopics(
            offices=self.offices, aggregates=self.aggregates, clearances=self.clearances, clock=FakeClock()
        )
        self.changes = 0

    def go_live(self, action: ClearanceAction = ClearanceAction.GO_LIVE) -> None:
        if action is ClearanceAction.GO_LIVE:
            for number in range(149):
                self.change(shadowed(number), judged(shadowed(number), POTHOLE))
        wish = Wish(action=action, by="staff-1", at=NOW, because="Rosa says so")
        known, subject = self.clearances.listed(RIVERBEND).get(POTHOLE), self.offices.topic_list[POTHOLE]
        new, step = stepped(subject, known, wish, Assessment(evidence=self.evidence(), budget=0.02))
        self.clearances.save(RIVERBEND, subject, new, step)

    def change(self, old: MessageRecord | None, new: MessageRecord) -> tuple[FallenBack, ...]:
        self.changes += 1
        change = RecordChange(change_id=f"change-{self.changes}", changed_at=NOW, old=old, new=new)
        fallen = self.watch(self.count([change]))
        assert self.watch(self.count([change])) == (), "the same batch again changes nothing"
        return fallen

    def evidence(self, subject_id: str = POTHOLE) -> Evidence:
        return assessed(self.aggregates.evidence(RIVERBEND, subject_id, 400), 0.02).evidence

    @property
    def mode(self) -> TopicMode:
        return self.offices.topics(RIVERBEND)[POTHOLE].mode

    @property
    def clearance(self) -> Clearance:
        return self.clearances.known[RIVERBEND, POTHOLE]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def shadowed(number: int) -> MessageRecord:
    record = an_answered_record(message=a_message(provider_id=f"shadow-{number}"), reply=None)
    return replace(record, decision=a_decision(Action.SUGGEST, Reason.TOPIC_IN_SHADOW))


def sent(number: int, *, is_drawn: bool = True) -> MessageRecord:
    message = a_message(provider_id=f"sent-{number}")
    return an_answered_record(message=message, decision=a_decision(is_drawn=is_drawn))


def judged(record: MessageRecord, topic_id: TopicId | None, **changes: Any) -> MessageRecord:
    return replace(record, judgements=(*record.judgements, a_judgement(topic_id, **changes)))


def test_judgements_in_shadow_and_audits_are_counted_apart(desk: Desk) -> None:
    desk.change(None, judged(shadowed(1), POTHOLE))
    desk.change(None, judged(shadowed(2), None))
    desk.change(None, judged(sent(3), POTHOLE))
    desk.change(None, judged(sent(4), GRAFFITI))
    desk.change(None, judged(sent(5, is_drawn=False), POTHOLE))
    desk.change(None, judged(sent(6, is_drawn=False), POTHOLE, is_audit=True))
    desk.change(None, sent(7))
    assert desk.evidence() == Evidence(
        shadow_right=1, shadow_wrong=1, audited_right=2, audited_wrong=1, found_right=1, sent=5
    )


def test_a_judgement_that_is_changed_later_moves_the_counts_exactly(desk: Desk) -> None:
    first = judged(sent(1), GRAFFITI)
    desk.change(None, first)
    second = judged(first, POTHOLE)
    desk.change(first, second)
    assert desk.evidence() == Evidence(audited_right=1, sent=1)
    desk.change(second, judged(second, POTHOLE, reply_fits=False))
    assert desk.evidence() == Evidence(audited_wrong=1, sent=1)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from([POTHOLE, GRAFFITI, None]),
            st.sampled_from([None, True, False]),
            st.booleans(),
        ),
        max_size=25,
    )
)
def test_whatever_staff_say_how_often_and_however_it_comes_again_the_counts_are_those_of_the_records(
    said: list[tuple[int, TopicId | None, bool | None, bool]],
) -> None:
    desk = Desk()
    stored = {0: sent(0), 1: sent(1, is_drawn=False), 2: shadowed(2), 3: sent(3)}
    for record in stored.values():
        desk.change(None, record)
    for number, topic_id, fits, comes_again in said:
        old = stored[number]
        stored[number] = judged(old, topic_id, reply_fits=fits)
        desk.change(old, stored[number])
        if comes_again:
            desk.changes -= 1
            desk.change(old, stored[number])
    zone, topics = ZoneInfo("America/New_York"), desk.offices.topic_list
    assert desk.aggregates.known == merged_evidence(evidence_of(one, zone, topics) for one in stored.values())


def test_a_reply_of_a_group_is_right_if_the_topic_is_in_the_group(desk: Desk) -> None:
    decision = a_decision(reason=Reason.CONFIDENT_OF_GROUP, group_id=STREETS, is_drawn=True)
    of_group = replace(sent(1), decision=decision)
    desk.change(None, judged(of_group, GRAFFITI))
    desk.change(None, judged(replace(of_group, message=a_message(provider_id="other")), None))
    assert desk.evidence(STREETS) == Evidence(audited_right=1, audited_wrong=1, sent=2)
    assert desk.evidence() == Evidence()


def test_what_was_never_to_be_sent_is_no_evidence(desk: Desk) -> None:
    unsure = a_record(decision=a_decision(Action.SUGGEST, Reason.LOW_CONFIDENCE))
    desk.change(None, judged(unsure, POTHOLE))
    desk.change(
        None, judged(replace(shadowed(1), decision=a_decision(Action.SUGGEST, Reason.TOPIC_IN_SHADOW, text=None)), None)
    )
    assert desk.evidence() == Evidence()


def test_a_live_topic_falls_back_by_itself_after_the_second_mistake(desk: Desk) -> None:
    desk.go_live()
    assert desk.change(None, judged(sent(1), GRAFFITI)) == ()
    assert desk.mode is TopicMode.LIVE
    fallen = desk.change(None, judged(sent(2), GRAFFITI))
    assert [one.subject_id for one in fallen] == [POTHOLE]
    assert desk.mode is TopicMode.SHADOW
    assert desk.clearance.has_fallen_back
    assert desk.clearance.decided.by == "civicline"
    step = desk.clearances.steps(RIVERBEND, POTHOLE)[-1]
    assert step.evidence
    assert step.evidence.wrong == 2


def test_what_fell_back_must_earn_it_anew(desk: Desk) -> None:
    desk.go_live()
    for number in range(2):
        desk.change(None, judged(sent(number), GRAFFITI))
    since = desk.clearance.evidence_from
    assert since == "2026-11-23"
    days = desk.aggregates.evidence(RIVERBEND, POTHOLE, 400)
    assert assessed(days, 0.02, first_day=since).missing == 149
    wish = Wish(action=ClearanceAction.GO_LIVE, by="staff-1", at=NOW, because="It was chance")
    topic, anew = desk.offices.topic_list[POTHOLE], assessed(days, 0.02, first_day=since)
    with pytest.raises(ClearanceRefusedError, match="149 more"):
        stepped(topic, desk.clearance, wish, anew)


def test_right_replies_and_constituents_words_put_nothing_back(desk: Desk) -> None:
    desk.go_live()
    for number in range(5):
        assert desk.change(None, judged(sent(number), POTHOLE)) == ()
    assert desk.mode is TopicMode.LIVE


def test_replies_found_wrong_without_an_audit_put_a_topic_back(desk: Desk) -> None:
    desk.go_live()
    desk.change(None, judged(sent(1, is_drawn=False), GRAFFITI))
    assert desk.mode is TopicMode.LIVE
    desk.change(None, judged(sent(2, is_drawn=False), GRAFFITI))
    assert desk.mode is TopicMode.SHADOW


def test_a_paused_topic_falls_back_as_well_and_stays_paused(desk: Desk) -> None:
    desk.go_live()
    desk.go_live(ClearanceAction.PAUSE)
    for number in range(2):
        desk.change(None, judged(sent(number), GRAFFITI))
    assert desk.mode is TopicMode.PAUSED
    assert desk.clearance.mode is TopicMode.SHADOW


def test_a_topic_declared_live_falls_back_once_it_is_shown_wrong(desk: Desk) -> None:
    desk.go_live(ClearanceAction.DECLARE_LIVE)
    desk.change(None, judged(sent(1), GRAFFITI))
    assert desk.mode is TopicMode.LIVE
    desk.change(None, judged(sent(2), GRAFFITI))
    assert desk.mode is TopicMode.SHADOW


def test_mistakes_in_shadow_move_nothing(desk: Desk) -> None:
    for number in range(5):
        assert desk.change(None, judged(shadowed(number), None)) == ()
    assert desk.clearances.listed(RIVERBEND) == {}
