"""Stances towards a named proposal, with whole subjects held out."""

from collections.abc import Iterator
from typing import Any

from civicline.adapters.bundled_classifier import BundledClassifier
from layers.classifier.build import build_layer
from layers.classifier.stance.evaluate import cross_validated, on_held_out_subjects, on_petitions
from layers.classifier.stance.examples import stance_examples
from layers.classifier.stance.train import BUDGET, stance_matrix
from tools.bench_classifier.effort import Bench
from tools.bench_classifier.results import Aim, Row, Section, Table, Unit, figure
from tools.packaging import folders

_SHARE_NOTE = "Unclear is an abstention: neither right nor wrong."


def stances_section(bench: Bench) -> Section:
    """Plain words alone, and with the model where they decide nothing; one draw, since nothing is drawn."""
    encoder = bench.encoders.shipped()
    bench.progress("stances: subjects held out in turn")
    crossed = cross_validated(stance_matrix(encoder, stance_examples()))
    bench.progress("stances: subjects kept apart")
    apart = on_held_out_subjects(encoder)
    reports = {
        ("subjects held out in turn", "plain words"): crossed["plain_words"],
        ("subjects held out in turn", "words, then model"): crossed["both"],
        ("the same, Spanish", "words, then model"): crossed["both_es"],
        ("subjects kept apart", "plain words"): apart["plain_words"],
        ("subjects kept apart", "words, then model"): apart["both"],
    }
    return Section(
        name="stance",
        title="Stance",
        notes=(f"Hand-written messages of one author, English and Spanish. {_SHARE_NOTE}", bench.encoders.note()),
        tables=(
            Table(
                title="Stances towards a named proposal",
                labels=("messages", "by"),
                measures=("with a stance", "told rightly", "stances given", "wrong of these", "sides confused"),
                rows=tuple(_row(labels, report) for labels, report in reports.items()),
            ),
            Table(
                title="Real petitions that name a proposal, by the built layer's legislator head",
                labels=("petitions", "finding"),
                measures=("petitions",),
                rows=tuple(_petition_rows(bench)),
            ),
        ),
    )


def _petition_rows(bench: Bench) -> Iterator[Row]:
    """How often each finding was made; whether it was right, a person has to say."""
    bench.folder("wethepeople_petitions"), bench.folder("uk_parliament_petitions")
    layer = build_layer("host", folders.layer("host"), progress=bench.progress)
    bench.progress("stances in petitions")
    for source, counts in on_petitions(BundledClassifier.load(layer.model, "legislator"), bench.data).items():
        for finding, count in counts.items():
            yield Row(labels=(source, finding.replace("_", " ")), figures=(figure([count], Unit.COUNT),))


def _row(labels: tuple[str, str], report: dict[str, Any]) -> Row:
    return Row(
        labels=labels,
        figures=(
            figure([report["with_a_stance"]], Unit.COUNT),
            figure([report["coverage"]]),
            figure([report["given"]], Unit.COUNT),
            figure([report["wrong_share_of_given"]], aim=Aim(value=BUDGET, bound="at most")),
            figure([report["sides_confused"]], Unit.COUNT),
        ),
    )
