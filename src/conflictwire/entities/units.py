"""The words of a document as place names are made of them: hyphenated ones joined, capitals weighed."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from conflictwire.entities.gazetteer import normalise
from conflictwire.entities.place_words import PlaceWords
from conflictwire.entities.words import words_of

__all__ = ["Unit", "units_of"]

_HYPHENS = frozenset({"-", "‐", "‑", "–"})
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
    return tuple(
        Unit(*bound, text, key, capital, capital and _telling(index, texts, keys, capitals))
        for index, (bound, text, key, capital) in enumerate(zip(bounds, texts, keys, capitals, strict=True))
    )


def _like_name(text: str, words: PlaceWords) -> bool:
    if text[0].isupper():
        return True
    particle, hyphen, rest = text.partition("-")
    return bool(hyphen) and rest[:1].isupper() and words.has("particles", particle.lower())


def _telling(index: int, texts: Sequence[str], keys: Sequence[str], capitals: Sequence[bool]) -> bool:
    if index == 0 or texts[index - 1] in _SENTENCE_ENDS:
        return False
    around = [i for i in range(max(0, index - _TITLE_WINDOW), index + _TITLE_WINDOW + 1) if i < len(keys) and keys[i]]
    long = [i for i in around if i != index and len(keys[i]) > 3]
    return len(long) < 4 or sum(capitals[i] for i in long) < _TITLE_SHARE * len(long)
