"""The words of a document as place names are made of them: hyphenated ones joined, capitals weighed."""

from dataclasses import dataclass
from itertools import accumulate

from spacy.tokens import Doc

from conflictwire.entities.gazetteer import normalise
from conflictwire.entities.place_words import PlaceWords
from conflictwire.entities.words import words_of

__all__ = ["Unit", "units_of"]

_HYPHENS = frozenset({"-", "‐", "‑", "–"})
SHORT = 3
"""Letters of a word so short that its capital says little."""
_FEW = 4
"""Longer words than that around a name that tell nothing about headline style yet."""
_TITLE_WINDOW = 4
_TITLE_SHARE = 0.85
_SENTENCE_ENDS = frozenset({".", "!", "?", '"', "“", ":", "”"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A word with everything hyphened to it.

    Attributes:
        start, end: tokens.
        text: as written.
        key: normalised; empty for punctuation and numbers.
        capital: written like a name.
        telling: its capital letter says something (no title, no sentence start).
    """

    start: int
    end: int
    text: str
    key: str
    capital: bool
    telling: bool

    @property
    def qualifies(self) -> bool:
        """Only its first part is a name, the whole an adjective ("U.N.-run", "Saudi-led")."""
        name, hyphen, rest = self.text.rpartition("-")
        return bool(hyphen and name) and rest.islower()


def units_of(doc: Doc, *, words: PlaceWords) -> tuple[Unit, ...]:
    """The words of a document, hyphenated ones joined."""
    tokens, texts = words_of(doc).tokens, words_of(doc).spelled
    joined = [not token.whitespace_ for token in tokens]
    bounds: list[tuple[int, int]] = []
    at, size = 0, len(texts)
    while at < size:
        end = at + 1
        if texts[at].isspace():
            at = end
            continue
        while end + 1 < size and texts[end] in _HYPHENS and joined[end - 1] and joined[end]:
            if not (texts[end - 1][-1:].isalnum() and texts[end + 1][:1].isalnum()):
                break
            end += 2
        bounds.append((at, end))
        at = end
    texts = ["".join(texts[start:end]) for start, end in bounds]
    keys = [normalise(text) if text[:1].isalpha() else "" for text in texts]
    capitals = [bool(key) and _like_name(text, words) for text, key in zip(texts, keys, strict=True)]
    long = list(accumulate((len(key) > SHORT for key in keys), initial=0))
    names = list(accumulate((c and len(key) > SHORT for c, key in zip(capitals, keys, strict=True)), initial=0))

    def telling(index: int) -> bool:
        """Whether the capital letter of a unit says something: no sentence starts there, and few around have one."""
        if index == 0 or texts[index - 1] in _SENTENCE_ENDS:
            return False
        own = int(len(keys[index]) > SHORT)
        first, last = max(0, index - _TITLE_WINDOW), min(index + _TITLE_WINDOW + 1, len(keys))
        others = long[last] - long[first] - own
        return others < _FEW or names[last] - names[first] - own < _TITLE_SHARE * others

    return tuple(
        Unit(*bound, text, key, capital, capital and telling(index))
        for index, (bound, text, key, capital) in enumerate(zip(bounds, texts, keys, capitals, strict=True))
    )


def _like_name(text: str, words: PlaceWords) -> bool:
    if text[0].isupper():
        return True
    particle, hyphen, rest = text.partition("-")
    return bool(hyphen) and rest[:1].isupper() and words.has("particles", particle.lower())
