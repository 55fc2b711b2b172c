"""Collects what the page says about the article; the caller's word wins, then the better place on the page."""

import re
from datetime import date

from conflictwire.cleaning.boilerplate import Hit
from conflictwire.cleaning.dateline import Dateline, dateline_reader
from conflictwire.cleaning.dates import date_reader
from conflictwire.document import ArticleFacts
from conflictwire.resources import Resources

__all__ = ["Facts"]

_HOST = re.compile(r"https?://(?:www\.|m\.|en\.)?([\w.-]{3,80})")
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_SHOUTED = re.compile(r"[A-Z][A-Z.'’ -]+")


class Facts:
    """What has been found so far. The first find of a kind is kept."""

    __slots__ = (
        "_dateline",
        "_found",
        "_given",
        "_given_author",
        "_given_source",
        "_publisher",
        "_title",
        "resources",
    )

    def __init__(
        self,
        resources: Resources,
        *,
        publication_date: date | None,
        publication_date_source: str,
        publisher: str | None,
        title: str | None,
        author: str | None,
    ) -> None:
        self.resources = resources
        self._given = publication_date
        self._given_source = publication_date_source
        self._given_author = author
        self._publisher = publisher
        self._title = title
        self._dateline: Dateline | None = None
        self._found: dict[str, str] = {}

    def add(self, hit: Hit) -> None:
        """Take the facts of a pattern's named groups."""
        for name, value in hit.groups:
            key = f"date.{hit.pattern.source or 'header'}" if name == "date" else name
            self._found.setdefault(key, " ".join(value.split()).strip(" ,;|-"))

    def note(self, name: str, value: str) -> None:
        """Take a fact that no pattern names, such as the publisher of a masthead."""
        self._found.setdefault(name, " ".join(value.split()))

    def add_dateline(self, dateline: Dateline) -> None:
        """Take the facts of the dateline."""
        self._dateline = dateline

    def result(self, headline: str | None, language: str | None, case: tuple[bool, bool]) -> ArticleFacts:
        """All facts, by precedence."""
        published, source = self._published()
        line = self._dateline
        line_date = None
        if line is not None and line.date_text is not None:
            line_date = date_reader(self.resources).read(line.date_text, near=published)
        if published is None and line_date is not None:
            published, source = line_date, "dateline"
        return ArticleFacts(
            title=self._title or headline,
            publisher=self._publisher or self._named_publisher(),
            author=self._given_author or self._author(),
            dateline_place=line.place if line else None,
            dateline_date=line_date,
            publication_date=published,
            publication_date_source=source,
            language=language,
            all_caps=case[0],
            all_lower=case[1],
        )

    def _published(self) -> tuple[date | None, str | None]:
        if self._given is not None:
            return self._given, self._given_source
        reader = date_reader(self.resources)
        for source in ("metadata", "header", "byline"):
            found = self._found.get(f"date.{source}")
            value = reader.read(found) if found else None
            if value is not None:
                return value, source
        match = _URL_DATE.search(self._found.get("link", ""))
        value = reader.read("-".join(match.groups())) if match else None
        return (value, "metadata") if value else (None, None)

    def _named_publisher(self) -> str | None:
        reader = dateline_reader(self.resources)
        if named := self._found.get("publisher"):
            return reader.canonical(named) or named
        if self._dateline is not None and self._dateline.agency:
            return self._dateline.agency
        match = _HOST.match(self._found.get("link", ""))
        return match.group(1) if match else None

    def _author(self) -> str | None:
        author = self._found.get("author") or (self._dateline.author if self._dateline else None)
        if author and _SHOUTED.fullmatch(author):
            return author.title()
        return author
