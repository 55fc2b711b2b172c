"""Which sentences could hold an event, told from their words alone: the triggers of the rules by their possible forms.

A word form counts as every lemma that the pipeline's lemmatizer could give it under any part of speech, so that no
trigger is overlooked. Exclusions that need nothing but the words of the sentence or article are applied at once.
"""

import re
from collections.abc import Mapping, Sequence

from spacy.language import Language
from spacy.pipeline import Lemmatizer

from conflictwire.entities.lexicon import ActorLexicon, load_actor_lexicon
from conflictwire.entities.words import PLURALS
from conflictwire.events.claim_words import attribution_words, casualty_words
from conflictwire.events.combatants import Named
from conflictwire.events.rules import MARKS, Condition, RuleBook, Trigger
from conflictwire.events.weapons import NO_WEAPON, weapon_types
from conflictwire.resources import Resources
from conflictwire.schema import CasualtyKind

__all__ = ["Prospects"]

CROWD = "crowd"
FIGHTERS = frozenset({"armed", "force", "rebel", "group", "country", "state"})
PAST = "ed"
_PIECE = re.compile(r"[^\W_]+")
_FORMS = 100_000
"""Word forms whose lemmas are kept in memory."""


class _Pattern:
    """A trigger as the runs of letters and digits in it; `head` is the one it is looked up by.

    `arms` are the types of the required slots that take nothing but weapons: the sentence must name one of each set.
    `wants` are sets of words of which it must hold one each. An `everyday` one wants fighters: it counts beside
    combatants or the name of a country only, or, where a weapon may act (`armed`), beside one. One for mere `harm` is
    no violence without arms.
    """

    def __init__(
        self, trigger: Trigger, weapons: frozenset[str], crowds: frozenset[str], everyday: frozenset[str]
    ) -> None:
        self.trigger = trigger
        required = [slot for slot in (trigger.rule.actor, trigger.rule.target) if slot.required]
        self.arms = [frozenset(slot.types) for slot in required if slot.types and weapons.issuperset(slot.types)]
        mobs = (crowds for slot in required if slot.types == (CROWD,))
        words = (trigger.rule.only, *(slot.words for slot in required), *mobs)
        self.wants = [frozenset(found) for found in words if found]
        fighters = any(slot.types and (FIGHTERS | weapons).issuperset(slot.types) for slot in required)
        self.everyday = fighters and everyday.issuperset(trigger.words)
        self.armed = any(weapons.intersection(slot.types) for slot in required)
        self.harm = trigger.rule.level == 0 and not trigger.rule.actor.required
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

    def given(self, weapons: frozenset[str], words: frozenset[str]) -> bool:
        """Whether the sentence names the weapons and holds the words that the rule cannot do without."""
        return not any(map(weapons.isdisjoint, self.arms)) and not any(map(words.isdisjoint, self.wants))

    def fought(self, named: Named, *, states: bool, weapons: bool) -> bool:
        """Whether there is somebody to fight: in the article, or as a state or weapon in the sentence."""
        if self.harm:
            return named.armed or weapons
        return named.fighting or not self.everyday or states or (weapons and self.armed)

    def formed(self, piece: str) -> bool:
        """Whether a noun can have this form: what ends as a past does is none, if its lemma does not."""
        return self.trigger.verb or not piece.endswith(PAST) or self.head.endswith(PAST)


