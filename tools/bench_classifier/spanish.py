"""Spanish: the packs' examples cross-validated by language, with and without Spanish ones; languages told rightly."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from civicline.adapters.classifier_head import TextEncoder
from civicline.adapters.classifier_text import readable
from civicline.adapters.language import detect_language
from layers.classifier.held_out import FOLDS, Blend, Classes, Views, cross_validate, fit_blend, stratified_folds
from layers.classifier.lexical import learn_vocabulary, lexical_space
from layers.classifier.public_texts import banking77, clinc
from tools.bench_classifier.effort import QUICK_TOPICS, Bench
from tools.bench_classifier.results import Row, Section, Table, Unit, figure
from tools.packaging.folders import PROJECT
from tools.topic_examples import Example, read_topic_examples

PACKS = PROJECT / "packs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLanguage:
    """Accuracy on held-out examples, 0 to 1: a head taught both languages on each, one taught English on Spanish."""

    english: float
    spanish: float
    spanish_from_english: float


def spanish_section(bench: Bench) -> Section:
    """Accuracy by language for each pack, and the share of texts whose language is told rightly."""
    packs = sorted(path.parent for path in PACKS.glob("*/topics.yaml"))
    examples = {pack.name: _examples(bench, pack) for pack in packs}
    return Section(
        name="spanish",
        title="Spanish",
        notes=(
            f"The packs' own examples in {FOLDS} folds, by the fused regressions of the shipped way. “English "
            "examples only” is taught the same English examples and asked the same Spanish ones.",
            bench.encoders.note(),
        ),
        tables=(
            Table(
                title="Accuracy by language, cross-validated",
                labels=("pack", "encoder"),
                measures=("English", "Spanish", "Spanish, English examples only"),
                rows=tuple(row for name, given in examples.items() for row in _pack_rows(bench, name, given)),
            ),
            Table(
                title="Language told rightly",
                labels=("texts", "language"),
                measures=("texts", "right", "undetermined"),
                rows=tuple(_language_rows(bench, examples)),
            ),
        ),
    )


def _examples(bench: Bench, pack: Path) -> list[Example]:
    every = read_topic_examples(pack / "topics.yaml").examples
    topics = list(dict.fromkeys(one.topic_id for one in every))
    kept = set(topics[:QUICK_TOPICS] if bench.is_quick else topics)
    return [one for one in every if one.topic_id in kept]


def _pack_rows(bench: Bench, name: str, examples: Sequence[Example]) -> list[Row]:
    rows = []
    known: dict[str, list[ByLanguage]] = {}
    for label, encoder in (("base", bench.encoders.base()), ("as shipped", bench.encoders.shipped())):
        if encoder.identity not in known:
            bench.progress(f"pack {name}, {label}: {len(examples):,} examples by language")
            views = views_of(encoder, examples)
            known[encoder.identity] = [by_language(views, examples, seed) for seed in range(bench.seeds)]
        runs = known[encoder.identity]
        columns = ([one.english for one in runs], [one.spanish for one in runs])
        figures = (*map(figure, columns), figure(one.spanish_from_english for one in runs))
        rows.append(Row(labels=(name, label), figures=figures))
    return rows


def views_of(encoder: TextEncoder, examples: Sequence[Example]) -> Views:
    """The examples as both regressions see them."""
    words = [readable(one.text) for one in examples]
    return Views(
        sentence=np.vstack([encoder.embed(one) for one in words]),
        lexical=lexical_space(learn_vocabulary(words), words).rows,
        names_from=len(words),
        languages=np.array([one.language for one in examples], dtype=np.str_),
    )


def by_language(views: Views, examples: Sequence[Example], seed: int) -> ByLanguage:
    """Every example is held out once; the words weigh what the shipped way finds for each language."""
    index = {topic: place for place, topic in enumerate(dict.fromkeys(one.topic_id for one in examples))}
    classes: Classes = np.array([index[one.topic_id] for one in examples], dtype=np.intp)
    is_spanish = np.array([one.language == "es" for one in examples])
    no_shift = np.zeros(len(index), dtype=np.float32)
    blend = fit_blend(cross_validate(views, classes, seed=seed, hide_topics=False), no_shift)
    folds = stratified_folds(classes, np.random.default_rng(seed))
    from_both, from_english = np.zeros(len(classes), dtype=bool), np.zeros(len(classes), dtype=bool)
    for fold in range(FOLDS):
        held_out, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        from_both[held_out] = _is_right(views, classes, rest, held_out, blend)
        from_english[held_out] = _is_right(views, classes, rest[~is_spanish[rest]], held_out, blend)
    return ByLanguage(
        english=float(from_both[~is_spanish].mean()),
        spanish=float(from_both[is_spanish].mean()),
        spanish_from_english=float(from_english[is_spanish].mean()),
    )


def _is_right(views: Views, classes: Classes, taught: Classes, asked: Classes, blend: Blend) -> npt.NDArray[np.bool_]:
    models = views.fit(taught, classes[taught], int(classes.max()) + 1)
    probabilities = blend.probabilities(views.scores(models, asked), np.arange(int(classes.max()) + 1))
    right: npt.NDArray[np.bool_] = probabilities.argmax(axis=1) == classes[asked]
    return right


def _language_rows(bench: Bench, packs: dict[str, list[Example]]) -> list[Row]:
    sources = [
        (f"pack {name}", language, bench.some([one.text for one in given if one.language == language]))
        for name, given in packs.items()
        for language in ("en", "es")
    ]
    bench.folder("clinc150"), bench.folder("banking77")
    sources.append(("CLINC150, test", "en", bench.some([text for text, _ in clinc(bench.data, "test")])))
    sources.append(("Banking77, test", "en", bench.some([text for text, _ in banking77(bench.data, "test")])))
    rows = []
    for name, language, texts in sources:
        bench.progress(f"languages of {name}")
        told = [detect_language(text) for text in texts]
        right, unclear = (sum(one == wanted for one in told) / len(told) for wanted in (language, "und"))
        figures = figure([len(told)], Unit.COUNT), figure([right]), figure([unclear])
        rows.append(Row(labels=(name, language), figures=figures))
    return rows
