"""`python -m tools.package --stage prod`: template, code zip and layer zip, ready for CloudFormation."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.packaging.archives import unzipped_size
from tools.packaging.assembly import Package, package
from tools.packaging.errors import PackagingError
from tools.packaging.translation import translate

__all__ = ["Package", "PackagingError", "main", "package", "translate"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Package, print what was made and the next command, and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        made = package(options.stage, options.target, out=options.out, layer=options.layer, progress=_to_stderr)
        if options.translate:
            translated = made.folder / "cloudformation.json"
            translated.write_text(json.dumps(translate(made.template), indent=2) + "\n", encoding="utf-8")
    except PackagingError as error:
        _to_stderr(str(error))
        return 1
    _print_result(made, options.stage, options.target)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.package", description=__doc__)
    parser.add_argument("--stage", required=True, help="a stage of chalice-config.json")
    parser.add_argument("--target", default="lambda", choices=("lambda", "host"), help="where the code will run")
    parser.add_argument("--out", type=Path, help="the folder to write (default: build/package/<stage>)")
    parser.add_argument("--layer", type=Path, help="a layer folder built before, instead of building it")
    parser.add_argument("--translate", action="store_true", help="also write cloudformation.json, without SAM")
    return parser


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr)


def _print_result(made: Package, stage: str, target: str) -> None:
    for path in sorted(made.folder.glob("*.*")):
        print(f"{path.stat().st_size:>12,} bytes  {path}")
    print(f"{unzipped_size(made.code) + unzipped_size(made.layer):>12,} bytes of code and layer, unzipped")
    if target == "lambda":
        print(
            "\nNext, with a bucket of yours (docs/deploy.md explains the parameters):\n"
            f"  aws cloudformation package --template-file {made.template} --use-json"
            f" --s3-bucket BUCKET --output-template-file {made.folder / 'deploy.json'}\n"
            f"  aws cloudformation deploy --template-file {made.folder / 'deploy.json'} --stack-name civicline-{stage}"
            " --s3-bucket BUCKET --capabilities CAPABILITY_IAM"
            " --parameter-overrides OfficeDomain=... MailAddresses=... AlarmAddress=..."
        )


if __name__ == "__main__":
    sys.exit(main())
