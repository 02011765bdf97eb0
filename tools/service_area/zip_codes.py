"""Which ZIP codes lie in an area: by their boundaries, which is exact, or by their middle points, with a margin.

A middle point says nothing of how far its ZIP code reaches, so near the area's edge it counts as partly inside.
"""

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from shapely.affinity import scale
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union
from shapely.prepared import prep

from tools.service_area.geojson import AreaUnreadableError

WHOLE, NONE = 0.99, 0.01
"""Shares of a ZIP code's surface: boundaries of two sources never fit exactly."""
_KM_PER_DEGREE = 111.32
_COLUMNS = (("zip", "zipcode", "zcta"), ("lat", "latitude"), ("lng", "lon", "longitude"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipCodes:
    """The ZIP codes of an area, each list in order."""

    whole: tuple[str, ...]
    partial: tuple[str, ...]


def by_boundaries(area: Iterable[BaseGeometry], boundaries: Iterable[tuple[str, BaseGeometry]]) -> ZipCodes:
    """By the share of each ZIP code's surface that lies in the area."""
    whole_area = unary_union(list(area))
    near = prep(whole_area)
    shares = {
        zip_code: whole_area.intersection(shape).area / shape.area
        for zip_code, shape in boundaries
        if zip_code and shape.area and near.intersects(shape)
    }
    return ZipCodes(
        whole=tuple(sorted(zip_code for zip_code, share in shares.items() if share >= WHOLE)),
        partial=tuple(sorted(zip_code for zip_code, share in shares.items() if NONE < share < WHOLE)),
    )


def by_points(area: Iterable[BaseGeometry], points: Iterable[tuple[str, float, float]], margin_km: float) -> ZipCodes:
    """By each ZIP code's middle point (longitude, latitude): partly inside if it is within the margin of the edge."""
    union = unary_union(list(area))
    stretch = math.cos(math.radians(union.centroid.y))
    flat = scale(union, xfact=_KM_PER_DEGREE * stretch, yfact=_KM_PER_DEGREE, origin=(0, 0))
    edge, inside = flat.boundary, prep(flat)
    whole, partial = [], []
    for zip_code, longitude, latitude in points:
        point = Point(longitude * _KM_PER_DEGREE * stretch, latitude * _KM_PER_DEGREE)
        if edge.distance(point) <= margin_km:
            partial.append(zip_code)
        elif inside.contains(point):
            whole.append(zip_code)
    return ZipCodes(whole=tuple(sorted(whole)), partial=tuple(sorted(partial)))


def read_points(path: Path) -> list[tuple[str, float, float]]:
    """ZIP codes with longitude and latitude from a CSV with a header. Raises AreaUnreadableError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        named = {name.strip().casefold(): name for name in rows.fieldnames or ()}
        columns = [next((named[name] for name in names if name in named), None) for names in _COLUMNS]
        zip_column, latitude, longitude = columns
        if zip_column is None or latitude is None or longitude is None:
            raise AreaUnreadableError(f"{path} should have the columns zip, lat and lng")
        try:
            return [(row[zip_column].zfill(5), float(row[longitude]), float(row[latitude])) for row in rows]
        except ValueError as error:
            raise AreaUnreadableError(f"{path}, line {rows.line_num}: {error}") from None
