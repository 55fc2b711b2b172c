"""Stage two: `Document` and its parse -> `Parsed`. What is named in the article."""

from collections.abc import Sequence

from spacy.tokens import Doc

from conflictwire.document import Document
from conflictwire.entities.actor_members import with_members
from conflictwire.entities.actors import find_actors
from conflictwire.entities.coreference import link_actors
from conflictwire.entities.dates import find_dates
from conflictwire.entities.gazetteer import Gazetteer
from conflictwire.entities.parsed import Parsed
from conflictwire.entities.place_dateline import country_around, dateline_place
from conflictwire.entities.place_quarters import with_towns
from conflictwire.entities.place_words import place_words
from conflictwire.entities.places import find_places
from conflictwire.entities.quantities import find_quantities
from conflictwire.resources import Resources

__all__ = ["recognise"]


def recognise(
    document: Document,
    doc: Doc,
    resources: Resources,
    gazetteer: Gazetteer,
    *,
    given_places: Sequence[tuple[int, int]] | None = None,
) -> Parsed:
    """The places, dates, quantities and actors of a parsed document.

    Args:
        document: the cleaned article.
        doc: its clean text, parsed; token offsets are clean offsets.
        resources: data files.
        gazetteer: place names.
        given_places: token spans of place names, when the caller knows them.
    """
    published = document.facts.publication_date
    places = find_places(
        doc,
        dateline=document.facts.dateline_place,
        resources=resources,
        gazetteer=gazetteer,
        given=given_places,
    )
    dates = find_dates(doc, publication_date=published, resources=resources)
    quantities = find_quantities(doc, dates=dates, resources=resources)
    actors = link_actors(doc, find_actors(doc, places=places, day=published, resources=resources), resources=resources)
    dateline = dateline_place(document, places, resources=resources, gazetteer=gazetteer)
    if given_places is None:
        places = tuple(with_towns(doc, places, dateline, place_words(resources)))
    return Parsed(
        document=document,
        doc=doc,
        actors=with_members(doc, actors, quantities),
        places=places,
        dates=dates,
        quantities=quantities,
        dateline=dateline,
        dateline_country=country_around(dateline, gazetteer),
    )
