"""Milliseconds, megabytes and the cold start of the classifier, in an interpreter that has nothing but the layer."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tokenizers import Tokenizer

from civicline.adapters.classifier_encoder import MAX_TOKENS
from civicline.adapters.classifier_files import TOKENIZER
from layers.classifier.build import Layer, build_layer
from layers.classifier.errors import BuildError
from tools.bench_classifier.effort import Bench
from tools.bench_classifier.results import Aim, Figure, Row, Section, Table, Unit, figure
from tools.packaging import folders
from tools.topic_examples import read_topic_examples

MAIN = Path(__file__).with_name("speed_main.py")
HEAD = "city-311"
LONG_TOKENS = 200
LONGEST_TEXT_MESSAGE = 160
MESSAGES, QUICK_MESSAGES = 200, 20
STARTS, QUICK_STARTS = 5, 2
Times = dict[str, Any]


def speed_section(bench: Bench) -> Section:
    """One process a start; each also answers all messages."""
    layer = build_layer("host", folders.layer("host"), progress=bench.progress)
    deployed = build_layer("lambda", folders.layer("lambda"), progress=bench.progress)
    count = QUICK_MESSAGES if bench.is_quick else MESSAGES
    short, long = sample_messages(layer, count)
    starts = max(QUICK_STARTS if bench.is_quick else STARTS, bench.seeds)
    runs = []
    for number in range(starts + 1):
        bench.progress(f"start {number} of {starts}")
        runs.append(_start(layer, short, long))
    runs = runs[1:]  # the first warms the disk
    return Section(
        name="speed",
        title="Speed and size",
        notes=(
            f"{starts} fresh interpreters on this machine, with the layer's libraries and Civicline on the path and "
            f"nothing else, head {HEAD}, one thread; mean ± standard deviation over the starts of each start's "
            f"median. A message is a text of at most {LONGEST_TEXT_MESSAGE} characters; {LONG_TOKENS} tokens are "
            "several of them as one mail, which is read as a whole and part by part. Encoding alone is the sentence"
            " vector of the whole and nothing else.",
        ),
        tables=(
            Table(
                title="Classifying one message",
                labels=("what",),
                measures=("text message", f"{LONG_TOKENS} tokens"),
                rows=(
                    Row(labels=("classify",), figures=(_ms(runs, "short_ms", 10), _ms(runs, "long_ms", 60))),
                    Row(
                        labels=("encoding alone",), figures=(_ms(runs, "encode_short_ms"), _ms(runs, "encode_long_ms"))
                    ),
                ),
            ),
            Table(
                title="From a fresh interpreter to the first answer",
                labels=("what",),
                measures=("import", "model loaded", "first answer"),
                rows=(
                    Row(
                        labels=("seconds since the start",),
                        figures=(
                            figure((one["import_s"] for one in runs), Unit.SECONDS),
                            figure((one["load_s"] for one in runs), Unit.SECONDS),
                            figure((one["answer_s"] for one in runs), Unit.SECONDS, Aim(value=0.7, bound="at most")),
                        ),
                    ),
                ),
            ),
            Table(
                title="Size",
                labels=("what",),
                measures=("size",),
                rows=(
                    Row(labels=("layer for Lambda (arm64)",), figures=(_size(deployed),)),
                    Row(labels=("layer for this machine",), figures=(_size(layer),)),
                    Row(
                        labels=("most memory of the process",),
                        figures=(figure((one["peak_megabytes"] for one in runs), Unit.MEGABYTES),),
                    ),
                ),
            ),
        ),
    )


def sample_messages(layer: Layer, count: int) -> tuple[list[str], list[str]]:
    """Text messages from all over the pack, and mails of `LONG_TOKENS` tokens made of them."""
    tokenizer = Tokenizer.from_file(str(layer.model / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    examples = read_topic_examples(folders.PROJECT / "packs" / HEAD / "topics.yaml").examples
    texts = [one.text for one in examples if len(one.text) <= LONGEST_TEXT_MESSAGE]
    short = texts[:: max(1, len(texts) // count)][:count]
    return short, list(_long_texts(short, tokenizer))


def _long_texts(short: Sequence[str], tokenizer: Tokenizer) -> Iterator[str]:
    parts: list[str] = []
    for text in short:
        parts.append(text.rstrip(". ") + ".")
        if len(tokenizer.encode(" ".join(parts)).ids) >= LONG_TOKENS:
            yield " ".join(parts)
            parts = []


def _start(layer: Layer, short: Sequence[str], long: Sequence[str]) -> Times:
    job = {
        "path": [str(layer.libraries), str(folders.PROJECT)],
        "model": str(layer.model),
        "head": HEAD,
        "short": short,
        "long": long,
    }
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", str(MAIN)],
        input=json.dumps(job),
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(f"the layer does not start: {done.stderr[-500:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    medians = {name: median(values) for name, values in found.items() if name.endswith("_ms")}
    steps = {"import_s": "imported", "load_s": "loaded", "answer_s": "answered"}
    since = {name: found[step] - started for name, step in steps.items()}
    return {**medians, **since, "peak_megabytes": found["peak_megabytes"]}


def _ms(runs: Sequence[Times], name: str, most: float | None = None) -> Figure | None:
    aim = Aim(value=most, bound="at most") if most else None
    return figure((one[name] for one in runs), Unit.MILLISECONDS, aim)


def _size(layer: Layer) -> Figure | None:
    return figure([layer.size_bytes / 1e6], Unit.MEGABYTES, Aim(value=130, bound="at most"))
