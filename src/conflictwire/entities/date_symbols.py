"""The words of a Doc as a line of symbols that the date rules are written over.

Months become `M1` to `M12` (`m1` when abbreviated), weekdays `W0` to `W6` (Monday first), units of time `Uday`,
seasons `Swinter`, parts of the day `P`, clock suffixes `Z`, number words `N2`, ordinals `o17` (figures) and `q17`
(words). Everything else stays in lower case. Symbols are one space apart, whatever the tokens look like.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

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
    )


def symbol_line(doc: Doc, words: DateWords) -> SymbolLine:
    """The symbols of a Doc."""
    pieces: list[tuple[str, int]] = []
    for at, text in enumerate(words_of(doc).texts):
        pieces.extend((piece, at) for piece in _token_pieces(text))
    plain = [piece.lower() for piece, _ in pieces]
    symbols: list[str] = []
    starts: list[int] = []
    position = 0
    for index, (piece, _) in enumerate(pieces):
        symbol = _symbol(piece, index, plain, words)
        symbols.append(symbol)
        starts.append(position)
        position += len(symbol) + 1
    return SymbolLine(" ".join(symbols), tuple(starts), tuple(token for _, token in pieces))


@lru_cache(maxsize=16_384)
def _token_pieces(text: str) -> tuple[str, ...]:
    if text.isspace():
        return ()
    if text.removesuffix(".").isalpha():
        return (text.removesuffix("."),)
    text = text.replace("’", "'").replace("–", "-").replace("—", "-")
    if _MODEL.fullmatch(text) and not (_DAY_MONTH_YEAR.fullmatch(text) or _PART_OF_PERIOD.fullmatch(text)):
        return ("x",)
    return tuple(_PIECE.findall(text))


def _symbol(piece: str, index: int, plain: list[str], words: DateWords) -> str:
    lower = plain[index]
    if lower[0].isdecimal():
        if lower[-1].isalpha():
            return f"o{int(lower[:-2])}"
        return lower if len(lower) <= 10 and lower.isascii() else "x"
    if lower in words.ordinals:
        return words.ordinals[lower]
    symbol = words.symbols.get(lower)
    if symbol is None:
        return lower
    before = plain[index - 1] if index else ""
    after = plain[index + 1] if index + 1 < len(plain) else ""
    guard = _GUARDS.get(lower)
    if guard is not None and not guard(piece, before, after):
        return lower
    return symbol


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


_GUARDS: dict[str, Callable[[str, str, str], bool]] = {
    "may": _month_like,
    "march": _month_like,
    **dict.fromkeys(("sat", "sun", "mar", "wed", "jan", "dec"), _abbreviated),
    **dict.fromkeys(("h", "time", "local", "am", "z", "ist", "cat", "eat", "est"), _suffix),
}
