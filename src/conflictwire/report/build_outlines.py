"""Builds `assets/outlines.path`, the country outlines of the map, from Natural Earth at 1:110 million.

    python -m conflictwire.report.build_outlines countries-110m.json

The input is TopoJSON as the npm package `world-atlas` ships it. The output is one SVG path in tenths of a degree:
x is longitude + 180, y is 90 - latitude.
"""

import json
import sys
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

__all__ = ["outlines"]

Point = tuple[int, int]
HALF_ROUND = 1800


def outlines(topology: dict[str, Any]) -> str:
    """The rings of all countries as an SVG path with relative steps."""
    arcs = [list(_points(arc, topology["transform"])) for arc in topology["arcs"]]
    rings = (
        ring
        for country in topology["objects"]["countries"]["geometries"]
        for polygon in (country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]])
        for ring in polygon
    )
    return "".join(_path(_joined(ring, arcs)) for ring in rings) + "\n"


def _points(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    for x, y in accumulate(arc, lambda a, b: [a[0] + b[0], a[1] + b[1]]):
        yield round((x * scale_x + move_x + 180) * 10), round((90 - y * scale_y - move_y) * 10)


def _joined(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for number in ring:
        points += arcs[number] if number >= 0 else arcs[~number][::-1]
    return [point for before, point in zip([None, *points], points, strict=False) if point != before]


def _path(points: list[Point]) -> str:
    """One ring; where it crosses the date line the pen is lifted."""
    pieces = [f"M{points[0][0]} {points[0][1]}"]
    command = ""
    for (x, y), (next_x, next_y) in pairwise(points):
        wanted = "m" if abs(next_x - x) > HALF_ROUND else "l"
        pieces.append(f"{' ' if wanted == command else wanted}{next_x - x} {next_y - y}")
        command = wanted
    return "".join([*pieces, "z"]).replace(" -", "-")


def main() -> None:
    """Reads the file named on the command line and writes the asset."""
    topology = json.loads(Path(sys.argv[1]).read_bytes())
    target = Path(__file__).with_name("assets") / "outlines.path"
    target.write_text(outlines(topology), encoding="ascii")


if __name__ == "__main__":
    main()
