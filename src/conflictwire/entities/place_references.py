"""Places that only tell where another one lies: "X, 40 km south of Y", "X, a village on the outskirts of Y"."""

import dataclasses
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from conflictwire.entities.parsed import PlaceMention
from conflictwire.entities.place_words import PlaceWords
from conflictwire.schema import PlacePrecision

__all__ = ["with_references"]

_POINTS = frozenset({"city", "unknown", "site", "facility"})
_LONGEST = 14
"""Tokens between the two names: "a town of 20,000 inhabitants some 40 kilometres (25 miles) north-east of"."""

_SAME_UNIT_KM = 20
"""A place farther away may lie in another unit."""


def with_references(
    doc: Doc, places: Sequence[PlaceMention], country: str | None, words: PlaceWords
) -> list[PlaceMention]:
    """The places, those that locate the one before them marked; a place that no table holds lies near the other.

    Args:
        doc: the article.
        places: its named places, in text order.
        country: the country that the article is plainly about.
        words: word lists.
    """
    out = list(places)
    for index in range(1, len(out)):
        first, second = out[index - 1], out[index]
        if not _locates(doc, first, second, words):
            continue
        out[index] = dataclasses.replace(second, reference=True)
        abroad = country in (None, second.country) and first.country != second.country and second.country is not None
        if first.latitude is None or abroad:
            out[index - 1] = _beside(first, second)
    return out


def _beside(place: PlaceMention, known: PlaceMention) -> PlaceMention:
    """A place that no table holds, or only a namesake of it abroad, by the one that it lies near."""
    own = place.admin1 if place.country == known.country else None
    return dataclasses.replace(
        place,
        name=place.name if place.country == known.country else place.core,
        country=known.country,
        admin1=own or (known.admin1 if (known.distance_km or 0) <= _SAME_UNIT_KM else None),
        latitude=known.latitude,
        longitude=known.longitude,
        geonames_id=None,
        precision=PlacePrecision.NEAR,
        feature="unknown",
        parents=place.parents or known.parents,
    )


def _locates(doc: Doc, first: PlaceMention, second: PlaceMention, words: PlaceWords) -> bool:
    """Whether the second place stands behind "near" or a distance, and only describes the first."""
    if first.feature not in _POINTS or second.feature not in _POINTS or not first.literal:
        return False
    gap = doc[first.end : second.start]
    if not 0 < len(gap) <= _LONGEST or not any(_places(token.lower_, words) for token in gap):
        return False
    return all(_measures(token, words) for token in gap)


def _places(word: str, words: PlaceWords) -> bool:
    """Whether a word says where one place lies from another."""
    return word in words.directions or any(words.has(name, word) for name in ("near", "near_of", "near_to"))


def _measures(token: Token, words: PlaceWords) -> bool:
    """Whether a word may stand in a distance: no verb, no "and", no thing or person."""
    word = token.lower_
    if token.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ", "PRON") or word in (".", ";"):
        return False
    if token.pos_ not in ("NOUN", "PROPN"):
        return True
    known = (words.after, words.before_of, words.units, words.numbers)
    return _places(word, words) or any(word in table for table in known) or words.has("seats", word)
