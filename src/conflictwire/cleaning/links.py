"""Headlines of other stories that a page puts between the paragraphs of its own."""

import re
from collections import Counter
from collections.abc import Sequence

from conflictwire.cleaning.lines import is_terminal

__all__ = ["linked_headlines"]

# Links stand in stories of some length.
_SENTENCES = 4
_SENTENCE_WORDS = 12
_MIN_WORDS, _MAX_WORDS = 5, 16
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
# Words are compared by their first letters.
_STEM = 5


def linked_headlines(texts: Sequence[str]) -> list[int]:
    """Numbers of the paragraphs that are headlines of other stories, contact lines and the like.

    Such a paragraph stands between sentences, has no full stop, and two of three of its long words stand nowhere else
    in the text; a subheading or an item of a list shares its words with the story.
    """
    story = [n for n, text in enumerate(texts) if is_terminal(text) and len(text.split()) >= _SENTENCE_WORDS]
    if len(story) < _SENTENCES:
        return []
    stems = [frozenset(word[:_STEM] for word in _LONG_WORD.findall(text.lower())) for text in texts]
    counts = Counter(stem for several in stems for stem in several)
    return [
        number
        for number, text in enumerate(texts)
        if story[0] < number < story[-1]
        and not is_terminal(text)
        and _MIN_WORDS <= len(text.split()) <= _MAX_WORDS
        and 3 * sum(counts[stem] > 1 for stem in stems[number]) <= len(stems[number]) >= 3
    ]
