"""Makes a larger place database: the embedded one, and the places of a user's own GeoNames dump."""

import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any

from pydantic import BaseModel, ConfigDict

from conflictwire.entities.gazetteer import COORDINATE_SCALE, Form, Gazetteer
from conflictwire.errors import DataFileError
from conflictwire.places_build import LOOSE_SPELLING, keys_of, useful_names
from conflictwire.resources import Resources

__all__ = ["Progress", "build_from_dump"]

Progress = Callable[[str, int, int], None]
"""Called with a file name, the bytes read of it and its size."""

_BATCH = 20_000
_PLACE_COLUMNS = 19
_ALTERNATE_LANGUAGES = frozenset({"en", "", "fr", "es", "pt", "de"})
_STAGING = """
CREATE TEMP TABLE staged (key TEXT NOT NULL, place INTEGER NOT NULL, form INTEGER NOT NULL);
CREATE TEMP TABLE known (geonames_id INTEGER PRIMARY KEY, place INTEGER NOT NULL, loose INTEGER NOT NULL);
INSERT OR IGNORE INTO known SELECT geonames_id, id, 0 FROM place WHERE geonames_id IS NOT NULL;
"""
_MERGED = """
CREATE TABLE merged (key TEXT NOT NULL, place INTEGER NOT NULL, form INTEGER NOT NULL, PRIMARY KEY (key, place))
  WITHOUT ROWID;
INSERT INTO merged SELECT key, place, MIN(form) FROM (SELECT * FROM name UNION ALL SELECT * FROM staged)
  GROUP BY key, place ORDER BY key, place;
DROP TABLE name;
ALTER TABLE merged RENAME TO name;
"""


