"""Page furniture: patterns from `data/cleaning`, and the facts that they carry in named groups."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from conflictwire.cleaning.dates import date_reader
from conflictwire.cleaning.limited import LimitedPattern
from conflictwire.cleaning.vocabulary import read_vocabulary, tables
from conflictwire.resources import Resources, builtin_path, validated

__all__ = ["Boilerplate", "Group", "Hit", "Pattern", "outlet_name", "read_boilerplate"]

Scope = Literal["head", "line", "tail", "stop", "start", "end", "inline"]

_HEAD: tuple[Scope, ...] = ("head", "line", "tail", "stop")
_LINE: tuple[Scope, ...] = ("line", "tail", "stop")
# Longer lines are story text, whatever a pattern says.
_MAX_LINE = 400
_END_WINDOW = _START_WINDOW = 400
_NEEDED = ("<DATE>", "<AGENCY>")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")
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
            the page's tail, which goes up to the next story sentence; `stop` a whole line below the story after which
            nothing more is read, such as the heading of the readers' comments; `start`, `end` the start or end of a
            paragraph; `inline` anywhere in a paragraph.
        regex: Python regular expression; `<DATE>`, `<CLOCK>`, `<WEEKDAY>`, `<NAME>`, `<SITE>`, `<OUTLET>` (a name that
            ends like an outlet's) and `<AGENCY>` stand for such things. Groups named title, author, publisher, date,
            link, slug, keyword, priority, category, words and take give facts, and so do day, month and year together;
            title is kept as text.
        needs: texts in lower case of which every match holds at least one; `<DATE>` stands for a digit, `<AGENCY>` for
            the first word of an agency's name. The regular expression is compiled and tried only where one of them
            stands, which saves half a second at the start. Empty: it is always tried.
        source: where a date found by it comes from, "metadata", "header" or "byline".
        must_match: examples; they run as tests.
        must_not_match: counter-examples; they run as tests.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9_.]+$")
    scope: Scope
    regex: str
    needs: tuple[str, ...] = ()
    source: Literal["metadata", "header", "byline"] | None = None
    must_match: tuple[str, ...] = Field(min_length=1)
    must_not_match: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Group:
    """A named group that took part in a match, by offsets of the text that was matched."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern that matched `start:end` of the text; `groups` holds its named groups that took part."""

    pattern: Pattern
    start: int
    end: int
    groups: tuple[Group, ...]
    title: tuple[int, int] | None = None


class _Rule:
    """A pattern with its regular expression, which is compiled when it is first needed."""

    def __init__(self, pattern: Pattern, regex: str, where: str, *, built_in: bool) -> None:
        self.pattern = pattern
        self._source = regex
        self._where = f"{where}, {pattern.id}"
        self.built_in = built_in
        self.needs = pattern.needs
        self.macros = tuple(need for need in pattern.needs if need in _NEEDED)
        self.words = tuple(need for need in pattern.needs if need not in _NEEDED)

    @cached_property
    def regex(self) -> re.Pattern[str] | LimitedPattern:
        return re.compile(self._source) if self.built_in else LimitedPattern(self._source, self._where)


class Boilerplate:
    """The patterns of one set of resources.

    Args:
        rules: in the order in which they are tried.
        agency_words: first words of the names of agencies, in lower case.
    """

    def __init__(self, rules: Sequence[_Rule], agency_words: frozenset[str]) -> None:
        self.patterns = tuple(rule.pattern for rule in rules)
        self._agency_words = agency_words
        self._rules = {
            scopes: tuple(rule for rule in rules if rule.pattern.scope in scopes)
            for scopes in (_HEAD, _LINE, *((scope,) for scope in get_args(Scope)))
        }

    def line(self, line: str, *, head: bool) -> Hit | None:
        """The first pattern for whole lines that matches; `head` tells that this is one of the first lines."""
        if len(line) > _MAX_LINE:
            return None
        for rule in self._possible(line, _HEAD if head else _LINE):
            if match := rule.regex.fullmatch(line):
                return _hit(rule.pattern, match)
        return None

    def start(self, paragraph: str) -> Hit | None:
        """The first pattern that the paragraph starts with."""
        for rule in self._possible(paragraph[:_START_WINDOW], ("start",)):
            if (match := rule.regex.match(paragraph)) and match.end() > match.start():
                return _hit(rule.pattern, match)
        return None

    def end(self, paragraph: str) -> Hit | None:
        """The first pattern that the paragraph ends with."""
        at = max(0, len(paragraph) - _END_WINDOW)
        for rule in self._possible(paragraph[at:], ("end",)):
            match = rule.regex.search(paragraph, at)
            if match and match.start() < match.end() == len(paragraph):
                return _hit(rule.pattern, match)
        return None

    def inline(self, paragraph: str) -> list[Hit]:
        """Every match of the inline patterns, in order."""
        hits = [
            _hit(rule.pattern, match)
            for rule in self._possible(paragraph, ("inline",))
            for match in rule.regex.finditer(paragraph)
        ]
        return sorted(hits, key=lambda hit: hit.start)

    def matches(self, pattern: Pattern, text: str) -> bool:
        """Whether that pattern finds `text`, for tests of the examples."""
        rules = [rule for rule in self._possible(text, (pattern.scope,)) if rule.pattern.id == pattern.id]
        if not rules:
            return False
        regex = rules[0].regex
        if pattern.scope == "start":
            return regex.match(text) is not None
        if pattern.scope == "end":
            return any(match.end() == len(text) for match in regex.finditer(text))
        return (regex.search if pattern.scope == "inline" else regex.fullmatch)(text) is not None

    def _possible(self, text: str, scopes: tuple[Scope, ...]) -> Iterator[_Rule]:
        """The rules of these scopes whose needs `text` meets."""
        lower = text.lower()
        for rule in self._rules[scopes]:
            for need in rule.words:
                if need in lower:
                    yield rule
                    break
            else:
                macros = rule.macros
                if not rule.needs or (macros and any(_meets(lower, macro, self._agency_words) for macro in macros)):
                    yield rule


@lru_cache(maxsize=64)
def _meets(lower: str, macro: str, agency_words: frozenset[str]) -> bool:
    """Whether a text in lower case holds what a macro among the needs stands for."""
    if macro == "<DATE>":
        return _DIGIT.search(lower) is not None
    return not agency_words.isdisjoint(_WORD.findall(lower))


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
    found: dict[str, _Rule] = {}
    for where, content in tables(resources, "pattern"):
        pattern = validated(Pattern, content, where)
        regex = pattern.regex
        for macro, meaning in macros.items():
            regex = regex.replace(macro, meaning)
        rule = _Rule(pattern, regex, where, built_in=where.startswith(str(builtin_path("data"))))
        if not rule.built_in:
            _ = rule.regex  # a user's mistake shows at once
        found[pattern.id] = rule
    words = (_WORD.search(form.removeprefix("the ")) for form, _ in vocabulary.agencies)
    return Boilerplate(tuple(found.values()), frozenset(word.group() for word in words if word))


def _hit(pattern: Pattern, match: re.Match[str]) -> Hit:
    groups = tuple(
        Group(name, value, *match.span(name)) for name, value in match.groupdict().items() if value and value.strip()
    )
    title = match.span("title") if any(group.name == "title" for group in groups) else None
    return Hit(pattern, match.start(), match.end(), groups, title)
