"""`Clearances` in memory, over the topics and offices of a `FakeOffices`."""

from collections.abc import Mapping
from dataclasses import replace

from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.going_live.clearance import Clearance, ClearanceStep, mode_of
from civicline.domain.going_live.pause_switch import PauseSwitch
from civicline.domain.ids import OfficeId
from civicline.domain.office import Topic, TopicGroup
from tests.fakes import FakeOffices


class FakeClearances:
    """Steps change how the offices' topics and offices stand, as they do in the table."""

    def __init__(self, offices: FakeOffices) -> None:
        self._offices = offices
        self.known: dict[tuple[OfficeId, str], Clearance] = {}
        self.switches: dict[OfficeId | None, PauseSwitch] = {}
        self.history: dict[tuple[OfficeId | None, str], list[ClearanceStep]] = {}

    def listed(self, office_id: OfficeId) -> Mapping[str, Clearance]:
        return {subject_id: one for (office, subject_id), one in self.known.items() if office == office_id}

    def save(self, office_id: OfficeId, subject: Topic | TopicGroup, new: Clearance, step: ClearanceStep) -> None:
        subject_id = subject.topic_id if isinstance(subject, Topic) else subject.group_id
        self._enter(office_id, subject_id, step)
        self.known[office_id, subject_id] = new
        topics, groups = self._offices.topic_list, self._offices.group_list
        if isinstance(subject, Topic):
            topics[subject.topic_id] = replace(topics[subject.topic_id], mode=mode_of(subject.mode, new))
        else:
            groups[subject_id] = replace(groups[subject_id], mode=mode_of(subject.mode, new))

    def steps(self, office_id: OfficeId | None, subject_id: str) -> tuple[ClearanceStep, ...]:
        return tuple(self.history.get((office_id, subject_id), ()))

    def switch(self, office_id: OfficeId | None) -> PauseSwitch:
        return self.switches.get(office_id, PauseSwitch())

    def turn(self, office_id: OfficeId | None, new: PauseSwitch, step: ClearanceStep) -> None:
        self._enter(office_id, "", step)
        self.switches[office_id] = new
        for known_id, office in self._offices.by_id.items():
            is_paused = any(self.switch(one).pause is not None for one in (None, known_id))
            self._offices.by_id[known_id] = replace(office, is_paused=is_paused)

    def _enter(self, office_id: OfficeId | None, subject_id: str, step: ClearanceStep) -> None:
        history = self.history.setdefault((office_id, subject_id), [])
        if step.number != len(history) + 1:
            raise ConcurrentChangeError
        history.append(step)
