"""Where a place is named: names the gazetteer knows, the recogniser's, and those that only their context gives away."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from conflictwire.entities.gazetteer import Form, Gazetteer, GazetteerEntry, normalise
from conflictwire.entities.place_cues import Cues, Toponym
from conflictwire.entities.place_people import PEOPLE, defined_abbreviations, in_longer_name, surnames_of
from conflictwire.entities.place_words import MAX_TYPE_WORDS, PlaceWords
from conflictwire.entities.units import Unit, units_of
from conflictwire.entities.unknown_places import OTHER_LABELS, UnknownNames
from conflictwire.entities.words import SPELLED, words_of

__all__ = ["find_toponyms"]

MAX_UNITS = 5
MIN_POPULATION = 15_000
"""A town below it is too likely to be somebody's name."""
MIN_POPULATION_BARE = 100_000
"""The same where capital letters tell nothing."""
MIN_POPULATION_SURNAME = 1_000_000
"""The same for the surname of somebody in the text."""
MAX_CAPITALS_LOWER, MIN_CAPITALS_UPPER = 0.04, 0.6
"""Share of capitalised words up to which, and of all-capital words from which, case tells nothing."""
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_STRONG_KINDS = frozenset(
    {"country", "capital", "admin1", "macroregion", "disputed", "region", "island", "water", "river", "base", "camp",
     "landmark", "site", "district", "town"}
)  # fmt: skip
_NAME_FORMS = frozenset({Form.MAIN, Form.OTHER, Form.AMBIGUOUS})


