"""`python -m tools.encoder_tuning`: tune the sentence encoder, or measure whether that helps (docs/adr/0016)."""

import argparse
import math
import os
import platform
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from layers.classifier.errors import BuildError
from tools.bench_classifier.rendering import markdown
from tools.bench_classifier.results import Measured
from tools.encoder_tuning.ablation import Ablation, Tuned, section
from tools.encoder_tuning.errors import TuningError
from tools.encoder_tuning.measuring import Encode
from tools.encoder_tuning.published import published_encoder
from tools.encoder_tuning.sampling import Groups, grouped, spellings
from tools.encoder_tuning.sources import TEXT_SETS, read_everything, read_set
from tools.encoder_tuning.tasks import read_tasks
from tools.encoder_tuning.variants import VARIANTS, Variant
from tools.packaging.folders import PROJECT

DEFAULT_STEPS = 200


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 when done, 1 with a reason when not, 2 for a wrong option."""
    options = _options(arguments)
    try:
        if options.command == "train":
            _train(options)
        else:
            _ablate(options)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"torch", "transformers", "peft", "safetensors"}:
            raise
        _say(f"{error.name} is missing: pip install -r requirements/tuning.txt")
        return 1
    except (BuildError, TuningError) as error:
        _say(str(error))
        return 1
    return 0


def _train(options: argparse.Namespace) -> None:
    """Tune on some sets, without any text of others, and write the encoder."""
    if both := set(options.sets) & set(options.without):
        raise TuningError(f"{both.pop()!r} cannot be learnt from and be left out: name it in one of both")
    from tools.encoder_tuning.model import SentenceModel
    from tools.encoder_tuning.training import Recipe, tune

    unseen = frozenset().union(*(spellings(read_everything(name, options.data)) for name in options.without))
    folder = published_encoder(_say)
    sets = _sets(options.sets, unseen, options.data)
    tuning = tune(folder, sets, Recipe(steps=options.steps, seed=options.seed), _say)
    model = SentenceModel(folder)
    model.save(tuning.merged_into(model.published, options.share), options.out)
    _say(f"written to {options.out}")


def _ablate(options: argparse.Namespace) -> None:
    """Train all variants, measure each on what it has not seen, and print the table."""
    from tools.encoder_tuning.model import SentenceModel
    from tools.encoder_tuning.training import Recipe, tune

    started = time.monotonic()
    folder = published_encoder(_say)
    model = SentenceModel(folder)

    def published() -> Encode:
        model.use(model.published)
        return model.vectors

    @cache
    def train(variant: Variant, unseen: frozenset[str], seed: int) -> Tuned:
        sets = _sets(variant.sets, unseen, options.data)
        tuning = tune(folder, sets, Recipe(steps=options.steps, seed=seed), _say)

        def tuned(share: float) -> Encode:
            model.use(tuning.merged_into(model.published, share))
            return model.vectors

        return tuned

    ablation = Ablation(
        tasks=read_tasks(options.data),
        variants=VARIANTS,
        published=published,
        tune=train,
        trainings=min(options.trainings, options.seeds),
        progress=_say,
    )
    title = f"{options.seeds} offices, {ablation.trainings} training(s) of {options.steps} steps"
    measured = Measured(
        section=section(ablation.run(options.seeds), title=title),
        is_quick=False,
        seeds=options.seeds,
        measured_at=datetime.now(UTC).date().isoformat(),
        machine=f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores",
        minutes=round((time.monotonic() - started) / 60, 2),
    )
    print("\n".join(line for table in measured.section.tables for line in markdown(table)))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(measured.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _sets(names: Sequence[str], unseen: frozenset[str], data: Path) -> list[Groups]:
    sets = {name: grouped(read_set(name, data), unseen) for name in names}
    for name, groups in sets.items():
        _say(f"{name}: {len(groups):,} topics, {sum(map(len, groups.values())):,} texts")
        if len(groups) < 2:
            raise TuningError(f"{name} has no two topics left to tell apart: leave out less")
    return list(sets.values())


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.encoder_tuning", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    both = argparse.ArgumentParser(add_help=False)
    data = os.environ.get("CIVICLINE_DATA", str(PROJECT.parent / "shared" / "data"))
    both.add_argument("--data", type=Path, default=Path(data), help="folder of the test data (default: %(default)s)")
    both.add_argument("--steps", type=_positive, default=DEFAULT_STEPS, help="of training (default: %(default)s)")
    train = commands.add_parser("train", parents=[both], help="write a tuned encoder")
    train.add_argument("--sets", type=_names, required=True, help=f"some of {','.join(TEXT_SETS)}")
    train.add_argument("--without", type=_names, default=(), help="sets of which no text may be learnt from")
    train.add_argument("--out", type=Path, required=True, help="folder to write")
    train.add_argument("--seed", type=int, default=0, help="of the training (default: %(default)s)")
    train.add_argument("--share", type=_share, default=1.0, help="of the way to the tuned weights, 0 to 1 (default: 1)")
    ablate = commands.add_parser("ablate", parents=[both], help="measure all variants")
    ablate.add_argument(
        "--seeds", type=_positive, default=3, help="offices, each with its stream (default: %(default)s)"
    )
    ablate.add_argument("--trainings", type=_positive, default=1, help="of each variant (default: %(default)s)")
    ablate.add_argument("--json", type=Path, help="file of the results")
    return parser.parse_args(arguments)


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if unknown := [name for name in names if name not in TEXT_SETS]:
        raise argparse.ArgumentTypeError(f"there is no {unknown[0]!r}: choose from {', '.join(TEXT_SETS)}")
    return names


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number: give 1 or more")
    return int(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no share: give 0 to 1")
    return share


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
