"""What relative date expressions mean: counted from the publication day or from the last date in the text."""

import re
from datetime import date

from conflictwire.entities import calendar as cal
from conflictwire.entities.calendar import Interval
from conflictwire.entities.date_rules import Anchors
from conflictwire.schema import DatePrecision

__all__ = [
    "ago",
    "anchored_part",
    "anchored_unit",
    "counted_from",
    "deictic",
    "past_units",
    "recent_units",
    "unit",
    "weekend",
]

_MANY_HOURS = 12
"""From so many hours on, "the past hours" begin on the day before."""

_UNKNOWN_DAY = Interval(None, None, DatePrecision.DAY)
_UNKNOWN_RANGE = Interval(None, None, DatePrecision.RANGE)
_SHIFTS = {"same": 0, "that": 0, "previous": -1, "preceding": -1, "before": -1, "earlier": -1}
"""Where an anchored day lies; the others come one later."""
_UNIT_PRECISION = {
    "day": DatePrecision.DAY,
    "week": DatePrecision.WEEK,
    "fortnight": DatePrecision.RANGE,
    "month": DatePrecision.MONTH,
    "year": DatePrecision.YEAR,
    "weekend": DatePrecision.RANGE,
    "decade": DatePrecision.RANGE,
}


def _count(text: str) -> tuple[int, bool]:
    """How many units, and whether the words are vague."""
    if text in {"a", "an"}:
        return 1, False
    if "couple" in text:
        return 2, True
    if "few" in text or text == "several":
        return 3, True
    return sum(int(part.lstrip("N")) for part in text.split(" - ")), False


_DEICTIC = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "last P": -1}


def deictic(match: re.Match[str], anchors: Anchors) -> Interval:
    """As in "yesterday", "this morning", "overnight"."""
    base, word = anchors.publication, match["word"]
    if base is None:
        return _UNKNOWN_RANGE if word == "overnight" else _UNKNOWN_DAY
    if word == "overnight":
        return cal.span(cal.shift_days(base, -1), base)
    shift = _DEICTIC.get(word, 0)
    if "before yesterday" in word:
        shift = -2
    elif "after tomorrow" in word:
        shift = 2
    return cal.single(cal.shift_days(base, shift))


def _moved(base: date, unit: str, count: int, *, vague: bool) -> Interval:
    """`base` moved by units: the day itself, or the month or year reached."""
    if unit in {"minute", "hour"}:
        return cal.single(base)
    if unit in {"year", "decade"}:
        found = cal.year(base.year + count * (10 if unit == "decade" else 1))
        return found.rough()
    if unit == "month":
        day = cal.shift_months(base, count)
    else:
        day = cal.shift_days(base, count * {"week": 7, "fortnight": 14}.get(unit, 1))
    rough = vague or unit != "day"
    return Interval(day, day, _UNIT_PRECISION[unit], rough)


def ago(match: re.Match[str], anchors: Anchors) -> Interval | None:
    """As in "two days ago", "a year ago today"."""
    base, unit = anchors.publication, match["unit"]
    count, vague = _count(match["count"])
    if base is None:
        return Interval(None, None, _UNIT_PRECISION.get(unit, DatePrecision.DAY))
    exact = match["exact"]
    if exact:
        day = cal.shift_months(base, -12 * count) if unit == "year" else _moved(base, unit, -count, vague=False).first
        if exact.startswith("W") and day:
            day = cal.latest_weekday(int(exact[1]), day)
        return cal.single(day)
    return _moved(base, unit, -count, vague=vague)


def counted_from(match: re.Match[str], anchors: Anchors) -> Interval | None:
    """As in "two days later"; "a day after SOMETHING" right behind a day is the day of that thing."""
    unit, way = match["unit"], match["way"]
    count, vague = _count(match["count"])
    forward = way in {"later", "after", "afterwards"}
    if way in {"after", "before"} and not match["stop"]:
        if not anchors.near:
            return None
        forward = not forward
    if unit in {"year", "decade"} and anchors.period and anchors.period.precision == DatePrecision.YEAR:
        base = anchors.period.first
    else:
        base = anchors.base
    if base is None:
        return Interval(None, None, _UNIT_PRECISION.get(unit, DatePrecision.DAY))
    return _moved(base, unit, count if forward else -count, vague=vague)


def _unit_of(unit: str, day: date) -> Interval:
    if unit == "day":
        return cal.single(day)
    if unit == "week":
        return cal.week(day)
    if unit == "weekend":
        return cal.weekend(day)
    if unit == "month":
        return cal.month(day.year, day.month)
    return cal.year(day.year)


