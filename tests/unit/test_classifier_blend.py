"""What words are worth beside the sentence vector: to an office, and in a language."""

import numpy as np
import pytest

from civicline.adapters.classifier_head import Mix
from civicline.domain.topics.classification import UNDETERMINED_LANGUAGE
from layers.classifier.held_out import FEWEST_OF_LANGUAGE, Blend, Classes, Languages, Round, TwofoldScores, fit_blend

TOPICS = 5
NO_SHIFT = np.zeros(TOPICS, dtype=np.float32)


def heard(*, telling: str, languages: Languages, seed: int = 4) -> Round:
    """Texts whose topic one of both halves tells well, and the other not at all."""
    generator = np.random.default_rng(seed)
    classes: Classes = generator.integers(0, TOPICS, size=len(languages))
    clear = (4 * np.eye(TOPICS)[classes] + generator.normal(0, 1, size=(len(classes), TOPICS))).astype(np.float32)
    noise = generator.normal(0, 3, size=(len(classes), TOPICS)).astype(np.float32)
    halves = {"sentence": noise, "lexical": noise} | {telling: clear}
    return Round(
        visible=np.arange(TOPICS),
        scores=TwofoldScores(**halves, languages=languages),
        classes=classes,
        hidden_scores=TwofoldScores(sentence=clear[:0], lexical=noise[:0], languages=languages[:0]),
        hidden_topics=classes[:0],
    )


@pytest.mark.parametrize(
    ("telling", "least", "most"),
    [pytest.param("sentence", 0.0, 0.25, id="words-mislead"), pytest.param("lexical", 1.5, 3.0, id="words-tell")],
)
def test_words_weigh_what_they_are_worth_to_the_office(telling: str, least: float, most: float) -> None:
    blend = fit_blend([heard(telling=telling, languages=np.full(400, UNDETERMINED_LANGUAGE))], NO_SHIFT)
    assert least <= blend.mix.lexical_share <= most
    assert not blend.mixes


def test_each_language_has_the_mix_that_suits_it() -> None:
    english = heard(telling="sentence", languages=np.full(300, "en"))
    spanish = heard(telling="lexical", languages=np.full(300, "es"))
    blend = fit_blend([english, spanish], NO_SHIFT)
    assert blend.mixes["en"].lexical_share < 0.5 < 1 < blend.mixes["es"].lexical_share


def test_a_language_with_few_texts_is_mixed_as_all_are() -> None:
    few = heard(telling="lexical", languages=np.full(FEWEST_OF_LANGUAGE - 1, "ht"))
    many = heard(telling="sentence", languages=np.full(400, "en"))
    assert set(fit_blend([few, many], NO_SHIFT).mixes) == {"en"}


def test_rows_of_one_batch_are_each_mixed_by_their_language() -> None:
    scores = TwofoldScores(
        sentence=np.log(np.array([[0.9, 0.1], [0.9, 0.1]], dtype=np.float32)),
        lexical=np.log(np.array([[0.1, 0.9], [0.1, 0.9]], dtype=np.float32)),
        languages=np.array(["en", "es"]),
    )
    blend = Blend(
        mix=Mix(lexical_share=0.0, temperature=1.0),
        mixes={"es": Mix(lexical_share=2.0, temperature=1.0)},
        topic_shift=np.zeros(2, dtype=np.float32),
    )
    assert blend.probabilities(scores, np.arange(2)).argmax(axis=1).tolist() == [0, 1]
