"""The two ways of training the lexical half: exact, and with the most important directions only."""

import time
from dataclasses import dataclass

import numpy as np

from civicline.adapters.classifier_features import Vocabulary
from civicline.adapters.classifier_head import Matrix
from civicline.adapters.classifier_text import readable
from layers.classifier.held_out import LEXICAL_LOOSENESS
from layers.classifier.lexical import DIRECTIONS, EXACT_UP_TO, learn_vocabulary, lexical_space
from layers.classifier.public_texts import OUT_OF_SCOPE, Labelled, banking77, clinc, topics_of
from layers.classifier.softmax_regression import fit
from tools.bench_classifier.effort import Bench
from tools.bench_classifier.results import Aim, Row, Section, Table, Unit, figure

EXAMPLES, QUICK_EXAMPLES = 2_000, 400
SAME_WITHIN = 0.003


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of training on one draw: accuracy on the test texts, and seconds to make the space and to fit it once."""

    accuracy: float
    space_seconds: float
    fit_seconds: float


def lexical_section(bench: Bench) -> Section:
    """Both ways on the same examples of both benchmarks."""
    bench.folder("clinc150"), bench.folder("banking77")
    count = QUICK_EXAMPLES if bench.is_quick else EXAMPLES
    directions = count // 2 if bench.is_quick else DIRECTIONS
    sources = {
        "CLINC150": (clinc(bench.data, "train"), [one for one in clinc(bench.data, "test") if one[1] != OUT_OF_SCOPE]),
        "Banking77": (banking77(bench.data, "train"), banking77(bench.data, "test")),
    }
    rows = []
    for name, (train, test) in sources.items():
        exact, reduced = [], []
        for seed in range(bench.seeds):
            bench.progress(f"{name}, seed {seed}: the lexical half of {count:,} examples in both ways")
            order = np.random.default_rng(seed).permutation(len(train))[:count]
            examples = [one for one in (train[place] for place in order) if one[1] != OUT_OF_SCOPE]
            exact.append(_measured(examples, test, exact_up_to=count, directions=directions))
            reduced.append(_measured(examples, test, exact_up_to=0, directions=directions))
        gaps = [abs(one.accuracy - other.accuracy) for one, other in zip(exact, reduced, strict=True)]
        rows += [_row(name, "exact", exact), _row(name, f"{directions:,} directions", reduced, gaps)]
    return Section(
        name="lexical",
        title="The lexical half on large sets",
        notes=(
            f"Up to {EXACT_UP_TO:,} examples the lexical half is trained exactly, in time that grows with the cube "
            f"of their number; beyond, on the {DIRECTIONS:,} directions in which texts differ most. Here both ways "
            f"train on the same {count:,} examples, and the lexical half answers alone.",
        ),
        tables=(
            Table(
                title=f"{count:,} examples, both ways",
                labels=("benchmark", "way"),
                measures=("accuracy", "difference", "making the space", "one fit"),
                rows=tuple(rows),
            ),
        ),
    )


def _row(name: str, way: str, runs: list[Way], gaps: list[float] | None = None) -> Row:
    return Row(
        labels=(name, way),
        figures=(
            figure(one.accuracy for one in runs),
            figure(gaps, aim=Aim(value=SAME_WITHIN, bound="at most")) if gaps else None,
            figure((one.space_seconds for one in runs), Unit.SECONDS),
            figure((one.fit_seconds for one in runs), Unit.SECONDS),
        ),
    )


def _measured(examples: Labelled, test: Labelled, *, exact_up_to: int, directions: int) -> Way:
    words = [readable(text) for text, _ in examples]
    topics = {topic: place for place, topic in enumerate(topics_of(examples))}
    classes = np.array([topics[topic] for _, topic in examples], dtype=np.intp)
    vocabulary = learn_vocabulary(words)
    start = time.perf_counter()
    space = lexical_space(vocabulary, words, exact_up_to=exact_up_to, directions=directions)
    made = time.perf_counter()
    model = fit(space.rows, classes, len(topics), looseness=LEXICAL_LOOSENESS)
    fitted = time.perf_counter()
    weights = space.feature_weights(model.weights, len(vocabulary.features)).astype(np.float32)
    right = [_best(vocabulary, weights, model.bias, text) == topics.get(topic) for text, topic in test]
    return Way(accuracy=sum(right) / len(right), space_seconds=made - start, fit_seconds=fitted - made)


def _best(vocabulary: Vocabulary, weights: Matrix, bias: Matrix, text: str) -> int:
    sparse = vocabulary.weigh(readable(text))
    return int((sparse.values @ weights[sparse.columns] + bias).argmax())
