"""`Extractor.annotate` and `conflictwire annotate`: everything named in a text, events or not."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conflictwire import Annotations, Extractor
from conflictwire.cli import app
from conflictwire.errors import InputError

TEXT = (
    "TRIPOLI, June 2 (Reuters) - Some 40 km south of Misrata,\nat least five Libyan soldiers\u00a0died on Monday."
    "\n\nThe talks in Tunis were quiet."
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module")
def found(extractor: Extractor) -> Annotations:
    return extractor.annotate(TEXT, "2020-06-02", doc_id="a")


def test_every_place_dateline_included(found: Annotations) -> None:
    assert [(p.text, p.country, p.literal) for p in found.places] == [
        ("TRIPOLI", "LBY", True),
        ("Misrata", "LBY", True),
        ("Libyan", "LBY", False),
        ("Tunis", "TUN", True),
    ]
    offset = found.places[1].offset
    assert offset is not None
    assert (offset.distance_km, offset.bearing_deg) == (40.0, 180.0)


def test_dates_count_from_the_publication_date(found: Annotations) -> None:
    assert [(d.text, d.start_date) for d in found.dates] == [
        ("June 2", date(2020, 6, 2)),
        ("Monday", date(2020, 6, 1)),
    ]


def test_actors_and_quantities(found: Annotations) -> None:
    assert any(a.text.startswith("five Libyan soldiers") and a.country == "LBY" and a.armed for a in found.actors)
    five = found.quantities[0]
    assert (five.text, five.min, five.max, five.counted and five.counted.text) == ("at least five", 5, None, "soldiers")


def test_spans_hold_their_raw_text(found: Annotations) -> None:
    for span in (*found.places, *found.dates, *found.actors, *found.quantities):
        assert TEXT[span.start : span.end] == span.text


def test_an_unknown_publication_date_leaves_the_day_open(extractor: Extractor) -> None:
    (monday,) = extractor.annotate("Shells fell on Monday.").dates
    assert (monday.start_date, monday.end_date, monday.precision.value) == (None, None, "day")


def test_given_spans_are_resolved_and_no_others(extractor: Extractor) -> None:
    start = TEXT.index("Misrata")
    places = extractor.annotate(TEXT, place_spans=[(start, start + 7), (0, 0), (10_000, 10_004)]).places
    assert [(p.text, p.country, p.geonames_id) for p in places] == [("Misrata", "LBY", 2214846)]


@pytest.mark.parametrize(
    "text", ["", " \n", "Los rebeldes atacaron la ciudad y mataron a cinco soldados del ejército."]
)
def test_what_cannot_be_read_gives_a_warning(extractor: Extractor, text: str) -> None:
    nothing = extractor.annotate(text, "2020-06-02")
    assert (nothing.places, nothing.dates, nothing.actors, nothing.publication_date) == ((), (), (), date(2020, 6, 2))
    assert nothing.warnings


def test_a_wrong_type_is_refused(extractor: Extractor) -> None:
    with pytest.raises(InputError):
        extractor.annotate(None)  # type: ignore[arg-type]


def test_command(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Shells fell on Aleppo, Syria, on Monday.", encoding="utf-8")
    result = CliRunner().invoke(
        app, ["annotate", str(path), str(tmp_path / "missing.txt"), "--publication-date", "2020-06-02"]
    )
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    assert [[place["text"] for place in line["places"]] for line in lines] == [["Aleppo", "Syria"]]
    assert lines[0]["dates"][0]["start_date"] == "2020-06-01"
