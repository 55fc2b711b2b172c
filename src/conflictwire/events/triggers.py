"""Trigger words: whether the words of a pattern stand around a token, as verb or as noun."""

from collections.abc import Sequence

from spacy.tokens import Token

from conflictwire.entities.words import sentence_of, words_of
from conflictwire.events.roles import Roles, normal
from conflictwire.events.rules import Rule, Trigger
from conflictwire.events.syntax import Syntax

__all__ = ["in_other_form", "trigger_span"]

VERBAL = frozenset({"VERB", "AUX"})
# an object so near its verb belongs to the trigger and lends it its arguments ("took the control of the castle")
LENDING_REACH = 3
# what follows it is the doer, not the rest of a pattern ("hit by dozens of bombs" is not to "hit a bomb")
AGENT = "by"
HYPHENS = "-–"
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})


def _contiguous(head: Token, words: Sequence[str]) -> tuple[int, int] | None:
    """Token span of a multiword noun that ends in `head`, hyphens skipped."""
    i, known = head.i - 1, words_of(head.doc)
    for word in reversed(words[:-1]):
        while i >= 0 and known.tokens[i].text in HYPHENS:
            i -= 1
        if i < 0 or word not in (known.lower[i], known.normals[i]):
            return None
        i -= 1
    return i + 1, head.i + 1


def _with_complement(head: Token, words: Sequence[str], roles: Roles) -> tuple[int, int] | None:
    """Token span of a verb with its particle, object or following word."""
    if len(words) == 1:
        return head.i, head.i + 1
    known = words_of(head.doc)
    want = list(words[1:])
    end = head.i + 1
    for at in range(head.i + 1, min(head.i + 1 + len(words) + 5, sentence_of(head).end)):
        if known.tokens[at].text in HYPHENS:  # "agreed to a cease-fire"
            continue
        if not want or known.tokens[at].is_punct:
            break
        if want[0] in (known.lower[at], known.normals[at]):
            want.pop(0)
            end = at + 1
        elif (want[0] in roles.adjacent and len(want) == 1) or known.lower[at] == AGENT:
            break
    if want and len(want) == 1:
        for filler in roles.frame(head).roles.get("object", ()):
            if normal(filler) == want[0] and abs(filler.i - head.i) <= 12:
                near = 0 < filler.i - head.i <= LENDING_REACH
                return head.i, (filler.i if near else head.i) + 1
        particle = roles.particle(head)
        if particle is not None and particle.lower_ == want[0]:
            return head.i, head.i + 1
    return None if want else (head.i, end)


def trigger_span(trigger: Trigger, head: Token, roles: Roles) -> tuple[int, int] | None:
    """Token span of the trigger whose head lemma stands at `head`; None when it is used otherwise."""
    if trigger.verb:
        verbal = (
            head.pos_ in VERBAL or (head.tag_ in ("VBN", "VBD", "VBG", "VBP", "VB", "VBZ")) or roles.is_verbal(head)
        )
        return _with_complement(head, trigger.words, roles) if verbal else None
    if head.pos_ not in NOMINAL or (head.pos_ == "VERB" and not _verbal_noun(head, roles)):
        return None
    if head.pos_ == "ADJ" and (roles.is_verbal(head) or not roles.is_argument(head)):
        return None
    return _contiguous(head, trigger.words)


def _verbal_noun(head: Token, roles: Roles) -> bool:
    """A word tagged as verb that is used as a noun ("Clashes between ...", "killed in the firing")."""
    return not roles.auxiliaries(head) and (
        (head.tag_ == "VBG" and head.dep_ != "advcl" and not roles.has_object(head)) or roles.is_argument(head)
    )


def in_other_form(rule: Rule, head: Token, roles: Roles) -> bool:
    """The verb only describes a noun, is one itself, or is not in the passive, where the rule asks for that."""
    passive = rule.passive and not (roles.frame(head).passive and roles.auxiliaries(head))
    return passive or (rule.finite and (Syntax.describes(head) or _names_deed(head, roles)))


def _names_deed(head: Token, roles: Roles) -> bool:
    """A gerund that is subject or object of another verb ("fighting between two clans erupted")."""
    return head.tag_ == "VBG" and roles.is_argument(head) and not roles.auxiliaries(head)
