"""`python -m tools.stage --stage dev`: the clean Chalice project that is packaged, to look at or to deploy by hand."""

import argparse
import sys
from collections.abc import Sequence

from tools.packaging.assembly import alone
from tools.packaging.errors import PackagingError
from tools.packaging.staging import stage
from tools.packaging.targets import target_named


def main(arguments: Sequence[str] | None = None) -> int:
    """Stage, print the folder, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.stage", description=__doc__)
    parser.add_argument("--stage", required=True, help="a stage of chalice-config.json")
    parser.add_argument("--target", default="lambda", choices=("lambda", "host"), help="where the code will run")
    options = parser.parse_args(arguments)
    try:
        with alone():
            print(stage(options.stage, target_named(options.target)))
    except PackagingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
