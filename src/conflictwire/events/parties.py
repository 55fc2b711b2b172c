"""Who acts in an event and who is hit, by all its mentions: each party once, in its most telling words."""

import dataclasses
from collections.abc import Sequence

from spacy.lang.en.lex_attrs import like_num

from conflictwire.entities.parsed import ActorMention
from conflictwire.entities.words import sentence_of
from conflictwire.events.listed_victims import listed_victims
from conflictwire.events.mentions import Event, EventMention
from conflictwire.events.scene import Scene
from conflictwire.schema import ActorKind, CasualtyKind, CasualtyWho, EventType, SubEventType

__all__ = ["FORCES", "more_telling", "united", "with_parties"]

ARTICLES = frozenset({"a", "an", "the"})
OTHERS = frozenset({"other", "others", "more"})
WITH_CROWDS = (
    SubEventType.PROTEST_WITH_INTERVENTION,
    SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS,
    SubEventType.VIOLENT_DEMONSTRATION,
)
AGAINST_VICTIMS = (EventType.EXPLOSIONS_REMOTE_VIOLENCE, EventType.VIOLENCE_AGAINST_CIVILIANS)
HARMS = (CasualtyKind.KILLED, CasualtyKind.WOUNDED, CasualtyKind.ABDUCTED, CasualtyKind.MISSING)
FORCES = (ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES)
PLURALS = ("NNS", "NNPS")
REBELS = (ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.UNIDENTIFIED)


def with_parties(event: Event, scene: Scene) -> Event:
    """The event with the parties that its mentions leave in the end."""
    lead = dataclasses.replace(event.lead, actors=_without_labels(event.lead.actors))
    lead = _without_speakers(lead)
    targets = united(lead.targets, [*_harmed(lead, scene), *_at_home(lead, scene), *_listed(event, lead, scene)])
    actors = _with_members(lead.actors, targets)
    lead = dataclasses.replace(lead, actors=actors, targets=_with_members(targets, actors))
    lead = _against_crowd(lead, next((m.actors[0] for m in event.mentions if m.actors), None))
    targets = _without_repeats(_hit(lead), scene)
    return dataclasses.replace(event, lead=dataclasses.replace(lead, targets=targets))


def _without_repeats(targets: Sequence[ActorMention], scene: Scene) -> tuple[ActorMention, ...]:
    """Victims without a later description that only takes up those told before ("four policemen ... the officers")."""
    people = sorted((t for t in targets if t.kind is not ActorKind.OBJECT), key=lambda t: t.start)
    repeats: list[ActorMention] = []
    for at, party in enumerate(people):
        named = _first_mention(party, scene)
        before = [p for p in people[:at] if _kind(p) is _kind(party) and not _together(p, named, scene)]
        several = len(before) > 1 or any(_are_many(p, scene) for p in before)
        if before and _is_taken_up(named, scene) and several is _are_many(named, scene):
            repeats.append(party)
    return tuple(t for t in targets if t not in repeats)


def _first_mention(party: ActorMention, scene: Scene) -> ActorMention:
    """What a pronoun stands for, else the party itself."""
    if scene.parsed.doc[party.head].pos_ != "PRON":
        return party
    alike = (a for a in scene.parsed.actors if a.entity == party.entity)
    return next((a for a in alike if scene.parsed.doc[a.head].pos_ != "PRON"), party)


def _kind(party: ActorMention) -> ActorKind:
    return party.kind or ActorKind.CIVILIANS


def _together(a: ActorMention, b: ActorMention, scene: Scene) -> bool:
    return sentence_of(scene.parsed.doc[a.head]).start == sentence_of(scene.parsed.doc[b.head]).start


def _are_many(party: ActorMention, scene: Scene) -> bool:
    return scene.parsed.doc[party.head].tag_ in PLURALS


def _is_taken_up(party: ActorMention, scene: Scene) -> bool:
    """A definite description without a number or a name ("the officers")."""
    counted = any(token.like_num for token in scene.parsed.doc[party.start : party.end])
    return not (party.proper or counted) and scene.is_definite(scene.parsed.doc[party.head])


