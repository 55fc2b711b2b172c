"""Headlines and ledes that a page shows twice."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

__all__ = ["prefix_length", "repeated_headlines", "repeats_lede"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Repeats stand at the top of the page.
_REACH = 9
_NEAR = 0.9
_LEDE_REACH = 5
_MIN_LEDE_WORDS = 5
_MAX_WORDS = 60


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text[: _MAX_WORDS * 12].lower().replace("’", "'")))


def _same(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two lists of words are equal but for a word in ten. Figures must be equal: 12 dead is not 14 dead."""
    if not left or not right or len(left) > _MAX_WORDS or len(right) > _MAX_WORDS:
        return False
    if left == right:
        return True
    if min(len(left), len(right)) < 4 or 2 * min(len(left), len(right)) < _NEAR * (len(left) + len(right)):
        return False
    if list(filter(str.isdigit, left)) != list(filter(str.isdigit, right)):
        return False
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.quick_ratio() >= _NEAR and matcher.ratio() >= _NEAR


def repeated_headlines(texts: Sequence[str]) -> list[int]:
    """Numbers of the paragraphs that say the same as the first one."""
    headline = _words(texts[0])
    return [number for number in range(1, min(len(texts), _REACH)) if _same(headline, _words(texts[number]))]


def prefix_length(headline: str, text: str) -> int:
    """How much of `text` is the headline, word for word, followed by a full stop or dash; 0 when it is not."""
    words = _words(headline)
    if len(words) < 3 or len(text) <= len(headline) + 20:
        return 0
    at = 0
    for word in words:
        match = _WORD.search(text, at, at + len(word) + 12)
        if match is None or match.group().lower().replace("’", "'") != word:
            return 0
        at = match.end()
    ending = re.match(r"[\"'”’)]{0,2}(?:[.:|]|\s[-–—])\s+(?=\S)", text[at:])
    return at + ending.end() if ending else 0


def _shortens(lede: str, later: str) -> bool:
    """Whether `later` starts with the lede up to its last comma, and says the rest, such as a source, further on."""
    clause, comma, rest = lede.rpartition(", ")
    words, ending = _words(clause), _words(rest)
    if not comma or not ending or len(words) < _MIN_LEDE_WORDS:
        return False
    found = _words(later)
    following = " ".join(found[len(words) :])
    return found[: len(words)] == words and f" {' '.join(ending)} " in f" {following} "


def repeats_lede(texts: Sequence[str], roles: Sequence[str]) -> list[int]:
    """Numbers of the short paragraphs near the top that the next body paragraph starts with."""
    found = []
    for number in range(min(len(texts) - 1, _LEDE_REACH)):
        if roles[number] == "title":
            continue
        words = _words(texts[number])
        if not _MIN_LEDE_WORDS <= len(words) <= _MAX_WORDS:
            continue
        for later in texts[number + 1 : number + 4]:
            start = _words(later)[: len(words)]
            same = start == words or (_same(words, start) and start[-2:] == words[-2:])
            if same or _shortens(texts[number], later):
                found.append(number)
                break
    return found
