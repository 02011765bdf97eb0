"""`civicline drift`: whether people write about other things than the model knows."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from civicline.domain.learning.drift import BEFORE_DAYS, RECENT_DAYS, Drift
from functions.report.measure_drift import drift_of
from tools.cli.deployment import Deployment, deployment_options
from tools.cli.output import json_option, print_fields, print_json


@click.command()
@deployment_options
@json_option
def drift(office_id: str | None, stack_file: Path, aws_stack: str | None, as_json: bool) -> None:
    """Compare the last seven days with the four weeks before: abstentions and topics. A daily metric does the same."""
    deployment = Deployment.find(stack_file, aws_stack)
    office = deployment.office(office_id)
    found = drift_of(deployment.aggregates, office, datetime.now(UTC))
    if as_json:
        print_json(_report(office.office_id, found))
    else:
        print_fields(_for_people(found))


def _report(office_id: str, found: Drift) -> dict[str, Any]:
    return {
        "office": office_id,
        "is_drifting": found.is_drifting,
        "abstaining_more": found.is_abstaining_more,
        "topics_shifted": found.has_shifted_topics,
        "abstention_probability": found.abstention_probability,
        "topic_shift_bits": found.topic_shift_bits,
        "topic_shift_probability": found.topic_shift_probability,
        **{
            name: {
                "days": days,
                "messages": counts.messages,
                "unsure": counts.unsure,
                "abstention_share": counts.abstention_share,
                "topics": dict(counts.topics),
            }
            for name, days, counts in (("recent", RECENT_DAYS, found.recent), ("before", BEFORE_DAYS, found.before))
        },
    }


def _for_people(found: Drift) -> dict[str, object]:
    recent, before = found.recent, found.before
    return {
        "drift": "yes: judge the newest messages and train again" if found.is_drifting else "no",
        "abstentions": f"{recent.abstention_share:.1%} of {recent.messages} messages in {RECENT_DAYS} days, "
        f"{before.abstention_share:.1%} of {before.messages} in the {BEFORE_DAYS} days before\n"
        f"{found.abstention_probability:.2%} that chance alone makes so many",
        "topics": f"shifted by {found.topic_shift_bits:.3f} bits of 1\n"
        f"{found.topic_shift_probability:.2%} that chance alone shifts them so",
        "most changed": "\n".join(_most_changed(found)),
    }


def _most_changed(found: Drift) -> list[str]:
    """The five topics whose share changed most, for people to see what is behind a shift."""
    recent, before = found.recent, found.before

    def shares(topic: str) -> tuple[float, float]:
        now, then = recent.topics.get(topic, 0), before.topics.get(topic, 0)
        return now / max(recent.messages, 1), then / max(before.messages, 1)

    topics = sorted(
        recent.topics.keys() | before.topics.keys(), key=lambda topic: -abs(shares(topic)[0] - shares(topic)[1])
    )
    return [f"{topic}: {shares(topic)[1]:.1%} before, {shares(topic)[0]:.1%} now" for topic in topics[:5]]
