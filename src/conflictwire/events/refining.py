"""Neighbouring sub-event types: which of them it is, by who acts, who suffers, and with what."""

import dataclasses
from collections.abc import Sequence

from conflictwire.entities.parsed import ActorMention
from conflictwire.events.mentions import EventMention
from conflictwire.events.roles import normal
from conflictwire.events.rules import Refinement, RuleBook
from conflictwire.events.scene import Scene
from conflictwire.schema import EVENT_TYPE_OF, ActorKind

__all__ = ["refine", "refined_whole"]


def refine(mention: EventMention, book: RuleBook, scene: Scene, lemmas: frozenset[str]) -> EventMention:
    """The mention with its sub-event type settled by who acts, who suffers, and with what; first refinement wins."""
    for r in book.refinements:
        if _fits_parties(r, mention, scene) and _fits_words(r, mention, scene, lemmas):
            return dataclasses.replace(
                mention, sub_event_type=r.to, event_type=EVENT_TYPE_OF[r.to], rules=(*mention.rules, r.id)
            )
    return mention


def _fits_parties(r: Refinement, mention: EventMention, scene: Scene) -> bool:
    """The type and level of the mention, and who acts, who suffers and with what, are those of the refinement."""
    if mention.sub_event_type not in r.given or (r.below_level is not None and mention.level >= r.below_level):
        return False
    if r.actor_kinds and not any(a.kind in r.actor_kinds for a in mention.actors):
        return False
    if r.target_kinds and not any(t.kind in r.target_kinds for t in mention.targets):
        return False
    if any(t.kind in r.no_target_kinds for t in mention.targets):
        return False
    for wanted, side in ((r.armed_target, mention.targets), (r.armed_actor, mention.actors)):
        if wanted is not None and not _all_armed(side, armed=wanted):
            return False
    return not r.weapons or any(scene.weapon_class(start, end) in r.weapons for start, end in mention.weapons)


def _fits_words(r: Refinement, mention: EventMention, scene: Scene, lemmas: frozenset[str]) -> bool:
    """The words that the refinement wants stand in the parties, the trigger and the sentence."""
    if r.target_words and not any(_phrase_has(scene, t, r.target_words) for t in mention.targets):
        return False
    if r.actor_words and not any(_phrase_has(scene, a, r.actor_words) for a in mention.actors):
        return False
    if r.trigger_words and scene.lemma(mention.head) not in r.trigger_words:
        return False
    if r.against_words and not _faces_unarmed(mention, scene, r.against_words):
        return False
    return not r.words or not lemmas.isdisjoint(r.words)


def refined_whole(event: EventMention, book: RuleBook, scene: Scene) -> EventMention:
    """An event told in several mentions, settled by the parties and weapons of all of them together."""
    return refine(event, book, scene, frozenset())


def _phrase_has(scene: Scene, party: ActorMention, words: Sequence[str]) -> bool:
    """The phrase of a party holds one of the words, or a clause right behind it says so ("people demonstrating")."""
    phrase = scene.parsed.doc[party.start : party.end]
    clauses = [clause for token in phrase for clause in scene.roles.clauses_of(token)]
    return any(normal(t) in words or t.lower_ in words for t in (*phrase, *clauses))


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
