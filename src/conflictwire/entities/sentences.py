"""Sentence boundaries of a clean text by its punctuation, at the speed of a regular expression.

The parser reads every sentence by itself, so that what it makes of one does not depend on which others are read.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from conflictwire.document import Document
from conflictwire.resources import Resources

__all__ = ["sentence_spans"]

# A full stop, question or exclamation mark with closing marks, then white space.
_STOP = re.compile(r"[.!?…]{1,4}[\"”’'»)\]]{0,3}\s+")
_WORD_BEFORE = re.compile(r"[^\s(\[\"“‘'/-]{1,20}$")
_WORD_AFTER = re.compile(r"[\"“‘'(\[]{0,3}([^\W_]*)")
_REACH = 20
_INITIAL = 1


@lru_cache(maxsize=8)
def _words(resources: Resources) -> tuple[dict[str, str], frozenset[str]]:
    return resources.lexicon("abbreviations"), frozenset(resources.lexicon("sentence_openers"))


def sentence_spans(document: Document, resources: Resources) -> tuple[tuple[int, int], ...]:
    """Clean offsets of every sentence in order, each with the white space behind it; together they are the text."""
    text, lower = document.text, document.facts.all_lower
    starts = sorted({0, *(paragraph.start for paragraph in document.paragraphs)} - {len(text)})
    edges: list[int] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        edges.append(start)
        edges.extend(_boundaries(text, start, end, resources, caseless=lower))
    return tuple(zip(edges, [*edges[1:], len(text)], strict=True)) if text else ()


def _boundaries(text: str, start: int, end: int, resources: Resources, *, caseless: bool) -> Iterator[int]:
    """Where a new sentence starts inside one paragraph."""
    abbreviations, openers = _words(resources)
    for stop in _STOP.finditer(text, start, end):
        at = stop.end()
        if at >= end:
            return
        following = _WORD_AFTER.match(text, at)
        word = following[1] if following else ""
        if not caseless and word[:1].islower():
            continue
        if stop[0][0] == "." and stop[0][1:2].isspace():
            before = _WORD_BEFORE.search(text, max(start, stop.start() - _REACH), stop.start())
            last = before[0].lower() if before else ""
            kind = abbreviations.get(last)
            if kind == "name" or (len(last) == _INITIAL and last.isalpha()):
                continue
            if (kind == "any" or "." in last) and word.lower() not in openers:
                continue
        yield at
