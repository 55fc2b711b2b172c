"""People and bodies that bear the names of places."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from conflictwire.entities.place_cues import Cues
from conflictwire.entities.words import words_of

__all__ = ["PEOPLE", "defined_abbreviations", "in_longer_name", "surnames_of"]

PEOPLE = frozenset({"PERSON", "PER"})
"""Labels of human beings, as recognisers of either kind write them."""
_PLACES = frozenset({"GPE", "LOC"})
_LONGEST_ABBREVIATION = 6


def surnames_of(doc: Doc, cues: Cues) -> frozenset[str]:
    """Every word behind the first of a person's name, as spelled.

    A name of two words that the recogniser takes for a place, that no table holds and that stands behind no preposition
    of place is a person's too: small models err that way.
    """
    spelled, units = words_of(doc).spelled, cues.units
    found = {spelled[i] for ent in doc.ents if ent.label_ in PEOPLE for i in range(ent.start + 1, ent.end)}
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


def defined_abbreviations(doc: Doc) -> frozenset[str]:
    """Short names that the text spells out beside them: "Islamic State in Iraq (ISI)", "DAS [Department of ...]"."""
    tokens = [token for token in words_of(doc).tokens if not token.is_space]
    found = set()
    for at in range(1, len(tokens) - 1):
        text, before, behind = tokens[at].text, tokens[at - 1].text, tokens[at + 1].text
        if not (text.isupper() and text.isalpha() and 1 < len(text) <= _LONGEST_ABBREVIATION):
            continue
        if before == "(" and behind == ")":
            words = tokens[max(0, at - 1 - 2 * len(text)) : at - 1]
            spelled = _initials(words).endswith(text)
        else:
            words = tokens[at + 2 : at + 2 + 2 * len(text)]
            spelled = behind in ("[", "(") and _initials(words).startswith(text)
        if spelled:
            found.add(text)
    return frozenset(found)


def _initials(words: Sequence[Token]) -> str:
    return "".join(word.text[0].upper() for word in words if word.is_alpha and word.pos_ not in ("ADP", "DET", "CCONJ"))
