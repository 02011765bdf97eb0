"""The results as tables for people and as JSON for programs."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from civicline.domain.channel import Channel
from tools.bench import cost, prices
from tools.bench.calls import StageCalls
from tools.bench.cold_start import ColdStart
from tools.bench.latency import Latency
from tools.bench.measurements import Bills
from tools.bench.summaries import ratio
from tools.bench.throughput import Throughput


def plain(value: Any) -> Any:
    """A result as JSON data, with what is derived from it beside what was measured."""
    if is_dataclass(value) and not isinstance(value, type):
        derived = {name: getattr(value, name) for name, kept in vars(type(value)).items() if isinstance(kept, property)}
        fields = {name: getattr(value, name) for name in asdict(value)}
        return {name: plain(inner) for name, inner in {**fields, **derived}.items()}
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def show(console: Console, name: str, result: Any) -> None:
    """Print one benchmark's table."""
    shower: Callable[[Console, Any], None] = _SHOWERS[name]
    shower(console, result)


def show_throughput(console: Console, results: Sequence[Throughput]) -> None:
    """Messages a second beside the calls alone."""
    table = _table(
        "Messages a second on one core, against the same AWS calls without Civicline (AWS stood in for)",
        ("function", "channel", "alone", "calls only", "ratio", "in batches of 10", "calls only", "ratio"),
    )
    for one in results:
        cells = [
            cell
            for case in (one.alone, one.batch)
            for cell in (f"{case.messages_per_second:.0f}", f"{case.peer_per_second:.0f}", f"{case.times_peer:.2f}")
        ]
        table.add_row(one.stage.lower(), one.channel, *cells)
    console.print(table)


def show_calls(console: Console, results: Sequence[StageCalls]) -> None:
    """Calls of each stage beside the fewest."""
    table = _table(
        "AWS calls a message, counted on the wire", ("function", "channel", "warm", "cold", "fewest", "calls (warm)")
    )
    for channel in (Channel.SMS, Channel.EMAIL):
        mine = [one for one in results if one.channel is channel]
        for one in mine:
            table.add_row(
                one.stage.lower(),
                channel,
                str(one.warm.total()),
                str(one.cold.total()),
                f"{one.least.calls}: {one.least.why}",
                operations_text(one.warm),
            )
        warm, cold = sum(one.warm.total() for one in mine), sum(one.cold.total() for one in mine)
        fewest = sum(one.least.calls for one in mine)
        table.add_row("all", channel, str(warm), str(cold), f"{fewest} ({ratio(warm, fewest):.2f})", "", style="bold")
    console.print(table)


def operations_text(counted: Counter[str]) -> str:
    """`GetItem, 2 Query`."""
    names = {operation.partition(":")[2]: count for operation, count in counted.items()}
    return ", ".join(name if count == 1 else f"{count} {name}" for name, count in names.items())


def show_cold(console: Console, results: Sequence[ColdStart]) -> None:
    """Cold starts beside boto3's."""
    table = _table(
        "Cold start, milliseconds from a fresh interpreter to ready (median)",
        ("started", "import", "ready", "ratio to boto3", "ready if compiled beforehand"),
    )
    for one in results:
        table.add_row(
            one.name,
            f"{one.packaged.imported_ms:.0f}",
            f"{one.packaged.ready_ms:.0f}",
            f"{one.times_peer:.2f}",
            f"{one.compiled.ready_ms:.0f}",
        )
    console.print(table)


def show_latency(console: Console, results: Sequence[Latency]) -> None:
    """End to end beside the relay."""
    table = _table(
        "Seconds from acceptance to hand-over on the laptop stack, against a relay over the same hops",
        ("written", "answered", "p50", "p95", "relay p50", "relay p95", "ratio p50"),
    )
    for one in results:
        table.add_row(
            f"{one.written} {one.name}",
            str(one.answered.count),
            f"{one.answered.p50:.2f}",
            f"{one.answered.p95:.2f}",
            f"{one.floor.p50:.2f}",
            f"{one.floor.p95:.2f}",
            f"{ratio(one.answered.p50, one.floor.p50):.1f}",
        )
    console.print(table)


def show_cost(console: Console, bills: Bills) -> None:
    """The bills."""
    title = f"Cost in US dollars, list prices of {prices.AS_OF}, {prices.REGION}; prices and waiting are assumptions"
    table = _table(title, ("bill", "line", "quantity", "dollars"))
    _add_bill(table, "a month without a message", bills.idle)
    for channel, lines in bills.warm.items():
        _add_bill(table, f"1,000 by {channel}", lines)
        cold = cost.total(bills.cold[channel])
        table.add_row(f"1,000 by {channel}", "total if every one meets cold functions", "", f"{cold:.2f}", style="bold")
    console.print(table)


def _add_bill(table: Table, name: str, lines: Sequence[cost.Line]) -> None:
    for line in lines:
        table.add_row(name, line.name, f"{line.quantity:,.4g}", f"{line.dollars:.4f}")
    table.add_row(name, "total", "", f"{cost.total(lines):.2f}", style="bold")


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < 2 else "right")
    return table


_SHOWERS: dict[str, Callable[[Console, Any], None]] = {
    "throughput": show_throughput,
    "calls": show_calls,
    "cold": show_cold,
    "latency": show_latency,
    "cost": show_cost,
}
NAMES = tuple(_SHOWERS)
