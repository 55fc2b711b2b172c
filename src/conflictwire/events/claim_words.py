"""The word lists of `data/claims`: who speaks, who is blamed, whether it happened, how many."""

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from conflictwire.resources import Resources, validated

__all__ = ["AttributionWords", "attribution_words"]

Words = TypeVar("Words", bound=BaseModel)


class AttributionWords(BaseModel):
    """`data/claims/attribution.toml`; the file says what each list is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    impersonal: frozenset[str]
    documents: frozenset[str]
    assertions: frozenset[str]
    source_prepositions: frozenset[str]
    quoting: frozenset[str]
    pointers: frozenset[str]
    telling: frozenset[str]
    said: frozenset[str]
    outlet_verbs: frozenset[str]
    openers: frozenset[str]
    not_speakers: frozenset[str]
    breaks: frozenset[str]
    responsibility: frozenset[str]
    taking: frozenset[str]
    claiming: frozenset[str]
    anaphors: frozenset[str]
    suspicion: frozenset[str]
    behind: frozenset[str]
    blame: dict[str, frozenset[str]]


def _read(resources: Resources, name: str, model: type[Words]) -> Words:
    """The lists of `claims/NAME.toml`; those of a user's folder are added to ours."""
    merged: dict[str, Any] = {}
    last = Path(name)
    for path, content in resources.toml("claims"):
        if path.stem == name:
            merged, last = _added(merged, content), path
    return validated(model, merged, str(last))


def _added(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    out = dict(ours)
    for key, value in theirs.items():
        known = out.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            out[key] = _added(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            out[key] = [*known, *value]
        else:
            out[key] = value
    return out


@lru_cache(maxsize=8)
def attribution_words(resources: Resources) -> AttributionWords:
    """The words of attribution.

    Raises:
        DataFileError: the file breaks its model.
    """
    return _read(resources, "attribution", AttributionWords)
