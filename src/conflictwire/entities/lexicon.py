"""The actor lexicon: named groups, head nouns and the words that decide what a noun phrase stands for."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from conflictwire.errors import DataFileError
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

__all__ = ["ActorLexicon", "ActorRow", "Hit", "NounClass", "PhraseTable", "load_actor_lexicon", "noun_forms", "pieces"]

Value = TypeVar("Value")

_POSSESSIVE = re.compile(r"['’`]s\b", re.IGNORECASE)
_INSIDE = re.compile(r"(?<=\w)[.'’`ʿʾ](?=\w)|(?<=\w)\.(?=\s|$)")
_WORD = re.compile(r"[^\W_]+")
_ACRONYM_LENGTH = 6
_IRREGULAR_PLURAL = re.compile(r"(?:men|people|police|children|troops|forces|s)$")


def _split(value: object) -> object:
    return tuple(part.strip() for part in value.split("|") if part.strip()) if isinstance(value, str) else value


class ActorRow(BaseModel):
    """One line of `data/actors/*.csv`.

    Attributes:
        id: unique id; an overlay row of the same id replaces ours.
        name: canonical name.
        kind: what the actor is.
        role: "leader" for a human being (the kind is then that of the side), else empty.
        country: ISO 3166-1 alpha-3 of the state it belongs to or fights in.
        active: other countries in which it acts, separated by `|` in the file.
        start: first year in which the name was in use, or null.
        end: last such year, or null.
        aliases: other names, separated by `|` in the file; all-capital ones match capitals only.
        source: where the facts come from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    kind: ActorKind
    role: Literal["", "leader"] = ""
    country: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")] = None
    active: Annotated[tuple[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], ...], BeforeValidator(_split)] = ()
    start: int | None = None
    end: int | None = None
    aliases: Annotated[tuple[str, ...], BeforeValidator(_split)] = ()
    source: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_empty_cells(cls, raw: object) -> object:
        """An empty cell says nothing, as does a column that the file lacks."""
        if not isinstance(raw, dict):
            return raw
        return {column: cell for column, cell in raw.items() if cell is not None and str(cell).strip()}

    @property
    def leads(self) -> bool:
        """A human being, not a group."""
        return self.role == "leader"

    def acts_in(self, countries: Collection[str]) -> bool:
        """Whether it belongs to one of these countries or acts there."""
        return self.country in countries or any(code in countries for code in self.active)


@dataclass(frozen=True, slots=True)
class NounClass:
    """What a head noun says about the phrase around it.

    Attributes:
        kind: the kind it suggests, or None.
        weak: names and modifiers around the noun outweigh `kind`.
        armed: whether they bear arms; None when unknown.
        person: human beings rather than things.
        flags: "group" (takes "of X"), "title" (a personal name may follow), "place" (takes "of NAME"),
            "office" (acts for a state),
            "anyone" (says no more than that it is a human being).
    """

    kind: ActorKind | None
    weak: bool
    armed: bool | None
    person: bool
    flags: frozenset[str] = frozenset()

    @property
    def group(self) -> bool:
        """A body of people, which takes "of X"."""
        return "group" in self.flags


@dataclass(frozen=True, slots=True)
class Hit(Generic[Value]):
    """A table entry found at tokens `start:end`."""

    start: int
    end: int
    value: Value


class PhraseTable(Generic[Value]):
    """Values by sequence of word pieces; finds the longest entries in a text, left to right."""

    __slots__ = ("_longest", "entries")

    def __init__(self, entries: Mapping[tuple[str, ...], Value]) -> None:
        self.entries = entries
        self._longest: dict[str, int] = {}
        for key in entries:
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    def find(self, words: Sequence[str], owners: Sequence[int]) -> Iterator[Hit[Value]]:
        """Longest entries in `words`, whose tokens are `owners`; an entry never ends inside a token."""
        free, total, longest = 0, len(words), self._longest
        for at, word in enumerate(words):
            if word not in longest or at < free or (at and owners[at - 1] == owners[at]):
                continue
            for size in range(min(longest[word], total - at), 0, -1):
                stop = at + size
                if stop < total and owners[stop] == owners[stop - 1]:
                    continue
                value = self.entries.get(tuple(words[at:stop]))
                if value is not None:
                    free = stop
                    yield Hit(owners[at], owners[stop - 1] + 1, value)
                    break


