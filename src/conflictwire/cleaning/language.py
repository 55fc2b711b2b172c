"""The language of a text by script and function words, and whether it is written in capitals or without."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase

from pydantic import BaseModel, ConfigDict, Field

from conflictwire.cleaning.vocabulary import tables
from conflictwire.resources import Resources, validated

__all__ = ["letter_case", "tell_language"]

_SAMPLE = 6000
_WORD = re.compile(r"[^\W\d_]+")
_MIN_WORDS = 6
_MIN_CASED = 20


class _Language(BaseModel):
    """A `[[language]]` of a TOML file: function words of a language in Latin script."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[a-z]{2}$")
    words: str


class _Script(BaseModel):
    """A `[[script]]` of a TOML file: a regular expression class of letters; more special ones stand first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[a-z]{2}$")
    letters: str
    share: float = Field(gt=0, le=1)


_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_CAPITALS, _SMALL = ascii_uppercase.encode(), ascii_lowercase.encode()


@dataclass(frozen=True, slots=True)
class _Languages:
    words: tuple[tuple[str, frozenset[str]], ...]
    scripts: tuple[tuple[str, re.Pattern[str], float], ...]


@lru_cache(maxsize=8)
def _languages(resources: Resources) -> _Languages:
    words = {}
    for where, content in tables(resources, "language"):
        row = validated(_Language, content, where)
        words[row.code] = frozenset(row.words.split())
    scripts = [validated(_Script, content, where) for where, content in tables(resources, "script")]
    return _Languages(
        tuple(words.items()), tuple((row.code, re.compile(f"[{row.letters}]"), row.share) for row in scripts)
    )


def tell_language(text: str, resources: Resources) -> str | None:
    """ISO 639-1 code of the language of `text`, or null when it cannot be told."""
    known = _languages(resources)
    sample = text[:_SAMPLE]
    upper, lower, others = _letters(sample)
    letters = upper + lower + others
    if letters < _MIN_CASED:
        return None
    foreign = "".join(_FOREIGN.findall(sample))
    for code, script, share in known.scripts:
        if len(foreign) >= share * letters <= len(script.findall(foreign)):
            return code
    words = _WORD.findall(sample.lower())
    if len(words) < _MIN_WORDS:
        return None
    counts = Counter(words)
    hits = sorted(
        ((sum(counts[word] for word in counts.keys() & stop), code) for code, stop in known.words), reverse=True
    )
    best, second = hits[0], hits[1] if len(hits) > 1 else (0, "")
    if best[0] < 2 or best[0] < 0.08 * len(words) or best[0] < 1.3 * second[0]:
        return None
    return best[1]


def letter_case(text: str) -> tuple[bool, bool]:
    """(written in capitals only, written without capitals)."""
    sample = text[:_SAMPLE]
    upper, lower, _ = _letters(sample)
    if upper + lower < _MIN_CASED:
        return False, False
    return lower <= 0.03 * (upper + lower), upper <= 0.003 * (upper + lower)


@lru_cache(maxsize=4)
def _letters(sample: str) -> tuple[int, int, int]:
    """Letters of a text: capitals, small ones, and those without case."""
    plain, foreign = sample.encode("ascii", "ignore"), "".join(_FOREIGN.findall(sample))
    upper = len(plain) - len(plain.translate(None, _CAPITALS)) + sum(map(str.isupper, foreign))
    lower = len(plain) - len(plain.translate(None, _SMALL)) + sum(map(str.islower, foreign))
    return upper, lower, sum(char.isalpha() and not (char.isupper() or char.islower()) for char in foreign)
