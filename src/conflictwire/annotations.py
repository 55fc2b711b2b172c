"""What `Extractor.annotate` returns: pydantic models of everything named in a text, events or not.

Offsets, dates, countries and coordinates are those of the event record (see `schema`).
"""

from datetime import date

from pydantic import Field

from conflictwire.schema import ActorKind, CountryCode, DatePrecision, NamedPlace, Record, Span

__all__ = ["ActorAnnotation", "Annotations", "DateAnnotation", "PlaceAnnotation", "QuantityAnnotation"]


class PlaceAnnotation(NamedPlace):
    """A place name and the place that it means here.

    Attributes:
        feature: "country", "admin1", "admin2", "city", "region", "water", "site", "facility" or "unknown".
        literal: false for demonyms and seats of power ("Libyan", "Kremlin"), which name no place.
    """

    feature: str
    literal: bool = True


class DateAnnotation(Span):
    """A date expression, and its first and last day; null when it counts from an unknown publication date.

    Attributes:
        approximate: "early", "about": the days are a guess within the precision.
        anchored: the expression says its year itself; false when it counts from the publication date.
    """

    start_date: date | None = None
    end_date: date | None = None
    precision: DatePrecision
    approximate: bool = False
    anchored: bool = False


class ActorAnnotation(Span):
    """A phrase that names a person, group, force or thing that can act or be hit.

    Attributes:
        name: canonical name.
        kind: what it is; null when nothing tells.
        country: ISO 3166-1 alpha-3 of the state it belongs to, or null.
        actor_id: id in the actor lexicon, or null.
        armed: it bears arms; null when nothing tells.
        entity: mentions of one party share this number.
    """

    name: str
    kind: ActorKind | None = None
    country: CountryCode | None = None
    actor_id: str | None = None
    armed: bool | None = None
    entity: int


class QuantityAnnotation(Span):
    """A number of people or things with its hedges.

    Attributes:
        min: lower bound, null when open ("up to ten").
        max: upper bound, null when open ("at least five").
        approximate: "about", "some", "dozens".
        counted: the word that says what is counted, or null when the number stands alone.
    """

    min: int | None = Field(default=None, ge=0)
    max: int | None = Field(default=None, ge=0)
    approximate: bool = False
    counted: Span | None = None


class Annotations(Record):
    """Everything named in one text, each list in text order.

    Attributes:
        doc_id: the caller's id.
        publication_date: the caller's, or what the text says; relative dates count from it.
        language: ISO 639-1 code, or null when it cannot be told; texts in other languages than English stay unread.
        warnings: what was repaired or could not be read.
    """

    doc_id: str | None = None
    publication_date: date | None = None
    language: str | None = None
    places: tuple[PlaceAnnotation, ...] = ()
    dates: tuple[DateAnnotation, ...] = ()
    actors: tuple[ActorAnnotation, ...] = ()
    quantities: tuple[QuantityAnnotation, ...] = ()
    warnings: tuple[str, ...] = ()
