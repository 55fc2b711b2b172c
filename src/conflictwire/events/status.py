"""Whether the event happened: occurred, attempted, threatened or denied; and whether it is background."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from spacy.tokens import Span, Token

from conflictwire.entities.parsed import DateMention
from conflictwire.entities.words import children_of, sentence_of
from conflictwire.events.claim_words import StatusWords, status_words
from conflictwire.events.roles import Roles, normal
from conflictwire.events.syntax import PASSIVE_SUBJECT, SUBJECT
from conflictwire.resources import Resources
from conflictwire.schema import DatePrecision, Status

__all__ = ["is_background", "status_of"]

OLD = timedelta(days=60)
LONG = frozenset({DatePrecision.YEAR, DatePrecision.SEASON})


@dataclass(frozen=True, slots=True)
class _Book:
    """What words mean: governors, verbs that only carry out, auxiliaries of what has not happened, cues of history."""

    verbs: dict[str, str]
    light: frozenset[str]
    counting: frozenset[str]
    irrealis: frozenset[str]
    cues: tuple[str, ...]
    words: StatusWords


@lru_cache(maxsize=8)
def _book(resources: Resources) -> _Book:
    return _Book(
        verbs=resources.lexicon("status_verbs"),
        light=frozenset(verb for verb, kind in resources.lexicon("light_verbs").items() if kind == "do"),
        counting=frozenset(resources.lexicon("quantifier_nouns")),
        irrealis=frozenset(resources.lexicon("irrealis_auxiliaries")),
        cues=tuple(f" {cue} " for cue in resources.lexicon("background_cues")),
        words=status_words(resources),
    )


def status_of(head: Token, roles: Roles, resources: Resources) -> Status:
    """Status of the event named by `head`, from negation, modals and the verbs and nouns that govern it."""
    book = _book(resources)
    if roles.negated(head):
        return Status.ATTEMPTED if normal(head) in book.words.misfires else Status.DENIED
    own = _own(head, book, roles)
    if own is not None:
        return own
    if roles.preposition(head) == "of" and normal(head.head) in book.counting:
        head = head.head  # "planned dozens of attacks"
    below = head
    for token in (head, *roles.climb(head)):
        if roles.is_verbal(token) and _hypothetical(token, below, head, book, roles):
            return Status.THREATENED
        if token.i != head.i and below.i == head.i and _outcome(head, token, book, roles):
            return Status.THREATENED
        if token.i != head.i:
            if _set_apart(below, token, book, roles) or _serves(below, token, book, roles):
                break
            ruled = _ruled(token, below, head, book, roles)
            if ruled is not None:
                return ruled
            if roles.is_verbal(token) and not roles.is_complement(below) and below.i != head.i:
                break
        below = token
    return Status.OCCURRED


def _own(head: Token, book: _Book, roles: Roles) -> Status | None:
    """What the event's own word, the adjective before it or an "if" before its clause makes of it."""
    lemma = normal(head)
    if lemma in book.words.attempts or (roles.is_verbal(head) and book.verbs.get(lemma) == "attempted"):
        return Status.ATTEMPTED
    if lemma in book.words.threats:
        return Status.THREATENED
    before = {c.lower_ for c in children_of(head) if c.i < head.i}
    for status, adjectives in book.words.modifiers.items():
        if not before.isdisjoint(adjectives):
            return status
    for token in reversed(head.doc[sentence_of(head).start : head.i]):
        if token.is_punct:
            break
        if token.lower_ in book.words.opening and token.i == sentence_of(head).start:
            return Status.THREATENED
    return None


def _hypothetical(verb: Token, below: Token, head: Token, book: _Book, roles: Roles) -> bool:
    """A modal of the event's own clause, or a condition."""
    own = (
        verb.i == head.i
        or roles.is_infinitive_complement(below)
        or (verb.i == roles.clause(head).i and _is_core(head, verb, roles))
        or _shares_auxiliaries(head, verb, roles)
    )
    unreal = own and normal(verb) not in book.words.perceiving and _unreal(verb, book.irrealis, roles)
    asked = roles.marker(verb) in book.words.conditional and not (
        below.i == head.i and _is_known_setting(head, verb, roles)
    )
    return unreal or asked


