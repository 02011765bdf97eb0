"""The API's query parameters, parsed and checked.

Imported by the API's views on first use, for pydantic takes its time.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from civicline.domain.channel import Channel
from civicline.domain.measures import Period
from civicline.domain.record import Outcome
from functions.console.access import InvalidParameterError

MOST_DAYS = {Period.DAY: 400, Period.HOUR: 31}
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)


def _iso_date(value: object) -> object:
    """Only the plain form: pydantic would also take timestamps in seconds."""
    if isinstance(value, str) and len(value) != len("2026-11-22"):
        raise PydanticCustomError("day", "should be a day such as 2026-11-22")
    return value


def _in_reach(value: date) -> date:
    if not _EARLIEST <= value <= _LATEST:
        raise PydanticCustomError("day", "should be a day between 2000 and 2200")
    return value


Day = Annotated[date, BeforeValidator(_iso_date), AfterValidator(_in_reach)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,100}$")]


class _Query(BaseModel):
    """Parameters that are not known are refused, so that a misspelt filter never returns everything."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    office: Name | None = None


class VolumeQuery(_Query):
    """`GET /api/v1/reports/volume`: days of the office, both included; without any, today."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    by: Period = Period.DAY
    channel: Channel | None = None
    topic: Name | None = None
    outcome: Outcome | None = None

    @model_validator(mode="before")
    @classmethod
    def _default_to_today(cls, given: dict[str, Any]) -> dict[str, Any]:
        today = given.pop("today")
        last = given.get("to", today)
        return {"to": last, "from": last, **given}

    @model_validator(mode="after")
    def _check_span(self) -> "VolumeQuery":
        if self.first > self.last:
            raise PydanticCustomError("span", "should not be after “to”", {"field": "from"})
        most = MOST_DAYS[self.by]
        if self.last - self.first >= timedelta(days=most):
            sentence = f"should be at most {most} days before “to” when counting by {self.by}"
            raise PydanticCustomError("span", "{sentence}", {"field": "from", "sentence": sentence})
        return self


class MessagesQuery(_Query):
    """`GET /api/v1/messages`: the messages received on one day in UTC, newest first."""

    day: Day
    limit: Annotated[int, Field(ge=1, le=100)] = 25
    cursor: Annotated[str, Field(max_length=2000)] | None = None


Query = TypeVar("Query", bound=_Query)


def parse(model: type[Query], given: Mapping[str, object]) -> Query:
    """The parsed query. Raises InvalidParameterError naming the first field that is wrong."""
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else str(first.get("ctx", {}).get("field", "query"))
        raise InvalidParameterError(field, f"“{field}”: {first['msg']}.") from error
