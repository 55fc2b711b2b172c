"""CSV in the shape of an ACLED export: its public column names, codes and precisions.

`docs/crosswalk.md` says what is lost. The rows are shaped like ACLED's, they are not ACLED's data.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conflictwire.crosswalk import Crosswalk
from conflictwire.fatalities import FatalityPolicy
from conflictwire.formats.columns import Cell, Column, listed, render
from conflictwire.schema import ActorKind, ConflictEvent, EventType, Party, Status

__all__ = ["COLUMNS", "left_out", "render_acled"]

RIOTERS = "Rioters"
RIOTERS_CODE = 5
# kinds that ACLED names after what they are, not after who they are
CROWDS = (ActorKind.RIOTERS_PROTESTERS, ActorKind.CIVILIANS, ActorKind.UNIDENTIFIED)
CIVILIAN_CODE = 7
PROTESTER_CODE = 6


@dataclass(frozen=True, slots=True)
class _Side:
    """One side as ACLED writes it: its name, who else stands on it, its actor type code (0: nobody)."""

    name: str
    associates: str
    code: int


@dataclass(frozen=True, slots=True)
class _Row:
    event: ConflictEvent
    crosswalk: Crosswalk
    policy: FatalityPolicy

    def country(self, iso3: str | None) -> str:
        row = self.crosswalk.countries.get(iso3 or "")
        return row.name if row else ""

    @property
    def place_country(self) -> str | None:
        return self.event.location.country if self.event.location else None

    def side(self, parties: Sequence[Party]) -> _Side:
        people = [p for p in parties if p.kind != ActorKind.OBJECT]
        if not people:
            return _Side("", "", 0)
        first, rest = people[0], people[1:]
        names = [p.name for p in rest]
        if first.kind not in CROWDS:
            return _Side(first.name, listed(names), self._code(first))
        name = self.crosswalk.kinds[first.kind].acled_name
        if first.kind == ActorKind.RIOTERS_PROTESTERS and self.event.event_type == EventType.RIOTS:
            name = RIOTERS
        country = self.country(self.place_country)
        return _Side(f"{name} ({country})" if country else name, listed([first.name, *names]), self._code(first))

    def _code(self, party: Party) -> int:
        if party.kind == ActorKind.RIOTERS_PROTESTERS and self.event.event_type == EventType.RIOTS:
            return RIOTERS_CODE
        home = self.place_country
        if party.kind == ActorKind.STATE_FORCES and party.country and home and party.country != home:
            return self.crosswalk.kinds[ActorKind.EXTERNAL_FORCES].acled_inter or 0
        return self.crosswalk.kinds[party.kind].acled_inter or 0

    @property
    def sides(self) -> tuple[_Side, _Side]:
        return self.side(self.event.actors), self.side(self.event.targets)


def _interaction(row: _Row) -> int:
    """Both actor codes, the smaller first; a side alone is followed by 0."""
    low, high = sorted(side.code for side in row.sides)
    return low * 10 + high if low else high * 10


def _time_precision(row: _Row) -> int | None:
    """1: the day is known; 2: within a week; 3: within a month, or less exactly."""
    if row.event.date is None:
        return None
    days = (row.event.date.end_date - row.event.date.start_date).days + 1
    return 1 if days == 1 else 2 if days <= 7 else 3


def _geo_precision(row: _Row) -> int | None:
    place = row.event.location
    return int(row.crosswalk.precisions[place.precision].acled) if place else None


def _civilian_targeting(row: _Row) -> str:
    violent = row.event.event_type in (EventType.VIOLENCE_AGAINST_CIVILIANS, EventType.EXPLOSIONS_REMOTE_VIOLENCE)
    crowd = "Political violence" in row.crosswalk.sub_event_types[row.event.sub_event_type].acled_disorder
    hit = row.sides[1].code in (CIVILIAN_CODE, PROTESTER_CODE)
    return "Civilian targeting" if hit and (violent or crowd) else ""


def _iso(row: _Row) -> int | None:
    found = row.crosswalk.countries.get(row.place_country or "")
    return found.iso_numeric if found else None


def _region(row: _Row) -> str:
    found = row.crosswalk.countries.get(row.place_country or "")
    return found.acled_region if found else ""


def _place(name: str) -> "Column[_Row]":
    return Column(name, f"{name} of the place", lambda row: _place_value(row, name))


def _place_value(row: _Row, name: str) -> Cell:
    return getattr(row.event.location, name) if row.event.location else None


def _notes(row: _Row) -> str:
    return " ".join(" ".join(span.text for span in row.event.evidence).split())


COLUMNS: tuple[Column[_Row], ...] = (
    Column(
        "event_id_cnty",
        "alpha-3 of the country and our event id",
        lambda r: f"{r.place_country or ''}{r.event.event_id}",
    ),
    Column("event_date", "first possible day", lambda r: str(r.event.date.start_date) if r.event.date else None),
    Column("year", "its year", lambda r: r.event.date.start_date.year if r.event.date else None),
    Column("time_precision", "1 day, 2 week, 3 month or worse", _time_precision),
    Column("disorder_type", "ACLED's", lambda r: r.crosswalk.sub_event_types[r.event.sub_event_type].acled_disorder),
    Column("event_type", "ACLED's", lambda r: r.crosswalk.event_types[r.event.event_type].acled),
    Column("sub_event_type", "ACLED's", lambda r: r.crosswalk.sub_event_types[r.event.sub_event_type].acled),
    Column("actor1", "first actor; crowds, civilians and unknown groups by ACLED's names", lambda r: r.sides[0].name),
    Column("assoc_actor_1", "who stands with it", lambda r: r.sides[0].associates),
    Column("inter1", "actor type, 1 to 8; 0 nobody", lambda r: r.sides[0].code),
    Column("actor2", "first target that is no object", lambda r: r.sides[1].name),
    Column("assoc_actor_2", "who stands with it", lambda r: r.sides[1].associates),
    Column("inter2", "actor type, 1 to 8; 0 nobody", lambda r: r.sides[1].code),
    Column("interaction", "both types, the smaller first; one alone with 0", _interaction),
    Column("civilian_targeting", "unarmed people are the target", _civilian_targeting),
    Column("iso", "ISO 3166-1 numeric", _iso),
    Column("region", "ACLED's", _region),
    Column("country", "name of the country", lambda r: r.country(r.place_country)),
    _place("admin1"),
    Column("admin2", "not known to us", lambda _: None),
    Column("admin3", "not known to us", lambda _: None),
    Column("location", "name of the place", lambda r: _place_value(r, "name")),
    _place("latitude"),
    _place("longitude"),
    Column("geo_precision", "1 town, 2 near it or district, 3 region or country", _geo_precision),
    Column("source", "outlet or agency", lambda r: r.event.source.publisher),
    Column("source_scale", "not known to us", lambda _: None),
    Column("notes", "the sentences the record rests on", _notes),
    Column(
        "fatalities",
        "deaths by the chosen policy; 0 when none is reported",
        lambda r: r.event.fatalities(r.policy) or 0,
    ),
    Column("tags", "not known to us", lambda _: None),
    Column("timestamp", "not known to us", lambda _: None),
)


def left_out(event: ConflictEvent) -> str | None:
    """Why ACLED would have no row for a record; None when it would."""
    if event.status in (Status.THREATENED, Status.DENIED):
        return f"ACLED holds no {event.status.value} events"
    return None


def render_acled(events: Iterable[ConflictEvent], crosswalk: Crosswalk, policy: FatalityPolicy) -> bytes:
    """The records as CSV rows in ACLED's shape."""
    return render(COLUMNS, (_Row(event, crosswalk, policy) for event in events))
