"""Recasing: sentences in capitals only, or without any, spelled as running text for the pipeline.

The pipeline learnt names from mixed-case text. A word is a name when the lemmatizer's tables do not know it, or when a
lexicon or the gazetteer says so; everything else is written small. Only the case of letters changes, so offsets stay.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.pipeline import Lemmatizer

from conflictwire.entities.gazetteer import Form, Gazetteer
from conflictwire.entities.lexicon import load_actor_lexicon, pieces
from conflictwire.resources import Resources

__all__ = ["Recaser"]

NAMES = ("months", "weekdays")
CODED = ("actor_countries", "actor_demonyms", "actor_peoples")
"""Lexicons whose canonical form is a country code, which is no word."""
BIG = 500_000
"""Inhabitants from which a place is better known than a common word of the same spelling."""
TOWN = 20_000
WORDS = 100_000


class Recaser:
    """Spells words of text that has lost its case.

    Args:
        nlp: the pipeline; without a rule lemmatizer there are no tables to tell common words, and nothing is recased.
        resources: names of months, days, countries, peoples and armed groups.
        gazetteer: names of places.
    """

    def __init__(self, nlp: Language, resources: Resources, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._common, self._exceptions, self._endings = _tables(nlp)
        lexicon = load_actor_lexicon(resources)
        coded = {form for name in CODED for form, code in resources.lexicon(name).items() if form != code}
        plain = {form for name in NAMES for form in resources.lexicon(name)} - {"may", "march"}
        self._names = frozenset(form for form in coded if form.isalpha()) - STOP_WORDS | plain
        self._stops = frozenset(resources.lexicon("place_stopwords"))
        self._actors, self._countries = lexicon.names, lexicon.countries
        used = _forms(nlp, "verb", "adj", "adv") | lexicon.common | STOP_WORDS
        acronyms = {key for key, found in lexicon.names.entries.items() if any(how == "acronym" for _, how in found)}
        self._acronyms = frozenset(key[0] for key in acronyms if len(key) == 1) - used
        self._spell = lru_cache(maxsize=WORDS)(self._spelling)

    @property
    def works(self) -> bool:
        """Whether there are tables to tell common words by."""
        return bool(self._common)

    def words(self, words: list[str]) -> list[str]:
        """The words of a sentence, each spelled as inside running text, the first one with a capital."""
        lower = [word.lower() for word in words]
        spelled = [self._spell(word) for word in lower]
        for at in self._in_names(lower):
            spelled[at] = lower[at].title() if lower[at] not in STOP_WORDS and spelled[at].islower() else spelled[at]
        first = next((at for at, word in enumerate(spelled) if word[:1].isalpha()), None)
        if first is not None:
            spelled[first] = spelled[first][:1].upper() + spelled[first][1:]
        return [new if len(new) == len(old) else old for new, old in zip(spelled, words, strict=True)]

    def _in_names(self, lower: list[str]) -> Iterator[int]:
        """Words inside the names of groups and places of several words."""
        found = [(at, piece) for at, word in enumerate(lower) for piece in pieces(word)]
        parts, owners = [piece for _, piece in found], [at for at, _ in found]
        named = [hit for hit in self._actors.find(parts, owners) if all(how == "name" for _, how in hit.value)]
        spans = [(hit.start, hit.end) for hit in named]
        spans.extend((hit.start, hit.end) for hit in self._countries.find(parts, owners))
        for start, end in spans:
            if end - start > 1:
                yield from range(start, end)
        for at, pair in enumerate(pairwise(lower)):
            if all(word.isalpha() and word not in STOP_WORDS for word in pair) and self._is_place(" ".join(pair), TOWN):
                yield from (at, at + 1)

    def _is_place(self, name: str, people: int) -> bool:
        return any(
            entry.form == Form.MAIN and (entry.kind == "country" or entry.population >= people)
            for entry in self._gazetteer.lookup(name.title())
        )

    def _spelling(self, word: str) -> str:
        if not word[:1].isalpha() or not word.isalnum():
            return word.upper() if "." in word[1:-1] else word
        if word in self._acronyms:
            return word.upper()
        return word.title() if self._is_name(word) else word

    def _is_name(self, word: str) -> bool:
        if word in self._names:
            return True
        if word in STOP_WORDS or len(word) < 3:
            return False
        if not any(form in self._common for form in (word, *self._lemmas(word))):
            return True
        if word in self._stops:
            return False
        return self._is_place(word, BIG)

    def _lemmas(self, word: str) -> Iterator[str]:
        for table in self._exceptions:
            yield from table.get(word, ())
        yield from (word[: len(word) - len(old)] + new for old, new in self._endings if old and word.endswith(old))


def _forms(nlp: Language, *parts: str) -> frozenset[str]:
    """Words that a rule lemmatizer knows as these parts of speech."""
    lemmatizer = nlp.get_pipe("lemmatizer")
    if not isinstance(lemmatizer, Lemmatizer) or lemmatizer.mode != "rule":
        return frozenset()
    index = lemmatizer.lookups.get_table("lemma_index", {})
    return frozenset(word for part in parts for word in index.get(part, ()))


def _tables(nlp: Language) -> tuple[frozenset[str], list[dict[str, list[str]]], list[tuple[str, str]]]:
    """Known words, irregular forms and endings of a rule lemmatizer; empty for another one."""
    lemmatizer = nlp.get_pipe("lemmatizer")
    if not isinstance(lemmatizer, Lemmatizer) or lemmatizer.mode != "rule":
        return frozenset(), [], []
    lookups = lemmatizer.lookups
    known = (word for words in dict(lookups.get_table("lemma_index", {})).values() for word in words)
    exceptions = [dict(table) for table in dict(lookups.get_table("lemma_exc", {})).values()]
    endings = {(old, new) for pairs in dict(lookups.get_table("lemma_rules", {})).values() for old, new in pairs}
    return frozenset(known), exceptions, sorted(endings)
