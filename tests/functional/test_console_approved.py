"""Approved messages in the console: who may write, approve and retire them, and what the pages show."""

from dataclasses import replace
from datetime import timedelta

import pytest

from civicline.domain.approved.approval import retired
from civicline.domain.approved.approved_message import MessageVersion, Signatory, VersionStatus
from civicline.domain.channel import Channel
from civicline.domain.ids import ConstituentId
from tests.builders import NOW, POTHOLE, a_draft, a_message, a_record, a_topic, an_answered_record, an_approved_message
from tests.console_fakes import Answer, Browser, Stage, a_member

PAGE = "/approved-messages/pothole.sms.en"
ROSA = a_member("riverbend/approver", subject="staff-1", name="Rosa Diaz")
SAM = a_member("riverbend/approver", subject="staff-2", name="Sam Okafor")
WORDS = "Riverbend 311: a crew will look at it."


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.offices.topic_list[POTHOLE] = a_topic()
    return stage


def write(browser: Browser, text: str = WORDS, page: str = PAGE, **fields: str) -> Answer:
    return browser.post(page, {"csrf_token": "csrf-1", "text": text, **fields})


def step(browser: Browser, name: str, version: MessageVersion, **fields: str) -> Answer:
    form = {"csrf_token": "csrf-1", "version": str(version.version), "fingerprint": version.fingerprint, **fields}
    return browser.post(f"{PAGE}/{name}", form)


def newest(stage: Stage) -> MessageVersion:
    return max(stage.offices.approved, key=lambda version: version.version)


def test_a_text_is_written_submitted_by_one_and_approved_by_another(stage: Stage) -> None:
    rosa, sam = stage.browser(ROSA), stage.browser(SAM)
    answer = write(rosa, variant_1="Riverbend 311: ok.", variant_2="")
    assert (answer.status, answer.location) == (303, f"/api{PAGE}?version=1")
    assert (newest(stage).status, newest(stage).wordings) == (VersionStatus.DRAFT, (WORDS, "Riverbend 311: ok."))
    assert step(rosa, "submit", newest(stage)).status == 303
    assert step(sam, "approve", newest(stage)).status == 303
    assert newest(stage).status is VersionStatus.APPROVED
    page = sam.get(PAGE).text
    assert "Version 1: Approved" in page
    assert "by Rosa Diaz" in page
    assert "Approved 2026-11-22 12:05 by Sam Okafor" in page
    assert "Version 1 is in use." in page
    assert "Version 1 Approved, in use" in page


@pytest.mark.parametrize("topic", ["system.help", "system.emergency", "system.ask_zip"])
def test_messages_that_are_on_no_list_of_topics_are_written_as_well(stage: Stage, topic: str) -> None:
    page = f"/approved-messages/{topic}.sms.en"
    assert write(stage.browser(ROSA), "Riverbend 311: reply STOP to end.", page).status == 303
    assert stage.offices.approved[0].topic_id == topic
    assert "Version 1: Draft" in stage.browser(SAM).get(page).text


def test_nobody_approves_their_own_words(stage: Stage) -> None:
    rosa = stage.browser(ROSA)
    write(rosa)
    refused = step(rosa, "approve", newest(stage))
    assert refused.status == 403
    assert "a second person must" in refused.text
    assert newest(stage).status is VersionStatus.DRAFT


def test_an_approval_is_of_the_words_that_were_seen(stage: Stage) -> None:
    stage.offices.approved.append(a_draft())
    sam = stage.browser(SAM)
    for seen in (a_draft(text="Other.").fingerprint, ""):
        assert step(sam, "approve", newest(stage), fingerprint=seen).status == 409
    assert newest(stage).status is VersionStatus.DRAFT


def test_a_text_is_retired_with_a_reason_that_stays_on_record(stage: Stage) -> None:
    stage.offices.approved.append(an_approved_message())
    sam = stage.browser(SAM)
    assert step(sam, "retire", newest(stage), because=" ").status == 422
    assert step(sam, "retire", newest(stage), because="The crew moved.").status == 303
    assert newest(stage).status is VersionStatus.RETIRED
    assert "by Sam Okafor: The crew moved." in sam.get(PAGE).text


