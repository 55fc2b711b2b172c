"""Words and names that the cleaning stage knows, read from `data/cleaning`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from conflictwire.resources import Resources, validated

__all__ = ["Agency", "Vocabulary", "read_vocabulary", "tables"]


_SETS = (
    "hyphen_first", "hyphen_last", "before_dates", "speech_verbs", "titles", "speaker_ends", "no_speakers"
)  # fmt: skip


class Agency(BaseModel):
    """A row of `agencies.csv`: a news agency or outlet, with the forms it takes in datelines, parted by `|`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    forms: str = ""


class _Words(BaseModel):
    """The `[words]` table of a TOML file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    months: dict[str, int] = {}
    connectors: list[str] = []
    not_places: list[str] = []
    marks: list[str] = []
    report_marks: list[str] = []
    outlets: list[str] = []
    hyphen_first: list[str] = []
    hyphen_last: list[str] = []
    before_dates: list[str] = []
    speech_verbs: list[str] = []
    titles: list[str] = []
    speaker_ends: list[str] = []
    no_speakers: list[str] = []


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by their use.

    Attributes:
        months: month names and short forms, lower case -> number.
        connectors: small words inside place names.
        not_places: words that stand before a dash or colon like a place but are none, lower case.
        marks: editorial marks in square brackets, upper case.
        report_marks: marks after which the next bracket names the author.
        agencies: form in lower case -> name.
        outlets: words that end the name of a newspaper, agency or site, such as `herald`.
        hyphen_first: first parts of words that keep their hyphen, such as `pro`.
        hyphen_last: last parts of words that keep their hyphen, such as `led`.
        before_dates: words before a date that is told, not the day of the story, such as `since`.
        speech_verbs: forms of verbs that tell who speaks, such as `said`.
        titles: short forms of titles that end with a point, such as `Gen`.
        speaker_ends: words that end the name of a speaker, such as `in`.
        no_speakers: words that no name of a speaker starts with, such as `which`.
    """

    months: tuple[tuple[str, int], ...]
    connectors: tuple[str, ...]
    not_places: frozenset[str]
    marks: frozenset[str]
    report_marks: frozenset[str]
    agencies: tuple[tuple[str, str], ...]
    outlets: tuple[str, ...]
    hyphen_first: frozenset[str]
    hyphen_last: frozenset[str]
    before_dates: frozenset[str]
    speech_verbs: frozenset[str]
    titles: frozenset[str]
    speaker_ends: frozenset[str]
    no_speakers: frozenset[str]

    def alternation(self, kind: str) -> str:
        """A regular expression for any `months`, `connectors`, `outlets` or `agencies` form, longest first."""
        forms: Iterable[str]
        if kind in {"connectors", "outlets"}:
            forms = self.connectors if kind == "connectors" else self.outlets
        else:
            forms = [form for form, _ in (self.months if kind == "months" else self.agencies)]
        spaced = (re.escape(form).replace(r"\ ", r"\s+") for form in sorted(forms, key=lambda form: (-len(form), form)))
        return "|".join(spaced)


@lru_cache(maxsize=8)
def read_vocabulary(resources: Resources) -> Vocabulary:
    """The vocabulary of `resources`; overlays add words and replace agencies by id."""
    months: dict[str, int] = {}
    connectors: dict[str, None] = {}
    not_places: set[str] = set()
    marks: set[str] = set()
    report_marks: set[str] = set()
    outlets: dict[str, None] = {}
    sets: dict[str, set[str]] = {name: set() for name in _SETS}
    for where, content in tables(resources, "words"):
        words = validated(_Words, content, where)
        months.update({form.lower(): number for form, number in words.months.items()})
        connectors.update(dict.fromkeys(words.connectors))
        not_places.update(word.lower() for word in words.not_places)
        marks.update(mark.upper() for mark in words.marks)
        report_marks.update(mark.upper() for mark in words.report_marks)
        outlets.update(dict.fromkeys(words.outlets))
        for name, known in sets.items():
            known.update(getattr(words, name))
    agencies: dict[str, str] = {}
    for row in resources.table("cleaning", Agency).values():
        for form in (row.name, *row.forms.split("|")):
            if form.strip():
                agencies[form.strip().lower()] = row.name
    return Vocabulary(
        tuple(months.items()),
        tuple(connectors),
        frozenset(not_places),
        frozenset(marks | report_marks),
        frozenset(report_marks),
        tuple(agencies.items()),
        tuple(outlets),
        *(frozenset(sets[name]) for name in _SETS),
    )


def tables(resources: Resources, key: str) -> Iterable[tuple[str, dict[str, Any]]]:
    """Every table, or array of tables, named `key` in the TOML files of `data/cleaning`, with where it stands."""
    for path, content in resources.toml("cleaning"):
        value = content.get(key, [])
        for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
            yield f"{path}, {key} {number}", item
