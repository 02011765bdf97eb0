"""Who saw what: the order of decisions and claims, and which runs of `reply` were troubled for which message."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tools.chaos.feed import StreamRecord


@dataclass(slots=True)
class Witness:
    """What the harness knows by itself. Places are counted over all changes: they tell what came before what."""

    decided: dict[str, int] = field(default_factory=dict)
    claimed: dict[str, int] = field(default_factory=dict)
    troubled: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    trace: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seen: int = 0

    def watch(self, records: Iterable[StreamRecord]) -> None:
        """Keep when a message was decided first, and when its reply was claimed last."""
        for record in records:
            self.seen += 1
            new, old = record["dynamodb"].get("NewImage", {}), record["dynamodb"].get("OldImage", {})
            message_id = new["message"]["M"]["message_id"]["S"]
            if "decision" in new:
                self.decided.setdefault(message_id, self.seen)
            status = _status(new)
            if status == "claimed" and _status(old) != "claimed":
                self.claimed[message_id] = self.seen
            if status != _status(old) or ("decision" in new and "decision" not in old):
                self.trace[message_id].append(f"record: {_decision(new)}, reply {status or 'none'}")

    def note(self, message_id: str, what: str) -> None:
        """One line of a message's story."""
        self.trace[message_id].append(what)


def _status(image: dict[str, Any]) -> str:
    reply = image.get("reply", {}).get("M", {})
    return str(reply.get("status", {}).get("S", ""))


def _decision(image: dict[str, Any]) -> str:
    decision = image.get("decision", {}).get("M", {})
    return "/".join(str(decision[name]["S"]) for name in ("action", "reason") if name in decision) or "undecided"