def _with_members(parties: Sequence[ActorMention], others: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """Parties with the persons that the text names as their members, or lists with them, and not as the other side."""
    members = (member for party in parties for member in party.members)
    return united(parties, [m for m in members if not any(m.same_as(other) for other in others)])


def _without_speakers(lead: EventMention) -> EventMention:
    """The event without those who only report it, where the parse lists them among others who are harmed."""
    tolls = (party for toll in lead.casualties for party in toll.claimed_by)
    speaking = {party.head for party in (*lead.attribution.claimed_by, *tolls)}
    silent = tuple(target for target in lead.targets if target.head not in speaking)
    return dataclasses.replace(lead, targets=silent or lead.targets)


def united(first: Sequence[ActorMention], second: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """Both lists without repeats of an entity, of a name, or of a name in short ("coalition", "17 people")."""
    out: list[ActorMention] = []
    for party in (*first, *second):
        twin = next((i for i, known in enumerate(out) if known.same_as(party) or _same_words(known, party)), None)
        if twin is None:
            out.append(party)
        elif len(_words(party)) > len(_words(out[twin])):
            out[twin] = party
    return tuple(out)


def _words(party: ActorMention) -> list[str]:
    """Lower-cased words of a name without its count."""
    words = party.name.lower().split()
    return [w for w in words if w not in ARTICLES and not like_num(w)]  # type: ignore[no-untyped-call]


def _same_words(a: ActorMention, b: ActorMention) -> bool:
    """One name ends in the other, counts aside; a bare number is nobody new beside other people.

    Others are two parties ("43 people", "80 other people").
    """
    shorter, longer = sorted((_words(a), _words(b)), key=len)
    apart = OTHERS.isdisjoint(shorter) and not OTHERS.isdisjoint(longer)
    return not (shorter and apart) and longer[len(longer) - len(shorter) :] == shorter


def more_telling(added: Sequence[ActorMention], known: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """Parties added to known ones, without single words for a side that is known ("militants" beside a named group)."""
    sides = {party.kind for party in known if party.armed}
    return tuple(p for p in added if not _is_label(p) or p.kind not in sides)


def _is_label(party: ActorMention) -> bool:
    """A single word that says no more than that it is a hostile side; police and army are two bodies of one side."""
    return not party.proper and party.end - party.start == 1 and bool(party.armed) and party.kind in REBELS


def _without_labels(actors: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """Actors without single words for a side that another one says more of ("militants" beside a named group)."""
    telling = {a.kind for a in actors if not _is_label(a)}
    return tuple(a for a in actors if not _is_label(a) or a.kind not in telling)


def _against_crowd(lead: EventMention, opening: ActorMention | None) -> EventMention:
    """A crowd and the forces that act against it: rioters act, forces that shoot act, else whoever is told of first.

    Args:
        lead: the event.
        opening: the doer told of first in the text.
    """
    forces = tuple(a for a in lead.actors if a.armed)
    crowd = tuple(a for a in lead.actors if not a.armed)
    if lead.sub_event_type not in WITH_CROWDS or not forces or not crowd:
        return lead
    crowd_opens = opening is not None and not opening.armed
    first = lead.sub_event_type == SubEventType.PROTEST_WITH_INTERVENTION and crowd_opens
    if not first and lead.sub_event_type != SubEventType.VIOLENT_DEMONSTRATION:
        return dataclasses.replace(lead, actors=forces, targets=united(lead.targets, crowd))
    rioters = tuple(t for t in lead.targets if t.kind is ActorKind.RIOTERS_PROTESTERS)
    others = tuple(t for t in lead.targets if t not in rioters)
    return dataclasses.replace(lead, actors=united(crowd, rioters), targets=united(others, forces))


def _harmed(lead: EventMention, scene: Scene) -> list[ActorMention]:
    """Those whom the tolls of an attack count, for each kind of harm of which the targets tell nobody.

    "Resulted in the death of a driver", "killed two guards. At least 17 people were wounded": of people of whom no
    more is told there may be some among the targets already.
    """
    if lead.event_type not in AGAINST_VICTIMS:
        return []
    doc = scene.parsed.doc
    tolls = (toll for toll in lead.casualties if toll.low != 0 and toll.who != CasualtyWho.ATTACKERS)
    counted = [(toll.kind, scene.party(doc[toll.head])) for toll in tolls if toll.kind in HARMS]
    people = [target for target in lead.targets if target.person]
    told = {kind for kind, p in counted if p is not None and any(p.same_as(target) for target in people)}
    told = told if told or not people else set(HARMS)
    harmed = [p for kind, p in counted if p is not None and p.person and (kind not in told or not p.is_anybody)]
    harmed = [p for p in harmed if not people or not scene.only_counts(doc[p.head])]
    return [p for p in harmed if not any(p.same_as(a) for a in lead.actors)]


def _listed(event: Event, lead: EventMention, scene: Scene) -> list[ActorMention]:
    """Those said to be among the victims of an attack, but for who acts in it."""
    if lead.event_type not in AGAINST_VICTIMS:
        return []
    return [p for p in listed_victims(event.mentions, scene) if not any(p.same_as(a) for a in lead.actors)]


def _at_home(lead: EventMention, scene: Scene) -> list[ActorMention]:
    """Persons whose home or car is hit ("a bomb at the residence of Colonel X")."""
    if lead.event_type not in AGAINST_VICTIMS:
        return []
    return [
        p
        for target in lead.targets
        if target.kind is ActorKind.OBJECT
        for token in scene.owners(target)
        if (p := scene.party(token)) is not None and p.personal and not any(p.same_as(a) for a in lead.actors)
    ]


def _hit(lead: EventMention) -> tuple[ActorMention, ...]:
    """Targets: a town only where nobody in it is told of, rebels by their name, with a thing the group that owns it."""
    targets = [t for t in lead.targets if not (t.anyone and t.kind is ActorKind.OBJECT and len(_words(t)) == 1)]
    if lead.event_type == EventType.BATTLES and lead.level:  # of the dead of a fight nobody knows whose they were
        targets = [t for t in targets if not t.is_anybody]
    if lead.sub_event_type == SubEventType.CHANGE_TO_GROUP_ACTIVITY:
        targets = [t for t in targets if not _is_own(t, lead.actors)]
    harmed = any(t.kind is not ActorKind.OBJECT for t in targets)
    owners = [t.owner for t in targets if t.owner is not None]
    owners = [owner for owner in owners if not any(owner.same_as(actor) for actor in lead.actors)]
    named = {t.kind for t in (*targets, *owners) if t.proper}
    targets = [t for t in targets if t.proper or t.kind not in named or t.kind != ActorKind.REBEL_GROUP]
    return united([t for t in targets if not (harmed and _is_town(t))], owners)


def _is_own(party: ActorMention, actors: Sequence[ActorMention]) -> bool:
    """Forces of the state that moves them ("the government sent troops")."""
    known = {actor.country for actor in actors if actor.kind in FORCES}
    return party.kind in FORCES and bool(known) and (party.country is None or bool(known & {None, party.country}))


def _is_town(party: ActorMention) -> bool:
    """The name of a place."""
    return party.kind is ActorKind.OBJECT and party.proper and party.entity < 0
