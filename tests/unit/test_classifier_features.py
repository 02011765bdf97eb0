"""Words and letter groups as features."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicline.adapters.classifier_features import Vocabulary, letter_features, word_features
from layers.classifier.lexical import learn_vocabulary, lexical_space
from layers.classifier.sparse_rows import SparseRows

TEXTS = ("pothole on Elm street", "trash not collected", "loud music on Elm", "trash trash trash")


def test_accents_and_capitals_make_no_difference() -> None:
    assert list(word_features("BASURA Señor")) == list(word_features("basura senor"))


def test_a_mistyped_word_still_shares_letter_groups_with_the_right_one() -> None:
    right, wrong = set(letter_features("pothole")), set(letter_features("pothle"))
    assert len(right & wrong) >= len(wrong) / 3
    assert not set(word_features("pothole")) & set(word_features("pothle"))


def test_words_and_letter_groups_are_never_taken_for_each_other() -> None:
    assert not set(word_features("elm tree elm")) & set(letter_features("elm tree elm"))


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    vocabulary = learn_vocabulary(TEXTS)
    weighed = vocabulary.weigh("pothole on")
    weight = dict(zip(vocabulary.features[weighed.columns].tolist(), weighed.values.tolist(), strict=True))
    pothole, on = next(word_features("pothole")), next(word_features("on"))
    assert weight[pothole] > weight[on]


def test_unknown_words_have_no_features() -> None:
    assert len(learn_vocabulary(TEXTS).weigh("xyzzy qwrt").columns) == 0


def test_a_vocabulary_without_features_takes_any_text() -> None:
    empty = Vocabulary(features=np.zeros(0, dtype=np.uint32), rarity=np.zeros(0, dtype=np.float32))
    assert len(empty.weigh("pothole").columns) == 0


@given(st.text(max_size=60))
def test_each_kind_of_feature_has_length_one_or_none(text: str) -> None:
    weighed = learn_vocabulary([*TEXTS, text]).weigh(text)
    assert np.square(weighed.values).sum() == pytest.approx(2.0 if list(word_features(text)) else 0.0, abs=1e-4)


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6))
def test_the_dense_rows_keep_the_inner_products_of_the_sparse_features(texts: list[str]) -> None:
    vocabulary = learn_vocabulary(texts)
    space = lexical_space(vocabulary, texts)
    dense = np.zeros((len(texts), len(vocabulary.features)))
    for row, text in enumerate(texts):
        weighed = vocabulary.weigh(text)
        dense[row, weighed.columns] = weighed.values
    assert space.rows @ space.rows.T == pytest.approx(dense @ dense.T, abs=1e-3)


def test_weights_carried_back_to_features_score_as_they_did_in_the_dense_rows() -> None:
    vocabulary = learn_vocabulary(TEXTS)
    space = lexical_space(vocabulary, TEXTS)
    weights = np.random.default_rng(1).standard_normal((space.rows.shape[1], 3)).astype(np.float32)
    of_features = space.feature_weights(weights, len(vocabulary.features)).astype(np.float32)
    for row, text in enumerate(TEXTS):
        weighed = vocabulary.weigh(text)
        assert weighed.values @ of_features[weighed.columns] == pytest.approx(space.rows[row] @ weights, abs=0.02)


@given(
    st.lists(st.lists(st.sampled_from(TEXTS), max_size=3).map(" ".join), min_size=1, max_size=8),
    st.integers(min_value=1, max_value=4),
)
def test_products_of_sparse_rows_are_those_of_the_dense_matrix(texts: list[str], width: int) -> None:
    vocabulary = learn_vocabulary(TEXTS)
    sparse = SparseRows.of([vocabulary.weigh(text) for text in texts], len(vocabulary.features))
    dense = np.zeros((sparse.height, sparse.width), dtype=np.float32)
    dense[np.repeat(np.arange(sparse.height), np.diff(sparse.starts)), sparse.columns] = sparse.values
    factor = np.random.default_rng(0).standard_normal((sparse.width, width)).astype(np.float32)
    assert sparse.times(factor) == pytest.approx(dense @ factor, abs=1e-4)
    back = np.random.default_rng(1).standard_normal((sparse.height, width)).astype(np.float32)
    assert sparse.transposed().times(back) == pytest.approx(dense.T @ back, abs=1e-4)


def test_many_texts_keep_their_inner_products_along_the_main_directions() -> None:
    vocabulary = learn_vocabulary(TEXTS)
    texts = [TEXTS[place % len(TEXTS)] for place in range(60)]
    exact = lexical_space(vocabulary, texts)
    reduced = lexical_space(vocabulary, texts, exact_up_to=0, directions=len(TEXTS) + 2)
    assert reduced.rows.shape[1] <= len(TEXTS)
    assert reduced.rows @ reduced.rows.T == pytest.approx(exact.rows @ exact.rows.T, abs=1e-3)


def test_weights_are_carried_back_from_the_main_directions_as_well() -> None:
    vocabulary = learn_vocabulary(TEXTS)
    texts = [TEXTS[place % len(TEXTS)] for place in range(60)]
    space = lexical_space(vocabulary, texts, exact_up_to=0, directions=3)
    assert space.rows.shape == (60, 3)
    weights = np.random.default_rng(1).standard_normal((3, 2)).astype(np.float32)
    of_features = space.feature_weights(weights, len(vocabulary.features)).astype(np.float32)
    for row, text in enumerate(texts):
        weighed = vocabulary.weigh(text)
        assert weighed.values @ of_features[weighed.columns] == pytest.approx(space.rows[row] @ weights, abs=0.02)
