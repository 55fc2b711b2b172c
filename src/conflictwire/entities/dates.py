"""Dates in a text: where they stand and which days they mean, counted from the day of publication."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc

from conflictwire.entities import date_rules
from conflictwire.entities.calendar import Interval, span
from conflictwire.entities.date_grammar import Resolve, date_grammar
from conflictwire.entities.date_rules import Anchors
from conflictwire.entities.date_symbols import DateWords, SymbolLine, date_words, symbol_line
from conflictwire.entities.parsed import DateMention
from conflictwire.resources import Resources
from conflictwire.schema import DatePrecision

__all__ = ["find_dates"]

_SENTENCE_END = re.compile(r"(?<!\S)[.;?!](?!\S)")
_NUMERIC = re.compile(r"(?<!\S)(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?!\S)")
_JOINS = frozenset({"to", "-", "until", "till", "through", "into"})
_PREPOSITIONS = frozenset(
    [
        "in",
        "on",
        "of",
        "since",
        "until",
        "till",
        "by",
        "from",
        "between",
        "during",
        "before",
        "after",
        "late",
        "early",
        "mid",
        "through",
        "to",
        "for",
        "around",
        "circa",
        "(",
        "the",
    ]
)
_HEDGES = frozenset(
    [
        "than",
        "least",
        "most",
        "about",
        "some",
        "nearly",
        "almost",
        "over",
        "estimated",
        "approximately",
        "up",
        "around",
        "only",
    ]
)
_OPEN_PRECISIONS = frozenset({DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH})
_NAMEABLE = (date_rules.calendar_day, date_rules.month, date_rules.weekday)
# How far the verb that tells past from future may stand from its date, in characters of the symbol line.
_REACH = 160
# "comes less than", "came only": how far before "a day after" such a verb may stand.
_COMING = 16
# A day of publication outside these years is a mistake, and arithmetic on it would leave the calendar.
_PUBLISHED = range(1500, 3000)
# Longer than any word that matters beside a date.
_WORD = 60
# A date this early in its sentence comes before the verb ("On Friday, they will ...").
_OPENING = 2
# "since June 1805" is no period of events any more.
_LONGEST_SINCE = 366


@dataclass(frozen=True, slots=True)
class _Found:
    """A match that stands: its place in the line, what it means, and how to reckon it anew."""

    start: int
    end: int
    interval: Interval
    match: re.Match[str]
    resolve: Resolve
    anchors: Anchors


def find_dates(doc: Doc, *, publication_date: date | None, resources: Resources) -> tuple[DateMention, ...]:
    """Every date expression of a Doc, in text order.

    Args:
        doc: any tokenised text; tags are used when set.
        publication_date: what "yesterday" and "Monday" count from; without it such mentions have no days.
        resources: where the word lists come from.

    Returns:
        Mentions that do not overlap, without their leading prepositions.
    """
    if publication_date is not None and publication_date.year not in _PUBLISHED:
        publication_date = None
    words = date_words(resources)
    line = symbol_line(doc, words)
    found = list(_joined(_atoms(doc, line, words, publication_date, resources), line))
    return tuple(_mention(one, line, publication_date) for one in found)


def _atoms(
    doc: Doc, line: SymbolLine, words: DateWords, publication: date | None, resources: Resources
) -> Iterator[_Found]:
    candidates = sorted(
        date_grammar(resources).matches(line.text),
        key=lambda pair: (pair[0].start(), -pair[0].end()),
    )
    anchors = Anchors(publication=publication, day_first=_day_first(line.text, publication))
    position = day_end = -1
    for match, resolve in candidates:
        start, end = match.span()
        if start < position or _is_figure_or_person(match, resolve, line, words, doc):
            continue
        if resolve in _NAMEABLE and _is_name(match, line, words):
            position = end
            continue
        first, last = line.token_span(start, end)
        between = line.text[max(day_end, start - _REACH) : start]
        same = day_end >= 0 and start - day_end < _REACH and not _SENTENCE_END.search(between)
        here = replace(
            anchors,
            near=same or not words.comings.isdisjoint(line.text[max(0, start - _COMING) : start].split()),
            future=_points_forward(start, end, line, words, doc),
            source=doc[first:last].text,
        )
        interval = resolve(match, here)
        if interval is None:
            continue
        position = end
        if interval.first and interval.precision == DatePrecision.DAY:
            anchors, day_end = replace(anchors, day=interval.first), end
        if interval.first:
            anchors = replace(anchors, period=interval)
        yield _Found(start, end, interval, match, resolve, here)


def _joined(atoms: Iterable[_Found], line: SymbolLine) -> Iterator[_Found]:
    """Dates with "from A to B", "between A and B" and "A-B" made one."""
    pending: _Found | None = None
    for atom in atoms:
        merged = _range(pending, atom, line) if pending else None
        if merged is None and pending:
            yield pending
        pending = merged or atom
    if pending:
        yield pending


def _range(one: _Found, two: _Found, line: SymbolLine) -> _Found | None:
    join = line.text[one.end : two.start].strip()
    before = _word_before(line, one.start)
    between = join == "and" and before == "between"
    if not (between or join in _JOINS or (join == "and" and _follows(one.interval, two.interval))):
        return None
    first, last = one.interval.first, two.interval.last
    if last and (first is None or first > last or (two.interval.anchored and not one.interval.anchored)):
        again = one.resolve(one.match, replace(one.anchors, publication=last, future=False))
        first = again.first if again else None
    if (first is None) != (last is None) or (first and last and first > last):
        return None
    anchored = one.interval.anchored or two.interval.anchored
    approximate = one.interval.approximate or two.interval.approximate
    start = one.start - len(before) - 1 if between or before == "from" else one.start
    return replace(two, start=start, interval=span(first, last, anchored=anchored, approximate=approximate))


def _follows(one: Interval, two: Interval) -> bool:
    """The second is the day after the first ("Friday and Saturday")."""
    days = (one.first, one.last, two.first, two.last)
    if None in days or one.first != one.last or two.first != two.last:
        return False
    return one.first is not None and two.first is not None and (two.first - one.first).days == 1


def _mention(found: _Found, line: SymbolLine, publication: date | None) -> DateMention:
    start, end = line.token_span(found.start, found.end)
    interval = found.interval
    before = _word_before(line, found.start)
    if before == "since" and interval.precision in _OPEN_PRECISIONS and interval.first and publication:
        days = (publication - interval.first).days
        if 0 <= days <= _LONGEST_SINCE:
            interval = span(interval.first, publication, approximate=interval.approximate)
    return DateMention(
        start, end, interval.first, interval.last, interval.precision, interval.approximate, interval.anchored
    )


def _word_before(line: SymbolLine, start: int) -> str:
    return line.text[max(0, start - _WORD) : start].rstrip().rpartition(" ")[2]


def _word_after(line: SymbolLine, end: int) -> str:
    return line.text[end : end + _WORD].lstrip().partition(" ")[0]


def _points_forward(start: int, end: int, line: SymbolLine, words: DateWords, doc: Doc) -> bool:
    """The nearest telling word before the date, else the first one behind it, is about the future."""
    behind = line.text[max(0, start - _REACH) : start]
    stops = [stop.end() for stop in _SENTENCE_END.finditer(behind)]
    offset = max(0, start - _REACH) + (stops[-1] if stops else 0)
    cues = _cues(line.text[offset:start], offset, line, words, doc)
    if cues:
        return max(cues)[1]
    if line.text[offset:start].count(" ") > _OPENING:
        return False
    ahead = line.text[end : end + _REACH]
    stop = _SENTENCE_END.search(ahead)
    cues = _cues(ahead[: stop.start()] if stop else ahead, end, line, words, doc)
    return bool(cues) and min(cues)[1]


def _cues(text: str, offset: int, line: SymbolLine, words: DateWords, doc: Doc) -> list[tuple[int, bool]]:
    """Places of words that tell future (True) from past (False)."""
    cues = [(match.end(), True) for match in words.future.finditer(text)]
    position = 0
    for word in text.split(" "):
        if word and (
            word in words.past
            or doc[line.tokens[min(line.piece(offset + position), len(line.tokens) - 1)]].tag_ == "VBD"
        ):
            cues.append((position, False))
        position += len(word) + 1
    return cues


def _day_first(text: str, publication: date | None) -> bool:
    """Whether the document writes 02/06/2020 for the second of June.

    A figure above 12 decides; else the reading that lies nearer before publication; else the world's habit.
    """
    votes = 0
    for one, two, _ in _NUMERIC.findall(text):
        if int(one) > 12 or int(two) > 12:
            votes += 1 if int(one) > 12 else -1
    if votes or publication is None:
        return votes >= 0
    for match in re.finditer(r"(?<!\S)(?P<numeric>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d))(?!\S)", text):
        gaps = []
        for day_first in (True, False):
            found = date_rules.numeric_day(match, Anchors(publication=publication, day_first=day_first))
            days = (publication - found.first).days if found and found.first else 10**6
            gaps.append(days if days >= 0 else 10**5 - days)
        return gaps[0] <= gaps[1]
    return True


def _is_figure_or_person(match: re.Match[str], resolve: Resolve, line: SymbolLine, words: DateWords, doc: Doc) -> bool:
    """A figure or a person's name that only looks like a date of this layout."""
    before, after = _word_before(line, match.start()), _word_after(line, match.end())
    if resolve is date_rules.calendar_day:
        return _counts_things(match, after, words)
    if resolve is date_rules.month:
        return _is_person(match, before, line, doc)
    return resolve is date_rules.year and " " not in match[0] and _is_figure(match[0], before, after, words)


