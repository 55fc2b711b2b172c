"""The weights of place resolution: `data/places/weights/*.toml`, a user's over ours."""

from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from conflictwire.resources import Resources, validated

__all__ = ["Weights", "place_weights"]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Form(_Table):
    other: float
    short: float
    similar: float
    ambiguous: float


class _Vote(_Table):
    country: float
    people: float
    dateline: float
    place: float
    capital: float
    hint: float


class Weights(_Table):
    """What each of them means is said in the file."""

    population: float
    country: float
    unit: float
    near: float
    near_km: float
    near_half: float
    parent: float
    parent_miss: float
    type: float
    type_miss: float
    clear_margin: float
    clear_share: float
    foreign_population: int
    powers: frozenset[str]
    power_share: float
    kind: dict[str, float]
    form: _Form
    vote: _Vote


@lru_cache(maxsize=8)
def place_weights(resources: Resources) -> Weights:
    """The weights, tables of later files laid over those of earlier ones.

    Raises:
        DataFileError: a weight is missing, unknown or no number.
    """
    merged: dict[str, Any] = {}
    where = ""
    for path, content in resources.toml("places/weights"):
        where = str(path)
        for name, value in content.items():
            merged[name] = {**merged.get(name, {}), **value} if isinstance(value, dict) else value
    return validated(Weights, merged, where)