def _shifted_unit(unit: str, base: date, shift: int) -> Interval:
    if unit == "month":
        return _unit_of(unit, cal.shift_months(base, shift))
    if unit == "year":
        return _unit_of(unit, cal.shift_months(base, 12 * shift))
    return _unit_of(unit, cal.shift_days(base, shift * (1 if unit == "day" else 7)))


def anchored_unit(match: re.Match[str], anchors: Anchors) -> Interval | None:
    """As in "the previous day", "the same week", "that year", "the day before"."""
    unit, way = match["unit"] or match["unit2"], match["way"] or match["after2"]
    if unit not in {"day", "week", "month", "year", "weekend"}:
        return None
    period = anchors.period.first if anchors.period else None
    base = (period or anchors.base) if unit in {"year", "month"} else anchors.base
    if base is None:
        return Interval(None, None, _UNIT_PRECISION[unit])
    shift = _SHIFTS.get(way, 1)
    found = _shifted_unit(unit, base, shift)
    return found if unit == "day" or way in {"same", "that"} else found.rough()


def anchored_part(match: re.Match[str], anchors: Anchors) -> Interval | None:
    """As in "the same night", "that morning", "the previous evening", "earlier in the day": of the day named before."""
    if match["way"]:
        return cal.single(anchors.day) if anchors.day else None
    way = match["way2"] or match["way3"]
    if anchors.base is None:
        return _UNKNOWN_DAY
    shift = 0 if way is None else _SHIFTS.get(way, 1)
    return cal.single(cal.shift_days(anchors.base, shift))


def unit(match: re.Match[str], anchors: Anchors) -> Interval | None:
    """As in "last week", "this month", "next year" and their earlier and later parts."""
    unit, base = match["unit"], anchors.publication
    if unit in {"minute", "hour", "day"}:
        return None
    precision = _UNIT_PRECISION.get(unit, DatePrecision.RANGE)
    if base is None:
        return Interval(None, None, precision)
    which = match["which"]
    if unit in {"fortnight", "decade"} or which in {"the past", "past", "the last"}:
        return _back_from(base, unit, 1)
    found = _shifted_unit(unit, base, {"last": -1, "next": 1, "the coming": 1, "coming": 1}.get(which, 0))
    return found.rough() if match["lead"] else found


def _back_from(base: date, unit: str, count: int) -> Interval:
    """The last `count` units up to `base`."""
    if unit in {"minute", "hour"}:
        first = cal.shift_days(base, -max(1, round(count / 24)) if unit == "hour" and count >= _MANY_HOURS else 0)
    elif unit in {"month", "year", "decade"}:
        first = cal.shift_months(base, -count * {"month": 1, "year": 12}.get(unit, 120))
    else:
        first = cal.shift_days(base, -count * {"week": 7, "fortnight": 14, "weekend": 7}.get(unit, 1))
    return cal.span(first, base, approximate=True)


def past_units(match: re.Match[str], anchors: Anchors) -> Interval:
    """As in "the past 24 hours", "the last three weeks", "the next two days"."""
    base = anchors.publication
    if base is None:
        return _UNKNOWN_RANGE
    count, _ = _count(match["count"] or "1")
    if match["way"] in {"next", "coming"}:
        back = _back_from(base, match["unit"], count)
        days = (base - back.first).days if back.first else 0
        return cal.span(base, cal.shift_days(base, days), approximate=True)
    return _back_from(base, match["unit"], count)


def recent_units(match: re.Match[str], anchors: Anchors) -> Interval:
    """As in "recent weeks"."""
    base, unit = anchors.publication, match["unit"]
    if base is None:
        return _UNKNOWN_RANGE
    return _back_from(base, unit, {"day": 7, "week": 4, "hour": 24, "minute": 1}.get(unit, 3))


def weekend(match: re.Match[str], anchors: Anchors) -> Interval:
    """As in "last weekend", "the weekend"."""
    base, which = anchors.publication, match["which"]
    if base is None:
        return _UNKNOWN_RANGE
    this = cal.weekend(base)
    began = this.first is not None and this.first <= base
    if which == "next":
        return cal.weekend(cal.shift_days(base, 7))
    if which == "this" or (which is None and anchors.future) or (began and which != "last"):
        return this
    return cal.weekend(cal.shift_days(base, -7))
