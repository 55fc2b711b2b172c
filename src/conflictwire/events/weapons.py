"""Weapons: where the text names one, and of which class."""

from functools import lru_cache

from spacy.tokens import Doc

from conflictwire.entities.words import words_of
from conflictwire.resources import Resources

__all__ = ["CREWED", "NO_WEAPON", "craft_words", "find_weapons", "weapon_types"]

NO_WEAPON = "no_weapon"
"""Class of words that only look like a weapon ("coal mine", "fuel tank")."""
CREWED = ("aircraft_class", "vehicle_class")
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})


@lru_cache(maxsize=8)
def _forms(resources: Resources) -> tuple[dict[tuple[str, ...], str], frozenset[str], int]:
    """Weapon words, cut at hyphens as spaCy may or may not do, with their class; their first words; longest length."""
    lexicon = resources.lexicon("weapons").items()
    forms = {tuple(spelt.split()): kind for form, kind in lexicon for spelt in _spellings(form)}
    return forms, frozenset(form[0] for form in forms), max(map(len, forms))


def _spellings(form: str) -> tuple[str, ...]:
    """A form as written, cut at its hyphens, and with its last words joined by one ("car-bomb")."""
    first, _, last = form.rpartition(" ")
    return (f"{first} - {last}", form.replace("-", " - "), form) if first else (form.replace("-", " - "), form)


def _end_of_load(doc: Doc, end: int, loads: frozenset[str]) -> int:
    """End of what a weapon is packed into ("explosives-laden truck"); that of the weapon where it is not."""
    if end + 2 < len(doc) and doc[end].text == "-" and doc[end + 1].lower_ in loads and doc[end + 2].pos_ == "NOUN":
        return end + 3
    return end


@lru_cache(maxsize=8)
def weapon_types(resources: Resources) -> frozenset[str]:
    """Slot types that only a weapon can fill: "weapon" and the classes of the lexicon."""
    kinds = set(resources.lexicon("weapons").values()) - {NO_WEAPON}
    return frozenset({"weapon", *(kind.removesuffix("_class") for kind in kinds)})


@lru_cache(maxsize=8)
def craft_words(resources: Resources) -> frozenset[str]:
    """Words for vehicles and aircraft."""
    return frozenset(form for form, kind in resources.lexicon("weapons").items() if kind in CREWED)


def find_weapons(doc: Doc, resources: Resources) -> dict[tuple[int, int], str]:
    """Weapon spans (tokens, end exclusive) in text order, with their class in the lexicon; the longest match wins."""
    forms, firsts, longest = _forms(resources)
    loads = frozenset(resources.lexicon("load_words"))
    words = words_of(doc).lower
    found: dict[tuple[int, int], str] = {}
    at = 0
    while at < len(words):
        if words[at] in firsts:
            for size in range(min(longest, len(words) - at), 0, -1):
                kind = forms.get(tuple(words[at : at + size]))
                if kind is not None and doc[at + size - 1].pos_ in NOMINAL:
                    end = _end_of_load(doc, at + size, loads)
                    if kind != NO_WEAPON:
                        found[at, end] = kind
                    at = end - 1
                    break
        at += 1
    return found
