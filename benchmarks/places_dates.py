"""Places and dates on evaluation data outside this repository: `python benchmarks/places_dates.py EVAL_DIR`.

EVAL_DIR holds geo/ and dates/, each with its gold files (*.dev.jsonl) and its scorer. Predictions go to a folder
(second argument; default: a temporary one) in the scorers' format: places found by the library itself, places resolved
at the gold spans, dates.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import spacy

from conflictwire import Extractor
from conflictwire.annotations import Annotations
from conflictwire.entities.dates import find_dates

GEO = ("trnews", "lgl", "gwn", "geovirus")
DATES = ("newskit", "aquaint", "gum")
EARTH_KM = 6371.0
COUNTRIES = {
    "AF": "Afghanistan", "BF": "Burkina Faso", "CD": "the Democratic Republic of Congo", "CO": "Colombia",
    "ET": "Ethiopia", "IN": "India", "IQ": "Iraq", "LB": "Lebanon", "LY": "Libya", "ML": "Mali", "MM": "Myanmar",
    "MX": "Mexico", "NE": "Niger", "NG": "Nigeria", "PE": "Peru", "PK": "Pakistan", "PS": "the Palestinian territories",
    "SD": "Sudan", "SO": "Somalia", "SS": "South Sudan", "SV": "El Salvador", "SY": "Syria", "UA": "Ukraine",
    "YE": "Yemen",
}  # fmt: skip


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def published(row: dict[str, Any]) -> str | None:
    """The publication date of a gold document, where it is an ISO date."""
    try:
        return date.fromisoformat((row.get("dct") or "")[:10]).isoformat()
    except ValueError:
        return None


def predict(gold: Path, out: Path, read: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """One line of predictions for every gold document."""
    with out.open("w", encoding="utf-8") as lines:
        for row in rows(gold):
            lines.write(json.dumps({"doc_id": row["doc_id"], **read(row)}) + "\n")


def toponyms(found: Annotations) -> dict[str, Any]:
    """Places as the scorer wants them."""
    return {
        "toponyms": [
            {"start": p.start, "end": p.end, "lat": p.latitude, "lon": p.longitude, "geonameid": p.geonames_id}
            for p in found.places
        ]
    }


def timexes(found: Annotations) -> dict[str, Any]:
    """Dates as the scorer wants them."""
    return {
        "timexes": [
            {"start": d.start, "end": d.end, "type": "DATE"}
            | ({"interval": [d.start_date.isoformat(), d.end_date.isoformat()]} if d.start_date and d.end_date else {})
            for d in found.dates
        ]
    }


def score(scorer: Path, *arguments: object) -> dict[str, Any]:
    """Figures of a scorer."""
    command = [sys.executable, str(scorer), *map(str, arguments), "--json"]
    figures: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return figures


def places(extractor: Extractor, folder: Path, out: Path) -> None:
    """Recognition and resolution on every corpus."""
    for name in GEO:
        gold = folder / f"{name}.dev.jsonl"
        own, given = out / f"{name}.own.jsonl", out / f"{name}.given.jsonl"
        predict(gold, own, lambda row: toponyms(extractor.annotate(row["text"], published(row))))
        predict(
            gold,
            given,
            lambda row: toponyms(
                extractor.annotate(
                    row["text"], published(row), place_spans=[(t["start"], t["end"]) for t in row["toponyms"]]
                )
            ),
        )
        found = score(folder / "score_geo.py", gold, own, "--no-country")
        resolved = score(folder / "score_geo.py", gold, given, "--no-country")
        known = found["recognition"]
        print(
            f"{name:9s} gold mentions: accuracy@161 km {resolved['end_to_end']['acc']:.3f}   own: toponym"
            f" P {known['p']:.3f} R {known['r']:.3f} F {known['f']:.3f}, end to end {found['end_to_end']['acc']:.3f}"
        )


def conflict_names(extractor: Extractor, table: Path) -> None:
    """Conflict-relevant names, each in a sentence with its country, that come out in the right place."""
    with table.open(encoding="utf-8") as lines:
        listed = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = [row["surface"] for row in listed if not _right(extractor, row)]
    print(f"conflict names {len(listed) - len(wrong)} of {len(listed)} in the right place; not: {', '.join(wrong)}")


def _right(extractor: Extractor, row: dict[str, str]) -> bool:
    text = f"Fighting was reported in {COUNTRIES[row['iso2']]}. Gunmen opened fire in {row['surface']} on Monday."
    start = text.index(row["surface"], text.index("Gunmen"))
    found = extractor.annotate(text, place_spans=[(start, start + len(row["surface"]))]).places
    if not found or found[0].latitude is None or found[0].longitude is None:
        return False
    return _kilometres(found[0].latitude, found[0].longitude, float(row["lat"]), float(row["lon"])) <= float(
        row["tolerance_km"]
    )


def _kilometres(lat: float, lon: float, lat2: float, lon2: float) -> float:
    half = (
        sin(radians(lat2 - lat) / 2) ** 2 + cos(radians(lat)) * cos(radians(lat2)) * sin(radians(lon2 - lon) / 2) ** 2
    )
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def dates(extractor: Extractor, folder: Path, out: Path) -> None:
    """Exact first and last day on every corpus, and the time that one document takes."""
    blank = spacy.blank("en")
    for name in DATES:
        gold, own = folder / f"{name}.dev.jsonl", out / f"{name}.dates.jsonl"
        predict(gold, own, lambda row: timexes(extractor.annotate(row["text"], published(row))))
        figures = score(folder / "score_dates.py", gold, own)
        docs = [blank(row["text"]) for row in rows(gold)]
        start = time.process_time()
        for doc in docs:
            find_dates(doc, publication_date=date(2020, 1, 1), resources=extractor.resources)
        milliseconds = (time.process_time() - start) / len(docs) * 1000
        print(
            f"{name:9s} dates: exact {figures['norm_all']['exact']:.3f}, found (relaxed F)"
            f" {figures['relaxed']['f']:.3f}, {milliseconds:.1f} ms a document"
        )


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval_dir", type=Path)
    parser.add_argument("out_dir", type=Path, nargs="?")
    options = parser.parse_args()
    out = options.out_dir or Path(tempfile.mkdtemp(prefix="places-dates-"))
    out.mkdir(parents=True, exist_ok=True)
    extractor = Extractor()
    dates(extractor, options.eval_dir / "dates", out)
    places(extractor, options.eval_dir / "geo", out)
    conflict_names(extractor, options.eval_dir / "geo" / "conflict_toponyms.tsv")
    print("predictions in", out)


if __name__ == "__main__":
    main()
