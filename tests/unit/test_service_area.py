"""From the map of an area to its ZIP codes."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tools.cli import main
from tools.service_area.geojson import AreaUnreadableError, read_features
from tools.service_area.zip_codes import by_points, read_points


def square(west: float, south: float, size: float = 1.0) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def features(*named: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": name, "geometry": shape} for name, shape in named],
    }


@pytest.fixture
def files(tmp_path: Path) -> Any:
    def write(name: str, content: Any) -> Path:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return path

    return write


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["area", *map(str, arguments), "--json"])


def test_zip_codes_are_whole_partial_or_outside_by_their_boundaries(files: Any) -> None:
    area = files("area.geojson", features(({"id": 1}, square(0, 0, 2)), ({"id": 2}, square(50, 50))))
    zips = files(
        "zips.geojson",
        features(
            ({"ZCTA5CE20": "80203"}, square(0.1, 0.1)),
            ({"zip": 2139}, square(0.9, 0.9, 0.5)),
            ({"ZIP": "80249"}, square(1.5, 0)),
            ({"ZIP": "62701"}, square(10, 10)),
            ({"name": "a lake"}, square(0, 0)),
        ),
    )
    told = json.loads(run(area, "--boundaries", zips, "--where", "id=1").stdout)
    assert told == {"area": {"zips": ["02139", "80203"], "partial_zips": ["80249"]}}


def test_a_middle_point_near_the_edge_tells_nothing(files: Any) -> None:
    area = files("area.geojson", square(0, 0))
    points = files("points.csv", "ZIP,lat,lng\n80203,0.5,0.5\n80204,0.99,0.5\n80205,1.01,0.5\n62701,5,5\n")
    told = json.loads(run(area, "--points", points, "--margin-km", 5).stdout)
    assert told == {"area": {"zips": ["80203"], "partial_zips": ["80204", "80205"]}}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("{", "is not JSON", id="no JSON"),
        pytest.param({"type": "Point", "coordinates": [0, 0]}, "no GeoJSON of polygons", id="a point"),
        pytest.param({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 0]]]}, "RFC 7946", id="an open ring"),
        pytest.param(square(400_000, 4_000_000), "reproject", id="metres instead of degrees"),
        pytest.param(features(), "no feature", id="no area at all"),
    ],
)
def test_a_file_that_is_no_map_is_refused_with_a_remedy(files: Any, content: Any, told: str) -> None:
    points = files("points.csv", "zip,lat,lng\n")
    result = run(files("area.geojson", content), "--points", points)
    assert result.exit_code == 1
    assert told in result.stderr


def test_an_area_whose_outline_crosses_itself_is_mended(files: Any) -> None:
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
    (found,) = read_features(files("area.geojson", bow))
    assert found[1].is_valid
    assert found[1].area == pytest.approx(2.0)


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "zip,lat,lng\n80203,north,0\n"])
def test_points_that_cannot_be_read_are_refused(files: Any, content: str) -> None:
    with pytest.raises(AreaUnreadableError):
        read_points(files("points.csv", content))


@pytest.mark.data
def test_of_real_districts_nearly_no_zip_code_that_reaches_beyond_is_called_whole(shared_data: Path) -> None:
    """ZIP codes that the Census Bureau knows in several districts must not be taken for one district's own."""
    folder = shared_data / "geo"
    points = read_points(folder / "zip_geo_derived.csv")
    with (folder / "zip_geo_derived.csv").open(encoding="utf-8") as file:
        districts = {row["zip"]: row["cd119_all"].split("|") for row in csv.DictReader(file)}
    wrong = whole = 0
    for geoid, name in (("0803", "CO-03"), ("4819", "TX-19"), ("2001", "KS-01"), ("3621", "NY-21"), ("4815", "TX-15")):
        area = [
            shape
            for properties, shape in read_features(folder / "cb_2024_us_cd119_20m.geojson")
            if properties["GEOID"] == geoid
        ]
        found = by_points(area, points, margin_km=10.0)
        whole += len(found.whole)
        wrong += sum(districts[one] != [name] for one in found.whole)
    assert whole > 600
    assert wrong / whole < 0.05
