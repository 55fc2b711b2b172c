"""Parties that share the noun of the last of them: "Fatah | and Hamas gunmen", "Israeli | and Palestinian forces"."""

from itertools import pairwise

from spacy.tokens import Token

from conflictwire.entities.words import children_of

__all__ = ["behind_last", "sharers"]

_MODIFIERS = frozenset({"amod", "compound", "nmod", "nmod:desc", "nmod:unmarked"})
_JOINING = frozenset({"and", "&"})
_PLURALS = frozenset({"NNS", "NNPS"})


def sharers(noun: Token) -> tuple[Token, ...]:
    """The words before a plural noun that "and" joins to its last modifier: each stands for a party of its own."""
    if noun.tag_ not in _PLURALS:
        return ()
    before = [c for c in children_of(noun) if c.dep_ in _MODIFIERS and c.i < noun.i]
    found = [c for c in before if any(_is_joined(d, noun) for d in children_of(c))]
    if noun.dep_ == "conj" and noun.head.pos_ == "ADJ" and _has_joiner(noun, noun.head):
        found.append(noun.head)
    found.extend(first for first, second in pairwise(before) if _has_joiner(second, first))
    return tuple(dict.fromkeys(found))


def behind_last(first: Token, noun: Token) -> int:
    """The token behind the "and" between a word and the noun that it shares; the word's own when there is none."""
    joiners = [t.i + 1 for t in noun.doc[first.i + 1 : noun.i] if t.lower_ in _JOINING]
    return max(joiners, default=first.i)


def _is_joined(word: Token, noun: Token) -> bool:
    """The word is coordinated with a modifier and stands before the noun as well."""
    return word.dep_ == "conj" and word.i < noun.i and _has_joiner(word, word.head)


def _has_joiner(second: Token, first: Token) -> bool:
    return any(c.dep_ == "cc" and c.lower_ in _JOINING and c.i > first.i for c in children_of(second))
