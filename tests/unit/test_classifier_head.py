"""A head on disk."""

import json
from pathlib import Path

import numpy as np
import pytest

from civicline.adapters.classifier_head import Head, load_head, save_head
from civicline.domain.errors import ModelArtefactError
from layers.classifier.train import train_head
from tests.classifier_fakes import WordEncoder, the_examples


@pytest.fixture(scope="module")
def head() -> Head:
    return train_head(WordEncoder(), *the_examples(), languages=("en",))


def test_a_head_that_is_loaded_answers_as_the_one_that_was_saved(head: Head, tmp_path: Path) -> None:
    version = save_head(head, tmp_path, "city")
    loaded, loaded_version = load_head(tmp_path)
    vector = WordEncoder().embed("loud music")
    assert np.array_equal(loaded.probabilities(vector, "loud music"), head.probabilities(vector, "loud music"))
    assert (loaded.topic_ids, loaded.languages, loaded.threshold) == (head.topic_ids, ("en",), head.threshold)
    assert loaded_version == version


def test_equal_heads_have_equal_versions_and_bytes(head: Head, tmp_path: Path) -> None:
    first, second = (save_head(head, tmp_path / name, "city") for name in ("first", "second"))
    assert first == second
    assert first.startswith("city-")
    assert len(first) == len("city-") + 12
    assert (tmp_path / "first/head.npz").read_bytes() == (tmp_path / "second/head.npz").read_bytes()


def test_a_head_holds_none_of_the_sentences_it_was_trained_on(head: Head, tmp_path: Path) -> None:
    save_head(head, tmp_path, "city")
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"asphalt" not in content
    assert b"garbage" not in content


def test_a_threshold_changed_by_hand_is_noticed(head: Head, tmp_path: Path) -> None:
    save_head(head, tmp_path, "city")
    meaning = json.loads((tmp_path / "head.json").read_text())
    (tmp_path / "head.json").write_text(json.dumps({**meaning, "threshold": 0.1}))
    with pytest.raises(ModelArtefactError, match="not what its version"):
        load_head(tmp_path)


def test_a_head_with_pickled_objects_is_refused(head: Head, tmp_path: Path) -> None:
    hostile = Head(
        **{name: getattr(head, name) for name in Head.__slots__ if name != "sentence_bias"},
        sentence_bias=np.array([{"not": "numbers"}], dtype=object),
    )
    save_head(hostile, tmp_path, "city")
    with pytest.raises(ModelArtefactError, match="allow_pickle"):
        load_head(tmp_path)


@pytest.mark.parametrize(
    ("file", "content", "problem"),
    [
        pytest.param("head.json", b"{", "cannot be read", id="half a description"),
        pytest.param("head.json", b"[]", "cannot be read", id="a description of another kind"),
        pytest.param("head.json", b'{"version": "x-1"}', "cannot be read", id="a description without a format"),
        pytest.param("head.json", b'{"version": "x-1", "format": 99}', "format 99", id="a later format"),
        pytest.param("head.npz", b"PK", "not what its version", id="numbers cut off"),
    ],
)
def test_a_damaged_head_is_refused_with_a_remedy(
    head: Head, tmp_path: Path, file: str, content: bytes, problem: str
) -> None:
    save_head(head, tmp_path, "city")
    (tmp_path / file).write_bytes(content)
    with pytest.raises(ModelArtefactError, match=problem) as raised:
        load_head(tmp_path)
    assert "train" in str(raised.value)


def test_a_head_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelArtefactError, match="No such file"):
        load_head(tmp_path / "nowhere")
