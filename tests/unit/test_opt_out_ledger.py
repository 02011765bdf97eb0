"""Nobody who opted out is written to again without their own consent on record."""

import pytest

from civicline.domain.opting_out.opt_out_ledger import (
    UndoReason,
    UndoRefusedBecause,
    UndoRefusedError,
    UndoRequest,
    undone,
)
from civicline.domain.opting_out.suppression import Suppression, SuppressionReason
from tests.builders import NOW, a_suppression

ASKED = UndoRequest(
    reason=UndoReason.ASKED_AGAIN, note="She called the front desk.", by="staff-1", consent="“Text me again”, by phone"
)
MISREAD = UndoRequest(reason=UndoReason.MISREAD, note="A rezoning.", by="staff-1", consent="Her message of 3 May")
REPAIRED = UndoRequest(reason=UndoReason.REPAIRED, note="The mailbox was full.", by="staff-1")


def suppressed(reason: SuppressionReason) -> Suppression:
    return a_suppression(reason=reason)


@pytest.mark.parametrize(
    ("reason", "request_"),
    [
        pytest.param(SuppressionReason.OPT_OUT, ASKED, id="an opt-out, asked again"),
        pytest.param(SuppressionReason.OPT_OUT, MISREAD, id="an opt-out that was none"),
        pytest.param(SuppressionReason.COMPLAINT, ASKED, id="a complaint, asked again"),
        pytest.param(SuppressionReason.BOUNCE, REPAIRED, id="a bounce, repaired"),
    ],
)
def test_staff_undo_with_a_reason(reason: SuppressionReason, request_: UndoRequest) -> None:
    lifted = undone(suppressed(reason), request_, NOW)
    assert (lifted.suppression, lifted.lifted_at, lifted.lifted_by) == (suppressed(reason), NOW, "staff-1")
    assert (lifted.reason, lifted.note, lifted.consent) == (request_.reason, request_.note, request_.consent)


def without(request: UndoRequest, **changes: str) -> UndoRequest:
    said = {"note": request.note, "consent": request.consent} | changes
    return UndoRequest(reason=request.reason, by=request.by, **said)


@pytest.mark.parametrize(
    ("suppression", "request_", "because"),
    [
        pytest.param(None, ASKED, UndoRefusedBecause.NOT_SUPPRESSED, id="nothing to undo"),
        pytest.param(suppressed(SuppressionReason.LEGAL), ASKED, UndoRefusedBecause.LEGAL, id="closed by law"),
        pytest.param(a_suppression(), without(ASKED, note=" "), UndoRefusedBecause.NOTE_MISSING, id="no note"),
        pytest.param(a_suppression(), without(ASKED, note="x" * 1001), UndoRefusedBecause.NOTE_TOO_LONG, id="a novel"),
        pytest.param(a_suppression(), without(ASKED, consent=" "), UndoRefusedBecause.CONSENT_MISSING, id="no consent"),
        pytest.param(a_suppression(), without(MISREAD, consent=""), UndoRefusedBecause.CONSENT_MISSING, id="misread"),
        pytest.param(
            suppressed(SuppressionReason.COMPLAINT),
            without(ASKED, consent=""),
            UndoRefusedBecause.CONSENT_MISSING,
            id="a complaint, no consent",
        ),
        pytest.param(a_suppression(), REPAIRED, UndoRefusedBecause.WRONG_REASON, id="an opt-out is no bounce"),
        pytest.param(
            suppressed(SuppressionReason.BOUNCE), ASKED, UndoRefusedBecause.WRONG_REASON, id="a bounce is no opt-out"
        ),
    ],
)
def test_it_stays_where_the_undoing_does_not_stand(
    suppression: Suppression | None, request_: UndoRequest, because: UndoRefusedBecause
) -> None:
    with pytest.raises(UndoRefusedError) as refused:
        undone(suppression, request_, NOW)
    assert refused.value.reason is because
    assert refused.value.reason.sentence
