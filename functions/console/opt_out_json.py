"""The public JSON form of suppressions and of the clock of an opt-out; documented in docs/api.md."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from civicline.domain.history.record import MessageRecord
from civicline.domain.office import Office
from civicline.domain.opting_out.opt_out_clock import opt_out_clock
from civicline.domain.opting_out.suppression import LiftedSuppression, Suppression
from functions.console.record_json import timestamp

Json = dict[str, Any]


def opt_out_json(record: MessageRecord, office: Office, now: datetime) -> Json:
    """By when the opt-out in a message must be honoured (47 CFR 64.1200(a)(10)), under `opt_out`; null for none."""
    clock = opt_out_clock(record, office.time_zone)
    if clock is None:
        return {"opt_out": None}
    today = now.astimezone(ZoneInfo(office.time_zone)).date()
    return {
        "opt_out": {
            "requested_at": timestamp(clock.requested_at),
            "due_on": clock.due_on.isoformat(),
            "is_open": clock.is_open,
            "business_days_left": clock.business_days_left(today) if clock.is_open else None,
        }
    }


def suppression_json(suppression: Suppression) -> Json:
    """Why, on what evidence, since when; the scope is one contact point, in one office."""
    return {
        "channel": suppression.contact_point.channel,
        "contact": suppression.contact_point.value,
        "scope": "contact_point",
        "reason": suppression.reason,
        "evidence": suppression.evidence,
        "message_id": suppression.message_id,
        "since": timestamp(suppression.since),
    }


def lifted_json(lifted: LiftedSuppression) -> Json:
    """A suppression that no longer holds, with who lifted it, why, and on whose consent."""
    return {
        **suppression_json(lifted.suppression),
        "lifted_at": timestamp(lifted.lifted_at),
        "lifted_by": lifted.lifted_by,
        "lifted_reason": lifted.reason,
        "note": lifted.note,
        "consent": lifted.consent,
    }
