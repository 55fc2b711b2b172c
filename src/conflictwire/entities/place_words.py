"""The words that tell places: `data/places/expressions.toml` and two lexicons, read once for each `Resources`."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from conflictwire.entities.gazetteer import normalise
from conflictwire.resources import Resources, validated

__all__ = ["PlaceWords", "TypeWord", "place_words"]

MAX_TYPE_WORDS = 3
NOUN_LEXICONS = ("actor_nouns", "object_nouns", "event_nouns", "weapons")


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    words: list[str]
    feature: str
    part: bool = False


class _Expressions(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    after: list[_Group] = Field(default_factory=list)
    before_of: list[_Group] = Field(default_factory=list)
    opening: list[_Group] = Field(default_factory=list)
    words: dict[str, list[str]] = Field(default_factory=dict)
    directions: dict[str, float] = Field(default_factory=dict)
    units: dict[str, float] = Field(default_factory=dict)
    numbers: dict[str, float] = Field(default_factory=dict)
    unit_countries: dict[str, list[str]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypeWord:
    """What a word such as "province" says of the name beside it; `part` when it belongs to that name."""

    feature: str
    part: bool


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Every word list of the place stage, by normalised word.

    Attributes:
        after, before_of, opening: type words behind a name, before "of" and a name, and at the start of a name.
        sets: the other word lists, by their name in the file.
        directions: compass words in degrees.
        units: kilometres in one unit.
        numbers: spelled numbers.
        unit_countries: the countries whose units bear a type word.
        offset: "40 km south of" at the end of a text, as groups number, unit and direction.
        stop: ordinary words that are place names somewhere.
        people: given names and surnames that are place names somewhere.
        nouns: words for people, things and events, which are no names.
    """

    after: dict[str, TypeWord]
    before_of: dict[str, TypeWord]
    opening: dict[str, TypeWord]
    sets: dict[str, frozenset[str]]
    directions: dict[str, float]
    units: dict[str, float]
    numbers: dict[str, float]
    unit_countries: dict[str, frozenset[str]]
    offset: re.Pattern[str]
    stop: frozenset[str]
    people: frozenset[str]
    nouns: frozenset[str]

    def has(self, name: str, word: str) -> bool:
        """Whether `word` is in the list `name`."""
        return word in self.sets.get(name, frozenset())


@lru_cache(maxsize=8)
def place_words(resources: Resources) -> PlaceWords:
    """The word lists of `resources`, overlays added."""
    merged = _Expressions()
    for path, content in resources.toml("places"):
        merged = _joined(merged, validated(_Expressions, content, str(path)))
    return PlaceWords(
        after=_type_words(merged.after),
        before_of=_type_words(merged.before_of),
        opening=_type_words(merged.opening),
        sets={name: frozenset(map(normalise, words)) for name, words in merged.words.items()},
        directions=merged.directions,
        units=merged.units,
        numbers=merged.numbers,
        unit_countries={word: frozenset(codes) for word, codes in merged.unit_countries.items()},
        offset=_offset_pattern(merged),
        stop=frozenset(map(normalise, resources.lexicon("place_stopwords"))),
        people=frozenset(map(normalise, resources.lexicon("place_person_names"))),
        nouns=frozenset(word for name in NOUN_LEXICONS for word in map(normalise, resources.lexicon(name))),
    )


def _joined(first: _Expressions, second: _Expressions) -> _Expressions:
    words = dict(first.words)
    for name, more in second.words.items():
        words[name] = [*words.get(name, []), *more]
    return _Expressions(
        after=first.after + second.after,
        before_of=first.before_of + second.before_of,
        opening=first.opening + second.opening,
        words=words,
        directions=first.directions | second.directions,
        units=first.units | second.units,
        numbers=first.numbers | second.numbers,
        unit_countries=first.unit_countries | second.unit_countries,
    )


def _type_words(groups: list[_Group]) -> dict[str, TypeWord]:
    return {normalise(word): TypeWord(group.feature, group.part) for group in groups for word in group.words}


def _alternatives(words: dict[str, float]) -> str:
    # longest first, and any hyphen or blank inside
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", "[ -]?") for word in ordered)


def _offset_pattern(expressions: _Expressions) -> re.Pattern[str]:
    number = rf"\d{{1,3}}(?:,\d{{3}}|\d)?(?:\.\d{{1,2}})?|(?:{_alternatives(expressions.numbers)})"
    unit = _alternatives(expressions.units) or "km"
    compass = _alternatives(expressions.directions) or "north"
    seats = "|".join(map(re.escape, expressions.words.get("seats", ()))) or "capital"
    return re.compile(
        rf"(?:(?<![\w.,])(?P<number>{number})[ -]?(?P<unit>{unit})\b\.?(?: ?\([^()]{{1,40}}\))?,? ?(?:or so )?"
        rf"(?:away )?(?:(?:to )?the |due |just )?)?"
        rf"(?:\b(?P<direction>{compass})(?: of| from)|\b(?:from|outside|off|off the coast of))"
        rf" (?:the )?(?:[\w-]{{1,15}} ){{0,2}}(?:(?:{seats}),? )?$",
        re.IGNORECASE,
    )
