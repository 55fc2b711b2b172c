"""Whether the event happened: occurred, attempted, threatened or denied; and whether it is background."""

from datetime import date, timedelta
from functools import lru_cache

from spacy.tokens import Token

from conflictwire.entities.parsed import DateMention
from conflictwire.events.roles import Roles, normal
from conflictwire.resources import Resources
from conflictwire.schema import DatePrecision, Status

__all__ = ["is_background", "status_of"]

OLD = timedelta(days=60)
CONDITIONAL = frozenset({"if", "unless", "whether", "lest"})
# what a weapon that "did not" do so was meant to do
MISFIRES = frozenset({"explode", "detonate", "go"})
LONG = frozenset({DatePrecision.YEAR, DatePrecision.SEASON})


@lru_cache(maxsize=8)
def _lexicons(resources: Resources) -> tuple[dict[str, str], frozenset[str], tuple[str, ...]]:
    cues = tuple(f" {cue} " for cue in resources.lexicon("background_cues"))
    return resources.lexicon("status_verbs"), frozenset(resources.lexicon("irrealis_auxiliaries")), cues


def status_of(head: Token, roles: Roles, resources: Resources) -> Status:
    """Status of the event named by `head`, from negation, modals and the verbs and nouns that govern it."""
    verbs, irrealis, _ = _lexicons(resources)
    if roles.negated(head):
        return Status.ATTEMPTED if normal(head) in MISFIRES else Status.DENIED
    if normal(head) in verbs and roles.is_verbal(head) and verbs[normal(head)] == "attempted":
        return Status.ATTEMPTED
    below = head
    for token in (head, *roles.climb(head)):
        if roles.is_verbal(token) and _hypothetical(token, below, head, irrealis, roles):
            return Status.THREATENED
        if token.i != head.i:
            if _set_apart(below, token, roles):
                break
            ruled = _ruled(token, below, head, verbs, roles)
            if ruled is not None:
                return ruled
            if roles.is_verbal(token) and not roles.is_complement(below) and below.i != head.i:
                break
        below = token
    return Status.OCCURRED


def _hypothetical(verb: Token, below: Token, head: Token, irrealis: frozenset[str], roles: Roles) -> bool:
    """A modal of the event's own clause, or a condition."""
    own = (
        verb.i == head.i
        or roles.is_infinitive_complement(below)
        or (verb.i == roles.clause(head).i and _is_core(head, verb, roles))
    )
    return (own and _unreal(verb, irrealis, roles)) or roles.marker(verb) in CONDITIONAL


def _ruled(governor: Token, below: Token, head: Token, verbs: dict[str, str], roles: Roles) -> Status | None:
    """What a governing verb or noun makes of the event ("tried to", "plan to", "foiled the", "did not go off")."""
    if normal(governor) in MISFIRES and roles.negated(governor) and _is_core(head, governor, roles):
        return Status.ATTEMPTED
    kind = verbs.get(normal(governor))
    controlled = roles.is_infinitive_complement(below)
    denied = kind == "denied" and roles.is_complement(below)
    if kind is None or not (controlled or (below.i == head.i and (denied or not roles.is_verbal(below)))):
        return None
    if kind == "threatened" and roles.is_verbal(head) and not controlled:
        return None
    if roles.is_verbal(governor) and not roles.is_verbal(head) and not _is_argument(below, governor, roles):
        return None
    return Status(kind)


def _set_apart(clause: Token, governor: Token, roles: Roles) -> bool:
    """The governor does not rule the clause ("... after rebels shelled it", "those who attacked")."""
    return (
        roles.is_verbal(clause)
        and not roles.is_complement(clause)
        and not roles.is_infinitive_complement(clause)
        and clause not in roles.conjuncts(governor)
    )


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


def is_background(head: Token, day: DateMention | None, publication: date | None, resources: Resources) -> bool:
    """The mention tells history or an aggregate: an old date, a long stretch of time, or a cue in its sentence."""
    _, _, cues = _lexicons(resources)
    sentence = f" {head.sent.text.lower()} "
    if any(cue in sentence for cue in cues):
        return True
    if day is None or day.last is None or day.first is None:
        return False
    if publication is None:
        return False
    if day.precision in LONG and day.last < publication:
        return True
    return day.last < publication - OLD or (day.last - day.first) > OLD
