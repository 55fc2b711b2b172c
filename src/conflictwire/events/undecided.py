"""Whether the rest of an article could still make a rule fire in sentences that were read without it.

Read alone, a sentence may lack what the rule wants of a party: the rest of the article can tell who "they" or "the
group" are, what a name stands for, and that a name is a place. It adds no words to the sentence.
"""

from spacy.tokens import Span, Token

from conflictwire.entities.parsed import Parsed
from conflictwire.entities.words import normal
from conflictwire.events.filling import candidates, fill
from conflictwire.events.matcher import Miss, trials
from conflictwire.events.mentions import EventMention
from conflictwire.events.merging import stands_alone
from conflictwire.events.roles import Frame
from conflictwire.events.rules import Slot, load_rules
from conflictwire.events.scene import Scene
from conflictwire.events.weapons import weapon_types
from conflictwire.resources import Resources

__all__ = ["may_hold_events"]

_DEPENDS = frozenset({"actor", "target", "any_of"})


def may_hold_events(parsed: Parsed, resources: Resources) -> bool:
    """Whether these sentences give an event, or would if their names and pronouns stood for a fitting party."""
    scene = Scene(parsed, resources)
    weapons = weapon_types(resources)
    tried = list(trials(parsed, scene, load_rules(resources)))
    return any(
        any(_could_stand(mention, scene) for mention in found)
        or any(_open(miss, words, scene, weapons) for miss in misses)
        for words, found, misses in tried
    )


def _could_stand(mention: EventMention, scene: Scene) -> bool:
    """Whether the mention is an event by itself, or harm whose doer or victim may turn out to be armed."""
    if stands_alone(mention, scene):
        return True
    doc = scene.parsed.doc
    return any(_told_elsewhere(doc[party.head], scene) for party in (*mention.actors, *mention.targets))


def _open(miss: Miss, words: Span, scene: Scene, weapons: frozenset[str]) -> bool:
    """Whether what the rule lacked may hang on the rest of the article, and nothing else is lacking."""
    if miss.reason not in _DEPENDS or miss.frame is None:
        return False
    rule, frame = miss.trigger.rule, miss.frame
    if miss.reason == "actor" and rule.target.required:
        given = fill(rule.target, frame, scene, frame.head) or _may_fill(rule.target, frame, scene, weapons)
        return bool(given) and _may_fill(rule.actor, frame, scene, weapons)
    slots = [rule.actor] * (miss.reason != "target") + [rule.target] * (miss.reason != "actor")
    if any(_may_fill(slot, frame, scene, weapons) for slot in slots):
        return True
    wants_place = miss.reason == "any_of" and "place" in rule.any_of
    return wants_place and any(_nameless(token) for token in words)


def _may_fill(slot: Slot, frame: Frame, scene: Scene, weapons: frozenset[str]) -> bool:
    """Whether the rest may tell that something in its roles fills a slot; one for weapons needs the weapon itself."""
    if slot.types and weapons.issuperset(slot.types):
        return False
    return any(
        _told_elsewhere(token, scene) and (not slot.words or _holds(slot.words, token))
        for token in candidates(slot, frame)
    )


def _holds(words: tuple[str, ...], token: Token) -> bool:
    return any(normal(part) in words or part.lower_ in words for part in token.subtree)


def _told_elsewhere(token: Token, scene: Scene) -> bool:
    """A name, or a pronoun or description of a party that does not say of what kind it is."""
    if token.pos_ == "PROPN" or token.ent_type_ or (token.text[:1].isupper() and token.pos_ != "PRON"):
        return True
    party = scene.party(token)
    return party is not None and party.entity >= 0 and party.kind is None


def _nameless(token: Token) -> bool:
    """A word written as a name that the reading by itself did not take for a place."""
    return token.pos_ == "PROPN" and not token.is_sent_start
