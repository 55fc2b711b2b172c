"""Mentions of one sentence that tell one happening: which of them the parse ties together, and which one leads."""

import dataclasses
from collections.abc import Sequence

from conflictwire.entities.parsed import ActorMention, PlaceMention
from conflictwire.events.mentions import Attribution, EventMention
from conflictwire.events.parties import FORCES, more_telling, united
from conflictwire.events.same_incident import FAMILIES, HARMS, are_opponents
from conflictwire.events.scene import Scene
from conflictwire.events.told import CROWDS, entities
from conflictwire.schema import EventType, Status, SubEventType

__all__ = ["EXACT", "TELLING", "absorb", "linked", "within_sentence"]

# the level of triggers that say of what kind it was
EXACT = 2
LINK_STEPS = 6
# these lead the mentions of a sentence only where nothing more telling stands in it
LAST = {
    SubEventType.ATTACK: 1,
    SubEventType.PEACEFUL_PROTEST: 1,
    SubEventType.ARMED_CLASH: 2,
    SubEventType.SHELLING_ARTILLERY_MISSILE_ATTACK: 1,
}
# what flies and what it fires ("missiles fired from a drone hit a house")
FROM_THE_AIR = {SubEventType.AIR_DRONE_STRIKE, SubEventType.SHELLING_ARTILLERY_MISSILE_ATTACK}
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
    doers = {a.kind for a in lead.actors}
    if lead.event_type != EventType.BATTLES or lead.level == 0:
        return more_telling(other.targets, lead.targets)
    if other.level > 0:
        dead = doers if other.event_type == EventType.BATTLES and not other.actors else ()
        return tuple(t for t in more_telling(other.targets, lead.targets) if t.kind not in dead)
    sides = {t.kind for t in lead.targets if t.armed}
    if doers and sides:
        return tuple(t for t in more_telling(other.targets, lead.targets) if t.kind in sides - doers)
    return tuple(t for t in other.targets if t.kind not in doers and not t.is_anybody)


def _with_sides(lead: EventMention, other: EventMention) -> EventMention:
    """Both sides of a fight ("soldiers died in a clash with rebels"): those who fight a state act, else the first."""
    fight = lead.event_type == EventType.BATTLES and lead.level > 0
    if not fight or lead.actors or other.actors or not lead.targets:
        return lead
    kinds = {t.kind for t in lead.targets if t.armed}
    hurt = tuple(t for t in other.targets if t.armed and t.kind not in kinds)
    if not hurt or len(kinds) != 1 or any(t.kind in kinds for t in other.targets):
        return lead
    first, second = sorted((hurt, lead.targets), key=lambda side: (side[0].kind in FORCES, side[0].start))
    return dataclasses.replace(lead, actors=first, targets=second)


