"""JSONL, JSON and CSV: one article a row, read row by row."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO

from conflictwire.article import Article
from conflictwire.formats.dates import read_day
from conflictwire.formats.decoding import MAX_BYTES, decode, encoding_of
from conflictwire.formats.failures import ReadFailure, UnreadableError
from conflictwire.formats.knowledge import COLUMNS, Column, Formats, column_key
from conflictwire.resources import Resources

__all__ = ["Columns", "read_csv", "read_json", "read_jsonl"]

_SAMPLE = 100_000
Item = Article | ReadFailure


class Columns:
    """Finds the facts of an article among named values.

    Args:
        formats: the names that are known.
        resources: for the names of months in dates.
        named: names that the caller gives; for a fact with such a name no other is tried.
    """

    def __init__(self, formats: Formats, resources: Resources, named: Mapping[Column, str] | None = None) -> None:
        self._resources = resources
        self._names: dict[Column, tuple[str, ...]] = {
            column: (column_key(named[column]),) if named and column in named else formats.columns.get(column, ())
            for column in COLUMNS
        }

    def article(self, row: Mapping[str, object], doc_id: str, warnings: tuple[str, ...] = ()) -> Article:
        """The article of a row; `doc_id` where the row has no id of its own.

        Raises:
            UnreadableError: there is no text.
        """
        values = {column_key(name): value for name, value in row.items() if isinstance(name, str)}
        text = self._first(values, "text")
        if not isinstance(text, str):
            shown = ", ".join(map(str, list(row)[:8]))
            msg = f"no text; fields are {shown}; name yours with columns={{'text': ...}}"
            raise UnreadableError(msg)
        day, doubts = read_day(self._first(values, "date"), self._resources)
        return Article.model_construct(
            text=text,
            doc_id=self._word(values, "id") or doc_id,
            publication_date=day,
            publication_date_source="metadata",
            publisher=self._word(values, "source"),
            title=self._word(values, "title"),
            author=self._word(values, "author"),
            warnings=(*warnings, *doubts),
        )

    def _first(self, values: Mapping[str, object], column: Column) -> object:
        return next((values[name] for name in self._names[column] if values.get(name) not in (None, "")), None)

    def _word(self, values: Mapping[str, object], column: Column) -> str | None:
        """A short value as text; lists (of authors) joined, `{"name": ...}` by its name."""
        value = self._first(values, column)
        if isinstance(value, list):
            value = ", ".join(str(part) for part in value if isinstance(part, str | int))
        if isinstance(value, Mapping):
            value = value.get("name")
        if value is None or isinstance(value, float | bool):
            return None
        return " ".join(str(value).encode("utf-8", "replace").decode().split()) or None


def read_jsonl(stream: BinaryIO, name: str, columns: Columns, tried: tuple[str, ...]) -> Iterator[Item]:
    """An article a line. A bad line is a `ReadFailure`; the lines after it are read."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES:
            while not line.endswith(b"\n") and (line := stream.readline(MAX_BYTES)):
                pass
            reason = f"line too long (more than {MAX_BYTES // 1_000_000} MB)"
            yield ReadFailure(name, reason, number, f"{name}:{number}", too_large=True)
            continue
        if not line.strip():
            continue
        text, warnings = decode(line, tried)
        try:
            yield columns.article(_object(text), f"{name}:{number}", warnings)
        except UnreadableError as error:
            yield ReadFailure(name, str(error), number, f"{name}:{number}")


def read_json(data: bytes, name: str, columns: Columns, tried: tuple[str, ...]) -> Iterator[Item]:
    """A JSON file: one article, or an array of articles."""
    text, warnings = decode(data, tried)
    value = _value(text)
    if isinstance(value, Mapping):
        lists = [rows for rows in value.values() if isinstance(rows, list) and rows and isinstance(rows[0], Mapping)]
        rows: list[object] = [value] if len(lists) != 1 or _has_text(columns, value) else lists[0]
    elif isinstance(value, list):
        rows = value
    else:
        msg = f"JSON holds {type(value).__name__}, no article"
        raise UnreadableError(msg)
    for number, row in enumerate(rows, start=1):
        doc_id = name if len(rows) == 1 else f"{name}#{number}"
        try:
            if not isinstance(row, Mapping):
                msg = f"JSON holds {type(row).__name__}, no article"
                raise UnreadableError(msg)
            yield columns.article(row, doc_id, warnings)
        except UnreadableError as error:
            yield ReadFailure(name, str(error), None, doc_id)


def read_csv(stream: BinaryIO, name: str, columns: Columns, tried: tuple[str, ...]) -> Iterator[Item]:
    """An article a row; the first row names the columns."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    encoding = encoding_of(sample, tried)
    warnings = () if encoding in {"utf-8", "utf-8-sig"} else (f"W106 not UTF-8; read as {encoding}",)
    lines = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    with _long_fields(), _kept_open(lines):
        reader = csv.DictReader(lines, dialect=_dialect(sample.decode(encoding, "replace")), strict=False)
        while True:
            number = reader.line_num + 1
            try:
                row = next(reader)
                text = {key: value for key, value in row.items() if isinstance(key, str)}
                broken = any("\ufffd" in value for value in text.values() if value)
                extra = ("W107 bytes that are no characters replaced",) if broken else ()
                yield columns.article(text, f"{name}:{number}", (*warnings, *extra))
            except StopIteration:
                return
            except (csv.Error, UnreadableError) as error:
                yield ReadFailure(name, str(error), number, f"{name}:{number}")


def _dialect(sample: str) -> type[csv.Dialect]:
    """Comma, semicolon, tab or bar, whichever parts the first line most often; quotes are doubled."""
    first = sample.lstrip("\ufeff").partition("\n")[0]

    class Found(csv.excel):
        delimiter = max(",;\t|", key=first.count)

    return Found


@contextmanager
def _long_fields() -> Iterator[None]:
    """The csv module refuses fields over 128 KB unless told otherwise."""
    before = csv.field_size_limit(MAX_BYTES)
    try:
        yield
    finally:
        csv.field_size_limit(before)


@contextmanager
def _kept_open(lines: io.TextIOWrapper) -> Iterator[None]:
    """The file below belongs to the caller, who closes it."""
    try:
        yield
    finally:
        lines.detach()


def _has_text(columns: Columns, row: Mapping[str, object]) -> bool:
    try:
        columns.article(row, "")
    except UnreadableError:
        return False
    return True


def _object(text: str) -> Mapping[str, object]:
    value = _value(text)
    if not isinstance(value, Mapping):
        msg = f"JSON holds {type(value).__name__}, no article"
        raise UnreadableError(msg)
    return value


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"broken JSON: {error}"
        raise UnreadableError(msg) from error
