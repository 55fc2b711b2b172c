"""Place names that no table knows: what the words around them, or the recogniser, must say for them."""

from collections.abc import Sequence

from spacy.tokens import Doc

from conflictwire.entities.place_cues import Cues, Toponym
from conflictwire.entities.place_words import MAX_TYPE_WORDS, TypeWord

__all__ = ["OTHER_LABELS", "UnknownNames"]

_LONGEST_RUN = 3
_SHORT = 5
"""Letters of a word in capitals that is short for something rather than a place."""
OTHER_LABELS = frozenset({"PERSON", "ORG", "PER"})


class UnknownNames:
    """Names of one document; they are given as positions in the units of `cues`.

    Args:
        doc: the document.
        cues: its units and what stands around them.
        labels: the recogniser's label of every token.
        surnames: surnames of people in the text.
        caseless: capital letters tell nothing.
        respelled: capital letters are ours, guessed for a text that has none of its own.
    """

    def __init__(
        self,
        doc: Doc,
        cues: Cues,
        labels: Sequence[str],
        surnames: frozenset[str],
        *,
        caseless: bool,
        respelled: bool,
    ) -> None:
        self.doc = doc
        self.cues = cues
        self.units = cues.units
        self.words = cues.words
        self.gazetteer = cues.gazetteer
        self.labels = labels
        self.surnames = surnames
        self.caseless = caseless
        self.guessed = caseless or respelled

    def opened(self, at: int) -> Toponym | None:
        """A name that its first word makes a place, such as "Camp X"."""
        for size in range(MAX_TYPE_WORDS, 0, -1):
            first = at + size
            if first >= len(self.units) or not self.units[first].capital or self.caseless:
                continue
            kind = self.words.opening.get(" ".join(unit.key for unit in self.units[at:first]))
            if kind and self.units[first].key not in self.words.stop:
                text = self.cues.text(at, first + 1)
                entries = self.gazetteer.lookup(text)
                stop = self.units[first].end
                return Toponym(
                    self.units[at].start, stop, text, text, kind.feature, entries, trusted=True, near=self.cues.near(at)
                )
        return None

    def told(self, at: int) -> Toponym | None:
        """A name that no list knows: "X district", "the village of X", "in X"."""
        last = self._run_end(at)
        units = self.units[at:last]
        if not units or any(unit.key in self.words.stop or unit.key in self.words.nouns for unit in units):
            return None
        behind = self.cues.type_behind(last)
        labels = {self.labels[i] for i in range(units[0].start, units[-1].end)}
        if labels & OTHER_LABELS and not (labels <= {"ORG", ""} and self._is_unit(behind)):
            return None
        if any(unit.qualifies for unit in units):
            return None
        before = self.cues.feature_before(at)
        if behind or before:
            return self.cues.name(at, last, (), trusted=True) if self._type_tells(at, last, behind) else None
        return self.cues.name(at, last, (), trusted=True) if self._preposition_tells(at, last) else None

    def _is_unit(self, behind: tuple[TypeWord, int] | None) -> bool:
        """Whether the type word closes the name of a unit ("X District of Y"; no "X District Court")."""
        if behind is None or behind[0].feature not in ("admin1", "admin2"):
            return False
        after = self.units[behind[1]] if behind[1] < len(self.units) else None
        return after is None or not after.capital

    def plausible(self, first: int, last: int, *, listed: bool) -> bool:
        """Whether a name that only the recogniser knows may be a place: small models take many a name for one.

        `listed`: the name before "and" or a comma is a place.
        """
        if all(self.words.has("communities", unit.key) for unit in self.units[first:last]):
            return False
        if self.guessed:
            return self._plausible_guessed(first, last, listed=listed)
        units = self.units[first:last]
        short = last - first == 1 and units[0].text.isupper() and len(units[0].key) <= _SHORT
        if self.somebody(first, last) or (short and not self.cues.typed(first, last)):
            return False
        if self.cues.cued(first) or self.cues.typed(first, last) or self.after_verb(first):
            return True
        joined = first > 0 and self.units[first - 1].key in {"of", "and"}
        person = any(unit.key in self.words.people for unit in units)
        return joined and units[0].telling and not person and not units[0].text.isupper()

    def _plausible_guessed(self, first: int, last: int, *, listed: bool) -> bool:
        """The same where capitals tell nothing: no other word may pass for a name, no person for a place."""
        if self.cues.typed(first, last):
            return True
        following = self.units[last].text if last < len(self.units) else ""
        if following in {"'s", "’s"} or not self._are_names(first, last):
            return False
        if self.after_verb(first):
            return True
        if self._continues_name(first):
            return False
        opened = self.words.has("name_openers", self.units[first].key)
        cued = self.cues.cued(first) if opened else self.cues.strongly_cued(first)
        return cued or listed

    def _are_names(self, first: int, last: int) -> bool:
        """Whether the tagger takes every word for a name, and none is a word for people or things."""
        units = self.units[first:last]
        tokens = self.doc[units[0].start : units[-1].end]
        somebody = not self.words.has("name_openers", units[0].key) and any(u.key in self.words.people for u in units)
        things = any(unit.key in self.words.nouns for unit in units)
        return not somebody and not things and all(token.pos_ in ("PROPN", "PUNCT", "") for token in tokens)

    def _continues_name(self, first: int) -> bool:
        """Whether the word before is a title, or a part of a name that this one goes on with."""
        if not first or not self.units[first - 1].key:
            return False
        before = self.units[first - 1]
        if self.words.has("person_titles", before.key) or before.key in self.words.people:
            return True
        return self.doc[before.end - 1].pos_ == "PROPN" and not self.cues.placelike(before)

    def somebody(self, first: int, last: int) -> bool:
        """Whether it is the surname of somebody in the text, owns something or says something."""
        if self.cues.typed(first, last):
            return False
        following = self.units[last].text if last < len(self.units) else ""
        owns = following in {"'s", "’s"}
        speaks = owns or self.words.has("speaking", following)
        known = last - first == 1 and self.units[first].text in self.surnames
        return (known and owns) or ((known or speaks) and not self.cues.strongly_cued(first))

    def after_verb(self, first: int) -> bool:
        """Whether a verb stands before it that takes places ("shelled", "entered")."""
        return first > 0 and self.words.has("place_verbs", self.units[first - 1].key)

    def _preposition_tells(self, first: int, last: int) -> bool:
        """Whether "in" or "near" before an unknown name is enough: no person, group or acronym may stand there."""
        units = self.units[first:last]
        if self.caseless or not self.cues.strongly_cued(first) or not units[0].telling:
            return False
        if any(unit.text.isupper() or self.words.has("organisation_words", unit.key) for unit in units):
            return False
        if units[0].key in self.words.people or self.words.has("person_titles", units[0].key):
            return False
        following = self.units[last].text if last < len(self.units) else ""
        return following not in {"'s", "’s"}

    def _type_tells(self, first: int, last: int, behind: tuple[TypeWord, int] | None) -> bool:
        """Whether the type word beside an unknown name is enough: not within a title or an institution's name."""
        if self.caseless:
            return True
        if not all(unit.telling for unit in self.units[first:last]) and not self.cues.cued(first):
            return False
        if behind is None:
            word = self.units[first - 2] if first > 1 else None
            return bool(word and not word.capital) and not self.words.has(
                "organisation_words", self.units[last - 1].key
            )
        words = self.units[last : behind[1]]
        return not words[0].capital or self.words.has("capital_types", " ".join(unit.key for unit in words))

    def _run_end(self, at: int) -> int:
        """End of the run of capitalised words from `at` that are no type words; of names where case tells nothing."""
        last = at
        while last < len(self.units) and last - at < _LONGEST_RUN:
            unit = self.units[last]
            if not unit.key or unit.key in self.words.after or not (unit.capital or self.caseless):
                break
            if self.caseless and last > at and not self._goes_on(at, last):
                break
            last += 1
        while self.caseless and last > at and self.words.has("name_openers", self.units[last - 1].key):
            last -= 1
        return last

    def _goes_on(self, at: int, last: int) -> bool:
        """Whether a name in a text of capitals has one word more: "SAN", "LA" and the like never end one."""
        unit = self.units[last]
        opened = self.words.has("name_openers", self.units[last - 1].key)
        tagged = all(token.pos_ == "PROPN" for token in self.doc[unit.start : unit.end])
        return tagged and (opened or self.cues.typed(at, last + 1)) and self._are_names(last, last + 1)
