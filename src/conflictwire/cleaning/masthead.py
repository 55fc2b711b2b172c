"""The top of a page: names of the outlet above the headline and names of writers below it, told by what is around."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from conflictwire.cleaning.boilerplate import outlet_name
from conflictwire.cleaning.lines import is_terminal
from conflictwire.cleaning.vocabulary import read_vocabulary
from conflictwire.resources import Resources

__all__ = ["Name", "TopLine", "names_on_top", "reads_like_headline"]

_MAX_NAME_WORDS = 6
_MAX_OUTLET_WORDS = 3
_MIN_HEADLINE_WORDS = 4
_MAX_HEADLINE_WORDS = 32
_MAX_HEADLINE = 220
_MIN_WRITER_WORDS, _MAX_WRITER_WORDS = 2, 4
# A line of links or a way back stands beside the masthead, never beside a headline's first half.
_NAVIGATION = ("header.navigation", "header.back", "header.section", "header.breadcrumb", "share.")
_DATES = ("header.date_alone", "header.published", "header.publication_field", "byline.ago")
_STAMP = re.compile(r"[(\[]([A-Z][A-Za-z]{1,30}(?:[ -][A-Z][A-Za-z]{0,30}){0,4})")
_WORD = re.compile(r"[^\W\d_][\w'’.&-]*")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’.-]{0,24}"
_WRITER = re.compile(rf"{_CAPITAL}(?:\s(?:de|del|al|el|bin|ibn|van|von|der|{_CAPITAL})){{1,3}}")


@dataclass(frozen=True, slots=True)
class TopLine:
    """One of the first lines; `hit` is the id of the pattern that takes it away, or empty."""

    text: str
    hit: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A line that is a name only: the fact that it gives ("publisher", "author" or none) and what it is listed as."""

    line: int
    fact: str | None
    listed: str


def names_on_top(lines: Sequence[TopLine], resources: Resources) -> list[Name]:
    """Mastheads above the headline and writers below it.

    A name goes only when a headline stands below it and something bears it out: a word such as Herald, the name or
    its initials in the dateline, or a line of links beside it. One word alone is
    a kicker.
    """
    plain = [number for number, line in enumerate(lines) if not line.hit]
    headline = next((number for number in plain if _is_headline(lines[number].text, resources)), None)
    if headline is None:
        return []
    stamps = {match.lower() for line in lines[headline:] for match in _STAMP.findall(line.text[:120])}
    found = []
    for number in plain:
        text = lines[number].text
        if number < headline and _is_name(text, resources):
            outlet = _is_outlet(lines, number, resources) or _stamped(text, stamps)
            if outlet or len(text.split()) == 1 or _beside(lines, number, _NAVIGATION):
                found.append(Name(number, "publisher" if outlet else None, "header.masthead"))
        elif headline < number < len(lines) - 1 and _is_writer(text) and lines[number + 1].hit.startswith(_DATES):
            found.append(Name(number, "author", "byline.name"))
    return found


def reads_like_headline(text: str) -> bool:
    """Whether a line has the length of a headline and does not end like a sentence."""
    words = len(text.split(None, _MAX_HEADLINE_WORDS))
    short = len(text) <= _MAX_HEADLINE and _MIN_HEADLINE_WORDS <= words <= _MAX_HEADLINE_WORDS
    return short and (not is_terminal(text) or text.rstrip("\"'”’)]").endswith(("?", "!", "...", "…")))


def _is_headline(text: str, resources: Resources) -> bool:
    """A headline has a word in lower case that is no part of names, or more words than a name."""
    if not reads_like_headline(text) or outlet_name(resources).fullmatch(text):
        return False
    words = _WORD.findall(text)
    lower = [word for word in words if word[0].islower() and word not in _small_words(resources)]
    return bool(lower) or len(words) >= _MIN_HEADLINE_WORDS + 1


def _is_outlet(lines: Sequence[TopLine], number: int, resources: Resources) -> bool:
    """A name like an outlet's; a long one, which may be a headline about an outlet, needs links or a date beside it."""
    text = lines[number].text
    if outlet_name(resources).fullmatch(text) is None:
        return False
    words = [word for word in text.lower().split() if word not in {"the", "online"}]
    return len(words) <= _MAX_OUTLET_WORDS or _beside(lines, number, _NAVIGATION + _DATES)


def _is_name(text: str, resources: Resources) -> bool:
    words = text.split(None, _MAX_NAME_WORDS + 1)
    if not 1 <= len(words) <= _MAX_NAME_WORDS or is_terminal(text) or any(char.isdigit() for char in text):
        return False
    return all(word[0].isupper() or word in _small_words(resources) or not word[0].isalpha() for word in words)


def _is_writer(text: str) -> bool:
    return _MIN_WRITER_WORDS <= len(text.split()) <= _MAX_WRITER_WORDS and _WRITER.fullmatch(text) is not None


def _stamped(text: str, stamps: set[str]) -> bool:
    """Whether the dateline's bracket holds the name or its initials."""
    words = [word for word in _WORD.findall(text) if word.lower() not in {"the", "online"}]
    initials = "".join(word[0] for word in words).lower()
    name = " ".join(words).lower()
    return any(name == stamp or (len(initials) > 1 and re.split(r"[ -]", stamp)[0] == initials) for stamp in stamps)


def _beside(lines: Sequence[TopLine], number: int, ids: tuple[str, ...]) -> bool:
    return any(lines[near].hit.startswith(ids) for near in (number - 1, number + 1) if 0 <= near < len(lines))


@lru_cache(maxsize=8)
def _small_words(resources: Resources) -> frozenset[str]:
    return frozenset(read_vocabulary(resources).connectors)
