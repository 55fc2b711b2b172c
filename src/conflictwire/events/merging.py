"""One incident, one event: mentions of a sentence joined by the parse, then sentences joined by what they share."""

import dataclasses
from collections.abc import Sequence

from spacy.tokens import Token

from conflictwire.entities.parsed import ActorMention, PlaceMention
from conflictwire.events.mentions import Attribution, Event, EventMention
from conflictwire.events.parties import more_telling, united
from conflictwire.events.refining import refined_whole
from conflictwire.events.rules import RuleBook
from conflictwire.events.same_incident import FAMILIES, HARMS, TERRITORY, Told, are_opponents, entities, evidence, sides
from conflictwire.events.scene import Scene
from conflictwire.events.tolls import add_dependent_tolls
from conflictwire.schema import ActorKind, EventType, Status, SubEventType

__all__ = ["merge", "stands_alone"]

# Evidence (see `same_incident`) that makes two mentions one event.
JOIN = 1.5
# the level of triggers that say of what kind it was, and the types that the others leave open
EXACT = 2
GENERIC = (SubEventType.ATTACK, SubEventType.REMOTE_EXPLOSIVE_LANDMINE_IED)
BLASTS = (EventType.EXPLOSIONS_REMOTE_VIOLENCE,)
# sentences between an arrest and the event that makes it one of the conflict
COMPANY = 2
LINK_STEPS = 6
SHORTEST_STEM = 4
LEDE_SENTENCES = 3
LIVE = (Status.OCCURRED, Status.ATTEMPTED)
CROWDS = (EventType.PROTESTS, EventType.RIOTS)
# these lead the mentions of a sentence only where nothing more telling stands in it
LAST = {
    SubEventType.ATTACK: 1,
    SubEventType.PEACEFUL_PROTEST: 1,
    SubEventType.ARMED_CLASH: 2,
}
# where mentions of one incident differ, the first of these that one of them has says what it was
TELLING = (
    SubEventType.SUICIDE_BOMB,
    SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS,
    SubEventType.VIOLENT_DEMONSTRATION,
    SubEventType.PROTEST_WITH_INTERVENTION,
)


def _join_attribution(a: Attribution, b: Attribution) -> Attribution:
    return Attribution(
        claimed_by=united(a.claimed_by, b.claimed_by),
        blamed_by=united(a.blamed_by, b.blamed_by),
        blamed=united(a.blamed, b.blamed),
        denied_by=united(a.denied_by, b.denied_by),
    )


def _doers(lead: EventMention, other: EventMention) -> tuple[ActorMention, ...]:
    """Actors that another mention adds: of a vaguer one nobody who is hit, and no mere word for the side that acts."""
    if lead.actors and other.level == 0:
        return ()
    hit = lead.targets if other.level < lead.level else ()
    return tuple(a for a in more_telling(other.actors, lead.actors) if not any(a.same_as(t) for t in hit))


def _hit(lead: EventMention, other: EventMention) -> tuple[ActorMention, ...]:
    """Targets that another mention adds: of the dead and wounded of a fight only those on the side that is attacked."""
    if lead.event_type != EventType.BATTLES or lead.level == 0 or other.level > 0:
        return more_telling(other.targets, lead.targets)
    doers = {a.kind for a in lead.actors}
    sides = {t.kind for t in lead.targets if t.armed}
    if doers and sides:
        return tuple(t for t in more_telling(other.targets, lead.targets) if t.kind in sides - doers)
    return tuple(t for t in other.targets if t.kind not in doers and not t.is_anybody)


def _with_sides(lead: EventMention, other: EventMention) -> EventMention:
    """Both sides of a fight, the first named as the one that acts ("nine soldiers died in a gunfight with rebels")."""
    fight = lead.event_type == EventType.BATTLES and lead.level > 0 == other.level
    if not fight or lead.actors or other.actors or not lead.targets:
        return lead
    kinds = {t.kind for t in lead.targets if t.armed}
    hurt = tuple(t for t in other.targets if t.armed and t.kind not in kinds)
    if not hurt or len(kinds) != 1 or any(t.kind in kinds for t in other.targets):
        return lead
    first, second = sorted((hurt, lead.targets), key=lambda side: side[0].start)
    return dataclasses.replace(lead, actors=first, targets=second)


