"""What the words around a name say: a preposition, a distance, a word for its kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from conflictwire.entities.gazetteer import Form, Gazetteer, GazetteerEntry
from conflictwire.entities.place_words import MAX_TYPE_WORDS, PlaceWords, TypeWord
from conflictwire.entities.units import Unit

__all__ = ["Cues", "Toponym"]

_NEAR_WINDOW = 8
"""How many words before a name "near" may stand: "near the northern Syrian border town of"."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in the text before anything says which place it is.

    Attributes:
        start, end: tokens.
        text: the name with its type word, as written.
        core: the name without it.
        feature: what the type word says, or None.
        entries: readings.
        trusted: found by recogniser or pattern, not only by the gazetteer.
        near: words before it say "near".
        cued: a preposition of place stands before it.
    """

    start: int
    end: int
    text: str
    core: str
    feature: str | None
    entries: tuple[GazetteerEntry, ...]
    trusted: bool
    near: bool = False
    cued: bool = False


class Cues:
    """The neighbourhood of the names in one document; names are given as positions in `units`."""

    def __init__(self, units: Sequence[Unit], words: PlaceWords, gazetteer: Gazetteer) -> None:
        self.units = units
        self.words = words
        self.gazetteer = gazetteer

    def cued(self, first: int) -> bool:
        """Whether a preposition of place stands before unit `first`, adjectives between them allowed."""
        at = first - 1
        while (
            at >= 0
            and first - at < 4
            and (self.words.has("adjectives", self.units[at].key) or self.units[at].key in {"the", "city"})
        ):
            at -= 1
        return at >= 0 and self.words.has("prepositions", self.units[at].key)

    def assaulted(self, first: int) -> bool:
        """Whether a noun for what is done to places stands before it ("a rocket attack on", "the battle for")."""
        if first < 2 or self.units[first - 1].key not in {"on", "of", "for"}:
            return False
        return self.words.has("assaults", self.units[first - 2].key)

    def near(self, first: int) -> bool:
        """Whether the words before unit `first` say "near"."""
        units = list(self.units[max(0, first - _NEAR_WINDOW) : first])
        self._strip(units)
        if len(units) > 1 and units[-1].key == "of" and units[-2].key in self.words.before_of:
            if self.words.has("near_of", units[-2].key):
                return True
            del units[-2:]
            self._strip(units)
        keys = [unit.key for unit in units]
        pair = keys[-2:]
        return bool(keys) and (
            self.words.has("near", keys[-1])
            or (len(pair) == 2 and pair[1] == "of" and self.words.has("near_of", pair[0]))
            or (len(pair) == 2 and pair[1] == "to" and self.words.has("near_to", pair[0]))
        )

    def _strip(self, units: list[Unit]) -> None:
        """Takes "the" and adjectives, those of peoples included, off the end ("near the | northern Syrian")."""
        while units and (
            units[-1].key == "the"
            or self.words.has("adjectives", units[-1].key)
            or (units[-1].capital and any(e.form == Form.PEOPLE for e in self.gazetteer.lookup(units[-1].text)))
        ):
            units.pop()

    def typed(self, first: int, last: int) -> bool:
        """Whether a type word stands before or behind the name `first:last`."""
        return self.type_behind(last) is not None or self.feature_before(first) is not None

    def type_behind(self, last: int) -> tuple[TypeWord, int] | None:
        """The type word that follows unit `last`, and where it ends."""
        for stop in range(min(last + MAX_TYPE_WORDS, len(self.units)), last, -1):
            units = self.units[last:stop]
            kind = self.words.after.get(" ".join(unit.key for unit in units)) if all(u.key for u in units) else None
            if kind:
                return kind, stop
        return None

    def feature_before(self, first: int) -> str | None:
        """The type that "the town of" gives the name at `first`, also over "the towns of A and B" 's first name."""
        at = first - 1
        if (at >= 0 and self.units[at].key in {"called", "named"}) or (at >= 1 and self.units[at].key == "of"):
            at -= 1
        elif not (at >= 0 and self.units[at].key in {"village", "town"} and not self.units[at].capital):
            return None
        kind = self.words.before_of.get(self.units[at].key) if at >= 0 else None
        return kind.feature if kind else None

    def strongly_cued(self, at: int) -> bool:
        """Whether a preposition that hardly stands before anything but places is before unit `first`."""
        index = at - 1
        while index >= 0 and at - index < 3 and self.words.has("adjectives", self.units[index].key):
            index -= 1
        return index >= 0 and self.words.has("strong_prepositions", self.units[index].key)

    def placelike(self, unit: Unit) -> bool:
        """Whether a capitalised word beside a name is no part of somebody's name."""
        return (
            unit.key in self.words.after
            or self.words.has("adjectives", unit.key)
            or self.words.has("person_titles", unit.key)
            or unit.key in self.words.stop
            or any(entry.form == Form.PEOPLE for entry in self.gazetteer.lookup(unit.text))
        )

    def text(self, first: int, last: int) -> str:
        """The words `first:last` as written."""
        return " ".join(unit.text for unit in self.units[first:last])

    def name(self, first: int, last: int, entries: tuple[GazetteerEntry, ...], *, trusted: bool) -> Toponym:
        """The name of units `first:last`, with the type word behind or before it."""
        core = self.text(first, last)
        feature, end = self.feature_before(first), last
        people = any(entry.form == Form.PEOPLE for entry in entries)
        behind = None if people else self.type_behind(last)
        if behind and behind[0].feature == "city" and self._owns_town(entries, behind[1]):
            behind = None
        if behind:
            kind, stop = behind
            feature = kind.feature
            if kind.part:
                end = stop
        text = self.text(first, end)
        if feature and not entries:
            entries = self.gazetteer.lookup(core)
        if end > last:
            full = self.gazetteer.lookup(text)
            entries = (*full, *(entry for entry in entries if entry not in full))
        if not entries and (trusted or feature):
            entries = self.gazetteer.similar(core)
        start, stop = self.units[first].start, self.units[end - 1].end
        return Toponym(
            start,
            stop,
            text,
            core,
            feature,
            entries,
            trusted or bool(feature),
            self.near(first),
            self.cued(first),
        )

    def _owns_town(self, entries: tuple[GazetteerEntry, ...], stop: int) -> bool:
        """Whether a town word behind a name is that of a town in it ("a Mali village", "the Darfur city of X")."""
        if any(e.kind == "country" and e.form <= Form.OTHER for e in entries):
            return True
        goes_on = stop < len(self.units) and self.units[stop].key == "of"
        named = stop + 1 < len(self.units) and self.units[stop + 1].capital
        headed = goes_on and named and self.words.has("town_heads", self.units[stop - 1].key)
        return headed and any(e.feature in ("admin1", "region") for e in entries)
