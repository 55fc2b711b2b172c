"""Places: recognition, resolution, offsets, and the gazetteer file."""

import csv
import math
import os
import pickle
import sqlite3
import time
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from conflictwire.entities.gazetteer import Gazetteer, normalise, skeleton
from conflictwire.entities.parsed import PlaceMention
from conflictwire.entities.place_overlay import place_overlay
from conflictwire.entities.place_quarters import with_towns
from conflictwire.entities.place_weights import place_weights
from conflictwire.entities.place_words import place_words
from conflictwire.entities.places import find_places
from conflictwire.errors import DataFileError
from conflictwire.resources import Resources, builtin_path

PATH = builtin_path("data", "places", "gazetteer.sqlite")
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "places.toml").read_text(encoding="utf-8")
)["case"]
SHARED = Path(os.environ.get("CONFLICTWIRE_SHARED", Path(__file__).parents[2] / "shared"))
FIELDS = ("country", "feature", "precision", "distance_km", "bearing_deg", "literal")

nlp = spacy.blank("en")
gazetteer = Gazetteer(PATH, place_overlay(Resources()))


def places(text: str, *, dateline: str | None = None, doc: Doc | None = None) -> tuple[Doc, tuple[PlaceMention, ...]]:
    parsed = doc or nlp(text)
    found = find_places(parsed, dateline=dateline, resources=Resources(), gazetteer=gazetteer)
    return parsed, tuple(with_towns(parsed, found, None, place_words(Resources())))


def by_name(text: str, **options: Any) -> dict[str, PlaceMention]:
    doc, found = places(text, **options)
    return {doc[place.start : place.end].text: place for place in found}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']}: {case['text'][:50]}")
def test_case(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if "known" in case:
        request.applymarker(pytest.mark.xfail(reason=case["known"], strict=True))
    found = by_name(case["text"])
    if case.get("expect") == "none":
        assert case["name"] not in found
        return
    assert case["name"] in found
    place = found[case["name"]]
    for field in FIELDS:
        if field in case:
            assert getattr(place, field) == case[field], field


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150


def test_offset_moves_the_point() -> None:
    here = by_name("They met in Tripoli, Libya.")["Tripoli"]
    there = by_name("They met 40 km south of Tripoli, Libya.")["Tripoli"]
    assert here.latitude is not None
    assert there.latitude is not None
    assert there.latitude == pytest.approx(here.latitude - math.degrees(40 / 6371), abs=1e-3)
    assert there.longitude == pytest.approx(here.longitude, abs=1e-3)


def test_direction_alone_leaves_the_point() -> None:
    here = by_name("They met in Tripoli, Libya.")["Tripoli"]
    there = by_name("They met south of Tripoli, Libya.")["Tripoli"]
    assert (there.latitude, there.distance_km, there.bearing_deg) == (here.latitude, None, 180.0)


def test_parents_are_set() -> None:
    doc, found = places("A bomb exploded in Ramadi, in Anbar province, Iraq.")
    ramadi = found[0]
    assert [doc[found[i].start : found[i].end].text for i in ramadi.parents] == ["Anbar province", "Iraq"]


def test_unknown_place_has_no_point_and_no_country_without_context() -> None:
    place = by_name("Five died in the village of Qarbasha.")["Qarbasha"]
    assert (place.country, place.latitude, place.longitude, place.geonames_id) == (None, None, None, None)


def test_dateline_is_context() -> None:
    text = "Gunmen opened fire in Tripoli on Sunday."
    assert by_name(text, dateline="BEIRUT, Lebanon")["Tripoli"].country == "LBN"
    assert by_name(text, dateline="BENGHAZI")["Tripoli"].country == "LBY"


def test_one_sense_per_document() -> None:
    _, found = places("Gunmen opened fire in Tripoli. Tripoli, Lebanon, was calm by night. They left Tripoli.")
    assert {place.country for place in found} == {"LBN"}


@pytest.mark.parametrize(
    ("text", "name", "country", "unit"),
    [
        ("A man was shot in Louisville, Ky., on Monday.", "Louisville", "USA", "Kentucky"),
        ("A bus burned in Athens, GA, at night.", "Athens", "USA", "Georgia"),
        ("Shots were fired in St. Louis and Mt. Vernon, Ill.", "Mt. Vernon", "USA", "Illinois"),
        ("Gunmen struck in Hama, Maarat al-Numan and Tripoli. Aleppo was calm, as was Homs.", "Tripoli", "LBN", None),
    ],
)
def test_units_and_neighbours_decide(text: str, name: str, country: str, unit: str | None) -> None:
    place = by_name(text)[name]
    assert place.country == country
    assert unit in (None, place.admin1)


def test_unknown_place_takes_the_point_of_the_unit_that_the_text_puts_it_in() -> None:
    found = by_name("Nine died in Qarbasha, a village in Idlib province, Syria.")
    village, unit = found["Qarbasha"], found["Idlib province"]
    assert (village.latitude, village.longitude) == (unit.latitude, unit.longitude)
    assert (village.feature, village.precision, village.geonames_id) == ("unknown", "admin1", None)


def test_user_places_are_read_beside_ours(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    header = "name\taliases\ttype\tcountry\tlat\tlon\tradius_km\tgeonameid\tadmin1\n"
    table = tmp_path / "places" / "own.tsv"
    table.write_text(header + "Qarbasha\tKarbasha\ttown\tSYR\t35.5\t36.5\t2\t\tIdlib\n", encoding="utf-8")
    own = Gazetteer(PATH, place_overlay(Resources((tmp_path,))))
    assert [(entry.name, entry.country, entry.latitude) for entry in own.lookup("karbasha")] == [
        ("Qarbasha", "SYR", 35.5)
    ]
    assert own.lookup("Mosul") == gazetteer.lookup("Mosul")
    table.write_text(header + "Qarbasha\t\ttown\tSYR\t135.5\t36.5\t2\t\t\n", encoding="utf-8")
    place_overlay.cache_clear()
    with pytest.raises(DataFileError, match=r"own\.tsv, line 2: lat"):
        place_overlay(Resources((tmp_path,)))


def test_user_weights_are_laid_over_ours(tmp_path: Path) -> None:
    folder = tmp_path / "places" / "weights"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text("near = 9\n[kind]\ncapital = 7\n", encoding="utf-8")
    own, ours = place_weights(Resources((tmp_path,))), place_weights(Resources())
    assert (own.near, own.kind["capital"], own.kind["seat"], own.parent) == (9, 7, ours.kind["seat"], ours.parent)
    (folder / "own.toml").write_text("nere = 9\n", encoding="utf-8")
    place_weights.cache_clear()
    with pytest.raises(DataFileError, match="nere"):
        place_weights(Resources((tmp_path,)))


def test_recogniser_tells_people_from_places() -> None:
    doc = nlp("They told Santiago about it in Qarbasha.")
    doc.set_ents([Span(doc, 2, 3, "PERSON"), Span(doc, 6, 7, "GPE")])
    assert [doc[place.start : place.end].text for place in places("", doc=doc)[1]] == ["Qarbasha"]


def test_mentions_are_in_order_and_apart() -> None:
    for case in CASES:
        _, found = places(case["text"])
        assert all(a.end <= b.start for a, b in pairwise(found))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    doc, found = places(text)
    for place in found:
        assert 0 <= place.start < place.end <= len(doc)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "a-", "Camp", "of", "the town of", "-".join(["Al"] * 500), "1 km " * 999]
)
def test_odd_texts(text: str) -> None:
    places(text)


