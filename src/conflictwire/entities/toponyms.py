"""Where a place is named: names the gazetteer knows, the recogniser's, and those that only their context gives away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from conflictwire.entities.gazetteer import Form, Gazetteer, GazetteerEntry, normalise
from conflictwire.entities.place_words import MAX_TYPE_WORDS, PlaceWords, TypeWord
from conflictwire.entities.units import Unit, units_of

__all__ = ["Toponym", "find_toponyms"]

MAX_UNITS = 5
MIN_POPULATION = 15_000
"""A town below it is too likely to be somebody's name."""
MIN_POPULATION_BARE = 100_000
"""The same where capital letters tell nothing."""
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_OTHER_LABELS = frozenset({"PERSON", "ORG", "PER"})
_STRONG_KINDS = frozenset(
    {"country", "capital", "admin1", "macroregion", "disputed", "region", "island", "water", "river", "base", "camp",
     "landmark", "site", "district", "town"}
)  # fmt: skip
_NAME_FORMS = frozenset({Form.MAIN, Form.OTHER, Form.AMBIGUOUS})


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


class _Finder:
    """One pass over the units of one document."""

    def __init__(self, doc: Doc, words: PlaceWords, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.words = words
        self.gazetteer = gazetteer
        self.units = units_of(doc, words=words)
        letters = [token for token in doc if token.is_alpha]
        upper = sum(token.text[:1].isupper() for token in letters)
        full = sum(token.is_upper and len(token) > 1 for token in letters)
        self.caseless = upper == 0 or full > 0.6 * len(letters)
        self.recognised = bool(doc.ents)
        self.labels = [token.ent_type_ for token in doc]
        self.ends = {ent.start: ent.end for ent in doc.ents if ent.label_ in _PLACE_LABELS}

    def run(self) -> Iterator[Toponym]:
        at = 0
        while at < len(self.units):
            found = self._at(at) if self.units[at].key else None
            if found is None:
                at += 1
                continue
            yield found
            while at < len(self.units) and self.units[at].start < found.end:
                at += 1

    def _at(self, at: int) -> Toponym | None:
        unit = self.units[at]
        if not (unit.capital or self.caseless):
            return None
        named = self._entity(at)
        known = self._known(at)
        opened = self._opened(at)
        choices = [choice for choice in (known, named, opened) if choice is not None]
        if choices:
            return max(choices, key=lambda choice: choice.end)
        return self._told(at) or self._part(unit)

    def _typed(self, first: int, last: int, entries: tuple[GazetteerEntry, ...], *, trusted: bool) -> Toponym:
        """The name of units `first:last`, with the type word behind or before it."""
        core = self._text(first, last)
        feature, end = self._feature_before(first), last
        behind = self._type_behind(last)
        if behind:
            kind, stop = behind
            feature = kind.feature
            if kind.part:
                end = stop
        text = self._text(first, end)
        if feature and not entries:
            entries = self.gazetteer.lookup(core)
        if end > last:
            full = self.gazetteer.lookup(text)
            entries = (*full, *(entry for entry in entries if entry not in full))
        if not entries and (trusted or feature):
            entries = self.gazetteer.similar(core)
        start, stop = self.units[first].start, self.units[end - 1].end
        return Toponym(
            start, stop, text, core, feature, entries, trusted or bool(feature), self._near(first), self._cued(first)
        )

    def _known(self, at: int) -> Toponym | None:
        for last in range(min(at + MAX_UNITS, len(self.units)), at, -1):
            if not self._joined(at, last):
                continue
            text = self._text(at, last)
            entries = self.gazetteer.lookup(text)
            if entries and self._accepts(at, last, entries):
                return self._typed(at, last, entries, trusted=False)
        return self._particled(at)

    def _particled(self, at: int) -> Toponym | None:
        """A name with an Arabic article inside that only a similar spelling finds ("Deir al-X")."""
        last = at + 1
        while (
            last < len(self.units) and last - at < 3 and self.units[last].capital and self.units[last].text[0].islower()
        ):
            last += 1
        if self.caseless or last - at < 2 or not self.units[at].telling or self._other_name(at, last):
            return None
        entries = tuple(
            entry
            for entry in self.gazetteer.similar(self._text(at, last))
            if entry.population >= MIN_POPULATION or entry.kind in _STRONG_KINDS
        )
        if not entries or self._person_like(at, last, self.units[at].key, cued=False, ambiguous=False):
            return None
        return self._typed(at, last, entries, trusted=False)

    def _joined(self, first: int, last: int) -> bool:
        """Whether units `first:last` may be one name: capitals at both ends, at most small words between."""
        units = self.units[first:last]
        if not all(unit.key for unit in units):
            return False
        if self.caseless:
            return True
        inner = units[1:-1]
        return units[-1].capital and all(unit.capital or self.words.has("connectors", unit.key) for unit in inner)

    def _accepts(self, first: int, last: int, entries: tuple[GazetteerEntry, ...]) -> bool:
        units = self.units[first:last]
        key = " ".join(unit.key for unit in units)
        labels = {label for i in range(units[0].start, units[-1].end) if (label := self.labels[i])}
        if labels & _PLACE_LABELS:
            return True
        typed = self._type_behind(last) is not None or self._feature_before(first) is not None
        cued = self._cued(first)
        stopped = key in self.words.stop and not (key == "us" and units[0].text == "US")
        if any(entry.form in (Form.PEOPLE, Form.POWER) for entry in entries):
            return not stopped and not self._other_name(first, last)
        if self.caseless:
            return not stopped and self._accepts_caseless(key, entries, typed=typed, cued=cued)
        best = [entry for entry in entries if entry.form in _NAME_FORMS and entry.kind != "airfield"]
        population = max((entry.population for entry in best if entry.feature == "city"), default=0)
        if stopped:
            return cued and units[0].telling and population >= MIN_POPULATION_BARE and not self._other_name(first, last)
        if self._other_name(first, last):
            return False
        if any(entry.kind == "country" and entry.form <= Form.OTHER for entry in entries):
            return True
        if not typed and self._person_like(first, last, key, cued=cued, ambiguous=_ambiguous(entries)):
            return False
        if len(units) == 1 and units[0].text.isupper() and len(key) <= 5 and population < MIN_POPULATION_BARE:
            return any(entry.kind in _STRONG_KINDS and entry.feature != "admin1" for entry in best)
        telling = any(unit.telling for unit in units) or len(units) > 1
        strong = any(entry.kind in _STRONG_KINDS for entry in best)
        if typed or cued:
            return bool(best) or any(entry.form == Form.SHORT for entry in entries)
        return strong or population >= (MIN_POPULATION if telling else MIN_POPULATION_BARE)

    def _accepts_caseless(self, key: str, entries: tuple[GazetteerEntry, ...], *, typed: bool, cued: bool) -> bool:
        words = key.split()
        best = [entry for entry in entries if entry.form in _NAME_FORMS and entry.kind != "airfield"]
        if not best or len(key) < 4 or words[0] in self.words.stop or words[-1] in self.words.stop:
            return False
        if key in self.words.people and not (typed or cued):
            return False
        population = max(entry.population for entry in best)
        least = MIN_POPULATION if typed or cued else MIN_POPULATION_BARE
        return population >= least or any(entry.kind in _STRONG_KINDS for entry in best)

    def _other_name(self, first: int, last: int) -> bool:
        """Whether the words lie inside the name of a person or organisation."""
        start, end = self.units[first].start, self.units[last - 1].end
        if any(self.labels[i] in _OTHER_LABELS for i in range(start, end)):
            tokens = self.doc[start:end]
            whole = tokens[0].ent_iob_ == "B" and (end == len(self.doc) or self.doc[end].ent_iob_ != "I")
            return not whole
        if self.caseless:
            return False
        behind = self.units[last] if last < len(self.units) else None
        before = self.units[first - 2] if first > 1 and self.units[first - 1].key == "of" else None
        return any(
            unit.capital and (unit.telling or unit is before) and self.words.has("organisation_words", unit.key)
            for unit in (behind, before)
            if unit
        )

    def _person_like(self, first: int, last: int, key: str, *, cued: bool, ambiguous: bool) -> bool:
        """Whether it looks like a part of somebody's name: by itself, or by the capitalised words around it."""
        before = self.units[first - 1] if first else None
        after = self.units[last] if last < len(self.units) else None
        follows = bool(after and after.capital and after.telling and not self._placelike(after))
        if follows and (not self.recognised or key in self.words.people):
            return True
        if cued:
            return False
        if (
            before
            and before.key
            and (
                self.words.has("person_titles", before.key)
                or (before.capital and before.telling and not self._placelike(before))
            )
        ):
            return True
        return key in self.words.people and not ambiguous

    def _placelike(self, unit: Unit) -> bool:
        return (
            unit.key in self.words.after
            or self.words.has("adjectives", unit.key)
            or self.words.has("person_titles", unit.key)
            or unit.key in self.words.stop
            or any(entry.form == Form.PEOPLE for entry in self.gazetteer.lookup(unit.text))
        )

    def _cued(self, first: int) -> bool:
        """Whether a preposition of place stands before unit `first`, adjectives between them allowed."""
        at = first - 1
        while (
            at >= 0
            and first - at < 4
            and (self.words.has("adjectives", self.units[at].key) or self.units[at].key in {"the", "city"})
        ):
            at -= 1
        return at >= 0 and self.words.has("prepositions", self.units[at].key)

    def _near(self, first: int) -> bool:
        keys = [unit.key for unit in self.units[max(0, first - 4) : first]]
        while keys and (keys[-1] == "the" or self.words.has("adjectives", keys[-1])):
            keys.pop()
        if not keys:
            return False
        if keys[-1] == "of" and len(keys) > 1 and keys[-2] in self.words.before_of:
            if self.words.has("near_of", keys[-2]):
                return True
            keys = keys[:-3] if len(keys) > 2 and keys[-3] == "the" else keys[:-2]
        pair = keys[-2:]
        return bool(keys) and (
            self.words.has("near", keys[-1])
            or (len(pair) == 2 and pair[1] == "of" and self.words.has("near_of", pair[0]))
            or (len(pair) == 2 and pair[1] == "to" and self.words.has("near_to", pair[0]))
        )

    def _type_behind(self, last: int) -> tuple[TypeWord, int] | None:
        for stop in range(min(last + MAX_TYPE_WORDS, len(self.units)), last, -1):
            units = self.units[last:stop]
            kind = self.words.after.get(" ".join(unit.key for unit in units)) if all(u.key for u in units) else None
            if kind:
                return kind, stop
        return None

    def _feature_before(self, first: int) -> str | None:
        """The type that "the town of" gives the name at `first`, also over "the towns of A and B" 's first name."""
        at = first - 1
        if (at >= 0 and self.units[at].key in {"called", "named"}) or (at >= 1 and self.units[at].key == "of"):
            at -= 1
        elif not (at >= 0 and self.units[at].key in {"village", "town"}):
            return None
        kind = self.words.before_of.get(self.units[at].key) if at >= 0 else None
        return kind.feature if kind else None

    def _entity(self, at: int) -> Toponym | None:
        """The name that the recogniser saw here, without articles and lower-case modifiers."""
        unit = self.units[at]
        end = self.ends.get(unit.start)
        if end is None:
            inside = self.labels[unit.start] in _PLACE_LABELS and self.doc[unit.start].ent_iob_ == "I"
            earlier = self.units[at - 1] if at else None
            if not (inside and earlier and not earlier.capital):
                return None
            end = unit.end
            while end < len(self.doc) and self.doc[end].ent_iob_ == "I":
                end += 1
        last = at + 1
        while last < len(self.units) and self.units[last].end <= end and self.units[last].key:
            last += 1
        if last > at + 1:
            # "Helmand province": the type word is handled with the others
            for cut in range(1, min(MAX_TYPE_WORDS, last - at - 1) + 1):
                if " ".join(u.key for u in self.units[last - cut : last]) in self.words.after:
                    if not self.gazetteer.lookup(self._text(at, last)):
                        last -= cut
                    break
        key = " ".join(unit.key for unit in self.units[at:last])
        if key in self.words.stop or self.words.has("adjectives", key) or len(key) < 2 or key in self.words.after:
            return None
        return self._typed(at, last, self.gazetteer.lookup(self._text(at, last)), trusted=True)

    def _opened(self, at: int) -> Toponym | None:
        """A name that its first word makes a place, such as "Camp X"."""
        for size in range(MAX_TYPE_WORDS, 0, -1):
            first = at + size
            if first >= len(self.units) or not self.units[first].capital or self.caseless:
                continue
            kind = self.words.opening.get(" ".join(unit.key for unit in self.units[at:first]))
            if kind and self.units[first].key not in self.words.stop:
                text = self._text(at, first + 1)
                entries = self.gazetteer.lookup(text)
                stop = self.units[first].end
                return Toponym(
                    self.units[at].start, stop, text, text, kind.feature, entries, trusted=True, near=self._near(at)
                )
        return None

    def _told(self, at: int) -> Toponym | None:
        """A name that no list knows: "X district", "the village of X", "in X"."""
        last = self._run_end(at)
        units = self.units[at:last]
        if not units or any(unit.key in self.words.stop for unit in units):
            return None
        if any(self.labels[i] in _OTHER_LABELS for i in range(units[0].start, units[-1].end)):
            return None
        behind = self._type_behind(last)
        before = self._feature_before(at)
        if behind or before:
            return self._typed(at, last, (), trusted=True) if self._type_tells(at, last, behind) else None
        if self.caseless or not self._strongly_cued(at) or not units[0].telling:
            return None
        if any(unit.text.isupper() or self.words.has("organisation_words", unit.key) for unit in units):
            return None
        if units[0].key in self.words.people or self.words.has("person_titles", units[0].key):
            return None
        following = self.units[last] if last < len(self.units) else None
        if following and following.text in {"'s", "’s"}:
            return None
        return self._typed(at, last, (), trusted=True)

    def _type_tells(self, first: int, last: int, behind: tuple[TypeWord, int] | None) -> bool:
        """Whether the type word beside an unknown name is enough: not within a title or an institution's name."""
        if self.caseless:
            return True
        if not all(unit.telling for unit in self.units[first:last]) and not self._cued(first):
            return False
        if behind is None:
            word = self.units[first - 2] if first > 1 else None
            return bool(word and not word.capital) and not self.words.has(
                "organisation_words", self.units[last - 1].key
            )
        words = self.units[last : behind[1]]
        return not words[0].capital or self.words.has("capital_types", " ".join(unit.key for unit in words))

    def _run_end(self, at: int) -> int:
        """End of the run of capitalised words from `at` that are no type words; one word where case tells nothing."""
        last = at
        while last < len(self.units) and last - at < 3:
            unit = self.units[last]
            if not unit.key or unit.key in self.words.after or not (unit.capital or self.caseless):
                break
            last += 1
            if self.caseless:
                break
        return last

    def _strongly_cued(self, at: int) -> bool:
        index = at - 1
        while index >= 0 and at - index < 3 and self.words.has("adjectives", self.units[index].key):
            index -= 1
        return index >= 0 and self.words.has("strong_prepositions", self.units[index].key)

    def _part(self, unit: Unit) -> Toponym | None:
        """A place joined to something by a hyphen ("Tripoli-based", "Syria-Turkey")."""
        if unit.end - unit.start < 3 or self.caseless:
            return None
        for token in self.doc[unit.start : unit.end]:
            found = self._part_of(token)
            if found:
                return found
        return None

    def _part_of(self, token: Token) -> Toponym | None:
        text = token.text
        if not text[:1].isupper() or normalise(text) in self.words.stop - {"us"} or self.words.has("particles", text):
            return None
        entries = self.gazetteer.lookup(text)
        strong = [
            entry
            for entry in entries
            if (entry.kind in {"country", "capital"} and entry.form != Form.SHORT)
            or (entry.form <= Form.OTHER and entry.population >= MIN_POPULATION_BARE)
        ]
        if not strong or normalise(text) in self.words.people:
            return None
        return Toponym(token.i, token.i + 1, text, text, None, entries, trusted=False)

    def _text(self, first: int, last: int) -> str:
        return " ".join(unit.text for unit in self.units[first:last])


def _ambiguous(entries: Sequence[GazetteerEntry]) -> bool:
    return any(entry.form == Form.AMBIGUOUS for entry in entries)


def find_toponyms(doc: Doc, *, words: PlaceWords, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Every place name of a document, in text order, none inside another."""
    return tuple(_Finder(doc, words, gazetteer).run())