@pytest.mark.parametrize(
    ("role", "action", "status"),
    [
        ("viewer", "write", 403),
        ("viewer", "submit", 403),
        ("viewer", "approve", 403),
        ("agent", "write", 303),
        ("agent", "submit", 303),
        ("agent", "approve", 403),
        ("agent", "retire", 403),
        ("approver", "approve", 303),
        ("manager", "retire", 303),
    ],
)
def test_agents_write_and_approvers_approve(stage: Stage, role: str, action: str, status: int) -> None:
    stage.offices.approved.append(a_draft())
    browser = stage.browser(a_member(f"riverbend/{role}", subject="staff-9", name="Ada Lovelace"))
    answer = write(browser) if action == "write" else step(browser, action, a_draft(), because="Old.")
    assert answer.status == status
    assert len(stage.offices.approved) == (2 if (action, status) == ("write", 303) else 1)


@pytest.mark.parametrize("csrf_token", ["csrf-2", ""])
@pytest.mark.parametrize("action", ["", "/submit", "/approve", "/retire"])
def test_a_form_of_another_site_changes_nothing(stage: Stage, csrf_token: str, action: str) -> None:
    stage.offices.approved.append(a_draft())
    form = {"csrf_token": csrf_token, "text": WORDS, "version": "1", "fingerprint": a_draft().fingerprint}
    assert stage.browser(SAM).post(f"{PAGE}{action}", form).status == 403
    assert stage.offices.approved == [a_draft()]


def test_words_that_cannot_be_used_are_shown_again_with_what_is_wrong(stage: Stage) -> None:
    answer = write(stage.browser(ROSA), "Dear {first_name}, see bit.ly/x\r\n<b>now</b>")
    assert answer.status == 422
    assert "It was not saved." in answer.text
    assert "{first_name} has no fall-back" in answer.text
    assert "link shorteners" in answer.text
    assert answer.document.find(".//textarea[@id='text']").text == "Dear {first_name}, see bit.ly/x\n<b>now</b>"
    assert stage.offices.approved == []


def test_a_text_has_its_time_on_the_offices_clock(stage: Stage) -> None:
    rosa = stage.browser(ROSA)
    assert write(rosa, valid_from="2026-12-24T08:00", expires_at="2026-12-26T08:00").status == 303
    assert newest(stage).valid_from == NOW.replace(month=12, day=24, hour=13, minute=0, second=0, microsecond=0)
    assert "2026-12-24 08:00" in rosa.get(PAGE).text
    assert write(rosa, valid_from="2026-12-24T08:00", expires_at="2026-12-01T08:00").status == 422
    assert write(rosa, expires_at="soon").status == 422


def test_two_versions_are_compared(stage: Stage) -> None:
    stage.offices.approved += [
        an_approved_message(text="Riverbend 311: one.\nThe same."),
        a_draft(version=2, text="Riverbend 311: two.\nThe same."),
    ]
    page = stage.browser(SAM).get(f"{PAGE}?version=2&compare=1")
    assert [one.text for one in page.document.iter("del")] == ["Riverbend 311: one."]
    assert [one.text for one in page.document.iter("ins")] == ["Riverbend 311: two."]


def test_the_list_shows_how_each_message_stands(stage: Stage) -> None:
    stage.offices.approved += [
        an_approved_message(expires_at=NOW + timedelta(days=1)),
        a_draft(version=2),
        an_approved_message(channel=Channel.EMAIL, expires_at=NOW),
        a_draft(language="es"),
    ]
    page = stage.browser(a_member("riverbend/viewer")).get("/approved-messages")
    assert "Potholes, Text, English Version 2: Draft, 2026-10-23 13:05. Version 1 is approved until" in page.text
    assert "Potholes, E-mail, English Version 1: Approved, 2026-10-23 13:05. Version 1 has expired." in page.text
    assert "Potholes, Text, Spanish Version 1: Draft, 2026-10-13 13:05. Nothing is approved." in page.text
    assert page.document.find(".//form[@class='writing']") is None


def test_it_is_told_which_version_is_in_use_and_which_was_replaced(stage: Stage) -> None:
    stage.offices.approved += [an_approved_message(), an_approved_message(version=2)]
    stage.offices.approved += [an_approved_message(version=3, expires_at=NOW)]
    page = stage.browser(a_member("riverbend/viewer")).get(PAGE).text
    assert "No version is in use: staff answer." in page
    assert "Version 3 Approved, expired" in page
    assert "Version 2 Approved, replaced" in page
    stage.offices.approved.pop()
    page = stage.browser(a_member("riverbend/viewer")).get(PAGE).text
    assert "Version 2 is in use." in page
    assert "Version 1 Approved, replaced" in page