def _is_name(match: re.Match[str], line: SymbolLine, words: DateWords) -> bool:
    """A date inside a name: "the 17 November group", "July 30 Street", "Black September"."""
    before = _word_before(line, match.start())
    kind = words.name_nouns.get(_word_after(line, match.end()))
    return (
        kind == "after"
        or (kind == "named" and (before == "the" or match[0].startswith("the ")))
        or words.name_nouns.get(before) == "before"
    )


def _counts_things(match: re.Match[str], after: str, words: DateWords) -> bool:
    """Whether the day figure of "in March 12 people died" belongs to the words behind it."""
    return (
        match[0].rpartition(" ")[2].isdigit() and len(match[0].rpartition(" ")[2]) < 3 and after in words.number_nouns
    )


def _is_person(match: re.Match[str], before: str, line: SymbolLine, doc: Doc) -> bool:
    """A month alone before a capitalised word ("April Jones"), in a text that does not capitalise everything."""
    if " " in match[0] or before in _PREPOSITIONS:
        return False
    at = line.token_span(*match.span())[1]
    if at >= len(doc):
        return False
    name = doc[at].text
    return name.istitle() and name.isalpha() and doc[at].is_sent_start is not True and doc[at - 1].text.istitle()


def _is_figure(text: str, before: str, after: str, words: DateWords) -> bool:
    """Whether four digits count something rather than name a year."""
    number = int(text)
    if before in _HEDGES or after in words.number_nouns or before in {"$", "#", "no", "number", "€", "£"}:
        return True
    if number < 1900:
        return before not in {"in", "since", "by", "until", "from", "of", "(", "-", "circa", "m"} or number < 1100
    plural = after.isalpha() and after.endswith("s") and not after.endswith("ss")
    return plural and (before not in _PREPOSITIONS or (number % 100 == 0 and before != "the"))
