"""Where: every place of an article, resolved to a country and, where the gazetteer knows it, to a point."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from conflictwire.entities.gazetteer import Form, Gazetteer
from conflictwire.entities.parsed import PlaceMention
from conflictwire.entities.place_cues import Toponym
from conflictwire.entities.place_given import given_toponyms
from conflictwire.entities.place_phrases import with_phrases
from conflictwire.entities.place_repeats import with_repeats
from conflictwire.entities.place_resolution import Resolved, resolve
from conflictwire.entities.place_weights import place_weights
from conflictwire.entities.place_words import PlaceWords, place_words
from conflictwire.entities.toponyms import find_toponyms
from conflictwire.resources import Resources
from conflictwire.schema import PlacePrecision

__all__ = ["find_places", "place_precision"]

EARTH_RADIUS_KM = 6371.0
MAX_OFFSET_KM = 1_000.0
"""A larger distance tells how far two countries lie apart, not where something happened."""
_OFFSET_WINDOW = 120
_REGION_AS_UNIT_KM = 60
_REGION_AS_COUNTRY_KM = 500
_AROUND = {
    "facility": PlacePrecision.NEAR,
    "site": PlacePrecision.NEAR,
    "city": PlacePrecision.NEAR,
    "admin2": PlacePrecision.ADMIN2,
    "admin1": PlacePrecision.ADMIN1,
}
"""What the point of a wider place says about a place in it."""


@dataclass(frozen=True, slots=True)
class _Offset:
    distance_km: float | None = None
    bearing_deg: float | None = None


def find_places(
    doc: Doc,
    *,
    dateline: str | None,
    resources: Resources,
    gazetteer: Gazetteer,
    given: Sequence[tuple[int, int]] | None = None,
) -> tuple[PlaceMention, ...]:
    """Every place named in `doc`, in text order.

    Args:
        doc: the parsed article; `doc.ents` help but need not be there.
        dateline: place of the dateline, as written; it is context, not a mention.
        resources: word lists.
        gazetteer: the places of the world.
        given: token spans of the names to resolve, when they are known; none is looked for then.
    """
    words = place_words(resources)
    toponyms: Sequence[Toponym]
    if given is None:
        toponyms = with_repeats(doc, find_toponyms(doc, words=words, gazetteer=gazetteer))
    else:
        toponyms = given_toponyms(doc, given, words=words, gazetteer=gazetteer)
    resolved = resolve(
        doc, toponyms, dateline=dateline, words=words, weights=place_weights(resources), gazetteer=gazetteer
    )
    if given is None:
        toponyms, resolved = _without_namesakes(toponyms, resolved)
    text = doc.text  # spaCy builds it anew at every access
    offsets = [_offset(text, doc[toponym.start].idx, words) for toponym in toponyms]
    named = tuple(_mention(toponyms, resolved, index, offset) for index, offset in enumerate(offsets))
    if given is not None:
        return named
    return with_phrases(doc, named, resolved.country, words=words, gazetteer=gazetteer)


def _without_namesakes(toponyms: Sequence[Toponym], resolved: Resolved) -> tuple[tuple[Toponym, ...], Resolved]:
    """Both without the names that only a far namesake in the gazetteer made places: somebody's name, most often."""
    kept = [
        index
        for index, (toponym, entry) in enumerate(zip(toponyms, resolved.entries, strict=True))
        if entry is not None or toponym.trusted or toponym.feature or toponym.cued
    ]
    moved = {index: at for at, index in enumerate(kept)}
    parents = tuple(tuple(moved[i] for i in resolved.parents[index] if i in moved) for index in kept)
    entries = tuple(resolved.entries[index] for index in kept)
    return tuple(toponyms[index] for index in kept), Resolved(entries, parents, resolved.country)


def _mention(toponyms: Sequence[Toponym], resolved: Resolved, index: int, offset: _Offset) -> PlaceMention:
    toponym, entry, parents = toponyms[index], resolved.entries[index], resolved.parents[index]
    near = toponym.near or offset != _Offset()
    if entry is None:
        return _unknown(toponym, resolved, parents, offset=offset, near=near)
    literal = entry.form < Form.PEOPLE
    if not literal:
        near, offset = False, _Offset()
    feature, name, geonames_id = entry.feature, entry.name, entry.geonames_id
    if toponym.feature in ("facility", "site", "admin1", "admin2") and feature == "city":
        # the place itself is unknown, but the town it is called after gives the point
        near = near or toponym.feature in ("facility", "site")
        feature, name, geonames_id = toponym.feature, toponym.text, None
    latitude, longitude = entry.latitude, entry.longitude
    if latitude is not None and longitude is not None:
        latitude, longitude = _moved(latitude, longitude, offset)
    return PlaceMention(
        start=toponym.start,
        end=toponym.end,
        name=name,
        country=entry.country,
        admin1=entry.admin1,
        latitude=latitude,
        longitude=longitude,
        geonames_id=geonames_id,
        precision=PlacePrecision.NEAR if near else place_precision(feature, entry.radius_km),
        feature=feature,
        distance_km=offset.distance_km,
        bearing_deg=offset.bearing_deg,
        literal=literal,
        parents=parents,
        core=toponym.core,
    )


