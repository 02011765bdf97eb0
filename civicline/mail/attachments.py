"""What a mail carries besides its words: named, measured and looked at, never opened."""

import re
from dataclasses import dataclass

from civicline.mail.entities import Entity
from civicline.mail.headers import read_line
from civicline.mail.transfer import decode_content

_SNIFFED_BYTES = 4_096
_WHOLE_BYTES = 65_536
MAX_ATTACHMENTS = 200

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftyp", "video/mp4"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/java-vm"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (0, b"MSCF", "application/vnd.ms-cab-compressed"),
    (0, b"#!", "text/x-script"),
    (0, b"<?xml", "text/xml"),
    (0, b"BEGIN:VCALENDAR", "text/calendar"),
    (0, b"BEGIN:VCARD", "text/vcard"),
)
"""Offset, bytes, type: the first that fits names the content, whatever the sender called it."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One enclosure; `size_bytes` is its size decoded, `declared_type` what the sender claims, in lower case."""

    filename: str
    declared_type: str
    detected_type: str
    size_bytes: int
    is_dangerous: bool


def read_attachment(raw: bytes, entity: Entity) -> Attachment:
    """Describe an entity that is not part of the words; an enclosed mail is named after its subject."""
    size, head = _measured(raw, entity)
    detected = detect_type(head, entity.content_type)
    filename = entity.filename or _enclosed_subject(entity)
    return Attachment(
        filename=filename,
        declared_type=entity.content_type,
        detected_type=detected,
        size_bytes=size,
        is_dangerous=is_dangerous(filename, detected),
    )


def detect_type(head: bytes, declared: str) -> str:
    """The type that the first bytes show, else the declared one."""
    for offset, mark, name in _SIGNATURES:
        if head.startswith(mark, offset):
            return name
    return "text/html" if _HTML.match(head) else declared


def is_dangerous(filename: str, detected_type: str) -> bool:
    """Whether opening it could run something: by the extension that counts, or by what its bytes are."""
    # Windows drops dots and spaces at the end of a name before it looks at the extension.
    extension = filename.rstrip(". ").rpartition(".")[2].lower() if "." in filename else ""
    return detected_type in _DANGEROUS_TYPES or extension in _DANGEROUS_EXTENSIONS


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
