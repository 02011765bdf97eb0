"""What becomes of messages that were sent: watched until each is settled, and printed one by one."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from civicline.domain.history.record import MessageRecord, Outcome
from civicline.domain.received.message import MessageRef
from civicline.domain.topics.classification import Classification
from civicline.ports.records import Messages
from tools.cli.described import described
from tools.cli.output import print_json_line

_PAUSE_SECONDS = 0.1
_LABEL_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message on its way: where its record will be, and what to call it."""

    ref: MessageRef
    label: str


def report_outcomes(sent: Sequence[Sent], messages: Messages, timeout_seconds: float, as_json: bool) -> bool:
    """Print each outcome as it shows; False if some did not show in time."""
    if timeout_seconds <= 0:
        click.echo(f"{len(sent)} sent")
        return True
    counts: Counter[str] = Counter()
    for one, record in _settled(sent, messages, timeout_seconds):
        counts[record.outcome if record else "no outcome yet"] += 1
        _print(one, record, as_json)
    if len(sent) > 1 and not as_json:
        click.echo(", ".join(f"{count} {outcome}" for outcome, count in counts.most_common()))
    return counts["no outcome yet"] == 0


def _settled(
    sent: Sequence[Sent], messages: Messages, timeout_seconds: float
) -> Iterator[tuple[Sent, MessageRecord | None]]:
    """Each message with its record when it is settled; those that are not in time come last, without."""
    deadline = time.monotonic() + timeout_seconds
    pending = list(sent)
    while pending and time.monotonic() < deadline:
        still: list[Sent] = []
        for one in pending:
            record = messages.record(one.ref)
            if record and record.outcome is not Outcome.RECEIVED:
                yield one, record
            else:
                still.append(one)
        pending = still
        time.sleep(_PAUSE_SECONDS if pending else 0)
    yield from ((one, None) for one in pending)


def _print(one: Sent, record: MessageRecord | None, as_json: bool) -> None:
    if as_json:
        found = described(record) if record else {"message_id": one.ref.message_id, "outcome": None}
        print_json_line({"sent": one.label, **found})
        return
    label = " ".join(one.label.split())
    click.echo(label if len(label) <= _LABEL_LENGTH else label[: _LABEL_LENGTH - 1] + "…")
    for line in lines_of(record) if record and record.decision else _no_outcome(one):
        click.echo(f"  {line}")


def _no_outcome(one: Sent) -> Iterator[str]:
    yield f"no outcome yet; ask again with: civicline explain {one.ref.message_id}"


def lines_of(record: MessageRecord) -> Iterator[str]:
    """A decided message in a few lines."""
    decision, classification, reply = record.decision, record.classification, record.reply
    if decision is None:
        return
    yield f"{record.outcome}: {decision.reason} - {decision.reason.sentence}"
    if classification:
        yield _what_the_model_said(classification)
    if decision.also_topic_ids:
        yield f"also about {', '.join(decision.also_topic_ids)}"
    if classification and classification.group:
        yield f"group {classification.group.group_id}, confidence {classification.group.confidence:.3f}"
    if decision.text:
        said = "reply" if reply else "suggestion"
        yield f"{said} {decision.message_key}: {' '.join(decision.text.split())}"
    if reply and reply.failure:
        yield f"sending failed: {reply.status}, {reply.failure}"
    yield f"message {record.message.message_id}"


def _what_the_model_said(said: Classification) -> str:
    if said.unmeasured:
        return f"{said.unmeasured.sentence} (language {said.language})"
    return (
        f"topic {said.topic_id}, confidence {said.confidence:.3f} (threshold {said.threshold:.3f}), "
        f"language {said.language}"
    )
