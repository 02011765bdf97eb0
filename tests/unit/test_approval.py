"""From draft to approved to retired, and which version is in effect."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from civicline.domain.approved.approval import (
    MOST_VERSIONS,
    ApprovalRefusedError,
    RefusedBecause,
    approved,
    retired,
    submitted,
    written,
)
from civicline.domain.approved.approved_message import (
    MessageName,
    MessageNameError,
    MessageVersion,
    Signatory,
    VersionStatus,
    latest_in_effect,
)
from civicline.domain.approved.message_checks import Fault, Problem
from civicline.domain.channel import Channel
from tests.builders import APPROVER, AUTHOR, NOW, a_draft, an_approved_message

DAY = timedelta(days=1)


def approve(version: MessageVersion, by: Signatory = APPROVER, at: datetime = NOW) -> MessageVersion:
    return approved(version, by, at, fingerprint=version.fingerprint)


def test_a_text_goes_from_draft_to_submitted_to_approved_to_retired_and_who_did_it_stays_on_record() -> None:
    version = a_draft()
    assert version.status is VersionStatus.DRAFT
    version = submitted(version, AUTHOR, NOW)
    assert version.status is VersionStatus.SUBMITTED
    version = approve(version, at=NOW + DAY)
    assert version.status is VersionStatus.APPROVED
    version = retired(version, APPROVER, NOW + 2 * DAY, "The crew moved.")
    assert [(step.status, step.by, step.at, step.because) for step in version.steps] == [
        (VersionStatus.SUBMITTED, AUTHOR, NOW, ""),
        (VersionStatus.APPROVED, APPROVER, NOW + DAY, ""),
        (VersionStatus.RETIRED, APPROVER, NOW + 2 * DAY, "The crew moved."),
    ]
    assert {step.fingerprint for step in version.steps} == {version.fingerprint}


@pytest.mark.parametrize(
    "approver",
    [
        pytest.param(AUTHOR, id="the same name"),
        pytest.param(Signatory(name=" rosa  DIAZ"), id="the same name in other letters"),
        pytest.param(Signatory(name="Rosa Diaz", subject="staff-1"), id="the name, where only one has an id"),
    ],
)
def test_an_author_does_not_approve_their_own_words(approver: Signatory) -> None:
    with pytest.raises(ApprovalRefusedError) as refused:
        approve(a_draft(), approver)
    assert refused.value.reason is RefusedBecause.OWN_WORDS


def test_a_renamed_author_is_still_the_author_and_a_namesake_is_not() -> None:
    author = Signatory(name="Rosa Diaz", subject="staff-1")
    with pytest.raises(ApprovalRefusedError):
        approve(a_draft(author=author), Signatory(name="Rosa Lopez", subject="staff-1"))
    namesake = Signatory(name="Rosa Diaz", subject="staff-2")
    assert approve(a_draft(author=author), namesake).status is VersionStatus.APPROVED


APPROVED = an_approved_message()
RETIRED = retired(APPROVED, APPROVER, NOW, "Old.")
REFUSED = {
    "a submitted text is submitted again": (
        lambda: submitted(submitted(a_draft(), AUTHOR, NOW), AUTHOR, NOW), RefusedBecause.NOT_A_DRAFT,
    ),
    "an approved text is submitted": (lambda: submitted(APPROVED, AUTHOR, NOW), RefusedBecause.NOT_A_DRAFT),
    "an approved text is approved": (lambda: approve(APPROVED), RefusedBecause.ALREADY_APPROVED),
    "a retired text is approved": (lambda: approve(RETIRED), RefusedBecause.ALREADY_RETIRED),
    "a retired text is retired": (lambda: retired(RETIRED, AUTHOR, NOW, "Old."), RefusedBecause.ALREADY_RETIRED),
    "no reason is given": (lambda: retired(APPROVED, AUTHOR, NOW, " "), RefusedBecause.NO_REASON),
    "a reason is a novel": (lambda: retired(APPROVED, AUTHOR, NOW, "x" * 501), RefusedBecause.TOO_LONG),
    "other words were looked at": (
        lambda: approved(a_draft(), APPROVER, NOW, fingerprint=a_draft(text="Other.").fingerprint),
        RefusedBecause.OTHER_WORDS,
    ),
    "its time is over": (lambda: approve(a_draft(expires_at=NOW)), RefusedBecause.UNTIMELY),
    "it expires before it is written": (
        lambda: written(a_draft().name, wordings=("x",), author=AUTHOR, at=NOW, expires_at=NOW),
        RefusedBecause.UNTIMELY,
    ),
    "it expires before it begins": (
        lambda: written(
            a_draft().name, wordings=("x",), author=AUTHOR, at=NOW, valid_from=NOW + DAY, expires_at=NOW + DAY
        ),
        RefusedBecause.UNTIMELY,
    ),
    "it is too long": (
        lambda: written(a_draft().name, wordings=("x" * 10_001,), author=AUTHOR, at=NOW), RefusedBecause.TOO_LONG,
    ),
    "there are too many versions": (
        lambda: written(
            a_draft().name, wordings=("x",), author=AUTHOR, at=NOW, earlier=[a_draft(version=MOST_VERSIONS)]
        ),
        RefusedBecause.TOO_MANY_VERSIONS,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("step", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_step_is_refused_where(step: object, reason: RefusedBecause) -> None:
    assert callable(step)
    with pytest.raises(ApprovalRefusedError, match=reason.sentence[:20]) as refused:
        step()
    assert refused.value.reason is reason


def test_a_text_with_problems_is_not_approved_and_the_problems_are_named() -> None:
    problem = Problem(fault=Fault.STRAY_BRACE, sentence="A brace is left.")
    with pytest.raises(ApprovalRefusedError, match=r"A brace is left\.") as refused:
        approved(a_draft(), APPROVER, NOW, fingerprint=a_draft().fingerprint, problems=[problem])
    assert refused.value.problems == (problem,)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"text": "Other words."}, id="the text"),
        pytest.param({"variants": ("Short.",)}, id="a variant"),
        pytest.param({"english_line": "In English."}, id="the English line"),
        pytest.param({"valid_from": NOW}, id="the beginning"),
        pytest.param({"expires_at": NOW + 9 * DAY}, id="the expiry"),
        pytest.param({"channel": Channel.EMAIL}, id="the channel"),
        pytest.param({"language": "es"}, id="the language"),
        pytest.param({"topic_id": "graffiti"}, id="the topic"),
        pytest.param({"version": 2}, id="the version"),
    ],
)
def test_an_approval_is_of_the_exact_words_and_falls_away_with_a_change_of(change: dict[str, object]) -> None:
    changed = replace(APPROVED, **change)  # type: ignore[arg-type]
    assert APPROVED.is_valid_at(NOW)
    assert not changed.is_valid_at(NOW)
    assert changed.approval is None


def test_an_edit_is_a_new_version_and_a_draft() -> None:
    edited = written(APPROVED.name, wordings=("New.", "N."), author=APPROVER, at=NOW, earlier=[APPROVED])
    assert (edited.version, edited.status, edited.wordings) == (2, VersionStatus.DRAFT, ("New.", "N."))


WINDOW = an_approved_message(valid_from=NOW - DAY, expires_at=NOW + DAY)


@pytest.mark.parametrize(
    ("moment", "is_valid"),
    [
        pytest.param(NOW - 2 * DAY, False, id="before it begins"),
        pytest.param(NOW - DAY, True, id="from its first moment"),
        pytest.param(NOW + DAY - timedelta(microseconds=1), True, id="to its last"),
        pytest.param(NOW + DAY, False, id="not when it has expired"),
    ],
)
def test_a_text_is_valid_within_its_time(moment: datetime, is_valid: bool) -> None:
    assert WINDOW.is_valid_at(moment) is is_valid


def test_a_text_that_was_to_begin_before_it_was_approved_begins_with_its_approval() -> None:
    assert approve(a_draft(valid_from=NOW - DAY)).starts_at == NOW


FIRST = an_approved_message()
SECOND = an_approved_message(version=2, text="Second.", valid_from=NOW)


def in_effect(*versions: MessageVersion, at: datetime = NOW) -> int | None:
    latest = latest_in_effect(versions, Channel.SMS, "en", at)
    return latest.version if latest and latest.is_valid_at(at) else None


def test_a_scheduled_replacement_takes_over_at_its_time() -> None:
    assert in_effect(FIRST, SECOND, at=NOW - DAY) == 1
    assert in_effect(SECOND, FIRST, at=NOW) == 2


def test_a_correction_in_the_meantime_does_not_unseat_what_is_scheduled() -> None:
    third = an_approved_message(version=3, text="Third.", approved_at=NOW - 2 * DAY)
    assert in_effect(FIRST, SECOND, third, at=NOW - DAY) == 3
    assert in_effect(FIRST, SECOND, third, at=NOW) == 2


def test_what_was_replaced_does_not_come_back_when_its_replacement_expires_or_is_retired() -> None:
    seasonal = an_approved_message(version=2, expires_at=NOW)
    assert in_effect(FIRST, seasonal) is None
    assert in_effect(FIRST, retired(SECOND, APPROVER, NOW + DAY, "Wrong."), at=NOW + 2 * DAY) is None


def test_a_replacement_that_is_retired_before_its_time_changes_nothing() -> None:
    assert in_effect(FIRST, retired(SECOND, APPROVER, NOW - DAY, "Wrong."), at=NOW + DAY) == 1


def test_drafts_other_channels_and_other_languages_are_not_in_effect() -> None:
    others = (
        a_draft(version=2),
        a_draft(version=5, channel=Channel.EMAIL),
        an_approved_message(version=3, language="es"),
    )
    assert in_effect(FIRST, *others) == 1
    assert in_effect(*others) is None


@pytest.mark.parametrize("text", ["pothole.sms.en", "pothole/sms/en", "system.opt_out.email.es"])
def test_a_message_is_named_by_topic_channel_and_language(text: str) -> None:
    name = MessageName.parse(text)
    assert str(name) == text.replace("/", ".")


@pytest.mark.parametrize("text", ["pothole", "pothole.fax.en", "pothole.sms.English", ".sms.en", "pothole.sms.EN", ""])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(MessageNameError):
        MessageName.parse(text)
