"""What `data/formats` says about files: names of columns, signatures of binary files, XML roots, encodings."""

from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from conflictwire.resources import Resources, validated

__all__ = ["COLUMNS", "Column", "Formats", "column_key", "read_formats"]

Column = Literal["text", "title", "date", "id", "source", "author"]
COLUMNS: tuple[Column, ...] = ("text", "title", "date", "id", "source", "author")


class _Signature(BaseModel):
    """A `[[binary]]`: a file that holds no text, by its first bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    starts: str = Field(pattern=r"^(?:[0-9a-f]{2})+$")


class _Encodings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    tried: tuple[str, ...] = ()


class Formats(BaseModel):
    """A file of `data/formats`; those of overlay folders add to the built-in one.

    Attributes:
        columns: names of columns and JSON fields for each fact, best first.
        binary: signatures of files without text.
        roots: XML root element in lower case -> kind of file.
        encodings: what is tried on files that are not UTF-8.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[Column, tuple[str, ...]] = {}
    binary: tuple[_Signature, ...] = ()
    roots: dict[str, str] = {}
    encodings: _Encodings = _Encodings()

    def binary_name(self, head: bytes) -> str | None:
        """What kind of binary file starts with `head`, or null."""
        return next((row.name for row in self.binary if head.startswith(bytes.fromhex(row.starts))), None)


@lru_cache(maxsize=8)
def read_formats(resources: Resources) -> Formats:
    """The knowledge of `resources`."""
    columns: dict[Column, tuple[str, ...]] = {}
    binary: tuple[_Signature, ...] = ()
    roots: dict[str, str] = {}
    tried: tuple[str, ...] = ()
    for path, content in resources.toml("formats"):
        found = validated(Formats, content, str(path))
        for column, names in found.columns.items():
            columns[column] = (*columns.get(column, ()), *map(column_key, names))
        binary += found.binary
        roots.update(found.roots)
        tried += found.encodings.tried
    return Formats(columns=columns, binary=binary, roots=roots, encodings=_Encodings(tried=tried))


def column_key(name: str) -> str:
    """A column's name without case, blanks, hyphens, underscores and byte order mark."""
    return "".join(char for char in name.lower() if char not in " _-.\t\ufeff")
