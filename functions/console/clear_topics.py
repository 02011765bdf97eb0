"""Look at how far topics have earned automation, put them live or in shadow; pause them, an office or everything."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from civicline.domain.errors import CiviclineError
from civicline.domain.going_live.clearance import Clearance, ClearanceAction, ClearanceStep, Wish, mode_of, stepped
from civicline.domain.going_live.evidence import Assessment, assessed, newest_version, window_of
from civicline.domain.going_live.pause_switch import PauseSwitch, switched
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office import Office, Topic, TopicGroup, TopicMode
from civicline.ports.classifying import Heads
from civicline.ports.going_live import Clearances
from civicline.ports.offices import Offices
from civicline.ports.reports import Aggregates


class SubjectUnknownError(CiviclineError):
    """Neither a topic nor a group of the office."""

    def __init__(self, subject_id: str) -> None:
        super().__init__(f"The office has no topic and no group “{subject_id}”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectView:
    """A topic, or a group with its own answer: how it stands and what its evidence says.

    `to_go_live` is judged by the evidence of the head that speaks alone, `to_stay` by the latest of any head.
    """

    subject: Topic | TopicGroup
    clearance: Clearance | None
    mode: TopicMode
    to_go_live: Assessment
    to_stay: Assessment

    @property
    def subject_id(self) -> str:
        """Its id."""
        return self.subject.topic_id if isinstance(self.subject, Topic) else self.subject.group_id

    @property
    def is_group(self) -> bool:
        """Whether it is a group of topics."""
        return isinstance(self.subject, TopicGroup)

    @property
    def is_sensitive(self) -> bool:
        """Whether it is a topic that is never answered automatically."""
        return isinstance(self.subject, Topic) and self.subject.is_sensitive

    @property
    def is_live(self) -> bool:
        """Whether it is live, under a pause or not."""
        return (self.clearance.mode if self.clearance else self.mode) is TopicMode.LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearTopics:
    """The use case behind the console's pages, the API and the commands."""

    offices: Offices
    clearances: Clearances
    aggregates: Aggregates
    heads: Heads
    clock: Callable[[], datetime]

    def views(self, office: Office) -> tuple[SubjectView, ...]:
        """Every topic and group of the office, one query for the evidence of each."""
        office_id = office.office_id
        known = self.clearances.listed(office_id)
        topics, groups = self.offices.topics(office_id), self.offices.groups(office_id)
        subjects: list[Topic | TopicGroup] = [*topics.values(), *groups.values()]
        head = self._head(office)
        return tuple(self._view(office, subject, known.get(_id_of(subject)), head) for subject in subjects)

    def view(self, office: Office, subject_id: str) -> SubjectView:
        """One topic or group. Raises SubjectUnknownError."""
        topics, groups = self.offices.topics(office.office_id), self.offices.groups(office.office_id)
        subject = topics.get(TopicId(subject_id)) or groups.get(subject_id)
        if subject is None:
            raise SubjectUnknownError(subject_id)
        known = self.clearances.listed(office.office_id).get(subject_id)
        return self._view(office, subject, known, self._head(office))

    def steps(self, office: Office, subject_id: str) -> tuple[ClearanceStep, ...]:
        """What was done to a topic or group so far."""
        return self.clearances.steps(office.office_id, subject_id)

    def take(self, office: Office, subject_id: str, action: ClearanceAction, *, by: str, because: str) -> SubjectView:
        """Take a step. Raises SubjectUnknownError, ClearanceRefusedError and ConcurrentChangeError."""
        seen = self.view(office, subject_id)
        wish = Wish(action=action, by=by, at=self.clock(), because=because)
        new, step = stepped(seen.subject, seen.clearance, wish, seen.to_go_live)
        self.clearances.save(office.office_id, seen.subject, new, step)
        return replace(seen, clearance=new, mode=mode_of(seen.subject.mode, new))

    def turn(self, office_id: OfficeId | None, action: ClearanceAction, *, by: str, because: str) -> PauseSwitch:
        """Turn the switch of an office, or for None that of everything: one write, whatever the number of offices.

        Raises ClearanceRefusedError and ConcurrentChangeError.
        """
        wish = Wish(action=action, by=by, at=self.clock(), because=because)
        new, step = switched(self.clearances.switch(office_id), wish)
        self.clearances.turn(office_id, new, step)
        return new

    def _head(self, office: Office) -> str | None:
        """The office's own head, if it promoted one; else the layer's speaks, and the newest evidence names it."""
        promoted = self.heads.latest(office.office_id)
        return promoted.head if promoted else None

    def _view(
        self, office: Office, subject: Topic | TopicGroup, clearance: Clearance | None, head: str | None
    ) -> SubjectView:
        budget = office.rules.wrong_reply_budget
        days = self.aggregates.evidence(office.office_id, _id_of(subject), window_of(budget))
        speaking = head or newest_version(days)
        first_day = clearance.evidence_from if clearance else ""
        return SubjectView(
            subject=subject,
            clearance=clearance,
            mode=_mode(subject, clearance),
            to_go_live=assessed(days, budget, speaking, first_day),
            to_stay=assessed(days, budget, first_day=first_day),
        )


def _mode(subject: Topic | TopicGroup, clearance: Clearance | None) -> TopicMode:
    """How it stands; whether a declaration counts in this stage only the offices know."""
    if clearance and clearance.is_declared and not clearance.pause:
        return subject.mode
    return mode_of(subject.mode, clearance)


def _id_of(subject: Topic | TopicGroup) -> str:
    return subject.topic_id if isinstance(subject, Topic) else subject.group_id