class _Finder:
    """One pass over the units of one document."""

    def __init__(self, doc: Doc, words: PlaceWords, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.words = words
        self.gazetteer = gazetteer
        self.units = units_of(doc, words=words)
        self.cues = Cues(self.units, words, gazetteer)
        letters = [unit.text for unit in self.units if unit.key]
        upper = sum(text[0].isupper() for text in letters)
        full = sum(text.isupper() and len(text) > 1 for text in letters)
        self.caseless = upper <= MAX_CAPITALS_LOWER * len(letters) or full >= MIN_CAPITALS_UPPER * len(letters)
        self.recognised = bool(doc.ents)
        self.labels = [token.ent_type_ for token in words_of(doc).tokens]
        self.respelled = SPELLED in doc.user_data
        self.surnames = frozenset() if self.caseless else surnames_of(doc, self.cues)
        self.unknown = UnknownNames(
            doc, self.cues, self.labels, self.surnames, caseless=self.caseless, respelled=self.respelled
        )
        self.abbreviations = defined_abbreviations(doc)
        self.found_until = -1
        self.ends = {ent.start: ent.end for ent in doc.ents if ent.label_ in _PLACE_LABELS}

    def run(self) -> Iterator[Toponym]:
        at = 0
        while at < len(self.units):
            found = self._at(at) if self.units[at].key else None
            if found is None:
                yield from self._parts(self.units[at])
                at += 1
                continue
            yield found
            self.found_until = found.end
            while at < len(self.units) and self.units[at].start < found.end:
                at += 1

    def _at(self, at: int) -> Toponym | None:
        unit = self.units[at]
        if not (unit.capital or self.caseless):
            return None
        named = self._entity(at)
        known = self._known(at)
        opened = self.unknown.opened(at)
        choices = [choice for choice in (known, named, opened) if choice is not None]
        if choices:
            best = max(choices, key=lambda choice: choice.end)
            return None if self._is_people(best) else best
        return self.unknown.told(at)

    def _known(self, at: int) -> Toponym | None:
        for last in range(min(at + MAX_UNITS, len(self.units)), at, -1):
            if not self._joined(at, last):
                continue
            text = self.cues.text(at, last)
            entries = self.gazetteer.lookup(text)
            if any(entry.kind == "abbreviation" for entry in entries):
                written = "." in text if self.caseless else self.units[at].capital
                accepted = at > 0 and self.units[at - 1].text == "," and written
            else:
                accepted = bool(entries) and not self._abbreviates(at, last, entries)
                accepted = accepted and self._accepts(at, last, entries)
            if accepted:
                longer = self._lengthened(at, last) or self._only_begins(at, last, entries)
                return longer or self.cues.name(at, last, entries, trusted=False)
        return self._particled(at)

    def _abbreviates(self, first: int, last: int, entries: tuple[GazetteerEntry, ...]) -> bool:
        """Whether it is a short name that the text spells out, and that of no country."""
        short = last - first == 1 and self.units[first].text.upper() in self.abbreviations
        return short and not any(entry.kind == "country" for entry in entries)

    def _lengthened(self, first: int, last: int) -> Toponym | None:
        """The longer name, known or not, that a place's name is only the beginning of ("San X de Y")."""
        end = last
        while end < len(self.units) and self.words.has("name_links", self.units[end].key):
            end += 1
        if end == last or end == len(self.units) or not (self.units[end].capital and self.units[end].key):
            return None
        return self.cues.name(first, end + 1, self.gazetteer.lookup(self.cues.text(first, end + 1)), trusted=True)

    def _only_begins(self, first: int, last: int, entries: tuple[GazetteerEntry, ...]) -> Toponym | None:
        """The longer unknown name whose first word some small town elsewhere bears as well ("in Petal Wali Gali")."""
        if self.caseless or last - first > 1 or not self.cues.strongly_cued(first):
            return None
        if any(entry.feature != "city" or entry.population >= MIN_POPULATION_BARE for entry in entries):
            return None
        end = last
        while end < len(self.units) and end - first < MAX_UNITS and self._goes_on(end):
            end += 1
        return self.cues.name(first, end, (), trusted=True) if end > last else None

    def _goes_on(self, at: int) -> bool:
        """Whether a word goes on with the name before it: written large, no place, people, title or date."""
        unit = self.units[at]
        return (
            unit.capital
            and unit.telling
            and not self.labels[unit.start]
            and self.doc[unit.start].pos_ == "PROPN"
            and not self.cues.placelike(unit)
            and not self.gazetteer.lookup(unit.text)
        )

    def _particled(self, at: int) -> Toponym | None:
        """A name that only a similar spelling finds: with an Arabic article inside, or after a word of place."""
        last = at + 1
        while (
            last < len(self.units)
            and last - at < 3
            and self.units[last].capital
            and (self.units[last].text[0].islower() or self.cues.cued(at) or self.unknown.after_verb(at))
        ):
            last += 1
        if self.caseless or last - at < 2 or not self.units[at].telling or self._other_name(at, last):
            return None
        entries = tuple(
            entry
            for entry in self.gazetteer.similar(self.cues.text(at, last))
            if entry.population >= MIN_POPULATION or entry.kind in _STRONG_KINDS
        )
        if not entries or self._person_like(at, last, self.units[at].key, cued=False, ambiguous=False):
            return None
        return self.cues.name(at, last, entries, trusted=False)

    def _joined(self, first: int, last: int) -> bool:
        """Whether units `first:last` may be one name: capitals at both ends, at most small words between."""
        units = self.units[first:last]
        if not all(unit.key for unit in units):
            return False
        if self.caseless or (self.respelled and units[0].capital):
            return True
        inner = units[1:-1]
        return units[-1].capital and all(unit.capital or self.words.has("connectors", unit.key) for unit in inner)

    def _accepts(self, first: int, last: int, entries: tuple[GazetteerEntry, ...]) -> bool:
        """Whether a name of the gazetteer is meant as a place here."""
        units = self.units[first:last]
        key = " ".join(unit.key for unit in units)
        ordinary = key in self.words.stop
        if self.caseless and (ordinary or key in self.words.after):
            return False
        labelled = any(self.labels[i] in _PLACE_LABELS for i in range(units[0].start, units[-1].end))
        labelled = labelled and not in_longer_name(self.doc, first, last, self.cues)
        if labelled and not ordinary and not (last - first == 1 and units[0].text in self.surnames):
            return True
        stopped = ordinary and not (key == "us" and units[0].text == "US")
        if any(entry.form in (Form.PEOPLE, Form.POWER) for entry in entries):
            return not stopped and (self._describes_body(first, last) or not self._other_name(first, last))
        if self.caseless or self._other_name(first, last):
            return self.caseless and self._accepts_caseless(first, last, key, entries)
        if stopped:
            return units[0].telling and self._accepts_ordinary(first, last, entries)
        return self._accepts_written(first, last, key, entries)

    def _accepts_ordinary(self, first: int, last: int, entries: tuple[GazetteerEntry, ...]) -> bool:
        """The same for an ordinary word: "town of X", a big city after "in", a unit beside "state" ("Unity state")."""
        known = [entry for entry in entries if entry.form in _NAME_FORMS]
        behind = self.cues.type_behind(last)
        kinds = {behind[0].feature if behind else None, self.cues.feature_before(first)}
        if "admin1" in kinds and any(entry.feature == "admin1" for entry in known):
            return True
        if known and self.cues.feature_before(first):
            return True
        return self.cues.cued(first) and any(entry.population >= MIN_POPULATION_BARE for entry in known)

    def _accepts_written(self, first: int, last: int, key: str, entries: tuple[GazetteerEntry, ...]) -> bool:
        """The same for a capitalised name that is no ordinary word and no part of an organisation's."""
        if any(entry.kind == "country" and entry.form <= Form.OTHER for entry in entries):
            return True
        units = self.units[first:last]
        if self._names_people(first, last, entries):
            return False
        best = [entry for entry in entries if entry.form in _NAME_FORMS and entry.kind != "airfield"]
        population = max((entry.population for entry in best if entry.feature == "city"), default=0)
        typed = self.cues.typed(first, last)
        cued = self.cues.cued(first) or self.unknown.after_verb(first)
        cued = cued or (population >= MIN_POPULATION and self.cues.assaulted(first))
        if not typed and self._person_like(
            first, last, key, cued=cued, ambiguous=any(entry.form == Form.AMBIGUOUS for entry in entries)
        ):
            return False
        if len(units) == 1 and units[0].text.isupper() and len(key) <= 5 and population < MIN_POPULATION_BARE:
            return any(entry.kind in _STRONG_KINDS and entry.feature != "admin1" for entry in best)
        if typed or cued:
            return bool(best) or any(entry.form == Form.SHORT for entry in entries)
        telling = any(unit.telling for unit in units) or len(units) > 1
        strong = any(entry.kind in _STRONG_KINDS for entry in best)
        return strong or population >= (MIN_POPULATION if telling else MIN_POPULATION_BARE)

    def _accepts_caseless(self, first: int, last: int, key: str, entries: tuple[GazetteerEntry, ...]) -> bool:
        told = self.cues.cued(first) or self.cues.typed(first, last)
        words = key.split()
        best = [entry for entry in entries if entry.form in _NAME_FORMS and entry.kind != "airfield"]
        if not best or len(key) < 4 or words[0] in self.words.stop or words[-1] in self.words.stop:
            return False
        if key in self.words.people and not told:
            return False
        population = max(entry.population for entry in best)
        least = MIN_POPULATION if told else MIN_POPULATION_BARE
        return population >= least or any(entry.kind in _STRONG_KINDS for entry in best)

    def _describes_body(self, first: int, last: int) -> bool:
        """Whether it tells whose body the common noun behind it is ("Sri Lankan navy"), no part of a proper name."""
        start = self.units[first].start
        if self.caseless or self.labels[start] in PEOPLE or self.doc[start].ent_iob_ != "B":
            return False
        return last < len(self.units) and bool(self.units[last].key) and not self.units[last].capital

    def _other_name(self, first: int, last: int) -> bool:
        """Whether the words lie inside the name of a person or organisation."""
        start, end = self.units[first].start, self.units[last - 1].end
        if any(self.labels[i] in OTHER_LABELS for i in range(start, end)):
            kind = self.cues.type_behind(last)
            ends = {end, self.units[kind[1] - 1].end if kind else end}
            return self.doc[start].ent_iob_ != "B" or not any(
                at == len(self.doc) or self.doc[at].ent_iob_ != "I" for at in ends
            )
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
        follows = bool(after and after.capital and after.telling and not self.cues.placelike(after))
        if follows and (not self.recognised or key in self.words.people):
            return True
        if cued:
            return False
        if (
            before
            and before.key
            and (
                self.words.has("person_titles", before.key)
                or (
                    before.capital
                    and (before.telling or before.key in self.words.people)
                    and not self.cues.placelike(before)
                )
            )
        ):
            return True
        return key in self.words.people and not ambiguous

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
        last = self._unit_end(at, last)
        if last > at + 1:
            # "Helmand province": the type word is handled with the others
            for cut in range(1, min(MAX_TYPE_WORDS, last - at - 1) + 1):
                if " ".join(u.key for u in self.units[last - cut : last]) in self.words.after:
                    if not self.gazetteer.lookup(self.cues.text(at, last)):
                        last -= cut
                    break
        key = " ".join(unit.key for unit in self.units[at:last])
        if key in self.words.stop or self.words.has("adjectives", key) or len(key) < 2 or key in self.words.after:
            return None
        entries = self.gazetteer.lookup(self.cues.text(at, last))
        if (
            self._names_people(at, last, entries)
            if entries
            else not self.unknown.plausible(at, last, listed=self._listed(at, last))
        ):
            return None
        return self.cues.name(at, last, entries, trusted=True)

    def _unit_end(self, at: int, last: int) -> int:
        """Where the first unit of a chain ends that the recogniser took for one name ("X District | of Y Province")."""
        for index in range(at + 1, last - 1):
            if self.units[index].key in self.words.after and self.units[index + 1].key in ("of", "in"):
                return last if self.gazetteer.lookup(self.cues.text(at, last)) else index
        return last

    def _listed(self, first: int, last: int) -> bool:
        """Whether the name goes on a list of places that begins before it."""
        before = self.units[first - 1] if first else None
        if before is None or before.start != self.found_until:
            return False
        following = self.units[last].text.lower() if last < len(self.units) else ""
        return before.key == "and" or (before.text == "," and following in {"and", ","})

    def _is_people(self, toponym: Toponym) -> bool:
        """Whether the name is that of a people ("the X tribe"), unless it is the name of a country as well."""
        after = toponym.end
        following = self.doc[after].lower_ if after < len(self.doc) else ""
        return self.words.has("people_words", following) and not any(
            entry.form >= Form.PEOPLE or entry.kind == "country" for entry in toponym.entries
        )

    def _names_people(self, first: int, last: int, entries: tuple[GazetteerEntry, ...]) -> bool:
        """Whether a small place's name is the surname of somebody in the text."""
        surname = last - first == 1 and self.units[first].text in self.surnames
        small = all(entry.population < MIN_POPULATION_SURNAME and entry.kind != "capital" for entry in entries)
        return surname and small and self.unknown.somebody(first, last)

    def _parts(self, unit: Unit) -> Iterator[Toponym]:
        """Places joined to something by a hyphen ("Tripoli-based", "Syria-Turkey")."""
        if unit.end - unit.start >= 3 and not self.caseless:
            for token in self.doc[unit.start : unit.end]:
                found = self._part_of(token)
                if found:
                    yield found

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


def find_toponyms(doc: Doc, *, words: PlaceWords, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Every place name of a document, in text order, none inside another."""
    return tuple(_Finder(doc, words, gazetteer).run())
