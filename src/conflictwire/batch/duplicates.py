"""Versions of one story that a wire sent again ("2nd lead", corrections), by MinHash of their three-word sequences.

Method: A. Broder, "On the resemblance and containment of documents" (1997); candidates by locality-sensitive hashing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rensa import RMinHash

__all__ = ["Versions"]

PERMUTATIONS = 128
BANDS = 32
SEED = 20260602
SHINGLE = 3
# Shorter texts have too few sequences to tell a new version from another story in the same words.
MIN_WORDS = 20
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Story:
    number: int
    published: date | None
    sketch: "RMinHash"

    def rank(self) -> tuple[date, int]:
        """The newest version is the one published last; on one day, the one that came last."""
        return self.published or date.min, self.number


class Versions:
    """Collects articles, then tells which are older versions of others.

    Args:
        similarity: share of three-word sequences, 0 to 1, from which two articles are versions of one story.
        days: versions are published at most so many days apart, where both days are known.
    """

    def __init__(self, similarity: float, days: int) -> None:
        from rensa import RMinHashLSH

        self._similarity = similarity
        self._days = days
        self._index = RMinHashLSH(threshold=similarity, num_perm=PERMUTATIONS, num_bands=BANDS)
        self._stories: dict[int, _Story] = {}
        self._leader: dict[int, int] = {}

    def add(self, number: int, text: str, published: date | None) -> None:
        """Takes in one article; `number` is its place in the input."""
        words = WORD.findall(text.lower())
        if len(words) < MIN_WORDS:
            return
        story = _Story(number, published, _sketch(words))
        for candidate in self._index.query(story.sketch):
            other = self._stories[candidate]
            if self._near(story, other) and story.sketch.jaccard(other.sketch) >= self._similarity:
                self._join(number, candidate)
        self._index.insert(number, story.sketch)
        self._stories[number] = story

    def older(self) -> Iterator[tuple[int, int]]:
        """Each article that has a newer version, with the newest one of its story."""
        groups: dict[int, list[int]] = {}
        for number in sorted(self._leader):
            groups.setdefault(self._root(number), []).append(number)
        for members in groups.values():
            newest = max(members, key=lambda number: self._stories[number].rank())
            yield from ((number, newest) for number in members if number != newest)

    def _near(self, story: _Story, other: _Story) -> bool:
        if story.published is None or other.published is None:
            return True
        return abs((story.published - other.published).days) <= self._days

    def _join(self, one: int, other: int) -> None:
        self._leader.setdefault(one, one)
        self._leader.setdefault(other, other)
        first, second = sorted((self._root(one), self._root(other)))
        self._leader[second] = first

    def _root(self, number: int) -> int:
        while (leader := self._leader[number]) != number:
            number = leader
        return number


def _sketch(words: list[str]) -> "RMinHash":
    from rensa import RMinHash

    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update([" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)])
    return sketch
