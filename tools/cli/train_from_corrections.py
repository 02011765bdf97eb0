"""`civicline train --from-corrections`: a head from what an office's staff said, promoted only if it is better."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from civicline.domain.office import Office
from tools.cli.deployment import Deployment
from tools.cli.output import print_fields, print_json
from tools.cli.packs import examples_of, pack_folder
from tools.cli.training_options import say_progress
from tools.packaging.folders import PROJECT, layer

if TYPE_CHECKING:
    from civicline.adapters.bundled_classifier import BundledClassifier
    from tools.learning.corrections import Split
    from tools.learning.learn import Learnt


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asks for."""

    pack: str | None
    seed: int
    budget: float
    by: str
    dry_run: bool


def train_from_corrections(deployment: Deployment, office: Office, wish: Wish, *, as_json: bool) -> None:
    """Train, compare, promote if better, and tell. Raises click.ClickException with the next step."""
    from civicline.domain.errors import ConcurrentChangeError
    from layers.classifier.train import TrainingDataError
    from tools.learning.corrections import TooFewCorrectionsError

    started = time.monotonic()
    try:
        report = _learn(deployment, office, wish)
    except (TooFewCorrectionsError, TrainingDataError) as error:
        raise click.ClickException(f"nothing was trained or promoted: {error}") from None
    except ConcurrentChangeError as error:
        raise click.ClickException(
            f"{error}: the new head was kept, not promoted. Train again to compare anew"
        ) from None
    report["seconds"] = round(time.monotonic() - started, 1)
    if as_json:
        print_json(report)
    else:
        print_fields(_for_people(report))


def _learn(deployment: Deployment, office: Office, wish: Wish) -> dict[str, Any]:
    # Numeric libraries: only for this command, so that the others start at once.
    from tools.learning.corrections import split
    from tools.learning.learn import Learn
    from tools.learning.record import estimated_share, read_corrections

    now, office_id = datetime.now(UTC), office.office_id
    corrections = read_corrections(deployment.judgements, office_id, now, say_progress)
    parts = split(corrections, known_until=_known_until(deployment, office))
    folder = pack_folder(wish.pack or _pack_of(deployment, office))
    share = estimated_share(deployment.aggregates, office, parts.learnt, now)
    learn = Learn(
        office_id=office_id,
        pack_name=folder.name,
        pack=examples_of(folder),
        topics=deployment.offices.topics(office_id),
        bundled=_bundled(folder),
        heads=deployment.heads,
        store=deployment.head_store,
        by=wish.by,
        now=now,
        progress=say_progress,
    )
    learnt = learn(parts, share=share, budget=wish.budget, seed=wish.seed, dry_run=wish.dry_run)
    return _report(learnt, parts, office, wish)


def _known_until(deployment: Deployment, office: Office) -> datetime | None:
    """When the newest message came in that the speaking head has learnt; None for the layer's head."""
    latest = deployment.heads.latest(office.office_id)
    if latest is None or latest.head is None:
        return None
    known = {version.version: version for version in deployment.heads.versions(office.office_id)}
    return known[latest.head].learnt_until if latest.head in known else None


def _pack_of(deployment: Deployment, office: Office) -> str:
    """The pack of the office's latest head, else the one whose head has read its messages."""
    versions = deployment.heads.versions(office.office_id)
    if versions:
        return versions[-1].pack
    newest = deployment.inbox.waiting(office.office_id, 25).records
    for record in newest:
        pack = record.classification.model_version.rpartition("-")[0] if record.classification else ""
        if (PROJECT / "packs" / pack / "topics.yaml").is_file() and pack:
            return pack
    return _DEFAULT_PACK


_DEFAULT_PACK = "city-311"
"""As the parameter ModelHead of infra/parameters.yaml."""


def _bundled(folder: Path) -> BundledClassifier:
    """The layer's classifier, built first if it is not there."""
    from civicline.adapters.bundled_classifier import BundledClassifier
    from civicline.domain.errors import ModelArtefactError
    from layers.classifier.build import build_layer
    from layers.classifier.errors import BuildError

    try:
        built = build_layer("host", layer("host"), progress=say_progress)
        return BundledClassifier.load(built.model, folder.name)
    except (BuildError, ModelArtefactError) as error:
        raise click.ClickException(str(error)) from None


def _report(learnt: Learnt, parts: Split, office: Office, wish: Wish) -> dict[str, Any]:
    from civicline.adapters.classifier_head import NEVER_CONFIDENT

    comparison, head = learnt.comparison, learnt.head
    return {
        "office": office.office_id,
        "version": learnt.version,
        "promoted": learnt.is_promoted,
        "dry_run": wish.dry_run,
        "verdict": comparison.verdict.value,
        "sentence": comparison.verdict.sentence,
        "probability": comparison.probability,
        "corrections_learnt": learnt.lesson.corrections,
        "corrections_held_out": len(parts.held_out),
        "held_out_from": parts.held_out[0].received_at,
        "held_out_out_of_scope": comparison.out_of_scope,
        "old": asdict(comparison.old),
        "new": asdict(comparison.new),
        "examples": len(learnt.lesson.texts),
        "topics": len(head.topic_ids),
        "threshold": None if head.threshold >= NEVER_CONFIDENT else head.threshold,
        "out_of_scope_share": head.calibration["out_of_scope_share"],
        "notes": list(learnt.notes),
    }


def _for_people(report: dict[str, Any]) -> dict[str, object]:
    old, new, held_out = report["old"], report["new"], report["corrections_held_out"]
    threshold = report["threshold"]
    fields: dict[str, object] = {
        "result": report["sentence"],
        "chance": f"{report['probability']:.2%} that so much of a difference is chance (sign test)",
        "promoted": "yes; undo with: civicline promote --undo" if report["promoted"] else _not_promoted(report),
        "version": report["version"],
        "learnt": f"{report['corrections_learnt']} corrections, {report['examples']:,} examples with the pack's, "
        f"{report['topics']} topics",
        "held out": f"{held_out} newest corrections, {report['held_out_out_of_scope']} of them about no topic",
    }
    for name, measures in (("old head", old), ("new head", new)):
        fields[name] = (
            f"{measures['answered_right']} of {held_out} answered rightly, {measures['answered_wrong']} wrongly; "
            f"right topic {measures['accuracy']:.1%}, macro-F1 {measures['macro_f1']:.3f}\n{measures['version']}"
        )
    fields["threshold"] = f"{threshold:.4f}" if threshold else "none: at no confidence was the budget kept"
    fields["out of scope"] = f"{report['out_of_scope_share']:.1%} of all messages, estimated"
    return fields | {"seconds": report["seconds"], "notes": "\n".join(report["notes"])}


def _not_promoted(report: dict[str, Any]) -> str:
    return "no, this was a dry run" if report["dry_run"] else "no"
