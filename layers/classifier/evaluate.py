"""Measure the built layer: `python -m layers.classifier.evaluate [--data DIR] [--out FILE]`.

Prints, as JSON, what MODEL_CARD.md quotes: accuracy on a public benchmark, what the calibration delivers on a stream
that it has not seen, each pack's calibration, time and size. Without the benchmark's data it measures the rest.
"""

import argparse
import csv
import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from civicline.adapters.bundled_classifier import BundledClassifier
from civicline.adapters.classifier_encoder import OnnxEncoder
from civicline.adapters.classifier_head import Head
from civicline.adapters.classifier_text import readable
from civicline.adapters.language import detect_language
from layers.classifier.build import PROJECT, Layer, build_layer, pack_names
from layers.classifier.errors import BuildError
from layers.classifier.pack_heads import load_encoder, pack_examples
from layers.classifier.single_thread import single_threaded
from layers.classifier.train import train_head
from tools.pack_files import OutOfScopeFile, PackError, read_pack_file

OUT_OF_SCOPE = "oos"
STREAM_SEEDS = range(100, 105)
"""Draws of office and stream, none of which the calibration's settings were chosen on."""
Labelled = list[tuple[str, str]]


def clinc(data: Path, split: str) -> Labelled:
    """Texts and intents of one split of CLINC150 (Larson et al. 2019), those out of scope with it."""
    splits = (split, f"{OUT_OF_SCOPE}_{split}")
    with (data / "clinc150" / "data_full.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["intent"]) for row in csv.DictReader(file) if row["split"] in splits]


def clinc_topics(examples: Labelled) -> list[str]:
    """The intents that an office can have."""
    return sorted({topic for _, topic in examples} - {OUT_OF_SCOPE})


def few(examples: Labelled, topics: Sequence[str], shots: int, generator: np.random.Generator) -> Labelled:
    """`shots` random examples of each topic."""
    by_topic = defaultdict(list)
    for text, topic in examples:
        by_topic[topic].append(text)
    return [
        (by_topic[topic][index], topic)
        for topic in topics
        for index in generator.permutation(len(by_topic[topic]))[:shots]
    ]


def _top(head: Head, encoder: OnnxEncoder, texts: Sequence[str]) -> list[tuple[str, float]]:
    answers = []
    for text in texts:
        words = readable(text)
        probabilities = head.probabilities(encoder.embed(words), words)
        best = int(probabilities.argmax())
        answers.append((head.topic_ids[best], float(probabilities[best])))
    return answers


def clinc_accuracy(encoder: OnnxEncoder, data: Path, shots: int) -> float:
    """The share of right topics among all 150, of the in-scope test texts."""
    train, test = clinc(data, "train"), [one for one in clinc(data, "test") if one[1] != OUT_OF_SCOPE]
    chosen = few(train, clinc_topics(train), shots, np.random.default_rng(0))
    head = train_head(encoder, [text for text, _ in chosen], [topic for _, topic in chosen])
    answers = _top(head, encoder, [text for text, _ in test])
    return sum(answer == topic for (answer, _), (_, topic) in zip(answers, test, strict=True)) / len(test)


def clinc_stream(encoder: OnnxEncoder, data: Path, shots: int, seed: int) -> dict[str, float]:
    """An office with 50 of the topics; 80 % of its test messages are about them, 10 % about others, 10 % about none."""
    generator = np.random.default_rng(seed)
    train, test = clinc(data, "train"), clinc(data, "test")
    topics = clinc_topics(train)
    office = [topics[index] for index in generator.permutation(len(topics))[:50]]
    chosen = few(train, office, shots, generator)
    head = train_head(encoder, [text for text, _ in chosen], [topic for _, topic in chosen])
    inside = [one for one in test if one[1] in office]
    near = [one for one in test if one[1] not in office and one[1] != OUT_OF_SCOPE]
    far = [one for one in test if one[1] == OUT_OF_SCOPE]
    share = len(inside) // 8
    stream = [*inside, *(group[i] for group in (near, far) for i in generator.permutation(len(group))[:share])]
    answers = _top(head, encoder, [text for text, _ in stream])
    sent = [
        answer == topic for (answer, sure), (_, topic) in zip(answers, stream, strict=True) if sure >= head.threshold
    ]
    return {
        "threshold": head.threshold,
        "coverage_in_scope": sum(sent) / len(inside),
        "wrong_share_of_answers": 1 - sum(sent) / len(sent) if sent else 0.0,
    }


def pack_report(layer: Layer, pack: Path) -> dict[str, Any]:
    """The calibration of a pack's head, and what it does with texts that are about none of the pack's topics."""
    classifier = BundledClassifier.load(layer.model, pack.name)
    meaning = json.loads((layer.model / "heads" / pack.name / "head.json").read_text(encoding="utf-8"))
    strangers = [
        text for texts in read_pack_file(pack / "out_of_scope.yaml", OutOfScopeFile).examples.values() for text in texts
    ]
    said = [classifier.classify(text) for text in strangers]
    milliseconds = []
    for text in pack_examples(pack).texts:
        start = time.perf_counter()
        classifier.classify(text)
        milliseconds.append((time.perf_counter() - start) * 1_000)
    return {
        "version": meaning["version"],
        "topics": len(meaning["topic_ids"]),
        "threshold": meaning["threshold"],
        "groups": len(set(meaning["groups"])),
        "group_threshold": meaning["group_threshold"],
        "cross_validated": meaning["calibration"],
        "out_of_scope_texts": len(strangers),
        "out_of_scope_answered": sum(one.is_confident for one in said),
        "out_of_scope_sure_of_a_group_only": sum(one.is_group_confident and not one.is_confident for one in said),
        "milliseconds_median": statistics.median(milliseconds),
        "milliseconds_p99": statistics.quantiles(milliseconds, n=100)[98],
    }


def benchmark_report(encoder: OnnxEncoder, data: Path) -> dict[str, Any]:
    """Everything that needs the public benchmark."""
    english = [text for text, _ in clinc(data, "test")]
    streams = {
        shots: [clinc_stream(encoder, data, shots=shots, seed=seed) for seed in STREAM_SEEDS] for shots in (10, 20)
    }
    return {
        "clinc150_10_shot_accuracy": clinc_accuracy(encoder, data, shots=10),
        "clinc150_office_stream": {
            f"{shots}_shot": {name: statistics.mean(one[name] for one in runs) for name in runs[0]}
            for shots, runs in streams.items()
        },
        "clinc150_texts_told_as_english": sum(detect_language(text) == "en" for text in english) / len(english),
    }


def measure(data: Path) -> dict[str, Any]:
    """The whole report. Raises `BuildError`, `PackError`."""
    layer = build_layer("host", PROJECT / "build" / "layer" / "host", progress=_to_stderr)
    packs = PROJECT / "packs"
    report: dict[str, Any] = {"layer_megabytes": layer.size_bytes / 1e6}
    report["packs"] = {pack: pack_report(layer, packs / pack) for pack in pack_names(packs)}
    if (data / "clinc150").is_dir():
        _to_stderr("measuring on CLINC150; this takes a few minutes")
        with single_threaded():
            report["benchmark"] = benchmark_report(load_encoder(layer.model), data)
    else:
        _to_stderr(f"no clinc150 in {data}: the benchmark is left out (--data)")
    return report


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 when everything asked for was measured."""
    parser = argparse.ArgumentParser(prog="python -m layers.classifier.evaluate", description="Measure the layer.")
    data = os.environ.get("CIVICLINE_DATA", str(PROJECT.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=Path(data), help="folder with clinc150/ (default: %(default)s)")
    parser.add_argument("--out", type=Path, help="also write the report to this file")
    options = parser.parse_args(arguments)
    try:
        report = measure(options.data)
    except (BuildError, PackError) as error:
        print(f"nothing measured: {error}", file=sys.stderr)
        return 1
    text = json.dumps(report, indent=1, default=float)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
