"""`civicline inspect-sms`: how a text message is read."""

from typing import Any

import click

from civicline.adapters.language import detect_language
from civicline.domain.approved.segments import count_segments
from civicline.domain.channel import Channel
from civicline.domain.emergencies.emergency import detect_emergency
from civicline.domain.opting_out.opt_out import decide_keyword
from tools.cli.output import json_option, print_fields, print_json


@click.command(name="inspect-sms")
@click.argument("text")
@json_option
def inspect_text(text: str, as_json: bool) -> None:
    """Show how TEXT is read: segments, opt-out decision, emergency, language."""
    report = inspection(text)
    (print_json if as_json else print_fields)(report)


def inspection(text: str) -> dict[str, Any]:
    """How a text message is read, as plain data."""
    counted = count_segments(text)
    keyword = decide_keyword(text, Channel.SMS)
    emergency = detect_emergency(text)
    return {
        "characters": len(text),
        "encoding": counted.encoding.value,
        "units": counted.units,
        "segments": counted.segments,
        "keyword": keyword.keyword.value,
        "keyword_evidence": keyword.evidence,
        "keyword_scope": [channel.value for channel in keyword.scope_channels],
        "emergency": emergency.kind.value if emergency else None,
        "emergency_evidence": emergency.evidence if emergency else None,
        "language": detect_language(text),
    }
