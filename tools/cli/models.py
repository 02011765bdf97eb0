"""`civicline models` and `civicline promote`: which heads an office has trained, and which of them speaks."""

from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from civicline.domain.errors import ConcurrentChangeError, ModelArtefactError
from civicline.domain.ids import OfficeId
from civicline.domain.learning.office_head import HeadVersion, NothingToUndoError, Promotion, before_the_latest
from tools.cli.deployment import Deployment, by_option, deployment_options
from tools.cli.output import json_option, print_fields, print_json


@click.command()
@deployment_options
@json_option
def models(office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool) -> None:
    """List the heads that an office has trained, with what they measured, and every promotion."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    latest = deployment.heads.latest(office.office_id)
    speaking = latest.head if latest else None
    versions = deployment.heads.versions(office.office_id)
    promotions = deployment.heads.promotions(office.office_id)
    if as_json:
        print_json(
            {
                "office": office.office_id,
                "speaking": speaking,
                "versions": [asdict(version) for version in versions],
                "promotions": [asdict(promotion) for promotion in promotions],
            }
        )
        return
    click.echo(f"{office.office_id} is answered by {speaking or 'the head in the layer'}.")
    for version in versions:
        click.echo(_version_line(version, speaking))
    for promotion in promotions:
        click.echo(_promotion_line(promotion))


@click.command()
@click.argument("version", required=False)
@click.option("--undo", is_flag=True, help="Go back to what spoke before the latest promotion; again, further back.")
@click.option("--layer", is_flag=True, help="Go back to the head in the layer.")
@deployment_options
@by_option
@json_option
def promote(
    version: str | None,
    undo: bool,
    layer: bool,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Let a head speak for an office from now on, whatever its measures. Messages notice within a minute."""
    if sum([version is not None, undo, layer]) != 1:
        raise click.UsageError("give a version (see `civicline models`), or --undo, or --layer")
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    promotion = _promotion(deployment, office.office_id, version=version, undo=undo, by=by)
    try:
        deployment.heads.promote(promotion)
    except ConcurrentChangeError as error:
        raise click.ClickException(f"{error}: look at `civicline models` and decide again") from None
    report: dict[str, Any] = asdict(promotion)
    if as_json:
        print_json(report)
    else:
        print_fields({"speaking": promotion.head or "the head in the layer", "promotion": promotion.number, "by": by})


def _promotion(deployment: Deployment, office_id: OfficeId, *, version: str | None, undo: bool, by: str) -> Promotion:
    heads = deployment.heads
    promotions = heads.promotions(office_id)
    step = Promotion(
        office_id=office_id,
        number=promotions[-1].number + 1 if promotions else 1,
        promoted_at=datetime.now(UTC),
        promoted_by=by,
    )
    if undo:
        return _undoing(step, promotions)
    return step if version is None else _speaking(step, deployment, version)


def _undoing(step: Promotion, promotions: tuple[Promotion, ...]) -> Promotion:
    try:
        standing = before_the_latest(promotions)
    except NothingToUndoError as error:
        raise click.ClickException(str(error)) from None
    return replace(step, head=standing.head, files=standing.files, undoes=standing.undone.number)


def _speaking(step: Promotion, deployment: Deployment, version: str) -> Promotion:
    """A promotion of a known version whose files are as they were kept."""
    known = {one.version: one for one in deployment.heads.versions(step.office_id)}
    if version not in known:
        listed = ", ".join(known) or "none"
        raise click.ClickException(f"office {step.office_id} has no head {version!r} (it has: {listed})")
    files = known[version].files
    try:
        deployment.head_store.fetch(step.office_id, version, files)
    except ModelArtefactError as error:
        raise click.ClickException(str(error)) from None
    return replace(step, head=version, files=files)


def _version_line(version: HeadVersion, speaking: str | None) -> str:
    compared = version.comparison
    return (
        f"{'*' if version.version == speaking else ' '} {version.version}  {version.trained_at:%Y-%m-%d %H:%M}  "
        f"{version.corrections} corrections; of {compared.messages} held out {compared.new.answered_right} right, "
        f"{compared.new.answered_wrong} wrong (old: {compared.old.answered_right}, {compared.old.answered_wrong}); "
        f"{compared.verdict}"
    )


def _promotion_line(promotion: Promotion) -> str:
    undoes = f", undoing {promotion.undoes}" if promotion.undoes else ""
    return (
        f"  promotion {promotion.number}  {promotion.promoted_at:%Y-%m-%d %H:%M}  "
        f"{promotion.head or 'the head in the layer'} by {promotion.promoted_by}{undoes}"
    )
