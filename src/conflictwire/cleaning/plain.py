"""The whole text of an article, page furniture and dateline included, as a `Document`."""

import dataclasses

from conflictwire.cleaning.language import letter_case
from conflictwire.cleaning.lines import join_lines, split_lines, wrap_width
from conflictwire.cleaning.offsets import assemble
from conflictwire.cleaning.quotes import find_quotes
from conflictwire.cleaning.repair import repair
from conflictwire.document import Document, OffsetMap
from conflictwire.settings import Settings

__all__ = ["whole_text"]


def whole_text(document: Document, settings: Settings) -> Document:
    """`document` with its whole raw text: repaired and cut into paragraphs, and nothing left out.

    Args:
        document: the cleaned article; its facts are kept.
        settings: `max_chars` is the one option used here.
    """
    raw = document.raw
    mapped, _ = repair(raw, min(len(raw), settings.max_chars))
    lines = list(split_lines(mapped.text))
    all_lower = letter_case("".join(line.text for line in lines[:50]))[1]
    groups = join_lines(lines, wrap_width(lines), all_lower=all_lower)
    text, paragraphs = assemble(
        mapped, [("body", [(lines[first].start, lines[last - 1].end, False)]) for first, last in groups]
    )
    return dataclasses.replace(
        document,
        text=text.text,
        offsets=OffsetMap(text.segments),
        paragraphs=paragraphs,
        quotes=find_quotes(text.text, paragraphs),
        removed=(),
    )