class _Feature(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    feature: str
    kind: str


class _Country(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    iso2: str
    iso3: str


def build_from_dump(
    dump: Sequence[Path], out: Path, *, core: Path, resources: Resources, progress: Progress | None = None
) -> int:
    """Writes `core` and the places of a GeoNames dump to `out`; returns how many places were added.

    Rows are read one after the other, and sorted on disk: a dump of any size needs little memory.

    Args:
        dump: files of the dump, text or zip: places (allCountries, a country's, cities500, ...) and, if there are any,
            admin1CodesASCII and alternateNamesV2.
        out: the new database; replaced when it exists.
        core: the database to start from.
        resources: the tables of GeoNames feature codes and of country codes.
        progress: told of every batch of rows.

    Raises:
        DataFileError: a file cannot be read, or holds no table of GeoNames.
    """
    Gazetteer(core)
    by_role = _sorted_by_role(dump)
    partial = out.with_name(out.name + ".part")
    try:
        shutil.copyfile(core, partial)
        with closing(sqlite3.connect(partial)) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _STAGING)
            added = _Loader(connection, resources, progress or _silent).load(by_role)
            connection.executescript(_MERGED)
            connection.commit()
        partial.replace(out)
    except DataFileError:
        raise
    except (OSError, sqlite3.Error, ValueError, zipfile.BadZipFile) as error:
        msg = f"cannot build {str(out)!r}: {error}"
        raise DataFileError(msg) from error
    finally:
        partial.unlink(missing_ok=True)
    return added


def _silent(_name: str, _done: int, _total: int) -> None:
    """Progress nobody asked for."""


def _sorted_by_role(dump: Iterable[Path]) -> dict[str, list[Path]]:
    roles: dict[str, list[Path]] = {"units": [], "places": [], "names": []}
    for path in dump:
        if not path.is_file():
            msg = f"{path}: no such file"
            raise DataFileError(msg)
        name = path.name.lower()
        if name.startswith("admin1codes"):
            roles["units"].append(path)
        elif name.startswith("alternatename"):
            roles["names"].append(path)
        else:
            roles["places"].append(path)
    if not roles["places"]:
        msg = "a dump needs a file of places, such as allCountries.txt"
        raise DataFileError(msg)
    return roles


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """A text file, or the largest text in a zip, and its size in bytes."""
    if path.suffix.lower() != ".zip":
        with path.open("rb") as lines:
            yield lines, path.stat().st_size
        return
    with zipfile.ZipFile(path) as archive:
        texts = [info for info in archive.infolist() if info.filename.lower().endswith(".txt")]
        if not texts:
            msg = f"{path}: holds no .txt file"
            raise DataFileError(msg)
        largest = max(texts, key=lambda info: info.file_size)
        with archive.open(largest) as lines:
            yield lines, largest.file_size


class _Loader:
    """Puts rows of the dump into an open copy of the core database."""

    def __init__(self, connection: sqlite3.Connection, resources: Resources, progress: Progress) -> None:
        self._connection = connection
        self._progress = progress
        self._features = resources.table("places/geonames", _Feature, key="code", pattern="features.csv")
        self._countries = resources.table("places/geonames", _Country, key="iso2", pattern="countries.csv")
        self._units: dict[str, int] = dict(connection.execute("SELECT name, id FROM unit"))
        self._unit_names: dict[str, str] = {}
        (self._next,) = connection.execute("SELECT MAX(id) + 1 FROM place").fetchone()

    def load(self, by_role: dict[str, list[Path]]) -> int:
        for path in by_role["units"]:
            for row in self._rows(path, 2):
                self._unit_names[row[0]] = row[1]
        first = self._next
        for path in by_role["places"]:
            self._add_places(path)
        self._connection.executemany("INSERT OR REPLACE INTO unit (name, id) VALUES (?, ?)", self._units.items())
        for path in by_role["names"]:
            self._add_names(path)
        return int(self._next) - int(first)

    def _add_places(self, path: Path) -> None:
        rows = self._rows(path, _PLACE_COLUMNS)
        while batch := list(islice(rows, _BATCH)):
            places: list[tuple[Any, ...]] = []
            staged: list[tuple[str, int, int]] = []
            for row in batch:
                feature, country = self._features.get(row[7]), self._countries.get(row[8])
                if feature is None or country is None or self._known(int(row[0])):
                    continue
                places.append(self._place(row, feature, country.iso3))
                loose = row[8] in LOOSE_SPELLING
                population = int(row[14] or 0)
                others = useful_names(row[3].replace(",", "|"), population)
                for name, form in ((row[1], Form.MAIN), *((other, Form.OTHER) for other in others)):
                    keys = keys_of(name, form, loose=loose)
                    staged += [(key, self._next, key_form) for key, key_form in keys if len(key) > 1]
                self._connection.execute("INSERT INTO known VALUES (?, ?, ?)", (int(row[0]), self._next, int(loose)))
                self._next += 1
            self._connection.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 11)})", places)
            self._connection.executemany("INSERT INTO staged VALUES (?, ?, ?)", staged)

    def _known(self, geonames_id: int) -> bool:
        found = self._connection.execute("SELECT 1 FROM known WHERE geonames_id = ?", (geonames_id,))
        return found.fetchone() is not None

    def _place(self, row: Sequence[str], feature: _Feature, country: str) -> tuple[Any, ...]:
        unit_name = self._unit_names.get(f"{row[8]}.{row[10]}")
        unit = self._units.setdefault(unit_name, len(self._units) + 1) if unit_name else None
        at = (round(float(value) * COORDINATE_SCALE) for value in row[4:6])
        kind = (feature.feature, feature.kind)
        return (self._next, row[1], *kind, country, unit, *at, int(row[14] or 0), int(row[0]), 0)

    def _add_names(self, path: Path) -> None:
        rows = self._rows(path, 4)
        while batch := list(islice(rows, _BATCH)):
            staged: list[tuple[str, int, int]] = []
            for row in batch:
                if row[2] not in _ALTERNATE_LANGUAGES or not useful_names(row[3], 0):
                    continue
                found = self._connection.execute(
                    "SELECT place, loose FROM known WHERE geonames_id = ?", (int(row[1]),)
                ).fetchone()
                if found:
                    keys = keys_of(row[3], Form.OTHER, loose=bool(found[1]))
                    staged += [(key, found[0], form) for key, form in keys if len(key) > 1]
            self._connection.executemany("INSERT INTO staged VALUES (?, ?, ?)", staged)

    def _rows(self, path: Path, columns: int) -> Iterator[list[str]]:
        """The rows of a tab-separated file that is plain or the only text in a zip."""
        with _opened(path) as (lines, total):
            done = 0
            for number, line in enumerate(lines, start=1):
                done += len(line)
                if number % _BATCH == 0:
                    self._progress(path.name, done, total)
                fields = line.decode("utf-8").rstrip("\n").split("\t")
                if len(fields) < columns:
                    msg = f"{path}, line {number}: {len(fields)} columns, expected {columns} or more"
                    raise DataFileError(msg)
                yield fields
            self._progress(path.name, total, total)
