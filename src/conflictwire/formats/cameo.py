"""CAMEO dyads as CSV: source, target, event code, root code and quad class; one row an actor-target pair."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conflictwire.crosswalk import Crosswalk
from conflictwire.formats.columns import Column, render
from conflictwire.schema import ActorKind, ConflictEvent, Party, Status

__all__ = ["COLUMNS", "actor_code", "left_out", "quad_class", "render_cameo"]

# last root code of each quad class: verbal and material cooperation, verbal and material conflict
QUADS = ((5, 1), (8, 2), (13, 3), (20, 4))


def quad_class(cameo: str) -> int:
    """Quad class of a CAMEO code: 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict.

    Example:
        >>> quad_class("190"), quad_class("057")
        (4, 1)
    """
    root = int(cameo[:2])
    return next(quad for last, quad in QUADS if root <= last)


def actor_code(party: Party, crosswalk: Crosswalk) -> str:
    """CAMEO actor code: country (alpha-3) and role, for example `MLIMIL`."""
    return f"{party.country or ''}{crosswalk.kinds[party.kind].cameo_role}"


@dataclass(frozen=True, slots=True)
class _Row:
    event: ConflictEvent
    source: Party | None
    target: Party | None
    crosswalk: Crosswalk

    def code(self, party: Party | None) -> str | None:
        return actor_code(party, self.crosswalk) if party else None

    @property
    def cameo(self) -> str:
        return self.event.codes.cameo or ""


COLUMNS: tuple[Column[_Row], ...] = (
    Column("event_id", "our event id", lambda r: r.event.event_id),
    Column("date", "first possible day", lambda r: str(r.event.date.start_date) if r.event.date else None),
    Column("source_code", "country and role of the actor", lambda r: r.code(r.source)),
    Column("source_name", "its name", lambda r: r.source.name if r.source else None),
    Column("target_code", "country and role of the target", lambda r: r.code(r.target)),
    Column("target_name", "its name", lambda r: r.target.name if r.target else None),
    Column("event_code", "CAMEO code", lambda r: r.cameo),
    Column("root_code", "CAMEO root code", lambda r: r.cameo[:2]),
    Column(
        "quad_class", "1 verbal, 2 material cooperation, 3 verbal, 4 material conflict", lambda r: quad_class(r.cameo)
    ),
    Column("location", "name of the place", lambda r: r.event.location.name if r.event.location else None),
    Column("country", "alpha-3 of the place", lambda r: r.event.location.country if r.event.location else None),
    Column("latitude", "degrees north", lambda r: r.event.location.latitude if r.event.location else None),
    Column("longitude", "degrees east", lambda r: r.event.location.longitude if r.event.location else None),
    Column("doc_id", "id of the article", lambda r: r.event.doc_id),
    Column("publisher", "outlet or agency", lambda r: r.event.source.publisher),
)


def _rows(event: ConflictEvent, crosswalk: Crosswalk) -> Iterator[_Row]:
    targets = [party for party in event.targets if party.kind != ActorKind.OBJECT]
    for source in event.actors or (None,):
        for target in targets or (None,):
            yield _Row(event, source, target, crosswalk)


def left_out(event: ConflictEvent) -> str | None:
    """Why CAMEO has no row for a record; None when it has."""
    if event.codes.cameo is None:
        return "no CAMEO counterpart"
    return "CAMEO codes no denied events" if event.status == Status.DENIED else None


def render_cameo(events: Iterable[ConflictEvent], crosswalk: Crosswalk) -> bytes:
    """The records as CAMEO dyads."""
    return render(COLUMNS, (row for event in events for row in _rows(event, crosswalk)))
