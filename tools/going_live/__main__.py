"""`python -m tools.going_live`: topics that have just gone live, simulated until they fall back or audits are used up.

Prints, for some true rates of wrong replies, how often it falls back within so many audits, after how many of them, and
how many wrong replies had left by then. The rules themselves are those of civicline/domain/going_live/evidence.py.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from civicline.domain.going_live.error_bounds import missing_right
from civicline.domain.going_live.evidence import Assessment, DayOfEvidence, Evidence, latest, window_of

RATES = (0.0025, 0.005, 0.01, 0.02, 0.05, 0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One office: its budget, the share of replies that is audited, and for how many audits it is watched."""

    budget: float
    share: float
    audits: int
    is_strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One topic's life: whether it fell back, after how many audits, and how many wrong replies had left."""

    fell_back: bool
    audits: int
    wrong_sent: int


def lived(setting: Setting, rate: float, chance: random.Random) -> Life:
    """One topic from the moment at which it may go live, each day with one audit and the replies it stands for."""
    right = missing_right(0, 0, setting.budget)
    days = [DayOfEvidence(day="00000000", model_version="", evidence=Evidence(shadow_right=right))]
    replies, window, wrong_sent = round(1 / setting.share), window_of(setting.budget), 0
    for audit in range(1, setting.audits + 1):
        mistakes = [chance.random() < rate for _ in range(replies)]
        wrong_sent += sum(mistakes)
        seen = Evidence(audited_right=int(not mistakes[0]), audited_wrong=int(mistakes[0]), sent=replies)
        days.append(DayOfEvidence(day=f"{audit:08d}", model_version="", evidence=seen))
        if mistakes[0] and _fails(Assessment(evidence=latest(days[-window:], window), budget=setting.budget), setting):
            return Life(fell_back=True, audits=audit, wrong_sent=wrong_sent)
        if len(days) > 2 * window:
            days = days[-window:]
    return Life(fell_back=False, audits=setting.audits, wrong_sent=wrong_sent)


def _fails(assessment: Assessment, setting: Setting) -> bool:
    """By the rule, or by the strict reading of it, which forgives no mistake."""
    return not assessment.clears if setting.is_strict else assessment.failing() is not None


def _told(name: str, setting: Setting, lives: int, seed: int) -> None:
    print(f"{name}: budget {setting.budget:.1%}, {setting.share:.0%} audited, watched for {setting.audits} audits")
    print("| true rate | falls back | mean audits until then | mean wrong replies until then |")
    print("| --- | --- | --- | --- |")
    for rate in RATES:
        chance = random.Random(f"{seed} {rate}")  # noqa: S311 - a simulation
        found = [lived(setting, rate, chance) for _ in range(lives)]
        fallen = [life for life in found if life.fell_back]
        audits = sum(life.audits for life in fallen) / len(fallen) if fallen else 0.0
        wrong = sum(life.wrong_sent for life in fallen) / len(fallen) if fallen else 0.0
        print(f"| {rate:.2%} | {len(fallen) / lives:.1%} | {audits:.0f} | {wrong:.1f} |", flush=True)


def main(given: Sequence[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m tools.going_live", description=__doc__)
    parser.add_argument("--lives", type=int, default=500, help="topics simulated for each rate")
    parser.add_argument("--budget", type=float, default=0.02)
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--audits", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(given)
    setting = Setting(budget=asked.budget, share=asked.share, audits=asked.audits)
    _told("The rule", setting, asked.lives, asked.seed)
    _told("Without forgiving one mistake", replace(setting, is_strict=True), asked.lives, asked.seed)


if __name__ == "__main__":
    main()