def _is_known_setting(noun: Token, verb: Token, roles: Roles) -> bool:
    """A definite noun that is only where or when the clause holds ("whether he was involved in the attack")."""
    definite = any(c.dep_ == "det" and c.lower_ not in ("a", "an") for c in children_of(noun))
    return definite and not roles.is_verbal(noun) and roles.preposition(noun) != "" and not _is_core(noun, verb, roles)


def _shares_auxiliaries(head: Token, verb: Token, roles: Roles) -> bool:
    """A verb coordinated with another under its auxiliaries ("will burn and destroy")."""
    bare = not roles.auxiliaries(head) and not any(c.dep_ in SUBJECT | PASSIVE_SUBJECT for c in children_of(head))
    return bare and head.dep_ == "conj" and head.head.i == verb.i and roles.is_verbal(head) and head.tag_ == "VB"


def _outcome(noun: Token, verb: Token, book: _Book, roles: Roles) -> bool:
    """What an unreal clause would come to ("could lead to attacks", "will not be limited to an air campaign")."""
    if roles.is_verbal(noun) or not roles.is_verbal(verb) or roles.preposition(noun) not in book.words.outcome:
        return False
    definite = any(c.dep_ in ("det", "nmod:poss") and c.lower_ not in ("a", "an") for c in children_of(noun))
    return not definite and _unreal(verb, book.irrealis, roles)


def _ruled(governor: Token, below: Token, head: Token, book: _Book, roles: Roles) -> Status | None:
    """What a governing verb or noun makes of the event ("tried to", "plan to", "foiled the", "did not go off")."""
    if _misfires(governor, head, roles, book.words):
        return Status.ATTEMPTED
    kind = book.verbs.get(normal(governor))
    struck = normal(governor) in book.words.false or (kind == "denied" and _is_argument(below, governor, roles))
    if struck and normal(below) in book.words.assertions:
        return Status.DENIED
    controlled = _controlled(below, book, roles)
    if kind is None:
        begun = controlled and not roles.is_verbal(governor) and normal(governor) in book.words.undertakings
        return Status.ATTEMPTED if begun else None
    if not controlled and normal(governor) in book.words.promising_with_to:
        return None
    denied = kind == "denied" and roles.is_complement(below)
    named = below.i == head.i or (head.dep_ == "conj" and head in roles.conjuncts(below))
    governs = controlled or (named and (denied or not roles.is_verbal(below)))
    told = kind == "threatened" and roles.is_verbal(head) and not controlled
    if not governs or told or (kind == "attempted" and _turned_around(governor, roles, book.words)):
        return None
    if kind == "threatened" and not roles.is_verbal(governor):
        kind = _of_plan(governor, book, roles)
    sought = kind == "threatened" and below in roles.frame(governor).roles.get("prep:for", ())
    carried_out = controlled and _does(below, head, book, roles)
    beside = not (sought or carried_out or _is_argument(below, governor, roles))
    return None if roles.is_verbal(governor) and not roles.is_verbal(head) and beside else Status(kind)


def _of_plan(plan: Token, book: _Book, roles: Roles) -> str:
    """What becomes of what a noun plans: there is no such plan ("has no plans to bomb"), or it came to nothing."""
    if roles.negated(plan):
        return "denied"
    return "attempted" if _foiled(plan, book, roles) else "threatened"


def _does(verb: Token, noun: Token, book: _Book, roles: Roles) -> bool:
    """The verb does nothing but carry out what its object names ("to launch an attack")."""
    particle = roles.particle(verb)
    lemma = normal(verb) if particle is None else f"{normal(verb)} {particle.lower_}"
    return lemma in book.light and _is_argument(noun, verb, roles)


