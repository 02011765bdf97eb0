"""Measure stances: `python -m layers.classifier.stance.evaluate [--data DIR]`, printed as JSON.

Whole subjects are held out, so that no model is measured on a subject that it has seen someone be for or against.
The subjects marked `is_held_out` are measured apart: no word list was written and no number chosen on them.
"""

import argparse
import csv
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from civicline.adapters.bundled_classifier import BundledClassifier
from civicline.adapters.classifier_head import TextEncoder, softmax
from civicline.adapters.classifier_text import readable
from civicline.adapters.stance_head import STANCES, believed, likeliest
from civicline.domain.stances.proposal_search import find_proposals
from civicline.domain.stances.stance import Stance
from layers.classifier.build import PROJECT, build_layer
from layers.classifier.errors import BuildError
from layers.classifier.pack_heads import load_encoder
from layers.classifier.single_thread import single_threaded
from layers.classifier.stance.examples import stance_examples
from layers.classifier.stance.train import (
    StanceMatrix,
    asked_temperature,
    calibrate,
    is_asked,
    leave_subjects_out,
    stance_matrix,
    train_stance_head,
)

ERROR = 0.05
Said = tuple[Stance, Stance, float]
"""What is true, what was said, and the confidence."""


def report(said: Sequence[Said]) -> dict[str, Any]:
    """Right and wrong of what was said; UNCLEAR is an abstention, never a right or a wrong stance."""
    given = [(true, answer) for true, answer, _ in said if answer is not Stance.UNCLEAR]
    clear = [one for one in said if one[0] is not Stance.UNCLEAR]
    return {
        "texts": len(said),
        "with_a_stance": len(clear),
        "given": len(given),
        "wrong_share_of_given": _share(true is not answer for true, answer in given),
        "coverage": _share(true is answer for true, answer, _ in clear),
        "sides_confused": sum({true, answer} == {Stance.SUPPORT, Stance.OPPOSE} for true, answer in given),
        "right_by_stance": {
            stance.value: _share(answer is stance for true, answer, _ in said if true is stance) for stance in Stance
        },
    }


def coverage_at(said: Sequence[Said], error: float) -> float:
    """The share of texts with a stance told rightly at the best threshold for `error`, picked on these texts."""
    ranked = sorted((one for one in said if one[1] is not Stance.UNCLEAR), key=lambda one: -one[2])
    right = np.cumsum([true is answer for true, answer, _ in ranked])
    count = np.arange(1, len(ranked) + 1)
    allowed = np.flatnonzero(count - right <= error * count)
    clear = sum(true is not Stance.UNCLEAR for true, _, _ in said)
    return float(right[allowed[-1]] / clear) if len(allowed) else 0.0


def _share(hits: Any) -> float:
    listed = list(hits)
    return round(sum(listed) / len(listed), 4) if listed else 0.0


def cross_validated(matrix: StanceMatrix) -> dict[str, Any]:
    """Everything that is measured with subjects held out in turn."""
    scores = leave_subjects_out(matrix)
    temperature = asked_temperature(matrix, scores)
    _, threshold = calibrate(matrix, scores, temperature)
    probabilities = softmax(scores / np.float32(temperature))
    best = [(STANCES[int(row.argmax())], float(row.max())) for row in probabilities]
    words, model, both = [], [], []
    for example, reading, (stance, confidence) in zip(matrix.examples, matrix.readings, best, strict=True):
        plain = reading.cues.stance
        asked = believed((stance, confidence), threshold.confidence)
        words.append((example.stance, plain, 1.0))
        model.append((example.stance, stance, confidence))
        both.append((example.stance, asked if plain is Stance.UNCLEAR else plain, confidence))
    spanish = [index for index, example in enumerate(matrix.examples) if example.language == "es"]
    clear = [index for index, example in enumerate(matrix.examples) if example.stance is not Stance.UNCLEAR]
    return {
        "threshold": threshold.confidence,
        "plain_words": report(words),
        "model_sides_confused_where_words_decide_nothing": _confusions(matrix, model),
        "model_accuracy": _share(model[index][0] is model[index][1] for index in clear),
        "model_accuracy_es": _share(model[index][0] is model[index][1] for index in clear if index in set(spanish)),
        "model_coverage_at_5_percent_wrong": coverage_at(model, ERROR),
        "both": report(both),
        "both_es": report([both[index] for index in spanish]),
    }


