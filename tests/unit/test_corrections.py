"""What staff said, as examples to learn from and to be measured by."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from civicline.domain.ids import TopicId
from civicline.domain.learning.head_comparison import Verdict
from civicline.domain.received.screening import Gate
from civicline.domain.topics.classification import Classification
from tests.builders import (
    NOW,
    POTHOLE,
    a_classification,
    a_judgement,
    a_record,
    a_screening,
    a_text,
    a_topic,
    an_answered_record,
)
from tools.learning.comparing import compare, macro_f1
from tools.learning.corrections import (
    FEWEST_CORRECTIONS,
    MOST_OF_A_TOPIC,
    Correction,
    TooFewCorrectionsError,
    correction_of,
    distinct,
    split,
)
from tools.learning.lesson import LANGUAGE_FROM, lesson_of
from tools.topic_examples import Example, TopicExamples


def a_correction(number: int = 0, **changes: object) -> Correction:
    values = {
        "text": f"the hole number {number} in my street",
        "topic_id": "pothole",
        "received_at": NOW + timedelta(hours=number),
        "judged_at": NOW + timedelta(days=60, hours=number),
        "language": "en",
        "was_answered": False,
    }
    return Correction(**(values | changes))


def some(count: int, first: int = 0) -> list[Correction]:
    return [a_correction(number) for number in range(first, first + count)]


def test_a_judged_message_is_an_example_with_its_subject() -> None:
    record = an_answered_record(judgements=(a_judgement(None), a_judgement(TopicId("graffiti"))))
    correction = correction_of(record, a_text("It is deep", subject="Elm St"))
    assert correction
    assert (correction.text, correction.topic_id) == ("Elm St\nIt is deep", "graffiti")
    assert (correction.received_at, correction.language, correction.was_answered) == (NOW, "en", True)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        pytest.param(a_record(), "hole", id="nobody judged it"),
        pytest.param(a_record(judgements=(a_judgement(),)), "👍 12", id="it has no words"),
        pytest.param(
            a_record(judgements=(a_judgement(),), screening=a_screening(Gate.UNTRUSTED)), "hole", id="it may be forged"
        ),
        pytest.param(
            a_record(judgements=(a_judgement(),), screening=a_screening(Gate.OPT_OUT)), "STOP", id="a gate decided"
        ),
    ],
)
def test_what_the_classifier_would_not_have_read_teaches_nothing(record: object, words: str) -> None:
    assert correction_of(record, a_text(words)) is None  # type: ignore[arg-type]


def test_equal_texts_are_one_example_from_the_first_with_the_last_word_on_it() -> None:
    first = a_correction(1, text="Fix the road!", judged_at=NOW + timedelta(days=1))
    again = a_correction(9, text="fix the  ROAD", topic_id=None, judged_at=NOW + timedelta(days=2))
    (one,) = distinct([again, first])
    assert (one.received_at, one.topic_id) == (first.received_at, None)


def test_the_newest_third_or_so_is_held_out_and_shares_nothing_with_what_is_learnt() -> None:
    parts = split(some(100), known_until=None)
    assert (len(parts.learnt), len(parts.held_out)) == (70, 30)
    assert max(one.received_at for one in parts.learnt) < min(one.received_at for one in parts.held_out)
    assert parts.learnt_until == parts.learnt[-1].received_at


def test_ten_are_held_out_at_least() -> None:
    assert len(split(some(FEWEST_CORRECTIONS), known_until=None).held_out) == 10


def test_too_few_corrections_are_told_with_how_many_are_missing() -> None:
    with pytest.raises(TooFewCorrectionsError, match="30 are needed: 7 more"):
        split(some(23), known_until=None)


def test_nothing_that_the_present_head_has_learnt_is_held_out() -> None:
    known_until = NOW + timedelta(hours=79)
    parts = split(some(100), known_until=known_until)
    assert len(parts.held_out) == 20
    assert len(parts.learnt) == 80
    assert all(one.received_at > known_until for one in parts.held_out)


def test_a_head_that_has_learnt_nearly_everything_waits_for_newer_messages() -> None:
    with pytest.raises(TooFewCorrectionsError, match="judge 6 more of those that came in after"):
        split(some(100), known_until=NOW + timedelta(hours=95))


def test_of_a_topic_the_newest_are_kept() -> None:
    parts = split(some(2 * MOST_OF_A_TOPIC), known_until=None)
    assert len(parts.learnt) == MOST_OF_A_TOPIC
    assert parts.learnt[-1].received_at + timedelta(hours=1) == parts.held_out[0].received_at


PACK = TopicExamples(
    examples=tuple(
        Example(text=text, topic_id=topic, language="en", line=1)
        for topic, texts in {"pothole": ("deep hole", "road hole", "Hole!"), "trash": ("bin full", "no pickup")}.items()
        for text in texts
    ),
    names={"pothole": ("Potholes",), "trash": ("Trash",)},
    groups={"pothole": "streets", "trash": "waste"},
    notes=(),
)
BENCH = TopicId("bench")
TOPICS = {POTHOLE: a_topic(), BENCH: a_topic(BENCH, names={"en": "Benches", "es": "Bancos"}, group_id="parks")}


def test_a_lesson_is_the_pack_with_what_staff_taught() -> None:
    lesson = lesson_of(PACK, [a_correction(1), a_correction(2, topic_id=None, text="passport")], TOPICS)
    assert lesson.texts[-1] == a_correction(1).text
    assert (len(lesson.texts), lesson.topic_ids[-1], lesson.out_of_scope) == (6, "pothole", ("passport",))
    assert (lesson.corrections, lesson.languages, lesson.notes) == (2, ("en",), ())


@pytest.mark.parametrize("topic", ["trash", None])
def test_staff_overrule_an_example_of_the_pack(topic: str | None) -> None:
    lesson = lesson_of(PACK, [a_correction(1, text="hole", topic_id=topic)], TOPICS)
    assert [its for text, its in zip(lesson.texts, lesson.topic_ids, strict=True) if text.lower() == "hole"] == (
        [topic] if topic else []
    )
    assert "Hole!" not in lesson.texts


def test_a_topic_that_only_the_office_has_is_learnt_from_two_corrections_on() -> None:
    taught = [a_correction(number, topic_id="bench") for number in (1, 2)]
    one = lesson_of(PACK, taught[:1], TOPICS)
    assert "bench" not in one.topic_ids
    assert one.corrections == 0
    assert "'bench' were left out" in one.notes[0]
    two = lesson_of(PACK, taught, TOPICS)
    assert (two.names["bench"], two.groups["bench"]) == (("Benches", "Bancos"), "parks")
    assert two.topic_ids.count("bench") == 2


def test_a_topic_that_the_office_has_given_up_is_not_learnt() -> None:
    lesson = lesson_of(PACK, [a_correction(number, topic_id="fax") for number in range(9)], TOPICS)
    assert "fax" not in lesson.topic_ids


def test_a_language_is_taught_by_many_corrections_only() -> None:
    taught = [a_correction(number, language="vi") for number in range(LANGUAGE_FROM)]
    assert lesson_of(PACK, taught[:-1], TOPICS).languages == ("en",)
    assert lesson_of(PACK, taught, TOPICS).languages == ("en", "vi")


class Says:
    """A classifier that names a topic where its word stands in the text."""

    def __init__(self, sure: Sequence[str]) -> None:
        self._sure = sure

    def classify(self, text: str) -> Classification:
        topic = "trash" if "bin" in text else "pothole"
        return a_classification(topic, 0.9 if any(word in text for word in self._sure) else 0.1)

    def embed(self, text: str) -> None:
        return None


def test_both_heads_are_asked_the_same_and_measured_alike() -> None:
    held_out = [a_correction(number, text="bin", topic_id="trash") for number in range(8)]
    held_out += [a_correction(8, text="hole"), a_correction(9, text="passport hole", topic_id=None)]
    found = compare(Says(["passport"]), Says(["bin"]), held_out, old_version="old", new_version="new")
    assert (found.messages, found.out_of_scope, found.verdict) == (10, 1, Verdict.ANSWERS_MORE)
    assert (found.old.version, found.old.answered_right, found.old.answered_wrong) == ("old", 0, 1)
    assert (found.new.version, found.new.answered_right, found.new.answered_wrong) == ("new", 8, 0)
    assert found.old.accuracy == found.new.accuracy == 1.0


def test_macro_f1_is_the_mean_over_topics_whatever_their_number() -> None:
    assert macro_f1([("a", "a")] * 9 + [("a", "b")]) == pytest.approx((18 / 19 + 0) / 2)
    assert macro_f1([]) == 0.0


def test_corrections_of_one_moment_are_split_in_order() -> None:
    at_once = [a_correction(number, received_at=datetime(2026, 1, 1, tzinfo=NOW.tzinfo)) for number in range(40)]
    parts = split(at_once, known_until=None)
    assert len(parts.learnt) + len(parts.held_out) == 40
