"""`read_articles`: any file or folder to articles, lazily and in a fixed order."""

import errno
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from conflictwire.article import Article
from conflictwire.errors import InputError
from conflictwire.formats.decoding import decode, open_bytes, read_whole
from conflictwire.formats.failures import ReadFailure, TooLargeError, UnreadableError
from conflictwire.formats.kinds import HEAD_BYTES, Kind, sniff
from conflictwire.formats.knowledge import COLUMNS, Column, read_formats
from conflictwire.formats.read_html import read_html
from conflictwire.formats.read_newsml import read_newsml
from conflictwire.formats.read_nitf import read_nitf
from conflictwire.formats.read_plain import read_text, read_wire
from conflictwire.formats.read_tables import Columns, read_csv, read_json, read_jsonl
from conflictwire.resources import Resources

__all__ = ["find_files", "read_articles", "read_file", "read_lines", "read_stream"]

Item = Article | ReadFailure
_ROWS = {Kind.JSONL: read_jsonl, Kind.CSV: read_csv}
_MARKUP: dict[Kind, Callable[[bytes, str, Resources], Iterator[Item]]] = {
    Kind.HTML: read_html,
    Kind.NITF: read_nitf,
    Kind.NEWSML: read_newsml,
}


def read_articles(
    path: str | Path,
    *,
    kind: Kind | str | None = None,
    columns: Mapping[Column, str] | None = None,
    resources: Resources | None = None,
) -> Iterator[Item]:
    """The articles of a file, or of every file below a folder, in the order of their names.

    Text, web pages (extra `html`), NITF and NewsML-G2, wire files (IPTC 7901, ANPA 1312), JSONL, JSON and CSV are told
    apart by what is in them; each may be packed with gzip. Files are opened one after the other, and tables are read
    row by row. Names that start with a dot are passed over.

    Args:
        path: file or folder.
        kind: what every file is, instead of looking.
        columns: names of your columns or JSON fields, such as `{"text": "corpus", "date": "day"}`.
        resources: data files; default: the built-in ones.

    Yields:
        An `Article` for each article, or a `ReadFailure` that says why there is none. Nothing is raised for a file
        that is missing, broken or of an unknown kind.

    Raises:
        InputError: `kind` or a name in `columns` is unknown. Raised at the first step.
    """
    known = resources or Resources()
    chosen = _kind(kind)
    finder = _columns(columns, known)
    root = Path(path)
    for file in find_files(root):
        if isinstance(file, ReadFailure):
            yield file
            continue
        name = _shown(file.relative_to(root) if file != root else Path(root.name))
        yield from _read_file(file, name, chosen, finder, known)


def read_file(
    file: Path,
    name: str,
    *,
    kind: Kind | str | None = None,
    columns: Mapping[Column, str] | None = None,
    resources: Resources | None = None,
) -> Iterator[Item]:
    """The articles of one file, as `read_articles` gives them; `name` stands for the file in ids and failures."""
    known = resources or Resources()
    yield from _read_file(file, name, _kind(kind), _columns(columns, known), known)


def read_stream(
    stream: BinaryIO,
    name: str,
    *,
    kind: Kind | str | None = None,
    columns: Mapping[Column, str] | None = None,
    resources: Resources | None = None,
) -> Iterator[Item]:
    """The articles of an open file that can be rewound, as `read_articles` gives them; `name` is its name."""
    known = resources or Resources()
    yield from _read(stream, name, _kind(kind), _columns(columns, known), known)


def read_lines(
    stream: BinaryIO,
    name: str,
    *,
    columns: Mapping[Column, str] | None = None,
    resources: Resources | None = None,
) -> Iterator[Item]:
    """The articles of JSONL that comes in line by line, each as soon as its line is there; `name` is its name."""
    known = resources or Resources()
    yield from read_jsonl(stream, name, _columns(columns, known), read_formats(known).encodings.tried)


def find_files(root: Path) -> Iterator[Path | ReadFailure]:
    """Every file at or below `root` by name. Links are followed, but no folder is read twice."""
    stack, entered = [root], set()
    while stack:
        path = stack.pop()
        try:
            status = path.stat()
            if stat.S_ISREG(status.st_mode):
                yield path
                continue
            if not stat.S_ISDIR(status.st_mode):
                yield ReadFailure(_shown(path), "neither a file nor a folder")
                continue
            here = (status.st_dev, status.st_ino)
            if here in entered:
                yield ReadFailure(_shown(path), "a link to a folder that was read under another name")
                continue
            entered.add(here)
            below = sorted(child for child in path.iterdir() if not child.name.startswith("."))
        except (OSError, ValueError) as error:
            yield ReadFailure(_shown(path), _reason(error))
            continue
        stack.extend(reversed(below))


def _read_file(file: Path, name: str, kind: Kind | None, columns: Columns, resources: Resources) -> Iterator[Item]:
    try:
        with open_bytes(file) as stream:
            yield from _read(stream, name, kind, columns, resources)
    except (OSError, EOFError) as error:
        yield ReadFailure(name, _reason(error), doc_id=name)


def _read(stream: BinaryIO, name: str, kind: Kind | None, columns: Columns, resources: Resources) -> Iterator[Item]:
    try:
        head = stream.read(HEAD_BYTES)
        found = kind or sniff(head, name, read_formats(resources))
        stream.seek(0)
        yield from _articles(stream, name, found, columns, resources)
    except UnreadableError as error:
        yield ReadFailure(name, str(error), doc_id=name, too_large=isinstance(error, TooLargeError))


def _articles(stream: BinaryIO, name: str, kind: Kind, columns: Columns, resources: Resources) -> Iterator[Item]:
    tried = read_formats(resources).encodings.tried
    if kind in _ROWS:
        return _ROWS[kind](stream, name, columns, tried)
    data = read_whole(stream)
    if kind is Kind.JSON:
        return read_json(data, name, columns, tried)
    if kind in _MARKUP:
        return _MARKUP[kind](data, name, resources)
    text, warnings = decode(data, tried)
    return (read_wire if kind is Kind.WIRE else read_text)(text, name, warnings)


def _kind(kind: Kind | str | None) -> Kind | None:
    try:
        return None if kind is None else Kind(kind)
    except ValueError as error:
        msg = f"unknown kind of file {kind!r}; known are {', '.join(Kind)}"
        raise InputError(msg) from error


def _columns(named: Mapping[Column, str] | None, resources: Resources) -> Columns:
    if unknown := set(named or ()) - set(COLUMNS):
        msg = f"unknown columns {sorted(unknown)}; known are {', '.join(COLUMNS)}"
        raise InputError(msg)
    return Columns(read_formats(resources), resources, named)


def _shown(path: Path) -> str:
    """A path as text that can be printed, with forward slashes."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return "a link that leads in a circle"
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
