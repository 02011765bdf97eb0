"""What use cases may rely on of `Quarantine`, on the fake and on S3 with DynamoDB alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from civicline.adapters.mail_store import S3RawMail
from civicline.adapters.quarantine import StoredQuarantine
from civicline.domain.errors import CursorInvalidError
from civicline.domain.ids import OfficeId, QuarantineId, quarantine_id
from civicline.domain.received.quarantine import QuarantinedItem
from civicline.ports.arrivals import Quarantine, RawMail
from tests.builders import NOW, RIVERBEND
from tests.mail_fakes import FakeQuarantine, FakeRawMail
from tools.chaos.cloud.storage import MemoryBuckets


@pytest.fixture(params=["fake", "memory", "aws"])
def quarantine(request: pytest.FixtureRequest) -> Quarantine:
    if request.param == "fake":
        return FakeQuarantine()
    if request.param == "memory":
        return StoredQuarantine(MemoryBuckets(), "mail", request.getfixturevalue("memory"), "RecordsTable")
    dynamodb: Any = request.getfixturevalue("dynamodb")
    s3 = boto3.client("s3", "us-east-1")
    s3.create_bucket(Bucket="mail")
    return StoredQuarantine(s3, "mail", dynamodb, "RecordsTable")


def an_item(number: int = 1, **changes: Any) -> QuarantinedItem:
    original = f"original {number}"
    item = QuarantinedItem(
        item_id=quarantine_id(original),
        office_id=RIVERBEND,
        reason="unreadable_mail",
        detail="neither a header nor a body",
        original=original.encode(),
        failed_at=NOW + timedelta(minutes=number),
        raw_location=f"s3://mail/mail/{number}",
    )
    return replace(item, **changes)


def ids_of(quarantine: Quarantine, office_id: OfficeId | None = RIVERBEND) -> list[QuarantineId]:
    return [entry.item_id for entry in quarantine.waiting(office_id, 10).entries]


def test_an_item_is_kept_as_it_came(quarantine: Quarantine) -> None:
    item = an_item()
    quarantine.keep(item)
    entry = quarantine.entry(item.item_id)
    assert entry
    assert (entry.office_id, entry.reason, entry.detail) == (RIVERBEND, item.reason, item.detail)
    assert (entry.size_bytes, entry.failures, entry.is_open) == (10, 1, True)
    assert (entry.first_failed_at, entry.failed_at) == (item.failed_at, item.failed_at)
    assert entry.raw_location == "s3://mail/mail/1"
    assert quarantine.original(item.item_id) == b"original 1"


def test_the_same_original_again_is_the_same_entry(quarantine: Quarantine) -> None:
    item = an_item()
    quarantine.keep(item)
    quarantine.keep(replace(item, failed_at=NOW + timedelta(hours=1), reason="mail_without_sender"))
    (entry,) = quarantine.waiting(RIVERBEND, 10).entries
    assert (entry.failures, entry.reason) == (2, "mail_without_sender")
    assert (entry.first_failed_at, entry.failed_at) == (item.failed_at, NOW + timedelta(hours=1))


def test_what_was_read_after_all_leaves_the_list_and_stays_on_record(quarantine: Quarantine) -> None:
    item = an_item()
    quarantine.keep(item)
    assert quarantine.release(item.item_id, NOW + timedelta(hours=2))
    assert ids_of(quarantine) == []
    entry = quarantine.entry(item.item_id)
    assert entry
    assert entry.released_at == NOW + timedelta(hours=2)
    assert quarantine.original(item.item_id) == b"original 1"


def test_what_fails_once_more_is_open_again(quarantine: Quarantine) -> None:
    item = an_item()
    quarantine.keep(item)
    quarantine.release(item.item_id, NOW)
    quarantine.keep(item)
    assert ids_of(quarantine) == [item.item_id]


def test_nothing_is_released_that_was_never_kept(quarantine: Quarantine) -> None:
    assert not quarantine.release(quarantine_id("nothing"), NOW)
    assert quarantine.entry(quarantine_id("nothing")) is None


def test_offices_and_nobody_have_lists_of_their_own(quarantine: Quarantine) -> None:
    ours, theirs, nobodys = an_item(1), an_item(2, office_id=OfficeId("lakeside")), an_item(3, office_id=None)
    for item in (ours, theirs, nobodys):
        quarantine.keep(item)
    lists = [ids_of(quarantine, office) for office in (RIVERBEND, OfficeId("lakeside"), None)]
    assert lists == [[ours.item_id], [theirs.item_id], [nobodys.item_id]]


def test_the_list_is_oldest_first_and_page_by_page(quarantine: Quarantine) -> None:
    items = [an_item(number) for number in range(5)]
    for item in reversed(items):
        quarantine.keep(item)
    seen: list[QuarantineId] = []
    cursor: str | None = None
    while True:
        page = quarantine.waiting(RIVERBEND, 2, cursor)
        seen += [entry.item_id for entry in page.entries]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [item.item_id for item in items]


def test_a_cursor_that_nobody_gave_out_is_refused(quarantine: Quarantine) -> None:
    with pytest.raises(CursorInvalidError):
        quarantine.waiting(RIVERBEND, 2, "nonsense")


@pytest.fixture(params=["fake", "aws"])
def raw_mail(request: pytest.FixtureRequest) -> RawMail:
    mails = {"mail/1": b"0123456789", "mail/empty": b""}
    if request.param == "fake":
        return FakeRawMail(mails)
    request.getfixturevalue("aws")
    s3 = boto3.client("s3", "us-east-1")
    s3.create_bucket(Bucket="mail")
    for key, body in mails.items():
        s3.put_object(Bucket="mail", Key=key, Body=body)
    return S3RawMail(s3)


@pytest.mark.parametrize(
    ("key", "found"),
    [("mail/1", b"0123"), ("mail/empty", None), ("mail/gone", None)],
    ids=["a mail", "an empty mail", "no mail"],
)
def test_the_beginning_of_a_mail_is_shown_without_fetching_it_whole(
    raw_mail: RawMail, key: str, found: bytes | None
) -> None:
    assert raw_mail.beginning(f"s3://mail/{key}", 4) == found