@dataclass(frozen=True, slots=True)
class ActorLexicon:
    """All tables of the actor stage.

    Attributes:
        names: lexicon rows by alias, each with how the alias is written: "acronym" (matched in capitals only),
            "lower" or "name".
        nouns: head nouns.
        people: those of one word for human beings, no groups.
        countries, capitals, demonyms, peoples: ISO 3166-1 alpha-3 by name, seat of government, adjective, plural noun.
        metonymic: verbs beside which a capital is a government, as "subject" or "both" (as object as well).
        blaming: verbs of putting blame on somebody.
        modifiers: kind suggested by a modifying word.
        quantities: words that count in "X of" phrases.
        stops: words that never belong to an actor phrase.
        trimmed: words cut from the front of a phrase.
        common: ordinary words that look like an acronym once case is lost.
        suffixes: second halves of "X-backed", by what they do to X ("sponsor", "side").
        links: words after a head that tie it to another actor ("loyal to").
        pronouns: third-person pronouns, by number ("singular", "plural", "neuter").
        locatives: prepositions after which a country is a place.
        labels: nouns that only qualify when another noun follows ("terrorist attack").
        siding: words that put one party on the side of another ("forces loyal to X").
        naming: participles before a personal name ("a man named X").
        unknown: modifiers that say that nobody knows who it was.
        happenings: nouns of deeds that a party or thing may stand right before ("militant attack", "embassy bombing").
        carriers: things that are part of a weapon before its noun ("truck bombing").
        resultatives: words after a verb that tell its outcome ("shot dead").
    """

    names: PhraseTable[tuple[tuple[ActorRow, str], ...]]
    nouns: PhraseTable[NounClass]
    people: frozenset[str]
    countries: PhraseTable[str]
    capitals: PhraseTable[str]
    metonymic: Mapping[str, str]
    blaming: frozenset[str]
    demonyms: PhraseTable[str]
    peoples: PhraseTable[str]
    modifiers: Mapping[str, ActorKind]
    quantities: frozenset[str]
    stops: frozenset[str]
    trimmed: frozenset[str]
    common: frozenset[str]
    suffixes: Mapping[str, str]
    links: Mapping[tuple[str, ...], str]
    pronouns: Mapping[str, str]
    locatives: frozenset[str]
    labels: frozenset[str]
    resultatives: frozenset[str]
    siding: frozenset[str]
    naming: frozenset[str]
    unknown: frozenset[str]
    happenings: frozenset[str]
    carriers: frozenset[str]
    rows: Mapping[str, ActorRow] = field(default_factory=dict)


def pieces(text: str) -> list[str]:
    """Lower-case words of `text` without accents, hyphens, apostrophes or the points of an acronym."""
    if text.isascii():
        plain = text.replace("-", " ")
        if plain.replace(" ", "").isalnum():
            return plain.lower().split()
    else:
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    if not text.isalnum():
        text = _INSIDE.sub("", _POSSESSIVE.sub(" s", text))
    return _WORD.findall(text.lower())


