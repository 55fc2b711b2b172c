"""Phrases that say more than a name: "between X and Y", "the X-Y road", "the border with X", "the capital"."""

import dataclasses
from collections.abc import Sequence

from spacy.tokens import Doc

from conflictwire.entities.gazetteer import Gazetteer
from conflictwire.entities.parsed import PlaceMention
from conflictwire.entities.place_references import with_references
from conflictwire.entities.place_words import PlaceWords
from conflictwire.entities.words import words_of
from conflictwire.schema import PlacePrecision

__all__ = ["with_phrases"]

_FARTHEST_DEGREES = 5.0
"""Two towns farther apart are the ends of no stretch that something happened on."""
_ROAD_WINDOW = 4
_CAPITAL_WINDOW = 80
"""How many tokens before "the capital" its name may stand."""


def with_phrases(
    doc: Doc, places: Sequence[PlaceMention], country: str | None, *, words: PlaceWords, gazetteer: Gazetteer
) -> tuple[PlaceMention, ...]:
    """The places, changed by the phrases they stand in, and "the capital" where it is named by that word alone.

    Args:
        doc: the article.
        places: its named places, in text order.
        country: the country that the article is plainly about.
        words: word lists.
        gazetteer: the places of the world.
    """
    out = with_references(doc, [_only_context(doc, place, words) for place in places], country, words)
    for index in range(len(out) - 1):
        if _stretch(doc, out[index], out[index + 1], words):
            out[index], out[index + 1] = _between(out[index], out[index + 1])
    taken = {i for place in out for i in range(place.start, place.end)}
    by_end = {place.end: index for index, place in enumerate(out)}
    by_start = {place.start: index for index, place in enumerate(out) if place.literal}
    capitals = []
    for token in words_of(doc).tokens:
        if token.lower_ != "capital" or token.i in taken or not _stands_alone(doc, token.i, words):
            continue
        after = token.i + 1 + (token.i + 1 < len(doc) and doc[token.i + 1].text in ",:")
        if after in by_start or (after + 1 in by_start and doc[after].lower_ == "city"):
            continue
        owner = _owner(doc, token.i, out, by_end, by_start)
        if owner is None and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "of":
            continue
        if owner is None and "the" in (word.lower_ for word in doc[max(0, token.i - 2) : token.i]):
            owner = _named_last(out, token.i, gazetteer) or country
        entry = gazetteer.capital(owner) if owner else None
        if entry is not None:
            capitals.append(
                PlaceMention(
                    start=token.i,
                    end=token.i + 1,
                    name=entry.name,
                    country=entry.country,
                    admin1=entry.admin1,
                    latitude=entry.latitude,
                    longitude=entry.longitude,
                    geonames_id=entry.geonames_id,
                    precision=PlacePrecision.EXACT,
                    feature="city",
                    core=entry.name,
                )
            )
    return _inserted(out, capitals)


def _named_last(places: Sequence[PlaceMention], at: int, gazetteer: Gazetteer) -> str | None:
    """The country whose capital was named shortly before, which "the capital" then is."""
    for place in reversed([p for p in places if p.literal and at - _CAPITAL_WINDOW < p.start < at]):
        capital = gazetteer.capital(place.country) if place.country and place.feature == "city" else None
        if capital is not None and capital.geonames_id == place.geonames_id:
            return place.country
    return None


def _stands_alone(doc: Doc, at: int, words: PlaceWords) -> bool:
    """Whether "capital" is a city, and that of a country: no "provincial capital", no "capital grant"."""
    if not at or words.has("lesser_capitals", doc[at - 1].lower_):
        return False
    return at + 1 == len(doc) or doc[at + 1].pos_ not in ("NOUN", "PROPN") or doc[at + 1].lower_ == "city"


def _inserted(places: Sequence[PlaceMention], more: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """Both, in text order, with the numbers of the parents moved along."""
    if not more:
        return tuple(places)
    order = sorted((*places, *more), key=lambda place: place.start)
    position = {id(place): index for index, place in enumerate(order)}
    moved = [position[id(place)] for place in places]
    return tuple(
        dataclasses.replace(place, parents=tuple(moved[parent] for parent in place.parents)) for place in order
    )


def _owner(
    doc: Doc, at: int, places: Sequence[PlaceMention], by_end: dict[int, int], by_start: dict[int, int]
) -> str | None:
    """The country whose capital it is: "Libya's capital", "the Libyan capital", "the capital of Libya"."""
    end = at - 1 if doc[at - 1].lower_ in ("'s", "’s", "'", "’") else at
    before = by_end.get(end)
    if before is not None and places[before].feature == "country":
        return places[before].country
    if at + 2 < len(doc) and doc[at + 1].lower_ == "of":
        start = at + 2 + (doc[at + 2].lower_ == "the")
        behind = by_start.get(start)
        if behind is not None and places[behind].feature == "country":
            return places[behind].country
    return None


def _only_context(doc: Doc, place: PlaceMention, words: PlaceWords) -> PlaceMention:
    """A place that only says which border ("the border with X", "the X border") or whose side ("X-based")."""
    before = [token.lower_ for token in doc[max(0, place.start - 3) : place.start] if token.lower_ != "the"]
    behind = [token.lower_ for token in doc[place.end : place.end + 2]]
    border = (
        place.feature == "country"
        and before[-1:] == ["with"]
        and words.has("borders", before[-2] if before[1:] else "")
    )
    border = border or (
        place.feature == "country"
        and before[-1:] not in (["-"], ["–"], ["and"], ["/"])
        and bool(behind)
        and words.has("borders", behind[0])
    )
    sided = behind[:1] in (["-"], ["–"]) and behind[1:] and words.has("sides", behind[1])
    return dataclasses.replace(place, literal=False) if border or sided else place


def _stretch(doc: Doc, first: PlaceMention, second: PlaceMention, words: PlaceWords) -> bool:
    """Whether the wording makes two towns the ends of a stretch."""
    if {first.feature, second.feature} != {"city"} or first.latitude is None or second.latitude is None:
        return False
    gap = [token.lower_ for token in doc[first.end : second.start]]
    before = [token.lower_ for token in doc[max(0, first.start - _ROAD_WINDOW) : first.start]]
    behind = [token.lower_ for token in doc[second.end : second.end + 2]]
    if gap == ["and"] and before and words.has("between", before[-1]):
        return True
    if gap in (["-"], ["–"], ["to"]) and any(words.has("roads", word) for word in behind):
        return True
    linked = bool(before) and words.has("linking", before[-1]) and any(words.has("roads", word) for word in before)
    return linked and gap in (["to"], ["and"], ["with"])


def _between(first: PlaceMention, second: PlaceMention) -> tuple[PlaceMention, PlaceMention]:
    """Both ends, near; the first with the point halfway."""
    first, second = (dataclasses.replace(place, precision=PlacePrecision.NEAR) for place in (first, second))
    ends = (first.latitude, second.latitude, first.longitude, second.longitude)
    if None in ends:
        return first, second
    south, north, west, east = (float(value or 0) for value in ends)
    if abs(south - north) > _FARTHEST_DEGREES or abs(west - east) > _FARTHEST_DEGREES:
        return first, second
    middle = dataclasses.replace(
        first,
        latitude=round((south + north) / 2, 4),
        longitude=round((west + east) / 2, 4),
        geonames_id=None,
    )
    return middle, second
