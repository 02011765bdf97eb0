"""Campaigns: which letters are taken for copies of one another, which for the same matter, and how people are counted."""

import math
import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civicline.domain.campaigns.campaign import WINDOW, Found, Join, join_or_found
from civicline.domain.campaigns.crowd import REGISTERS, people, place_of
from civicline.domain.campaigns.likeness import LONGEST_BUCKET, Bucket, Fingerprint, Seed
from civicline.domain.campaigns.meaning import Embedding, meaning_fingerprint, meaning_similarity
from civicline.domain.campaigns.near_duplicates import wording_fingerprint, wording_similarity
from civicline.domain.ids import CampaignId, ConstituentId
from tests.builders import NOW, a_letter

LETTER = """Please vote against the plan to close the Alder Street library. Children go there after school because it is
warm, safe and quiet, and many of our neighbours have no other place to use a computer or to look for work.

The saving is small and the loss would be great. I ask you to find the money elsewhere in the budget."""
LETTER_IN_SPANISH = """Le pido que vote en contra del plan para cerrar la biblioteca de la calle Alder. Los niños van allí
después de la escuela porque es un lugar cálido, seguro y tranquilo, y muchos vecinos no tienen otro lugar donde usar una
computadora o buscar trabajo. El ahorro es pequeño y la pérdida sería muy grande."""
LETTER_IN_CHINESE = (
    "请投票反对关闭阿尔德街图书馆的计划。孩子们放学后去那里,因为那里温暖、安全又安静,许多邻居没有其他地方可以使用电脑或找工作。"
    "节省的钱很少,损失却很大。请您在预算的其他地方找到这笔钱。"
)
LETTER_IN_THAI = "กรุณาลงคะแนนคัดค้านแผนการปิดห้องสมุดถนนอัลเดอร์ เด็กๆไปที่นั่นหลังเลิกเรียนเพราะอบอุ่นปลอดภัยและเงียบสงบ"
STORY = "I have lived in this district for nineteen years, and I have never before written to anyone in office.\n\n"


def wording(text: str) -> Fingerprint:
    fingerprint = wording_fingerprint(text)
    assert fingerprint
    return fingerprint


def an_index(*seeds: tuple[Fingerprint, Seed]) -> dict[str, Bucket]:
    index: dict[str, Bucket] = {}
    for fingerprint, seed in seeds:
        for name in fingerprint.homes:
            index[name] = index.get(name, Bucket(name=name)).with_seed(seed)
    return index


def a_seed(fingerprint: Fingerprint, campaign: str = "campaign-1", days_ago: int = 0) -> Seed:
    return Seed(campaign_id=CampaignId(campaign), sketch=fingerprint.sketch, founded_at=NOW - timedelta(days=days_ago))


def joins(first: str, second: str) -> bool:
    """Whether the second letter joins what the first founded."""
    known = wording(first)
    return isinstance(join_or_found(wording(second), an_index((known, a_seed(known))), a_letter(2)), Join)


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(LETTER, id="word for word"),
        pytest.param(f"Dear Senator Ruiz,\n\n{LETTER}\n\nSincerely,\nDana Whitfield\n14 Harbor Lane", id="framed"),
        pytest.param(LETTER.upper(), id="shouted"),
        pytest.param(" ".join(LETTER.split()), id="without line breaks"),
        pytest.param(LETTER.replace(" ", "\n", 5).replace(".", "!"), id="wrapped and punctuated otherwise"),
        pytest.param(LETTER.replace("i", "i\u200b"), id="with invisible characters"),
        pytest.param(STORY + LETTER, id="with a personal sentence before it"),
        pytest.param(LETTER + "\n\n" + STORY, id="with a personal sentence after it"),
        pytest.param("\n\n".join(LETTER.split("\n\n")[::-1]), id="with its paragraphs in another order"),
        pytest.param(LETTER.replace("The saving is small and the loss would be great. ", ""), id="a sentence less"),
        pytest.param(LETTER.replace("neighbours", "nieghbors").replace("budget", "bugdet"), id="with typing errors"),
    ],
)
def test_an_adapted_copy_of_a_letter_joins_its_campaign(copy: str) -> None:
    assert joins(LETTER, copy)
    assert joins(copy, LETTER)


