"""The console's quarantine: who may look, what they see, and that it is only ever text."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.domain.ids import OfficeId, quarantine_id
from civicline.domain.received.quarantine import QuarantinedItem
from civicline.domain.staff import Role
from functions.console.quarantine import PAGE_SIZE
from tests.builders import NOW, RIVERBEND
from tests.console_fakes import Answer, Stage, a_member

EVIL = b"From: x\r\n\r\n<script>alert(1)</script>\x00\x1b[31m \xff\xe2\x80\xae"


@pytest.fixture
def stage() -> Stage:
    return Stage()


def an_item(number: int = 1, **changes: Any) -> QuarantinedItem:
    original = f'{{"number": {number}}}'
    item = QuarantinedItem(
        item_id=quarantine_id(original),
        office_id=RIVERBEND,
        reason="mail_without_sender",
        detail="no from",
        original=original.encode(),
        failed_at=NOW + timedelta(minutes=number),
        raw_location="s3://mail/mail/1",
    )
    return replace(item, **changes)


def get(stage: Stage, path: str, role: Role = Role.MANAGER) -> Answer:
    return stage.browser(a_member(f"riverbend/{role.label}")).get(path)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.APPROVER], ids=lambda role: role.label)
def test_whoever_does_not_run_the_office_may_not_look(stage: Stage, role: Role) -> None:
    stage.quarantine.keep(an_item())
    for path in ("/quarantine", f"/quarantine/{an_item().item_id}"):
        answer = get(stage, path, role)
        assert answer.status == 403
        assert "no from" not in answer.text
    assert "Quarantine" not in get(stage, "/", role).text


def test_a_manager_finds_the_list_from_every_page_and_the_oldest_first(stage: Stage) -> None:
    for number in (2, 1):
        stage.quarantine.keep(an_item(number))
    links = get(stage, "/").document.iterfind(".//header//a")
    assert "/api/quarantine" in {link.get("href") for link in links}
    answer = get(stage, "/quarantine")
    rows = [link.get("href") for link in answer.document.iterfind(".//ol[@class='messages']//a")]
    assert rows == [f"/api/quarantine/{an_item(number).item_id}" for number in (1, 2)]
    assert "The mail names nobody who could have sent it." in answer.text


def test_an_empty_quarantine_says_so(stage: Stage) -> None:
    assert "Nothing is in quarantine." in get(stage, "/quarantine").text


def test_an_entry_is_shown_as_text_with_the_command_to_try_it_again(stage: Stage) -> None:
    stage.raw_mail.mails["mail/1"] = EVIL
    stage.quarantine.keep(an_item())
    answer = get(stage, f"/quarantine/{an_item().item_id}")
    assert "<script>alert(1)</script>" in answer.text
    assert "<script>alert" not in answer.body
    assert not {"\x00", "\x1b", "\u202e"} & set(answer.body)
    assert f"civicline replay {an_item().item_id}" in answer.text
    assert "no from" in answer.text


def test_a_large_original_is_shown_in_part(stage: Stage) -> None:
    stage.raw_mail.mails["mail/1"] = b"x" * 100_000
    stage.quarantine.keep(an_item())
    answer = get(stage, f"/quarantine/{an_item().item_id}")
    assert "Only the beginning is shown" in answer.text
    assert len(answer.body) < 40_000


def test_an_entry_without_a_mail_is_shown_too(stage: Stage) -> None:
    stage.quarantine.keep(an_item(raw_location="", reason="not_a_text_message"))
    assert "not that of a text" in get(stage, f"/quarantine/{an_item().item_id}").text


def test_an_entry_that_was_read_after_all_says_so(stage: Stage) -> None:
    stage.quarantine.keep(an_item())
    stage.quarantine.release(an_item().item_id, NOW)
    assert "Read after all" in get(stage, f"/quarantine/{an_item().item_id}").text
    assert "Nothing is in quarantine." in get(stage, "/quarantine").text


@pytest.mark.parametrize(
    "item_id", ["x", str(OfficeId("riverbend")), quarantine_id("nothing")], ids=["letter", "word", "no entry"]
)
def test_what_is_not_there_is_not_found(stage: Stage, item_id: str) -> None:
    assert get(stage, f"/quarantine/{item_id}").status == 404


def test_another_offices_entries_do_not_exist_here(stage: Stage) -> None:
    stage.quarantine.keep(an_item(office_id=OfficeId("lakeside")))
    assert get(stage, f"/quarantine/{an_item().item_id}", Role.ADMIN).status == 404
    assert "Nothing is in quarantine." in get(stage, "/quarantine", Role.ADMIN).text


def test_what_is_for_no_known_office_is_for_administrators(stage: Stage) -> None:
    stage.quarantine.keep(an_item(office_id=None, reason="unknown_destination"))
    path = f"/quarantine/{an_item().item_id}"
    assert [get(stage, path, role).status for role in (Role.MANAGER, Role.ADMIN)] == [403, 200]
    assert get(stage, "/quarantine?whose=nobody", Role.MANAGER).status == 403
    assert "No office has the number" in get(stage, "/quarantine?whose=nobody", Role.ADMIN).text


def test_a_long_list_has_pages(stage: Stage) -> None:
    for number in range(PAGE_SIZE + 1):
        stage.quarantine.keep(an_item(number))
    first = get(stage, "/quarantine")
    (further,) = first.document.iterfind(".//a[@rel='next']")
    second = get(stage, further.get("href").removeprefix("/api"))
    assert len(list(second.document.iterfind(".//ol[@class='messages']/li"))) == 1
    assert "Back to the first page" in second.text


def test_a_page_that_no_longer_exists_is_refused(stage: Stage) -> None:
    assert get(stage, "/quarantine?cursor=nonsense").status == 422
