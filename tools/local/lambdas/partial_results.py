"""What a function's answer says about the records it was given."""

from collections.abc import Sequence
from typing import Any

from tools.local.lambdas.workers import Invocation


def failed_identifiers(invocation: Invocation, identifiers: Sequence[str], *, reports_failures: bool) -> set[str]:
    """Which of the records have to be seen again.

    A function that reports failures may name single records; an unreadable report, or one that names a record it
    was not given, fails the whole batch.
    Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    everything = set(identifiers)
    if invocation.error is not None:
        return everything
    if not reports_failures or not invocation.result:
        return set()
    named = _named(invocation.result)
    return everything if named is None or named - everything else named


def _named(result: Any) -> set[str] | None:
    failures = result.get("batchItemFailures") if isinstance(result, dict) else None
    if failures is None:
        return set() if isinstance(result, dict) else None
    try:
        named = {failure["itemIdentifier"] for failure in failures}
    except (KeyError, TypeError):
        return None
    return None if None in named or "" in named else named
