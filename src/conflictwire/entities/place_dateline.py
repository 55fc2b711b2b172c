"""The place that a report was sent from."""

import dataclasses
from collections import Counter
from collections.abc import Sequence

from conflictwire.document import Document
from conflictwire.entities.gazetteer import Form, Gazetteer, GazetteerEntry
from conflictwire.entities.parsed import PlaceMention
from conflictwire.entities.place_resolution import dateline_readings, prior
from conflictwire.entities.place_weights import place_weights
from conflictwire.entities.places import place_precision
from conflictwire.resources import Resources
from conflictwire.schema import Basis, PlacePrecision

__all__ = ["country_around", "dateline_place"]


def dateline_place(
    document: Document, places: Sequence[PlaceMention], *, resources: Resources, gazetteer: Gazetteer
) -> PlaceMention | None:
    """The place of the dateline, read in the light of the places of the article; None when no table knows it."""
    written = document.facts.dateline_place
    span = _raw_span(document, written) if written else None
    if written is None or span is None:
        return None
    weights = place_weights(resources)
    named = Counter(place.country for place in places if place.country)
    total = max(named.total(), 1)

    def score(entry: GazetteerEntry) -> float:
        return prior(entry, weights) + weights.country * named[entry.country or ""] / total

    first, *wider = (part.strip() for part in written.split(","))
    countries = {entry.country for part in wider for entry in gazetteer.lookup(part.title())}
    within = [entry for entry in gazetteer.lookup(first.title()) if entry.country in countries]
    readings = [entry for entry in within if entry.form <= Form.AMBIGUOUS] or dateline_readings(first, gazetteer)
    if not readings:
        return None
    best = max(readings, key=score)
    return PlaceMention(
        start=0,
        end=0,
        name=best.name,
        country=best.country,
        admin1=best.admin1,
        latitude=best.latitude,
        longitude=best.longitude,
        geonames_id=best.geonames_id,
        precision=place_precision(best.feature, best.radius_km),
        feature=best.feature,
        core=first,
        basis=Basis.DATELINE,
        raw=(span[0], span[0] + len(first)),
    )


def country_around(place: PlaceMention | None, gazetteer: Gazetteer) -> PlaceMention | None:
    """The country of a dateline's place, in the words of the dateline; the place itself where none is known."""
    country = gazetteer.country(place.country) if place is not None and place.country else None
    if place is None or country is None:
        return place
    return dataclasses.replace(
        place,
        name=country.name,
        admin1=None,
        latitude=country.latitude,
        longitude=country.longitude,
        geonames_id=country.geonames_id,
        precision=PlacePrecision.COUNTRY,
        feature="country",
    )


def _raw_span(document: Document, written: str) -> tuple[int, int] | None:
    for start, end, name in document.removed:
        at = document.raw.find(written, start, end) if name == "dateline" else -1
        if at >= 0:
            return at, at + len(written)
    return None
