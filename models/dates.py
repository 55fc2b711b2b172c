"""A grammar of date expressions, to annotate DATE the same way in every corpus of names."""

import re

__all__ = ["find_dates"]

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.|Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_NUMBER = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few|few|many"
    r"|a couple of|a dozen)"
)
_UNIT = r"(?:days?|weeks?|weekends?|months?|years?|decades?|century|centuries)"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_PART = r"(?:(?: in the)? (?:morning|afternoon|evening|night)|night|(?: at)? (?:midnight|noon|dawn|dusk))"
_EDGE = r"(?:(?:the )?(?:early|late|earlier|later|mid|middle of|beginning of|end of|start of)(?: ?- ?| on | in | )?)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"

_PATTERNS = (
    rf"{_EDGE}?(?:{_WEEKDAY} ?,? )?{_MONTH} {_DAY}(?: ?(?:-|–|to|and) ?{_DAY})?(?: ?,? {_YEAR})?\b(?!,\d)",
    rf"(?:{_WEEKDAY} ?,? )?(?:the )?{_DAY} (?:of )?{_MONTH}(?: ?,? {_YEAR})?\b",
    rf"{_EDGE}?{_MONTH} (?:of )?,? ?{_YEAR}\b",
    rf"(?<=[Ii]n ){_MONTH}|(?<=[Oo]f ){_MONTH}|(?<=since ){_MONTH}|(?<=until ){_MONTH}|(?<=by ){_MONTH}",
    rf"(?:{_EDGE}|[Ll]ast |[Nn]ext |[Tt]his |between |from ){_MONTH}(?: and {_MONTH})?(?= |$)",
    r"\b(?:January|February|June|July|September|October|November|December)\b",
    rf"(?:{_EDGE})?(?:[Ll]ast |[Tt]his |[Nn]ext )?{_WEEKDAY}s?{_PART}?\b",
    rf"(?:{_EDGE})?(?:[Tt]he )?(?:[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Pp]revious|[Ff]ollowing|[Cc]oming)"
    rf" (?:{_NUMBER} )?(?:{_UNIT}|night|{_SEASON})\b",
    rf"\b(?:[Ee]arlier |[Ll]ater |[Ee]arly |[Ll]ate )?"
    rf"(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Oo]vernight){_PART}?\b",
    rf"\b(?:{_NUMBER[:-1]}|some|nearly two|more than two)) {_UNIT} (?:ago|earlier|later|before)\b",
    r"\b(?:[Tt]he )?(?:same|following|previous|next) (?:day|week|month|year)\b",
    r"\b[Tt]he (?:day|night|week|year) before\b",
    r"\b(?:[Tt]he )?(?:(?:early|mid|late)(?: ?- ?| ))?(?:1[5-9]|20)\d0 ?'?s\b",
    rf"(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Oo]f )|(?<=[Uu]ntil )|(?<=[Bb]y )|(?<=from )|(?<=early )|(?<=late )|(?<=\( ))"
    rf"{_YEAR}(?: ?(?:-|–|to|and) ?{_YEAR})?(?= |$)",
    rf"\b{_YEAR}-\d\d-\d\d\b|\b\d{{1,2}}/\d{{1,2}}/(?:\d\d)?\d\d\b",
)
DATE = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))


def find_dates(words: list[str]) -> list[tuple[int, int]]:
    """Token spans of the date expressions among words.

    >>> find_dates(["early", "Sunday", ",", "two", "days", "ago"])
    [(0, 2), (3, 6)]
    """
    starts, ends, offset = {}, {}, 0
    for i, word in enumerate(words):
        starts[offset] = i
        ends[offset + len(word)] = i + 1
        offset += len(word) + 1
    spans = []
    for match in DATE.finditer(" ".join(words)):
        text = match.group()
        start = match.start() + len(text) - len(text.lstrip())
        end = match.end() - len(text) + len(text.rstrip())
        if start in starts and end in ends:
            spans.append((starts[start], ends[end]))
    return spans