def _absorb(lead: EventMention, other: EventMention) -> EventMention:
    """The lead with what the other mention of the same sentence adds."""
    lead = _with_sides(lead, other)
    actors = united(lead.actors, _doers(lead, other))
    targets = tuple(t for t in united(lead.targets, _hit(lead, other)) if not any(t.same_as(a) for a in actors))
    return dataclasses.replace(
        lead,
        actors=actors,
        targets=targets,
        place=lead.place or other.place,
        date=lead.date or other.date,
        weapons=tuple(sorted({*lead.weapons, *other.weapons})),
        casualties=tuple(dict.fromkeys((*lead.casualties, *other.casualties))),
        attribution=_join_attribution(lead.attribution, other.attribution),
        background=lead.background and other.background,
        anaphor=lead.anaphor and other.anaphor,
        extra_triggers=(*lead.extra_triggers, (other.start, other.end), *other.extra_triggers),
        rules=tuple(dict.fromkeys((*lead.rules, *other.rules))),
    )


def _linked(a: EventMention, b: EventMention, scene: Scene) -> bool:
    """Two mentions of one sentence that the parse ties into one happening."""
    doc = scene.parsed.doc
    first, second = doc[a.head], doc[b.head]
    if a.sentence != b.sentence:
        return False
    if a.status != b.status and {a.status, b.status} != {Status.OCCURRED, Status.ATTEMPTED}:
        return False
    if scene.distance(first, second) > LINK_STEPS or _contrasted(a, b, scene):
        return False
    marker = scene.roles.marker(scene.roles.clause(second)) or scene.roles.marker(scene.roles.clause(first))
    return not (
        marker in ("after", "before", "since") and a.level == b.level == 2 and a.sub_event_type != b.sub_event_type
    )


def _compatible(a: EventMention, b: EventMention) -> bool:
    if SubEventType.LOOTING_PROPERTY_DESTRUCTION in (a.sub_event_type, b.sub_event_type):
        return a.event_type != b.event_type and ({a.event_type, b.event_type} <= HARMS or 0 in (a.level, b.level))
    if a.level == 0 or b.level == 0:
        return (
            {a.event_type, b.event_type} <= FAMILIES[0]
            or EventType.PROTESTS in (a.event_type, b.event_type)
            or EventType.RIOTS in (a.event_type, b.event_type)
        )
    if a.sub_event_type == b.sub_event_type or a.event_type == b.event_type == EventType.BATTLES:
        return True
    if {a.event_type, b.event_type} <= set(CROWDS) or SubEventType.MOB_VIOLENCE in (a.sub_event_type, b.sub_event_type):
        return SubEventType.MOB_VIOLENCE not in (a.sub_event_type, b.sub_event_type)
    if SubEventType.ARRESTS in (a.sub_event_type, b.sub_event_type):
        raid = 1 in (a.level, b.level) and bool(entities(a.actors) & entities(b.actors))
        return raid or SubEventType.PROTEST_WITH_INTERVENTION in (a.sub_event_type, b.sub_event_type)
    blasts = a.event_type == b.event_type == EventType.EXPLOSIONS_REMOTE_VIOLENCE
    return not blasts and 1 in (a.level, b.level) and any({a.event_type, b.event_type} <= family for family in FAMILIES)


def _contrasted(a: EventMention, b: EventMention, scene: Scene) -> bool:
    """Told side by side of two places ("killed a cleric in Kandahar, while in Kunar rebels ambushed a lorry")."""
    first, second = sorted((a.head, b.head))
    apart = a.place is not None and b.place is not None and a.place.name != b.place.name
    return apart and any(t.lower_ == "while" for t in scene.parsed.doc[first:second])


