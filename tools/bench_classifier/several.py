"""Several topics in one message: two messages joined as people join them, and what must not find a second topic."""

from typing import Any

from layers.classifier.evaluate_several import MESSAGES, clinc_trial, measure_trial, pack_trial
from tools.bench_classifier.effort import Bench
from tools.bench_classifier.encoders import CLINC150
from tools.bench_classifier.results import Row, Section, Table, Unit, figure
from tools.packaging.folders import PROJECT

QUICK_MESSAGES = 24
KINDS = ("one_message", "the_same_topic_twice", "beside_the_point", "two_topics")
MEASURES = {
    "several_found": "several found",
    "all_found": "all of its topics found",
    "wrong_topic_named": "a wrong topic among several",
    "answered_as_one": "one topic found",
}
SCOPES = {"answers_in_scope": "about a topic", "answers_out_of_scope": "about none"}
ANSWERS = {
    "for_topic": "answered",
    "for_topic_wrong": "of these wrongly",
    "for_group_only": "more for a group",
    "for_group_only_wrong": "of these wrongly, group",
}
PACKS = PROJECT / "packs"


def several_section(bench: Bench) -> Section:
    """Both packs, and offices of CLINC150 topics; the parts of a message are read by the same head."""
    bench.folder("clinc150")
    count = QUICK_MESSAGES if bench.is_quick else MESSAGES
    encoder, sister = bench.encoders.shipped(), bench.encoders.shipped(CLINC150)
    found: dict[str, list[dict[str, Any]]] = {}
    for pack in sorted(path.parent for path in PACKS.glob("*/topics.yaml")):
        bench.progress(f"pack {pack.name}: messages joined in pairs")
        trial = pack_trial(encoder, pack)
        found[f"pack {pack.name}"] = [measure_trial(encoder, trial, seed, count=count) for seed in range(bench.seeds)]
    offices = []
    for seed in range(bench.seeds):
        bench.progress(f"CLINC150, office {seed}: messages joined in pairs")
        offices.append(measure_trial(sister, clinc_trial(sister, bench.data, seed), seed, count=count))
    found["CLINC150, 50 topics, 20 shots"] = offices
    return Section(
        name="several",
        title="Several topics in one message",
        notes=(
            "Two held-out messages of different topics, joined in the ways in which people join them, should have "
            "both topics found; one message alone, two of the same topic, and one with something beside the point "
            "should not have several. Nothing is sent because several topics were found: the message goes to staff "
            "with all of them.",
            bench.encoders.note(CLINC150),
        ),
        tables=(
            Table(
                title="Topics found at the head's thresholds",
                labels=("head", "message"),
                measures=("messages", *MEASURES.values()),
                rows=tuple(_row(head, kind, runs) for head, runs in found.items() for kind in KINDS),
            ),
            Table(
                title="Single messages answered, for their topic or only for its group",
                labels=("head", "messages"),
                measures=("messages", *ANSWERS.values()),
                rows=tuple(_answers(head, kind, runs) for head, runs in found.items() for kind in SCOPES),
            ),
        ),
    )


def _row(head: str, kind: str, runs: list[dict[str, Any]]) -> Row:
    shares = (figure(one[kind][measure] for one in runs) for measure in MEASURES)
    return Row(
        labels=(head, kind.replace("_", " ")), figures=(figure([runs[0][kind]["messages"]], Unit.COUNT), *shares)
    )


def _answers(head: str, kind: str, runs: list[dict[str, Any]]) -> Row:
    counts = (figure([one[kind][name] for one in runs], Unit.COUNT) for name in ("messages", *ANSWERS))
    return Row(labels=(head, SCOPES[kind]), figures=tuple(counts))
