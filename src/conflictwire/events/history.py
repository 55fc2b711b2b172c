"""Events told only as the measure of another ("the worst since the raid of 2019"), as a sum, or as what to avert."""

from itertools import islice

from spacy.tokens import Token

from conflictwire.entities.words import children_of, sentence_of, words_of
from conflictwire.events.roles import Roles, normal
from conflictwire.events.syntax import word_set
from conflictwire.resources import Resources

__all__ = ["History"]

SINCE = "since"
# tags of "worst" and of "most" before an adjective
SUPERLATIVE = ("JJS", "RBS")
PLURAL = ("NNS", "NNPS")
PRESENT = ("VBP", "VBZ")
PERFECT = ("has", "have")
# governors from an event noun up to who answers for it ("accused of carrying out a series of bombings")
ANSWER_STEPS = 3


class History:
    """The words that tell so."""

    def __init__(self, resources: Resources) -> None:
        self._ranks = word_set(resources, "ordinal_words") | word_set(resources, "rank_words")
        self._many = word_set(resources, "aggregate_words")
        self._sums = word_set(resources, "quantifier_nouns") | word_set(resources, "aggregate_numbers")
        self._answering = word_set(resources, "answering_words")
        self._averting = word_set(resources, "averting_words")
        self._uncounted = word_set(resources, "uncounted_harm")

    def recalled(self, head: Token) -> bool:
        """Another event is measured by this one ("the deadliest attack since the siege of a hotel")."""
        since = self._since(head)
        return since is not None and head.i > since

    def measures(self, head: Token, at: int) -> bool:
        """What stands at a token belongs to the event by which that of `head` is measured."""
        since = self._since(head)
        return since is not None and head.i < since < at

    def _since(self, head: Token) -> int | None:
        """The "since" of the sentence, where a superlative or an ordinal number stands before it."""
        sentence, known = sentence_of(head), words_of(head.doc)
        try:
            since = known.lower.index(SINCE, sentence.start, sentence.end)
        except ValueError:
            return None
        before = range(sentence.start, since)
        ranked = any(known.tokens[i].tag_ in SUPERLATIVE or known.lower[i] in self._ranks for i in before)
        return since if ranked else None

    def summed(self, noun: Token, roles: Roles) -> bool:
        """A plural noun for many incidents ("numerous attacks", "has carried out a string of attacks")."""
        if noun.tag_ not in PLURAL:
            return False
        words = {child.lower_ for child in children_of(noun)}
        if not words.isdisjoint(self._many):
            return True
        counted = roles.preposition(noun) == "of" and normal(noun.head) in self._sums
        perfect = any(child.lower_ in PERFECT for child in children_of(roles.clause(noun)))
        return perfect and (counted or not words.isdisjoint(self._sums))

    def habitual(self, verb: Token, roles: Roles) -> bool:
        """A verb in the simple present, which tells what goes on ("armed gangs attack villages and kidnap people")."""
        if not roles.is_verbal(verb):
            return False
        first = verb.head if verb.dep_ == "conj" and not roles.auxiliaries(verb) else verb
        return first.tag_ in PRESENT and verb.tag_ in (*PRESENT, "VB") and not roles.auxiliaries(first)

    def answered(self, noun: Token, roles: Roles) -> bool:
        """A plural noun for what somebody answers for ("accused of carrying out bombings")."""
        if noun.tag_ not in PLURAL or roles.is_verbal(noun):
            return False
        above = islice(roles.climb(noun), ANSWER_STEPS)
        return any(not self._answering.isdisjoint((normal(token), token.lower_)) for token in above)

    def averted(self, head: Token, roles: Roles) -> bool:
        """What is to be kept from happening at any time ("to prevent attacks", "protect aid workers from violence")."""
        if roles.is_verbal(head):
            return self._forbidden(head, roles) or (roles.marker(head) == "from" and self._unmet(head.head, roles))
        if not (head.tag_ in PLURAL or normal(head) in self._uncounted) or roles.determined(head):
            return False
        governors = (*roles.done_to(head), *roles.hangs_on(head))
        return any(normal(token) in self._averting for token in governors)

    def _forbidden(self, verb: Token, roles: Roles) -> bool:
        """Told not to do it, or promising not to ("warned them not to attack")."""
        return roles.negated(verb) and roles.is_infinitive_complement(verb) and "have" not in roles.auxiliaries(verb)

    def _unmet(self, verb: Token, roles: Roles) -> bool:
        """An averting verb in the infinitive: nothing was averted yet ("efforts to stop militants from attacking")."""
        return normal(verb) in self._averting and roles.infinitive(verb)
