"""Which record answers which annotated event: names compared, similarity, and the best one-to-one pairing."""

import re
from collections import deque
from collections.abc import Sequence
from functools import lru_cache

from conflictwire.evaluation.gold import GoldCasualty, GoldDocument, GoldEvent, GoldParty, GoldSource
from conflictwire.schema import CasualtyClaim, ConflictEvent, Party

__all__ = ["names_match", "pair", "party_matches", "same_toll"]

_PUNCTUATION = re.compile(r"[^\w\s]")
_ARTICLE = re.compile(r"(?:the|a|an|some|at least|about) ")
_SENTENCE_END = re.compile(r"""[.!?]["”')]*\s+|\n+""")
SHORTEST_PART = 4
# points of a pair
OVERLAP, SAME_TYPE, SAME_SUB_TYPE, ARGUMENT, OPTIONAL = 2.0, 1.0, 1.0, 0.3, -0.5
FAR_APART = 99
ROUNDING = 1e-9


@lru_cache(maxsize=65_536)
def _plain(name: str) -> str:
    """Lower case, no punctuation or possessive, no leading article."""
    words = " ".join(_PUNCTUATION.sub(" ", name.replace("’", "'").replace("'s", " ").lower()).split())
    article = _ARTICLE.match(words)
    return words[article.end() :] if article else words


def names_match(name: str, names: Sequence[str]) -> bool:
    """`name` equals one of `names`, or one holds the other as whole words (of four letters or more).

    Example:
        >>> names_match("the army", ["Malian army"]), names_match("IS", ["this group"])
        (True, False)
    """
    ours = _plain(name)
    for theirs in map(_plain, names):
        if not ours or not theirs:
            continue
        short, long = sorted((ours, theirs), key=len)
        if ours == theirs or (len(short) >= SHORTEST_PART and re.search(rf"\b{re.escape(short)}\b", long)):
            return True
    return False


def party_matches(gold: GoldSource | GoldParty, party: Party) -> bool:
    """The party is named as in the annotation, by its words or its canonical name."""
    return names_match(party.text, gold.names) or names_match(party.name or party.text, gold.names)


def same_toll(gold: GoldCasualty, claim: CasualtyClaim) -> bool:
    """Kind and both bounds agree."""
    return (gold.kind, gold.min, gold.max) == (claim.kind, claim.min, claim.max)


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def similarity(document: GoldDocument, gold: GoldEvent, record: ConflictEvent) -> float:
    """How well a record answers an event; 0 when it cannot.

    A pair needs an overlapping mention, or the same event type in the same or a neighbouring sentence.
    """
    text = document.text
    wanted = [mention.span(text) for mention in gold.mentions]
    found = [(s.start, s.end) for s in (record.trigger, *record.mentions)]
    overlap = any(_overlap(a, b) for a in wanted for b in found)
    same_type = gold.event_type == record.event_type
    apart = min((abs(_sentence(text, a[0]) - _sentence(text, b[0])) for a in wanted for b in found), default=FAR_APART)
    if not overlap and not (same_type and apart <= 1):
        return 0.0
    shared = sum(
        any(party_matches(g, p) for p in parties)
        for golds, parties in ((gold.actors, record.actors), (gold.targets, record.targets))
        for g in golds
    )
    if record.location and names_match(record.location.text, gold.location.names):
        shared += 1
    shared += sum(any(same_toll(g, claim) for claim in record.casualties) for g in gold.casualties)
    return (
        OVERLAP * overlap
        + SAME_TYPE * same_type
        + SAME_SUB_TYPE * (record.sub_event_type in gold.fair_types)
        + ARGUMENT * (shared + (apart == 0))
        + OPTIONAL * gold.optional
    )


@lru_cache(maxsize=65_536)
def _sentence(text: str, position: int) -> int:
    """Number of the sentence that holds a position."""
    return sum(1 for _ in _SENTENCE_END.finditer(text, 0, position))


Path = tuple[tuple[int, int], ...]


def _augmenting_path(weights: Sequence[Sequence[float]], row_of: dict[int, int]) -> tuple[float, Path]:
    """The alternating path that adds most to a matching, and what it adds; its pairs are those that it puts in."""
    best: dict[int, tuple[float, Path]] = {}
    matched = set(row_of.values())
    queue: deque[tuple[float, Path]] = deque(
        (weight, ((row, column),))
        for row, line in enumerate(weights)
        for column, weight in enumerate(line)
        if row not in matched and weight > 0
    )
    while queue:
        gain, path = queue.popleft()
        column = path[-1][1]
        if column in best and best[column][0] >= gain - ROUNDING:
            continue
        best[column] = gain, path
        if column in row_of:
            row = row_of[column]
            queue.extend(
                (gain - weights[row][column] + weight, (*path, (row, other)))
                for other, weight in enumerate(weights[row])
                if weight > 0 and all(other != seen for _, seen in path)
            )
    ends = (end for column, end in best.items() if column not in row_of)
    return max(ends, key=lambda end: end[0], default=(0.0, ()))


def _assignment(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """One-to-one pairs (row, column) of the greatest total weight, by augmenting paths; a weight of 0 is no pair."""
    row_of: dict[int, int] = {}
    while True:
        gain, path = _augmenting_path(weights, row_of)
        if gain <= ROUNDING:
            return sorted((row, column) for column, row in row_of.items())
        row_of.update({column: row for row, column in path})


def pair(document: GoldDocument, records: Sequence[ConflictEvent]) -> list[tuple[int, int]]:
    """The one-to-one pairs (event, record) of a document whose total similarity is greatest."""
    if not document.events or not records:
        return []
    return _assignment([[similarity(document, gold, record) for record in records] for gold in document.events])
