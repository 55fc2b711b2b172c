"""What the checks of a record rest on: facts of the article, and the tables of `data/validation`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from conflictwire.entities.lexicon import ActorRow
from conflictwire.resources import Resources
from conflictwire.schema import CasualtyKind, SubEventType

__all__ = ["Box", "Grounds", "Limit", "grounds"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(_Row):
    """How many people one incident can count: above `doubtful` a warning, above `impossible` an error."""

    kind: CasualtyKind
    doubtful: int
    impossible: int


class Box(_Row):
    """Degrees between which a country lies; `west` is greater than `east` where it spans the date line."""

    country: str
    south: float = Field(ge=-90, le=90)
    north: float = Field(ge=-90, le=90)
    west: float = Field(ge=-180, le=180)
    east: float = Field(ge=-180, le=180)

    def holds(self, latitude: float, longitude: float, margin: float) -> bool:
        """The point lies in the box, or at most `margin` degrees outside."""
        if not self.south - margin <= latitude <= self.north + margin:
            return False
        west, east = self.west - margin, self.east + margin
        return west <= longitude <= east if self.west <= self.east else longitude >= west or longitude <= east


class WeaponRow(_Row):
    """Classes of the weapon lexicon that fit a sub-event type."""

    sub_event_type: SubEventType
    fitting: str


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables, read once for each set of data folders."""

    actors: Mapping[str, ActorRow]
    limits: Mapping[str, Limit]
    boxes: Mapping[str, Box]
    fitting: Mapping[str, frozenset[str]]
    weapon_classes: Mapping[str, str]
    killing_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Grounds for the checks of one article's records."""

    raw: str
    published: date | None
    tables: Tables


@lru_cache(maxsize=8)
def _tables(resources: Resources) -> Tables:
    weapons = resources.table("validation", WeaponRow, key="sub_event_type", pattern="weapons.csv")
    return Tables(
        actors=resources.table("actors", ActorRow),
        limits=resources.table("validation", Limit, key="kind", pattern="limits.csv"),
        boxes=resources.table("validation", Box, key="country", pattern="boxes.csv"),
        fitting={key: frozenset(row.fitting.split("|")) for key, row in weapons.items()},
        weapon_classes=resources.lexicon("weapons"),
        killing_words=frozenset(resources.lexicon("killing_words")),
    )


def grounds(raw: str, published: date | None, resources: Resources) -> Grounds:
    """Grounds for the records of an article.

    Args:
        raw: the text that the spans of the records count in.
        published: publication date of the article.
        resources: data files.

    Raises:
        DataFileError: a table is broken.
    """
    return Grounds(raw, published, _tables(resources))
