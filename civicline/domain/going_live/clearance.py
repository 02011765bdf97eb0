"""How far a topic, or a group's own answer, has earned automation: in shadow, live or paused, on whose word and why.

A topic goes live when its evidence clears the office's wrong-reply budget and a manager says so; nobody can do it
without the evidence. The one exception is a declaration for demonstrations, which says so itself and which a production
stage takes for shadow.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from civicline.domain.errors import CiviclineError
from civicline.domain.going_live.evidence import Assessment, Evidence
from civicline.domain.office import Topic, TopicGroup, TopicMode

LONGEST_REASON = 500


class ClearanceAction(StrEnum):
    """What was done to a topic."""

    GO_LIVE = "go_live"
    DECLARE_LIVE = "declare_live"
    TO_SHADOW = "to_shadow"
    FALL_BACK = "fall_back"
    PAUSE = "pause"
    RESUME = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Automatic replies rest: on whose word (the identity provider's id or `operator:` and a login), when and why."""

    by: str
    at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceStep:
    """One step in how far a topic has earned automation; steps are numbered from 1 and never change.

    `evidence` and `bound` are what it rested on when it was taken, against the budget of that day.
    """

    number: int
    action: ClearanceAction
    by: str
    at: datetime
    because: str
    evidence: Evidence | None = None
    bound: float | None = None
    budget: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """How a topic stands: its mode (shadow or live) with the step that led there, and a pause on top of it.

    `number` is of its latest step; resuming goes back to the mode. Only evidence from `evidence_from` on counts: the
    office's day after it last fell back, so that it is earned anew.
    """

    mode: TopicMode
    decided: ClearanceStep
    number: int
    pause: Pause | None = None
    evidence_from: str = ""

    @property
    def is_declared(self) -> bool:
        """Whether it is live by somebody's declaration instead of evidence."""
        return self.mode is TopicMode.LIVE and self.decided.action is ClearanceAction.DECLARE_LIVE

    @property
    def has_fallen_back(self) -> bool:
        """Whether it went from live to shadow by itself, and nobody has decided anything since."""
        return self.decided.action is ClearanceAction.FALL_BACK


class RefusedBecause(StrEnum):
    """Why a step is not taken."""

    SENSITIVE = "sensitive"
    NOT_CLEARED = "not_cleared"
    NO_REASON = "no_reason"
    ALREADY_SO = "already_so"


