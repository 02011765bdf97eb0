"""The reference that one stage hands to the next, parsed at the edge of the stage that takes it up."""

from pydantic import BaseModel, ConfigDict, Field

from civicline.domain.ids import MessageId, OfficeId
from civicline.domain.received.message import MessageRef


class _Job(BaseModel):
    model_config = ConfigDict(extra="forbid")

    office_id: str = Field(min_length=1)
    message_id: str = Field(min_length=1)


def parse_job(body: str) -> MessageRef:
    """The reference in a queue record's body. Raises pydantic.ValidationError on anything else."""
    job = _Job.model_validate_json(body)
    return MessageRef(office_id=OfficeId(job.office_id), message_id=MessageId(job.message_id))
