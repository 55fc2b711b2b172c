"""Parquet with nested types kept; the Arrow schema follows from the record's models, so that it cannot fall behind."""

import io
import types
from collections.abc import Iterable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from conflictwire.errors import ConflictwireError
from conflictwire.schema import SCHEMA_VERSION, ConflictEvent

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_schema", "arrow_table", "read_parquet", "render_parquet"]


def _arrow() -> Any:  # noqa: ANN401 - pyarrow ships no types
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        msg = "Parquet needs pyarrow: pip install 'conflictwire[parquet]'"
        raise ConflictwireError(msg) from error
    return pyarrow


def _inner(annotation: Any) -> Any:  # noqa: ANN401
    """The annotation without `Annotated`, `| None` and `Literal`."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _inner(arguments[0])
    if origin in (Union, types.UnionType):
        (inner,) = {a for a in arguments if a is not type(None)}
        return _inner(inner)
    return type(arguments[0]) if origin is Literal else annotation


def _type(annotation: Any, pa: Any) -> "pa.DataType":  # noqa: ANN401
    """Arrow type of a field's annotation.

    Raises:
        TypeError: the annotation has no Arrow type here.
    """
    inner = _inner(annotation)
    if get_origin(inner) in (tuple, list):
        return pa.list_(_type(get_args(inner)[0], pa))
    if isinstance(inner, type):
        if issubclass(inner, BaseModel):
            return pa.struct(_fields(inner, pa))
        plain = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), date: pa.date32()}
        if inner in plain or issubclass(inner, str):
            return plain.get(inner, pa.string())
    msg = f"no Arrow type for {annotation!r}"
    raise TypeError(msg)


def _fields(model: type[BaseModel], pa: Any) -> list["pa.Field"]:  # noqa: ANN401
    return [pa.field(name, _type(field.annotation, pa)) for name, field in model.model_fields.items()]


def arrow_schema() -> "pa.Schema":
    """Arrow schema of a record.

    Raises:
        ConflictwireError: pyarrow is not installed.
    """
    pa = _arrow()
    return pa.schema(_fields(ConflictEvent, pa), metadata={"schema_version": SCHEMA_VERSION})


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Enumerations as their values, everything else as it is."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def arrow_table(events: Iterable[ConflictEvent]) -> "pa.Table":
    """The records as an Arrow table, one row each, with the columns of `arrow_schema`.

    Raises:
        ConflictwireError: pyarrow is not installed.
    """
    rows = [_plain(event.model_dump()) for event in events]
    return _arrow().Table.from_pylist(rows, schema=arrow_schema())


def render_parquet(events: Iterable[ConflictEvent]) -> bytes:
    """A Parquet file (zstd) of the records.

    Raises:
        ConflictwireError: pyarrow is not installed.
    """
    buffer = io.BytesIO()
    _arrow().parquet.write_table(arrow_table(events), buffer, compression="zstd")
    return buffer.getvalue()


def read_parquet(source: Path | BinaryIO) -> list[ConflictEvent]:
    """Records of a Parquet file that `render_parquet` made.

    Raises:
        ConflictwireError: pyarrow is not installed.
    """
    rows = _arrow().parquet.read_table(source).to_pylist()
    return [ConflictEvent.model_validate(row) for row in rows]
