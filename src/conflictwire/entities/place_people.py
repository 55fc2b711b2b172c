"""People who bear the names of places."""

from spacy.tokens import Doc

from conflictwire.entities.place_cues import Cues
from conflictwire.entities.words import words_of

__all__ = ["in_longer_name", "surnames_of"]

_PEOPLE = frozenset({"PERSON", "PER"})
_PLACES = frozenset({"GPE", "LOC"})


def surnames_of(doc: Doc, cues: Cues) -> frozenset[str]:
    """Every word behind the first of a person's name, as spelled.

    A name of two words that the recogniser takes for a place, that no table holds and that stands behind no preposition
    of place is a person's too: small models err that way.
    """
    spelled, units = words_of(doc).spelled, cues.units
    found = {spelled[i] for ent in doc.ents if ent.label_ in _PEOPLE for i in range(ent.start + 1, ent.end)}
    at = {unit.start: index for index, unit in enumerate(units)}
    for ent in doc.ents:
        first = at.get(ent.start)
        if ent.label_ not in _PLACES or len(ent) != 2 or first is None or cues.cued(first):
            continue
        names = units[first : first + 2]
        if any(not unit.capital or unit.end - unit.start > 1 or cues.placelike(unit) for unit in names):
            continue
        if not cues.gazetteer.lookup(cues.text(first, first + 2)) and not cues.gazetteer.lookup(names[0].text):
            found.add(names[1].text)
    return frozenset(found)


def in_longer_name(doc: Doc, first: int, last: int, cues: Cues) -> bool:
    """Whether what the recogniser took for a place has another name before or behind the units `first:last`."""
    units = cues.units
    before = first - 1 if doc[units[first].start].ent_iob_ == "I" else -1
    behind = last if last < len(units) and doc[units[last].start].ent_iob_ == "I" else -1
    others = [units[at] for at in (before, behind) if at >= 0]
    return any(unit.capital and not cues.placelike(unit) and not cues.gazetteer.lookup(unit.text) for unit in others)
