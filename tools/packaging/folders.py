"""Where packaging reads and writes."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
BUILD = PROJECT / "build"

CONFIGURATION = PROJECT / "chalice-config.json"
INFRASTRUCTURE = PROJECT / "infra"
LOCK = PROJECT / "requirements" / "runtime.lock"
SOURCES = ("civicline", "functions")
"""The packages that run in Lambda; layers/ and tools/ stay on the ground."""

DEPENDENCIES = BUILD / "cache" / "dependencies"
LAYER_ZIPS = BUILD / "cache" / "layer-zips"


def staged(stage: str, target: str) -> Path:
    """The Chalice project of a stage; the deployable target has the plain name."""
    return BUILD / "chalice" / _name(stage, target)


def packaged(stage: str, target: str) -> Path:
    """Where a package goes unless told otherwise."""
    return BUILD / "package" / _name(stage, target)


def layer(target: str) -> Path:
    """The built classifier layer: python/ and civicline-model/."""
    return BUILD / "layer" / target


def _name(stage: str, target: str) -> str:
    return stage if target == "lambda" else f"{stage}-{target}"
