"""Lists of constituents as files: what spreadsheets write, and what is wrong with a row."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.constituent_lists.importing import check_list
from tools.constituent_lists.reading import ListUnreadableError, RawRow, read_list, spreadsheet_safe
from tools.constituent_lists.rows import ListRow, checked

PLAIN = "Name,Phone,E-mail,ZIP\nMaría López,(202) 555-0188,Maria@Example.net,80203\n"


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param(PLAIN, "utf-8", id="plain"),
        pytest.param(PLAIN, "utf-8-sig", id="Excel, with a byte order mark"),
        pytest.param(PLAIN.replace(",", "\t"), "utf-16", id="Excel, Unicode text"),
        pytest.param(PLAIN.replace(",", ";"), "utf-8", id="Excel where the comma is the decimal sign"),
        pytest.param(PLAIN.replace("\n", "\r\n"), "utf-8", id="lines as Windows ends them"),
        pytest.param(PLAIN * 3, "cp1252", id="a code page of Windows"),
    ],
)
def test_a_list_is_read_whatever_program_wrote_it(file: Any, content: str, encoding: str) -> None:
    row = checked(read_list(file(content, encoding)).rows[0])
    assert isinstance(row, ListRow)
    assert (row.name, row.phone, row.email, row.zip) == (
        "María López", "+12025550188", "maria@example.net", "80203",
    )  # fmt: skip


def test_columns_are_known_by_many_names_and_others_are_told(file: Any) -> None:
    text = "First Name;Last Name;Mobile Phone;Zip Code;Preferred Language;Voter ID;Shoe size\nAna;Lopez;2025550188;2139;Spanish;V-7;38\n"
    found = read_list(file(text))
    row = checked(found.rows[0])
    assert isinstance(row, ListRow)
    assert (row.name, row.zip, row.language, row.id) == ("Ana Lopez", "02139", "es", "V-7")
    assert found.ignored == ("Shoe size",)


def test_a_line_break_within_quotation_marks_does_not_shift_line_numbers(file: Any) -> None:
    text = 'name,phone,address\nAna,2025550188,"12 Elm St\nRiverbend"\nBo,12,\n'
    rows = read_list(file(text)).rows
    assert [row.line for row in rows] == [2, 4]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("name,shoe size\nAna,38\n", "a column “phone” or “email”", id="no way to reach anybody"),
        pytest.param("", "found: nothing", id="an empty file"),
        pytest.param('name,phone\n"Ana,2025550188\n', "quotation mark", id="a quotation mark that does not end"),
        pytest.param(b"PK\x03\x04" + bytes(range(256)) * 8, "no text|phone", id="a workbook instead of CSV"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_remedy(file: Any, content: str | bytes, told: str) -> None:
    with pytest.raises(ListUnreadableError, match=told):
        read_list(file(content))


FAULTS = {
    "a telephone number with a digit missing": ({"phone": "202 555 018"}, "phone", "check the digits"),
    "a telephone number that a spreadsheet rounded": ({"phone": "2.0255E+09"}, "phone", "format the column as text"),
    "an address without a domain": ({"email": "maria@"}, "email", "correct it or leave it empty"),
    "an address of half a domain": ({"email": "maria@example"}, "email", "correct it or leave it empty"),
    "a ZIP code of four digits and a plus": ({"phone": "2025550188", "zip": "8O203"}, "zip", "five digits"),
    "a language nobody knows": ({"phone": "2025550188", "language": "Elvish"}, "language", "ISO 639-1"),
    "nobody to reach": ({"name": "Maria"}, "", "add one or remove the row"),
    "more cells than columns": ({"phone": "2025550188", "extra": "x"}, "extra", "quote a value"),
    "a name as long as a letter": ({"phone": "2025550188", "name": "a" * 121}, "name", "at most 120"),
}


@pytest.mark.parametrize(("values", "column", "told"), FAULTS.values(), ids=FAULTS.keys())
def test_what_is_wrong_with_a_row_is_told_with_its_line_column_and_remedy(
    values: dict[str, str], column: str, told: str
) -> None:
    faults = checked(RawRow(line=7, values=values))
    assert isinstance(faults, list)
    assert (faults[0].line, faults[0].column) == (7, column)
    assert told in faults[0].problem


def test_the_same_number_under_two_names_in_one_list_is_a_conflict(file: Any) -> None:
    text = "name,phone,email\nAna,2025550188,\nBo,2025550188,bo@example.net\nana,(202) 555-0188,ana@example.net\n"
    found = check_list(read_list(file(text)))
    assert [line for line, _ in found.rows] == [2, 4]
    assert [(one.line, one.column, one.problem) for one in found.conflicts] == [
        (3, "phone", "line 2 has it under another name")
    ]


@given(st.text(max_size=40))
def test_no_value_becomes_a_formula_and_every_value_comes_back(value: str) -> None:
    safe = spreadsheet_safe(value)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe in (value, f"'{value}")


@given(st.dictionaries(st.sampled_from(["name", "phone", "email", "zip", "tags", "id", "extra"]), st.text(max_size=50)))
def test_no_row_is_too_odd_to_be_checked(values: dict[str, str]) -> None:
    assert checked(RawRow(line=2, values=values))
