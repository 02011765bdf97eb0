"""Times as office systems export them, read without guessing."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MONTH_FIRST = (
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
)
"""As US request systems export them; a day first is not among them, since 03/04 could be either."""


def read_moment(value: str) -> datetime:
    """A time in ISO 8601, with the month first as in the United States, or as in mail (RFC 5322); in UTC.

    A time without an offset is taken as UTC. Raises ValueError where it is none of these.
    """
    moment = _moment(value.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _moment(value: str) -> datetime:
    for read in (datetime.fromisoformat, *map(_reader, _MONTH_FIRST)):
        with suppress(ValueError):
            return read(value)
    return parsedate_to_datetime(value)


def _reader(form: str) -> Callable[[str], datetime]:
    return lambda value: datetime.strptime(value, form)  # noqa: DTZ007 (the caller adds the zone)
