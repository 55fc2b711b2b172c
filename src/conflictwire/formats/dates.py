"""Publication dates as files give them: ISO 8601, e-mail dates, plain calendar dates."""

from datetime import date, datetime
from email.utils import parsedate_to_datetime

from conflictwire.cleaning.dates import date_reader
from conflictwire.resources import Resources

__all__ = ["read_day"]


def read_day(value: object, resources: Resources) -> tuple[date | None, tuple[str, ...]]:
    """The day that `value` names, and a warning when it names none for certain ("121108", "3/4/2015").

    Example:
        >>> read_day("2021-07-14T10:00:00Z", Resources())
        (datetime.date(2021, 7, 14), ())
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, ()
    if isinstance(value, str):
        text = " ".join(value.split())[:100]
        found = _iso(text) or _mail(text) or date_reader(resources).read_whole(text)
        if found is not None:
            return found, ()
    return None, (f"W108 publication date not understood: {str(value)[:60]!r}",)


def _iso(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _mail(text: str) -> date | None:
    """`Wed, 14 Jul 2021 10:00:00 GMT`."""
    if ":" not in text:
        return None
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
