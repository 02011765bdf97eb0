"""What a mail carries besides its words: named, measured and looked at; nothing is run, nothing unpacked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import filetype

from civicline.mail import tnef
from civicline.mail.entities import MAX_FILENAME_CHARS, Entity
from civicline.mail.headers import read_line
from civicline.mail.transfer import decode_content
from civicline.mail.untrusted import clean_line

_SNIFFED_BYTES = 4_096
_WHOLE_BYTES = 65_536
_MAX_MEMBERS = 5_000
MAX_ATTACHMENTS = 200
MAX_OPENED_BYTES = 12_000_000
"""How large an archive or a winmail.dat may be to be looked into."""
TNEF_TYPE = "application/ms-tnef"

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"MSCF", "application/vnd.ms-cab-compressed"),
    (0, b"\xca\xfe\xba\xbe", "application/java-vm"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, tnef.SIGNATURE, "application/ms-tnef"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"#!", "text/x-script"),
    (0, b"<?xml", "text/xml"),
    (0, b"BEGIN:VCALENDAR", "text/calendar"),
    (0, b"BEGIN:VCARD", "text/vcard"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftyphei", "image/heic"),
    (8, b"WEBP", "image/webp"),
)
"""Offset, bytes, type: what runs, and what the library `filetype` does not know; looked at before it."""

_HTML = re.compile(rb"\s*(?:<!--|<!doctype html|<html|<head|<body|<script|<svg)", re.IGNORECASE)

_DANGEROUS_TYPES = frozenset(
    {
        "application/vnd.microsoft.portable-executable",
        "application/x-executable",
        "application/java-vm",
        "application/x-mach-binary",
        "application/x-ms-shortcut",
        "application/vnd.ms-cab-compressed",
        "text/x-script",
        "text/html",
    }
)
_EXTENSIONS = (
    "ade adp apk app appx appxbundle appcontent-ms asp aspx bas bat bgi cab cer chm class cmd cnt com cpl crt csh"
    " desktop der diagcab dll dmg docm dotm exe fxp gadget grp hlp hpj hta htc htm html img inf ins iso isp its jar"
    " jnlp js jse ksh lnk mad maf mag mam maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz mht mhtml msc msh"
    " msh1 msh2 mshxml msi msix msp mst msu ops osd pcd pif pkg pl plg potm ppam ppsm pptm prf prg printerexport ps1"
    " ps1xml ps2 psc1 psc2 psd1 psdm1 pst py pyc pyo pyw pyz reg scf scr sct settingcontent-ms sh shb shs sldm slk"
    " svg swf sys theme tmp udl url vb vbe vbp vbs vhd vhdx vsmacros vsw vxd webpnp website ws wsb wsc wsf wsh xbap"
    " xhtml xlam xll xlm xlsb xlsm xltm xnk xsl"
)
_DANGEROUS_EXTENSIONS = frozenset(_EXTENSIONS.split())
"""Microsoft's "Blocked attachments in Outlook", and what opens in a browser or carries macros or disk images."""


_IN_DOCUMENTS = frozenset({"svg", "xsl", "inf", "img"})
"""Ordinary parts of office documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One enclosure; `size_bytes` is its size decoded, `declared_type` what the sender claims, in lower case."""

    filename: str
    declared_type: str
    detected_type: str
    size_bytes: int
    is_dangerous: bool


def read_attachments(raw: bytes, entity: Entity) -> list[Attachment]:
    """Describe an entity that is not part of the words; a winmail.dat stands for what is in it, unless damaged.

    An enclosed mail is named after its subject.
    """
    size, head = _measured(raw, entity)
    detected = detect_type(head, entity.content_type)
    files: list[Attachment] = []
    if detected == TNEF_TYPE and size <= MAX_OPENED_BYTES:
        read = tnef.read_tnef(decode_content(raw, entity).data)
        files = [_described(file.name, "", len(file.data), file.data) for file in read.files]
        if files and not read.is_damaged:
            return files
    opened = decode_content(raw, entity).data if _is_archive(detected) and size <= MAX_OPENED_BYTES else head
    filename = entity.filename or _enclosed_subject(entity)
    return [*files, _described(filename, entity.content_type, size, opened)]


