"""The layer as it is built for this machine."""

from pathlib import Path

import pytest

from civicline.adapters.bundled_classifier import BundledClassifier
from layers.classifier.build import PROJECT, Layer, build_layer


@pytest.fixture(scope="session")
def host_layer() -> Layer:
    """build/layer/host, built if it is not there or not current."""
    return build_layer("host", PROJECT / "build" / "layer" / "host")


@pytest.fixture(scope="session")
def model_path(host_layer: Layer) -> Path:
    return host_layer.model


@pytest.fixture(scope="session")
def classifier(model_path: Path) -> BundledClassifier:
    """The classifier of a city's 311 line."""
    return BundledClassifier.load(model_path, "city-311")
