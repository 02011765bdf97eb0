"""Labelled mail, read as inbound mail is."""

from pathlib import Path

import pytest

from tools.backtest.mail_reading import read_labelled_mail
from tools.backtest.messages import BacktestError, Collection, MissingColumnError


def a_mail(number: int, body: str = "The street light is out.", *more: str, date: bool = True) -> str:
    header = [
        "From: Jordan <jordan@example.net>",
        f"Message-ID: <{number}@example.net>",
        "Subject: Light",
        *(["Date: Sun, 22 Nov 2026 19:05:00 +0000"] if date else []),
        *more,
    ]
    return "\n".join([*header, "", body, ""])


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    file = tmp_path / "labels.csv"
    file.write_text(
        "message-id,file,topic\n<1@example.net>,,lights\n,two.eml,trash\n3@example.net,,trash\n,gone.eml,trash\n",
        encoding="utf-8",
    )
    return file


def read(path: Path, labels: Path, *, needs_dates: bool = False) -> Collection:
    return read_labelled_mail(path, labels, topic="topic", needs_dates=needs_dates)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "mails"
    folder.mkdir()
    return folder


def test_mail_is_matched_by_message_id_or_file_name(folder: Path, labels: Path) -> None:
    (folder / "one.eml").write_text(a_mail(1))
    (folder / "two.eml").write_text(a_mail(2, "No pickup today.\n\n> The light\n> is fixed"))
    found = read(folder, labels)
    assert [(one.text, one.topic) for one in found.messages] == [
        ("Light\nThe street light is out.", "lights"),
        ("Light\nNo pickup today.", "trash"),
    ]
    assert found.set_aside == {}
    assert found.notes == ("labels of labels.csv that belong to no mail: 2",)


def test_automatic_unreadable_and_unlabelled_mail_is_set_aside(folder: Path, labels: Path) -> None:
    (folder / "one.eml").write_text(a_mail(1))
    (folder / "two.eml").write_text("\n\n")
    (folder / "three.eml").write_text(a_mail(3, "I am away.", "Auto-Submitted: auto-replied"))
    (folder / "four.eml").write_text(a_mail(4))
    found = read(folder, labels)
    assert len(found.messages) == 1
    assert found.read == 4
    assert found.set_aside == {"unreadable mail": 1, "automatic mail": 1, "mail without a label": 1}


def test_a_mailbox_file_is_read_mail_by_mail(tmp_path: Path, labels: Path) -> None:
    box = tmp_path / "office.mbox"
    box.write_text("".join(f"From jordan Sun Nov 22 19:05:00 2026\n{a_mail(number)}\n" for number in (1, 3)))
    assert [(one.topic, one.place) for one in read(box, labels).messages] == [
        ("lights", "office.mbox, mail 1"),
        ("trash", "office.mbox, mail 2"),
    ]


def test_mail_without_a_date_cannot_be_put_in_order(folder: Path, labels: Path) -> None:
    (folder / "one.eml").write_text(a_mail(1, date=False))
    with pytest.raises(BacktestError, match=r"one\.eml has no Date"):
        read(folder, labels, needs_dates=True)


def test_a_folder_without_mail_and_a_file_that_is_no_mailbox_are_refused(
    tmp_path: Path, folder: Path, labels: Path
) -> None:
    with pytest.raises(BacktestError, match=r"no \.eml file"):
        read(folder, labels)
    with pytest.raises(BacktestError, match=r"labels\.csv is no mbox file"):
        read(labels, labels)


def test_labels_need_a_column_that_tells_the_mail(tmp_path: Path, folder: Path) -> None:
    (folder / "one.eml").write_text(a_mail(1))
    labels = tmp_path / "other.csv"
    labels.write_text("id,topic\n1,lights\n", encoding="utf-8")
    with pytest.raises(MissingColumnError, match="no column 'message-id'; it has: id, topic"):
        read(folder, labels)
