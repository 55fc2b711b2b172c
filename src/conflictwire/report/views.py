"""Articles and records as the page's script reads them."""

from collections.abc import Iterable, Sequence
from typing import Any

from conflictwire.report.articles import ReportArticle
from conflictwire.report.marks import FIELDS, chunks, marks_of, segments
from conflictwire.report.words import days, number_words
from conflictwire.schema import ConflictEvent, Party

__all__ = ["page_data"]


def page_data(articles: Iterable[ReportArticle]) -> dict[str, Any]:
    """Everything that the page shows; what stands in it is text, never markup."""
    shown: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for number, article in enumerate(articles):
        marks = marks_of(article.events)
        first = len(events)
        events.extend(_event(event, number) for event in article.events)
        shown.append(
            {
                "id": article.doc_id or f"article {number + 1}",
                "title": article.title or _first_words(article),
                "publisher": article.publisher,
                "date": article.published and article.published.isoformat(),
                "status": article.status,
                "warnings": list(article.warnings),
                "whole": article.text is not None,
                "events": [first, len(events)],
                "marks": [[first + mark.event, FIELDS.index(mark.field), mark.note] for mark in marks],
                "segments": [
                    [part.start, part.text, *part.marks]
                    for part in segments(chunks(article.text, article.events), marks)
                ],
            }
        )
    return {"fields": list(FIELDS), "articles": shown, "events": events}


def _first_words(article: ReportArticle) -> str | None:
    """A heading for an article without a title: its first line that is not empty."""
    lines = (" ".join(line.split()) for line in (article.text or "").splitlines())
    line = next(filter(None, lines), None)
    return line if line is None or len(line) <= 100 else line[:99].rstrip() + "\u2026"


def _event(event: ConflictEvent, article: int) -> dict[str, Any]:
    return {
        "id": event.event_id,
        "article": article,
        "type": event.event_type.value,
        "sub": event.sub_event_type.value,
        "status": event.status.value,
        "background": event.background,
        "confidence": event.confidence,
        "trigger": event.trigger.text,
        "rules": list(event.rules),
        "codes": event.codes.model_dump(),
        "date": event.date
        and {
            "start": event.date.start_date.isoformat(),
            "end": event.date.end_date.isoformat(),
            "shown": days(event.date),
            "precision": event.date.precision.value,
            "basis": event.date.basis.value,
        },
        "place": event.location
        and event.location.model_dump(
            mode="json", include={"name", "country", "admin1", "latitude", "longitude", "precision", "basis", "offset"}
        ),
        "actors": _parties(event.actors),
        "targets": _parties(event.targets),
        "claimed_by": _names(event.source.claimed_by),
        "blamed_by": _names(event.source.blamed_by),
        "denied_by": _names(event.source.denied_by),
        "tolls": [
            {
                "kind": claim.kind.value,
                "number": number_words(claim),
                "min": claim.min,
                "max": claim.max,
                "who": claim.who.value,
                "by": _names(claim.claimed_by),
                "text": claim.text,
            }
            for claim in event.casualties
        ],
        "weapons": [weapon.text for weapon in event.weapons],
        "claims": max(1, len(event.casualties) + len(event.source.claimed_by)),
    }


def _parties(parties: Sequence[Party]) -> list[dict[str, Any]]:
    return [party.model_dump(mode="json", include={"name", "kind", "country", "actor_id"}) for party in parties]


def _names(parties: Sequence[Party]) -> list[str]:
    return [party.name for party in parties]