def _described(filename: str, declared: str, size_bytes: int, data: bytes) -> Attachment:
    detected = detect_type(data[:_SNIFFED_BYTES], declared or "application/octet-stream")
    named = clean_line(filename, max_chars=1_000).replace("\\", "/").rpartition("/")[2][-MAX_FILENAME_CHARS:].strip()
    holds_danger = _is_archive(detected) and any(map(_is_dangerous_member, names_in_zip(data)))
    return Attachment(
        filename=named,
        declared_type=declared,
        detected_type=detected,
        size_bytes=size_bytes,
        is_dangerous=is_dangerous(named, detected) or holds_danger,
    )


def _is_archive(detected: str) -> bool:
    """ZIP, and the office formats that are ZIP inside."""
    return detected == "application/zip" or detected.startswith("application/vnd.openxmlformats-")


def _is_dangerous_member(name: str) -> bool:
    """Whether something in an archive could run: by its extension, or as the macros of a document."""
    member = name.rpartition("/")[2].lower()
    return member == "vbaproject.bin" or _extension(member) in _DANGEROUS_EXTENSIONS - _IN_DOCUMENTS


def names_in_zip(data: bytes) -> Iterator[str]:
    """The names in a ZIP's central directory (PKWARE APPNOTE 4.3.12); nothing is unpacked."""
    at = 0
    for _ in range(_MAX_MEMBERS):
        at = data.find(b"PK\x01\x02", at)
        if at < 0:
            return
        length = int.from_bytes(data[at + 28 : at + 30], "little")
        yield data[at + 46 : at + 46 + length].decode("utf-8", "replace")
        at += 46


def detect_type(head: bytes, declared: str) -> str:
    """The type that the first bytes show, whatever the sender called it; else the declared one."""
    for offset, mark, name in _SIGNATURES:
        if head.startswith(mark, offset):
            return name
    if _HTML.match(head):
        return "text/html"
    found = filetype.guess_mime(head)
    return found if isinstance(found, str) else declared


def is_dangerous(filename: str, detected_type: str) -> bool:
    """Whether opening it could run something: by the extension that counts, or by what its bytes are."""
    return detected_type in _DANGEROUS_TYPES or _extension(filename) in _DANGEROUS_EXTENSIONS


def _extension(filename: str) -> str:
    # Windows drops dots and spaces at the end of a name before it looks at the extension.
    return filename.rstrip(". ").rpartition(".")[2].lower() if "." in filename else ""


def _measured(raw: bytes, entity: Entity) -> tuple[int, bytes]:
    """Decoded size and first bytes, without decoding a large body."""
    encoded_bytes = entity.end - entity.start
    if encoded_bytes <= _WHOLE_BYTES:
        data = decode_content(raw, entity).data
        return len(data), data[:_SNIFFED_BYTES]
    head = decode_content(raw, entity, max_bytes=_SNIFFED_BYTES).data
    if entity.transfer_encoding == "base64":
        return _base64_size(raw, entity), head
    if entity.transfer_encoding == "quoted-printable":
        return len(decode_content(raw, entity).data), head
    return encoded_bytes, head


def _base64_size(raw: bytes, entity: Entity) -> int:
    line_ends = raw.count(b"\n", entity.start, entity.end) + raw.count(b"\r", entity.start, entity.end)
    padding = raw.count(b"=", max(entity.start, entity.end - 8), entity.end)
    return max(0, (entity.end - entity.start - line_ends) * 3 // 4 - padding)


def _enclosed_subject(entity: Entity) -> str:
    if not entity.children or entity.content_type not in {"message/rfc822", "message/global"}:
        return ""
    return read_line(entity.children[0].header.first("subject"), max_chars=150)
