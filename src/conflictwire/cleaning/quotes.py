"""Direct speech in the clean text: straight, curly, doubled and single quotation marks, closed or not."""

import re
from collections.abc import Iterator, Sequence

from conflictwire.document import Paragraph, Quote

__all__ = ["find_quotes"]

# Runs count as one mark: CSV exports double them, and some wires write `` and ''.
_MARK = re.compile(r"\"{1,4}|[“”„«»]{1,3}|``|''")
# Single marks are apostrophes too: only a stretch that closes after a punctuation mark is speech.
_SINGLE = re.compile(r"(?<![^\s(\[—–:])[‘'](?=[^\s'‘’])(?:[^‘\"“”]{1,600}?)[,.!?][’'](?![^\s,.;:!?)\]—–-])")
_OPENS_AFTER = frozenset(" \t([{—–-/:")


def find_quotes(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Quote, ...]:
    """Direct speech of every paragraph, in order.

    Speech without an end mark runs to the end of its paragraph (`closed` false). Speech over several paragraphs is one
    quote a paragraph; where the next paragraph opens with no mark but closes with one, it is speech from its start.
    """
    found: list[Quote] = []
    pending = False
    for paragraph in paragraphs:
        quotes = _double(text, paragraph, pending=pending) or list(_single(text, paragraph))
        found.extend(quotes)
        pending = bool(quotes) and not quotes[-1].closed and quotes[-1].end == paragraph.end
    return tuple(found)


def _double(text: str, paragraph: Paragraph, *, pending: bool) -> list[Quote]:
    found: list[Quote] = []
    opened: int | None = None
    first = True
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        opening = _opens(text, mark, paragraph)
        if opened is None:
            if opening:
                opened = mark.start()
            elif first and pending and _closes(text, mark, paragraph):
                found.append(Quote(paragraph.start, mark.end()))
        elif opening and not _closes(text, mark, paragraph):
            end = _trimmed(text, opened, mark.start())
            found.append(Quote(opened, end, closed=False))
            opened = mark.start()
        else:
            found.append(Quote(opened, mark.end()))
            opened = None
        first = False
    if opened is not None and opened + 1 < paragraph.end:
        found.append(Quote(opened, paragraph.end, closed=False))
    return found


def _single(text: str, paragraph: Paragraph) -> Iterator[Quote]:
    for match in _SINGLE.finditer(text, paragraph.start, paragraph.end):
        yield Quote(match.start(), match.end())


def _opens(text: str, mark: re.Match[str], paragraph: Paragraph) -> bool:
    if mark.group()[0] in "“„`«":
        return True
    if mark.group()[0] in "”»":
        return False
    before_ok = mark.start() == paragraph.start or text[mark.start() - 1] in _OPENS_AFTER
    after_ok = mark.end() < paragraph.end and not text[mark.end()].isspace()
    return before_ok and after_ok


def _closes(text: str, mark: re.Match[str], paragraph: Paragraph) -> bool:
    if mark.group()[0] in "“„`«":
        return False
    return mark.end() == paragraph.end or not text[mark.end()].isalnum()


def _trimmed(text: str, start: int, end: int) -> int:
    """`end` moved left over white space."""
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end
