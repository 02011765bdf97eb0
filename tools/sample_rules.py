"""Rules of offices that are not real: of the sample, and of those that are measured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain.ids import OfficeId
from civicline.domain.office_rules import OfficeRules

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SAMPLE_RULES = OfficeRules(undo_seconds_email=10)
"""Long enough to try the button that stops a reply, short enough to wait for."""

WITHOUT_LIMITS = OfficeRules(
    undo_seconds_email=0, replies_per_sender=1_000, replies_per_subject=1_000, repeats_of_text=1_000
)
"""For measuring: one sender and one text stand for many, and no reply waits."""


@contextmanager
def limits_lifted(client: DynamoDBClient, table: str, office_id: str) -> Iterator[None]:
    """Let an office answer whatever it is sent, until the block ends. Raises LookupError if it is not set up."""
    offices = DynamoOffices(client, table)
    office = offices.office(OfficeId(office_id))
    if office is None:
        raise LookupError(f"office {office_id} is not set up")
    offices.save_office(replace(office, rules=WITHOUT_LIMITS))
    try:
        yield
    finally:
        offices.save_office(office)
