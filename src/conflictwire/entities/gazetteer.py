"""The place table: one read-only SQLite file, looked up by normalised name."""

import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from conflictwire.errors import DataFileError

if TYPE_CHECKING:
    from conflictwire.entities.place_overlay import PlaceOverlay

__all__ = ["Form", "Gazetteer", "GazetteerEntry", "normalise", "skeleton"]

FORMAT_VERSION = 1
"""Written into the file as `user_version`; another number means another table layout."""

COORDINATE_SCALE = 10_000
"""Degrees are stored as integers: 1e-4 degree is eleven metres."""

_CACHED_NAMES = 65_536
_SHORTEST_SKELETON = 5
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ə": "a"}
)
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´ʻʼʽʾʿ′", ""))
_BREAKS = str.maketrans(dict.fromkeys("-‐‑‒–—_/.,()", " "))
_SOUNDS = (
    ("ch", "c"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ea", "i"), ("iy", "i"), ("ei", "i"), ("ai", "i"), ("ay", "i"),
    ("dh", "d"), ("gh", "g"), ("kh", "k"), ("th", "t"), ("dj", "j"), ("q", "k"), ("w", "u"), ("y", "i"), ("o", "u"),
    ("e", "i"), ("z", "s"),
)  # fmt: skip


_ABBREVIATED = (("mt ", "mount "), ("st ", "saint "), ("ste ", "sainte "), ("ft ", "fort "))
_COUNTY = (" co", " county")


_BY_NAME = (
    "SELECT p.name, p.feature, p.kind, p.country, u.name, p.lat, p.lon, p.population, p.geonames_id, n.form, p.radius"
    " FROM name n JOIN place p ON p.id = n.place LEFT JOIN unit u ON u.id = p.unit"
    " WHERE n.key = ? ORDER BY n.form, p.population DESC LIMIT 60"
)
_CAPITALS = (
    "SELECT p.name, p.feature, p.kind, p.country, u.name, p.lat, p.lon, p.population, p.geonames_id, 0, p.radius"
    " FROM place p LEFT JOIN unit u ON u.id = p.unit WHERE p.kind = 'capital' AND p.country = ?"
)


_COUNTRIES = _CAPITALS.replace("'capital'", "'country'")


class GazetteerEntry(NamedTuple):
    """One reading of a name.

    Attributes:
        name: main name of the place.
        feature: as in `PlaceMention.feature`.
        kind: finer type: "country", "macroregion", "admin1", "admin2", "capital", "seat", "city", "base", "camp", ...
        country: ISO 3166-1 alpha-3; None for regions of several countries and for water.
        admin1: name of the first-level unit.
        latitude, longitude: degrees, or None.
        population: inhabitants, 0 when unknown.
        geonames_id: GeoNames id, or None.
        form: how the looked-up name relates to the place: 0 main name, 1 other name, 2 name without its article or
            type word, 3 similar spelling, 4 ambiguous country name, 5 adjective or people, 6 seat of power.
        radius_km: rough extent of a region, 0 for points.
    """

    name: str
    feature: str
    kind: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    population: int
    geonames_id: int | None
    form: int
    radius_km: int


@dataclass(frozen=True, slots=True)
class Form:
    """Values of `GazetteerEntry.form`."""

    MAIN = 0
    OTHER = 1
    SHORT = 2
    SIMILAR = 3
    AMBIGUOUS = 4
    PEOPLE = 5
    POWER = 6


@lru_cache(maxsize=_CACHED_NAMES)
def normalise(name: str) -> str:
    """Lookup key of a name: lower case, no diacritics or apostrophes, hyphens and dots as single spaces."""
    plain = name.lower().translate(_LETTERS).translate(_APOSTROPHES)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
        plain = plain.translate(_APOSTROPHES)
    return " ".join(plain.translate(_BREAKS).split())


def skeleton(key: str) -> str:
    """A coarser key under which the usual Latin spellings of one Arabic, Persian or Turkic name coincide."""
    text = key.removeprefix("al ").removeprefix("el ")
    for spelling, sound in _SOUNDS:
        text = text.replace(spelling, sound)
    letters: list[str] = []
    for letter in text:
        if letter != " " and (not letters or letters[-1] != letter):
            letters.append(letter)
    return "~" + "".join(letters).rstrip("h")


def _spelled_out(key: str) -> Iterator[str]:
    """The key with "Mt." as "Mount" and the other way round, and so on."""
    for short, long in _ABBREVIATED:
        if key.startswith(short):
            yield long + key.removeprefix(short)
        elif key.startswith(long):
            yield short + key.removeprefix(long)
    if key.endswith(_COUNTY[0]):
        yield key.removesuffix(_COUNTY[0]) + _COUNTY[1]


class Gazetteer:
    """Read-only view of a gazetteer file; cheap to open, to pickle (by path) and to carry across a fork.

    Args:
        path: the file.
        overlay: places that are read beside it.
        required: false leaves every name unknown when the file cannot be used, and says why in `problem`.

    Raises:
        DataFileError: the file is required, and missing, damaged or of another format.
    """

    def __init__(self, path: Path, overlay: "PlaceOverlay | None" = None, *, required: bool = True) -> None:
        self.path = path
        self.overlay = overlay
        self.required = required
        self.problem: str | None = None
        self._connection = self._opened()
        self.lookup = lru_cache(maxsize=_CACHED_NAMES)(self._lookup)
        self.similar = lru_cache(maxsize=_CACHED_NAMES)(self._similar)
        self.capital = lru_cache(maxsize=_CACHED_NAMES)(self._capital)
        self.country = lru_cache(maxsize=_CACHED_NAMES)(self._country)

    def __reduce__(self) -> tuple["partial[Gazetteer]", tuple[Path, "PlaceOverlay | None"]]:
        return (partial(Gazetteer, required=self.required), (self.path, self.overlay))

    def _opened(self) -> sqlite3.Connection | None:
        try:
            return self._open()
        except DataFileError as error:
            self._note(error)
            return None

    def _note(self, error: DataFileError) -> None:
        if self.required:
            raise error
        self.problem = str(error)

    def _open(self) -> sqlite3.Connection:
        # immutable=1: no locks, no journal, and no state in the file handle that a forked child could disturb
        try:
            if not self.path.is_file():
                msg = f"gazetteer {str(self.path)!r} does not exist"
                raise DataFileError(msg)
            uri = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute("SELECT 1 FROM name LIMIT 1").fetchone()
            connection.execute("SELECT 1 FROM place LIMIT 1").fetchone()
        except (sqlite3.Error, OSError) as error:
            msg = f"gazetteer {str(self.path)!r}: {error}"
            raise DataFileError(msg) from error
        if version != FORMAT_VERSION:
            msg = f"gazetteer {str(self.path)!r} has format {version}, not {FORMAT_VERSION}"
            raise DataFileError(msg)
        return connection

    def _lookup(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Every reading of a name, in any spelling of case, diacritics and hyphens; none when it is unknown."""
        key = normalise(name)
        found = self._entries(key) if key else ()
        more = [entry for other in _spelled_out(key) for entry in self._entries(other)]
        return tuple(dict.fromkeys((*found, *more))) if more else found

    def _similar(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Readings of a name spelled differently; only for languages whose Latin spelling varies."""
        key = skeleton(normalise(name))
        return self._entries(key) if len(key) > _SHORTEST_SKELETON else ()

    def _entries(self, key: str) -> tuple[GazetteerEntry, ...]:
        found = tuple(map(_entry, self._rows(key)))
        return self.overlay.over(key, found) if self.overlay else found

    def _capital(self, country: str) -> GazetteerEntry | None:
        """The capital of a country (ISO 3166-1 alpha-3)."""
        rows = self._select(_CAPITALS, country)
        return max(map(_entry, rows), key=lambda entry: entry.population, default=None)

    def _country(self, code: str) -> GazetteerEntry | None:
        """The country of a code (ISO 3166-1 alpha-3)."""
        rows = self._select(_COUNTRIES, code)
        return max(map(_entry, rows), key=lambda entry: entry.population, default=None)

    def _rows(self, key: str) -> list[tuple[Any, ...]]:
        return self._select(_BY_NAME, key)

    def _select(self, query: str, value: str) -> list[tuple[Any, ...]]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(query, (value,)).fetchall()
        except sqlite3.Error as error:
            self._note(DataFileError(f"gazetteer {str(self.path)!r}: {error}"))
            return []


def _entry(row: tuple[Any, ...]) -> GazetteerEntry:
    entry = GazetteerEntry._make(row)
    if entry.latitude is None or entry.longitude is None:
        return entry
    return entry._replace(latitude=entry.latitude / COORDINATE_SCALE, longitude=entry.longitude / COORDINATE_SCALE)
