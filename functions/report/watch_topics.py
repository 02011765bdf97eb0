"""Put topics back in shadow whose evidence no longer clears the office's wrong-reply budget."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from civicline.domain.errors import ConcurrentChangeError
from civicline.domain.going_live.clearance import Clearance, ClearanceAction, ClearanceRefusedError, Wish, stepped
from civicline.domain.going_live.evidence import assessed, day_after, window_of
from civicline.domain.history.journal import CIVICLINE
from civicline.domain.ids import OfficeId, TopicId
from civicline.domain.office import Topic, TopicGroup, TopicMode
from civicline.ports.going_live import Clearances
from civicline.ports.offices import Offices
from civicline.ports.reports import Aggregates, CountedChange

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenBack:
    """A topic or group that is in shadow from now on, and why."""

    office_id: OfficeId
    subject_id: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchTopics:
    """The part of the function `report` that looks at what it has just counted.

    It looks whenever a batch holds news about a topic, counted now or in an earlier delivery, so a function that dies
    between counting and looking looks when the batch comes again.
    """

    offices: Offices
    aggregates: Aggregates
    clearances: Clearances
    clock: Callable[[], datetime]

    def __call__(self, changes: Iterable[CountedChange]) -> tuple[FallenBack, ...]:
        """The topics that fall back now. Only a mistake, or one reply less, can make one fail."""
        touched = {
            (part.office_id, part.subject_id)
            for change in changes
            for part, evidence in change.evidence.items()
            if evidence.wrong > 0 or evidence.known_wrong > 0 or evidence.judged < 0
        }
        looked_at = (self._look_at(office_id, subject_id) for office_id, subject_id in sorted(touched))
        return tuple(filter(None, looked_at))

    def _look_at(self, office_id: OfficeId, subject_id: str) -> FallenBack | None:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._fall_back(office_id, subject_id)
            except ConcurrentChangeError:
                if attempt == _ATTEMPTS:
                    raise
        return None

    def _fall_back(self, office_id: OfficeId, subject_id: str) -> FallenBack | None:
        office, subject = self.offices.office(office_id), self._subject(office_id, subject_id)
        if office is None or subject is None:
            return None
        known = self.clearances.listed(office_id).get(subject_id)
        budget = office.rules.wrong_reply_budget
        days = self.aggregates.evidence(office_id, subject_id, window_of(budget))
        assessment = assessed(days, budget, first_day=known.evidence_from if known else "")
        failing = assessment.failing(is_declared=_is_without_evidence(known))
        if failing is None:
            return None
        now = self.clock()
        wish = Wish(
            action=ClearanceAction.FALL_BACK,
            by=CIVICLINE,
            at=now,
            because=failing.sentence,
            evidence_from=day_after(now, office.time_zone),
        )
        try:
            new, step = stepped(subject, known, wish, assessment)
        except ClearanceRefusedError:
            return None  # it is in shadow already
        self.clearances.save(office_id, subject, new, step)
        return FallenBack(office_id=office_id, subject_id=subject_id, because=failing)

    def _subject(self, office_id: OfficeId, subject_id: str) -> Topic | TopicGroup | None:
        return self.offices.topics(office_id).get(TopicId(subject_id)) or self.offices.groups(office_id).get(subject_id)


def _is_without_evidence(known: Clearance | None) -> bool:
    """Whether it is live because it was set up so, or by declaration."""
    return known is None or (known.mode is TopicMode.LIVE and known.is_declared)
