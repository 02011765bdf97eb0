"""Labelled messages from a CSV file, in whatever charset and with whatever separator a system exports."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from charset_normalizer import from_bytes

from tools.backtest.messages import BacktestError, Collection, LabelledMessage, MissingColumnError
from tools.backtest.moments import read_moment

WITHOUT_TEXT_OR_TOPIC = "without text or topic"

_SEPARATORS = ",;\t|"
_SAMPLE_BYTES = 200_000
_WESTERN = "cp1252"
_LONGEST_CELL = 5_000_000
"""Characters; the csv module's own limit, 131,072, is shorter than some mails. Its limit is one for the process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A CSV file: its columns, its rows with the line each ends on, and the charset that it was read in."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    charset: str

    def require(self, *columns: str) -> None:
        """Raises `MissingColumnError` where one of these is not there."""
        for column in columns:
            if column not in self.columns:
                raise MissingColumnError(self.file, column, self.columns)


def read_labelled_csv(path: Path, *, text: str, topic: str, time: str | None = None) -> Collection:
    """The messages of a CSV file; `text`, `topic` and `time` are its columns.

    Rows without text or topic are set aside. Raises `BacktestError` where the file cannot be read, and where a time
    is not understood.
    """
    table = read_table(path)
    table.require(text, topic, *([time] if time else []))
    messages = []
    for line, row in table.rows:
        words, label = row[text].strip(), row[topic].strip()
        if not (words and label):
            continue
        place = f"{path.name}, line {line}"
        written_at = _moment(row[time], place, time) if time else None
        messages.append(LabelledMessage(text=words, topic=label, place=place, written_at=written_at))
    empty = len(table.rows) - len(messages)
    return Collection(
        messages=tuple(messages),
        read=len(table.rows),
        set_aside=Counter({WITHOUT_TEXT_OR_TOPIC: empty}) if empty else {},
        notes=() if table.charset == "utf-8" else (f"{path.name} is not UTF-8; it was read as {table.charset}",),
    )


def _moment(value: str, place: str, column: str) -> datetime:
    try:
        return read_moment(value)
    except (ValueError, OverflowError):
        raise BacktestError(
            f"{place}: {value[:40]!r} in column {column!r} is no time that is understood: write it as "
            "2026-11-22T19:05:00 or 11/22/2026 07:05:00 PM"
        ) from None


def read_table(path: Path) -> Table:
    """A CSV file whose first row names the columns. Raises `BacktestError`."""
    content, charset = _decoded(path)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=_separator(content), strict=True)
    try:
        columns = tuple(name.strip() for name in next(reader, []))
        rows = tuple((reader.line_num, _by_column(columns, row)) for row in reader if row)
    except csv.Error as error:
        raise BacktestError(f"{path.name}, line {reader.line_num}: not CSV ({error}): export the file again") from None
    if not any(columns):
        raise BacktestError(f"{path.name} is empty: export a CSV file whose first row names the columns")
    if not rows:
        raise BacktestError(f"{path.name} has no row under its header {', '.join(columns)}: export the messages too")
    return Table(file=path.name, columns=columns, rows=rows, charset=charset)


def _by_column(columns: Sequence[str], row: Sequence[str]) -> Mapping[str, str]:
    """The row's cells by column, a short row filled up."""
    filled = [*row, *([""] * (len(columns) - len(row)))]
    return dict(zip(columns, filled, strict=False))


def _separator(content: str) -> str:
    """The separator that the first line has most of; a comma where it has none."""
    first, _, _ = content.partition("\n")
    return max(_SEPARATORS, key=first.count)


def _decoded(path: Path) -> tuple[str, str]:
    """The text of the file and its charset: UTF-8 where it fits, otherwise what fits best."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BacktestError(f"{path} cannot be read: {error.strerror}") from error
    for charset in ("utf-8-sig", _likeliest(content[:_SAMPLE_BYTES])):
        with suppress(UnicodeDecodeError):
            text = content.decode(charset).removeprefix("\ufeff")
            if "\0" not in text:
                return text, charset.removesuffix("-sig")
    raise BacktestError(f"{path.name} is no text in any charset that can be told: save it as CSV UTF-8")


def _likeliest(sample: bytes) -> str:
    """The charset that fits best. Windows Western, which offices have most, wins over one that fits as well."""
    matches = from_bytes(sample)
    best = matches.best()
    western = next((match for match in matches if match.encoding == _WESTERN), None)
    if best is None:
        return "utf-8"
    return _WESTERN if western and western.chaos <= best.chaos else best.encoding
