"""The API's query parameters, parsed and checked.

Imported by the API's views on first use, for pydantic takes its time.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from civicline.domain.channel import Channel
from civicline.domain.history.record import Outcome
from civicline.domain.reports.measures import Period
from functions.console.access import InvalidParameterError
from functions.console.volume_report import VolumeFilter

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
Cursor = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,100}$")]


class Query(BaseModel):
    """Parameters that are not known are refused, so that a misspelt filter never returns everything."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    office: Name | None = None


class VolumeQuery(Query):
    """`GET /api/v1/reports/volume`: days of the office, both included."""

    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")
    by: Period = Period.DAY
    channel: Channel | None = None
    topic: Name | None = None
    outcome: Outcome | None = None

    def filter(self, today: date) -> VolumeFilter:
        """The report asked for: up to `today` unless it says else, and one day long unless it says else.

        Raises InvalidParameterError where the days are the wrong way round or too many.
        """
        last = self.last or today
        first = self.first or last
        if first > last:
            raise InvalidParameterError("from", "“from”: should not be after “to”.")
        most = MOST_DAYS[self.by]
        if last - first >= timedelta(days=most):
            raise InvalidParameterError("from", f"“from”: counting by {self.by}, a report spans at most {most} days.")
        return VolumeFilter(
            first=first,
            last=last,
            by=self.by,
            channel=self.channel,
            topic_id=self.topic,
            outcome=self.outcome,
        )


class MessagesQuery(Query):
    """`GET /api/v1/messages`: the messages received on one day in UTC, newest first."""

    day: Day
    limit: Annotated[int, Field(ge=1, le=100)] = 25
    cursor: Cursor | None = None


Parsed = TypeVar("Parsed", bound=Query)


def parse(model: type[Parsed], given: Mapping[str, object]) -> Parsed:
    """The parsed query. Raises InvalidParameterError naming the first field that is wrong."""
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0])
        raise InvalidParameterError(field, f"“{field}”: {first['msg']}.") from error
