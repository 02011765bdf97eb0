"""`civicline area`: the ZIP codes of an office's area, from its map."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import yaml

from tools.cli.output import json_option, print_json

if TYPE_CHECKING:
    from tools.service_area.zip_codes import ZipCodes

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("map_file", metavar="MAP", type=_FILE)
@click.option("--boundaries", type=_FILE, help="GeoJSON of ZIP code areas, such as the Census Bureau's ZCTAs: exact.")
@click.option("--points", type=_FILE, help="CSV with zip, lat, lng: the middle of each ZIP code; near the edge unsure.")
@click.option("--margin-km", type=click.FloatRange(0, 200), default=10.0, show_default=True, help="For --points.")
@click.option("--where", metavar="NAME=VALUE", help="Only the features of MAP with this property, such as GEOID=0801.")
@json_option
def area(
    map_file: Path, boundaries: Path | None, points: Path | None, margin_km: float, where: str | None, as_json: bool
) -> None:
    """Print the ZIP codes within the area of MAP (GeoJSON, RFC 7946), as the office's configuration file has them."""
    if (boundaries is None) == (points is None):
        raise click.UsageError("give the ZIP codes with --boundaries or with --points")
    # Geometry needs numpy: only for this command, so that the others start at once.
    from tools.service_area.geojson import AreaUnreadableError

    try:
        found = _found(map_file, boundaries, points, margin_km, where or "")
    except AreaUnreadableError as error:
        raise click.ClickException(str(error)) from None
    _print(found, as_json)


def _found(map_file: Path, boundaries: Path | None, points: Path | None, margin_km: float, where: str) -> "ZipCodes":
    """Raises `AreaUnreadableError`."""
    from tools.service_area.geojson import AreaUnreadableError, read_features, zip_of
    from tools.service_area.zip_codes import by_boundaries, by_points, read_points

    name, _, value = where.partition("=")
    shapes = [shape for properties, shape in read_features(map_file) if not name or str(properties.get(name)) == value]
    if not shapes:
        raise AreaUnreadableError(f"{map_file} has no feature{f' with {where}' if where else ''}")
    if boundaries:
        return by_boundaries(shapes, ((zip_of(named), shape) for named, shape in read_features(boundaries)))
    return by_points(shapes, read_points(points or Path()), margin_km)


def _print(found: "ZipCodes", as_json: bool) -> None:
    told = {"area": {"zips": list(found.whole), "partial_zips": list(found.partial)}}
    if as_json:
        print_json(told)
    else:
        click.echo(yaml.safe_dump(told, sort_keys=False, width=120, default_flow_style=None), nl=False)
