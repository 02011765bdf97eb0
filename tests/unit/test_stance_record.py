"""Stances are kept with the record, and records from before there were any can still be read."""

from dataclasses import replace

from civicline.adapters.dynamo import items
from civicline.domain.stances.proposal import Proposal, ProposalKind
from civicline.domain.stances.stance import Stance, StanceBasis, StanceFinding
from civicline.domain.topics.classification import Classification
from functions.console.record_json import record_json
from tests.builders import a_classification, a_record
from tools.cli.described import described

OPPOSED = StanceFinding(
    proposal=Proposal(kind=ProposalKind.BILL, reference="HB 1234"),
    stance=Stance.OPPOSE,
    confidence=1.0,
    basis=StanceBasis.WORDS,
)


def test_a_stance_is_stored_and_read_back() -> None:
    said = replace(a_classification(), stance=(OPPOSED,))
    assert items.load(Classification, items.dump(said)) == said


def test_a_record_from_before_there_were_stances_has_none() -> None:
    stored = items.dump(a_classification())
    del stored["stance"]
    assert items.load(Classification, stored) == a_classification()


def test_staff_and_programs_are_told_the_stance() -> None:
    record = a_record(classification=replace(a_classification(), stance=(OPPOSED,)))
    assert described(record)["stance"] == "HB 1234: oppose (words)"
    (told,) = record_json(record)["classification"]["stance"]
    assert told == {"proposal": "HB 1234", "kind": "bill", "stance": "oppose", "confidence": 1.0, "basis": "words"}
