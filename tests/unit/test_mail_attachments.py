"""Attachments: named safely, typed by their bytes, dangers told, and what Outlook wraps up unwrapped."""

import base64
import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.mail.attachments import detect_type, names_in_zip
from civicline.mail.mime import ParsedMail
from civicline.mail.tnef import SIGNATURE, read_tnef
from tests.mail_builders import PLAIN, mail, multipart, part


def test_winmail_dat_is_listed() -> None:
    blob = base64.b64encode(b"\x78\x9f\x3e\x22rest")
    attached = part("application/ms-tnef; name=winmail.dat", blob, "Content-Transfer-Encoding: base64")
    read = multipart("mixed", PLAIN, attached)
    assert [(each.filename, each.detected_type) for each in read.attachments] == [
        ("winmail.dat", "application/ms-tnef")
    ]


@pytest.mark.parametrize(
    ("header", "data", "filename", "is_dangerous"),
    [
        pytest.param('attachment; filename="photo.jpg"', b"\xff\xd8\xff", "photo.jpg", False, id="a photo"),
        pytest.param(
            'attachment; filename="photo.jpg"', b"MZ\x90\x00", "photo.jpg", True, id="a program called a photo"
        ),
        pytest.param('attachment; filename="bill.pdf.exe"', b"", "bill.pdf.exe", True, id="a double extension"),
        pytest.param('attachment; filename="bill.EXE. "', b"", "bill.EXE.", True, id="dots that Windows drops"),
        pytest.param("attachment; filename*=utf-8''s%C3%AD.pdf", b"%PDF-1.7", "sí.pdf", False, id="RFC 2231"),
        pytest.param('attachment; filename*0="a"; filename*1="b.pdf"', b"%PDF-", "ab.pdf", False, id="in pieces"),
        pytest.param('attachment; filename="=?utf-8?q?s=C3=AD.pdf?="', b"%PDF-", "sí.pdf", False, id="encoded word"),
        pytest.param('attachment; filename="../../etc/passwd"', b"", "passwd", False, id="folders are dropped"),
        pytest.param('attachment; filename="C:\\\\x\\\\a.docm"', b"PK\x03\x04", "a.docm", True, id="macros"),
        pytest.param('attachment; filename="gpj.\u202eexe"', b"", "gpj.exe", True, id="an extension read backwards"),
        pytest.param("attachment", b"<html><script>", "", True, id="a nameless page"),
    ],
)
def test_attachments_are_named_safely_and_dangers_known(
    header: str, data: bytes, filename: str, is_dangerous: bool
) -> None:
    attached = part("application/octet-stream", data, f"Content-Disposition: {header}")
    (attachment,) = multipart("mixed", PLAIN, attached).attachments
    assert (attachment.filename, attachment.is_dangerous) == (filename, is_dangerous)