class ClearanceRefusedError(CiviclineError):
    """A step that may not be taken; `assessment` holds the numbers where it is about evidence."""

    def __init__(self, reason: RefusedBecause, sentence: str, assessment: Assessment | None = None) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.assessment = assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants done to a topic, and why. What falls back says from which day on evidence counts again."""

    action: ClearanceAction
    by: str
    at: datetime
    because: str
    evidence_from: str = ""


def mode_of(given: TopicMode, clearance: Clearance | None, *, refuses_declared: bool = False) -> TopicMode:
    """The mode that counts. `given` is what the topic was set up with, which counts until the first step.

    Where declarations are refused, as in production, whatever is live without evidence is in shadow.
    """
    if clearance is None:
        return TopicMode.SHADOW if refuses_declared and given is TopicMode.LIVE else given
    if clearance.pause:
        return TopicMode.PAUSED
    return TopicMode.SHADOW if refuses_declared and clearance.is_declared else clearance.mode


def stepped(
    subject: Topic | TopicGroup, known: Clearance | None, wish: Wish, assessment: Assessment
) -> tuple[Clearance, ClearanceStep]:
    """The clearance after a wish, and the step to keep. Raises ClearanceRefusedError."""
    if not wish.because.strip() or len(wish.because) > LONGEST_REASON:
        raise ClearanceRefusedError(
            RefusedBecause.NO_REASON, f"Say why, in at most {LONGEST_REASON} characters: it stays on record."
        )
    _check(subject, known, wish, assessment)
    number = known.number + 1 if known else 1
    step = ClearanceStep(
        number=number,
        action=wish.action,
        by=wish.by,
        at=wish.at,
        because=wish.because.strip(),
        evidence=assessment.evidence,
        bound=assessment.bound,
        budget=assessment.budget,
    )
    return _after(known, step, wish.evidence_from), step


def _after(known: Clearance | None, step: ClearanceStep, evidence_from: str) -> Clearance:
    match step.action:
        case ClearanceAction.GO_LIVE | ClearanceAction.DECLARE_LIVE:
            return _decided(TopicMode.LIVE, known, step, known.evidence_from if known else "")
        case ClearanceAction.TO_SHADOW:
            return _decided(TopicMode.SHADOW, known, step, known.evidence_from if known else "")
        case ClearanceAction.FALL_BACK:
            return _decided(TopicMode.SHADOW, known, step, evidence_from)
    pause = Pause(by=step.by, at=step.at, because=step.because) if step.action is ClearanceAction.PAUSE else None
    if known is None:
        # A topic that was set up live without evidence comes back from a pause in shadow.
        return Clearance(mode=TopicMode.SHADOW, decided=step, number=step.number, pause=pause)
    return replace(known, number=step.number, pause=pause)


def _decided(mode: TopicMode, known: Clearance | None, step: ClearanceStep, evidence_from: str) -> Clearance:
    pause = known.pause if known else None
    return Clearance(mode=mode, decided=step, number=step.number, pause=pause, evidence_from=evidence_from)


def _check(subject: Topic | TopicGroup, known: Clearance | None, wish: Wish, assessment: Assessment) -> None:
    if wish.action in {ClearanceAction.GO_LIVE, ClearanceAction.DECLARE_LIVE}:
        _check_going_live(subject, known, wish, assessment)
    is_paused = mode_of(subject.mode, known) is TopicMode.PAUSED
    if wish.action is ClearanceAction.PAUSE and is_paused:
        raise ClearanceRefusedError(RefusedBecause.ALREADY_SO, "It is paused already.")
    if wish.action is ClearanceAction.RESUME and not is_paused:
        raise ClearanceRefusedError(RefusedBecause.ALREADY_SO, "It is not paused.")
    is_in_shadow = (known.mode if known else subject.mode) is TopicMode.SHADOW
    if wish.action in {ClearanceAction.TO_SHADOW, ClearanceAction.FALL_BACK} and is_in_shadow:
        raise ClearanceRefusedError(RefusedBecause.ALREADY_SO, "It is in shadow already.")


def _check_going_live(subject: Topic | TopicGroup, known: Clearance | None, wish: Wish, assessment: Assessment) -> None:
    if isinstance(subject, Topic) and subject.is_sensitive:
        raise ClearanceRefusedError(RefusedBecause.SENSITIVE, "A sensitive topic is never answered automatically.")
    if known and known.mode is TopicMode.LIVE and not known.is_declared:
        raise ClearanceRefusedError(RefusedBecause.ALREADY_SO, "It is live already.")
    if wish.action is ClearanceAction.GO_LIVE and not assessment.clears:
        raise ClearanceRefusedError(RefusedBecause.NOT_CLEARED, not_yet(assessment), assessment)


def not_yet(assessment: Assessment) -> str:
    """Why it may not go live yet, with the numbers and what is missing."""
    seen = assessment.evidence
    if assessment.is_shown_wrong:
        return (
            f"Not yet: {seen.known_wrong} of {seen.sent} sent replies and {seen.wrong} of {seen.judged} judged ones "
            f"are known to be wrong, which is more than the budget of {100 * assessment.budget:.1f} %."
        )
    return (
        f"Not yet: {seen.wrong} of {seen.judged} judged replies were wrong, so the rate may be as high as "
        f"{100 * assessment.bound:.1f} % (95 %), and the budget is {100 * assessment.budget:.1f} %. "
        f"{assessment.missing} more judged replies, all right, would clear it."
    )
