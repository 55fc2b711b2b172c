"""Lines of a page, and the paragraphs that they make: blank lines part them, hard-wrapped lines are joined."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Line", "is_terminal", "join_lines", "split_lines", "wrap_width", "wrapped_lines"]

_LINE = re.compile(r"[^\n]+")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}$")
# No text is wrapped wider than this.
_MAX_WIDTH = 140
_MIN_WIDTH = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its outer white space: `text[start:end]`."""

    text: str
    start: int
    end: int
    indent: int
    after_blank: bool

    @property
    def width(self) -> int:
        """Number of characters."""
        return self.end - self.start


def split_lines(text: str) -> Iterator[Line]:
    """The lines that are not blank."""
    expected = 0
    for match in _LINE.finditer(text):
        whole = match.group()
        stripped = whole.strip()
        if not stripped:
            continue
        indent = len(whole) - len(whole.lstrip())
        start = match.start() + indent
        yield Line(stripped, start, start + len(stripped), indent, match.start() > expected or expected == 0)
        expected = match.end() + 1


def is_terminal(text: str) -> bool:
    """Whether the text ends like a sentence."""
    return _TERMINAL.search(text[-5:]) is not None


def wrap_width(lines: Sequence[Line]) -> int:
    """The width at which the text is hard-wrapped, or 0 when it is not.

    Wrapped lines end in mid-sentence, near the same width, and go on in lower case; a list of headlines does not.
    """
    pairs = [(line, after) for line, after in pairwise(lines) if not after.after_blank]
    width = max((line.width for pair in pairs for line in pair), default=0)
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    broken = [pair for pair in pairs if not is_terminal(pair[0].text) and pair[0].width >= 0.6 * width]
    if not broken or len(broken) < 0.4 * len(pairs):
        return 0
    capitals = all(line.text.upper() == line.text for line, _ in broken)
    lower = sum(after.text[0].islower() for _, after in broken)
    if capitals:
        return width if len(broken) > 1 or pairs[0][0].width >= 0.8 * width else 0
    return width if lower >= 0.25 * len(broken) else 0


def join_lines(lines: Sequence[Line], width: int, *, all_lower: bool) -> list[tuple[int, int]]:
    """The paragraphs that the lines make, as (first, past the last) line numbers."""
    groups: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        if groups and _continues(lines[number - 1], line, width, all_lower=all_lower):
            groups[-1] = (groups[-1][0], number + 1)
        else:
            groups.append((number, number + 1))
    return groups


def wrapped_lines(lines: Sequence[Line], width: int) -> set[int]:
    """Numbers of the lines that are part of a hard-wrapped paragraph of several lines."""
    if not width:
        return set()
    groups = join_lines(lines, width, all_lower=True)
    return {number for first, last in groups if last - first > 1 for number in range(first, last)}


def _continues(line: Line, after: Line, width: int, *, all_lower: bool) -> bool:
    """Whether `after` goes on with the paragraph of `line`."""
    if after.after_blank:
        return False
    terminal = is_terminal(line.text)
    if not all_lower and not terminal and after.text[0].islower():
        return True
    if not width:
        return False
    if terminal:
        # A full line that ends with a sentence: the next word would not have fitted.
        fits = line.width + 1 + len(after.text.split(None, 1)[0]) < width - 6
        return not fits and after.indent <= line.indent + 1
    return line.width >= 0.6 * width
