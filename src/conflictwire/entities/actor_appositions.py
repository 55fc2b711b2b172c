"""Mentions side by side that name one party: appositions, introduced names, acronyms in parentheses."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from conflictwire.entities.actor_extents import full_end
from conflictwire.entities.actor_views import COLLECTIVE, TROOPS, View

__all__ = ["are_adjacent", "is_acronym_of", "is_one_person"]

_NAMING = frozenset(["identified", "named", "called", "known", "namely"])
# what may stand beside a word for naming: "has been identified by the police as", "named today as"
_BESIDE_NAMING = frozenset({"AUX", "ADV", "ADP", "DET", "NOUN", "PUNCT", "SCONJ", ""})
_COPULAS = frozenset(["is", "was", "are", "were"])
_ARTICLES = frozenset(["a", "an", "the"])
_CLOSING = frozenset([",", ".", ";", ":", "--", "-", ")", "for", "of", "said", "who", "told", "in", "from", "with"])
_AFTER_NAME = frozenset([",", ".", ";", "--", "-", ")", "who"])
_MAX_BETWEEN = 8
_MAX_EXTENT = 12


def is_one_person(view: View) -> bool:
    """One human being: a name of a person or a singular description of one, no institution."""
    mention = view.mention
    collective = mention.actor_id is not None and not mention.person
    return mention.person and not view.plural and not collective and view.head not in COLLECTIVE | TROOPS


def is_acronym_of(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the single word `short` is made of initials of `full`, in order, or at least shares the first one."""
    if len(short) != 1 or len(full) < 2 or len(short[0]) > 10:
        return False
    letters = iter("".join(word[0] for word in full))
    in_order = all(char in letters for char in short[0])
    return in_order or (short[0][0] == full[0][0] and len(short[0]) <= 5)


def are_adjacent(doc: Doc, old: View, new: View) -> bool:
    """Apposition ("X, a spokesman"), name after a description ("the mayor of Y, X"), acronym ("Front (XF)")."""
    if not 0 < new.mention.start - old.mention.end <= _MAX_BETWEEN + _MAX_EXTENT:
        return False
    end = full_end(doc, old.mention)
    if end >= new.mention.start:
        end = old.mention.end
    if new.mention.start - end > _MAX_BETWEEN:
        return False
    tokens = _between(list(doc[end : new.mention.start]))
    words = [token.lower_ for token in tokens]
    if words in (["("], ["["]) and is_acronym_of(new.words, old.words):
        return True
    if words == [","] and old.head in COLLECTIVE and not old.mention.proper:
        return new.mention.proper and not new.mention.country and _after(doc, new) == ","
    return is_one_person(old) and is_one_person(new) and _apposed(doc, old, new, tokens)


def _apposed(doc: Doc, old: View, new: View, between: Sequence[Token]) -> bool:
    """Whether two mentions of one human being each, with these words between, name the same one."""
    words = [token.lower_ for token in between]
    if new.mention.personal and not old.mention.personal:
        return _introduced(doc, old, new, between)
    if words == [")"]:
        return new.mention.personal and len(old.words) == 1
    described = old.mention.personal and not new.mention.personal
    if described and words[:2] == [",", "who"]:
        return len(words) == 4 and words[2] in _COPULAS and words[3] in _ARTICLES
    opened = words[:1] in ([","], ["("], ["--"])
    if described and opened and len(words) == 1:
        return _has_complement(doc, new) or _after(doc, new) == ")"
    return opened and words[1:] in (["a"], ["an"], ["the"]) and _after(doc, new) in _CLOSING and old.mention.personal


def _introduced(doc: Doc, old: View, new: View, between: Sequence[Token]) -> bool:
    """Whether a name follows a description of the same human being ("the mayor, X", "a man identified as X")."""
    words = [token.lower_ for token in between]
    if _NAMING.intersection(words):
        return words[0] != "and" and all(t.lower_ in _NAMING or t.pos_ in _BESIDE_NAMING for t in between)
    if words == ["as"]:
        return bool(_NAMING.intersection(t.lower_ for t in doc[max(old.mention.start - 3, 0) : old.mention.start]))
    return (words in ([","], ["--"]) and _after(doc, new) in _AFTER_NAME) or (words == [")"] and len(old.words) == 1)


def _has_complement(doc: Doc, view: View) -> bool:
    """A description that says of what or whom ("leader of the union")."""
    return any(token.lower_ == "of" for token in doc[view.mention.head : full_end(doc, view.mention)])


def _after(doc: Doc, view: View) -> str:
    """The lower-cased word after a mention, with what completes it."""
    end = full_end(doc, view.mention)
    return doc[end].lower_ if end < len(doc) else "."


def _between(found: list[Token]) -> list[Token]:
    """The words between two mentions, without an age."""
    aged = len(found) > 2 and found[0].text in {"(", ","} and found[1].text.isdigit() and found[2].text in {")", ","}
    return found[2 if found[0].text == "," else 3 :] if aged else found
