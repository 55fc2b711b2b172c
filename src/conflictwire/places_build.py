"""Builds the embedded gazetteer from tab-separated place tables: `python -m conflictwire.places_build SOURCES OUT`.

SOURCES holds places_cities500.tsv.gz, airfields.tsv.gz, country_names.tsv, regions_curated.tsv and, under
registry_only/, countries.tsv, admin1.tsv and admin2.tsv.gz; NOTICE names their origin. Places of our own in
data/places/*.tsv are read beside the file and need no rebuilding.
"""

import csv
import gzip
import math
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from conflictwire.entities.gazetteer import COORDINATE_SCALE, FORMAT_VERSION, Form, normalise, skeleton

__all__ = ["LOOSE_SPELLING", "build", "keys_of", "useful_names"]

_SCHEMA = """
CREATE TABLE unit (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE place (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, feature TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, unit INTEGER,
  lat INTEGER, lon INTEGER, population INTEGER NOT NULL, geonames_id INTEGER, radius INTEGER NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, form INTEGER NOT NULL, PRIMARY KEY (key, place))
  WITHOUT ROWID;
"""
# Small towns keep few spellings, big ones many: the file must stay small enough to ship.
_NAMES_BY_POPULATION = ((100_000, 8), (15_000, 6), (2_000, 3), (0, 2))
# Countries whose names reach English in many spellings; only there does a coarse key help more than it confuses.
LOOSE_SPELLING = frozenset(
    {"AE", "AF", "AZ", "BF", "BH", "CF", "CM", "DJ", "DZ", "EG", "EH", "ER", "ET", "IL", "IQ", "IR", "JO", "KG", "KW",
     "KZ", "LB", "LY", "MA", "ML", "MR", "NE", "NG", "OM", "PK", "PS", "QA", "SA", "SD", "SO", "SS", "SY", "TD", "TJ",
     "TM", "TN", "TR", "UZ", "YE"}
)  # fmt: skip
_ARTICLES = ("al ", "el ", "an ", "ad ", "as ", "ash ", "ar ", "az ", "at ", "the ")
_TYPE_ENDINGS = (
    " province", " district", " governorate", " region", " state", " county", " oblast", " prefecture", " department",
    " city", " refugee camp", " camp", " air base", " airbase", " air force base", " airfield", " airport",
    " international airport", " autonomous region", " republic",
)  # fmt: skip
_TYPE_STARTS = ("wilayat ", "wilaya ", "muhafazat ", "gouvernorat de ", "province of ", "state of ", "departement de ")
_REGION_FEATURE = {
    "water": "water", "river": "water", "base": "facility", "camp": "facility", "site": "site", "landmark": "site",
    "district": "admin2", "town": "city",
}  # fmt: skip
_SEATS = {"PPLC": "capital", "PPLA": "seat", "PPLG": "seat", "PPLX": "quarter"}
_COUNTRY_FORMS = {
    "name": Form.MAIN, "alias": Form.OTHER, "historic": Form.OTHER, "ambiguous": Form.AMBIGUOUS,
    "adjective": Form.PEOPLE, "people": Form.PEOPLE, "ethnic": Form.PEOPLE, "metonym": Form.POWER,
}  # fmt: skip


class _Writer:
    """Collects rows; the first form under which a key leads to a place wins."""

    def __init__(self) -> None:
        self.places: list[tuple[object, ...]] = []
        self.names: dict[tuple[str, int], int] = {}
        self.units: dict[str, int] = {}

    def add(
        self,
        name: str,
        feature: str,
        kind: str,
        country: str | None,
        *,
        admin1: str | None = None,
        at: tuple[str, str] = ("", ""),
        population: int = 0,
        geonames_id: int | None = None,
        radius: int = 0,
    ) -> int:
        unit = self.units.setdefault(admin1, len(self.units) + 1) if admin1 else None
        lat, lon = (round(float(value) * COORDINATE_SCALE) if value else None for value in at)
        number = len(self.places) + 1
        self.places.append((number, name, feature, kind, country, unit, lat, lon, population, geonames_id, radius))
        return number

    def key(self, key: str, place: int, form: int) -> None:
        if len(key) > 1:
            known = self.names.get((key, place), form)
            self.names[key, place] = min(known, form)

    def named(self, name: str, place: int, form: int, *, loose: bool = False) -> None:
        for key, key_form in keys_of(name, form, loose=loose):
            self.key(key, place, key_form)


def keys_of(name: str, form: int, *, loose: bool) -> Iterator[tuple[str, int]]:
    """The lookup keys of a name, each with its form; `loose` adds one for its other spellings."""
    key = normalise(name)
    yield key, form
    for short in _shortened(key):
        yield short, Form.SHORT
    if loose and key:
        yield skeleton(key), Form.SIMILAR


def build(sources: Path, out: Path) -> None:
    """Writes the gazetteer of the tables in `sources` to `out`, replacing it."""
    writer = _Writer()
    alpha3 = {row["iso2"]: row["iso3"] for row in _rows(sources / "registry_only" / "countries.tsv")}
    _countries(writer, sources, alpha3)
    units = _units(writer, sources, alpha3)
    _districts(writer, sources, alpha3)
    _regions(writer, sources, alpha3, units)
    _cities(writer, sources, alpha3, units)
    _airfields(writer, sources, alpha3)
    out.unlink(missing_ok=True)
    with closing(sqlite3.connect(out)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO unit (name, id) VALUES (?, ?)", writer.units.items())
        connection.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 11)})", writer.places)
        connection.executemany(
            "INSERT INTO name VALUES (?, ?, ?)", sorted((*key, form) for key, form in writer.names.items())
        )
        connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
    with closing(sqlite3.connect(out)) as connection:
        connection.execute("VACUUM")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _shortened(key: str) -> Iterator[str]:
    """The name without article, and without the word for what kind of place it is."""
    bare = key
    for ending in _TYPE_ENDINGS:
        if key.endswith(ending):
            bare = key.removesuffix(ending)
            yield bare
    for start in _TYPE_STARTS:
        if key.startswith(start):
            bare = key.removeprefix(start)
            yield bare
    for article in _ARTICLES:
        if bare.startswith(article) and len(bare) - len(article) > 2:
            yield bare.removeprefix(article)


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _radius(area: str) -> int:
    return round(math.sqrt(float(area or 0) / math.pi))