def test_long_text_is_fast() -> None:
    doc = nlp("The army shelled the village of Qarbasha near Aleppo, Syria, police said on Monday. " * 200)
    start = time.perf_counter()
    places("", doc=doc)
    assert time.perf_counter() - start < 2.0


def test_gazetteer_spelling() -> None:
    assert normalise("Al-Ḥasakah") == "al hasakah"
    assert normalise("Sana’a") == normalise("Sana'a") == "sanaa"
    assert skeleton("misurata") != skeleton("tripoli")
    assert {entry.country for entry in gazetteer.lookup("GAO")} >= {"MLI"}
    assert gazetteer.lookup("") == gazetteer.lookup("qarbasha") == ()


def test_gazetteer_pickles() -> None:
    again = pickle.loads(pickle.dumps(gazetteer))
    assert again.lookup("Mosul") == gazetteer.lookup("Mosul")


def test_gazetteer_rejects_what_is_none(tmp_path: Path) -> None:
    with pytest.raises(DataFileError):
        Gazetteer(tmp_path / "missing.sqlite")
    (tmp_path / "text.sqlite").write_text("no database " * 100)
    with pytest.raises(DataFileError):
        Gazetteer(tmp_path / "text.sqlite")
    connection = sqlite3.connect(tmp_path / "other.sqlite")
    connection.executescript("CREATE TABLE name (key); CREATE TABLE place (id);")
    connection.close()
    with pytest.raises(DataFileError, match="format 0"):
        Gazetteer(tmp_path / "other.sqlite")


def test_coverage_of_conflict_names() -> None:
    table = SHARED / "eval" / "geo" / "conflict_toponyms.tsv"
    if not table.is_file():
        pytest.skip("no evaluation data here")
    with table.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    known = sum(bool(gazetteer.lookup(row["surface"]) or gazetteer.similar(row["surface"])) for row in rows)
    assert known >= 0.85 * len(rows)
