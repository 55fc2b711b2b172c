"""Plain text, one article a file, and wire files, in which every message stands between its transmission marks."""

import re
from collections.abc import Iterator
from itertools import pairwise

from conflictwire.article import Article

__all__ = ["read_text", "read_wire"]

# IPTC 7901 and ANPA 1312: SOH header STX text ETX trailer EOT; older lines: ZCZC ... NNNN.
_START = re.compile(r"\x16{0,4}\x01|^[ \t]{0,3}ZCZC\b", re.MULTILINE)


def read_text(text: str, doc_id: str, warnings: tuple[str, ...]) -> Iterator[Article]:
    """The one article of a text file."""
    yield Article.model_construct(text=text, doc_id=doc_id, warnings=warnings)


def read_wire(text: str, doc_id: str, warnings: tuple[str, ...]) -> Iterator[Article]:
    """Every message of a wire file, header and trailer in its text. Without marks the file is one article."""
    starts = [match.start() for match in _START.finditer(text)]
    parts = [text[start:end] for start, end in pairwise([0, *starts, len(text)])]
    messages = [part for part in parts if any(char.isalnum() for char in part)]
    for number, message in enumerate(messages or [text], start=1):
        name = doc_id if len(messages) < 2 else f"{doc_id}#{number}"
        yield Article.model_construct(text=message, doc_id=name, warnings=warnings)
