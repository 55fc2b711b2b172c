"""The date grammar: the layouts of date expressions over a symbol line, each with the function that resolves it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from conflictwire.entities import date_relative as relative
from conflictwire.entities import date_rules as rules
from conflictwire.entities.calendar import Interval
from conflictwire.entities.date_rules import Anchors
from conflictwire.entities.date_symbols import date_words
from conflictwire.resources import Resources

__all__ = ["DateGrammar", "DateRule", "date_grammar"]

Resolve = Callable[[re.Match[str], Anchors], Interval | None]
DateRule = tuple[re.Pattern[str], Resolve, frozenset[str]]
"""A layout, what resolves it, and the kinds of telling symbols of which its matches hold one; none: any."""

_DAY = r"o?(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1\d{3}|20\d\d)"
_SHORT_YEAR = r"(?:' )?\d\d"
_MONTH = r"[Mm]\d{1,2}"
_NUMBER = r"(?:\d{1,3}|N\d{1,3}(?: - N\d)?|an?|several|a few|few|a couple of|a couple|couple of)"
_CLOCK = (
    r"(?:(?:\d{1,2}(?:[:.]\d\d)?|\d{4}|noon)(?: (?:Z|Uhour)){1,3}|\d{1,2}:\d\d(?::\d\d)?"
    r"|(?:N\d{1,2}|\d{1,2}) o ' clock|P)"
)
_CLOCKS = rf"{_CLOCK}(?: \( {_CLOCK} \))?"
_NEAR = r"(?:shortly|just|soon|early|late)"
_BEFORE_DAY = (
    rf"(?:(?:(?:{_NEAR} )?(?:after|before|about|around) )?{_CLOCKS}(?: on)? (?!P)"
    r"|(?:early|late|later|overnight|(?:the|early|late) (?:P|eve|Uhour) of)(?: on| -)? )?"
)
_AFTER_DAY = (
    r"(?: P(?: P)?)?"
    rf"(?:(?: ,)? (?:at|around|by|about|(?:{_NEAR} )?(?:after|before))(?: about| around)? {_CLOCKS}| {_CLOCK})?"
)
_PART = r"(?:the )?(?P<part>early|mid|middle|late|end|beginning|start)(?: -)?(?: of)?(?: the)? "
_PART_OPTIONAL = rf"(?:{_PART})?"
_WEEKDAY_BEFORE = r"(?:W\d (?:\. )?(?:, )?(?:the )?)?"
_WEEKDAY_AFTER = r"(?: ,? ?W\d(?= P| ,| \.|$))?"
_WHICH = r"(?:(?P<which>last|this|next|past|previous|coming|this past|this coming|the coming) )?"
_RANGE = r"(?:-|to|through|until|/|and)"

_PATTERNS: tuple[tuple[str, Callable[[re.Match[str], Anchors], Interval | None]], ...] = (
    # 2 June 2020; 12 APR 89; Monday, 2nd of June; 3-5 May
    (
        rf"{_BEFORE_DAY}{_WEEKDAY_BEFORE}(?:the )?(?P<day>{_DAY})(?: (?:-|to|/) (?P<day2>{_DAY}))?"
        rf"(?: of| -)? (?P<month>{_MONTH})"
        rf"(?:(?: ,| -)? (?P<year>{_YEAR})|(?<= m\d)(?: -)? (?P<year2>{_SHORT_YEAR})"
        rf"|(?<=m1\d)(?: -)? (?P<year3>{_SHORT_YEAR})|(?<=M5)(?: -)? (?P<year4>[3-9]\d))?{_AFTER_DAY}",
        rules.calendar_day,
    ),
    (
        rf"between (?P<day>{_DAY}) and (?P<day2>{_DAY})(?: of)? (?P<month>{_MONTH})(?:(?: ,)? (?P<year>{_YEAR}))?",
        rules.calendar_day,
    ),
    # June 2, 2020; Tuesday, June 2; May 3-5; June the 2nd
    (
        rf"{_BEFORE_DAY}{_WEEKDAY_BEFORE}(?P<month>{_MONTH})(?: -)? (?:the )?(?P<day>{_DAY})(?![:/])"
        rf"(?: (?:-|to|through|/) (?P<day2>{_DAY}))?(?! - \d| Z)"
        rf"(?:(?: ,| -)? (?P<year>{_YEAR}))?{_AFTER_DAY}",
        rules.calendar_day,
    ),
    (
        rf"between (?P<month>{_MONTH}) (?P<day>{_DAY}) and (?P<day2>{_DAY})(?:(?: ,)? (?P<year>{_YEAR}))?",
        rules.calendar_day,
    ),
    # 2020-06-02; 02/06/2020; 28.02.2022
    (
        rf"{_BEFORE_DAY}(?P<numeric>\d{{1,2}}([/.])\d{{1,2}}\2(?:\d{{4}}|\d\d)"
        rf"|{_YEAR} - \d\d - \d\d|{_YEAR}[/.]\d\d[/.]\d\d)",
        rules.numeric_day,
    ),
    # Tue Jun 2 14:03:22 UTC 2020; 2020 Jun 2; 2020, June 2
    (
        rf"(?:W\d (?:, )?)?{_MONTH} {_DAY} (?:, )?\d\d:\d\d(?::\d\d)?(?: Z)? {_YEAR}"
        rf"|{_YEAR}(?: ,| -)? {_MONTH}(?: -)? {_DAY}(?! Z)",
        rules.odd_day,
    ),
    (
        rf"{_PART_OPTIONAL}{_WHICH}(?P<month>{_MONTH})(?:(?: of| ,)?(?: the year)? (?P<year>{_YEAR})(?! - \d\d -))?",
        rules.month,
    ),
    (
        rf"{_BEFORE_DAY}{_WHICH}W(?P<weekday>\d)(?: \.(?= ,))?"
        rf"(?: (?:of )?(?P<week>last|this|next|previous) Uweek)?{_AFTER_DAY}",
        rules.weekday,
    ),
    (
        r"(?:(?:early|earlier|late|later) )?(?P<word>yesterday|today|tonight|tomorrow|last P|this P|overnight"
        r"|(?:the )?Uday before yesterday|(?:the )?Uday after tomorrow)"
        rf"{_AFTER_DAY}",
        relative.deictic,
    ),
    (
        rf"(?P<count>{_NUMBER}) U(?P<unit>\w+) (?:ago|back)(?: (?:on )?(?P<exact>today|W\d))?",
        relative.ago,
    ),
    (
        rf"(?P<count>{_NUMBER}) U(?P<unit>\w+) (?P<way>earlier|later|afterwards|after|before)"
        r"(?P<stop>(?= [,.;:)]| and | but |$))?",
        relative.counted_from,
    ),
    (
        r"(?:(?:earlier|later) )?(?:the )?(?P<way>same|that|previous|preceding|following|(?<=the )next|very next)"
        r" U(?P<unit>\w+)(?P<after>)(?: P)?"
        r"|the U(?P<unit2>\w+) (?P<after2>before|after)(?= [,.;:)]| and | but |$)",
        relative.anchored_unit,
    ),
    (
        r"(?:(?:early|earlier|late|later) )?(?:the )?(?P<way>same|that) P"
        r"|the (?P<way2>previous|preceding|following|next|very next) P"
        r"|the P (?P<way3>before|after)(?= [,.;:)]| and | but |$)"
        r"|(?:earlier|later) in the Uday|(?:just )?U(?:hour|minute) (?:earlier|later|afterwards)",
        relative.anchored_part,
    ),
    (
        r"(?P<lead>earlier|later|early|late|so far|)(?: )?"
        r"(?P<which>this|last|next|the past|past|the last|the coming|coming) U(?P<unit>\w+)",
        relative.unit,
    ),
    (
        rf"(?:the )?(?P<way>past|last|previous|next|coming) (?P<count>{_NUMBER}) U(?P<unit>\w+)",
        relative.past_units,
    ),
    (r"(?:the )?(?:most )?recent U(?P<unit>\w+)", relative.recent_units),
    (r"(?:early |late )?(?:(?P<which>last|this|next|the past|past) |the )weekend", relative.weekend),
    (rf"(?:the )?{_PART_OPTIONAL}(?P<decade>(?:1[5-9]|20)\d0) (?:'s|s)", rules.decade),
    (rf"(?:the )?{_PART_OPTIONAL}' (?P<decade>\d0) (?:'s|s)", rules.decade),
    (rf"(?:the )?{_PART_OPTIONAL}(?P<century>[oq]\d\d?)(?: -)? (?:century|centuries)", rules.century),
    (
        r"(?:(?P<which>last|this|next|the past) )(?:(?:early|late) )?S(?P<season>\w+)(?P<year>)",
        rules.season,
    ),
    (
        rf"(?:the )?(?P<which>)(?:(?:early|late) )?S(?P<season>\w+)(?: of| ,)? (?P<year>{_YEAR})",
        rules.season,
    ),
    (r"(?<=in )the (?P<which>)S(?P<season>\w+)(?P<year>)", rules.season),
    (
        rf"{_PART_OPTIONAL}(?P<year>{_YEAR})(?: [-/] (?P<end>{_YEAR}|\d\d)(?! [-/]))?",
        rules.year,
    ),
    (r"(?<=on )the (?P<day>o\d\d?)(?= [,.;:)]| and | in | at | by | when | after | near |$)", rules.day_of_month),
)


# Symbols that no date does without, and how many characters may stand between one and the end of its date.
_TELLING = (
    r"[MmWSUoq]\d\d?|[US][a-z]+|P|(?:1\d|20)\d\d|\d+[./]\d+[./]\d+|today|yesterday|tonight|tomorrow|overnight|weekend"
    r"|\d0|century|centuries"
)
_REACH = 70
_WORD, _FIGURE, _NAME = "word", "figure", "name"
# The kinds of telling symbols, by their first letter or as above, without which a layout cannot be there.
_NEEDS: dict[Resolve, frozenset[str]] = {
    rules.calendar_day: frozenset("Mm"),
    rules.numeric_day: frozenset({_FIGURE}),
    rules.odd_day: frozenset("Mm"),
    rules.month: frozenset("Mm"),
    rules.weekday: frozenset("W"),
    rules.decade: frozenset({_FIGURE}),
    rules.century: frozenset({_WORD}),
    rules.season: frozenset("S"),
    rules.year: frozenset({_FIGURE}),
    rules.day_of_month: frozenset("o"),
    relative.deictic: frozenset({_WORD, "P", "U"}),
    relative.weekend: frozenset({_WORD}),
    relative.anchored_part: frozenset("PU"),
    **dict.fromkeys(
        (
            relative.ago,
            relative.counted_from,
            relative.anchored_unit,
            relative.unit,
            relative.past_units,
            relative.recent_units,
        ),
        frozenset("U"),
    ),
}


def _kinds(symbols: str) -> Iterator[str]:
    """The kinds of a telling match."""
    for symbol in symbols.split():
        if symbol[0].isdecimal():
            yield _FIGURE
        else:
            yield symbol[0] if symbol[0] in "USPMW" or symbol[1:2].isdecimal() else _WORD


@dataclass(frozen=True, slots=True)
class DateGrammar:
    """The compiled rules, and patterns for the symbols that at least one of which every date holds.

    Attributes:
        rules: layouts, what resolves them, what they need.
        telling: symbols and names of feasts and months of other calendars.
        plain: symbols alone, which is quicker.
        names: the words of each of those names.
    """

    rules: tuple[DateRule, ...]
    telling: re.Pattern[str]
    plain: re.Pattern[str]
    names: tuple[frozenset[str], ...]

    def matches(self, text: str) -> Iterator[tuple[re.Match[str], Resolve]]:
        """Every match of every rule in a symbol line, each rule tried only around telling symbols."""
        for start, end, kinds in self._stretches(text):
            for pattern, resolve, needs in self.rules:
                if needs and needs.isdisjoint(kinds):
                    continue
                for match in pattern.finditer(text, start, end):
                    yield match, resolve

    def _stretches(self, text: str) -> list[tuple[int, int, set[str]]]:
        """The parts of a line that may hold dates, each with the kinds of its telling symbols."""
        stretches: list[tuple[int, int, set[str]]] = []
        symbols = set(text.split(" "))
        named = any(name <= symbols for name in self.names)
        telling = self.telling if named else self.plain
        for found in telling.finditer(text):
            start = text.find(" ", max(0, found.start() - _REACH), found.start()) if found.start() > _REACH else 0
            end = text.find(" ", found.end() + _REACH)
            end = len(text) if end < 0 else end
            if stretches and start <= stretches[-1][1]:
                first, _, kinds = stretches[-1]
                stretches[-1] = (first, end, kinds.union(_kinds(found[0])))
            else:
                stretches.append((max(start, 0), end, {_NAME, *_kinds(found[0])} if named else {*_kinds(found[0])}))
        return stretches


@lru_cache(maxsize=8)
def date_grammar(resources: Resources) -> DateGrammar:
    """The compiled rules, with the feast days and the months of other calendars of these resources."""
    words = date_words(resources)
    names = _any_of(words.holidays)
    months = _any_of(words.other_months)
    feast = rf"(?:(?P<which>last|this|next) )?(?P<name>{names})(?:(?: ,)? (?P<year>{_YEAR}))?"
    year = r"(?:(?: ,)? (?P<year>1[0-4]\d\d))?(?: (?:ah|sh|a\.h\.))?"
    other = (
        rf"(?:the )?(?P<day>{_DAY})(?: of)?(?: the)?(?: (?:holy |islamic )?Umonth of)? (?P<name>{months}){year}",
        rf"(?P<name>{months}) (?P<day>{_DAY}){year}",
    )
    return DateGrammar(
        (
            *((_whole(pattern), resolve, _NEEDS.get(resolve, frozenset())) for pattern, resolve in _PATTERNS),
            (_whole(feast), partial(_feast, words.holidays), frozenset({_NAME})),
            *((_whole(pattern), partial(_other, words.other_months), frozenset({_NAME})) for pattern in other),
        ),
        _whole(rf"{_TELLING}|{names}|{months}"),
        _whole(_TELLING),
        tuple(frozenset(name.split(" ")) for name in (*words.holidays, *words.other_months)),
    )


def _any_of(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


def _feast(holidays: dict[str, str], match: re.Match[str], anchors: Anchors) -> Interval | None:
    return rules.holiday(match, anchors, holidays[match["name"]])


def _other(months: dict[str, tuple[str, int]], match: re.Match[str], anchors: Anchors) -> Interval | None:
    return rules.other_calendar(match, anchors, *months[match["name"]])
