"""Names of the actor lexicon in a text, ambiguous ones settled by spelling, country and day."""

from collections.abc import Iterable
from datetime import date

from spacy.tokens import Doc

from conflictwire.entities.actor_phrases import split_words
from conflictwire.entities.lexicon import ActorLexicon, ActorRow, Hit
from conflictwire.entities.parsed import PlaceMention
from conflictwire.entities.words import words_of

__all__ = ["find_names"]

_SHORT_ACRONYM = 3
_TERM_MARGIN = 2
_PERSON = frozenset({"PERSON", "PER"})


def find_names(
    doc: Doc, lexicon: ActorLexicon, places: Iterable[PlaceMention], day: date | None
) -> list[Hit[ActorRow]]:
    """Lexicon names in the text, ambiguous ones settled by the day and the countries named in the text."""
    tokens = words_of(doc).tokens
    _, words, owners = split_words(doc)
    countries = {place.country for place in places if place.country}
    countries |= {hit.value for table in (lexicon.countries, lexicon.demonyms) for hit in table.find(words, owners)}
    alphabetic = [token.text for token in tokens if token.is_alpha]
    shouting = sum(text.isupper() for text in alphabetic) > 0.8 * len(alphabetic)
    whispering = not any(text[0].isupper() for text in alphabetic)
    hits = list(lexicon.names.find(words, owners))
    in_full = frozenset(row.id for hit in hits for row, style in hit.value if style == "name")
    found: list[Hit[ActorRow]] = []
    for hit in hits:
        text = doc[hit.start : hit.end].text
        readings = [row for row, style in hit.value if _spelled(text, style, lexicon, shouting or whispering)]
        row = _best_reading(readings, countries, day, in_full)
        known = bool(found) and found[-1].end == hit.start - 1
        if row is not None and _is_vague(text, row, readings, countries, in_full, shouting=shouting):
            continue
        if row is not None and row.leads and not _is_leader(doc, hit, row, countries, day):
            continue
        if row is not None and (known or not _abbreviates(doc, hit.start, text)):
            found.append(Hit(hit.start, hit.end, row))
    return found


def _is_vague(
    text: str, row: ActorRow, readings: list[ActorRow], countries: set[str], in_full: frozenset[str], *, shouting: bool
) -> bool:
    """Whether an acronym is too short, or has too many readings, to be believed where its country is not named."""
    letters = sum(char.isalpha() for char in text)
    if row.country is None or row.acts_in(countries) or row.id in in_full or not text.isupper():
        return False
    if letters > _SHORT_ACRONYM:
        return not shouting and len(readings) > 1
    return bool(countries) or len(readings) > 1


def _is_leader(
    doc: Doc, hit: Hit[tuple[tuple[ActorRow, str], ...]], row: ActorRow, countries: set[str], day: date | None
) -> bool:
    """Whether a leader's name means him: about his time in office; a mere surname also where his country is named.

    The name of somebody else ("Ali Hollande") may end in his.
    """
    if day is not None and not (row.start or 0) - _TERM_MARGIN <= day.year <= (row.end or 9999) + _TERM_MARGIN:
        return False
    around = {token.ent_iob_ for token in doc[hit.end : hit.end + 1] if token.ent_type_ in _PERSON}
    longer = "I" in around or (hit.start > 0 and _name_before(doc, hit.start))
    single = hit.end - hit.start == 1
    return not longer and (not single or row.country is None or row.acts_in(countries))


def _name_before(doc: Doc, at: int) -> bool:
    """Whether the token before is part of the same recognised person."""
    before, token = doc[at - 1], doc[at]
    return before.ent_type_ in _PERSON and token.ent_iob_ == "I" and before.pos_ == "PROPN"


def _abbreviates(doc: Doc, start: int, text: str) -> bool:
    """Whether an acronym in parentheses stands for the words right before it ("Senior Superintendent (SS)")."""
    if start < 2 or doc[start - 1].text not in "([" or not text.isupper():
        return False
    words = [token.text for token in doc[max(start - 2 - 2 * len(text), 0) : start - 1] if token.text[:1].isupper()]
    return "".join(word[0] for word in words[-len(text) :]) == text


def _spelled(text: str, style: str, lexicon: ActorLexicon, caseless: bool) -> bool:
    """Whether the spelling fits the alias: names have capitals, acronyms mostly; without case, no ordinary word."""
    if style == "lower":
        return True
    if style == "name":
        return caseless or not text.islower()
    if caseless:
        return text.lower() not in lexicon.common
    letters = [char for char in text if char.isalpha()]
    return sum(char.isupper() for char in letters) > 0.5 * len(letters) or (text[:1].isupper() and len(text) > 3)


def _best_reading(
    readings: list[ActorRow], countries: set[str], day: date | None, in_full: frozenset[str]
) -> ActorRow | None:
    """The reading whose full name is in the text, else whose country is, else that was in use on the day."""

    def fitness(row: ActorRow) -> tuple[bool, bool, bool, bool]:
        in_use = day is None or ((row.start or 0) <= day.year <= (row.end or 9999))
        there = row.acts_in(countries)
        return (there and in_use, row.id in in_full, in_use, there)

    return max(readings, key=fitness, default=None)
