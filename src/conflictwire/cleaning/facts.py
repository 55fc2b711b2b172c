"""Collects what the page says about the article; the caller's word wins, then the better place on the page."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from conflictwire.cleaning.boilerplate import Hit
from conflictwire.cleaning.dateline import Dateline, dateline_reader
from conflictwire.cleaning.dates import date_reader
from conflictwire.cleaning.vocabulary import read_vocabulary
from conflictwire.document import ArticleFacts, WireHeader
from conflictwire.resources import Resources

__all__ = ["Facts", "Given", "Published"]

_HOST = re.compile(r"https?://(?:www\.|m\.|en\.)?([\w.-]{3,80})")
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)")
_SHOUTED = re.compile(r"[A-Z][A-Z.'’ -]+")
# The first full date of a story is its day only when it stands at the top and nothing in the text is much later.
_BODY_WINDOW = 800
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_BODY_SLACK = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller or the file of the article says."""

    publication_date: date | None = None
    publication_date_source: str = "caller"
    publisher: str | None = None
    title: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date, the rule that found it, and where in the repaired text."""

    day: date | None = None
    rule: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A fact as the page gives it, and where."""

    value: str
    span: tuple[int, int] | None = None


class Facts:
    """What has been found so far. The first find of a kind is kept."""

    __slots__ = ("_dateline", "_dateline_at", "_found", "_given", "resources")

    def __init__(self, resources: Resources, given: Given) -> None:
        self.resources = resources
        self._given = given
        self._dateline: Dateline | None = None
        self._dateline_at = 0
        self._found: dict[str, _Found] = {}

    def add(self, hit: Hit, offset: int) -> None:
        """Take the facts of a pattern's named groups; the text that it was tried on starts at `offset`."""
        parts = {group.name: group.value for group in hit.groups}
        if {"day", "month", "year"} <= parts.keys():
            text = _joined(parts["day"], parts["month"], parts["year"])
            self._found.setdefault("date.header", _Found(text, (offset + hit.start, offset + hit.end)))
        for group in hit.groups:
            key = f"date.{hit.pattern.source or 'header'}" if group.name == "date" else group.name
            value = " ".join(group.value.split()).strip(" ,;|-")
            self._found.setdefault(key, _Found(value, (offset + group.start, offset + group.end)))

    def note(self, name: str, value: str) -> None:
        """Take a fact that no pattern names, such as the publisher of a masthead."""
        self._found.setdefault(name, _Found(" ".join(value.split())))

    def add_dateline(self, dateline: Dateline, offset: int) -> None:
        """Take the facts of the dateline of a paragraph that starts at `offset`."""
        self._dateline = dateline
        self._dateline_at = offset

    def published(self, text: str) -> Published:
        """The publication date by the first rule that gives one.

        Args:
            text: the clean text; spans of the rule "body" count in it, all others in the repaired text.
        """
        if self._given.publication_date is not None:
            return Published(self._given.publication_date, self._given.publication_date_source)
        reader = date_reader(self.resources)
        for rule in ("metadata", "header", "byline"):
            found = self._found.get(f"date.{rule}")
            day = reader.read(found.value) if found else None
            if found is not None and day is not None:
                return Published(day, rule, found.span)
        link = self._found.get("link")
        match = _URL_DATE.search(link.value) if link else None
        day = reader.read("-".join(match.groups())) if match else None
        if link is not None and day is not None:
            return Published(day, "metadata", link.span)
        line = self._dateline
        if line is not None and line.date_text is not None and (day := reader.read(line.date_text)):
            return Published(day, "dateline", self._dateline_span(line))
        return self._first_full_date(text)

    def result(
        self, published: Published, headline: str | None, language: str | None, case: tuple[bool, bool]
    ) -> ArticleFacts:
        """All facts; the evidence for the publication date is left to the caller, who knows the raw text."""
        line = self._dateline
        line_date = None
        if line is not None and line.date_text is not None:
            line_date = date_reader(self.resources).read(line.date_text, near=published.day)
        return ArticleFacts(
            title=self._given.title or headline,
            publisher=self._given.publisher or self._named_publisher(),
            author=self._given.author or self._author(),
            dateline_place=line.place if line else None,
            dateline_date=line_date,
            publication_date=published.day,
            publication_date_source=published.rule,
            language=language,
            all_caps=case[0],
            all_lower=case[1],
            wire=self._wire(),
        )

    def _dateline_span(self, line: Dateline) -> tuple[int, int]:
        start, end = line.date_span or (0, line.end)
        return self._dateline_at + start, self._dateline_at + end

    def _first_full_date(self, text: str) -> Published:
        """The first full date of the story, if it is not told in it and the text names no day or year well after it."""
        reader = date_reader(self.resources)
        match = reader.full_form.search(text, 0, _BODY_WINDOW) if _FULL_YEAR.search(text, 0, _BODY_WINDOW) else None
        day = reader.read(match.group()) if match else None
        if match is None or day is None or self._told(text[max(0, match.start() - 30) : match.start()]):
            return Published()
        others = (reader.read(other.group()) for other in reader.full_form.finditer(text))
        later = any(other > day + _BODY_SLACK for other in others if other is not None)
        if later or any(int(year.group()) > day.year for year in _YEAR.finditer(text)):
            return Published()
        return Published(day, "body", match.span())

    def _told(self, before: str) -> bool:
        """Whether a date behind these words is one of many: "on 5 May 2012" is, "Saturday, 5 May 2012" is the day."""
        words = before.lower().replace(",", " ").split()
        return bool(words) and words[-1].lstrip("(") in read_vocabulary(self.resources).before_dates

    def _wire(self) -> WireHeader | None:
        names = ("slug", "keyword", "priority", "category", "take")
        values = {name: found.value for name in names if (found := self._found.get(name))}
        words = self._found.get("words")
        if not values and words is None:
            return None
        return WireHeader(**values, word_count=int(words.value) if words else None)

    def _named_publisher(self) -> str | None:
        reader = dateline_reader(self.resources)
        if named := self._found.get("publisher"):
            return reader.canonical(named.value) or named.value
        if self._dateline is not None and self._dateline.agency:
            return self._dateline.agency
        link = self._found.get("link")
        match = _HOST.match(link.value) if link else None
        return match.group(1) if match else None

    def _author(self) -> str | None:
        found = self._found.get("author")
        author = found.value if found else self._dateline.author if self._dateline else None
        if author and _SHOUTED.fullmatch(author):
            return author.title()
        return author


def _joined(day: str, month: str, year: str) -> str:
    """The three parts of a wire's time stamp as one date that can be read in one way only."""
    if len(year) == 2:
        year = f"{'19' if int(year) >= 70 else '20'}{year}"
    return f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}"
