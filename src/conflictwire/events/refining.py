"""Neighbouring sub-event types: which of them it is, by who acts, who suffers, and with what."""

import dataclasses
from collections.abc import Sequence

from conflictwire.entities.parsed import ActorMention
from conflictwire.events.mentions import EventMention
from conflictwire.events.roles import normal
from conflictwire.events.rules import RuleBook
from conflictwire.events.scene import Scene
from conflictwire.schema import EVENT_TYPE_OF, ActorKind

__all__ = ["refine", "refined_whole"]


def refine(mention: EventMention, book: RuleBook, scene: Scene, lemmas: frozenset[str]) -> EventMention:
    """The mention with its sub-event type settled by who acts, who suffers, and with what; first refinement wins."""
    for r in book.refinements:
        if mention.sub_event_type not in r.given:
            continue
        if r.below_level is not None and mention.level >= r.below_level:
            continue
        if r.actor_kinds and not any(a.kind in r.actor_kinds for a in mention.actors):
            continue
        if r.target_kinds and not any(t.kind in r.target_kinds for t in mention.targets):
            continue
        if r.no_target_kinds and any(t.kind in r.no_target_kinds for t in mention.targets):
            continue
        if r.armed_target is not None and not _all_armed(mention.targets, armed=r.armed_target):
            continue
        if r.armed_actor is not None and not _all_armed(mention.actors, armed=r.armed_actor):
            continue
        if r.weapons and not any(scene.weapon_class(start, end) in r.weapons for start, end in mention.weapons):
            continue
        if r.target_words and not any(_phrase_has(scene, t, r.target_words) for t in mention.targets):
            continue
        if r.actor_words and not any(_phrase_has(scene, a, r.actor_words) for a in mention.actors):
            continue
        if r.words and lemmas.isdisjoint(r.words):
            continue
        if r.trigger_words and scene.lemma(mention.head) not in r.trigger_words:
            continue
        if r.against_words and not _faces_unarmed(mention, scene, r.against_words):
            continue
        return dataclasses.replace(
            mention, sub_event_type=r.to, event_type=EVENT_TYPE_OF[r.to], rules=(*mention.rules, r.id)
        )
    return mention


def refined_whole(event: EventMention, book: RuleBook, scene: Scene) -> EventMention:
    """An event told in several mentions, settled by the parties and weapons of all of them together."""
    return refine(event, book, scene, frozenset())


def _phrase_has(scene: Scene, party: ActorMention, words: Sequence[str]) -> bool:
    """The phrase of a party holds one of the words, or a clause right behind it says so ("people demonstrating")."""
    doc = scene.parsed.doc
    clauses = scene.roles.clauses_of(doc[party.head])
    return any(normal(t) in words or t.lower_ in words for t in (*doc[party.start : party.end], *clauses))


def _faces_unarmed(mention: EventMention, scene: Scene, words: Sequence[str]) -> bool:
    """One side is called by one of the words, and nobody armed is on the other."""
    sides = (mention.actors, mention.targets)
    return any(
        any(_phrase_has(scene, party, words) for party in side) and not any(party.armed for party in other)
        for side, other in (sides, sides[::-1])
    )


def _all_armed(parties: Sequence[ActorMention], *, armed: bool) -> bool:
    people = [p for p in parties if p.kind != ActorKind.OBJECT]
    return bool(people) and all(bool(p.armed) == armed for p in people)
