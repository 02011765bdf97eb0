"""`civicline train`: a head from an office's own examples."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tools.cli.deployment import Deployment, by_option, deployment_options
from tools.cli.output import json_option, print_fields, print_json, ready_folder
from tools.cli.packs import examples_of, pack_folder
from tools.cli.training_options import budget_option, say_progress, seed_option
from tools.packaging.folders import PROJECT

if TYPE_CHECKING:
    from civicline.adapters.classifier_head import Head
    from tools.topic_examples import TopicExamples


@click.command()
@click.option("--pack", "pack", help="A pack's name, or a folder with a topics.yaml.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Where to write it.  [default: build/heads/PACK]"
)
@click.option("--from-corrections", is_flag=True, help="Learn also from what the office's staff said of messages.")
@click.option("--dry-run", is_flag=True, help="With --from-corrections: compare, but store and promote nothing.")
@deployment_options
@by_option
@seed_option
@budget_option
@json_option
def train(from_corrections: bool, as_json: bool, **given: Any) -> None:
    """Train the part of the classifier that knows an office's topics, from the examples in its topics.yaml.

    It writes head.npz and head.json, which hold numbers and none of the examples. The figures are estimates on the
    examples themselves; `civicline backtest` measures on real messages.

    With --from-corrections it learns from a deployment's record as well: the newest 30 % of what staff said is held
    out, the new head and the one that speaks are asked the same held-out messages, and the new one is promoted only if
    it is better beyond chance.
    """
    if from_corrections:
        _from_corrections(as_json=as_json, **given)
    else:
        _from_pack(as_json=as_json, **given)


def _from_corrections(
    *, out: Path | None, office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool, **wish: Any
) -> None:
    from tools.cli.train_from_corrections import Wish, train_from_corrections

    if out:
        raise click.UsageError("--out is for heads from a pack; those from corrections are kept with the deployment")
    deployment = Deployment.find(stack_file, aws_stack)
    train_from_corrections(deployment, deployment.office(office_id), Wish(**wish), as_json=as_json)


def _from_pack(
    *, pack: str | None, out: Path | None, seed: int, budget: float, dry_run: bool, as_json: bool, **_deployment: Any
) -> None:
    if pack is None:
        raise click.UsageError("name a pack with --pack, or learn from what staff said with --from-corrections")
    if dry_run:
        raise click.UsageError("--dry-run goes with --from-corrections")
    started = time.monotonic()
    folder = pack_folder(pack)
    given = examples_of(folder)
    out = ready_folder(out or PROJECT / "build" / "heads" / folder.name)
    head = _train(given, seed, budget)
    version = _save(head, out, folder.name)
    report = _report(given, head) | {
        "budget": budget,
        "version": version,
        "folder": str(out),
        "seconds": round(time.monotonic() - started, 1),
    }
    if as_json:
        print_json(report)
    else:
        print_fields(_for_people(report))


def _train(given: "TopicExamples", seed: int, budget: float) -> "Head":
    # Numeric libraries: only for this command, so that the others start at once.
    from layers.classifier.single_thread import single_threaded
    from layers.classifier.train import TrainingDataError, train_head
    from tools.cli.encoder import load_layer_encoder

    try:
        with single_threaded():
            return train_head(
                load_layer_encoder(),
                [example.text for example in given.examples],
                [example.topic_id for example in given.examples],
                seed=seed,
                budget=budget,
                names=given.names,
                groups=given.groups,
                languages=given.languages,
                progress=say_progress,
            )
    except TrainingDataError as error:
        raise click.ClickException(str(error)) from None


def _save(head: "Head", out: Path, name: str) -> str:
    from civicline.adapters.classifier_head import save_head

    try:
        return save_head(head, out, name)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from None


def _of_groups(head: "Head") -> dict[str, Any]:
    """What the head promises where it is unsure of the topic and sure of its group; None where nothing was measured."""
    from civicline.adapters.classifier_head import NEVER_CONFIDENT

    measured = head.calibration
    return {
        "groups": len(set(head.groups)),
        "group_accuracy": measured.get("group_accuracy"),
        "group_threshold": None if head.group_threshold >= NEVER_CONFIDENT else head.group_threshold,
        "group_coverage": measured.get("group_coverage"),
        "group_wrong_share": measured.get("group_wrong"),
        "group_wrong_upper_90": measured.get("group_wrong_bound"),
    }


def _report(given: "TopicExamples", head: "Head") -> dict[str, Any]:
    """What was learnt and what it promises; shares from 0 to 1."""
    from civicline.adapters.classifier_head import NEVER_CONFIDENT

    measured = head.calibration
    notes = list(given.notes)
    if head.threshold >= NEVER_CONFIDENT:
        notes.append("at no confidence was the budget kept: all messages go to staff, with suggestions")
    return {
        **_of_groups(head),
        "topics": len(head.topic_ids),
        "examples": len(given.examples),
        "languages": list(head.languages),
        "accuracy": measured["accuracy"],
        "threshold": None if head.threshold >= NEVER_CONFIDENT else head.threshold,
        "coverage": measured["coverage"],
        "wrong_share": measured["wrong"],
        "wrong_upper_90": measured["wrong_bound"],
        "notes": notes,
    }


def _for_people(report: dict[str, Any]) -> dict[str, object]:
    threshold = report["threshold"]
    return {
        "topics": report["topics"],
        "examples": f"{report['examples']:,} in {', '.join(report['languages'])}",
        "accuracy": f"{report['accuracy']:.1%} by cross-validation",
        "threshold": f"{threshold:.4f}, for a wrong-reply budget of {report['budget']:.1%}" if threshold else "none",
        "coverage": f"{report['coverage']:.1%} of in-scope messages would be answered",
        "wrong": f"{report['wrong_share']:.1%} of the answers, at most {report['wrong_upper_90']:.1%} (90 % bound); "
        "one message in five out of scope",
        "groups": _groups_for_people(report),
        "version": report["version"],
        "written to": report["folder"],
        "seconds": report["seconds"],
        "notes": "\n".join(report["notes"]),
    }


def _groups_for_people(report: dict[str, Any]) -> str:
    if report["group_accuracy"] is None:
        return f"{report['groups']}: too few to hide some in turn, so that no reply rests on a group alone"
    right = f"{report['groups']}, {report['group_accuracy']:.1%} right by cross-validation"
    if report["group_threshold"] is None:
        return f"{right}; no threshold keeps the budget"
    return (
        f"{right}; threshold {report['group_threshold']:.4f}, {report['group_coverage']:.1%} of in-scope messages, "
        f"{report['group_wrong_share']:.1%} wrong, at most {report['group_wrong_upper_90']:.1%} (90 % bound)"
    )
