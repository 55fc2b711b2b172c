"""Builds a text and its offset map side by side, and composes one map with another."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conflictwire.document import Paragraph, Segment

__all__ = ["Mapped", "MappedBuilder", "assemble"]

# A stretch whose words are one plain space apart needs no repair: it maps character by character.
_PLAIN = re.compile(r"\S+(?: \S+)*+")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text and the segments that lead each of its characters back to the raw text."""

    text: str
    segments: tuple[Segment, ...]

    def pieces(self, start: int, end: int) -> Iterable[tuple[int, int, int]]:
        """(clean length, raw start, raw end) of the segments that cover `text[start:end]`, cut to it."""
        at = max(bisect_right(self.segments, start, key=lambda segment: segment.clean_start) - 1, 0)
        for segment in self.segments[at:]:
            if segment.clean_start >= end:
                return
            left, right = max(segment.clean_start, start), min(segment.clean_end, end)
            if left >= right:
                continue
            if segment.clean_end - segment.clean_start == segment.raw_end - segment.raw_start:
                shift = segment.raw_start - segment.clean_start
                yield right - left, left + shift, right + shift
            else:
                yield right - left, segment.raw_start, segment.raw_end


class MappedBuilder:
    """Collects text left to right; neighbouring stretches that map character by character become one segment."""

    __slots__ = ("_parts", "_segments", "_size")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._segments: list[Segment] = []
        self._size = 0

    @property
    def size(self) -> int:
        """Length of the text so far."""
        return self._size

    @property
    def raw_end(self) -> int:
        """End of the raw stretch that the last character came from; 0 at the start."""
        return self._segments[-1].raw_end if self._segments else 0

    def add(self, text: str, raw_start: int, raw_end: int) -> None:
        """Append `text`, which came from the raw stretch `raw_start:raw_end`."""
        if not text:
            return
        start, end = self._size, self._size + len(text)
        self._parts.append(text)
        self._size = end
        last = self._segments[-1] if self._segments else None
        exact = len(text) == raw_end - raw_start
        if (
            last is not None
            and exact
            and last.raw_end == raw_start
            and last.clean_end - last.clean_start == last.raw_end - last.raw_start
        ):
            self._segments[-1] = Segment(last.clean_start, end, last.raw_start, raw_end)
        else:
            self._segments.append(Segment(start, end, raw_start, raw_end))

    def build(self) -> Mapped:
        """The finished text."""
        return Mapped("".join(self._parts), tuple(self._segments))


def assemble(
    source: Mapped, paragraphs: Sequence[tuple[str, Sequence[tuple[int, int, bool]]]]
) -> tuple[Mapped, tuple[Paragraph, ...]]:
    """The clean text: kept stretches of `source`, white space collapsed, one space between words and paragraphs.

    Args:
        source: the repaired text.
        paragraphs: for each paragraph its role and the kept stretches of `source`, in order, each with whether it goes
            on with the word that the one before it ends with.
    """
    builder = MappedBuilder()
    found: list[Paragraph] = []
    for role, stretches in paragraphs:
        begin: int | None = None
        word_end = False
        for start, end, glued in stretches:
            last = -1
            for match in _PLAIN.finditer(source.text, start, end):
                tight = glued and word_end and match.start() == start and begin is not None
                begin = _append(builder, source, match.span(), begin, tight=tight)
                last = match.end()
            word_end = last == end
        if begin is not None:
            found.append(Paragraph(begin, builder.size, role))
    return builder.build(), tuple(found)


def _append(builder: MappedBuilder, source: Mapped, span: tuple[int, int], begin: int | None, *, tight: bool) -> int:
    """Append that stretch of `source.text`, after one space unless `tight`; returns where the paragraph begins."""
    start, end = span
    at = start
    for length, raw_start, raw_end in source.pieces(start, end):
        if at == start:
            if builder.size and not tight:
                # The space stands for all that was left out; two words of one repaired stretch share that stretch.
                gap = (builder.raw_end, raw_start) if raw_start > builder.raw_end else (raw_start, raw_end)
                builder.add(" ", *gap)
            begin = builder.size if begin is None else begin
        builder.add(source.text[at : at + length], raw_start, raw_end)
        at += length
    return begin if begin is not None else builder.size
