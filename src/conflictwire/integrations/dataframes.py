"""A column of texts in, a frame of records out: pandas, polars and Arrow."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from conflictwire.errors import ConflictwireError, InputError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from conflictwire.pipeline import Extractor
    from conflictwire.schema import ConflictEvent

__all__ = ["COLUMNS", "extract_frame", "to_arrow", "to_pandas", "to_polars"]

# What an article is made of, and the column that holds it unless the caller says otherwise.
COLUMNS = {
    "text": "text",
    "doc_id": "doc_id",
    "publication_date": "publication_date",
    "publisher": "publisher",
    "title": "title",
}
Frame = TypeVar("Frame")


def to_arrow(events: "Iterable[ConflictEvent]") -> "pa.Table":
    """A table of records, one row each, nested columns typed after the record (`formats.parquet.arrow_schema`).

    Raises:
        ConflictwireError: pyarrow is not installed.
    """
    from conflictwire.formats.parquet import arrow_table

    return arrow_table(events)


def to_pandas(events: "Iterable[ConflictEvent]") -> "pd.DataFrame":
    """A pandas frame of records with Arrow-backed columns, so that types survive an empty frame.

    Raises:
        ConflictwireError: pandas or pyarrow is not installed.
    """
    columns = _module("pandas").ArrowDtype
    return to_arrow(events).to_pandas(types_mapper=columns)


def to_polars(events: "Iterable[ConflictEvent]") -> "pl.DataFrame":
    """A polars frame of records.

    Raises:
        ConflictwireError: polars or pyarrow is not installed.
    """
    frame: pl.DataFrame = _module("polars").from_arrow(to_arrow(events))
    return frame


MAKERS: "dict[str, Callable[[Iterable[ConflictEvent]], Any]]" = {
    "pandas": to_pandas,
    "polars": to_polars,
    "pyarrow": to_arrow,
}


def extract_frame(
    frame: Frame,
    *,
    columns: Mapping[str, str] | None = None,
    extractor: "Extractor | None" = None,
    batch_size: int = 32,
) -> Frame:
    """The records of a frame of articles, as a frame of the same kind.

    Args:
        frame: a pandas or polars frame, or an Arrow table, one article a row.
        columns: which column holds what, where it is not named like it: keys are "text", "doc_id",
            "publication_date", "publisher", "title". Other columns are left alone. Without a `doc_id` column the
            number of the row is the id, counted from 0.
        extractor: one with options of its own.
        batch_size: articles that are parsed together.

    Raises:
        InputError: it is no such frame, or has no column of texts.
        ConflictwireError: an article cannot be used (no text, a date that is no date), or a package is missing.
    """
    kind = type(frame).__module__.partition(".")[0]
    if kind not in MAKERS:
        msg = f"expected a pandas or polars frame or an Arrow table, got {type(frame).__name__}"
        raise InputError(msg)
    rows = _articles(_columns_of(frame, columns or {}))
    events = _events(rows, extractor, batch_size)
    records: Frame = MAKERS[kind](events)
    return records


def _columns_of(frame: Any, named: Mapping[str, str]) -> dict[str, list[Any]]:  # noqa: ANN401
    """Values of the columns that make an article, by their fact."""
    if unknown := sorted(set(named) - set(COLUMNS)):
        msg = f"unknown facts {unknown}; known are {', '.join(COLUMNS)}"
        raise InputError(msg)
    present = list(getattr(frame, "column_names", frame.columns))
    wanted = {**COLUMNS, **named}
    missing = [wanted[fact] for fact in {"text", *named} if wanted[fact] not in present]
    if missing:
        msg = f"no column {missing[0]!r}; there are {', '.join(map(str, present))}"
        raise InputError(msg)
    found = {fact: name for fact, name in wanted.items() if name in present}
    return {fact: _values(frame[name]) for fact, name in found.items()}


def _values(column: Any) -> list[Any]:  # noqa: ANN401 - a pandas or polars series, or an Arrow array
    """Plain values; what is missing (NaN, NaT, NA) is None."""
    if hasattr(column, "notna"):
        return list(column.astype(object).where(column.notna(), None))
    values: list[Any] = column.to_pylist() if hasattr(column, "to_pylist") else column.to_list()
    return values


def _articles(columns: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for number in range(len(columns["text"])):
        row = {fact: values[number] for fact, values in columns.items()}
        doc_id = row.get("doc_id")
        yield {**row, "doc_id": str(number if doc_id is None else doc_id)}


def _events(
    articles: Iterable[dict[str, Any]], extractor: "Extractor | None", batch_size: int
) -> "Iterator[ConflictEvent]":
    if extractor is None:
        from conflictwire.pipeline import Extractor

        extractor = Extractor()
    for result in extractor.pipe(articles, batch_size=batch_size):
        if result.status == "failed":
            msg = f"article {result.doc_id}: {'; '.join(result.warnings)}"
            raise ConflictwireError(msg)
        yield from result.events


def _module(name: str) -> Any:  # noqa: ANN401
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        msg = f"this needs {name}: pip install 'conflictwire[{name}]'"
        raise ConflictwireError(msg) from error
