"""JSONL: one record a line; reading back gives the same records."""

import json
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from conflictwire.errors import InputError
from conflictwire.schema import ConflictEvent

__all__ = ["read_jsonl", "record_line", "render_jsonl"]


def record_line(event: ConflictEvent) -> str:
    """One record as a line, its end included."""
    return json.dumps(event.model_dump(mode="json"), ensure_ascii=False) + "\n"


def render_jsonl(events: Iterable[ConflictEvent]) -> bytes:
    """One line a record, UTF-8."""
    return "".join(map(record_line, events)).encode("utf-8", "backslashreplace")


def read_jsonl(lines: Iterable[str], *, name: str = "records") -> Iterator[ConflictEvent]:
    """Records of JSONL lines; empty lines are skipped.

    Raises:
        InputError: a line holds no record; the message names `name` and the line.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield ConflictEvent.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "line"
            msg = f"{name}, line {number}: {where}: {first['msg']}"
            raise InputError(msg) from error
