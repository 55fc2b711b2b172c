"""Whom a pronoun means: the nearest subject of the right number, or whoever is hit where the pronoun is."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from conflictwire.entities.actor_appositions import is_one_person
from conflictwire.entities.actor_views import View
from conflictwire.entities.words import children_of
from conflictwire.schema import ActorKind

__all__ = ["HOSTILE", "NEUTER", "SINGULAR", "STATE", "antecedent"]

HOSTILE = frozenset(
    {ActorKind.REBEL_GROUP, ActorKind.UNIDENTIFIED, ActorKind.POLITICAL_MILITIA, ActorKind.COMMUNAL_GROUP}
)
STATE = frozenset({ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES})
SINGULAR = frozenset({"he", "him", "she", "himself", "herself", "his", "her"})
NEUTER = "it"
_MAX_SENTENCES = 2
_MAX_CLAUSES = 3
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_OBJECTS = frozenset({"obj", "iobj"})


def antecedent(doc: Doc, view: View, views: Sequence[View], candidates: Sequence[int]) -> int | None:
    """The earlier mention that a pronoun stands for, two sentences back at most.

    A subject goes before other mentions. Where something is done to the pronoun it means nobody who does that, and
    of the last sentence that names anybody else, those without arms ("police stopped two men; they were arrested").
    """
    if view.words[0] == NEUTER:
        return next((at for at in candidates if _is_body(views[at]) and view.sentence - views[at].sentence < 2), None)
    single = view.words[0] in SINGULAR
    pronoun = doc[view.mention.head]
    hit = pronoun.dep_ in _OBJECTS or pronoun.dep_ == "nsubj:pass"
    doers = _doers(pronoun) if pronoun.dep_ in _OBJECTS else frozenset()
    speakers = _speakers(pronoun) if pronoun.dep_ == "nsubj:pass" else frozenset()
    fitting = []
    for index in candidates:
        other = views[index]
        if view.sentence - other.sentence > _MAX_SENTENCES or other.mention.kind is ActorKind.OBJECT:
            continue
        if other.mention.head in doers:
            continue
        if other.pronoun:
            if (other.words[0] in SINGULAR) == single:
                fitting.append(index)
        elif single == is_one_person(other) and (other.mention.person or other.mention.armed):
            fitting.append(index)
    silent = [index for index in fitting if views[index].mention.head not in speakers or not views[index].mention.armed]
    fitting = silent or fitting
    if hit and fitting:
        nearest = [index for index in fitting if views[index].sentence == views[fitting[0]].sentence]
        fitting = [index for index in nearest if not views[index].mention.armed] or nearest
    return next((index for index in fitting if views[index].subject), fitting[0] if fitting else None)


def _doers(pronoun: Token) -> frozenset[int]:
    """The subjects of the clauses in which something is done to a pronoun: "gunmen stopped the bus and shot them"."""
    found: set[int] = set()
    clause = pronoun.head
    for _ in range(_MAX_CLAUSES):
        found.update(c.i for c in children_of(clause) if c.dep_ in _SUBJECTS and c.i != pronoun.i)
        if found or clause.dep_ not in ("conj", "xcomp", "advcl") or clause.head.i == clause.i:
            break
        clause = clause.head
    return frozenset(found)


def _speakers(pronoun: Token) -> frozenset[int]:
    """The subjects of what reports the clause of a pronoun ("the police said they were shot")."""
    clause = pronoun.head
    if clause.dep_ != "ccomp":
        return frozenset()
    return frozenset(c.i for c in children_of(clause.head) if c.dep_ in _SUBJECTS)


def _is_body(view: View) -> bool:
    """A state, army or group that "it" may stand for."""
    mention = view.mention
    if view.plural or view.counted or mention.kind not in STATE | HOSTILE:
        return False
    state = mention.proper and mention.country is not None and mention.kind in STATE
    return state or view.is_body or (mention.actor_id is not None and not is_one_person(view))
