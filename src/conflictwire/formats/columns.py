"""Flat formats as tables of columns: every column has its name, its meaning, and how its cell is worked out."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Cell", "Column", "listed", "render"]

Cell = str | int | float | bool | None
Row = TypeVar("Row")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: `value(row)` is its cell; None is an empty cell."""

    name: str
    meaning: str
    value: Callable[[Row], Cell]


def listed(values: Iterable[str]) -> str:
    """Several values in one cell, white space collapsed."""
    return SEPARATOR.join(" ".join(value.split()) for value in values)


def render(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> bytes:
    """CSV after RFC 4180 (UTF-8, CRLF, a header line); no cell can be taken for a formula by a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_cell(column.value(row)) for column in columns])
    return text.getvalue().encode("utf-8", "backslashreplace")


def _cell(value: Cell) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
