"""CSV in the shape of the UCDP Georeferenced Event Dataset: its column names, types of violence and precision codes.

`docs/crosswalk.md` says what is lost. The rows are shaped like UCDP's, they are not UCDP's data.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conflictwire.crosswalk import Crosswalk
from conflictwire.fatalities import FatalityPolicy
from conflictwire.formats.columns import Cell, Column, listed, render
from conflictwire.schema import ActorKind, CasualtyKind, CasualtyWho, ConflictEvent, Party, Status

__all__ = ["COLUMNS", "left_out", "render_ucdp"]

TYPES = {"state-based": 1, "non-state": 2, "one-sided": 3}
UNARMED = (ActorKind.CIVILIANS, ActorKind.RIOTERS_PROTESTERS, ActorKind.OBJECT)
STATE = (ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES)
# days of a range -> date_prec: 1 the day, 2 within six days, 3 a week, 4 a month, 5 longer
DATE_PRECISION = ((1, 1), (6, 2), (7, 3), (31, 4))
PRIO_COLUMNS = 720


@dataclass(frozen=True, slots=True)
class _Row:
    event: ConflictEvent
    crosswalk: Crosswalk
    policy: FatalityPolicy

    @property
    def sides(self) -> tuple[list[Party], list[Party]]:
        """Side a and side b; in state-based violence the state is side a, civilians are no side."""
        a = [p for p in self.event.actors if p.kind not in UNARMED]
        b = [p for p in self.event.targets if p.kind not in UNARMED]
        if self.event.codes.ucdp == "state-based" and not _has_state(a) and _has_state(b):
            return b, a
        return a, b


def _has_state(parties: Sequence[Party]) -> bool:
    return any(p.kind in STATE for p in parties)


def _names(parties: Sequence[Party], row: _Row) -> str:
    """Names as UCDP writes them: a state as "Government of X"."""
    countries = row.crosswalk.countries
    return listed(
        f"Government of {countries[p.country].name}"
        if row.crosswalk.kinds[p.kind].ucdp_state and p.country in countries
        else p.name
        for p in parties
    )


def _side_b(row: _Row) -> str:
    return "Civilians" if row.event.codes.ucdp == "one-sided" else _names(row.sides[1], row)


def _best(row: _Row) -> int:
    return row.event.fatalities(row.policy) or 0


def _low(row: _Row) -> int:
    return min(row.event.fatalities("low") or 0, _best(row))


def _high(row: _Row) -> int:
    return max(row.event.fatalities("high") or 0, _best(row))


def _deaths(row: _Row) -> dict[str, int]:
    """`best` by side, where the claims say whose dead they are and add up to it; else all of it as unknown."""
    state_is_a = _has_state(row.sides[0])
    side_of = {
        CasualtyWho.CIVILIANS: "civilians",
        CasualtyWho.PROTESTERS: "civilians",
        CasualtyWho.STATE_FORCES: "a" if state_is_a else "b",
        CasualtyWho.REBELS: "b" if state_is_a else "a",
    }
    found: dict[str, int] = defaultdict(int)
    for claim in row.event.casualties:
        if claim.kind == CasualtyKind.KILLED:
            side = side_of.get(claim.who, "unknown")
            found[side] = max(found[side], claim.min or 0)
    return found if sum(found.values()) == _best(row) else {"unknown": _best(row)}


def _date_precision(row: _Row) -> int | None:
    if row.event.date is None:
        return None
    days = (row.event.date.end_date - row.event.date.start_date).days + 1
    return next((code for most, code in DATE_PRECISION if days <= most), 5)


def _priogrid(row: _Row) -> int | None:
    """Cell of the PRIO-GRID, half a degree wide, numbered from the south-west."""
    place = row.event.location
    if place is None or place.latitude is None or place.longitude is None:
        return None
    line, column = math.floor((place.latitude + 90) * 2), math.floor((place.longitude + 180) * 2)
    return min(line, 359) * PRIO_COLUMNS + min(column, PRIO_COLUMNS - 1) + 1


def _place(row: _Row, name: str) -> Cell:
    return getattr(row.event.location, name) if row.event.location else None


def _country(row: _Row, name: str) -> Cell:
    found = row.crosswalk.countries.get(str(_place(row, "country")))
    return getattr(found, name) if found else None


def _geometry(row: _Row) -> str | None:
    longitude, latitude = _place(row, "longitude"), _place(row, "latitude")
    return f"POINT ({longitude} {latitude})" if latitude is not None and longitude is not None else None


def _dyad(row: _Row) -> str:
    return f"{_names(row.sides[0], row)} - {_side_b(row)}"


def _empty(*names: str) -> list[Column[_Row]]:
    return [Column(name, "left empty: an id or fact of UCDP's own", lambda _: None) for name in names]


COLUMNS: tuple[Column[_Row], ...] = (
    Column("id", "our event id", lambda r: r.event.event_id),
    *_empty("relid"),
    Column("year", "year of the first day", lambda r: r.event.date.start_date.year if r.event.date else None),
    *_empty("active_year", "code_status"),
    Column(
        "type_of_violence", "1 state-based, 2 non-state, 3 one-sided", lambda r: TYPES.get(r.event.codes.ucdp or "")
    ),
    *_empty("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id"),
    Column("dyad_name", "side a - side b", _dyad),
    *_empty("side_a_dset_id", "side_a_new_id"),
    Column("side_a", "the state, or who did it", lambda r: _names(r.sides[0], r)),
    *_empty("side_b_dset_id", "side_b_new_id"),
    Column("side_b", "the other side; Civilians in one-sided violence", _side_b),
    Column("number_of_sources", "one article", lambda _: 1),
    Column("source_article", "id of the article", lambda r: r.event.doc_id),
    Column("source_office", "outlet or agency", lambda r: r.event.source.publisher),
    *_empty("source_date", "source_headline"),
    Column("source_original", "who in the text says so", lambda r: listed(p.name for p in r.event.source.claimed_by)),
    Column(
        "where_prec",
        "1 exact, 2 near, 3 district, 4 province, 6 country",
        lambda r: int(r.crosswalk.precisions[r.event.location.precision].ucdp) if r.event.location else None,
    ),
    Column("where_coordinates", "name of the place", lambda r: _place(r, "name")),
    Column("where_description", "the place in the words of the text", lambda r: _place(r, "text")),
    Column("adm_1", "first-order division", lambda r: _place(r, "admin1")),
    *_empty("adm_2"),
    Column("latitude", "degrees north", lambda r: _place(r, "latitude")),
    Column("longitude", "degrees east", lambda r: _place(r, "longitude")),
    Column("geom_wkt", "the point as WKT", _geometry),
    Column("priogrid_gid", "cell of the PRIO-GRID", _priogrid),
    Column("country", "name of the country", lambda r: _country(r, "name")),
    *_empty("country_id"),
    Column("region", "UCDP's", lambda r: _country(r, "ucdp_region")),
    Column("event_clarity", "1 a single event, 2 an aggregate or background", lambda r: 2 if r.event.background else 1),
    Column("date_prec", "1 day, 2 up to six days, 3 week, 4 month, 5 longer", _date_precision),
    Column("date_start", "first possible day", lambda r: str(r.event.date.start_date) if r.event.date else None),
    Column("date_end", "last possible day", lambda r: str(r.event.date.end_date) if r.event.date else None),
    Column("deaths_a", "dead of side a", lambda r: _deaths(r).get("a", 0)),
    Column("deaths_b", "dead of side b", lambda r: _deaths(r).get("b", 0)),
    Column("deaths_civilians", "dead civilians", lambda r: _deaths(r).get("civilians", 0)),
    Column("deaths_unknown", "dead of whom the text does not say", lambda r: _deaths(r).get("unknown", 0)),
    Column("best", "deaths by the chosen policy", _best),
    Column("high", "the highest claim", _high),
    Column("low", "the lowest claim", _low),
    *_empty("gwnoa", "gwnob"),
)


def left_out(event: ConflictEvent) -> str | None:
    """Why UCDP would have no row for a record; None when it would."""
    if event.codes.ucdp is None:
        return "no type of violence of UCDP's"
    if event.status != Status.OCCURRED:
        return f"UCDP holds no {event.status.value} events"
    if not event.fatalities("high"):
        return "UCDP holds only events with a death"
    return None


def render_ucdp(events: Iterable[ConflictEvent], crosswalk: Crosswalk, policy: FatalityPolicy) -> bytes:
    """The records as CSV rows in the shape of UCDP GED; `policy` gives `best`."""
    return render(COLUMNS, (_Row(event, crosswalk, policy) for event in events))
