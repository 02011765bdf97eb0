"""A list as a file: whatever a spreadsheet or another system wrote as CSV, as rows under names of ours.

Excel writes UTF-8 with a byte order mark, UTF-16 ("Unicode text") or the code page of its machine, and semicolons where
the comma is the decimal sign.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

FIELDS = {
    "name": ("name", "fullname", "contactname", "constituent", "nombre", "displayname"),
    "first_name": ("firstname", "givenname", "first"),
    "last_name": ("lastname", "familyname", "surname", "last"),
    "phone": ("phone", "phonenumber", "mobile", "mobilephone", "cell", "cellphone", "telephone", "tel", "telefono"),
    "email": ("email", "emailaddress", "mail", "correo"),
    "zip": ("zip", "zipcode", "zip5", "postalcode", "postcode", "codigopostal"),
    "address": ("address", "streetaddress", "address1", "mailingaddress", "street", "direccion"),
    "language": ("language", "lang", "preferredlanguage", "idioma"),
    "tags": ("tags", "tag", "groups", "interests"),
    "id": ("id", "externalid", "voterid", "constituentid", "personid", "recordid"),
}
"""Our columns, and what other systems call them; capitals, spaces and punctuation do not count."""

_LARGEST_BYTES = 200 * 1024 * 1024
_DELIMITERS = ",;\t|"
_SAMPLE_CHARACTERS = 20_000
_SPREADSHEET_GUARD = re.compile(r"^'(?=[=+\-@\t\r])")


class ListUnreadableError(Exception):
    """The file as a whole is no list; the text says what is wrong with it and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row as it stands in the file. `line` counts from 1, the header being the first."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstituentList:
    """A file, read. `content` is a hash of its bytes; `ignored` are columns that mean nothing here."""

    content: str
    encoding: str
    delimiter: str
    rows: tuple[RawRow, ...]
    ignored: tuple[str, ...]


def read_list(path: Path) -> ConstituentList:
    """The rows of a CSV file. Raises ListUnreadableError."""
    data = path.read_bytes()
    if len(data) > _LARGEST_BYTES:
        raise ListUnreadableError(f"{path} is larger than 200 MB: split it")
    text, encoding = _decoded(data, path)
    delimiter = _delimiter(text)
    lines = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    try:
        header = next(lines, [])
        columns = _columns(header, path)
        rows = tuple(_rows(lines, columns, header))
    except csv.Error as error:
        raise ListUnreadableError(f"{path}, line {lines.line_num}: {error}: is a quotation mark missing?") from None
    return ConstituentList(
        content=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        delimiter=delimiter,
        rows=rows,
        ignored=tuple(name for name, field in zip(header, columns, strict=True) if field is None and name.strip()),
    )


def _decoded(data: bytes, path: Path) -> tuple[str, str]:
    """UTF-8 where it is, with or without a byte order mark; else what the bytes look like."""
    try:
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-8-sig"), "utf-8"
        return data.decode("utf-16"), "utf-16"
    except UnicodeDecodeError:
        best = from_bytes(data).best()
    if best is None or "\x00" in str(best):
        raise ListUnreadableError(f"{path} is no text: save it as CSV UTF-8 (not as .xlsx)")
    return str(best), best.encoding


def _delimiter(text: str) -> str:
    try:
        return csv.Sniffer().sniff(text.partition("\n")[0] or text[:_SAMPLE_CHARACTERS], _DELIMITERS).delimiter
    except csv.Error:
        return ","


def _columns(header: list[str], path: Path) -> list[str | None]:
    known = {alias: field for field, aliases in FIELDS.items() for alias in aliases}
    columns = [known.get(re.sub(r"[^a-z0-9]", "", _plain(name))) for name in header]
    if not {"phone", "email"} & {*columns}:
        named = ", ".join(header[:12]) or "nothing"
        raise ListUnreadableError(
            f"{path} names no telephone numbers and no e-mail addresses: its first line should be a header with a "
            f"column “phone” or “email” (found: {named})"
        )
    return columns


def _plain(name: str) -> str:
    return name.strip().casefold().translate(str.maketrans("áéíóúñ", "aeioun"))


def _rows(lines: Iterator[list[str]], columns: list[str | None], header: list[str]) -> Iterator[RawRow]:
    """Every row with a value; of two columns that mean the same, the first one with a value counts."""
    reader: csv.Reader = lines  # type: ignore[name-defined]
    start = reader.line_num + 1
    for cells in reader:
        values: dict[str, str] = {"extra": " ".join(cells[len(header) :]).strip()}
        for field, cell in zip(columns, cells, strict=False):
            value = _SPREADSHEET_GUARD.sub("", cell.strip())
            if field and value and not values.get(field):
                values[field] = value
        if any(values.values()):
            yield RawRow(line=start, values=values)
        start = reader.line_num + 1


def spreadsheet_safe(value: str) -> str:
    """A value that no spreadsheet takes for a formula (OWASP, "CSV Injection"); `read_list` takes the guard off."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
