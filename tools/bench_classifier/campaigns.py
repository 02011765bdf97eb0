"""Campaigns: petitions arrive one by one, copies and duplicates among them."""

from typing import Any

from civicline.domain.campaigns.likeness import Likeness
from layers.classifier.evaluate_campaigns import Fingerprinting, duplicates_report, letters_report
from layers.classifier.petitions import read_pairs, read_petitions
from tools.bench_classifier.effort import Bench
from tools.bench_classifier.results import Row, Section, Table, Unit, figure

LETTERS, QUICK_LETTERS = 300, 20
QUICK_PETITIONS = 300
_HOW = {Likeness.WORDING: "by wording", Likeness.MEANING: "by meaning"}


def campaigns_section(bench: Bench) -> Section:
    """Precision and recall on duplicates that moderators named, and on copies as people adapt them."""
    folder = bench.folder("uk_parliament_petitions")
    letters, pairs = read_petitions(folder), read_pairs(folder)
    letters = letters[:QUICK_PETITIONS] if bench.is_quick else letters
    fingerprint = Fingerprinting(bench.encoders.shipped())
    bench.progress(f"reading {len(letters):,} petitions")
    prints = {letter.petition: fingerprint(letter) for letter in letters}
    duplicates = duplicates_report(letters, prints, pairs)
    bench.progress("adapting letters")
    count = QUICK_LETTERS if bench.is_quick else LETTERS
    adapted = [letters_report(letters, prints, fingerprint, count, seed=seed) for seed in range(bench.seeds)]
    return Section(
        name="campaigns",
        title="Campaigns",
        notes=(
            "Petitions to the UK Parliament arrive in their order and join or found campaigns. Moderators named one"
            " earlier petition for each duplicate and left many duplicates unnamed, so that precision on their "
            "pairs is a lower bound; “shares 12 words in a row” says how many joins are copies whatever the "
            f"moderators said. Letters: {count} petitions, each adapted in six ways by people who are made up.",
        ),
        tables=(
            Table(
                title=f"Duplicates among {len(letters):,} petitions, as moderators named them",
                labels=("recognised",),
                measures=("joined", "precision", "recall", "of pairs alone", "shares 12 words in a row"),
                rows=tuple(_duplicates_row(kind, duplicates) for kind in Likeness),
            ),
            Table(
                title="Copies as people adapt them",
                labels=("adapted", "recognised"),
                measures=("precision", "recall"),
                rows=tuple(_letters_row(name, kind, adapted) for name in adapted[0] for kind in Likeness),
            ),
        ),
    )


def _duplicates_row(kind: Likeness, report: dict[str, Any]) -> Row:
    copied = report["wording_joins_with_a_copied_run"] if kind is Likeness.WORDING else None
    alone = report["pairs"].get(f"recall_by_{kind}")
    return Row(
        labels=(_HOW[kind],),
        figures=(
            figure([report[kind.value]["joined"]], Unit.COUNT),
            figure([report[kind.value]["precision"]]),
            figure([report[kind.value]["recall"]]),
            figure([alone]),
            figure([copied]),
        ),
    )


def _letters_row(name: str, kind: Likeness, adapted: list[dict[str, Any]]) -> Row:
    precision, recall = ([one[name][kind.value][measure] for one in adapted] for measure in ("precision", "recall"))
    return Row(labels=(name.replace("_", " "), _HOW[kind]), figures=(figure(precision), figure(recall)))
