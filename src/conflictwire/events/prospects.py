"""Which sentences could hold an event, told from their words alone: the triggers of the rules by their possible forms.

A word form counts as every lemma that the pipeline's lemmatizer could give it under any part of speech, so that no
trigger is overlooked. Exclusions that need nothing but the words of the sentence or article are applied at once.
"""

import re
from collections.abc import Mapping, Sequence

from spacy.language import Language
from spacy.pipeline import Lemmatizer

from conflictwire.entities.words import PLURALS
from conflictwire.events.rules import RuleBook, Trigger
from conflictwire.events.weapons import weapon_types
from conflictwire.resources import Resources

__all__ = ["Prospects"]

_PIECE = re.compile(r"[^\W_]+")
_MARKS = ".,;:!?\"“”’‘'()[]…"
_FORMS = 100_000
"""Word forms whose lemmas are kept in memory."""


class _Pattern:
    """A trigger as the runs of letters and digits in it; `head` is the one it is looked up by.

    `armed` says that a required slot takes nothing but weapons, so that the sentence must name one.
    """

    def __init__(self, trigger: Trigger, weapon_types: frozenset[str]) -> None:
        self.trigger = trigger
        slots = (trigger.rule.actor, trigger.rule.target)
        self.armed = any(slot.required and slot.types and weapon_types.issuperset(slot.types) for slot in slots)
        self.pieces = tuple(piece for word in trigger.words for piece in _PIECE.findall(word))
        self.head = self.pieces[0 if trigger.verb else -1] if self.pieces else ""

    def stands(self, at: int, lemmas: Sequence[frozenset[str]], found: frozenset[str]) -> bool:
        """Whether the other words stand in the sentence too, those of a noun right before its head."""
        if len(self.pieces) == 1:
            return True
        if self.trigger.verb:
            return found.issuperset(self.pieces)
        start = at + 1 - len(self.pieces)
        return start >= 0 and all(piece in lemmas[start + i] for i, piece in enumerate(self.pieces))


class Prospects:
    """The rules' triggers as the forms in which they may stand in a text.

    Args:
        book: the rules, a user's own included.
        nlp: the pipeline whose lemmatizer gives the lemmas.
        resources: word lists.
    """

    def __init__(self, book: RuleBook, nlp: Language, resources: Resources) -> None:
        self._article = {e.id: (frozenset(e.sentence), e.article) for e in book.exclusions.values() if e.article}
        self._triggers: dict[str, list[_Pattern]] = {}
        self._weapons = frozenset(piece for form in resources.lexicon("weapons") for piece in _PIECE.findall(form))
        self._months = frozenset(resources.lexicon("months"))
        types = weapon_types(resources)
        for trigger in (trigger for found in book.triggers.values() for trigger in found):
            pattern = _Pattern(trigger, types)
            self._triggers.setdefault(pattern.head, []).append(pattern)
        patterns = [pattern for found in self._triggers.values() for pattern in found]
        self._wanted = frozenset(word for p in patterns for word in (*p.pieces, *p.trigger.rule.only))
        self._exceptions, self._endings = _tables(nlp)
        self._lemmas: dict[str, frozenset[str]] = {}

    @staticmethod
    def reads(nlp: Language) -> bool:
        """Whether the lemmatizer works by rules that can be run backwards."""
        lemmatizer = nlp.get_pipe("lemmatizer")
        return isinstance(lemmatizer, Lemmatizer) and lemmatizer.mode == "rule"

    def barred(self, text: str) -> frozenset[str]:
        """Exclusions that hold throughout an article."""
        words = [word.strip(_MARKS) for word in text.lower().split()]
        return frozenset(
            name for name, (bad, limit) in self._article.items() if sum(word in bad for word in words) >= limit
        )

    def hopeful(self, sentence: str, barred: frozenset[str]) -> bool:
        """Whether a rule could fire in a sentence: a trigger may stand there, and no word of it speaks against."""
        lower = sentence.lower()
        pieces = _PIECE.findall(lower)
        lemmas = [frozenset() if self._is_date(pieces, at) else self._of(piece) for at, piece in enumerate(pieces)]
        found = frozenset().union(*lemmas)
        if not found:
            return False
        named = not self._weapons.isdisjoint(pieces)
        plain = frozenset(word.strip(_MARKS) for word in lower.split())
        return any(
            pattern.stands(at, lemmas, found)
            and (not pattern.armed or named)
            and (not pattern.trigger.rule.only or not found.isdisjoint(pattern.trigger.rule.only))
            and not any(
                name in barred or not plain.intersection(condition.sentence) <= {pieces[at]}
                for name, condition in pattern.trigger.exclusions
            )
            for at, forms in enumerate(lemmas)
            for form in forms
            for pattern in self._triggers.get(form, ())
        )

    def _is_date(self, pieces: Sequence[str], at: int) -> bool:
        """A month with its day or year ("March 3"), which is no trigger."""
        beside = pieces[max(at - 1, 0) : at + 2]
        return pieces[at] in self._months and any(piece.isdigit() for piece in beside)

    def _of(self, form: str) -> frozenset[str]:
        """The lemmas of a word form that any rule asks for."""
        known = self._lemmas.get(form)
        if known is None:
            if len(self._lemmas) >= _FORMS:
                self._lemmas.clear()
            possible = {form[: len(form) - len(old)] + new for old, new in self._endings if form.endswith(old)}
            possible.update((form,), *(table.get(form, ()) for table in self._exceptions))
            known = self._lemmas[form] = self._wanted & possible
        return known


def _tables(nlp: Language) -> tuple[list[Mapping[str, list[str]]], frozenset[tuple[str, str]]]:
    """Exceptions and endings of a rule lemmatizer, those of all parts of speech together."""
    lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    exceptions: list[Mapping[str, list[str]]] = [
        dict(table) for table in dict(lookups.get_table("lemma_exc", {})).values()
    ]
    endings = (tuple(pair) for pairs in dict(lookups.get_table("lemma_rules", {})).values() for pair in pairs)
    return exceptions, frozenset((*((old, new) for old, new in endings), *PLURALS))
