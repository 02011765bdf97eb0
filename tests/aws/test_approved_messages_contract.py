"""Approved messages as staff keep them, on the fake and on DynamoDB alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from civicline.adapters.dynamo.approved_messages import DynamoApprovedMessages
from civicline.adapters.dynamo.offices import DynamoOffices
from civicline.domain.approved.approval import approved, retired, submitted
from civicline.domain.approved.approved_message import MessageVersion, VersionStatus
from civicline.domain.errors import ConcurrentChangeError, CursorInvalidError
from civicline.domain.ids import OfficeId, TopicId
from civicline.ports.approved import ApprovedMessages, MessageChange
from tests.approved_fakes import FakeApprovedMessages
from tests.builders import APPROVER, AUTHOR, NOW, POTHOLE, RIVERBEND, a_draft

DRAFT = a_draft(variants=("Riverbend 311: thanks.",), valid_from=NOW, expires_at=NOW + timedelta(days=9))


@pytest.fixture(params=["fake", "memory", "dynamodb"])
def messages(request: pytest.FixtureRequest) -> ApprovedMessages:
    if request.param == "fake":
        return FakeApprovedMessages()
    return DynamoApprovedMessages(request.getfixturevalue(request.param), "RecordsTable")


def save(messages: ApprovedMessages, changed: MessageVersion, *versions: MessageVersion) -> MessageVersion:
    messages.save(RIVERBEND, [MessageChange(versions=versions, changed=changed)])
    return changed


def kept(messages: ApprovedMessages) -> tuple[MessageVersion, ...]:
    return messages.versions(RIVERBEND, POTHOLE)


def test_a_version_and_each_step_with_it_is_kept_as_it_was(messages: ApprovedMessages) -> None:
    version = save(messages, DRAFT)
    assert kept(messages) == (DRAFT,)
    for step in (
        lambda one: submitted(one, AUTHOR, NOW),
        lambda one: approved(one, APPROVER, NOW, fingerprint=one.fingerprint),
        lambda one: retired(one, APPROVER, NOW, "Old."),
    ):
        version = save(messages, step(version), version)
        assert kept(messages) == (version,)
    assert kept(messages)[0].approval == version.approval
    assert version.approval


def test_versions_stay_beside_one_another(messages: ApprovedMessages) -> None:
    save(messages, DRAFT)
    second = save(messages, replace(DRAFT, version=2, text="Riverbend 311: newer."), DRAFT)
    assert set(kept(messages)) == {DRAFT, second}
    (line,) = messages.listed(RIVERBEND, 10).messages
    assert (line.version, line.status, line.approved_version) == (2, VersionStatus.DRAFT, None)


def test_of_two_who_write_at_the_same_moment_one_is_refused(messages: ApprovedMessages) -> None:
    save(messages, DRAFT)
    save(messages, replace(DRAFT, version=2, text="Mine."), DRAFT)
    with pytest.raises(ConcurrentChangeError):
        save(messages, replace(DRAFT, version=2, text="Yours."), DRAFT)
    assert {version.text for version in kept(messages)} == {DRAFT.text, "Mine."}


def test_a_step_on_a_version_that_changed_meanwhile_is_refused(messages: ApprovedMessages) -> None:
    save(messages, DRAFT)
    gone = save(messages, retired(DRAFT, APPROVER, NOW, "Wrong."), DRAFT)
    with pytest.raises(ConcurrentChangeError):
        save(messages, approved(DRAFT, APPROVER, NOW, fingerprint=DRAFT.fingerprint), DRAFT)
    assert kept(messages) == (gone,)


def test_a_first_version_is_not_written_over(messages: ApprovedMessages) -> None:
    save(messages, DRAFT)
    with pytest.raises(ConcurrentChangeError):
        save(messages, replace(DRAFT, text="Behind one's back."))
    assert kept(messages) == (DRAFT,)


def test_the_list_tells_how_each_message_stands_page_by_page(messages: ApprovedMessages) -> None:
    topics = [TopicId(f"topic_{number:02}") for number in range(5)]
    drafts = [replace(DRAFT, topic_id=topic_id) for topic_id in topics]
    messages.save(RIVERBEND, [MessageChange(versions=(), changed=draft) for draft in drafts])
    approval = approved(drafts[0], APPROVER, NOW + timedelta(hours=1), fingerprint=drafts[0].fingerprint)
    save(messages, approval, drafts[0])
    found, cursor = [], None
    while True:
        page = messages.listed(RIVERBEND, 2, cursor)
        found += page.messages
        cursor = page.next_cursor
        if cursor is None:
            break
    assert [line.name.topic_id for line in found] == topics
    assert (found[0].approved_version, found[0].status) == (1, VersionStatus.APPROVED)
    assert (found[0].starts_at, found[0].expires_at) == (approval.starts_at, DRAFT.expires_at)
    assert (found[0].changed_at, found[1].changed_at) == (NOW + timedelta(hours=1), DRAFT.written_at)


def test_an_office_sees_its_own_only(messages: ApprovedMessages) -> None:
    save(messages, DRAFT)
    assert messages.versions(OfficeId("lakeside"), POTHOLE) == ()
    assert messages.listed(OfficeId("lakeside"), 10).messages == ()


def test_a_damaged_cursor_is_refused(messages: ApprovedMessages) -> None:
    with pytest.raises(CursorInvalidError):
        messages.listed(RIVERBEND, 10, "damaged")


def test_a_starter_packs_worth_of_texts_is_kept_at_once_and_read_as_the_reply_function_reads_it(dynamodb: Any) -> None:
    stored = DynamoApprovedMessages(dynamodb, "RecordsTable")
    drafts = [replace(DRAFT, topic_id=TopicId(f"topic_{number:03}")) for number in range(120)]
    stored.save(RIVERBEND, [MessageChange(versions=(), changed=draft) for draft in drafts])
    assert len(stored.listed(RIVERBEND, 200).messages) == 120
    offices = DynamoOffices(dynamodb, "RecordsTable")
    assert offices.approved_messages(RIVERBEND, TopicId("topic_119")) == (drafts[119],)
