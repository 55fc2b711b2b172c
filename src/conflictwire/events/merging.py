"""One incident, one event: mentions of a sentence joined by the parse, then sentences joined by what they share."""

import dataclasses
from collections.abc import Sequence

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention
from conflictwire.events.mentions import Event, EventMention
from conflictwire.events.one_sentence import EXACT, TELLING, absorb, linked, within_sentence
from conflictwire.events.parties import united
from conflictwire.events.refining import refined_whole
from conflictwire.events.rules import RuleBook
from conflictwire.events.same_incident import TERRITORY, evidence
from conflictwire.events.scene import Scene
from conflictwire.events.told import CROWDS, Told, entities, sides
from conflictwire.events.tolls import add_dependent_tolls
from conflictwire.schema import ActorKind, EventType, Status, SubEventType

__all__ = ["merge", "stands_alone"]

# Evidence (see `same_incident`) that makes two mentions one event.
JOIN = 1.5
# types of generic triggers that the parties and weapons may still change
GENERIC = (SubEventType.ATTACK, SubEventType.REMOTE_EXPLOSIVE_LANDMINE_IED)
BLASTS = (EventType.EXPLOSIONS_REMOTE_VIOLENCE,)
# sentences between an arrest and the event that makes it one of the conflict
COMPANY = 2
SHORTEST_STEM = 4
LEDE_SENTENCES = 3
LIVE = (Status.OCCURRED, Status.ATTEMPTED)


def _with_shared_actors(groups: Sequence[list[EventMention]], scene: Scene) -> list[list[EventMention]]:
    """Bombardment told beside the taking of a place ("took the town after air strikes") is by those who took it."""
    out: list[list[EventMention]] = []
    for group in groups:
        first = group[0]
        silent = first.event_type == EventType.EXPLOSIONS_REMOTE_VIOLENCE and not any(m.actors for m in group)
        takers = [
            actor
            for other in groups
            if silent and any(m.sub_event_type in TERRITORY and linked(m, first, scene) for m in other)
            for mention in other
            for actor in mention.actors
        ]
        if takers and not sides(takers) & sides(first.targets):
            out.append([dataclasses.replace(first, actors=tuple(takers)), *group[1:]])
        else:
            out.append(group)
    return out


def _joinable(event: Sequence[EventMention], new: EventMention) -> bool:
    first = event[0]
    if first.background != new.background and not (first.background and new.reference):
        return False
    if new.status == Status.DENIED and new.attribution.denied_by:
        return True
    return (first.status in LIVE) == (new.status in LIVE) or (new.reference and new.status in LIVE)


def _informative(mention: EventMention) -> tuple[float, int]:
    filled = (
        bool(mention.actors)
        + bool(mention.targets)
        + bool(mention.place)
        + bool(mention.date)
        + len(mention.casualties)
    )
    alive = 5.0 * (mention.status in LIVE)
    named = 0.5 * any(a.proper for a in mention.actors)
    return (alive + mention.level + filled + named - 2.0 * mention.reference - 0.5 * mention.in_title, -mention.start)


def _typed(mentions: Sequence[EventMention], lead: EventMention) -> EventMention:
    """The mention that tells best what it was: a telling type, else the lead, else one more exact than it."""
    mentions = [m for m in mentions if not m.anaphor] or mentions
    told = [m for m in mentions if m.sub_event_type in TELLING and m.level == 2 and m.status in LIVE]
    if told and lead.event_type in (told[0].event_type, *CROWDS):
        return min(told, key=lambda m: TELLING.index(m.sub_event_type))
    if lead.level == EXACT:
        return lead
    exact = [m for m in mentions if m.level == EXACT] or [m for m in mentions if m.level and m.event_type in BLASTS]
    if exact:
        return max(exact, key=_informative)
    refined = [m for m in mentions if m.level == 1 and len(m.rules) > 1] if len(lead.rules) == 1 else []
    return max(refined, key=_informative, default=lead)


def _harmful(mentions: Sequence[EventMention]) -> Sequence[EventMention]:
    """Without burning and looting, where somebody was harmed as well: by the taxonomy it is then part of that."""
    return [m for m in mentions if m.sub_event_type != SubEventType.LOOTING_PROPERTY_DESTRUCTION] or mentions


def _event(mentions: Sequence[EventMention], scene: Scene, book: RuleBook) -> Event:
    telling = _harmful(mentions)
    lead = max(telling, key=_informative)
    typed = _typed(telling, lead)
    for mention in sorted(mentions, key=lambda m: m.start):
        if mention is lead:
            continue
        joined = absorb(lead, mention)
        lead = dataclasses.replace(joined, extra_triggers=lead.extra_triggers)
    told = [m.background for m in mentions if not m.anaphor] or [lead.background]
    lead = dataclasses.replace(
        lead, event_type=typed.event_type, sub_event_type=typed.sub_event_type, background=told[0]
    )
    blamed = tuple(b for b in lead.attribution.blamed if b.entity not in entities(lead.targets))
    if blamed:
        named = [a for a in lead.actors if a.kind != ActorKind.UNIDENTIFIED] if lead.actors else []
        lead = dataclasses.replace(lead, actors=united(named or lead.actors, blamed))
    if typed.level < EXACT and typed.sub_event_type in GENERIC:
        lead = refined_whole(dataclasses.replace(lead, level=typed.level), book, scene)
    return Event(lead, tuple(sorted(mentions, key=lambda m: m.start)))


