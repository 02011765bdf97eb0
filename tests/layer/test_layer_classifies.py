"""What the built layer says about messages as people send them. All texts are made up."""

import shutil
from pathlib import Path

import pytest

from civicline.adapters.bundled_classifier import BundledClassifier
from civicline.domain.errors import ModelArtefactError
from civicline.domain.topics.classification import Unmeasured

PLAIN = [
    ("There is a pothole on Maple Street", "pothole", "en"),
    ("Someone spray painted graffiti on the bridge", "graffiti", "en"),
    ("You missed my garbage pickup this morning", "missed_trash", "en"),
    ("There is a dead raccoon on the road", "dead_animal", "en"),
    ("How do I pay my water bill?", "water_bill", "en"),
    ("A tree fell across the road", "fallen_tree", "en"),
    ("Hay un bache en la calle Roble", "pothole", "es"),
    ("No recogieron mi basura hoy", "missed_trash", "es"),
]


@pytest.mark.parametrize(("text", "topic", "language"), PLAIN, ids=[text for text, _, _ in PLAIN])
def test_a_plain_message_is_classified(classifier: BundledClassifier, text: str, topic: str, language: str) -> None:
    said = classifier.classify(text)
    assert (said.topic_id, said.language) == (topic, language)


def test_a_text_about_a_pothole_is_sure_enough_for_a_reply(classifier: BundledClassifier) -> None:
    assert classifier.classify("Huge pothole at 5th and Main, please fix it").is_confident


@pytest.mark.parametrize(
    "text",
    ["I love you", "what's the weather tomorrow", "how do I renew my passport", "ok", "thanks!", "asdf qwer zxcv"],
)
def test_a_text_about_no_topic_is_left_to_staff(classifier: BundledClassifier, text: str) -> None:
    assert not classifier.classify(text).is_confident


def test_the_ranking_is_five_topics_best_first_with_the_version_of_the_head(classifier: BundledClassifier) -> None:
    said = classifier.classify("The water in our street smells of gas")
    confidences = [one.confidence for one in said.ranking]
    assert len(said.ranking) == len({one.topic_id for one in said.ranking}) == 5
    assert confidences == sorted(confidences, reverse=True)
    assert 0 < sum(confidences) <= 1 + 1e-6
    assert said.model_version.startswith("city-311-")


@pytest.mark.parametrize("text", ["", "   \n", "👍", "❤️❤️❤️", "12345", "?!", "\u200b\u202e", "\ud83d"])
def test_a_text_without_words_has_no_confidence_and_no_language(classifier: BundledClassifier, text: str) -> None:
    said = classifier.classify(text)
    assert said.ranking
    assert said.confidence == 0
    assert said.language == "und"
    assert not said.is_confident


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("word " * 100_000, id="a hundred thousand words"),
        pytest.param("a" * 1_000_000, id="one endless word"),
        pytest.param("\u0301" * 200_000, id="nothing but accents"),
        pytest.param("路" * 200_000, id="endless Chinese"),
        pytest.param("\u200b" * 200_000 + "pothole", id="words behind endless invisible characters"),
        pytest.param("\x00\ud800\uffff", id="no characters at all"),
    ],
)
def test_no_text_is_too_long_or_too_strange(classifier: BundledClassifier, text: str) -> None:
    assert 1 <= len(classifier.classify(text).ranking) <= 5


def test_a_texts_vector_is_the_same_whatever_was_asked_before(classifier: BundledClassifier) -> None:
    alone = classifier.embed("There is a pothole on Maple Street")
    classifier.classify("The water in our street smells of gas")
    again = classifier.embed("There is a pothole on Maple Street")
    assert alone == again
    assert alone
    assert len(alone.vector) == 384


def test_a_text_without_words_has_no_vector(classifier: BundledClassifier) -> None:
    assert classifier.embed("💧💧 911") is None


def test_the_topic_is_read_from_the_beginning_of_a_long_message(classifier: BundledClassifier) -> None:
    said = classifier.classify("There is a pothole on Maple Street. " + "Thank you very much. " * 50_000)
    assert "pothole" in {one.topic_id for one in said.ranking}


@pytest.mark.parametrize(
    "disguised",
    [
        pytest.param("There is a pot\u200bhole on Maple Street", id="a zero-width space"),
        pytest.param("\u202eThere is a pothole on Maple Street\u202c", id="a direction override"),
        pytest.param("There is a ｐｏｔｈｏｌｅ on Maple Street", id="full-width letters"),
        pytest.param("There  is a\u00a0pothole\non Maple Street", id="odd spaces"),
    ],
)
def test_hidden_characters_do_not_change_what_is_said(classifier: BundledClassifier, disguised: str) -> None:
    assert classifier.classify(disguised) == classifier.classify("There is a pothole on Maple Street")


@pytest.mark.parametrize(
    "text", ["На нашей улице огромная яма", "我家门口的路灯坏了三个星期", "gen yon gwo twou nan lari a"]
)
def test_a_language_without_examples_goes_to_staff(classifier: BundledClassifier, text: str) -> None:
    said = classifier.classify(text)
    assert (said.confidence, said.unmeasured) == (0, Unmeasured.UNTAUGHT_LANGUAGE)
    assert said.language not in ("en", "es", "und")


def test_a_message_is_classified_the_same_whatever_came_before(classifier: BundledClassifier) -> None:
    first = classifier.classify("The street light on my block is out")
    classifier.classify("no pasó la basura " * 50)
    assert classifier.classify("The street light on my block is out") == first


def test_every_pack_has_a_head(model_path: Path) -> None:
    assert BundledClassifier.load(model_path, "legislator").classify("hello there").ranking


def test_a_head_of_another_encoder_is_refused(model_path: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(model_path, tmp_path / "model")
    manifest = broken / "manifest.json"
    head = (broken / "heads" / "city-311" / "head.json").read_text(encoding="utf-8")
    identity = head.split('"encoder": "')[1].split('"')[0]
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(identity, "another"), encoding="utf-8")
    with pytest.raises(ModelArtefactError, match="was trained on encoder"):
        BundledClassifier.load(broken, "city-311")


def test_an_encoder_that_is_no_model_is_refused(model_path: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(model_path, tmp_path / "model")
    encoder = broken / "encoder.onnx"
    size = encoder.stat().st_size
    encoder.unlink()
    encoder.write_bytes(bytes(size))
    with pytest.raises(ModelArtefactError, match="cannot be loaded"):
        BundledClassifier.load(broken, "city-311")
