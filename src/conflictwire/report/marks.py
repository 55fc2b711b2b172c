"""The evidence of an article as marks on its raw text, and the text cut where marks begin and end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conflictwire.report.words import claim_words, days, words
from conflictwire.schema import Basis, ConflictEvent, Party, Span

__all__ = ["FIELDS", "Chunk", "Mark", "Segment", "chunks", "marks_of", "segments"]

FIELDS = ("trigger", "mention", "actor", "target", "place", "date", "casualties", "source", "weapon")


@dataclass(frozen=True, slots=True)
class Mark:
    """Raw characters that a field of a record rests on.

    Attributes:
        start: raw offset.
        end: raw offset, exclusive.
        event: number of the record in its article.
        field: one of `FIELDS`.
        note: what the record says there.
    """

    start: int
    end: int
    event: int
    field: str
    note: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of raw text and where it begins."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of raw text and the numbers of the marks on all of it, the shortest mark first."""

    start: int
    text: str
    marks: tuple[int, ...]


def marks_of(events: Sequence[ConflictEvent]) -> list[Mark]:
    """Every mark of an article's records, each once."""
    found = (
        Mark(span.start, span.end, number, field, note)
        for number, event in enumerate(events)
        for span, field, note in _spans(event)
    )
    return sorted(dict.fromkeys(found), key=lambda mark: (mark.end - mark.start, mark.start))


def _spans(event: ConflictEvent) -> Iterator[tuple[Span, str, str]]:
    kind = words(event.sub_event_type)
    yield event.trigger, "trigger", kind
    for mention in event.mentions:
        if mention != event.trigger:
            yield mention, "mention", kind
    for role, parties in (("actor", event.actors), ("target", event.targets)):
        for party in parties:
            yield party, role, _party(party)
    if event.location is not None:
        place = event.location
        known = ", ".join(filter(None, (place.name, place.admin1, place.country)))
        yield place, "place", f"{known} ({words(place.precision)}; {words(place.basis)})"
    if event.date is not None and event.date.basis is not Basis.PUBLICATION:
        yield event.date, "date", f"{days(event.date)} ({words(event.date.precision)})"
    for claim in event.casualties:
        yield claim, "casualties", claim_words(claim)
    for verb, speakers in _vouching(event):
        for party in speakers:
            yield party, "source", f"{verb}: {_party(party)}"
    for weapon in event.weapons:
        yield weapon, "weapon", weapon.text


def _vouching(event: ConflictEvent) -> Iterator[tuple[str, tuple[Party, ...]]]:
    yield "says that it happened", event.source.claimed_by
    for toll in event.casualties:
        yield f"gives the figure {claim_words(toll)}", toll.claimed_by
    yield "blames", event.source.blamed_by
    yield "denies", event.source.denied_by


def _party(party: Party) -> str:
    return ", ".join(filter(None, (party.name, words(party.kind), party.country)))


def chunks(text: str | None, events: Iterable[ConflictEvent]) -> list[Chunk]:
    """The article as one chunk; without its text, the evidence sentences, overlapping ones joined."""
    if text is not None:
        return [Chunk(0, text)]
    joined: list[Chunk] = []
    for span in sorted((span for event in events for span in event.evidence), key=lambda span: span.start):
        last = joined[-1] if joined else None
        if last is None or span.start > last.start + len(last.text):
            joined.append(Chunk(span.start, span.text))
        elif span.end > last.start + len(last.text):
            joined[-1] = Chunk(last.start, last.text + span.text[last.start + len(last.text) - span.start :])
    return joined


def segments(parts: Sequence[Chunk], marks: Sequence[Mark]) -> Iterator[Segment]:
    """The chunks, cut where marks begin and end. `marks` are in order of length, as `marks_of` gives them."""
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for number, mark in enumerate(marks):
        opening.setdefault(mark.start, []).append(number)
        closing.setdefault(mark.end, []).append(number)
    edges = sorted({*opening, *closing})
    active: set[int] = set()
    at = 0
    for part in parts:
        start, end = part.start, part.start + len(part.text)
        cursor = start
        while at < len(edges) and edges[at] < end:
            edge = edges[at]
            if edge > cursor:
                yield Segment(cursor, part.text[cursor - start : edge - start], tuple(sorted(active)))
                cursor = edge
            active.difference_update(closing.get(edge, ()))
            active.update(opening.get(edge, ()))
            at += 1
        if cursor < end:
            yield Segment(cursor, part.text[cursor - start :], tuple(sorted(active)))
