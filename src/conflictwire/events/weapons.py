"""Weapons: where the text names one, and of which class."""

from functools import lru_cache

from spacy.tokens import Doc

from conflictwire.resources import Resources

__all__ = ["find_weapons"]

NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})


@lru_cache(maxsize=8)
def _forms(resources: Resources) -> tuple[dict[tuple[str, ...], str], int]:
    """Weapon words, tokenised as spaCy does at hyphens, with their class; and the length of the longest."""
    forms = {tuple(form.replace("-", " - ").split()): kind for form, kind in resources.lexicon("weapons").items()}
    return forms, max(map(len, forms))


def find_weapons(doc: Doc, resources: Resources) -> dict[tuple[int, int], str]:
    """Weapon spans (tokens, end exclusive) in text order, with their class in the lexicon; the longest match wins."""
    forms, longest = _forms(resources)
    found: dict[tuple[int, int], str] = {}
    i = 0
    while i < len(doc):
        for size in range(min(longest, len(doc) - i), 0, -1):
            kind = forms.get(tuple(token.lower_ for token in doc[i : i + size]))
            if kind is not None and doc[i + size - 1].pos_ in NOMINAL:
                found[i, i + size] = kind
                i += size - 1
                break
        i += 1
    return found
