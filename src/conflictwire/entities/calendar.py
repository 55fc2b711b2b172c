"""Calendar arithmetic on days and intervals of days; no text and no clock."""

import calendar
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date

from conflictwire.schema import DatePrecision

__all__ = [
    "SEASONS",
    "Interval",
    "decade",
    "easter",
    "from_iranian",
    "from_islamic",
    "latest_month",
    "latest_season",
    "latest_weekday",
    "month",
    "month_part",
    "safe_date",
    "season",
    "shift_days",
    "shift_months",
    "single",
    "span",
    "to_islamic_year",
    "week",
    "weekend",
    "year",
    "year_part",
]

SEASONS = ("winter", "spring", "summer", "autumn")

# First day of 1 AH (civil, tabular) as a proleptic Gregorian ordinal.
_ISLAMIC_EPOCH = 227015
# First day of 1 SH as a proleptic Gregorian ordinal.
_IRANIAN_EPOCH = 226895
# The tabular year is 354 11/30 days long.
_ISLAMIC_YEAR_DAYS = 354 + 11 / 30


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day (inclusive), or two times None for an expression whose anchor is unknown."""

    first: date | None
    last: date | None
    precision: DatePrecision
    approximate: bool = False
    anchored: bool = False

    def rough(self) -> "Interval":
        """The same days as a guess."""
        return replace(self, approximate=True)


def safe_date(year_number: int, month_number: int, day: int) -> date | None:
    """The date, or None where the calendar has none (30 February, year 0)."""
    try:
        return date(year_number, month_number, day)
    except ValueError:
        return None


def single(day: date | None, *, anchored: bool = False, precision: DatePrecision = DatePrecision.DAY) -> Interval:
    """One day."""
    return Interval(day, day, precision, anchored=anchored)


def span(first: date | None, last: date | None, *, anchored: bool = False, approximate: bool = False) -> Interval:
    """A range of days."""
    return Interval(first, last, DatePrecision.RANGE, approximate, anchored)


def month(year_number: int, month_number: int, *, anchored: bool = False) -> Interval:
    """A calendar month."""
    last = calendar.monthrange(year_number, month_number)[1]
    return Interval(
        date(year_number, month_number, 1), date(year_number, month_number, last), DatePrecision.MONTH, False, anchored
    )


def year(year_number: int, *, anchored: bool = False) -> Interval:
    """A calendar year."""
    if not MINYEAR <= year_number <= MAXYEAR:
        return Interval(None, None, DatePrecision.YEAR)
    return Interval(date(year_number, 1, 1), date(year_number, 12, 31), DatePrecision.YEAR, False, anchored)


def week(day: date) -> Interval:
    """The Monday to Sunday that hold `day`."""
    first = shift_days(day, -day.weekday())
    return Interval(first, shift_days(first, 6), DatePrecision.WEEK)


def weekend(day: date) -> Interval:
    """Saturday and Sunday of the week of `day`."""
    saturday = shift_days(day, 5 - day.weekday())
    return span(saturday, shift_days(saturday, 1))


def season(year_number: int, name: str, *, anchored: bool = False) -> Interval:
    """A northern season; a winter runs from December of `year_number` into the next year."""
    first = 12 if name == "winter" else 3 * SEASONS.index(name)
    last_year = year_number + 1 if name == "winter" else year_number
    last = month(last_year, 2 if name == "winter" else first + 2).last
    return Interval(date(year_number, first, 1), last, DatePrecision.SEASON, False, anchored)


def latest_season(name: str, day: date, *, completed: bool) -> Interval:
    """The latest season of that name that had ended before `day` (completed) or begun by it."""
    found = season(day.year, name)
    edge = found.last if completed else found.first
    while edge is not None and edge >= day:
        found = season((found.first or day).year - 1, name)
        edge = found.last if completed else found.first
    return found


def decade(first_year: int, part: str, *, anchored: bool = True) -> Interval:
    """Ten years from `first_year`, or its early, middle or late years."""
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (6, 9)}.get(part, (0, 9))
    return span(
        date(first_year + low, 1, 1), date(first_year + high, 12, 31), anchored=anchored, approximate=bool(part)
    )


def month_part(whole: Interval, part: str) -> Interval:
    """Early (1-10), mid (11-20) or late (21-end) days of a month."""
    if whole.first is None or whole.last is None:
        return Interval(None, None, DatePrecision.RANGE, approximate=True)
    first, last = {"early": (1, 10), "mid": (11, 20)}.get(part, (21, whole.last.day))
    return span(whole.first.replace(day=first), whole.last.replace(day=last), anchored=whole.anchored, approximate=True)


def year_part(whole: Interval, part: str) -> Interval:
    """Early (January to March), mid (May to August) or late (October to December) months of a year."""
    if whole.first is None:
        return Interval(None, None, DatePrecision.RANGE, approximate=True)
    low, high = {"early": (1, 3), "mid": (5, 8)}.get(part, (10, 12))
    number = whole.first.year
    return span(month(number, low).first, month(number, high).last, anchored=whole.anchored, approximate=True)


def shift_days(day: date, days: int) -> date:
    """`day` moved by a number of days, held inside the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def shift_months(day: date, months: int) -> date:
    """`day` moved by calendar months; the day of the month is cut to the month's length."""
    index = min(max(day.year * 12 + day.month - 1 + months, MINYEAR * 12), MAXYEAR * 12 + 11)
    year_number, month_number = divmod(index, 12)
    last = calendar.monthrange(year_number, month_number + 1)[1]
    return date(year_number, month_number + 1, min(day.day, last))