def _countries(writer: _Writer, sources: Path, alpha3: dict[str, str]) -> None:
    numbers: dict[str, int] = {}
    for row in _rows(sources / "registry_only" / "countries.tsv"):
        numbers[row["iso2"]] = writer.add(
            row["name"],
            "country",
            "country",
            row["iso3"],
            at=(row["lat"], row["lon"]),
            population=int(row["population"] or 0),
            geonames_id=_number(row["geonameid"]),
            radius=_radius(row["area_km2"]),
        )
        writer.key(normalise(row["name"]), numbers[row["iso2"]], Form.MAIN)
    for row in _rows(sources / "country_names.tsv"):
        if row["iso2"] in numbers and row["iso2"] in alpha3:
            key = normalise(row["surface"])
            writer.key(key, numbers[row["iso2"]], _COUNTRY_FORMS[row["kind"]])
            if row["kind"] == "ambiguous":
                writer.names[key, numbers[row["iso2"]]] = _COUNTRY_FORMS[
                    "adjective" if key.endswith("ean") else "ambiguous"
                ]


def _units(writer: _Writer, sources: Path, alpha3: dict[str, str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for row in _rows(sources / "registry_only" / "admin1.tsv"):
        names[row["code"]] = row["name"]
        place = writer.add(
            row["name"],
            "admin1",
            "admin1",
            alpha3.get(row["iso2"]),
            admin1=row["name"],
            at=(row["lat"], row["lon"]),
            geonames_id=_number(row["geonameid"]),
        )
        for index, name in enumerate([row["name"], *row["names"].split("|")]):
            form = Form.OTHER if index else Form.MAIN
            writer.named(name, place, form, loose=row["iso2"] in LOOSE_SPELLING)
    return names


def _districts(writer: _Writer, sources: Path, alpha3: dict[str, str]) -> None:
    for row in _rows(sources / "registry_only" / "admin2.tsv.gz"):
        place = writer.add(
            row["name"],
            "admin2",
            "admin2",
            alpha3.get(row["iso2"]),
            admin1=row["admin1_name"] or None,
            at=(row["lat"], row["lon"]),
        )
        writer.named(row["name"], place, Form.MAIN, loose=row["iso2"] in LOOSE_SPELLING)


def _regions(writer: _Writer, sources: Path, alpha3: dict[str, str], units: dict[str, str]) -> None:
    for row in _rows(sources / "regions_curated.tsv"):
        countries = [alpha3[code] for code in row["iso2"].split(",") if code in alpha3]
        place = writer.add(
            row["name"],
            _REGION_FEATURE.get(row["type"], "region"),
            row["type"],
            countries[0] if len(countries) == 1 else None,
            admin1=units.get(row["admin1"]),
            at=(row["lat"], row["lon"]),
            geonames_id=_number(row["geonameid"]),
            radius=round(float(row["radius_km"] or 0)),
        )
        for index, name in enumerate([row["name"], *row["aliases"].split("|")]):
            writer.named(name, place, Form.OTHER if index else Form.MAIN, loose=True)


def _cities(writer: _Writer, sources: Path, alpha3: dict[str, str], units: dict[str, str]) -> None:
    for row in _rows(sources / "places_cities500.tsv.gz"):
        population = int(row["population"] or 0)
        place = writer.add(
            row["name"],
            "city",
            _SEATS.get(row["fcode"], "city"),
            alpha3.get(row["iso2"]),
            admin1=units.get(f"{row['iso2']}.{row['admin1']}"),
            at=(row["lat"], row["lon"]),
            population=population,
            geonames_id=_number(row["geonameid"]),
        )
        loose = row["iso2"] in LOOSE_SPELLING
        writer.named(row["name"], place, Form.MAIN, loose=loose)
        for name in useful_names(row["alt_names"], population):
            writer.named(name, place, Form.OTHER, loose=loose)


def useful_names(names: str, population: int) -> list[str]:
    """The other names that an English text may use: capitalised, plain, one for each key."""
    limit = next(count for least, count in _NAMES_BY_POPULATION if population >= least)
    by_key: dict[str, str] = {}
    for name in names.split("|"):
        if name[:1].isupper() and not any(c.isdigit() or c in "=;:(" for c in name) and len(name) > 3:
            by_key.setdefault(normalise(name), name)
    # an apostrophe inside marks a scholarly transliteration of a name that has a plain one as well
    return sorted(by_key.values(), key=lambda name: "'" in name)[:limit]


def _airfields(writer: _Writer, sources: Path, alpha3: dict[str, str]) -> None:
    for row in _rows(sources / "airfields.tsv.gz"):
        if row["iso2"] not in alpha3 or (row["iso2"] == "US" and not row["iata"]):
            continue
        place = writer.add(
            row["name"],
            "facility",
            "airfield",
            alpha3[row["iso2"]],
            admin1=row["subdivision"] or None,
            at=(row["lat"], row["lon"]),
        )
        writer.named(row["name"], place, Form.MAIN, loose=row["iso2"] in LOOSE_SPELLING)
        if row["iata"] or row["military_name"]:
            writer.key(normalise(row["city"]), place, Form.SHORT)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
