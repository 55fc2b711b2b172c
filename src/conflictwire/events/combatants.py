"""Whether an article names anybody who is armed, fights or rises: told by its words, before anything is parsed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from conflictwire.entities.lexicon import ActorLexicon, NounClass, load_actor_lexicon, noun_forms
from conflictwire.events.party_types import REBELS
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

__all__ = ["Combatants", "Named"]

_PIECE = re.compile(r"[^\W_]+")
Key = tuple[str, ...]


class Named(NamedTuple):
    """Whom an article names.

    Attributes:
        armed: somebody who may be armed, by any word ("guards", "officers").
        fighting: somebody by a word that also says that there is a conflict ("soldiers", "rioters").
    """

    armed: bool
    fighting: bool


class Combatants:
    """The words by which an article names somebody armed, a crowd, or a group of the actor lexicon that fights.

    Args:
        resources: word lists and actors.
    """

    def __init__(self, resources: Resources) -> None:
        lexicon = load_actor_lexicon(resources)
        everyday = frozenset(form for word in resources.lexicon("everyday_parties") for form in noun_forms(word))
        nouns = [key for key, noun in lexicon.nouns.entries.items() if _fights(noun)]
        named = dict(_groups(lexicon))
        self._acronyms = frozenset("".join(key).upper() for key, style in named.items() if style == "acronym")
        keys = [*nouns, *(key for key, style in named.items() if style != "acronym")]
        words = frozenset(key[0] for key in keys if len(key) == 1)
        self._words, self._everyday = words - everyday, words & everyday
        self._phrases: dict[str, list[str]] = {}
        for key in keys:
            if len(key) > 1:
                self._phrases.setdefault(key[0], []).append(_line(key))

    def named(self, text: str) -> Named:
        """Whom an article names."""
        pieces = _PIECE.findall(text)
        words = set(pieces)
        lower = {word.lower() for word in words}
        fighting = not (self._words.isdisjoint(lower) and self._acronyms.isdisjoint(words))
        first = () if fighting else self._phrases.keys() & lower
        if first:
            line = _line(pieces).lower()
            fighting = any(phrase in line for word in first for phrase in self._phrases[word])
        return Named(fighting or not self._everyday.isdisjoint(lower), fighting)


def _fights(noun: NounClass) -> bool:
    """A word for people under arms or in revolt; titles also stand before the names of others ("Captain Cook")."""
    if "title" in noun.flags:
        return False
    return bool(noun.armed) or (noun.kind is ActorKind.RIOTERS_PROTESTERS and not noun.weak)


def _groups(lexicon: ActorLexicon) -> Iterator[tuple[Key, str]]:
    """Names of groups that fight, each with the way it is written; not those of their leaders."""
    for key, readings in lexicon.names.entries.items():
        for row, style in readings:
            if row.kind in REBELS and not row.leads:
                yield key, style


def _line(words: Key | list[str]) -> str:
    return f" {' '.join(words)} "
