"""The only reader of data files: the package's own, with a user's folders laid over them by id."""

import csv
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from conflictwire.errors import DataFileError

__all__ = ["Resources", "builtin_path", "validated"]

Row = TypeVar("Row", bound=BaseModel)


def builtin_path(*parts: str) -> Path:
    """Path of a file or folder that ships inside the package, for example `builtin_path("data", "places")`."""
    return Path(str(files("conflictwire"))).joinpath(*parts)


@dataclass(frozen=True, slots=True)
class Resources:
    """Data files: the built-in ones, then each overlay folder in turn. Hashable, so that readers can cache by it.

    An overlay folder mirrors the built-in `data` folder (`events/*.toml`, `actors/*.csv`, `lexicons/*.txt`, ...).

    Attributes:
        overlays: a user's own folders.

    Raises:
        DataFileError: a file cannot be read or breaks its model; the message names file, line and field.
    """

    overlays: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        for folder in self.overlays:
            if not folder.is_dir():
                msg = f"data folder {str(folder)!r} does not exist or is no folder"
                raise DataFileError(msg)

    @property
    def roots(self) -> tuple[Path, ...]:
        """Folders in the order in which they are laid over each other."""
        return (builtin_path("data"), *self.overlays)

    def paths(self, folder: str, pattern: str) -> Iterator[Path]:
        """Files of `folder` whose names match a glob `pattern`, in every root, built-in first, by name."""
        for root in self.roots:
            yield from sorted((root / folder).glob(pattern))

    def version(self) -> str:
        """The `rules_version` of a run: a hash of every data file, names and contents, overlays included.

        Where the data lie does not matter, nor does the order in which the file system lists them.
        """
        digest = hashlib.sha256()
        for root in self.roots:
            digest.update(b"root\0")
            for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()[:16]

    def toml(self, folder: str) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Every TOML file of a folder, as (path, content)."""
        for path in self.paths(folder, "*.toml"):
            try:
                yield path, tomllib.loads(_read(path))
            except tomllib.TOMLDecodeError as error:
                msg = f"{path}: {error}"
                raise DataFileError(msg) from error

    def table(self, folder: str, model: type[Row], *, key: str = "id", pattern: str = "*.csv") -> dict[str, Row]:
        """Validated rows of the CSV files of a folder that match `pattern`, by `key`; later roots win."""
        rows: dict[str, Row] = {}
        for path in self.paths(folder, pattern):
            for number, raw in enumerate(_csv(path), start=2):
                row = validated(model, raw, f"{path}, line {number}")
                rows[str(getattr(row, key))] = row
        return rows

    def rows(self, folder: str, model: type[Row]) -> Iterator[Row]:
        """Validated rows of every tab-separated file (`*.tsv`, no quoting) of a folder."""
        for path in self.paths(folder, "*.tsv"):
            lines = csv.DictReader(_read(path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
            for number, raw in enumerate(lines, start=2):
                yield validated(model, raw, f"{path}, line {number}")

    def lexicon(self, name: str) -> dict[str, str]:
        """A word list `lexicons/NAME.txt`: variant -> canonical form, in lower case.

        One entry a line, `canonical|variant|variant`; `#` starts a comment; a canonical form is its own variant. An
        overlay file of the same name adds entries.
        """
        return _lexicon(self.overlays, name)


@lru_cache(maxsize=256)
def _lexicon(overlays: tuple[Path, ...], name: str) -> dict[str, str]:
    """A word list, read once."""
    entries: dict[str, str] = {}
    found = False
    for root in (builtin_path("data"), *overlays):
        path = root / "lexicons" / f"{name}.txt"
        if not path.is_file():
            continue
        found = True
        for line in _read(path).splitlines():
            forms = [form.strip().lower() for form in line.split("#", 1)[0].split("|")]
            entries.update({form: forms[0] for form in forms if form and forms[0]})
    if not found:
        msg = f"no lexicon named {name!r}"
        raise DataFileError(msg)
    return entries


def validated(model: type[Row], raw: Mapping[str, Any], where: str) -> Row:
    """`raw` as `model`, or a DataFileError that says where and what is wrong."""
    try:
        return model.model_validate(dict(raw))
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'row'}: {e['msg']}" for e in error.errors())
        msg = f"{where}: {problems}"
        raise DataFileError(msg) from error


def _csv(path: Path) -> Iterator[dict[str | Any, Any]]:
    """The rows of a CSV file.

    Raises:
        DataFileError: it is no CSV.
    """
    try:
        yield from csv.DictReader(_read(path).splitlines(), strict=True)
    except csv.Error as error:
        msg = f"{path}: {error}"
        raise DataFileError(msg) from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: {error}"
        raise DataFileError(msg) from error
