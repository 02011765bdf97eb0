"""How topics stand, and the switches that stop everything."""

from collections.abc import Mapping
from typing import Protocol

from civicline.domain.going_live.clearance import Clearance, ClearanceStep
from civicline.domain.going_live.pause_switch import PauseSwitch
from civicline.domain.ids import OfficeId
from civicline.domain.office import Topic, TopicGroup


class Clearances(Protocol):
    """How far topics and groups have earned automation, and the switches that stop it; as they are at this moment."""

    def listed(self, office_id: OfficeId) -> Mapping[str, Clearance]:
        """The clearances of topics and groups by their ids; none for those that stand as they were set up."""

    def save(self, office_id: OfficeId, subject: Topic | TopicGroup, new: Clearance, step: ClearanceStep) -> None:
        """Keep a step and how the topic stands after it. Raises ConcurrentChangeError where another was first."""

    def steps(self, office_id: OfficeId | None, subject_id: str) -> tuple[ClearanceStep, ...]:
        """The steps with a topic or group, or with "" of the office's switch, for None of everything's, in order."""

    def switch(self, office_id: OfficeId | None) -> PauseSwitch:
        """The switch of an office; of None, that of everything."""

    def turn(self, office_id: OfficeId | None, new: PauseSwitch, step: ClearanceStep) -> None:
        """Turn a switch. Raises ConcurrentChangeError where somebody else was first."""
