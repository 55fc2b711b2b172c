"""Quarters, streets and houses: the town that they lie in is the one named last, or the one that the report is from."""

import dataclasses
import math
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from conflictwire.entities.parsed import PlaceMention
from conflictwire.entities.place_words import PlaceWords
from conflictwire.schema import PlacePrecision

__all__ = ["with_towns"]

_TOWN_WINDOW = 80
"""How many tokens behind the name of a town a quarter of it may be named."""
_KM_PER_DEGREE = 111.2
_TOWN_KM = 25.0
"""How far from the middle of a town a quarter of it may lie."""


def with_towns(
    doc: Doc, places: Sequence[PlaceMention], dateline: PlaceMention | None, words: PlaceWords
) -> Iterator[PlaceMention]:
    """The places; a part of a town gets that town around it, and its point where no table knows the part.

    Args:
        doc: the article.
        places: its places, in text order.
        dateline: where the report was sent from, which speaks where the text names no town before.
        words: word lists.
    """
    sent_from = dateline if dateline is not None and dateline.feature == "city" else None
    town = None
    for index, place in enumerate(places):
        if place.parents or not place.literal or not _is_quarter(doc, place, words):
            yield place
        elif town is not None and place.start - places[town].start < _TOWN_WINDOW:
            around = places[town]
            yield _within(place, around, parents=(town, *around.parents))
        elif sent_from is not None:
            yield _within(place, sent_from, town=sent_from)
        else:
            yield place
        if place.feature == "city" and place.literal and place.latitude is not None:
            town = index


def _within(
    place: PlaceMention,
    around: PlaceMention,
    *,
    parents: tuple[int, ...] = (),
    town: PlaceMention | None = None,
) -> PlaceMention:
    """The place in a town; unchanged where the gazetteer has it elsewhere."""
    if place.geonames_id == around.geonames_id is not None:
        return place
    if place.latitude is not None and place.longitude is not None:
        if around.latitude is None or around.longitude is None or place.country != around.country:
            return place
        north = place.latitude - around.latitude
        east = (place.longitude - around.longitude) * math.cos(math.radians(place.latitude))
        inside = math.hypot(north, east) * _KM_PER_DEGREE <= _TOWN_KM
        return dataclasses.replace(place, parents=parents, town=town) if inside else place
    return dataclasses.replace(
        place,
        country=around.country,
        admin1=around.admin1,
        latitude=around.latitude,
        longitude=around.longitude,
        precision=PlacePrecision.NEAR,
        parents=parents,
        town=town,
    )


def _is_quarter(doc: Doc, place: PlaceMention, words: PlaceWords) -> bool:
    """Whether the words of a name, or the one behind it, make it a part of a town ("X neighbourhood", "X Avenue")."""
    last = doc[place.end - 1].lower_
    behind = doc[place.end].lower_ if place.end < len(doc) else ""
    if place.feature != "unknown":
        return words.has("town_parts", last) or words.has("town_parts", behind)
    return words.has("quarters", last) or words.has("quarters", behind)
