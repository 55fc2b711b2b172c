"""The flat table of our own records, for CSV and for the properties of GeoJSON."""

from collections.abc import Callable, Iterable, Sequence

from conflictwire.formats.columns import Cell, Column, listed, render
from conflictwire.schema import CasualtyKind, ConflictEvent, Party

__all__ = ["COLUMNS", "render_csv"]


def _parties(get: Callable[[ConflictEvent], Sequence[Party]], prefix: str, what: str) -> list[Column[ConflictEvent]]:
    def each(of: Callable[[Party], str | None]) -> Callable[[ConflictEvent], Cell]:
        return lambda event: listed(of(party) or "" for party in get(event))

    return [
        Column(prefix, f"{what}: canonical names, joined by '; '", each(lambda p: p.name)),
        Column(f"{prefix}_kinds", "their kinds, in the same order", each(lambda p: p.kind.value)),
        Column(f"{prefix}_countries", "their ISO 3166-1 alpha-3 codes, in the same order", each(lambda p: p.country)),
        Column(f"{prefix}_ids", "their ids in the actor lexicon, in the same order", each(lambda p: p.actor_id)),
    ]


def _bound(kind: CasualtyKind, name: str) -> Callable[[ConflictEvent], Cell]:
    """The least minimum, or greatest maximum, over the claims of a kind; empty when one claim leaves it open."""

    def value(event: ConflictEvent) -> Cell:
        claims = [claim for claim in event.casualties if claim.kind == kind]
        if name == "max":
            highest = [claim.max for claim in claims]
            return max((n for n in highest if n is not None), default=None) if None not in highest else None
        return min((claim.min for claim in claims if claim.min is not None), default=None)

    return value


def _tolls() -> list[Column[ConflictEvent]]:
    return [
        Column(
            f"{kind.value}_{name}",
            f"{'least minimum' if name == 'min' else 'greatest maximum'} of all claims of {kind.value}",
            _bound(kind, name),
        )
        for kind in CasualtyKind
        for name in ("min", "max")
    ]


def _date(name: str) -> Callable[[ConflictEvent], Cell]:
    return lambda event: str(getattr(event.date, name)) if event.date else None


def _place(name: str) -> Callable[[ConflictEvent], Cell]:
    return lambda event: getattr(event.location, name) if event.location else None


COLUMNS: tuple[Column[ConflictEvent], ...] = (
    Column("event_id", "id of the record", lambda e: e.event_id),
    Column("doc_id", "id of the article", lambda e: e.doc_id),
    Column("event_type", "ACLED event type", lambda e: e.event_type.value),
    Column("sub_event_type", "ACLED sub-event type", lambda e: e.sub_event_type.value),
    Column("status", "occurred, attempted, threatened or denied", lambda e: e.status.value),
    Column("background", "told as context, not the news", lambda e: e.background),
    Column("start_date", "first possible day", _date("start_date")),
    Column("end_date", "last possible day", _date("end_date")),
    Column("date_precision", "minute to range", _date("precision")),
    *_parties(lambda e: e.actors, "actors", "who did it"),
    *_parties(lambda e: e.targets, "targets", "whom or what it was done to"),
    Column("location", "name of the place", _place("name")),
    Column("country", "ISO 3166-1 alpha-3 of the place", _place("country")),
    Column("admin1", "first-order division", _place("admin1")),
    Column("latitude", "degrees north, WGS 84", _place("latitude")),
    Column("longitude", "degrees east, WGS 84", _place("longitude")),
    Column("geonames_id", "GeoNames id of the place", _place("geonames_id")),
    Column("place_precision", "exact to country", _place("precision")),
    *_tolls(),
    Column("casualties", "every claim in the words of the text", lambda e: listed(c.text for c in e.casualties)),
    Column("weapons", "weapons named", lambda e: listed(w.text for w in e.weapons)),
    Column("publisher", "outlet or agency", lambda e: e.source.publisher),
    Column("author", "byline", lambda e: e.source.author),
    Column("dateline", "place of the dateline", lambda e: e.source.dateline),
    Column("claimed_by", "who in the text says so", lambda e: listed(p.name for p in e.source.claimed_by)),
    Column("blamed_by", "who blames the actor", lambda e: listed(p.name for p in e.source.blamed_by)),
    Column("denied_by", "who denies it", lambda e: listed(p.name for p in e.source.denied_by)),
    Column("cameo", "CAMEO code", lambda e: e.codes.cameo),
    Column("plover", "PLOVER event type", lambda e: e.codes.plover),
    Column("ucdp", "UCDP type of violence", lambda e: e.codes.ucdp),
    Column("trigger", "words that name the event", lambda e: " ".join(e.trigger.text.split())),
    Column("trigger_start", "their first character in the raw text", lambda e: e.trigger.start),
    Column("trigger_end", "the character after their last", lambda e: e.trigger.end),
    Column("mentions", "number of mentions in the article", lambda e: len(e.mentions)),
    Column(
        "evidence", "sentences the record rests on", lambda e: " ".join(" ".join(s.text.split()) for s in e.evidence)
    ),
    Column("rules", "ids of the rules that fired", lambda e: listed(e.rules)),
    Column("confidence", "0 to 1", lambda e: e.confidence),
)


def render_csv(events: Iterable[ConflictEvent]) -> bytes:
    """The flat table as CSV."""
    return render(COLUMNS, events)
