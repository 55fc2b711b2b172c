"""The date grammar: the layouts of date expressions over a symbol line, each with the function that resolves it."""

import re
from collections.abc import Callable
from functools import lru_cache, partial

from conflictwire.entities import date_relative as relative
from conflictwire.entities import date_rules as rules
from conflictwire.entities.calendar import Interval
from conflictwire.entities.date_rules import Anchors
from conflictwire.entities.date_symbols import date_words
from conflictwire.resources import Resources

__all__ = ["DateRule", "date_grammar"]

Resolve = Callable[[re.Match[str], Anchors], Interval | None]
DateRule = tuple[re.Pattern[str], Resolve]

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


@lru_cache(maxsize=8)
def date_grammar(resources: Resources) -> tuple[DateRule, ...]:
    """The compiled rules, with the feast days of these resources."""
    holidays = date_words(resources).holidays
    names = "|".join(sorted(map(re.escape, holidays), key=len, reverse=True))
    feast = rf"(?:(?P<which>last|this|next) )?(?P<name>{names})(?:(?: ,)? (?P<year>{_YEAR}))?"
    return (
        *((re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), resolve) for pattern, resolve in _PATTERNS),
        (re.compile(rf"(?<!\S)(?:{feast})(?!\S)"), partial(_feast, holidays)),
    )


def _feast(holidays: dict[str, str], match: re.Match[str], anchors: Anchors) -> Interval | None:
    return rules.holiday(match, anchors, holidays[match["name"]])
