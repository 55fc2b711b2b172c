"""Places told by a common noun: "the city" and "the same area" mean the one named before."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from conflictwire.entities.parsed import PlaceMention
from conflictwire.entities.words import children_of
from conflictwire.resources import Resources

__all__ = ["PlaceAnaphora"]

# what may be called so; "unknown" is a name that no table holds
FEATURES = {
    "city": frozenset({"city", "unknown"}),
    "unit": frozenset({"admin1", "admin2", "region", "unknown"}),
    "any": frozenset({"city", "admin1", "admin2", "region", "site", "facility", "unknown"}),
}
# farther back, another place may have come into the story
REACH = 150
# "there" means the place just spoken of
REACH_THERE = 50


class PlaceAnaphora:
    """Finds the place that a definite noun means.

    Args:
        places: the places that events may happen in, in text order.
        resources: the nouns, and the words before them.
    """

    def __init__(self, places: Sequence[PlaceMention], resources: Resources) -> None:
        self._places = places
        self._kinds: Mapping[str, str] = resources.lexicon("place_anaphors")
        self._pointers = frozenset(resources.lexicon("place_pointers"))
        self._prepositions = frozenset(resources.lexicon("site_prepositions"))

    def meant(self, noun: Token) -> PlaceMention | None:
        """The last place before a noun that it may mean; None when the noun is modified otherwise ("the main city")."""
        kind = self._kinds.get(noun.lower_)
        if kind is None:
            return None
        before = {child.lower_ for child in children_of(noun) if child.i < noun.i} - self._prepositions
        if not before or not before <= self._pointers:
            return None
        fitting = FEATURES[kind]
        found = (p for p in reversed(self._places) if p.end <= noun.i and p.feature in fitting)
        last = next(found, None)
        return last if last is not None and noun.i - last.end <= REACH else None

    def there(self, adverb: Token) -> PlaceMention | None:
        """The place named last before "there"."""
        last = next((p for p in reversed(self._places) if p.end <= adverb.i), None)
        return last if last is not None and adverb.i - last.end <= REACH_THERE else None
