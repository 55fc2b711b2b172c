"""Turns what the entity stage found into the models that `Extractor.annotate` returns."""

from conflictwire.annotations import (
    ActorAnnotation,
    Annotations,
    DateAnnotation,
    PlaceAnnotation,
    QuantityAnnotation,
)
from conflictwire.entities.parsed import Parsed
from conflictwire.schema import NamedPlace, Offset, Span

__all__ = ["to_annotations"]

PRONOUN = "PRON"
PLACE_FIELDS = NamedPlace.model_fields.keys() - Span.model_fields.keys() - {"offset"}


def to_annotations(parsed: Parsed, doc_id: str | None = None) -> Annotations:
    """Every place, date, actor and quantity of an article, by raw offsets."""
    document, doc = parsed.document, parsed.doc

    def span(start: int, end: int) -> dict[str, object]:
        found: Span = document.raw_span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
        return found.model_dump()

    places = [
        PlaceAnnotation.model_validate(
            span(place.start, place.end)
            | {name: getattr(place, name) for name in PLACE_FIELDS}
            | {
                "feature": place.feature,
                "literal": place.literal,
                "offset": _offset(place.distance_km, place.bearing_deg),
            }
        )
        for place in parsed.places
    ]
    dates = [
        DateAnnotation.model_validate(
            span(date.start, date.end)
            | {
                "start_date": date.first,
                "end_date": date.last,
                "precision": date.precision,
                "approximate": date.approximate,
                "anchored": date.anchored,
            }
        )
        for date in parsed.dates
    ]
    actors = [
        ActorAnnotation.model_validate(
            span(actor.start, actor.end)
            | {name: getattr(actor, name) for name in ("name", "kind", "country", "actor_id", "armed", "entity")}
        )
        for actor in parsed.actors
        if doc[actor.head].pos_ != PRONOUN
    ]
    quantities = [
        QuantityAnnotation.model_validate(
            span(quantity.start, quantity.end)
            | {
                "min": quantity.low,
                "max": quantity.high,
                "approximate": quantity.approximate,
                "counted": None
                if quantity.start <= quantity.head < quantity.end
                else span(quantity.head, quantity.head + 1),
            }
        )
        for quantity in parsed.quantities
    ]
    return Annotations(
        doc_id=doc_id,
        publication_date=document.facts.publication_date,
        language=document.facts.language,
        places=tuple(places),
        dates=tuple(dates),
        actors=tuple(actors),
        quantities=tuple(quantities),
        warnings=document.warnings,
    )


def _offset(distance_km: float | None, bearing_deg: float | None) -> Offset | None:
    if distance_km is None and bearing_deg is None:
        return None
    return Offset(distance_km=distance_km, bearing_deg=bearing_deg)
