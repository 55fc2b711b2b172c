"""GeoJSON after RFC 7946: one Feature a record, positions as longitude and latitude, the flat columns as properties."""

import json
from collections.abc import Iterable
from typing import Any

from conflictwire.formats.flat import COLUMNS
from conflictwire.schema import ConflictEvent

__all__ = ["feature_collection", "render_geojson"]

POSITION = frozenset({"latitude", "longitude"})


def _feature(event: ConflictEvent) -> dict[str, Any]:
    place = event.location
    known = place is not None and place.latitude is not None and place.longitude is not None
    return {
        "type": "Feature",
        "id": event.event_id,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]} if known and place else None,
        "properties": {column.name: column.value(event) for column in COLUMNS if column.name not in POSITION},
    }


def feature_collection(events: Iterable[ConflictEvent]) -> dict[str, Any]:
    """The records as a FeatureCollection; one without coordinates is an unlocated Feature (null geometry)."""
    return {"type": "FeatureCollection", "features": [_feature(event) for event in events]}


def render_geojson(events: Iterable[ConflictEvent]) -> bytes:
    """The FeatureCollection as UTF-8 JSON."""
    return (json.dumps(feature_collection(events), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
