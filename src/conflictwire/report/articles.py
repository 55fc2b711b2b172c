"""What the report shows of one article."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from conflictwire.document import Document
from conflictwire.schema import ConflictEvent

__all__ = ["ReportArticle", "Reported", "as_report_article"]


class Reported(Protocol):
    """What an `Extractor` returns for an article, as far as the report reads it."""

    @property
    def events(self) -> tuple[ConflictEvent, ...]:
        """Records."""

    @property
    def document(self) -> Document | None:
        """The cleaned article."""

    @property
    def status(self) -> str:
        """What became of it."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was repaired or dropped."""

    @property
    def doc_id(self) -> str | None:
        """The caller's id."""


@dataclass(frozen=True, slots=True)
class ReportArticle:
    """One article of a report.

    Attributes:
        events: its records.
        doc_id: its id.
        text: raw text in which the records' offsets count; without it the evidence sentences are shown.
        title: headline.
        publisher: outlet or agency.
        published: day of publication.
        status: "ok", "quiet", "failed" or "skipped".
        warnings: what was repaired or dropped, or why there are no records.
    """

    events: Sequence[ConflictEvent]
    doc_id: str | None = None
    text: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    status: str = "ok"
    warnings: Sequence[str] = ()


def as_report_article(item: ReportArticle | Reported) -> ReportArticle:
    """An article, or the `Result` of one, as the report shows it."""
    if isinstance(item, ReportArticle):
        return item
    facts = item.document.facts if item.document else None
    return ReportArticle(
        events=item.events,
        doc_id=item.doc_id,
        text=item.document.raw if item.document else None,
        title=facts.title if facts else None,
        publisher=facts.publisher if facts else None,
        published=facts.publication_date if facts else None,
        status=item.status,
        warnings=item.warnings,
    )
