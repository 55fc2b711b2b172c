"""Calendar dates as pages and datelines write them. Nothing relative: that is the work of the entities stage."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from conflictwire.cleaning.vocabulary import read_vocabulary
from conflictwire.resources import Resources

__all__ = ["DateReader", "date_reader"]

# Two-digit years of wires: 70 to 99 belong to the last century.
_PIVOT = 70


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads dates.

    Attributes:
        full: regular expression (text, without groups) of a date with a four-digit year.
        short: the same of a date with a two-digit year or none.
        full_form: `full`, compiled.
    """

    full: str
    short: str
    full_form: re.Pattern[str]
    _forms: tuple[re.Pattern[str], ...]
    _months: tuple[tuple[str, int], ...]

    def read(self, text: str, *, near: date | None = None) -> date | None:
        """The first date in `text`, or null.

        Args:
            text: a short stretch.
            near: publication date from elsewhere; a date without a year is the last such day not after the day
                that follows it. Without it, a date without a year gives nothing.
        """
        for form in self._forms:
            match = form.search(text)
            if match is not None:
                return self._date(match.groupdict(), near)
        return None

    def read_whole(self, text: str) -> date | None:
        """The date that the whole of `text` is, with its year in four digits and perhaps a time after it; or null."""
        match = re.match(rf"(?:[A-Za-z]{{3,9}},?\s)?(?:{self.full})(?=[\sT,|-]|$)", text)
        return self.read(match.group()) if match else None

    def _date(self, parts: dict[str, str | None], near: date | None) -> date | None:
        month_text, day_text, year_text = parts["month"] or "", parts["day"] or "", parts.get("year")
        month = int(month_text) if month_text.isdigit() else dict(self._months)[month_text.lower().rstrip(".")]
        day = int(re.sub(r"\D", "", day_text))
        numeric = month_text.isdigit() and parts.get("either") is not None
        if numeric and month > 12 >= day:
            month, day = day, month
        elif numeric and month != day and day <= 12:
            return None  # 3/4/2015 is a day in March or in April
        if year_text is None:
            return _nearest(month, day, near)
        year = int(year_text)
        if year < 100:
            year += 1900 if year >= _PIVOT else 2000
        return _valid(year, month, day)


@lru_cache(maxsize=8)
def date_reader(resources: Resources) -> DateReader:
    """The reader for the month names of `resources`."""
    vocabulary = read_vocabulary(resources)
    month = rf"(?i:{vocabulary.alternation('months')})(?![A-Za-z])\.?"
    day, year, gap = r"\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)?(?!\d)", r"(?:19|20)\d\d(?!\d)", r"[\s,./-]{1,3}"
    named_full = (
        rf"(?<!\d)(?P<day>{day})(?:\s+of)?{gap}(?P<month>{month}){gap}(?P<year>{year})",
        rf"(?<![A-Za-z])(?P<month>{month}){gap}(?P<day>{day}){gap}(?P<year>{year})",
    )
    iso = rf"(?<!\d)(?P<year>{year})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)"
    dotted = rf"(?<!\d)(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>{year})"
    either = rf"(?<!\d)(?P<month>\d{{1,2}})(?P<either>[/-])(?P<day>\d{{1,2}})(?P=either)(?P<year>{year})"
    named_two = (
        rf"(?<!\d)(?P<day>{day}){gap}(?P<month>{month}){gap}'?(?P<year>\d\d)(?![\d:])",
        rf"(?<![A-Za-z])(?P<month>{month}){gap}(?P<day>{day}){gap}'?(?P<year>\d\d)(?![\d:])",
    )
    named_none = (
        rf"(?<!\d)(?P<day>{day})[\s.-]{{1,2}}(?P<month>{month})",
        rf"(?<![A-Za-z])(?P<month>{month})\s?(?P<day>{day})",
    )
    numeric = r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    forms = (iso, *named_full, dotted, either, *named_two, *named_none)
    full = "|".join((*map(_ungrouped, named_full), numeric))
    return DateReader(
        full=full,
        full_form=re.compile(full),
        short="|".join(map(_ungrouped, (*named_two, *named_none))),
        _forms=tuple(re.compile(form) for form in forms),
        _months=vocabulary.months,
    )


def _ungrouped(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, near: date | None) -> date | None:
    if near is None:
        return None
    found = _valid(near.year, month, day)
    if found is not None and found - timedelta(days=1) > near:
        found = _valid(near.year - 1, month, day)
    return found
