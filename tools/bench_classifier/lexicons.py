"""Emergencies and opt-outs, which no model decides: what the word lists miss, and whom they take for what."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from civicline.domain.channel import Channel
from civicline.domain.emergencies.emergency import detect_emergency
from civicline.domain.opting_out.opt_out import Keyword, decide_keyword
from layers.classifier.public_texts import banking77, clinc
from tools.bench_classifier.effort import Bench
from tools.bench_classifier.results import Aim, Row, Section, Table, Unit, figure
from tools.packaging.folders import PROJECT

CASES = PROJECT / "tests" / "unit"
OPT_OUT_WORDS = 3
"""A voice assistant is told to "stop" and "cancel"; a keyword alone is an opt-out to a public number, rightly."""
_EXPECTED = {
    "opt_out": Keyword.OPT_OUT,
    "opt_in": Keyword.OPT_IN,
    "help": Keyword.HELP,
    "not_opt_out": Keyword.NONE,
    "opt out": Keyword.OPT_OUT,
    "opt in": Keyword.OPT_IN,
    "not an opt out": Keyword.NONE,
    "not help": Keyword.NONE,
}


def emergency_section(bench: Bench) -> Section:
    """Recall on our own cases by language, and alarms on requests of which none is an emergency."""
    tables = _cases("emergency_cases.json")
    found = [
        Row(labels=(language,), figures=_hits([text for texts in kinds.values() for text in texts]))
        for language, kinds in sorted(tables["emergency"].items())
    ]
    every = [text for kinds in tables["emergency"].values() for texts in kinds.values() for text in texts]
    ordinary = [text for texts in tables["no emergency"].values() for text in texts]
    sources = {"our own ordinary messages with words of danger": ordinary, **_public(bench)}
    return Section(
        name="emergency",
        title="Emergency gate",
        notes=(
            "Our own cases were written with the word lists, and the lists are tested on them: recall on them says "
            "that nothing was broken, not how often a stranger's words are missed. No text of CLINC150 or Banking77"
            " is an emergency, so every alarm there is false; a false alarm pages a person.",
        ),
        tables=(
            Table(
                title="Emergencies noticed",
                labels=("language",),
                measures=("messages", "noticed"),
                rows=(*found, Row(labels=("all",), figures=_hits(every))),
            ),
            Table(
                title="Ordinary messages taken for an emergency",
                labels=("messages",),
                measures=("messages", "alarms", "share"),
                rows=tuple(_wrong(name, texts, detect_emergency) for name, texts in sources.items()),
            ),
        ),
    )


def opt_out_section(bench: Bench) -> Section:
    """Public vectors and our own cases both ways, and whom it would silence."""
    lines = (bench.folder("sms") / "optout_vectors.jsonl").read_text(encoding="utf-8").splitlines()
    public = [(one["text"], _EXPECTED[one["expected"]]) for one in map(json.loads, lines)]
    tables = _cases("opt_out_cases.json")
    ours = [
        (text, expected)
        for name, expected in _EXPECTED.items()
        for texts in tables.get(name, {}).values()
        for text in texts
    ]
    silenced = {
        name: [text for text in texts if len(text.split()) >= OPT_OUT_WORDS] for name, texts in _public(bench).items()
    }
    return Section(
        name="opt-out",
        title="Opt-outs",
        notes=(
            "Public vectors: AWS's required keywords, the FCC's words, Spoke's phrases. Our own cases were written "
            f"with the word lists. Of CLINC150 and Banking77 only texts of {OPT_OUT_WORDS} words or more are asked, "
            "since a bare “stop” to a public number is an opt-out, whatever a voice assistant makes of it.",
        ),
        tables=(
            Table(
                title="Opt-outs and what is none",
                labels=("messages",),
                measures=("opt-outs", "missed", "others", "silenced", "other keywords wrong"),
                rows=(_both_ways("public vectors", public), _both_ways("our own cases", ours)),
            ),
            Table(
                title="Ordinary messages taken for an opt-out",
                labels=("messages",),
                measures=("messages", "silenced", "share"),
                rows=tuple(_wrong(name, texts, _is_opt_out) for name, texts in silenced.items()),
            ),
        ),
    )


def _cases(name: str) -> dict[str, dict[str, Any]]:
    cases: dict[str, dict[str, Any]] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return cases


def _public(bench: Bench) -> dict[str, Sequence[str]]:
    bench.folder("clinc150"), bench.folder("banking77")
    return {
        "CLINC150, train, validation and test": bench.some(
            [text for split in ("train", "val", "test") for text, _ in clinc(bench.data, split)]
        ),
        "Banking77, train and test": bench.some(
            [text for split in ("train", "test") for text, _ in banking77(bench.data, split)]
        ),
    }


def _hits(texts: Sequence[str]) -> tuple[Any, ...]:
    noticed = sum(detect_emergency(text) is not None for text in texts)
    return figure([len(texts)], Unit.COUNT), figure([noticed / len(texts)], aim=Aim(value=1.0))


def _wrong(name: str, texts: Sequence[str], is_taken: Callable[[str], object]) -> Row:
    taken = sum(bool(is_taken(text)) for text in texts)
    counts = figure([len(texts)], Unit.COUNT), figure([taken], Unit.COUNT)
    return Row(labels=(name,), figures=(*counts, figure([taken / len(texts)], aim=Aim(value=0.001, bound="at most"))))


def _is_opt_out(text: str) -> bool:
    return decide_keyword(text, Channel.SMS).keyword is Keyword.OPT_OUT


def _both_ways(name: str, cases: Sequence[tuple[str, Keyword]]) -> Row:
    said = [(expected, decide_keyword(text, Channel.SMS).keyword) for text, expected in cases]
    wanted = [answer for expected, answer in said if expected is Keyword.OPT_OUT]
    others = [(expected, answer) for expected, answer in said if expected is not Keyword.OPT_OUT]
    none = Aim(value=0, bound="at most")
    return Row(
        labels=(name,),
        figures=(
            figure([len(wanted)], Unit.COUNT),
            figure([sum(answer is not Keyword.OPT_OUT for answer in wanted)], Unit.COUNT, none),
            figure([len(others)], Unit.COUNT),
            figure([sum(answer is Keyword.OPT_OUT for _, answer in others)], Unit.COUNT, none),
            figure([sum(answer not in (expected, Keyword.OPT_OUT) for expected, answer in others)], Unit.COUNT, none),
        ),
    )
