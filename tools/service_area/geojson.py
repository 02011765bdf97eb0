"""GeoJSON (RFC 7946) as shapes: checked by the standard's own model, and by geometry for what that cannot see."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geojson_pydantic import Feature, FeatureCollection, MultiPolygon, Polygon
from pydantic import TypeAdapter, ValidationError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity, make_valid

_Area = Feature[Polygon | MultiPolygon, dict[str, Any]]
_ADAPTER: TypeAdapter[Any] = TypeAdapter(FeatureCollection[_Area] | _Area | Polygon | MultiPolygon)
_ZIP_PROPERTIES = ("zip", "ZIP", "ZIPCODE", "ZIP_CODE", "postalCode", "ZCTA5CE20", "ZCTA5CE10", "GEOID20", "GEOID10")


class AreaUnreadableError(Exception):
    """The file is no map of an area; the text says what is wrong with it and what to do."""


def read_features(path: Path) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    """The properties and shape of each feature. Raises AreaUnreadableError."""
    try:
        found = _ADAPTER.validate_python(_parsed(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise AreaUnreadableError(
            f"{path} is no GeoJSON of polygons (RFC 7946): {first['msg']} at {place[:120]}"
        ) from None
    features = found.features if isinstance(found, FeatureCollection) else [found]
    for number, feature in enumerate(features, start=1):
        geometry = feature.geometry if isinstance(feature, Feature) else feature
        properties = (feature.properties or {}) if isinstance(feature, Feature) else {}
        if geometry is None:
            continue
        yield properties, _sound(shape(geometry.model_dump()), f"{path}, feature {number}")


def zip_of(properties: dict[str, Any]) -> str:
    """The ZIP code of a boundary, under the names that the Census Bureau and others give it; "" for none."""
    found = next((str(properties[name]) for name in _ZIP_PROPERTIES if properties.get(name)), "")
    return found.zfill(5) if found.isdigit() and len(found) <= 5 else ""


def _parsed(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except (ValueError, UnicodeDecodeError) as error:
        raise AreaUnreadableError(f"{path} is not JSON: {error}") from None


def _sound(geometry: BaseGeometry, where: str) -> BaseGeometry:
    """Longitude and latitude within the world, and no line that crosses itself, which is mended if it can be."""
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise AreaUnreadableError(
            f"{where}: coordinates are not longitude and latitude (RFC 7946, section 4): reproject"
        )
    if geometry.is_valid:
        return geometry
    mended = make_valid(geometry)
    if mended.area == 0:
        raise AreaUnreadableError(f"{where}: {explain_validity(geometry)}")
    return mended
