"""One sense per document: a name that is a place once is a place wherever the article repeats it."""

import dataclasses
from collections.abc import Sequence

from spacy.tokens import Doc

from conflictwire.entities.place_cues import Toponym
from conflictwire.entities.words import words_of

__all__ = ["with_repeats"]

SHORTEST = 4


def with_repeats(doc: Doc, toponyms: Sequence[Toponym]) -> tuple[Toponym, ...]:
    """The toponyms, and every other occurrence of their names in the same spelling, in text order.

    A repeat inside a longer name of a person or organisation ("Bank of X") stays part of that name.
    """
    texts = words_of(doc).texts
    places: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        places.setdefault(text, []).append(at)
    taken = {i for toponym in toponyms for i in range(toponym.start, toponym.end)}
    names: dict[tuple[str, ...], Toponym] = {}
    for toponym in toponyms:
        if not toponym.entries and not toponym.feature:
            continue  # known by its preposition alone: too little to make every other mention a place
        words = tuple(texts[toponym.start : toponym.end])
        if sum(map(len, words)) >= SHORTEST and any(word[:1].isupper() for word in words):
            names.setdefault(words, toponym)
    found: list[Toponym] = []
    for words, toponym in sorted(names.items(), key=lambda item: -len(item[0])):
        for start in places[words[0]]:
            end = start + len(words)
            if not taken.isdisjoint(range(start, end)):
                continue
            if tuple(texts[start:end]) == words and not _inside_name(doc, start, end):
                taken.update(range(start, end))
                found.append(dataclasses.replace(toponym, start=start, end=end, near=False))
    return tuple(sorted((*toponyms, *found), key=lambda t: t.start))


def _inside_name(doc: Doc, start: int, end: int) -> bool:
    return any(
        ent.label_ in ("PERSON", "ORG")
        and ent.start < end
        and start < ent.end
        and (ent.end - ent.start) > (end - start)
        for ent in doc.ents
    )
