"""Events told only as the measure of another ("the worst since the raid of 2019"), or as a sum ("numerous attacks")."""

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
PERFECT = ("has", "have")


class History:
    """The words that tell so."""

    def __init__(self, resources: Resources) -> None:
        self._ranks = word_set(resources, "ordinal_words") | {"only", "most", "worst"}
        self._many = word_set(resources, "aggregate_words")
        self._sums = word_set(resources, "quantifier_nouns") | word_set(resources, "aggregate_numbers")
        self._answering = word_set(resources, "answering_words")

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
        whole = noun.head if roles.preposition(noun) == "of" and normal(noun.head) in self._sums else noun
        if whole is noun and words.isdisjoint(self._sums):
            return False
        return not self._answering.isdisjoint((normal(whole.head), whole.head.lower_)) or any(
            child.lower_ in PERFECT for child in children_of(roles.clause(noun))
        )