class Prospects:
    """The rules' triggers as the forms in which they may stand in a text.

    Args:
        book: the rules, a user's own included.
        nlp: the pipeline whose lemmatizer gives the lemmas.
        resources: word lists.
    """

    def __init__(self, book: RuleBook, nlp: Language, resources: Resources) -> None:
        self._venues = frozenset(resources.lexicon("venue_nouns"))
        self._countries = _countries(load_actor_lexicon(resources))
        self._triggers: dict[str, list[_Pattern]] = {}
        self._weapons: dict[str, list[tuple[list[str], frozenset[str]]]] = {}
        for form, kind in resources.lexicon("weapons").items():
            if kind == NO_WEAPON:
                continue
            found = _PIECE.findall(form)
            self._weapons.setdefault(found[0], []).append((found, frozenset(("weapon", kind.removesuffix("_class")))))
        self._months = frozenset(resources.lexicon("months"))
        types, crowds = weapon_types(resources), frozenset(resources.lexicon("crowds"))
        everyday = frozenset(resources.lexicon("everyday_triggers"))
        self._month_cues = frozenset(resources.lexicon("month_cues"))
        for trigger in (trigger for found in book.triggers.values() for trigger in found):
            pattern = _Pattern(trigger, types, crowds, everyday)
            self._triggers.setdefault(pattern.head, []).append(pattern)
        patterns = [pattern for found in self._triggers.values() for pattern in found]
        self._telling = _telling(resources)
        self._saying = attribution_words(resources).said
        wanted = (self._telling | self._saying | self._venues).union(
            word for p in patterns for words in (p.pieces, *p.wants) for word in words
        )
        self._lemmas = _Lemmas(wanted, nlp)

    @staticmethod
    def reads(nlp: Language) -> bool:
        """Whether the lemmatizer works by rules that can be run backwards."""
        lemmatizer = nlp.get_pipe("lemmatizer")
        return isinstance(lemmatizer, Lemmatizer) and lemmatizer.mode == "rule"

    def hopeful(self, sentence: str, barred: frozenset[str], named: Named) -> bool:
        """Whether a rule could fire in a sentence: a trigger may stand there, and no word of it speaks against.

        Args:
            sentence: its text.
            barred: exclusions that hold throughout the article.
            named: whom the article names.
        """
        lower = sentence.lower()
        pieces = _PIECE.findall(lower)
        lemmas = [self._lemmas[piece] for piece in pieces]
        if not self._months.isdisjoint(pieces):
            for at, piece in enumerate(pieces):
                if piece in self._months and self._is_month(pieces, at):
                    lemmas[at] = frozenset()
        found = frozenset().union(*lemmas)
        if self._triggers.keys().isdisjoint(found):
            return False
        standing = [
            (pattern, at)
            for at, forms in enumerate(lemmas)
            if forms
            for form in forms
            for pattern in self._triggers.get(form, ())
            if pattern.formed(pieces[at]) and pattern.stands(at, lemmas, found)
        ]
        if not standing:
            return False
        plain = self._said([word.strip(MARKS) for word in lower.split()])
        weapons, words = self._weapons_in(pieces), found.union(pieces, plain)
        states = not self._countries.isdisjoint(pieces)
        spoken: dict[str, frozenset[str]] = {}

        def speaks_against(name: str, condition: Condition, piece: str) -> bool:
            if name in barred:
                return True
            if name not in spoken:
                spoken[name] = plain & condition.speaking
            return bool(spoken[name]) and not spoken[name] <= {piece}

        return any(
            pattern.fought(named, states=states, weapons=bool(weapons))
            and pattern.given(weapons, words)
            and not any(speaks_against(*exclusion, pieces[at]) for exclusion in pattern.trigger.exclusions)
            for pattern, at in standing
        )

    def _is_month(self, pieces: Sequence[str], at: int) -> bool:
        """A month with its day or year ("March 3"), or behind a word of time ("last March"), is no trigger."""
        before = pieces[at - 1] if at else ""
        return before in self._month_cues or any(piece.isdigit() for piece in pieces[max(at - 1, 0) : at + 2])

    def _said(self, words: Sequence[str]) -> frozenset[str]:
        """The words of a sentence but for those that only say of what kind a place is ("movie theater")."""
        venues = {word for word in set(words) if not self._venues.isdisjoint(self._lemmas[word])}
        if not venues:
            return frozenset(words)
        behind = [*words[1:], ""]
        return frozenset(word for word, after in zip(words, behind, strict=True) if after not in venues)

    def _weapons_in(self, pieces: Sequence[str]) -> frozenset[str]:
        """Types of the weapons that a sentence names."""
        if self._weapons.keys().isdisjoint(pieces):
            return frozenset()
        return frozenset().union(
            *(
                types
                for at, piece in enumerate(pieces)
                for form, types in self._weapons.get(piece, ())
                if pieces[at : at + len(form)] == form
            )
        )

    def tells(self, sentence: str) -> bool:
        """Whether a sentence may tell of a toll, or who claims, is blamed for or denies an event."""
        return any(not self._telling.isdisjoint(self._lemmas[piece]) for piece in _PIECE.findall(sentence.lower()))

    def reports(self, sentence: str) -> bool:
        """Whether a sentence may report what somebody says."""
        return any(not self._saying.isdisjoint(self._lemmas[piece]) for piece in _PIECE.findall(sentence.lower()))


class _Lemmas(dict[str, frozenset[str]]):
    """The lemmas that each word form may have, of those that any rule asks for; worked out when first looked up."""

    def __init__(self, wanted: frozenset[str], nlp: Language) -> None:
        super().__init__()
        self._wanted = wanted
        self._exceptions, self._endings = _tables(nlp)

    def __missing__(self, form: str) -> frozenset[str]:
        if len(self) >= _FORMS:
            self.clear()
        possible = {form[: len(form) - len(old)] + new for old, new in self._endings if form.endswith(old)}
        possible.update((form,), *(table.get(form, ()) for table in self._exceptions))
        found = self[form] = self._wanted & possible
        return found


def _countries(lexicon: ActorLexicon) -> frozenset[str]:
    """Words of the names and adjectives of countries; of longer names the last."""
    tables = (lexicon.countries, lexicon.demonyms, lexicon.peoples, lexicon.capitals)
    return frozenset(key[-1] for table in tables for key in table.entries)


def _telling(resources: Resources) -> frozenset[str]:
    """Lemmas of casualties and who they are, responsibility, blame and denial."""
    blame = (entry.split() for entries in attribution_words(resources).blame.values() for entry in entries)
    denial = (word for word, kind in resources.lexicon("status_verbs").items() if kind == "denied")
    lists = (resources.lexicon(name) for name in ("casualty_nouns", "casualty_verbs", "responsibility_nouns"))
    words = (*(entry[0] for entry in blame if len(entry) == 1), *denial, *(word for found in lists for word in found))
    casualties = casualty_words(resources)
    hurt = (word for entry in casualties.with_word if entry.kind == CasualtyKind.WOUNDED for word in entry.words)
    return frozenset(word for word in (*words, *hurt) if word.isalpha()) | casualties.identifying


def _tables(nlp: Language) -> tuple[list[Mapping[str, list[str]]], frozenset[tuple[str, str]]]:
    """Exceptions and endings of a rule lemmatizer, those of all parts of speech together."""
    lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    exceptions: list[Mapping[str, list[str]]] = [
        dict(table) for table in dict(lookups.get_table("lemma_exc", {})).values()
    ]
    endings = (tuple(pair) for pairs in dict(lookups.get_table("lemma_rules", {})).values() for pair in pairs)
    return exceptions, frozenset((*((old, new) for old, new in endings), *PLURALS))
