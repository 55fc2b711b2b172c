"""Who was among those harmed: "the dead included two policemen", "among the wounded was a child"."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention
from conflictwire.entities.words import children_of, sentence_of
from conflictwire.events.mentions import EventMention
from conflictwire.events.scene import Scene
from conflictwire.events.syntax import SUBJECT

__all__ = ["listed_victims"]

AMONG = "among"


def listed_victims(mentions: Iterable[EventMention], scene: Scene) -> list[ActorMention]:
    """The persons who are said to be among those harmed, in the sentences of an event and right behind them."""
    doc = scene.parsed.doc
    starts: dict[int, None] = {}
    for mention in mentions:
        sentence = sentence_of(doc[mention.head])
        behind = [sentence_of(doc[sentence.end]).start] if sentence.end < len(doc) else []
        starts.update(dict.fromkeys((sentence.start, *behind)))
    parties = (scene.party(token) for start in starts for token in _listed(sentence_of(doc[start]), scene))
    return [party for party in parties if party is not None and party.person and party.kind is not None]


def _listed(sentence: Iterable[Token], scene: Scene) -> Iterator[Token]:
    for token in sentence:
        if scene.tells_victims(token) != "victim":
            continue
        harmed = token.head if token.dep_ == "acl" else token  # "those killed"
        subjects = [c for c in children_of(harmed) if c.dep_ in SUBJECT]
        if subjects and scene.roles.preposition(harmed) == AMONG:
            yield from (t for subject in subjects for t in scene.roles.conjuncts(subject))
        counted = harmed.head if harmed.dep_ == "nmod" and harmed.head.pos_ in ("NUM", "DET") else harmed
        if counted.dep_ not in SUBJECT:
            continue
        told = counted.head
        if scene.tells_victims(told) == "listing":
            yield from scene.roles.frame(told).roles.get("object", ())
        elif told.pos_ == "NOUN" and any(c.dep_ == "cop" for c in children_of(told)) and not scene.roles.negated(told):
            yield from scene.roles.conjuncts(told)
