"""Numbers of people and things: "at least five civilians", "between 10 and 15", "dozens", "a policeman", "no one"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from conflictwire.entities.parsed import DateMention, Quantity
from conflictwire.entities.quantity_words import QuantityWords, quantity_words
from conflictwire.entities.words import words_of
from conflictwire.resources import Resources

__all__ = ["find_quantities"]

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3}){1,4}|\d{1,9}")
_DECIMAL = re.compile(r"\d{1,4}\.\d{1,2}")
_PLUS = re.compile(r"(\d{1,9})\+")
_DASHED = re.compile(r"(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})[-–—](\d{1,3}(?:,\d{3}){1,3}|\d{1,9})")
_DASHES = frozenset("-–—")
_HYPHENS = frozenset("-–‑")
_ONE = frozenset({"a", "an"})
_LONGEST_PHRASE = 5
_LONGEST_HEAD_SEARCH = 8
_MOST_MODIFIERS = 3
_DOZEN = 12
_OLDEST = 110
_PRONOUNS = frozenset(["them", "whom", "us", "you", "these", "those", "which", "it"])
_DETERMINERS = frozenset(["the", "a", "an", "these", "those", "his", "her", "their", "its", "our", "my", "all", "such"])
_NO_COUNT_BEFORE = {
    "one": frozenset(["this", "that", "the", "each", "any", "every", "another", "which", "no"]),
    "many": frozenset(["how", "so", "as", "too", "not"]),
    "several": frozenset(),
}
_MODALS = frozenset(["can", "could", "should", "must", "may", "might", "would", "another"])
_NEEDS_NOUN = frozenset({"no", "many", "multiple", "numerous", "scores", "a number", "a large number"})
_SCORES_AFTER = frozenset(
    ["of", "more", "others", "were", "are", "have", "had", "dead", "killed", "wounded", "injured", "hurt"]
)
_NOUN_TAGS = frozenset(["NN", "NNS", "NNP", "NNPS"])
_MODIFIER_TAGS = frozenset(["JJ", "JJR", "JJS", "VBN", "VBG", "CD", "HYPH", "AFX", "POS"])


@dataclass(frozen=True, slots=True)
class _Number:
    """A numeral at tokens `start:end`, before its hedges and its noun are known."""

    start: int
    end: int
    low: int | None
    high: int | None
    approximate: bool = False
    vague: bool = False
    dashed: bool = False


def find_quantities(doc: Doc, *, dates: tuple[DateMention, ...], resources: Resources) -> tuple[Quantity, ...]:
    """Every number of people or things in a Doc, in text order.

    Ages, money, measures, clock times, dates, scores and numbers in names are left out.

    Args:
        doc: any tokenised text; tags are used when set.
        dates: date mentions of the same Doc, whose figures count nothing.
        resources: where the word lists come from.

    Returns:
        Quantities that do not overlap.
    """
    finder = _Finder(doc, dates, quantity_words(resources))
    return tuple(finder.run())


class _Finder:
    """One pass over one Doc."""

    def __init__(self, doc: Doc, dates: tuple[DateMention, ...], words: QuantityWords) -> None:
        self.doc = doc
        self.words = words
        self.tokens = words_of(doc).tokens
        self.lower = [lower.replace("’", "'") for lower in words_of(doc).lower]
        self.dated = frozenset(i for mention in dates for i in range(mention.start, mention.end))
        self.mixed = any(token.is_lower for token in self.tokens) and any(token.is_title for token in self.tokens)

    def run(self) -> Iterator[Quantity]:
        """The quantities, left to right."""
        position = floor = 0
        while position < len(self.doc):
            number = None if position in self.dated else self._number(position)
            if number is None:
                single = self._indefinite(position)
                if single is not None:
                    yield single
                    position = floor = single.end
                else:
                    position += 1
                continue
            whole = self._interval(number)
            quantity = self._quantity(whole, floor)
            position = whole.end
            if quantity is not None:
                yield quantity
                position = floor = max(position, quantity.end)

    def _word(self, i: int) -> str:
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def _phrase(self, start: int, entries: object) -> int:
        """End of the longest phrase of a word list that starts at a token, or `start`."""
        assert isinstance(entries, dict)
        if self._word(start) not in self.words.openings:
            return start
        for length in range(min(_LONGEST_PHRASE, len(self.doc) - start), 0, -1):
            if " ".join(self.lower[start : start + length]) in entries:
                return start + length
        return start

    # -- numerals ------------------------------------------------------------------------------------------------

    def _number(self, i: int) -> _Number | None:
        vague = self._phrase(i, self.words.vague)
        if vague > i and self._is_vague(i, vague):
            low, high = self.words.vague[" ".join(self.lower[i:vague])]
            return _Number(i, vague, low, high, approximate=low != high or low is None, vague=True)
        text = self.tokens[i].text
        if not text[:1].isdecimal():
            return self._cardinal(i)
        if dashed := _DASHED.fullmatch(text):
            return _Number(i, i + 1, _integer(dashed[1]), _integer(dashed[2]), dashed=True)
        if plus := _PLUS.fullmatch(text):
            return _Number(i, i + 1, int(plus[1]), None)
        return self._cardinal(i)

    def _is_vague(self, i: int, end: int) -> bool:
        form, after = " ".join(self.lower[i:end]), self._word(end)
        if self._phrase(i, self.words.hedges) > end:
            return False
        if form == "scores":
            return after in _SCORES_AFTER
        if form == "no" and (after in {"longer", "doubt", ".", "matter", "more", "one"} or not self._is_word(end)):
            return False
        return self._word(i - 1) not in _NO_COUNT_BEFORE.get(form, frozenset())

    def _is_word(self, i: int) -> bool:
        return i < len(self.doc) and self.tokens[i].is_alpha

    def _cardinal(self, i: int) -> _Number | None:
        """A numeral in figures or words: "1,200", "2.5 million", "twenty-five", "two hundred and ten", "a hundred"."""
        numbers = self.words.numbers
        text = self.lower[i]
        if text not in numbers and text not in _ONE and not text[:1].isdecimal():
            return None
        j = i
        total, current = 0, 0.0
        if _DIGITS.fullmatch(text):
            current, j = _integer(text), i + 1
        elif _DECIMAL.fullmatch(text) and numbers.get(self._word(i + 1), 0) >= 1000:
            current, j = float(text), i + 1
        elif text in _ONE and numbers.get(self._word(i + 1), 0) >= 100:
            current, j = 1, i + 1
        figures = j > i
        scaled = False
        while j < len(self.doc):
            at = self._linked(j, scaled=scaled) if j > i else j
            value = numbers.get(self._word(at))
            if value is None:
                break
            if value >= 100:
                current = (current or 1) * value
                if value >= 1000:
                    total, current = total + round(current), 0
                scaled, figures = True, False
            elif figures or not _adds(current, value):
                break
            else:
                current += value
            j = at + 1
        if j == i:
            return None
        value = total + round(current)
        if self._word(j) == "dozen":
            value, j = value * _DOZEN, j + 1
        return _Number(i, j, value, value)

    def _linked(self, j: int, *, scaled: bool) -> int:
        """Where the numeral goes on behind a hyphen ("twenty-five") or an "and" ("two hundred and ten")."""
        joined = self.lower[j] in _HYPHENS or (scaled and self.lower[j] == "and")
        return j + 1 if joined and self._word(j + 1) in self.words.numbers else j

    # -- intervals and hedges ------------------------------------------------------------------------------------

    def _interval(self, number: _Number) -> _Number:
        """One number for "10 to 15", "two or three", "12-15", "between 10 and 15"."""
        join = self._word(number.end)
        second = self._cardinal(number.end + 1) if number.end + 1 < len(self.doc) and not number.vague else None
        before = self._word(number.start - 1)
        if second is None or number.low is None or second.low is None or number.end + 1 in self.dated:
            return number
        if join == "and" and before == "between":
            return replace(second, start=number.start - 1, low=number.low)
        if join in {"to", "or"} and before != "from" and number.low < second.low:
            return replace(second, start=number.start, low=number.low)
        if join in _DASHES and not self.tokens[number.end - 1].whitespace_ and not self.tokens[number.end].whitespace_:
            return replace(second, start=number.start, low=number.low, dashed=True)
        return number

    def _hedged(self, number: _Number, floor: int) -> _Number:
        """The number with the hedges before it (from token `floor` on) and behind it."""
        for _ in range(2):
            for length in range(min(4, number.start - floor), 0, -1):
                phrase = " ".join(self.lower[number.start - length : number.start])
                if phrase in self.words.hedges:
                    number = _apply(self.words.hedges[phrase], replace(number, start=number.start - length), number)
                    break
        tail = self._phrase(number.end, self.words.tails)
        if tail > number.end:
            kind = self.words.tails[" ".join(self.lower[number.end : tail])]
            number = _apply(kind, replace(number, end=tail), number)
        return number

    # -- what is counted -----------------------------------------------------------------------------------------

    def _quantity(self, number: _Number, floor: int) -> Quantity | None:
        if not number.vague and self._is_no_count(number):
            return None
        whole = self._hedged(number, floor)
        head = self._head(whole.end, number)
        form = " ".join(self.lower[number.start : number.end])
        if self.lower[head] in self.words.measures and head >= whole.end:
            return None
        people = form == "scores" and self._word(whole.end) in _SCORES_AFTER  # "scores were hurt"
        bare = form in _NEEDS_NOUN and self._word(whole.end) != "of" and not people
        if head < whole.end and (number.dashed or bare):
            return None
        if self._word(whole.start - 1) == "of" and self._word(whole.start - 2) == "family" and head < whole.end:
            article = whole.start - 3 if self._word(whole.start - 3) in {"a", "the"} else whole.start - 2
            whole, head = replace(whole, start=max(article, floor)), whole.start - 2
        return Quantity(whole.start, whole.end, whole.low, whole.high, whole.approximate, head)

    def _is_no_count(self, number: _Number) -> bool:
        """Ages, money, measures, clock times, scores, compounds and numbers in names."""
        words, start, end = self.words, number.start, number.end
        before, after = self._word(start - 1), self._word(end)
        figures = self.lower[start][0].isdigit()
        falling = number.low is not None and number.high is not None and number.low > number.high
        unit = after in words.measures or before in words.currencies or (before in words.labels and figures)
        compound = (
            after in _HYPHENS
            and self._is_word(end + 1)
            and not self.tokens[end - 1].whitespace_
            and self._phrase(end, words.tails) == end
        )
        glued = before in _DASHES | {"/", "."} and not self.tokens[start - 1].whitespace_ and self._glued(start - 1)
        pronoun = self.lower[start] == "one" and (
            before in _NO_COUNT_BEFORE["one"] or after in _MODALS or after in {"'s", "day"}
        )
        score = number.dashed and number.low == number.high
        return falling or unit or compound or glued or pronoun or score or (figures and self._is_age(number))

    def _glued(self, i: int) -> bool:
        """Whether a mark follows its word without a space ("Mi-8", "top-10")."""
        return i > 0 and not self.tokens[i - 1].whitespace_

    def _is_age(self, number: _Number) -> bool:
        """Whether it reads like "Karim (29)" or "Karim, 29,"."""
        if number.high is None or number.high > _OLDEST or number.start < 2:
            return False
        opening, closing = self._word(number.start - 1), self._word(number.end)
        name = self.tokens[number.start - 2]
        named = name.is_alpha and (name.is_title or not self.mixed)
        if opening == "(" and closing == ")":
            return named or name.is_alpha
        return opening == "," and closing in {",", "."} and named and not self._plural(number.start - 2)

    def _head(self, start: int, number: _Number) -> int:
        """The token counted: the noun behind the numeral, or the last token of the numeral itself."""
        i = start
        if self._word(i) == "of":
            i += 1
            if self._word(i) in _PRONOUNS:
                return number.end - 1
            while self._word(i) in _DETERMINERS:
                i += 1
        found = self._noun(i, singular=number.high == 1)
        return number.end - 1 if found is None else found

    def _noun(self, start: int, *, singular: bool) -> int | None:
        """The last noun of the noun phrase that goes on at a token."""
        end = start
        limit = min(len(self.doc), start + _LONGEST_HEAD_SEARCH)
        while end < limit and self._continues(end):
            end += 1
        if any(self.tokens[i].tag_ for i in range(start, end)):
            return self._tagged_noun(start, end)
        if not singular:
            plural = [i for i in range(start, end) if self._plural(i) and self.lower[i] not in self.words.states]
            if plural:
                last = plural[0]
                while last + 1 in plural:
                    last += 1
                return last
        states = self.words.states
        nouns = [i for i in range(start, end) if self.tokens[i].is_alpha and self.lower[i] not in states]
        return nouns[-1] if nouns and nouns[-1] == end - 1 and not self._modifier_only(nouns[-1]) else None

    def _modifier_only(self, i: int) -> bool:
        return self.lower[i] in {"more", "other", "additional", "further"}

    def _continues(self, i: int) -> bool:
        token, word = self.tokens[i], self.lower[i]
        if i in self.dated or word in self.words.ends or (i and token.is_sent_start is True and token.tag_):
            return False
        return (
            token.is_alpha
            or word in _HYPHENS
            or self._is_age_word(i)
            or word in {"'s", "'"}
            or "-" in word
            or "." in word.strip(".")
        )

    def _is_age_word(self, i: int) -> bool:
        """The figure of "a 15-year-old boy" and "a 12-member gang": part of a description, no count."""
        return self._word(i).isdigit() and self._word(i + 1) in _HYPHENS and self._is_word(i + 2)

    def _tagged_noun(self, start: int, end: int) -> int | None:
        """Behind modifiers, the last of the first nouns in a row."""
        i = start
        while i < end and (_tag(self.tokens[i]) in _MODIFIER_TAGS | {"RB", ""} or self.lower[i] in _HYPHENS):
            i += 1
        last = None
        while i < end and (
            _tag(self.tokens[i]) in _NOUN_TAGS or self.lower[i] in _HYPHENS or self._between_nouns(i, end)
        ):
            if _tag(self.tokens[i]) in _NOUN_TAGS:
                last = i
            i += 1
        return None if last is not None and self.lower[last] in self.words.states else last

    def _between_nouns(self, i: int, end: int) -> bool:
        """A modifier inside a noun phrase: "12 government armed men", "five people's homes"."""
        return _tag(self.tokens[i]) in {"JJ", "POS"} and i + 1 < end and _tag(self.tokens[i + 1]) in _NOUN_TAGS

    def _plural(self, i: int) -> bool:
        word = self.lower[i]
        return word in self.words.plurals or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")))

    # -- "a policeman" -------------------------------------------------------------------------------------------

    def _indefinite(self, i: int) -> Quantity | None:
        """One, said with an article: "a policeman", "an unarmed man", "another officer"."""
        if self.lower[i] not in {"a", "an", "another"} or not (self._is_word(i + 1) or self._is_age_word(i + 1)):
            return None
        if self._phrase(i, self.words.hedges) > i:
            return None
        head = self._noun(i + 1, singular=True)
        if head is None or self._plural(head) or self.lower[head] in self.words.measures | self.words.collectives:
            return None
        modifiers = sum(self.tokens[j].is_alpha for j in range(i + 1, head))
        if modifiers > _MOST_MODIFIERS or any(self._number(j) and not self._is_age_word(j) for j in range(i + 1, head)):
            return None
        if _tag(self.tokens[head]) in {"NNS", "NNPS"}:
            return None
        return Quantity(i, head + 1, 1, 1, False, head)


def _integer(text: str) -> int:
    return int(text.replace(",", ""))


def _adds(current: float, value: int) -> bool:
    """Whether a number word below 100 goes on the number: "twenty five", "hundred ten", not "five six"."""
    rest = current % 100
    return rest == 0 or (rest >= 20 and rest % 10 == 0 and value < 10)


def _tag(token: Token) -> str:
    """The Penn tag; empty when untagged."""
    return token.tag_


def _apply(kind: str, number: _Number, bare: _Number) -> _Number:
    """Bounds of a number under a hedge."""
    low, high = bare.low, bare.high
    if kind == "min":
        return replace(number, high=None)
    if kind == "above":
        return replace(number, low=None if low is None else low + 1, high=None)
    if kind == "max":
        return replace(number, low=None if low == high else low)
    if kind == "below":
        return replace(number, low=None if low == high else low, high=None if high is None else max(high - 1, 0))
    return replace(number, approximate=number.approximate or kind == "about")