def latest_weekday(weekday: int, day: date, *, strict: bool = False) -> date:
    """The latest such weekday (Monday is 0) up to and including `day`, or before it when `strict`."""
    back = (day.weekday() - weekday) % 7
    return shift_days(day, -(back or 7 if strict else back))


def latest_month(month_number: int, day: date, *, strict: bool = False) -> Interval:
    """The latest such month that had begun by `day`; an earlier one than the current when `strict`."""
    this_year = month_number < day.month or (month_number == day.month and not strict)
    return month(day.year if this_year else day.year - 1, month_number)


def easter(year_number: int) -> date:
    """Western Easter Sunday (anonymous Gregorian computus)."""
    century, rest = divmod(year_number, 100)
    golden = year_number % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month_number, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year_number, month_number, day + 1)


def from_islamic(islamic_year: int, month_number: int, day: int) -> date:
    """Gregorian day of a tabular Islamic date; the sighted calendar may differ by a day or two."""
    days = day + (59 * (month_number - 1) + 1) // 2 + (islamic_year - 1) * 354 + (3 + 11 * islamic_year) // 30
    return date.fromordinal(_ISLAMIC_EPOCH + days - 1)


def from_iranian(iranian_year: int, month_number: int, day: int) -> date | None:
    """Gregorian day of a Solar Hijri date, by the 33-year cycle; None when there is no such day."""
    leap = (25 * iranian_year + 11) % 33 < 8
    longest = 31 if month_number <= 6 else 30 if month_number < 12 or leap else 29
    if not (1 <= iranian_year <= 3000 and 1 <= month_number <= 12 and 1 <= day <= longest):
        return None
    before = sum(31 if number <= 6 else 30 for number in range(1, month_number))
    years = iranian_year - 1
    leaps = 8 * (years // 33) + sum((25 * number + 11) % 33 < 8 for number in range(1, years % 33 + 1))
    return date.fromordinal(_IRANIAN_EPOCH + 365 * years + leaps + before + day - 1)


def to_islamic_year(day: date) -> int:
    """The tabular Islamic year of a Gregorian day."""
    return max(1, int((day.toordinal() - _ISLAMIC_EPOCH) / _ISLAMIC_YEAR_DAYS) + 1)
