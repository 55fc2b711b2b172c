"""Mentions side by side that name one party: appositions, introduced names, acronyms in parentheses."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from conflictwire.entities.actor_extents import full_end
from conflictwire.entities.actor_views import View

__all__ = ["are_adjacent", "is_acronym_of", "is_one_person", "with_names"]

_NAMING = frozenset(["identified", "named", "called", "known", "namely"])
# what may stand beside a word for naming: "has been identified by the police as", "named today as"
_BESIDE_NAMING = frozenset({"AUX", "ADV", "ADP", "DET", "NOUN", "PUNCT", "SCONJ", ""})
_COPULAS = frozenset(["is", "was", "are", "were"])
_ARTICLES = frozenset(["a", "an", "the"])
_CLOSING = frozenset([",", ".", ";", ":", "--", "-", ")", "said", "who", "whose", "told", "for", "of", "in", "with"])
_CLOSED = frozenset([",", ".", ";", ")", "--"])
_AFTER_NAME = frozenset([",", ".", ";", "--", "-", ")", "who"])
_CALLING = frozenset(
    [
        "calling itself",
        "that calls itself",
        "called",
        "named",
        "known as",
        "identifying itself as",
    ]
)
_ENDS = frozenset([",", ".", "[", "("])
_MAX_BETWEEN = 8
_MAX_EXTENT = 12


def is_one_person(view: View) -> bool:
    """One human being: a name of a person or a singular description of one, no institution."""
    mention = view.mention
    collective = mention.actor_id is not None and not mention.person
    return mention.person and not view.plural and not collective and not (view.is_collective or view.is_forces)


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
    if old.is_band and not old.mention.proper and not new.mention.personal:
        return _names_group(doc, new, words)
    return is_one_person(old) and is_one_person(new) and _apposed(doc, old, new, tokens)


def with_names(doc: Doc, views: Sequence[View]) -> list[View]:
    """The mentions, names that a description of one human being stands beside taken for personal names."""
    found = list(views)
    for at in range(1, len(found)):
        old, new = found[at - 1], found[at]
        if _looks_personal(doc, new) and not old.mention.proper and are_adjacent(doc, old, _personal(new)):
            found[at] = _personal(new)
        elif _looks_personal(doc, old) and not new.mention.proper and are_adjacent(doc, _personal(old), new):
            found[at - 1] = _personal(old)
    return found


def _looks_personal(doc: Doc, view: View) -> bool:
    """A name of two to four words of which nothing is known."""
    mention = view.mention
    known = mention.personal or mention.kind or mention.actor_id or mention.country or not mention.proper
    return not known and all(t.tag_ == "NNP" for t in doc[mention.start : mention.end]) and 1 < len(view.words) < 5


def _personal(view: View) -> View:
    return replace(view, mention=replace(view.mention, personal=True))


def _is_group_name(doc: Doc, view: View) -> bool:
    """A proper name, or a capitalised description ("Red Star Brigade"), of no human being."""
    titled = view.branded and doc[view.mention.head].tag_ == "NNP" and not view.counted
    return (view.mention.proper or titled) and not view.mention.personal


def _names_group(doc: Doc, new: View, words: Sequence[str]) -> bool:
    """Whether a name behind a word for a group names it ("a unit, the X, ", "a group calling itself the X")."""
    telling = [word for word in words if word.isalpha() and word not in _ARTICLES]
    if telling:
        return " ".join(telling) in _CALLING and (new.branded or new.mention.proper)
    if not _is_group_name(doc, new):
        return False
    end = new.mention.end
    behind = [token.text for token in doc[end : end + 2]]
    return "," in words and not new.mention.country and (bool(_ENDS.intersection(behind)) or end >= len(doc))


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
        owned = any(token.tag_ == "POS" for token in doc[new.mention.start : new.mention.end])
        return owned or _has_complement(doc, new) or _after(doc, new) in _CLOSED
    return opened and words[1:] in (["a"], ["an"], ["the"]) and _closes(doc, new) and old.mention.personal


def _closes(doc: Doc, view: View) -> bool:
    """Whether an apposition may end with the mention, rather than a list go on ("Ali Hassan, a guard and two boys")."""
    end = full_end(doc, view.mention)
    if end >= len(doc) or doc[end].pos_ in ("ADP", "PUNCT") or doc[end].tag_ in ("VBG", "VBN"):
        return True
    return doc[end].lower_ in _CLOSING


def _introduced(doc: Doc, old: View, new: View, between: Sequence[Token]) -> bool:
    """Whether a name follows a description of the same human being ("the mayor, X", "a man identified as X")."""
    words = [token.lower_ for token in between]
    if _in_list(doc, old):
        return False
    if _NAMING.intersection(words):
        return words[0] != "and" and all(t.lower_ in _NAMING or t.pos_ in _BESIDE_NAMING for t in between)
    if words == ["as"]:
        return bool(_NAMING.intersection(t.lower_ for t in doc[max(old.mention.start - 3, 0) : old.mention.start]))
    return (words in ([","], ["--"]) and _after(doc, new) in _AFTER_NAME) or (words == [")"] and len(old.words) == 1)


def _in_list(doc: Doc, view: View) -> bool:
    """Whether a description stands in apposition to another name before it ("X, a photographer, ...")."""
    comma = view.mention.start - 1
    while comma > 0 and doc[comma].lower_ in _ARTICLES:
        comma -= 1
    return comma > 0 and doc[comma].text == "," and doc[comma - 1].ent_type_ in ("PERSON", "PER")


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
