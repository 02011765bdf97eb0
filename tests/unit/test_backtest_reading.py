"""Labelled messages from files as offices export them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tools.backtest.messages import BacktestError, Collection, LabelledMessage, MissingColumnError, without_duplicates
from tools.backtest.moments import read_moment
from tools.backtest.reading import read_labelled_csv

ROWS = "text,topic,at\nthe señal is broken on José Street again,lights,2026-03-01\n¿dónde voto?,voting,2026-03-02\n"


def texts(path: Path) -> list[str]:
    return [message.text for message in read_labelled_csv(path, text="text", topic="topic").messages]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(ROWS.encode(), id="UTF-8"),
        pytest.param(ROWS.encode("utf-8-sig"), id="UTF-8 with a byte-order mark, as spreadsheets write it"),
        pytest.param(ROWS.encode("utf-16"), id="UTF-16, which spreadsheets call Unicode text"),
        pytest.param(ROWS.encode("cp1252"), id="Windows Western"),
        pytest.param(ROWS.replace(",", ";").encode(), id="semicolons"),
        pytest.param(ROWS.replace(",", "\t").encode(), id="tabs"),
        pytest.param(ROWS.replace("\n", "\r\n\r\n").encode(), id="empty lines"),
    ],
)
def test_a_file_is_read_in_the_form_that_the_office_has(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(content)
    assert texts(file) == ["the señal is broken on José Street again", "¿dónde voto?"]


def test_the_report_says_when_a_charset_was_told_from_the_content(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(ROWS.encode("utf-16"))
    assert read_labelled_csv(file, text="text", topic="topic").notes == (
        "export.csv is not UTF-8; it was read as utf_16",
    )


def test_a_message_of_several_lines_is_one_message(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text('text,topic\n"one\ntwo, three",a\n', encoding="utf-8")
    assert texts(file) == ["one\ntwo, three"]


def test_rows_without_text_or_topic_are_set_aside_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("text,topic\nhello,a\n ,a\nhello there\nthere,b\n", encoding="utf-8")
    collection = read_labelled_csv(file, text="text", topic="topic")
    assert len(collection.messages) == 2
    assert (collection.read, collection.set_aside) == (4, {"without text or topic": 2})


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", "export.csv is empty", id="an empty file"),
        pytest.param(b"text,topic\n", "no row under its header text, topic", id="a header alone"),
        pytest.param(b"text,topic\nhello\0there,a\n", "no text in any charset", id="a zero byte"),
        pytest.param(b'text,topic\nhello,a\n"open,b\n', "line 3: not CSV", id="a quote that is never closed"),
        pytest.param(bytes(range(256)) * 50, "no text in any charset", id="a picture"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path: Path, content: bytes, problem: str) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(content)
    with pytest.raises(BacktestError, match=problem):
        read_labelled_csv(file, text="text", topic="topic")


def test_a_column_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("Text,Category\nhello,a\n", encoding="utf-8")
    with pytest.raises(MissingColumnError, match="no column 'text'; it has: Text, Category"):
        read_labelled_csv(file, text="text", topic="Category")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        pytest.param("2026-11-22T19:05:00-05:00", datetime(2026, 11, 23, 0, 5, tzinfo=UTC), id="ISO 8601"),
        pytest.param("2026-11-22T19:05:00Z", datetime(2026, 11, 22, 19, 5, tzinfo=UTC), id="ISO 8601 in UTC"),
        pytest.param("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC), id="a date"),
        pytest.param("11/22/2026 07:05:00 PM", datetime(2026, 11, 22, 19, 5, tzinfo=UTC), id="a 311 export"),
        pytest.param("Sun, 22 Nov 2026 19:05:00 +0100", datetime(2026, 11, 22, 18, 5, tzinfo=UTC), id="a mail's date"),
    ],
)
def test_times_are_read_as_office_systems_write_them(written: str, moment: datetime) -> None:
    assert read_moment(written) == moment


@pytest.mark.parametrize("written", ["22/11/2026", "yesterday", "", "1700000000"])
def test_a_time_that_would_have_to_be_guessed_is_refused_with_its_row(tmp_path: Path, written: str) -> None:
    file = tmp_path / "export.csv"
    file.write_text(f"text,topic,at\nhello,a,2026-01-01\nhello there,b,{written}\n", encoding="utf-8")
    with pytest.raises(BacktestError, match=r"export\.csv, line 3: .* in column 'at' is no time"):
        read_labelled_csv(file, text="text", topic="topic", time="at")


def test_copies_count_once_whatever_their_case_accents_and_punctuation() -> None:
    said = [("Pothole on Elm!", "roads"), ("pothole on elm", "roads"), ("POTHOLE, on Élm", "trees"), ("👍", "roads")]
    messages = tuple(LabelledMessage(text=text, topic=topic, place="line") for text, topic in said)
    kept = without_duplicates(Collection(messages=messages, read=4))
    assert [message.text for message in kept.messages] == ["Pothole on Elm!", "👍"]
    assert kept.set_aside == {"duplicate": 1, "duplicate with another topic": 1}


def test_of_copies_the_oldest_stays_so_that_no_test_message_is_known_from_training() -> None:
    messages = tuple(
        LabelledMessage(text="same words", topic="a", place=str(day), written_at=datetime(2026, 1, day, tzinfo=UTC))
        for day in (3, 1, 2)
    )
    assert [one.place for one in without_duplicates(Collection(messages=messages, read=3)).messages] == ["1"]
