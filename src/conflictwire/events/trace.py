"""Why the rules gave what they gave: the rules tried in each sentence, those that fired, and what the others lacked."""

from dataclasses import dataclass

from conflictwire.entities.parsed import ActorMention, Parsed
from conflictwire.events.matcher import Miss, Reason, trials
from conflictwire.events.mentions import EventMention
from conflictwire.events.rules import load_rules
from conflictwire.events.scene import Scene
from conflictwire.resources import Resources
from conflictwire.schema import SubEventType

__all__ = ["SentenceTrace", "Trial", "trace"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One rule tried at one trigger; token positions index `Parsed.doc`.

    Attributes:
        rule: id of the rule.
        sub_event_type: what it gives, before refinement for a miss, after it for a hit.
        start, end: tokens of the trigger.
        trigger: its text.
        fired: whether it gave a mention.
        refinements: ids of the refinements applied.
        reason: why it did not fire (see `matcher.Miss`), None when it fired.
        lacking: the exclusion that stopped it, or the roles or arguments that it wanted and did not find.
        roles: what stands in each role around the trigger ("subject", "object", "prep:in"): phrases in text order.
        actors, targets, weapons, place, date: the fillers taken.
    """

    rule: str
    sub_event_type: SubEventType
    start: int
    end: int
    trigger: str
    fired: bool
    refinements: tuple[str, ...] = ()
    reason: Reason | None = None
    lacking: tuple[str, ...] = ()
    roles: tuple[tuple[str, tuple[str, ...]], ...] = ()
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """A sentence (tokens, end exclusive) and its trials: those that fired first, then the misses, nearest first."""

    start: int
    end: int
    text: str
    trials: tuple[Trial, ...]


# how near a rule came to firing: the later the check that stopped it, the nearer
NEARNESS: tuple[Reason, ...] = ("superseded", "any_of", "site", "target", "actor", "only", "excluded", "name", "words")


def trace(parsed: Parsed, resources: Resources) -> tuple[SentenceTrace, ...]:
    """The trials of every sentence in which a rule was tried.

    Raises:
        DataFileError: a rule file is broken.
    """
    scene = Scene(parsed, resources)
    out: list[SentenceTrace] = []
    for sentence, found, missed in trials(parsed, scene, load_rules(resources)):
        nearest_first = sorted(missed, key=lambda m: (NEARNESS.index(m.reason), m.start))
        tried = (*(_hit(m, scene) for m in found), *(_miss(m, scene) for m in nearest_first))
        if tried:
            out.append(SentenceTrace(sentence.start, sentence.end, sentence.text, tried))
    return tuple(out)


def _roles(miss_or_head: int | Miss, scene: Scene) -> tuple[tuple[str, tuple[str, ...]], ...]:
    doc = scene.parsed.doc
    if isinstance(miss_or_head, Miss):
        frame = miss_or_head.frame or scene.roles.frame(doc[miss_or_head.start])
    else:
        frame = scene.roles.frame(doc[miss_or_head])
    return tuple((role, tuple(_phrase(t.i, scene) for t in found)) for role, found in frame.roles.items())


def _phrase(i: int, scene: Scene) -> str:
    start, end = scene.roles.phrase(scene.parsed.doc[i])
    return _text(scene, start, end)


def _text(scene: Scene, start: int, end: int) -> str:
    return str(scene.parsed.doc[start:end].text)


def _names(parties: tuple[ActorMention, ...], scene: Scene) -> tuple[str, ...]:
    return tuple(_text(scene, p.start, p.end) for p in parties)


def _hit(mention: EventMention, scene: Scene) -> Trial:
    return Trial(
        rule=mention.rule_id,
        sub_event_type=mention.sub_event_type,
        start=mention.start,
        end=mention.end,
        trigger=_text(scene, mention.start, mention.end),
        fired=True,
        refinements=mention.rules[1:],
        roles=_roles(mention.head, scene),
        actors=_names(mention.actors, scene),
        targets=_names(mention.targets, scene),
        weapons=tuple(_text(scene, start, end) for start, end in mention.weapons),
        place=_text(scene, mention.place.start, mention.place.end) if mention.place else None,
        date=_text(scene, mention.date.start, mention.date.end) if mention.date else None,
    )


def _miss(miss: Miss, scene: Scene) -> Trial:
    return Trial(
        rule=miss.trigger.rule.id,
        sub_event_type=miss.trigger.rule.sub_event_type,
        start=miss.start,
        end=miss.end,
        trigger=_text(scene, miss.start, miss.end),
        fired=False,
        reason=miss.reason,
        lacking=miss.detail,
        roles=_roles(miss, scene),
    )
