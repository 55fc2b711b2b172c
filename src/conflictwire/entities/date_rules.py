"""The date grammar: one rule for each layout of a date expression, and what days it means.

A rule is a pattern over a symbol line (see `date_symbols`) and a function from its match to an interval; a function
that returns None says that these words are no date after all.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from conflictwire.entities import calendar as cal
from conflictwire.entities.calendar import Interval
from conflictwire.schema import DatePrecision

__all__ = [
    "Anchors",
    "calendar_day",
    "century",
    "day_of_month",
    "decade",
    "holiday",
    "month",
    "numeric_day",
    "odd_day",
    "other_calendar",
    "season",
    "weekday",
    "year",
]

_UNKNOWN_DAY = Interval(None, None, DatePrecision.DAY)
_UNKNOWN_RANGE = Interval(None, None, DatePrecision.RANGE)


@dataclass(frozen=True, slots=True)
class Anchors:
    """What relative expressions count from.

    Attributes:
        publication: day of publication.
        day: the last day named in the text before the expression.
        period: the last date of any precision before the expression.
        near: the last day was named in the same sentence, or the words before count from it ("comes two days after").
        future: the verb around the expression points forward.
        day_first: 02/06/2020 is the second of June.
        source: the matched words as written.
    """

    publication: date | None = None
    day: date | None = None
    period: Interval | None = None
    near: bool = False
    future: bool = False
    day_first: bool = True
    source: str = ""

    @property
    def base(self) -> date | None:
        """Day that "the next day" and "two days later" count from."""
        return self.day or self.publication


_PARTS = {"middle": "mid", "end": "late", "beginning": "early", "start": "early"}


def _part(match: re.Match[str]) -> str:
    word = match["part"] or ""
    return _PARTS.get(word, word)


def _ordinal(text: str) -> int:
    return int(text.lstrip("oqMmW"))


def _full_year(text: str, anchors: Anchors) -> int:
    number = int(text)
    if number >= 100:
        return number
    limit = (anchors.publication.year + 1) % 100 if anchors.publication else 49
    century = (anchors.publication.year + 1) // 100 * 100 if anchors.publication else 2000
    return century + number - (100 if number > limit else 0)


def _yearless(month: int, day: int, anchors: Anchors, weekday: int | None) -> date | None:
    """The latest such day up to publication (the next one when the verb points forward), on the weekday if given."""
    base = anchors.publication
    if base is None:
        return None
    years = (base.year, base.year + 1) if anchors.future else range(base.year, base.year - 9, -1)
    days = [found for year in years if (found := cal.safe_date(year, month, day))]
    if weekday is not None:
        near = [found for found in days if found.weekday() == weekday and abs((found - base).days) < 200]
        if near:
            return near[0]
    fit = [found for found in days if (found >= base if anchors.future else found <= base)]
    return fit[0] if fit else None


def calendar_day(match: re.Match[str], anchors: Anchors) -> Interval | None:
    """As in "June 2, 2020", "2 June", "Monday, Aug. 19", "May 3-5"."""
    month, day = _ordinal(match["month"]), _ordinal(match["day"])
    groups = match.groupdict()
    last_day = _ordinal(groups["day2"]) if groups.get("day2") else day
    if not 1 <= month <= 12 or last_day < day:
        return None
    years = (groups[name] for name in ("year", "year2", "year3", "year4") if groups.get(name))
    year_text = next(years, "").lstrip("' ")
    if year_text:
        year = _full_year(year_text, anchors)
        first, last = cal.safe_date(year, month, day), cal.safe_date(year, month, last_day)
        if first is None or last is None:
            return None
    else:
        if cal.safe_date(2000, month, last_day) is None:
            return None
        weekday = re.match(r"(?:.* )?W(\d)", match[0])
        last = _yearless(month, last_day, anchors, int(weekday[1]) if weekday and last_day == day else None)
        first = cal.safe_date(last.year, month, day) if last else None
    anchored = bool(year_text)
    if last_day == day:
        return cal.single(first, anchored=anchored)
    return cal.span(first, last, anchored=anchored)


def numeric_day(match: re.Match[str], anchors: Anchors) -> Interval | None:
    """As in "02/06/2020", "28.02.2022", "2020-06-02"."""
    one, two, three = re.split(r"[/.]| - ", match["numeric"])
    if len(one) == 4:
        found = cal.safe_date(int(one), int(two), int(three))
    else:
        year = _full_year(three, anchors)
        day_first, month_first = cal.safe_date(year, int(two), int(one)), cal.safe_date(year, int(one), int(two))
        found = (day_first or month_first) if anchors.day_first or "." in match["numeric"] else month_first or day_first
    return cal.single(found, anchored=True) if found else None


@lru_cache(maxsize=1024)
def _parse_odd(text: str) -> date | None:
    """A full date in an unusual layout, by dateparser; English only, it takes anything for a date otherwise."""
    import dateparser

    found = dateparser.parse(text, languages=["en"], settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    return found.date() if found else None


def odd_day(_match: re.Match[str], anchors: Anchors) -> Interval | None:
    """A full date in a layout that no other rule knows."""
    found = _parse_odd(anchors.source)
    return cal.single(found, anchored=True) if found else None


def month(match: re.Match[str], anchors: Anchors) -> Interval | None:
    """As in "June", "last May", "mid-April", "November 2019"."""
    number, part, which = _ordinal(match["month"]), _part(match), match["which"]
    base = anchors.publication
    if match["year"]:
        found = cal.month(int(match["year"]), number, anchored=True)
    elif base is None:
        found = Interval(None, None, DatePrecision.MONTH)
    elif which == "next" or (which is None and anchors.future):
        later = number > base.month or (number == base.month and which is None)
        found = cal.month(base.year if later else base.year + 1, number)
    elif which == "this":
        found = cal.month(base.year, number)
    else:
        found = cal.latest_month(number, base, strict=which == "last")
    return cal.month_part(found, part) if part else found


def weekday(match: re.Match[str], anchors: Anchors) -> Interval:
    """As in "Monday", "last Friday", "Wednesday of last week"."""
    base, number, which = anchors.publication, int(match["weekday"]), match["which"]
    if base is None:
        return _UNKNOWN_DAY
    if match["week"]:
        shift = {"last": -7, "previous": -7, "this": 0, "next": 7}[match["week"]]
        return cal.single(cal.shift_days(base, shift + number - base.weekday()))
    if which in {"next", "coming", "this coming", "the coming"}:
        day = cal.shift_days(cal.latest_weekday(number, base), 7)
    elif which in {"last", "past", "this past", "previous"}:
        day = cal.latest_weekday(number, base, strict=True)
    else:
        day = cal.latest_weekday(number, base)
        if anchors.future and day < base:
            day = cal.shift_days(day, 7)
    if "overnight" in match[0]:
        return cal.span(day, cal.shift_days(day, 1))
    return cal.single(day)


def decade(match: re.Match[str], anchors: Anchors) -> Interval | None:
    """As in "the 1990s", "the early '80s"."""
    first = _full_year(match["decade"], anchors)
    return cal.decade(first, _part(match) if match["part"] else "")


def century(match: re.Match[str], _anchors: Anchors) -> Interval | None:
    """As in "the 19th century"."""
    number = _ordinal(match["century"])
    if not 2 <= number <= 21:
        return None
    return cal.span(date(number * 100 - 100, 1, 1), date(number * 100 - 1, 12, 31), anchored=True)


def season(match: re.Match[str], anchors: Anchors) -> Interval:
    """As in "last spring", "the summer of 2014"."""
    name, base = match["season"], anchors.publication
    if match["year"]:
        return cal.season(int(match["year"]), name, anchored=True)
    if base is None:
        return Interval(None, None, DatePrecision.SEASON)
    if match["which"] == "last":
        return cal.latest_season(name, base, completed=True)
    if match["which"] == "next" or anchors.future:
        found = cal.season(base.year, name)
        return found if found.first and found.first > base else cal.season(base.year + 1, name)
    if match["which"] == "this":
        return cal.season(base.year, name)
    return cal.latest_season(name, base, completed=False)


def year(match: re.Match[str], _anchors: Anchors) -> Interval | None:
    """As in "2011", "late 2011", "1992-96"."""
    number = int(match["year"])
    if match["end"]:
        last = int(match["end"]) if len(match["end"]) == 4 else number // 100 * 100 + int(match["end"])
        if not 0 < last - number < 200 or (len(match["end"]) == 2 and number < 1900):
            return None
        return cal.span(date(number, 1, 1), date(last, 12, 31), anchored=True)
    found = cal.year(number, anchored=True)
    return cal.year_part(found, _part(match)) if match["part"] else found


def day_of_month(match: re.Match[str], anchors: Anchors) -> Interval | None:
    """As in "the 17th"."""
    base, number = anchors.publication, _ordinal(match["day"])
    if base is None:
        return _UNKNOWN_DAY
    months = ((base.year * 12 + base.month - 1 + shift) for shift in ((0, 1) if anchors.future else range(0, -4, -1)))
    days = (cal.safe_date(index // 12, index % 12 + 1, number) for index in months)
    return cal.single(next((d for d in days if d and (d >= base if anchors.future else d <= base)), None))


def holiday(match: re.Match[str], anchors: Anchors, rule: str) -> Interval:
    """A feast day; `rule` says how to reckon it (see lexicons/holidays.txt)."""
    kind, *numbers = rule.split()
    values = [int(number) for number in numbers]
    base = anchors.publication
    if match["year"]:
        return replace(_feast(kind, values, int(match["year"])), anchored=True)
    if base is None:
        return _UNKNOWN_DAY
    if anchors.future or match["which"] == "next":
        coming = [_feast(kind, values, base.year + step) for step in (0, 1)]
        return next((feast for feast in coming if feast.first and feast.first >= base), coming[-1])
    gone = [_feast(kind, values, base.year - step) for step in (0, 1)]
    return next((feast for feast in gone if feast.first and feast.first <= base), gone[-1])


def _feast(kind: str, values: list[int], year: int) -> Interval:
    if kind == "fixed":
        return cal.single(cal.safe_date(year, values[0], values[1]))
    if kind == "easter":
        return cal.single(cal.shift_days(cal.easter(year), values[0]))
    month, day, days = values
    start = cal.from_islamic(cal.to_islamic_year(date(year, 6, 30)), month, day)
    for islamic in range(cal.to_islamic_year(date(year, 1, 1)), cal.to_islamic_year(date(year, 12, 31)) + 1):
        if cal.from_islamic(islamic, month, day).year == year:
            start = cal.from_islamic(islamic, month, day)
    last = cal.shift_days(start, days - 1)
    if days > 1:
        return cal.span(start, last, approximate=True)
    return Interval(cal.shift_days(start, -1), cal.shift_days(last, 1), DatePrecision.DAY, approximate=True)


def other_calendar(match: re.Match[str], anchors: Anchors, kind: str, month: int) -> Interval | None:
    """As in "15 Ramadan 1436" or "22 Bahman"; the sighted Islamic calendar may be a day off."""
    day = _ordinal(match["day"])
    if match["year"]:
        found = _other_day(kind, int(match["year"]), month, day)
        if found is None:
            return None
        return replace(cal.single(found, anchored=True), approximate=kind == "islamic")
    if anchors.publication is None:
        return _UNKNOWN_DAY
    published = anchors.publication
    latest = cal.to_islamic_year(published) if kind == "islamic" else published.year - 621
    days = (_other_day(kind, year, month, day) for year in range(latest, latest - 3, -1))
    found = next((one for one in days if one is not None and one <= published), None)
    return replace(cal.single(found), approximate=kind == "islamic")


def _other_day(kind: str, year: int, month: int, day: int) -> date | None:
    if kind == "iranian":
        return cal.from_iranian(year, month, day)
    return cal.from_islamic(year, month, day) if day <= 30 else None