@pytest.mark.parametrize("letter", [LETTER_IN_SPANISH, LETTER_IN_CHINESE, LETTER_IN_THAI], ids=["es", "zh", "th"])
def test_letters_of_any_language_are_recognised(letter: str) -> None:
    half = len(letter) // 2
    assert joins(letter, letter[half:] + "\n" + letter[:half])
    assert not joins(letter, LETTER)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "The street light in front of my house at 12 Elm Street has been out for two weeks, please fix it",
            "The street light in front of the school on Quarry Road has been out for a month, please fix it",
            id="two street lights",
        ),
        pytest.param(
            "My trash was not picked up today at 123 Main Street and the bin is full, please send a truck",
            "My trash was not picked up on Monday at 9 Oak Avenue and it smells, when will somebody come",
            id="two bins",
        ),
        pytest.param(
            LETTER,
            "The saving is small and the loss would be great. That is what you said of the bridge on Mill Road, and yet "
            "it was torn down last year and everybody now drives through our street, day and night, far too fast.",
            id="one usual sentence in both",
        ),
    ],
)
def test_people_who_write_for_themselves_found_no_campaign_together(one: str, other: str) -> None:
    assert not joins(one, other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "STOP",
        "thanks",
        "pothole on elm st",
        "There is a pothole on Elm Street near the school",
        "💧" * 900,
    ],
    ids=["empty", "blank", "keyword", "thanks", "pothole", "a usual sentence", "emoji"],
)
def test_what_everybody_writes_is_not_compared(text: str) -> None:
    assert wording_fingerprint(text) is None


def test_a_letter_of_short_lines_is_compared_whole() -> None:
    lines = "\n".join(" ".join(LETTER.split()[at : at + 4]) for at in range(0, 60, 4))
    assert joins(" ".join(LETTER.split()[:60]), lines)


@pytest.mark.parametrize("word", ["again ", "又", "long" * 40 + " "], ids=["words", "characters", "long words"])
def test_a_text_of_a_hundred_thousand_words_is_compared_by_its_beginning(word: str) -> None:
    fingerprint = wording(LETTER + word * 100_000)
    assert len(fingerprint.sketch) == 256
    assert len(fingerprint.probes) == 20


@settings(deadline=None)
@given(st.text(max_size=2_000))
def test_no_text_is_too_strange_to_be_compared(text: str) -> None:
    fingerprint = wording_fingerprint(text)
    assert fingerprint is None or wording_similarity(fingerprint.sketch, fingerprint.sketch) == 1.0


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(300)), st.integers(min_value=30, max_value=290))
def test_the_similarity_is_about_the_share_of_runs_in_common(order: list[int], shared: int) -> None:
    words = [f"word{number}" for number in order]
    one, other = " ".join(words), " ".join([*words[:shared], *(f"other{number}" for number in range(300 - shared))])
    both, all_runs = shared - 2, 2 * 298 - (shared - 2)
    estimate = wording_similarity(wording(one).sketch, wording(other).sketch)
    assert estimate == pytest.approx(both / all_runs, abs=5 * math.sqrt(0.25 / 64))


def test_a_letter_joins_the_campaign_that_it_is_most_like() -> None:
    near, far = wording(LETTER), wording(STORY * 3 + LETTER)
    index = an_index((near, a_seed(near, "near")), (far, a_seed(far, "far")))
    step = join_or_found(wording(LETTER), index, a_letter(3))
    assert isinstance(step, Join)
    assert (step.seed.campaign_id, step.similarity) == ("near", 1.0)


@pytest.mark.parametrize(("days_ago", "expected"), [(0, Join), (29, Join), (30, Found), (400, Found)])
def test_a_campaign_takes_letters_for_its_window(days_ago: int, expected: type) -> None:
    assert WINDOW.days == 30
    known = wording(LETTER)
    step = join_or_found(wording(LETTER), an_index((known, a_seed(known, days_ago=days_ago))), a_letter(2))
    assert isinstance(step, expected)


def test_a_letter_like_none_founds_a_campaign_in_all_its_buckets() -> None:
    fingerprint = wording(LETTER)
    step = join_or_found(fingerprint, {}, a_letter(1))
    assert isinstance(step, Found)
    assert [bucket.name for bucket in step.buckets] == list(fingerprint.homes)
    assert {bucket.latest for bucket in step.buckets} == {None}
    assert step.seed.founded_at == NOW


def test_the_same_message_founds_the_same_campaign_again() -> None:
    one, again = (join_or_found(wording(LETTER), {}, a_letter(1)) for _ in range(2))
    other = join_or_found(wording(LETTER), {}, a_letter(2))
    assert isinstance(one, Found)
    assert isinstance(other, Found)
    assert one == again
    assert one.seed.campaign_id != other.seed.campaign_id


