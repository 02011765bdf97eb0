"""The switch that stops the automatic replies of an office, or of everything, within a minute.

Fixed messages (opt-out, help, emergency) still leave: the law and people's lives ask for them.
"""

from dataclasses import dataclass

from civicline.domain.going_live.clearance import (
    LONGEST_REASON,
    ClearanceAction,
    ClearanceRefusedError,
    ClearanceStep,
    Pause,
    RefusedBecause,
    Wish,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseSwitch:
    """A switch as it stands; `number` is of its latest step, 0 before the first."""

    number: int = 0
    pause: Pause | None = None


def switched(known: PauseSwitch, wish: Wish) -> tuple[PauseSwitch, ClearanceStep]:
    """The switch after a wish to pause or to resume, and the step to keep. Raises ClearanceRefusedError."""
    because = wish.because.strip()
    if not because or len(because) > LONGEST_REASON:
        raise ClearanceRefusedError(
            RefusedBecause.NO_REASON, f"Say why, in at most {LONGEST_REASON} characters: it stays on record."
        )
    pauses = wish.action is ClearanceAction.PAUSE
    if pauses is (known.pause is not None):
        sentence = "It is paused already." if pauses else "It is not paused."
        raise ClearanceRefusedError(RefusedBecause.ALREADY_SO, sentence)
    step = ClearanceStep(number=known.number + 1, action=wish.action, by=wish.by, at=wish.at, because=because)
    return PauseSwitch(
        number=step.number, pause=Pause(by=wish.by, at=wish.at, because=because) if pauses else None
    ), step
