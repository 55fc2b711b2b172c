"""Place names that the caller points at, instead of those found: for resolution alone."""

import dataclasses
from collections.abc import Sequence

from spacy.tokens import Doc

from conflictwire.entities.gazetteer import Form, Gazetteer, GazetteerEntry
from conflictwire.entities.place_cues import Cues, Toponym
from conflictwire.entities.place_words import MAX_TYPE_WORDS, PlaceWords
from conflictwire.entities.units import units_of

__all__ = ["given_toponyms"]

LEAST_POPULATION = 5_000
"""Of a town that lends its name to something in it."""


def given_toponyms(
    doc: Doc, spans: Sequence[tuple[int, int]], *, words: PlaceWords, gazetteer: Gazetteer
) -> tuple[Toponym, ...]:
    """The names at the token spans `spans`, with what the words around them say, in text order."""
    cues = Cues(units_of(doc, words=words), words, gazetteer)
    by_start = {unit.start: index for index, unit in enumerate(cues.units)}
    by_end = {unit.end: index + 1 for index, unit in enumerate(cues.units)}
    found: list[Toponym] = []
    for start, end in sorted(set(spans)):
        if found and start < found[-1].end:
            continue
        first, last = by_start.get(start), by_end.get(end)
        text = doc[start:end].text
        if first is None or last is None or not any(unit.key for unit in cues.units[first:last]):
            entries = gazetteer.lookup(text)
            found.append(Toponym(start, end, text, text, None, entries, trusted=True))
            continue
        named = _named(cues, first, last)
        found.append(dataclasses.replace(named, start=start, end=end))
    return tuple(found)


def _named(cues: Cues, first: int, last: int) -> Toponym:
    """The name of units `first:last`; its own type word ("Helmand province") is read as one."""
    whole = cues.text(first, last)
    for cut in range(min(MAX_TYPE_WORDS, last - first - 1), 0, -1):
        kind = cues.words.after.get(" ".join(unit.key for unit in cues.units[last - cut : last]))
        if kind and kind.part:
            core = cues.gazetteer.lookup(cues.text(first, last - cut))
            return dataclasses.replace(cues.name(first, last - cut, core, trusted=True), text=whole)
    found = cues.name(first, last, cues.gazetteer.lookup(whole), trusted=True)
    return found if found.entries else dataclasses.replace(found, feature="site", entries=_part(cues, first, last))


def _part(cues: Cues, first: int, last: int) -> tuple[GazetteerEntry, ...]:
    """Readings of the longest known town or unit inside a name ("Cavan Institute"), the first one of several."""
    for size in range(last - first - 1, 0, -1):
        for start in range(first, last - size + 1):
            units = cues.units[start : start + size]
            if not (units[0].capital and units[-1].capital) or units[0].key in cues.words.stop:
                continue
            entries = tuple(
                entry
                for entry in cues.gazetteer.lookup(cues.text(start, start + size))
                if entry.form <= Form.OTHER and (entry.population >= LEAST_POPULATION or entry.feature == "admin1")
            )
            if entries:
                return entries
    return ()
