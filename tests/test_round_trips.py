"""JSONL and Parquet give back exactly the records they were given.

The records are drawn from the models themselves, so that a field added to the schema is drawn too.
"""

import io
import types
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from conflictwire.errors import InputError
from conflictwire.formats.jsonl import read_jsonl, render_jsonl
from conflictwire.formats.parquet import arrow_schema, read_parquet, render_parquet
from conflictwire.schema import ConflictEvent, Span

TEXT = st.text(st.characters(codec="utf-8"), max_size=6)
PLAIN = {
    bool: st.booleans(),
    int: st.integers(0, 10**9),
    date: st.dates(),
    str: TEXT,
}


def value(annotation: Any, constraints: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner = [c for a in arguments[1:] for c in getattr(a, "metadata", (a,))]
        return value(arguments[0], (*constraints, *inner))
    if origin in (Union, types.UnionType):
        return st.one_of([st.none() if a is type(None) else value(a, constraints) for a in arguments])
    if origin is tuple:
        return st.lists(value(arguments[0], ()), max_size=2).map(tuple)
    return scalar(annotation, constraints)


def scalar(annotation: Any, constraints: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if issubclass(annotation, BaseModel):
        return st.deferred(lambda: model(annotation))
    if issubclass(annotation, Enum):
        return st.sampled_from(list(annotation))
    return number_or_text(annotation, constraints)


def number_or_text(annotation: Any, constraints: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    pattern = next((c.pattern for c in constraints if getattr(c, "pattern", None)), None)
    if pattern:
        return st.from_regex(pattern.replace("$", r"\Z"))
    if annotation is not float:
        return PLAIN[annotation]
    low = next((c.ge for c in constraints if getattr(c, "ge", None) is not None), -1e9)
    high = next((getattr(c, "le", None) or c.lt for c in constraints if hasattr(c, "le") or hasattr(c, "lt")), 1e9)
    return st.floats(low, high, exclude_max=True, allow_nan=False)


def model(cls: type[BaseModel]) -> st.SearchStrategy[Any]:
    fields = {name: value(field.annotation, tuple(field.metadata)) for name, field in cls.model_fields.items()}

    def build(drawn: dict[str, Any]) -> BaseModel:
        if issubclass(cls, Span):
            drawn["end"] = drawn["start"] + len(drawn["text"])
        return cls(**drawn)

    return st.fixed_dictionaries(fields).map(build)


records = st.lists(model(ConflictEvent), max_size=2)
relaxed = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@relaxed
@given(records)
def test_jsonl(events):
    assert list(read_jsonl(render_jsonl(events).decode().split("\n"))) == events


@relaxed
@given(records)
def test_parquet(events):
    assert read_parquet(io.BytesIO(render_parquet(events))) == events


def leaves(cls: type[BaseModel]) -> set[str]:
    """Dotted names of every field, through models inside unions and tuples."""
    found = set()
    for name, field in cls.model_fields.items():
        parts = [field.annotation]
        while parts:
            part = parts.pop()
            parts.extend(a for a in get_args(part) if not isinstance(a, str))
            if isinstance(part, type) and issubclass(part, BaseModel):
                found |= {f"{name}.{leaf}" for leaf in leaves(part)}
        found.add(name)
    return found


def arrow_leaves(fields: Any) -> set[str]:
    found = set()
    for field in fields:
        kind = field.type.value_type if hasattr(field.type, "value_type") else field.type
        found.add(field.name)
        if hasattr(kind, "fields"):
            found |= {f"{field.name}.{leaf}" for leaf in arrow_leaves(kind.fields)}
    return found


def test_parquet_keeps_every_field_and_its_nesting():
    assert arrow_leaves(arrow_schema()) == leaves(ConflictEvent)


def test_parquet_of_no_records_has_the_columns():
    assert read_parquet(io.BytesIO(render_parquet([]))) == []


@pytest.mark.parametrize(("line", "complaint"), [("{", "line 2: line"), ('{"event_id": 3}', "line 2: event_id")])
def test_a_broken_line_is_named(line, complaint):
    with pytest.raises(InputError, match=f"a.jsonl, {complaint}"):
        list(read_jsonl(["", line], name="a.jsonl"))