def _foiled(plan: Token, book: _Book, roles: Roles) -> bool:
    """The plan came to nothing ("foiled a plot to bomb the stadium")."""
    verb = plan.head
    ruled = book.verbs.get(normal(verb)) == "attempted" and plan in roles.frame(verb).roles.get("object", ())
    return ruled and not _turned_around(verb, roles, book.words)


def _misfires(governor: Token, head: Token, roles: Roles, words: StatusWords) -> bool:
    """The weapon "did not go off" or "failed to explode"."""
    if not _is_core(head, governor, roles):
        return False
    if normal(governor) in words.misfires:
        return roles.negated(governor)
    below = {normal(c) for c in children_of(governor) if roles.is_infinitive_complement(c)}
    return normal(governor) in words.failing and not below.isdisjoint(words.misfires)


def _turned_around(verb: Token, roles: Roles, words: StatusWords) -> bool:
    """The verb itself failed: "did not prevent", "failed to prevent the attack"."""
    above = next(roles.climb(verb), None)
    ruled = above is not None and roles.is_infinitive_complement(verb) and normal(above) in words.failing
    return roles.negated(verb) or ruled


def _controlled(clause: Token, book: _Book, roles: Roles) -> bool:
    """The clause is what its governor wants, tries or is kept from ("vowed to attack", "committed to carrying out")."""
    gerund = clause.tag_ == "VBG" and roles.marker(clause) in book.words.gerund
    return gerund or roles.is_infinitive_complement(clause)


def _set_apart(clause: Token, governor: Token, book: _Book, roles: Roles) -> bool:
    """The governor does not rule the clause ("... after rebels shelled it", "those who attacked")."""
    asserted = roles.marker(clause) == "that" and normal(governor.head) in book.words.false
    return (
        roles.is_verbal(clause)
        and not asserted
        and not roles.is_complement(clause)
        and not _controlled(clause, book, roles)
        and clause not in roles.conjuncts(governor)
    )


def _serves(event: Token, verb: Token, book: _Book, roles: Roles) -> bool:
    """The verb only tells what the event was for ("the strike was intended to kill a commander")."""
    told = normal(verb) in book.words.purposes and roles.frame(verb).passive
    return told and not roles.is_verbal(event) and _is_argument(event, verb, roles)


def _unreal(verb: Token, irrealis: frozenset[str], roles: Roles) -> bool:
    """The auxiliaries leave the deed to the future or to chance; "may have been killed" guesses at a past one."""
    auxiliaries = set(roles.auxiliaries(verb))
    guess = "have" in auxiliaries and "would" not in auxiliaries and "will" not in auxiliaries
    return not guess and not irrealis.isdisjoint(auxiliaries)


def _is_core(noun: Token, verb: Token, roles: Roles) -> bool:
    """The event noun is subject or object of the verb, not its setting ("will meet after the attack")."""
    frame = roles.frame(verb).roles
    return noun in frame.get("subject", ()) or noun in frame.get("object", ())


def _is_argument(noun: Token, verb: Token, roles: Roles) -> bool:
    """The event noun is what the verb is about ("foiled an attack", "threatened attacks"), not its setting."""
    return noun in roles.frame(verb).roles.get("object", ())


def is_background(
    head: Token, day: DateMention | None, publication: date | None, roles: Roles, resources: Resources
) -> bool:
    """The mention tells history or an aggregate: an old date, a long stretch of time, or a cue in its sentence."""
    sentence = sentence_of(head)
    words = f" {sentence.text.lower()} "
    for cue in _book(resources).cues:
        at = words.find(cue)
        if at >= 0 and not _tells_of_party(sentence, at, head, roles):
            return True
    if day is None or day.last is None or day.first is None:
        return False
    if publication is None:
        return False
    if day.precision in LONG and day.last < publication:
        return True
    return day.last < publication - OLD or (day.last - day.first) > OLD


def _tells_of_party(sentence: Span, at: int, head: Token, roles: Roles) -> bool:
    """The word at an offset of the sentence stands in a description of a party ("who often spoke for the group")."""
    token = next(token for token in sentence if token.idx + len(token) > sentence.start_char + at)
    return roles.describes_party(token, head)