def absorb(lead: EventMention, other: EventMention) -> EventMention:
    """The lead with what the other mention of the same sentence adds."""
    lead = _with_sides(lead, other)
    actors = united(lead.actors, _doers(lead, other))
    targets = tuple(t for t in united(lead.targets, _hit(lead, other)) if not any(t.same_as(a) for a in actors))
    burning = other.sub_event_type == SubEventType.LOOTING_PROPERTY_DESTRUCTION  # death beside it was violent
    return dataclasses.replace(
        lead,
        level=max(lead.level, burning),
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


def linked(a: EventMention, b: EventMention, scene: Scene) -> bool:
    """Two mentions of one sentence that the parse ties into one happening."""
    doc = scene.parsed.doc
    first, second = doc[a.head], doc[b.head]
    if a.sentence != b.sentence:
        return False
    if a.status != b.status and {a.status, b.status} != {Status.OCCURRED, Status.ATTEMPTED}:
        return False
    # "the worst attack since the raid of 2019", "behind the attack, but rebels have carried out bombings in the past"
    if a.background != b.background and (a.other != b.other or a.reference != b.reference):
        return False
    if scene.distance(first, second) > LINK_STEPS or _contrasted(a, b, scene) or _is_cause(a, b, scene):
        return False
    marker = scene.roles.marker(scene.roles.clause(second)) or scene.roles.marker(scene.roles.clause(first))
    return not (
        marker in ("after", "before", "since") and a.level == b.level == 2 and a.sub_event_type != b.sub_event_type
    )


def _compatible(a: EventMention, b: EventMention) -> bool:
    if SubEventType.LOOTING_PROPERTY_DESTRUCTION in (a.sub_event_type, b.sub_event_type):
        blast = EventType.EXPLOSIONS_REMOTE_VIOLENCE in (a.event_type, b.event_type)
        vague = 0 in (a.level, b.level) or (blast and 1 in (a.level, b.level))  # "shelled the town, damaging homes"
        return a.event_type != b.event_type and ({a.event_type, b.event_type} <= HARMS or vague)
    if a.level == 0 or b.level == 0:
        return (
            {a.event_type, b.event_type} <= FAMILIES[0]
            or EventType.PROTESTS in (a.event_type, b.event_type)
            or EventType.RIOTS in (a.event_type, b.event_type)
        )
    if _alike(a, b):
        return True
    if {a.event_type, b.event_type} <= set(CROWDS) or SubEventType.MOB_VIOLENCE in (a.sub_event_type, b.sub_event_type):
        return SubEventType.MOB_VIOLENCE not in (a.sub_event_type, b.sub_event_type)
    if SubEventType.ARRESTS in (a.sub_event_type, b.sub_event_type):
        raid = 1 in (a.level, b.level) and bool(entities(a.actors) & entities(b.actors))
        return raid or SubEventType.PROTEST_WITH_INTERVENTION in (a.sub_event_type, b.sub_event_type)
    blasts = a.event_type == b.event_type == EventType.EXPLOSIONS_REMOTE_VIOLENCE
    return not blasts and 1 in (a.level, b.level) and any({a.event_type, b.event_type} <= family for family in FAMILIES)


def _alike(a: EventMention, b: EventMention) -> bool:
    """Of one type, or so near to it that one incident is told as both."""
    same = a.sub_event_type == b.sub_event_type or a.event_type == b.event_type == EventType.BATTLES
    return same or _bare_clash(a, b) or _bare_clash(b, a) or _shot_from_the_air(a, b)


def _shot_from_the_air(a: EventMention, b: EventMention) -> bool:
    """A strike from the air and the missiles with which it was made ("missiles fired from a drone hit a house")."""
    return {a.sub_event_type, b.sub_event_type} == FROM_THE_AIR and not (a.actors and b.actors)


def _bare_clash(clash: EventMention, crowd: EventMention) -> bool:
    """Clashes told of a crowd without naming another side ("protesters rallied, with clashes in several towns")."""
    nobody = not clash.actors and not clash.targets
    return clash.sub_event_type == SubEventType.ARMED_CLASH and nobody and crowd.event_type in CROWDS


def _is_cause(a: EventMention, b: EventMention, scene: Scene) -> bool:
    """A killing or attack for which the other was done ("in reprisal for the killing of two herders")."""
    noun = scene.parsed.doc[max(a.head, b.head)]
    return not scene.roles.is_verbal(noun) and scene.roles.preposition(noun) == "for"


def _contrasted(a: EventMention, b: EventMention, scene: Scene) -> bool:
    """Told side by side of two places ("killed a cleric in Kandahar, while in Kunar rebels ambushed a lorry")."""
    first, second = sorted((a.head, b.head))
    apart = a.place is not None and b.place is not None and a.place.name != b.place.name
    return apart and any(t.lower_ == "while" for t in scene.parsed.doc[first:second])


def _told_apart(a: EventMention, b: EventMention) -> bool:
    """Tolls of different days of which nothing but the words is known ("last Tuesday", "on April 1")."""
    if not all(m.casualties and m.day_words and m.date is not None and m.date.first is None for m in (a, b)):
        return False
    return a.day_words not in b.day_words and b.day_words not in a.day_words


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
    if _told_apart(a, b):
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
    level = EXACT if mention.sub_event_type in TELLING and not mention.anaphor else mention.level
    return looting and mention.level > 0, -level, LAST.get(mention.sub_event_type, 0), mention.start


def _steps(lead: EventMention, harm: EventMention, scene: Scene) -> tuple[int, bool]:
    """How far harm stands from what may have done it in its sentence; its subject ("the bomb killed") goes first."""
    first, second = scene.parsed.doc[lead.head], scene.parsed.doc[harm.head]
    return scene.distance(first, second), not second.is_ancestor(first)


def _is_origin(place: PlaceMention | None, scene: Scene) -> bool:
    """Where it came from ("rockets fired from Syria"), not where it was."""
    return place is not None and scene.roles.preposition(scene.parsed.doc[place.end - 1]) == "from"


def _with_causes(mentions: Sequence[EventMention], scene: Scene) -> list[EventMention]:
    """What something else in the sentence was done for is set apart, with the place and tolls told behind it."""
    out = list(mentions)
    for at, cause in enumerate(mentions):
        for i, mention in enumerate(out):
            if mention.level and mention.head < cause.head and _is_cause(mention, cause, scene):
                behind = mention.place is not None and mention.place.start > cause.head
                tolls = tuple(toll for toll in mention.casualties if toll.start > cause.head)
                out[at] = dataclasses.replace(
                    out[at],
                    other=True,
                    reference=False,
                    place=out[at].place or (mention.place if behind else None),
                    casualties=tuple(dict.fromkeys((*out[at].casualties, *tolls))),
                )
                kept = tuple(toll for toll in mention.casualties if toll not in tolls)
                out[i] = dataclasses.replace(mention, place=None if behind else mention.place, casualties=kept)
    return out


def within_sentence(mentions: Sequence[EventMention], scene: Scene) -> list[EventMention]:
    """Mentions of one sentence with the linked ones joined; the more specific one leads."""
    ordered = sorted(_with_causes(mentions, scene), key=_telling)
    kept: list[EventMention] = []
    for mention in ordered:
        homes = [
            i
            for i, lead in enumerate(kept)
            if (_compatible(lead, mention) or _raid_of(lead, mention, scene))
            and linked(lead, mention, scene)
            and not _conflict(lead, mention)
        ]
        if not homes:
            kept.append(mention)
            continue
        best = min(homes, key=lambda i: _steps(kept[i], mention, scene)) if mention.level == 0 else homes[0]
        origin = mention.place is not None and _is_origin(kept[best].place, scene)
        kept[best] = absorb(kept[best], mention)
        if origin:
            kept[best] = dataclasses.replace(kept[best], place=mention.place)
    return sorted(kept, key=lambda m: m.start)
