"""The report as one HTML file that needs nothing else: no script, no network, every text escaped."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tools.backtest import charts
from tools.backtest.report import Report, key_figures, notes, percent, threshold_words, verdict_sentence
from tools.backtest.scoring import CurvePoint

_TABLE_SHARES = tuple(number / 10 for number in range(1, 11))


def render(report: Report) -> str:
    """The page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    coverage, reliability, learning = charts.charts(report.measured, report.budget)
    return environment.get_template("report.html").render(
        report=report,
        measured=report.measured,
        scores=report.measured.scores,
        verdict=verdict_sentence(report.measured.scores, report.budget),
        threshold=threshold_words(report.measured.scores.threshold),
        figures=list(key_figures(report)),
        notes=list(notes(report)),
        plot=charts,
        coverage_chart=coverage,
        coverage_rows=_tenths(report.measured.coverage),
        reliability_chart=reliability,
        learning_chart=learning,
    )


def _tenths(curve: Sequence[CurvePoint]) -> list[CurvePoint]:
    """The first point that answers at least each tenth of the messages."""
    found = [next(point for point in curve if point.share >= share - 1e-9) for share in _TABLE_SHARES]
    return list(dict.fromkeys(found))