@lru_cache(maxsize=8)
def load_actor_lexicon(resources: Resources) -> ActorLexicon:
    """The actor lexicon of these data folders.

    Raises:
        DataFileError: a file is missing or breaks its format.
    """
    rows = resources.table("actors", ActorRow)
    names: dict[tuple[str, ...], list[tuple[ActorRow, str]]] = {}
    for row in rows.values():
        for alias in dict.fromkeys((row.name, *row.aliases)):
            key = tuple(pieces(alias))
            readings = names.setdefault(key, []) if key else []
            if all(known.id != row.id for known, _ in readings):
                readings.append((row, _style(alias)))
    words = resources.lexicon("actor_words")
    nouns = _nouns(resources)
    return ActorLexicon(
        names=PhraseTable({key: tuple(readings) for key, readings in names.items()}),
        nouns=PhraseTable(nouns),
        people=frozenset(key[0] for key, cls in nouns.items() if len(key) == 1 and cls.person and not cls.group),
        countries=_codes(resources, "actor_countries"),
        capitals=_codes(resources, "actor_capitals"),
        metonymic=resources.lexicon("metonym_verbs"),
        blaming=frozenset(verb for verb, kind in resources.lexicon("light_verbs").items() if kind == "blame"),
        demonyms=_codes(resources, "actor_demonyms"),
        peoples=_codes(resources, "actor_peoples"),
        modifiers=_modifiers(resources),
        quantities=_role(words, "quantity"),
        stops=_role(words, "stop"),
        trimmed=_role(words, "trim"),
        common=_role(words, "common"),
        suffixes=resources.lexicon("actor_suffixes"),
        links={tuple(text.split()): role for text, role in resources.lexicon("actor_links").items() if text != role},
        pronouns={word: number for number in ("singular", "plural", "neuter") for word in _role(words, number)},
        locatives=_role(words, "locative"),
        labels=_role(words, "label"),
        resultatives=_role(words, "resultative"),
        siding=_role(words, "siding"),
        naming=_role(words, "naming"),
        unknown=_role(words, "unknown") | {"unknown"},
        carriers=frozenset(form.split()[0] for form in resources.lexicon("weapons") if form.endswith(" bomb")),
        happenings=frozenset(form for noun in resources.lexicon("event_nouns") for form in noun_forms(noun)),
        rows=rows,
    )


def _role(words: Mapping[str, str], role: str) -> frozenset[str]:
    """Words of one role in the word list, without the name of the role itself."""
    return frozenset(word for word, found in words.items() if found == role and word != role)


def _style(alias: str) -> str:
    if alias.islower():
        return "lower"
    if " " in alias or len(alias) > 2 * _ACRONYM_LENGTH:
        return "name"
    letters = [char for char in alias if char.isalpha()]
    return "acronym" if len(letters) <= _ACRONYM_LENGTH and "".join(letters).isupper() else "name"


def _codes(resources: Resources, name: str) -> PhraseTable[str]:
    entries = resources.lexicon(name)
    return PhraseTable({tuple(pieces(form)): code.upper() for form, code in entries.items() if form != code})


def _modifiers(resources: Resources) -> dict[str, ActorKind]:
    modifiers: dict[str, ActorKind] = {}
    for word, kind in resources.lexicon("actor_modifiers").items():
        try:
            modifiers[word] = ActorKind(kind)
        except ValueError as error:
            msg = f"lexicon actor_modifiers: {kind!r} is no actor kind"
            raise DataFileError(msg) from error
    return modifiers


def _nouns(resources: Resources) -> dict[tuple[str, ...], NounClass]:
    table: dict[tuple[str, ...], NounClass] = {}
    for name in ("object_nouns", "actor_nouns"):
        for noun, label in resources.lexicon(name).items():
            if noun == label:
                continue
            cls = _noun_class(label)
            for form in noun_forms(noun):
                key = tuple(pieces(form))
                if key and (form == noun or key not in table):
                    table[key] = cls
    return table


@lru_cache(maxsize=256)
def _noun_class(label: str) -> NounClass:
    """`rebel_group? armed person group` -> its class; `?` marks a weak kind, `none` no kind."""
    kind, *flags = label.split()
    weak = kind.endswith("?")
    try:
        value = None if kind.rstrip("?") == "none" else ActorKind(kind.rstrip("?"))
    except ValueError as error:
        msg = f"noun lexicon: {kind!r} in {label!r} is no actor kind"
        raise DataFileError(msg) from error
    armed = True if "armed" in flags else False if "unarmed" in flags else None
    rest = frozenset(flags) - {"armed", "unarmed", "person"}
    return NounClass(value, weak or value is None, armed, "person" in flags, rest)


def noun_forms(noun: str) -> tuple[str, ...]:
    """The noun and its regular plural, so that the lists need the singular only."""
    if _IRREGULAR_PLURAL.search(noun):
        return (noun,)
    if noun.endswith("man"):
        return (noun, f"{noun[:-3]}men")
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return (noun, f"{noun[:-1]}ies")
    return (noun, noun + ("es" if noun.endswith(("ch", "sh", "x", "z")) else "s"))