def _violent(mention: EventMention, scene: Scene) -> bool:
    """Harm that says by itself that it was violence: an armed doer, an armed victim, or a weapon nearby."""
    doc = scene.parsed.doc
    if any(a.armed or _band(doc[a.head], a) for a in mention.actors) or mention.weapons:
        return True
    return any(t.armed for t in mention.targets) or scene.weapon_in_sentence(mention.head)


def _band(head: Token, party: ActorMention) -> bool:
    """Several people who do something together ("men wearing uniforms")."""
    return party.person and not party.proper and head.tag_ == "NNS"


def stands_alone(mention: EventMention, scene: Scene) -> bool:
    """The mention can open an event of its own, rather than only add to one told before."""
    if mention.anaphor or mention.company:
        return False
    if mention.level == 0:
        return _violent(mention, scene)
    holds = bool(mention.actors or mention.targets or mention.casualties)
    return holds or not mention.reference or mention.level == 2


def _at_crowd(mention: EventMention, event: Sequence[EventMention]) -> EventMention:
    """Arrests told beside a protest or riot are what the police did there."""
    if not mention.company or all(m.event_type not in CROWDS for m in event):
        return mention
    kind = SubEventType.PROTEST_WITH_INTERVENTION
    return dataclasses.replace(
        mention, event_type=EventType.PROTESTS, sub_event_type=kind, level=EXACT, actors=(), targets=()
    )


def _made(mention: EventMention, scene: Scene) -> bool:
    """Arrests that were made, rather than sought or tried ("searches for", "to arrest")."""
    return mention.status == Status.OCCURRED and not scene.roles.infinitive(scene.parsed.doc[mention.head])


def _lonely(group: Sequence[EventMention], groups: Sequence[Sequence[EventMention]]) -> bool:
    """What is an event only in company has none within a few sentences."""
    if not all(mention.company for mention in group):
        return False
    kind = group[0].sub_event_type
    others = [
        m for other in groups for m in other if m.sub_event_type != kind and not m.background and m.status in LIVE
    ]
    return not any(abs(m.sentence - mention.sentence) <= COMPANY for m in others for mention in group)


def _prominence(event: Event) -> float:
    """How much an event is the news: specific, early, in the headline, often told, with its arguments named."""
    lead, first = event.lead, event.mentions[0]
    filled = bool(lead.actors) + bool(lead.targets) + bool(lead.casualties) + bool(lead.date)
    headline = 2.0 * any(m.in_title for m in event.mentions)
    aside = 1.5 * all(m.aside for m in event.mentions)
    return lead.level + 0.5 * filled + headline + 0.3 * min(len(event.mentions), 5) - 0.5 * first.sentence - aside


def _with_headline(groups: Sequence[list[EventMention]], scene: Scene) -> list[list[EventMention]]:
    """Groups with the headline's word for an event told in the lede, where the headline's own parse gave none."""
    words = scene.title_words()
    out: list[list[EventMention]] = []
    for group in groups:
        first = group[0]
        lemma = scene.lemma(first.head)
        repeated = [i for i, word in words if len(lemma) >= SHORTEST_STEM and word.startswith(lemma)]
        if repeated and not any(m.in_title for m in group) and first.sentence <= LEDE_SENTENCES:
            triggers = (*first.extra_triggers, (repeated[0], repeated[0] + 1))
            out.append([dataclasses.replace(first, extra_triggers=triggers), *group[1:]])
        else:
            out.append(group)
    return out


def merge(mentions: Sequence[EventMention], scene: Scene, book: RuleBook) -> tuple[Event, ...]:
    """Events of an article, most prominent first (headline and early, much mentioned ones lead; background last)."""
    by_sentence: dict[int, list[EventMention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    groups: list[list[EventMention]] = []
    told: list[Told] = []
    dependent: list[EventMention] = []
    for sentence in sorted(by_sentence):
        for mention in within_sentence(by_sentence[sentence], scene):
            new = Told([mention])
            scored = [
                (evidence(told[i], new), g[-1].sentence, -i) for i, g in enumerate(groups) if _joinable(g, mention)
            ]
            best = max(scored, default=None)
            if best is not None and best[0] >= JOIN:
                at = -best[2]
                groups[at].append(_at_crowd(mention, groups[at]))
                told[at] = Told(groups[at])
            elif stands_alone(mention, scene) or (mention.company and _made(mention, scene)):
                groups.append([mention])
                told.append(new)
            else:
                dependent.append(mention)
    add_dependent_tolls(groups, dependent)
    groups = [group for group in groups if not _lonely(group, groups)]
    events = [_event(group, scene, book) for group in _with_headline(_with_shared_actors(groups, scene), scene)]
    return tuple(
        sorted(events, key=lambda e: (e.lead.background, e.lead.status not in LIVE, -_prominence(e), e.lead.start))
    )
