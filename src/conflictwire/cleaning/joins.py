"""Words torn apart: hyphens at line ends, and the square brackets of words put into a quotation."""

import re
from functools import lru_cache

from conflictwire.cleaning.vocabulary import read_vocabulary
from conflictwire.resources import Resources

__all__ = ["Joins"]

_TORN = re.compile(r"(?<![^\W_])([^\W\d_]{1,30}(?:['’][^\W\d_]{1,3})?)-(\n[ \t]{0,40})([^\W\d_]{2,30})")
_INSERTED = re.compile(r"\[((?=[a-z])[^\[\]\n]{1,60})\]")
_QUOTE = re.compile(r"[\"“”]{1,4}|``|''")
_DETERMINER = re.compile(r"(?:the|a|an|his|her|their|its|our)\b")
_AFTER_WORD = re.compile(r"\w[\s,]{1,3}$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Joins:
    """Finds what must go so that torn words are whole again.

    Args:
        text: the whole text; how it writes a word elsewhere decides whether a hyphen belongs to the word.
        resources: the data files.
    """

    def __init__(self, text: str, resources: Resources) -> None:
        self._text = text
        self._resources = resources
        self._torn = "-\n" in text

    def holes(self, start: int, end: int) -> list[tuple[int, int]]:
        """Stretches of `text[start:end]` to leave out without a space in their place, in order."""
        found: list[tuple[int, int]] = []
        for match in _INSERTED.finditer(self._text, start, end):
            # Outside quotations, and behind the word that they explain, brackets hold explanations and stay.
            inside = len(_QUOTE.findall(self._text, start, match.start())) % 2
            if not inside or (
                _DETERMINER.match(match.group(1)) and _AFTER_WORD.search(self._text[start : match.start()])
            ):
                continue
            found += [(match.start(), match.start() + 1), (match.end() - 1, match.end())]
        if self._torn:
            for match in _TORN.finditer(self._text, start, end):
                first, last = match.group(1), match.group(3)
                found.append((match.end(1) if self._one_word(first, last) else match.start(2), match.end(2)))
        return sorted(found)

    def _one_word(self, first: str, last: str) -> bool:
        """Whether the hyphen comes from the end of the line only."""
        known = _words(self._text)
        whole, hyphened = f"{first}{last}".lower(), f"{first}-{last}".lower()
        if hyphened in known or whole in known:
            return hyphened not in known
        # Capitals alone, or a name behind the hyphen, do not tell; a wire breaks lines at hyphens that words have.
        if first.isupper() or not last.islower():
            return False
        vocabulary = read_vocabulary(self._resources)
        return first.lower() not in vocabulary.hyphen_first and last not in vocabulary.hyphen_last


@lru_cache(maxsize=1)
def _words(text: str) -> frozenset[str]:
    return frozenset(word.group().lower() for word in _WORD.finditer(text))
