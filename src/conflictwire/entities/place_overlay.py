"""Places of our own and of the user, read beside the gazetteer file: `places/*.tsv` of every data folder."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from conflictwire.entities.gazetteer import Form, GazetteerEntry, normalise, skeleton
from conflictwire.resources import Resources

__all__ = ["PlaceOverlay", "place_overlay"]

_FEATURES = {
    "macroregion": "region", "region": "region", "disputed": "region", "island": "region", "water": "water",
    "river": "water", "base": "facility", "camp": "facility", "airfield": "facility", "site": "site",
    "landmark": "site", "district": "admin2", "town": "city", "admin1": "admin1", "abbreviation": "admin1",
    "people": "region",
}  # fmt: skip

_Blank = BeforeValidator(lambda text: text or None)


class _Row(BaseModel):
    """A place: name, other names joined by `|`, kind, country, point, radius, GeoNames id and first-level unit.

    The other names of an "abbreviation" are short for the first-level unit `name` ("Ky."), and stand only behind "X,";
    those of "people" are adjectives, peoples and institutions of a part of the world ("European"), which name no place.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=2)
    aliases: str
    type: Literal[
        "macroregion", "region", "disputed", "island", "water", "river", "base", "camp", "airfield", "site", "landmark",
        "district", "town", "admin1", "abbreviation", "people",
    ]  # fmt: skip
    country: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$"), _Blank]
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    radius_km: int = Field(ge=0)
    geonameid: Annotated[int | None, _Blank]
    admin1: Annotated[str | None, _Blank]

    @property
    def names(self) -> list[str]:
        return [self.name, *filter(None, self.aliases.split("|"))]

    def entry(self, form: int) -> GazetteerEntry:
        """The reading of one of its names."""
        unit = self.name if _FEATURES[self.type] == "admin1" else self.admin1
        feature = _FEATURES[self.type]
        return GazetteerEntry(
            self.name,
            feature,
            self.type,
            self.country,
            unit,
            self.lat,
            self.lon,
            0,
            self.geonameid,
            form,
            self.radius_km,
        )


@dataclass(frozen=True, slots=True)
class PlaceOverlay:
    """Readings by normalised name and by skeleton; they replace the gazetteer's reading of the same place."""

    entries: Mapping[str, tuple[GazetteerEntry, ...]] = field(default_factory=dict)

    def over(self, key: str, found: tuple[GazetteerEntry, ...]) -> tuple[GazetteerEntry, ...]:
        """The overlay's readings of a key, then those of the gazetteer that mean other places."""
        own = self.entries.get(key, ())
        if not own:
            return found
        places = {_identity(entry) for entry in own}
        return (*own, *(entry for entry in found if _identity(entry) not in places))


def _identity(entry: GazetteerEntry) -> tuple[str, str, str | None]:
    """What tells one place from its namesakes: a unit is the same whatever table it comes from."""
    return normalise(entry.name), "admin1" if entry.feature == "admin1" else entry.kind, entry.country


@lru_cache(maxsize=8)
def place_overlay(resources: Resources) -> PlaceOverlay:
    """The tables of `resources`.

    Raises:
        DataFileError: a row breaks its model; the message names file, line and field.
    """
    entries: dict[str, list[GazetteerEntry]] = defaultdict(list)
    for row in resources.rows("places", _Row):
        for index, name in enumerate(row.names):
            if row.type in ("abbreviation", "people") and not index:
                continue
            key = normalise(name)
            entry = row.entry(Form.PEOPLE if row.type == "people" else Form.OTHER if index else Form.MAIN)
            entries[key].append(entry)
            for article in ("al ", "el ", "the "):
                if key.startswith(article):
                    entries[key.removeprefix(article)].append(entry._replace(form=Form.SHORT))
            if row.type not in ("abbreviation", "people"):
                entries[skeleton(key)].append(entry._replace(form=Form.SIMILAR))
    return PlaceOverlay({key: tuple(dict.fromkeys(found)) for key, found in entries.items()})