def test_a_bucket_is_bounded_and_keeps_the_newest() -> None:
    fingerprint, bucket = wording(LETTER), Bucket(name="b")
    for number in range(50):
        bucket = bucket.with_seed(a_seed(fingerprint, f"campaign-{number}"))
    assert [seed.campaign_id for seed in bucket.seeds] == [
        f"campaign-{number}" for number in range(49, 49 - LONGEST_BUCKET, -1)
    ]
    assert bucket.with_seed(bucket.seeds[0]) == bucket


def a_vector(seed: int) -> tuple[float, ...]:
    chance = random.Random(seed)  # noqa: S311 - vectors that are the same in every run
    return tuple(chance.gauss(0, 1) for _ in range(384))


def turned(vector: tuple[float, ...], cosine: float, seed: int) -> tuple[float, ...]:
    """A vector at about this cosine to another."""
    away, share = a_vector(seed), math.sqrt(1 - cosine**2) / cosine
    return tuple(one + share * other for one, other in zip(vector, away, strict=True))


def meaning(vector: tuple[float, ...]) -> Fingerprint:
    fingerprint = meaning_fingerprint(LETTER, "en", Embedding(space="encoder-1", vector=vector))
    assert fingerprint
    return fingerprint


def test_texts_of_like_meaning_meet_in_the_index_and_others_do_not() -> None:
    met, missed = 0, 0
    for number in range(60):
        known = meaning(a_vector(number))
        index = an_index((known, a_seed(known)))
        near, far = (meaning(turned(a_vector(number), cosine, number + 1_000)) for cosine in (0.87, 0.6))
        met += isinstance(join_or_found(near, index, a_letter(2)), Join)
        missed += isinstance(join_or_found(far, index, a_letter(2)), Found)
    assert met >= 55
    assert missed == 60


def test_the_similarity_of_meaning_is_the_cosine() -> None:
    one, other = a_vector(1), turned(a_vector(1), 0.8, 2)
    exact = sum(map(float.__mul__, one, other)) / math.dist(one, [0] * 384) / math.dist(other, [0] * 384)
    assert meaning_similarity(meaning(one).sketch, meaning(other).sketch) == pytest.approx(exact, abs=0.01)


def test_vectors_of_another_encoder_are_never_met() -> None:
    other = meaning_fingerprint(LETTER, "en", Embedding(space="encoder-2", vector=a_vector(1)))
    assert other
    assert not set(other.probes) & set(meaning(a_vector(1)).probes)


def test_a_vector_falls_into_the_same_buckets_in_every_release() -> None:
    assert meaning(a_vector(1)).homes == (
        "m0-encoder-1-a35",
        "m1-encoder-1-524",
        "m2-encoder-1-544",
        "m3-encoder-1-555",
    )


def test_all_buckets_of_a_message_fit_into_one_lookup() -> None:
    probes = [*wording(LETTER).probes, *meaning(a_vector(1)).probes]
    assert len(probes) == len(set(probes)) <= 100
    assert set(meaning(a_vector(1)).homes) <= set(meaning(a_vector(1)).probes)


@pytest.mark.parametrize(
    ("text", "language", "vector"),
    [
        pytest.param(LETTER, "ht", (1.0,) * 384, id="a language that the encoder was not trained on"),
        pytest.param("Our kids need the library on Alder", "en", (1.0,) * 384, id="a short text"),
        pytest.param(LETTER, "en", None, id="a text without a vector"),
    ],
)
def test_meaning_is_compared_only_where_it_was_measured(
    text: str, language: str, vector: tuple[float, ...] | None
) -> None:
    embedding = Embedding(space="encoder-1", vector=vector) if vector else None
    assert meaning_fingerprint(text, language, embedding) is None


def counted(persons: range) -> dict[int, int]:
    registers: dict[int, int] = {}
    for person in persons:
        register, rank = place_of(ConstituentId(f"person-{person}"), CampaignId("campaign-1"))
        registers[register] = max(rank, registers.get(register, 0))
    return registers


@pytest.mark.parametrize("crowd", [0, 1, 2, 3, 5, 10])
def test_a_few_people_are_counted_exactly(crowd: int) -> None:
    assert people(counted(range(crowd))) == crowd


@pytest.mark.parametrize("crowd", [100, 1_000, 3_000, 20_000])
def test_a_crowd_is_counted_within_a_tenth(crowd: int) -> None:
    assert people(counted(range(crowd))) == pytest.approx(crowd, rel=0.1)


@settings(deadline=None)
@given(st.text(min_size=1), st.text(min_size=1))
def test_every_person_has_one_place(person: str, campaign: str) -> None:
    register, rank = place_of(ConstituentId(person), CampaignId(campaign))
    assert 0 <= register < REGISTERS
    assert 1 <= rank <= 55