def _unknown(
    toponym: Toponym, resolved: Resolved, parents: tuple[int, ...], *, offset: _Offset, near: bool
) -> PlaceMention:
    """A name that the gazetteer lacks: what the context says, and the point of the place that the text puts it in.

    A country's point says too little: without a nearer place there are no coordinates.
    """
    wider = [entry for parent in parents if (entry := resolved.entries[parent])]
    country = next((entry.country for entry in wider if entry.country), None) or resolved.country
    precision = PlacePrecision.NEAR if near else PlacePrecision.EXACT
    if toponym.feature in ("admin1", "admin2"):
        precision = PlacePrecision(toponym.feature)
    elif toponym.feature == "region":
        precision = PlacePrecision.ADMIN1
    around = next((entry for entry in wider if entry.feature in _AROUND and entry.latitude is not None), None)
    if around is not None:
        precision = _AROUND[around.feature]
    return PlaceMention(
        start=toponym.start,
        end=toponym.end,
        name=toponym.text,
        country=country,
        admin1=next((entry.admin1 for entry in wider if entry.admin1), None),
        latitude=around.latitude if around else None,
        longitude=around.longitude if around else None,
        geonames_id=None,
        precision=precision,
        feature="unknown",
        distance_km=offset.distance_km,
        bearing_deg=offset.bearing_deg,
        parents=parents,
        core=toponym.core,
        town_named=toponym.feature == "city",
    )


def place_precision(feature: str, radius_km: int) -> PlacePrecision:
    """How exactly a place of this feature and extent is known."""
    if feature == "country":
        return PlacePrecision.COUNTRY
    if feature == "admin1":
        return PlacePrecision.ADMIN1
    if feature == "admin2":
        return PlacePrecision.ADMIN2
    if feature in ("region", "water"):
        if radius_km >= _REGION_AS_COUNTRY_KM:
            return PlacePrecision.COUNTRY
        return PlacePrecision.ADMIN1 if radius_km >= _REGION_AS_UNIT_KM else PlacePrecision.ADMIN2
    return PlacePrecision.EXACT


def _offset(text: str, at: int, words: PlaceWords) -> _Offset:
    """Distance and direction that the words before a name give, such as "some 40 kilometres (25 miles) south of"."""
    match = words.offset.search(text[max(0, at - _OFFSET_WINDOW) : at])
    if not match:
        return _Offset()
    distance = _kilometres(match["number"], match["unit"], words)
    if distance is not None and distance > MAX_OFFSET_KM:
        return _Offset()
    bearing = words.directions.get(_spaced(match["direction"])) if match["direction"] else None
    return _Offset(distance, bearing)


def _kilometres(number: str | None, unit: str | None, words: PlaceWords) -> float | None:
    if number is None or unit is None:
        return None
    plain = number.replace(",", "")
    value = float(plain) if plain[0].isdigit() else words.numbers.get(_spaced(number))
    return None if value is None else round(value * words.units[unit.lower()], 1)


def _spaced(text: str) -> str:
    return text.lower().replace("-", " ")


def _moved(latitude: float, longitude: float, offset: _Offset) -> tuple[float, float]:
    """The point at a distance and bearing from another on the sphere."""
    if offset.distance_km is None or offset.bearing_deg is None:
        return latitude, longitude
    angle, bearing = offset.distance_km / EARTH_RADIUS_KM, math.radians(offset.bearing_deg)
    from_lat, from_lon = math.radians(latitude), math.radians(longitude)
    to_lat = math.asin(math.sin(from_lat) * math.cos(angle) + math.cos(from_lat) * math.sin(angle) * math.cos(bearing))
    to_lon = from_lon + math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(from_lat),
        math.cos(angle) - math.sin(from_lat) * math.sin(to_lat),
    )
    return round(math.degrees(to_lat), 4), round((math.degrees(to_lon) + 540) % 360 - 180, 4)
