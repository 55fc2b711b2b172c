"""The words of a Doc as a line of symbols that the date rules are written over.

Months become `M1` to `M12` (`m1` when abbreviated), weekdays `W0` to `W6` (Monday first), units of time `Uday`,
seasons `Swinter`, parts of the day `P`, clock suffixes `Z`, number words `N2`, ordinals `o17` (figures) and `q17`
(words). Everything else stays in lower case. Symbols are one space apart, whatever the tokens look like.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate

from spacy.tokens import Doc

from conflictwire.entities.words import words_of
from conflictwire.resources import Resources

__all__ = ["DateWords", "SymbolLine", "date_words", "symbol_line"]

_PIECE = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)(?![^\W_])"
    r"|[^\W\d_]\.(?:[^\W\d_]\.?){1,4}"
    r"|\d+(?:[.,:/]\d+)*+"
    r"|'[^\W\d_]+|[^\W\d_]++|\S"
)
# Tokens such as "F-16" or "M16" are names of things: their figures are no dates.
_MODEL = re.compile(r"[^\W\d_]+-?\d[\w-]*|\d+-[^\W\d_]+\d*")
_PART_OF_PERIOD = re.compile(r"(?:early|mid|late)-\d{4}(?:'?s)?", re.IGNORECASE)
_DAY_MONTH_YEAR = re.compile(r"\d{1,2}[^\W\d_]{3,9}(?:\d{2}|\d{4})?")
_ABBREVIATION = 5
_CACHED_TOKENS = 16_384

Guard = Callable[[str, str, str], bool]
"""Whether a piece between two others, in lower case, is a date word."""
Piece = tuple[str, str, str, Guard | None]
"""A part of a token as written and in lower case, its symbol, and the guard of that symbol."""


@dataclass(frozen=True, slots=True)
class DateWords:
    """The lexicons of the date rules."""

    symbols: dict[str, str]
    ordinals: dict[str, str]
    holidays: dict[str, str]
    other_months: dict[str, tuple[str, int]]
    future: re.Pattern[str]
    past: frozenset[str]
    comings: frozenset[str]
    name_nouns: dict[str, str]
    number_nouns: frozenset[str]
    pieces: Callable[[str], tuple[Piece, ...]]


@dataclass(frozen=True, slots=True)
class SymbolLine:
    """Symbols joined by spaces, and the way back to tokens."""

    text: str
    starts: tuple[int, ...]
    tokens: tuple[int, ...]

    def piece(self, offset: int) -> int:
        """Index of the symbol at or after a character offset."""
        return bisect_left(self.starts, offset)

    def token_span(self, start: int, end: int) -> tuple[int, int]:
        """Tokens, end exclusive, of the characters `start:end` of the line."""
        return self.tokens[self.piece(start)], self.tokens[self.piece(end) - 1] + 1


@lru_cache(maxsize=8)
def date_words(resources: Resources) -> DateWords:
    """The date lexicons of these resources."""
    symbols: dict[str, str] = {}
    for name, symbol in (("time_zones", "Z"), ("day_parts", "P")):
        symbols.update(dict.fromkeys(resources.lexicon(name), symbol))
    symbols.update({form: f"U{unit}" for form, unit in resources.lexicon("time_units").items()})
    symbols.update({form: f"S{season}" for form, season in resources.lexicon("seasons").items()})
    for name, letters, first in (("weekdays", "WW", 0), ("months", "Mm", 1)):
        entries = resources.lexicon(name)
        order = {canonical: str(number) for number, canonical in enumerate(dict.fromkeys(entries.values()), first)}
        for form, canonical in entries.items():
            letter = letters[0] if form.rstrip(".") == canonical or len(form) > _ABBREVIATION else letters[1]
            symbols[form] = letter + order[canonical]
    ordinals: dict[str, str] = {}
    for form, canonical in resources.lexicon("number_words").items():
        if canonical.isdigit():
            symbols.setdefault(form, f"N{canonical}")
    for form, canonical in resources.lexicon("ordinal_words").items():
        ordinals[form] = f"q{canonical}"
    cues = resources.lexicon("future_cues")
    future = sorted((form for form, kind in cues.items() if kind == "future" and form != kind), key=len, reverse=True)

    def pieces(form: str, guards: Iterable[str] = ()) -> str:
        return " ".join(
            piece if piece in guards else symbols.get(piece, ordinals.get(piece, piece))
            for piece in _PIECE.findall(form)
        )

    holidays: dict[str, str] = {}
    for form, rule in resources.lexicon("holidays").items():
        # "May Day" may have been read as the month or as the verb.
        for guards in (_GUARDS, ()):
            if form != rule:
                holidays[pieces(form, guards)] = rule
    other_months: dict[str, tuple[str, int]] = {}
    for kind in ("islamic", "iranian"):
        entries = resources.lexicon(f"{kind}_months")
        numbers = {name: number for number, name in enumerate(dict.fromkeys(entries.values()), 1)}
        other_months.update({pieces(form): (kind, numbers[name]) for form, name in entries.items()})
    return DateWords(
        symbols=symbols,
        ordinals=ordinals,
        holidays=holidays,
        other_months=other_months,
        comings=frozenset(resources.lexicon("coming_verbs")),
        future=re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, future))})(?!\S)"),
        past=frozenset(form for form, kind in cues.items() if kind == "past" and form != kind),
        name_nouns={form: kind for form, kind in resources.lexicon("date_name_nouns").items() if form != kind},
        number_nouns=frozenset(resources.lexicon("number_nouns")),
        pieces=lru_cache(maxsize=_CACHED_TOKENS)(partial(_pieces, symbols, ordinals)),
    )


def symbol_line(doc: Doc, words: DateWords) -> SymbolLine:
    """The symbols of a Doc."""
    found = list(map(words.pieces, words_of(doc).texts))
    pieces = [piece for token in found for piece in token]
    symbols = [
        symbol if guard is None or _unguarded(guard, index, pieces) else lower
        for index, (_, lower, symbol, guard) in enumerate(pieces)
    ]
    starts = accumulate((len(symbol) + 1 for symbol in symbols[:-1]), initial=0)
    tokens = (at for at, token in enumerate(found) for _ in token)
    return SymbolLine(" ".join(symbols), tuple(starts), tuple(tokens))


def _unguarded(guard: Guard, index: int, pieces: Sequence[Piece]) -> bool:
    """Whether the words around it bear out that a piece is a date word."""
    before = pieces[index - 1][1] if index else ""
    after = pieces[index + 1][1] if index + 1 < len(pieces) else ""
    return guard(pieces[index][0], before, after)


def _pieces(symbols: Mapping[str, str], ordinals: Mapping[str, str], text: str) -> tuple[Piece, ...]:
    """The pieces of a token, in themselves."""
    return tuple((piece, lower, *_symbol(lower, symbols, ordinals)) for piece, lower in _cut(text))


def _cut(text: str) -> Iterator[tuple[str, str]]:
    if text.isspace():
        return
    plain = text.removesuffix(".")
    if plain.isalpha():
        yield plain, plain.lower()
        return
    text = text.replace("’", "'").replace("–", "-").replace("—", "-")
    if _MODEL.fullmatch(text) and not (_DAY_MONTH_YEAR.fullmatch(text) or _PART_OF_PERIOD.fullmatch(text)):
        yield "x", "x"
        return
    yield from ((piece, piece.lower()) for piece in _PIECE.findall(text))


def _symbol(lower: str, symbols: Mapping[str, str], ordinals: Mapping[str, str]) -> tuple[str, Guard | None]:
    """The symbol of a piece, and what the words around it must bear out."""
    if lower[0].isdecimal():
        if lower[-1].isalpha():
            return f"o{int(lower[:-2])}", None
        return (lower if len(lower) <= 10 and lower.isascii() else "x"), None
    if lower in ordinals:
        return ordinals[lower], None
    symbol = symbols.get(lower)
    return (lower, None) if symbol is None else (symbol, _GUARDS.get(lower))


def _figure(word: str) -> bool:
    return word[:1].isdigit()


_BEFORE_PERIOD = frozenset(
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
        "and",
        "to",
        "through",
        "during",
        "for",
        "last",
        "next",
        "this",
        "late",
        "early",
        "mid",
        "before",
        "after",
        "-",
        "overnight",
        "previous",
        "every",
    ]
)


def _month_like(piece: str, before: str, after: str) -> bool:
    """May and March: the month beside a figure or a preposition, else the verb ("may", "march")."""
    if _figure(before) and not _figure(after) and before.isdigit() and int(before) > 31:
        return False
    if _figure(before) or _figure(after):
        return True
    return before in _BEFORE_PERIOD - {"to"} and (piece[0].isupper() or before in {"in", "of", "last", "since", "mid"})


def _abbreviated(piece: str, before: str, after: str) -> bool:
    """Short forms that are words as well: "sat", "sun", "mar", "dec"."""
    return (
        (_figure(before) or _figure(after) or before in _BEFORE_PERIOD or after in {",", "."})
        and before != "the"
        and (piece[0].isupper() or _figure(after) or _figure(before))
    )


def _suffix(_piece: str, before: str, _after: str) -> bool:
    """Clock suffixes only count behind a figure ("h", "time", "local", "am")."""
    return _figure(before) or before in {"local", "a.m.", "p.m.", "am", "pm", "gmt"}


_GUARDS: dict[str, Guard] = {
    "may": _month_like,
    "march": _month_like,
    **dict.fromkeys(("sat", "sun", "mar", "wed", "jan", "dec"), _abbreviated),
    **dict.fromkeys(("h", "time", "local", "am", "z", "ist", "cat", "eat", "est"), _suffix),
}