def zipped(*names: str) -> bytes:
    """An archive of empty files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return data.getvalue()


WORD = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")

TYPES = {
    "a photo": (b"\xff\xd8\xff\xe0", "image/jpeg"),
    "an iPhone's photo": (b"\x00\x00\x00\x18ftypheic", "image/heic"),
    "a PDF": (b"%PDF-1.7", "application/pdf"),
    "a document": (zipped(*WORD), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "an archive": (zipped("a.txt"), "application/zip"),
    "a program": (b"MZ\x90\x00", "application/vnd.microsoft.portable-executable"),
    "a program for Linux": (b"\x7fELF\x02\x01", "application/x-executable"),
    "a shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    "a script": (b"#!/bin/sh", "text/x-script"),
    "a page": (b"  <!DOCTYPE html>", "text/html"),
    "an invitation": (b"BEGIN:VCALENDAR", "text/calendar"),
    "anything else": (b"hello", "application/x-unheard-of"),
    "nothing": (b"", "application/x-unheard-of"),
}


@pytest.mark.parametrize(("data", "found"), TYPES.values(), ids=TYPES)
def test_a_file_is_what_its_first_bytes_say(data: bytes, found: str) -> None:
    assert detect_type(data, "application/x-unheard-of") == found


ARCHIVES = {
    "of a text": (zipped("letter.txt"), "a.zip", False),
    "of a program": (zipped("pictures/holiday.jpg", "pictures/run.exe"), "a.zip", True),
    "that is a document": (zipped(*WORD), "a.docx", False),
    "that is a document with macros, renamed": (zipped(*WORD, "word/vbaProject.bin"), "a.docx", True),
    "cut off": (zipped("run.exe")[:40], "a.zip", False),
}


@pytest.mark.parametrize(("data", "filename", "is_dangerous"), ARCHIVES.values(), ids=ARCHIVES)
def test_an_archive_is_as_dangerous_as_what_it_holds(data: bytes, filename: str, is_dangerous: bool) -> None:
    (attachment,) = attached(data, filename).attachments
    assert attachment.is_dangerous == is_dangerous


def attached(data: bytes, filename: str, content_type: str = "application/octet-stream") -> ParsedMail:
    encoded = base64.encodebytes(data)
    header = (f'Content-Disposition: attachment; filename="{filename}"', "Content-Transfer-Encoding: base64")
    return multipart("mixed", PLAIN, part(content_type, encoded, *header))


def attribute(number: int, value: bytes) -> bytes:
    """One attribute of a winmail.dat."""
    return struct.pack("<BII", 2, number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*known: tuple[int, int, bytes]) -> bytes:
    """MAPI properties of variable length: name, type, value."""
    packed = [struct.pack("<I", len(known))]
    for name, kind, value in known:
        packed.append(struct.pack("<HHII", kind, name, 1, len(value)) + value + b"\x00" * (-len(value) % 4))
    return b"".join(packed)


def a_file(name: str, data: bytes, long_name: str = "") -> bytes:
    said = properties((0x3707, 0x1F, f"{long_name}\x00".encode("utf-16-le"))) if long_name else None
    return (
        attribute(0x00069002, b"\x00" * 14)
        + attribute(0x00018010, name.encode() + b"\x00")
        + attribute(0x0006800F, data)
        + (attribute(0x00069005, said) if said else b"")
    )


def winmail(*attributes: bytes) -> bytes:
    return SIGNATURE + b"\x01\x00" + b"".join(attributes)


def test_what_outlook_wraps_up_is_listed_file_by_file() -> None:
    data = winmail(
        a_file("HOLE~1.JPG", b"\xff\xd8\xff\xe0", "hole in Elm Street.jpg"), a_file("..\\..\\run.exe", b"MZ\x90")
    )
    read = attached(data, "winmail.dat", "application/ms-tnef")
    assert [(file.filename, file.detected_type, file.size_bytes, file.is_dangerous) for file in read.attachments] == [
        ("hole in Elm Street.jpg", "image/jpeg", 4, False),
        ("run.exe", "application/vnd.microsoft.portable-executable", 3, True),
    ]
    assert read.text == "Señal rota"


WORDS = {
    "as plain text": (attribute(0x0002800C, b"Fix the light.\x00"), "Fix the light."),
    "in the writer's code page": (
        attribute(0x00069007, struct.pack("<II", 1251, 0)) + attribute(0x0002800C, "Яма".encode("cp1251")),
        "Яма",
    ),
    "as a Unicode property": (
        attribute(0x00069003, properties((0x1000, 0x1F, "Señal rota\x00".encode("utf-16-le")))),
        "Señal rota",
    ),
    "as HTML": (
        attribute(0x00069003, properties((0x1013, 0x102, "<p>Señal <b>rota</b></p>".encode()))),
        "Señal rota",
    ),
}


@pytest.mark.parametrize(("inside", "words"), WORDS.values(), ids=WORDS)
def test_words_that_are_only_in_a_winmail_dat_are_read(inside: bytes, words: str) -> None:
    header = ("From: a@example.com", "Content-Type: application/ms-tnef; name=winmail.dat")
    read = mail(*header, "Content-Transfer-Encoding: base64", body=base64.encodebytes(winmail(inside)))
    assert read.text == words


def test_a_damaged_winmail_dat_is_listed_itself_with_what_could_be_read() -> None:
    data = winmail(a_file("a.pdf", b"%PDF-1.7"))
    read = attached(data + struct.pack("<BII", 2, 0x0006800F, 9_999_999), "winmail.dat", "application/ms-tnef")
    assert [file.filename for file in read.attachments] == ["a.pdf", "winmail.dat"]


@given(st.binary(max_size=600), st.integers(0, 300))
def test_any_bytes_are_a_winmail_dat_or_damaged(noise: bytes, at: int) -> None:
    whole = winmail(a_file("a.pdf", b"%PDF-1.7", "plan.pdf"), WORDS["as a Unicode property"][0])
    for data in (noise, SIGNATURE + noise, whole[:at], whole[:at] + noise + whole[at:]):
        read = read_tnef(data)
        assert len(read.files) <= 200


@given(st.binary(max_size=600))
def test_any_bytes_may_be_looked_at_as_an_archive(noise: bytes) -> None:
    for data in (noise, b"PK\x03\x04" + noise + b"PK\x01\x02" + noise):
        assert all(isinstance(name, str) for name in names_in_zip(data))
        detect_type(data, "application/octet-stream")
