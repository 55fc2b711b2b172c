"""Page furniture: patterns from `data/cleaning`, and the facts that they carry in named groups."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from conflictwire.cleaning.dates import date_reader
from conflictwire.cleaning.vocabulary import read_vocabulary, tables
from conflictwire.errors import DataFileError
from conflictwire.resources import Resources, validated

__all__ = ["Boilerplate", "Hit", "Pattern", "outlet_name", "read_boilerplate"]

Scope = Literal["head", "line", "tail", "start", "end", "inline"]

# Longer lines are story text, whatever a pattern says.
_MAX_LINE = 400
_END_WINDOW = 400
_NAME_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]{0,24}|(?:de|del|al|el|bin|ibn|van|von|der|da|du|ben|ould)\b)"
_NAME = rf"[A-ZÀ-ÖØ-Þ][\w'’.-]{{0,24}}(?:\s{_NAME_WORD}){{1,3}}"
_SITE = r"(?:[A-Za-z0-9][\w-]{1,40}\.){1,3}(?:com|org|net|info|news|co|gov|edu|int|tv|[a-z]{2,12})(?:\.[a-z]{2})?"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’.&-]{0,24}"
_OUTLET = (
    rf"(?:(?:(?i:the)\s)?(?:{_CAPITAL}\s){{1,3}}(?:[A-Z]\w{{1,20}}-)?(?=[A-Z])(?i:<WORDS>)"
    r"(?:\s(?i:online|daily|international))?)"
)
_ZONE = r"(?:GMT|UTC|[ECMP][SD]?T|CES?T|BST|IST|EAT|WAT|PKT|Z|local time)"
_CLOCK = rf"\d{{1,2}}[:.]\d\d(?::\d\d)?(?:\s?(?:[AaPp]\.?[Mm]\.?))?(?:\s?{_ZONE}\b)?"
_WEEKDAY = r"(?i:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?i:day)?\b[,.]?"


class Pattern(BaseModel):
    """A `[[pattern]]` of a TOML file.

    Attributes:
        id: name under which removed text is listed.
        scope: `head` a whole line among the first ones; `line` a whole line anywhere; `tail` a whole line that starts
            the page's tail, which goes up to the next story sentence; `start`, `end` the start or end of a paragraph;
            `inline` anywhere in a paragraph.
        regex: Python regular expression; `<DATE>`, `<CLOCK>`, `<WEEKDAY>`, `<NAME>`, `<SITE>`, `<OUTLET>` (a name that
            ends like an outlet's) and `<AGENCY>` stand for such things. Groups named title, author, publisher, date and
            link give facts; title is kept as text.
        source: where a date found by it comes from, "metadata", "header" or "byline".
        must_match: examples; they run as tests.
        must_not_match: counter-examples; they run as tests.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9_.]+$")
    scope: Scope
    regex: str
    source: Literal["metadata", "header", "byline"] | None = None
    must_match: tuple[str, ...] = Field(min_length=1)
    must_not_match: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern that matched `start:end` of the text; `groups` holds its named groups that took part."""

    pattern: Pattern
    start: int
    end: int
    groups: tuple[tuple[str, str], ...]
    title: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The patterns of one set of resources, compiled, by scope."""

    patterns: tuple[tuple[Pattern, re.Pattern[str]], ...]

    def line(self, line: str, *, head: bool) -> Hit | None:
        """The first pattern for whole lines that matches; `head` tells that this is one of the first lines."""
        if len(line) > _MAX_LINE:
            return None
        scopes = ("head", "line", "tail") if head else ("line", "tail")
        for pattern, compiled in self.patterns:
            if pattern.scope in scopes and (match := compiled.fullmatch(line)):
                return _hit(pattern, match)
        return None

    def start(self, paragraph: str) -> Hit | None:
        """The first pattern that the paragraph starts with."""
        return self._first("start", paragraph, 0)

    def end(self, paragraph: str) -> Hit | None:
        """The first pattern that the paragraph ends with."""
        return self._first("end", paragraph, max(0, len(paragraph) - _END_WINDOW))

    def inline(self, paragraph: str) -> list[Hit]:
        """Every match of the inline patterns, in order."""
        hits = [
            _hit(pattern, match)
            for pattern, compiled in self.patterns
            if pattern.scope == "inline"
            for match in compiled.finditer(paragraph)
        ]
        return sorted(hits, key=lambda hit: hit.start)

    def matches(self, pattern: Pattern, text: str) -> bool:
        """Whether that pattern finds `text`, for tests of the examples."""
        compiled = {known.id: regex for known, regex in self.patterns}[pattern.id]
        if pattern.scope == "start":
            return compiled.match(text) is not None
        if pattern.scope == "end":
            return any(match.end() == len(text) for match in compiled.finditer(text))
        return (compiled.search if pattern.scope == "inline" else compiled.fullmatch)(text) is not None

    def _first(self, scope: Scope, paragraph: str, at: int) -> Hit | None:
        for pattern, compiled in self.patterns:
            if pattern.scope != scope:
                continue
            match = compiled.match(paragraph) if scope == "start" else compiled.search(paragraph, at)
            if match and match.end() > match.start() and (scope == "start" or match.end() == len(paragraph)):
                return _hit(pattern, match)
        return None


@lru_cache(maxsize=8)
def outlet_name(resources: Resources) -> re.Pattern[str]:
    """A name that ends like an outlet's: `Valley Herald`."""
    return re.compile(_OUTLET.replace("<WORDS>", read_vocabulary(resources).alternation("outlets")))


@lru_cache(maxsize=8)
def read_boilerplate(resources: Resources) -> Boilerplate:
    """The patterns of `resources`; a later one replaces an earlier one of the same id."""
    dates = date_reader(resources)
    vocabulary = read_vocabulary(resources)
    macros = {
        "<DATE>": f"(?:{dates.full})",
        "<CLOCK>": f"(?:{_CLOCK})",
        "<WEEKDAY>": f"(?:{_WEEKDAY})",
        "<NAME>": f"(?:{_NAME})",
        "<SITE>": f"(?:{_SITE})",
        "<OUTLET>": outlet_name(resources).pattern,
        "<AGENCY>": f"(?:(?i:{vocabulary.alternation('agencies')}))",
    }
    found: dict[str, tuple[Pattern, re.Pattern[str]]] = {}
    for where, content in tables(resources, "pattern"):
        pattern = validated(Pattern, content, where)
        regex = pattern.regex
        for macro, meaning in macros.items():
            regex = regex.replace(macro, meaning)
        try:
            found[pattern.id] = (pattern, re.compile(regex))
        except re.error as error:
            msg = f"{where}, {pattern.id}: {error}"
            raise DataFileError(msg) from error
    return Boilerplate(tuple(found.values()))


def _hit(pattern: Pattern, match: re.Match[str]) -> Hit:
    groups = {name: value for name, value in match.groupdict().items() if value is not None and value.strip()}
    title = match.span("title") if "title" in groups else None
    return Hit(pattern, match.start(), match.end(), tuple(groups.items()), title)
