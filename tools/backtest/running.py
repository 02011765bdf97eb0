"""From a plan to a report."""

import time
from collections.abc import Callable

from civicline.adapters.classifier_head import TextEncoder
from layers.classifier.single_thread import single_threaded
from tools.backtest.mail_reading import read_labelled_mail
from tools.backtest.measuring import Progress, measure
from tools.backtest.messages import BacktestError, Collection, without_duplicates
from tools.backtest.plan import Plan, PlanError
from tools.backtest.reading import read_labelled_csv
from tools.backtest.report import Report, make_report
from tools.backtest.splitting import Split, sample_tests, split_by_shots, split_by_time


def run(plan: Plan, load_encoder: Callable[[], TextEncoder], progress: Progress) -> Report:
    """Read, split, train, test. The encoder is loaded once it is known that there is something to measure.

    Raises `BacktestError` where the messages do not allow it, `MissingColumnError` and `PlanError` where the plan does
    not fit them.
    """
    started = time.monotonic()
    collection = without_duplicates(read(plan))
    try:
        split = split_as_planned(plan, collection)
    except BacktestError as error:
        raise BacktestError(f"{plan.file.name}: {error}{_of(collection)}") from None
    progress(f"{len(split.train):,} messages of {len(split.topics)} topics train, {len(split.test):,} test")
    with single_threaded():
        measured = measure(load_encoder(), split, seed=plan.seed, budget=plan.budget, progress=progress)
    seconds = round(time.monotonic() - started, 1)
    return make_report(plan, collection=collection, split=split, measured=measured, seconds=seconds)


def _of(collection: Collection) -> str:
    """What the file held, for one that does not suffice: the reason is often among what was set aside."""
    aside = "".join(f", {count:,} {reason}" for reason, count in collection.set_aside.items())
    return f" (messages read: {collection.read:,}{aside})"


def read(plan: Plan) -> Collection:
    """The labelled messages of the plan's file. Raises `BacktestError`."""
    if plan.labels:
        return read_labelled_mail(plan.file, plan.labels, topic=plan.topic, needs_dates=plan.is_by_time)
    if not plan.text:
        raise PlanError("a CSV file needs the column with the text")
    return read_labelled_csv(plan.file, text=plan.text, topic=plan.topic, time=plan.time)


def split_as_planned(plan: Plan, collection: Collection) -> Split:
    """Training and test messages. Raises `BacktestError`."""
    if unknown := set(plan.out_of_scope) - {message.topic for message in collection.messages}:
        raise BacktestError(f"no message has the topic {min(unknown)!r} that --out-of-scope names: correct it")
    if plan.shots is None:
        split = split_by_time(collection.messages, out_of_scope=plan.out_of_scope)
    else:
        split = split_by_shots(collection.messages, plan.shots, seed=plan.seed, out_of_scope=plan.out_of_scope)
    return sample_tests(split, plan.tests, seed=plan.seed)
