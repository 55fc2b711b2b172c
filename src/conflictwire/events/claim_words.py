"""The word lists of `data/claims`: who speaks, who is blamed, whether it happened, how many."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from conflictwire.resources import Resources, validated
from conflictwire.schema import CasualtyKind, Status

__all__ = [
    "AttributionWords",
    "CasualtyWords",
    "StatusWords",
    "attribution_words",
    "casualty_words",
    "status_words",
]

Words = TypeVar("Words", bound=BaseModel)


class AttributionWords(BaseModel):
    """`data/claims/attribution.toml`; the file says what each list is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    impersonal: frozenset[str]
    unspoken: frozenset[str]
    documents: frozenset[str]
    taken_up: frozenset[str]
    adjectival: frozenset[str]
    plural_speakers: frozenset[str]
    assertions: frozenset[str]
    source_prepositions: frozenset[str]
    outlets: frozenset[str]
    claiming_verbs: frozenset[str]
    counting: frozenset[str]
    counted: frozenset[str]
    quoting: frozenset[str]
    pointers: frozenset[str]
    telling: frozenset[str]
    told_of: frozenset[str]
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
    mandates: frozenset[str]
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


class StatusWords(BaseModel):
    """`data/claims/status.toml`; the file says what each list is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    conditional: frozenset[str]
    opening: frozenset[str]
    misfires: frozenset[str]
    attempts: frozenset[str]
    purposes: frozenset[str]
    promising_with_to: frozenset[str]
    perceiving: frozenset[str]
    threats: frozenset[str]
    undertakings: frozenset[str]
    failing: frozenset[str]
    assertions: frozenset[str]
    false: frozenset[str]
    gerund: frozenset[str]
    outcome: frozenset[str]
    modifiers: dict[Status, frozenset[str]]


class WithWord(BaseModel):
    """Verbs that harm those in `role` only with one of `words` near by ("took hostage").

    Attributes:
        people: the words name those harmed ("lost three men"), not what became of them ("took hostage").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    verbs: frozenset[str]
    words: frozenset[str]
    kind: CasualtyKind
    role: Literal["subject", "object"]
    people: bool = False


class TollNouns(BaseModel):
    """Nouns and adjectives that count."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    counted_after: frozenset[str]
    remains: frozenset[str]
    finding: frozenset[str]
    life: frozenset[str]
    ending: frozenset[str]
    adjectives: frozenset[str]
    totals: frozenset[str]
    setting: frozenset[str]
    sets_at: frozenset[str]
    overtaken: frozenset[str]


class Nobody(BaseModel):
    """Words that say that nobody was harmed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pronouns: frozenset[str]
    negatives: frozenset[str]
    casualties: frozenset[str]
    wounded: frozenset[str]
    harmed: frozenset[str]
    wounding: frozenset[str]
    links: frozenset[str]
    unhurt: frozenset[str]
    additions: frozenset[str]


class Subsets(BaseModel):
    """Words around a part of a toll."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    before: frozenset[str]
    among: frozenset[str]
    of: frozenset[str]
    behind: frozenset[str]
    them: frozenset[str]
    dying: frozenset[str]


class Counts(BaseModel):
    """Words around a count."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    one: frozenset[str]
    ordinals: frozenset[str]
    rising: frozenset[str]
    reflexives: frozenset[str]
    attackers: frozenset[str]


class CasualtyWords(BaseModel):
    """`data/claims/casualties.toml`; the file says what each list is for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    personless: frozenset[str]
    manner_verbs: frozenset[str]
    identifying: frozenset[str]
    deadly_manner: frozenset[str]
    not_alone: frozenset[str]
    lasting: frozenset[str]
    arresting: frozenset[str]
    harm_of: frozenset[str]
    harm_kinds: dict[CasualtyKind, frozenset[str]]
    nouns: TollNouns
    nobody: Nobody
    subsets: Subsets
    counts: Counts
    with_word: tuple[WithWord, ...]


@lru_cache(maxsize=8)
def casualty_words(resources: Resources) -> CasualtyWords:
    """The words of tolls.

    Raises:
        DataFileError: the file breaks its model.
    """
    return _read(resources, "casualties", CasualtyWords)


@lru_cache(maxsize=8)
def status_words(resources: Resources) -> StatusWords:
    """The words of status.

    Raises:
        DataFileError: the file breaks its model.
    """
    return _read(resources, "status", StatusWords)
