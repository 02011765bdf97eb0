"""Quarantine: what came in and could not be read, as a list and as text, for those who run the office."""

from uuid import UUID
from zoneinfo import ZoneInfo

from civicline.domain.errors import CursorInvalidError
from civicline.domain.ids import OfficeId, QuarantineId
from civicline.domain.received.quarantine import QuarantineEntry
from civicline.domain.staff import Role
from civicline.ports.arrivals import QuarantinePage
from functions.console import wording
from functions.console.access import Access, InvalidParameterError, NotFoundError, admit, require_role
from functions.console.parts import Console
from functions.console.rendering import page
from functions.console.sign_in import renewed
from functions.console.web import WebRequest, WebResponse

MAY_SEE = Role.MANAGER
MAY_SEE_NOBODYS = Role.ADMIN
"""What is for no known office may be for any; offices of one deployment share their administrators."""
PAGE_SIZE = 50
SHOWN_BYTES = 20_000
NOBODYS = "nobody"


def list_page(console: Console, request: WebRequest) -> WebResponse:
    """`GET /quarantine`: the open entries of the office, or with `whose=nobody` those of no known office."""
    access = _admitted(console, request)
    is_nobodys = request.query.get("whose") == NOBODYS
    if is_nobodys:
        require_role(access, MAY_SEE_NOBODYS)
    cursor = request.query.get("cursor") or None
    found = _found(console, None if is_nobodys else access.office.office_id, cursor)
    zone = ZoneInfo(access.office.time_zone)
    response = page(
        request,
        "quarantine.html",
        access=access,
        entries=found.entries,
        is_nobodys=is_nobodys,
        may_see_nobodys=access.role >= MAY_SEE_NOBODYS,
        cursor=cursor,
        next_cursor=found.next_cursor,
        local=lambda moment: wording.local(moment, zone),
        sentence=wording.quarantine_sentence,
    )
    return renewed(console, request, response, access.session)


def item_page(console: Console, request: WebRequest, item_id: str) -> WebResponse:
    """`GET /quarantine/{item_id}`: one entry, with the beginnings of its original and of its mail."""
    access = _admitted(console, request)
    entry = _entry(console, access, item_id)
    mail = console.raw_mail.beginning(entry.raw_location, SHOWN_BYTES) if entry.raw_location else None
    zone = ZoneInfo(access.office.time_zone)
    response = page(
        request,
        "quarantined.html",
        access=access,
        entry=entry,
        original=as_text(console.quarantine.original(entry.item_id)[:SHOWN_BYTES]),
        mail=None if mail is None else as_text(mail),
        is_cut=entry.size_bytes > SHOWN_BYTES or (mail is not None and len(mail) >= SHOWN_BYTES),
        local=lambda moment: wording.local(moment, zone),
        size=wording.size,
        sentence=wording.quarantine_sentence,
    )
    return renewed(console, request, response, access.session)


def as_text(data: bytes) -> str:
    """Any bytes as text that a browser shows and nothing runs; what is no character is shown as one."""
    return "".join(
        char if char.isprintable() or char in "\n\t" else "\ufffd"
        for char in data.decode("utf-8", "replace")
        if char != "\r"
    )


def _admitted(console: Console, request: WebRequest) -> Access:
    access = admit(console, request)
    require_role(access, MAY_SEE)
    return access


def _found(console: Console, office_id: OfficeId | None, cursor: str | None) -> QuarantinePage:
    try:
        return console.quarantine.waiting(office_id, PAGE_SIZE, cursor)
    except CursorInvalidError as error:
        raise InvalidParameterError("cursor", "This page of the list no longer exists.") from error


def _entry(console: Console, access: Access, item_id: str) -> QuarantineEntry:
    """The entry of this office or of nobody. Raises NotFoundError, also for that of another office."""
    try:
        entry = console.quarantine.entry(QuarantineId(str(UUID(item_id))))
    except ValueError as error:
        raise NotFoundError("This is not the id of anything in quarantine.") from error
    if entry is None or entry.office_id not in {None, access.office.office_id}:
        raise NotFoundError("There is nothing of this id in the office's quarantine.")
    if entry.office_id is None:
        require_role(access, MAY_SEE_NOBODYS)
    return entry