def test_a_version_that_its_retired_replacement_replaced_is_no_longer_listed_as_approved(stage: Stage) -> None:
    first, second = an_approved_message(), an_approved_message(version=2)
    stage.offices.approved += [first, retired(second, Signatory(name="Sam Okafor"), NOW, "The words were wrong.")]
    page = stage.browser(a_member("riverbend/viewer")).get("/approved-messages").text
    assert "Potholes, Text, English Version 2: Retired, 2026-11-22 12:05. Nothing is approved." in page


def test_a_message_that_nobody_has_written_begins_with_its_first_version(stage: Stage) -> None:
    browser = stage.browser(ROSA)
    empty = browser.get("/approved-messages")
    assert "Nobody has written any yet." in empty.text
    going = browser.get("/approved-messages?topic=pothole&channel=sms&language=es")
    assert (going.status, going.location) == (303, "/api/approved-messages/pothole.sms.es")
    page = browser.get("/approved-messages/pothole.sms.es")
    assert "Write the first version" in page.text
    assert page.document.find(".//input[@id='english_line']") is not None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/approved-messages/parking.sms.en", 404, id="a topic that the office has not"),
        pytest.param("/approved-messages/pothole", 404, id="no name"),
        pytest.param(f"{PAGE}?version=9", 404, id="a version that is not there"),
        pytest.param(f"{PAGE}?version=x", 422, id="no number"),
        pytest.param(f"{PAGE}/preview?version=2", 404, id="a preview of what is not there"),
        pytest.param("/approved-messages?cursor=x", 422, id="a damaged cursor"),
    ],
)
def test_what_is_not_there_is_told(stage: Stage, path: str, status: int) -> None:
    stage.offices.approved.append(a_draft())
    assert stage.browser(ROSA).get(path).status == status


def test_a_preview_shows_what_people_who_wrote_on_the_topic_would_get(stage: Stage) -> None:
    maria = stage.hold(an_answered_record(message=a_message(Channel.EMAIL, sender_name="Maria Lopez")))
    elsewhere = a_message(Channel.SMS, provider_id="other", constituent_id=ConstituentId("somebody"))
    stage.hold(a_record(message=elsewhere))
    stage.offices.approved.append(a_draft(channel=Channel.EMAIL, text="Hello {first_name|neighbor}."))
    page = stage.browser(a_member("riverbend/viewer")).get("/approved-messages/pothole.email.en/preview")
    assert "Somebody of whom nothing is known Hello neighbor." in page.text
    assert "Hello Maria." in page.text
    assert len(page.document.findall(".//article")) == 2
    links = [link.get("href") for link in page.document.iter("a")]
    assert f"/api/messages/{maria.message.message_id}" in links


def test_a_preview_counts_segments_and_tells_what_staff_must_answer(stage: Stage) -> None:
    stage.offices.approved += [a_draft(text=WORDS), a_draft(version=2, text="Dear {first_name},")]
    browser = stage.browser(ROSA)
    assert "38 characters, 1 segment of GSM-7." in browser.get(f"{PAGE}/preview?version=1").text
    assert "Staff would answer: The approved message needs a value" in browser.get(f"{PAGE}/preview").text


def test_what_a_person_wrote_is_shown_and_never_run(stage: Stage) -> None:
    stage.offices.approved.append(a_draft(text="<script>alert(1)</script>"))
    page = stage.browser(ROSA).get(PAGE)
    assert "<script>alert(1)</script>" in page.text
    assert not [one for one in page.document.iter("script") if "alert" in (one.text or "")]


def test_a_stranger_is_asked_to_sign_in(stage: Stage) -> None:
    assert stage.browser().get(PAGE).status == 303
    assert write(stage.browser()).status == 303
    assert stage.offices.approved == []


def test_of_two_who_save_at_the_same_moment_one_is_told(stage: Stage) -> None:
    stage.offices.approved.append(a_draft())
    kept = stage.console.approved_messages
    versions = kept.versions

    def while_somebody_else_saves(*asked: object) -> tuple[MessageVersion, ...]:
        found = versions(*asked)  # type: ignore[arg-type]
        stage.offices.approved[:] = [replace(a_draft(), version=1), a_draft(version=2, text="Theirs.")]
        return found

    kept.versions = while_somebody_else_saves  # type: ignore[method-assign]
    assert write(stage.browser(ROSA)).status == 409
    assert newest(stage).text == "Theirs."
