"""The public JSON form of how topics stand, their evidence, and the switches; documented in docs/api.md."""

from typing import Any

from civicline.domain.going_live.clearance import ClearanceStep, Pause
from civicline.domain.going_live.evidence import COUNTS, Assessment, Evidence
from civicline.domain.going_live.pause_switch import PauseSwitch
from functions.console.clear_topics import SubjectView
from functions.console.record_json import timestamp

Json = dict[str, Any]


def subject_json(view: SubjectView) -> Json:
    """One topic or group."""
    clearance = view.clearance
    return {
        "id": view.subject_id,
        "kind": "group" if view.is_group else "topic",
        "name": view.subject.name_in("en"),
        "mode": view.mode,
        "is_sensitive": view.is_sensitive,
        "is_declared": clearance is not None and clearance.is_declared,
        "has_fallen_back": clearance is not None and clearance.has_fallen_back,
        "evidence_from": (clearance.evidence_from or None) if clearance else None,
        "decided": step_json(clearance.decided) if clearance else None,
        "pause": _pause(clearance.pause) if clearance and clearance.pause else None,
        "may_go_live": view.to_go_live.clears and not view.is_live and not view.is_sensitive,
        "to_go_live": assessment_json(view.to_go_live),
        "to_stay": assessment_json(view.to_stay),
    }


def assessment_json(assessment: Assessment) -> Json:
    """The numbers behind a verdict; shares are between 0 and 1."""
    return {
        "judged": assessment.evidence.judged,
        "wrong": assessment.evidence.wrong,
        "wrong_rate": assessment.rate,
        "upper_bound": assessment.bound,
        "budget": assessment.budget,
        "clears": assessment.clears,
        "right_judgements_missing": assessment.missing,
        "evidence": evidence_json(assessment.evidence),
    }


def evidence_json(evidence: Evidence) -> Json:
    """The counts, by how it is known."""
    return {name: getattr(evidence, name) for name in COUNTS}


def step_json(step: ClearanceStep) -> Json:
    """One step, with the numbers that it rested on."""
    return {
        "number": step.number,
        "action": step.action,
        "by": step.by,
        "at": timestamp(step.at),
        "because": step.because,
        "evidence": evidence_json(step.evidence) if step.evidence else None,
        "upper_bound": step.bound,
        "budget": step.budget,
    }


def switch_json(switch: PauseSwitch) -> Json:
    """One switch."""
    return {"is_paused": switch.pause is not None, "pause": _pause(switch.pause) if switch.pause else None}


def _pause(pause: Pause) -> Json:
    return {"by": pause.by, "at": timestamp(pause.at), "because": pause.because}
