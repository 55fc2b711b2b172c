"""Our taxonomy in the terms of ACLED, UCDP, CAMEO and PLOVER; the tables are `data/crosswalk/*.csv`."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from conflictwire.resources import Resources
from conflictwire.schema import ActorKind, EventType, PlacePrecision, SubEventType

__all__ = ["CountryRow", "Crosswalk", "EventTypeRow", "KindRow", "PrecisionRow", "SubEventRow", "load_crosswalk"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SubEventRow(_Row):
    """A sub-event type; a cell is empty where the other taxonomy has no counterpart.

    Attributes:
        cameo: CAMEO code.
        plover, plover_mode: PLOVER event type and mode.
        acled: ACLED's name of it.
        acled_disorder: ACLED's disorder type.
        loss: what CAMEO and PLOVER cannot tell of it.
    """

    sub_event_type: SubEventType
    cameo: str
    plover: str
    plover_mode: str
    acled: str
    acled_disorder: str
    loss: str


class EventTypeRow(_Row):
    """An event type: ACLED's name, and the codes of a threat to do it."""

    event_type: EventType
    acled: str
    threatened_cameo: str
    threatened_plover: str


class KindRow(_Row):
    """A kind of party.

    Attributes:
        acled_inter: ACLED's actor type code, 1 to 8; null for what is no actor there.
        acled_name: ACLED's name for a party without a name of its own.
        ucdp_state: counts as a state to UCDP.
        cameo_role: CAMEO role code.
    """

    kind: ActorKind
    acled_inter: int | None
    acled_name: str
    ucdp_state: bool
    cameo_role: str

    @field_validator("acled_inter", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value


class PrecisionRow(_Row):
    """Precision of a place: ACLED's geo_precision (1 to 3) and UCDP's where_prec (1 to 7)."""

    precision: PlacePrecision
    acled: Literal["1", "2", "3"]
    ucdp: Literal["1", "2", "3", "4", "5", "6", "7"]


class CountryRow(_Row):
    """A country: ISO 3166-1 codes, English name, and the regions of ACLED and UCDP."""

    iso3: str
    iso_numeric: int
    name: str
    acled_region: str
    ucdp_region: str


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Every table, by its key."""

    sub_event_types: dict[str, SubEventRow]
    event_types: dict[str, EventTypeRow]
    kinds: dict[str, KindRow]
    precisions: dict[str, PrecisionRow]
    countries: dict[str, CountryRow]


@lru_cache(maxsize=8)
def load_crosswalk(resources: Resources) -> Crosswalk:
    """The crosswalk of the built-in tables with overlays.

    Raises:
        DataFileError: a table is broken.
    """
    table = resources.table
    return Crosswalk(
        sub_event_types=table("crosswalk", SubEventRow, key="sub_event_type", pattern="sub_event_types.csv"),
        event_types=table("crosswalk", EventTypeRow, key="event_type", pattern="event_types.csv"),
        kinds=table("crosswalk", KindRow, key="kind", pattern="actor_kinds.csv"),
        precisions=table("crosswalk", PrecisionRow, key="precision", pattern="place_precision.csv"),
        countries=table("crosswalk", CountryRow, key="iso3", pattern="countries.csv"),
    )
