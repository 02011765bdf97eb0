"""The starter packs: what their heads promise by cross-validation, and what they make of strangers' texts."""

import json
from pathlib import Path
from typing import Any

from civicline.adapters.bundled_classifier import BundledClassifier
from civicline.adapters.classifier_head import NEVER_CONFIDENT
from layers.classifier.build import Layer, build_layer, pack_names
from tools.bench_classifier.effort import Bench
from tools.bench_classifier.results import Figure, Row, Section, Table, Unit, figure
from tools.pack_files import OutOfScopeFile, read_pack_file
from tools.packaging import folders

PACKS = folders.PROJECT / "packs"


def packs_section(bench: Bench) -> Section:
    """The heads of the built layer; nothing is trained here."""
    layer = build_layer("host", folders.layer("host"), progress=bench.progress)
    meanings = {pack: _meaning(layer, pack) for pack in pack_names(PACKS)}
    versions = ", ".join(meaning["version"] for meaning in meanings.values())
    return Section(
        name="packs",
        title="Starter packs",
        notes=(
            f"Heads of the built layer: {versions}. Figures of 5-fold cross-validation on the packs' own examples, "
            "many of them written to be hard, with a fifth of the topics (or groups) hidden in turn as out of "
            "scope. One draw: what is shipped.",
        ),
        tables=(
            Table(
                title="Topics, for a wrong-reply budget of 2 %",
                labels=("pack",),
                measures=("topics", "examples", "accuracy", "threshold", "answered", "wrong", "wrong, 90 % bound"),
                rows=tuple(Row(labels=(pack,), figures=_topics(meaning)) for pack, meaning in meanings.items()),
            ),
            Table(
                title="Groups of topics, where the topic is unsure",
                labels=("pack",),
                measures=("groups", "accuracy", "threshold", "answered", "wrong", "wrong, 90 % bound"),
                rows=tuple(Row(labels=(pack,), figures=_groups(meaning)) for pack, meaning in meanings.items()),
            ),
            Table(
                title="Texts of out_of_scope.yaml, which the calibration never saw",
                labels=("pack",),
                measures=("texts", "answered", "answered for a group only"),
                rows=tuple(Row(labels=(pack,), figures=_strangers(bench, layer, pack)) for pack in meanings),
            ),
        ),
    )


def _meaning(layer: Layer, pack: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((layer.model / "heads" / pack / "head.json").read_text(encoding="utf-8"))
    return content


def _topics(meaning: dict[str, Any]) -> tuple[Figure | None, ...]:
    measured = meaning["calibration"]
    return (
        figure([len(meaning["topic_ids"])], Unit.COUNT),
        figure([measured["examples"]], Unit.COUNT),
        figure([measured["accuracy"]]),
        _threshold(meaning["threshold"]),
        figure([measured["coverage"]]),
        figure([measured["wrong"]]),
        figure([measured["wrong_bound"]]),
    )


def _groups(meaning: dict[str, Any]) -> tuple[Figure | None, ...]:
    measured = meaning["calibration"]
    names = ("group_coverage", "group_wrong", "group_wrong_bound")
    return (
        figure([len(set(meaning["groups"]))], Unit.COUNT),
        figure([measured.get("group_accuracy")]),
        _threshold(meaning["group_threshold"]),
        *(figure([measured.get(name)]) for name in names),
    )


def _threshold(confidence: float) -> Figure | None:
    return figure([None if confidence >= NEVER_CONFIDENT else confidence], Unit.CONFIDENCE)


def _strangers(bench: Bench, layer: Layer, pack: str) -> tuple[Figure | None, ...]:
    bench.progress(f"pack {pack}: texts about none of its topics")
    examples = read_pack_file(Path(PACKS / pack / "out_of_scope.yaml"), OutOfScopeFile).examples
    texts = bench.some([text for texts in examples.values() for text in texts])
    classifier = BundledClassifier.load(layer.model, pack)
    said = [classifier.classify(text) for text in texts]
    answered = sum(one.is_confident for one in said)
    of_groups = sum(one.is_group_confident and not one.is_confident for one in said)
    return tuple(figure([count], Unit.COUNT) for count in (len(texts), answered, of_groups))
