"""The state of one walk over a page: the repaired text, what is left out of it, and the facts found on the way."""

from dataclasses import dataclass, field

from conflictwire.cleaning.facts import Facts

__all__ = ["Block", "Walk"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph in the making: `work[start:end]` without the holes.

    Attributes:
        start: offset in the repaired text.
        end: offset in the repaired text, end exclusive.
        role: "title" or "body".
        fixed: the page itself marks it as the headline.
        holes: stretches left out of it.
        joins: stretches left out of words, without a space in their place.
    """

    start: int
    end: int
    role: str = "body"
    fixed: bool = False
    holes: tuple[tuple[int, int], ...] = ()
    joins: tuple[tuple[int, int], ...] = ()

    def stretches(self) -> list[tuple[int, int, bool]]:
        """The kept stretches, each with whether it follows the one before without a space."""
        kept: list[tuple[int, int, bool]] = []
        at, glued = self.start, False
        for start, end in sorted({*self.holes, *self.joins}):
            if start > at:
                kept.append((at, start, glued))
                glued = False
            glued = (start, end) in self.joins and start >= at
            at = max(at, end)
        if at < self.end:
            kept.append((at, self.end, glued))
        return kept


@dataclass(slots=True)
class Walk:
    """The state of one walk: the repaired text, what is left out of it, and the facts found on the way."""

    work: str
    facts: Facts
    removed: list[tuple[int, int, str]] = field(default_factory=list)

    def text(self, block: Block) -> str:
        """The block with plain spaces; positions stay the same."""
        return self.work[block.start : block.end].replace("\n", " ").replace("\t", " ")

    def drop(self, start: int, end: int, name: str) -> None:
        """List `work[start:end]` as left out."""
        if end > start:
            self.removed.append((start, end, name))