def _conflict(a: EventMention, b: EventMention) -> bool:
    """Both name their own, different dates or their own, different doers of the same level."""
    if a.date and b.date and a.date.first and b.date.first and a.date != b.date:
        first, second = (a.date, b.date)
        if (
            first.first
            and first.last
            and second.first
            and second.last
            and (first.last < second.first or second.last < first.first)
        ):
            return True
    if are_opponents(a, b):
        return False
    mine, theirs = entities(a.actors), entities(b.actors)
    return (
        a.level == b.level == 2
        and bool(mine and theirs)
        and mine.isdisjoint(theirs)
        and mine.isdisjoint(entities(b.targets))
        and theirs.isdisjoint(entities(a.targets))
    )


def _raid_of(lead: EventMention, other: EventMention, scene: Scene) -> bool:
    """The raid in which arrests were made, told in the same sentence without doers of its own."""
    made = lead.sub_event_type == SubEventType.ARRESTS and other.sub_event_type == SubEventType.ATTACK
    return made and not other.actors and scene.is_raid(other.head)


def _telling(mention: EventMention) -> tuple[bool, int, int, int]:
    """Sorts the mentions of a sentence, the one that tells best what happened first; burning leads no harm."""
    looting = mention.sub_event_type == SubEventType.LOOTING_PROPERTY_DESTRUCTION
    level = EXACT if mention.sub_event_type in TELLING else mention.level
    return looting and mention.level > 0, -level, LAST.get(mention.sub_event_type, 0), mention.start


def _steps(lead: EventMention, harm: EventMention, scene: Scene) -> tuple[int, bool]:
    """How far harm stands from what may have done it in its sentence; its subject ("the bomb killed") goes first."""
    first, second = scene.parsed.doc[lead.head], scene.parsed.doc[harm.head]
    return scene.distance(first, second), not second.is_ancestor(first)


def _is_origin(place: PlaceMention | None, scene: Scene) -> bool:
    """Where it came from ("rockets fired from Syria"), not where it was."""
    return place is not None and scene.roles.preposition(scene.parsed.doc[place.end - 1]) == "from"


def _within_sentence(mentions: Sequence[EventMention], scene: Scene) -> list[EventMention]:
    """Mentions of one sentence with the linked ones joined; the more specific one leads."""
    ordered = sorted(mentions, key=_telling)
    kept: list[EventMention] = []
    for mention in ordered:
        homes = [
            i
            for i, lead in enumerate(kept)
            if (_compatible(lead, mention) or _raid_of(lead, mention, scene))
            and _linked(lead, mention, scene)
            and not _conflict(lead, mention)
        ]
        if not homes:
            kept.append(mention)
            continue
        best = min(homes, key=lambda i: _steps(kept[i], mention, scene)) if mention.level == 0 else homes[0]
        origin = mention.place is not None and _is_origin(kept[best].place, scene)
        kept[best] = _absorb(kept[best], mention)
        if origin:
            kept[best] = dataclasses.replace(kept[best], place=mention.place)
    return sorted(kept, key=lambda m: m.start)


def _with_shared_actors(groups: Sequence[list[EventMention]], scene: Scene) -> list[list[EventMention]]:
    """Bombardment told beside the taking of a place ("took the town after air strikes") is by those who took it."""
    out: list[list[EventMention]] = []
    for group in groups:
        first = group[0]
        silent = first.event_type == EventType.EXPLOSIONS_REMOTE_VIOLENCE and not any(m.actors for m in group)
        takers = [
            actor
            for other in groups
            if silent and any(m.sub_event_type in TERRITORY and _linked(m, first, scene) for m in other)
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
        joined = _absorb(lead, mention)
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
        for mention in _within_sentence(by_sentence[sentence], scene):
            new = Told([mention])
            scored = [
                (evidence(told[i], new), g[-1].sentence, -i) for i, g in enumerate(groups) if _joinable(g, mention)
            ]
            best = max(scored, default=None)
            if best is not None and best[0] >= JOIN:
                at = -best[2]
                groups[at].append(_at_crowd(mention, groups[at]))
                told[at] = Told(groups[at])
            elif mention.company or stands_alone(mention, scene):
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