def _confusions(matrix: StanceMatrix, model: Sequence[Said]) -> list[int]:
    """Of the texts that plain words leave and where the model takes a side: those on the wrong one, and all."""
    sides = {Stance.SUPPORT, Stance.OPPOSE}
    taken = [one for one, asked in zip(model, is_asked(matrix), strict=True) if asked and one[1] in sides]
    return [sum({true, answer} == sides for true, answer, _ in taken), len(taken)]


def on_held_out_subjects(encoder: TextEncoder) -> dict[str, Any]:
    """Plain words and a head that was trained without these subjects, threshold included."""
    examples = stance_examples()
    head = train_stance_head(encoder, [example for example in examples if not example.is_held_out])
    matrix = stance_matrix(encoder, [example for example in examples if example.is_held_out])
    words, both = [], []
    for example, reading in zip(matrix.examples, matrix.readings, strict=True):
        plain = reading.cues.stance
        likely = likeliest(head, reading, encoder.embed(readable(example.text)))
        asked = believed(likely, head.threshold)
        words.append((example.stance, plain, 1.0))
        both.append((example.stance, asked if plain is Stance.UNCLEAR else plain, likely[1]))
    return {"plain_words": report(words), "both": report(both)}


def on_petitions(classifier: BundledClassifier, data: Path) -> dict[str, Any]:
    """Stances in real petitions that name a proposal: all ask for something, so hardly any should be neutral."""
    with (data / "wethepeople_petitions" / "petitions.csv").open(encoding="utf-8", newline="") as file:
        american = [f"{row['title']}\n{row['body']}" for row in csv.DictReader(file)]
    with (data / "uk_parliament_petitions" / "petitions.jsonl").open(encoding="utf-8") as lines:
        british = [f"{one['action']}\n{one.get('background') or ''}" for one in map(json.loads, lines)]
    return {"wethepeople": _stances_of(classifier, american), "uk_parliament": _stances_of(classifier, british)}


def _stances_of(classifier: BundledClassifier, texts: Sequence[str]) -> dict[str, int]:
    naming = [text for text in texts if find_proposals(text)]
    findings = [finding for text in naming for finding in classifier.classify(text).stance]
    return {
        "petitions": len(texts),
        "naming_a_proposal": len(naming),
        **Counter(f"{one.stance}_by_{one.basis}" for one in findings),
    }


def measure(data: Path) -> dict[str, Any]:
    """The whole report. Raises `BuildError`."""
    layer = build_layer("host", PROJECT / "build" / "layer" / "host", progress=_to_stderr)
    encoder = load_encoder(layer.model)
    with single_threaded():
        result = {
            "leave_subjects_out": cross_validated(stance_matrix(encoder, stance_examples())),
            "held_out_subjects": on_held_out_subjects(encoder),
        }
    if (data / "wethepeople_petitions").is_dir():
        result["petitions"] = on_petitions(BundledClassifier.load(layer.model, "legislator"), data)
    else:
        _to_stderr(f"no petitions in {data}: they are left out (--data)")
    return result


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 when everything asked for was measured."""
    parser = argparse.ArgumentParser(prog="python -m layers.classifier.stance.evaluate", description="Measure stances.")
    data = os.environ.get("CIVICLINE_DATA", str(PROJECT.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=Path(data), help="folder with petitions (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        print(json.dumps(measure(options.data), indent=1))
    except BuildError as error:
        _to_stderr(f"nothing measured: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
