"""`civicline verify-journal`: prove that no entry of the record was altered, removed or swapped."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from civicline.domain.history.journal import JournalEntry
from civicline.domain.ids import MessageId, OfficeId
from civicline.domain.received.message import MessageRef
from civicline.journal_chain import BrokenLink
from civicline.journal_proof import proof
from tools.cli.deployment import Deployment, deployment_options
from tools.cli.output import json_option, print_json

Heads = dict[str, dict[str, object]]


@click.command("verify-journal")
@click.option("--message", "message_id", help="One message only; else every message of the office.")
@click.option(
    "--save-heads", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the journals' ends."
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Ends that were saved before and kept elsewhere: each must still be in its journal.",
)
@deployment_options
@json_option
def verify_journal(
    message_id: str | None,
    save_heads: Path | None,
    against: Path | None,
    office_id: str | None,
    stack_file: Path,
    aws_stack: str | None,
    as_json: bool,
) -> None:
    """Walk the journals of an office and prove each: chain, record and words. Ends with 1 at the first broken link.

    A chain proves nothing against somebody who can rewrite all of it: keep what --save-heads writes where they cannot.
    """
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id).office_id
    earlier = _read_heads(against) if against else {}
    refs = [_ref(office, message_id)] if message_id else sorted(_all(deployment, office, earlier), key=str)
    heads: Heads = {}
    number = 0
    for ref, entries in _journals(deployment, refs):
        broken = _broken(deployment, ref, entries, earlier)
        if broken:
            _refuse(ref, broken, as_json)
        heads[ref.message_id] = {"sequence": len(entries), "sha256": entries[-1].sha256}
        number += len(entries)
    if save_heads:
        save_heads.write_text(json.dumps({"office": office, "heads": heads}, indent=1), encoding="utf-8")
    if as_json:
        print_json({"office": office, "messages": len(refs), "entries": number, "holds": True})
    else:
        click.echo(
            f"{len(refs)} messages, {number} entries: every link holds, and every record says what its journal says"
        )


def _ref(office: OfficeId, message_id: str) -> MessageRef:
    return MessageRef(office_id=office, message_id=MessageId(message_id))


def _all(deployment: Deployment, office: OfficeId, earlier: Mapping[str, object]) -> set[MessageRef]:
    return {*deployment.journals.refs(office), *(_ref(office, message_id) for message_id in earlier)}


def _journals(
    deployment: Deployment, refs: Iterable[MessageRef]
) -> Iterator[tuple[MessageRef, tuple[JournalEntry, ...]]]:
    for ref in refs:
        yield ref, deployment.journals.entries(ref)


def _broken(
    deployment: Deployment, ref: MessageRef, entries: tuple[JournalEntry, ...], earlier: Heads
) -> BrokenLink | None:
    record = deployment.messages.record(ref)
    if record is None:
        return BrokenLink(sequence=0, problem="there is a journal, or an end that was saved, and no such message")
    if broken := proof(record, deployment.judgements.words(ref), entries):
        return broken
    saved = earlier.get(ref.message_id)
    kept = {(entry.sequence, entry.sha256) for entry in entries}
    if saved and (saved["sequence"], saved["sha256"]) not in kept:
        return BrokenLink(sequence=int(str(saved["sequence"])), problem="it is not the entry that was saved before")
    return None


def _refuse(ref: MessageRef, broken: BrokenLink, as_json: bool) -> None:
    """Tell the first broken link and end with 1."""
    if as_json:
        print_json({"holds": False, "message_id": ref.message_id, "entry": broken.sequence, "problem": broken.problem})
        raise click.exceptions.Exit(1)
    raise click.ClickException(f"message {ref.message_id}, entry {broken.sequence}: {broken.problem}")


def _read_heads(path: Path) -> Heads:
    try:
        found: Heads = json.loads(path.read_text("utf-8"))["heads"]
    except (ValueError, KeyError, TypeError):
        raise click.ClickException(f"{path} was not written by --save-heads") from None
    return found
