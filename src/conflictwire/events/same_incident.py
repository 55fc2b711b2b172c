"""Evidence that two mentions tell of one incident: what they share, and what speaks against it."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from math import cos, hypot, radians

from conflictwire.entities.parsed import ActorMention, PlaceMention
from conflictwire.events.mentions import EventMention
from conflictwire.schema import EventType, PlacePrecision, SubEventType

__all__ = ["CROWDS", "FAMILIES", "HARMS", "TERRITORY", "WIDE", "Told", "are_opponents", "entities", "evidence", "sides"]

# Evidence for and against two mentions being one incident. Tuned on development documents.
SAME_SUB_EVENT = 1.0
SAME_EVENT_TYPE = 0.5
GENERIC = 0.5
ARRESTS_OF_A_CROWD = 1.5
BACK_REFERENCE = 1.5
SHARED_ACTOR = 1.0
SHARED_TARGET = 1.0
SHARED_PLACE = 1.0
SHARED_DATE = 0.5
SHARED_TOLL = 1.5
SHARED_TOLL_OF_ONE = 0.5
HEADLINE = 1.5
OTHER_ACTOR = -1.0
OPPOSITE = -3.0
ADJACENT_HARM = 1.0
OTHER_PLACE = -1.5
OTHER_TOWN = -2.0
OTHER_DATE = -2.5
OTHER_TOLL = -1.0
OTHER_VICTIM = -2.0
FAR_APART = -0.5
NEXT_SENTENCE = 0.5
IMPOSSIBLE = -9.0
ANOTHER = -3.0
INTRODUCED = -0.5
# sentences: a headline meets the lede within the first, a longer gap than the second weakens the tie
FIRST = 6
LATEST = 6
LEDE = 2
LONG_GAP = 4
NEAR = 2
CROWD_REACH = 3
# what is told as near a town lies no farther from it
NEAR_KM = 150
KM_A_DEGREE = 111
# words of so many letters or fewer tell no victims apart ("men", "leader")
LONG_WORD = 5
TERRITORY = {SubEventType.GOVERNMENT_REGAINS_TERRITORY, SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY}
WIDE = ("country", "admin1", "region")
TOWN = "city"
CROWDS = (EventType.PROTESTS, EventType.RIOTS)
FAMILIES = (
    {EventType.BATTLES, EventType.EXPLOSIONS_REMOTE_VIOLENCE, EventType.VIOLENCE_AGAINST_CIVILIANS},
    {EventType.PROTESTS, EventType.RIOTS},
    {EventType.STRATEGIC_DEVELOPMENTS},
)
# of burning and looting told with these it is part ("looting_property_destruction": with no attack on people)
HARMS = {
    EventType.BATTLES,
    EventType.VIOLENCE_AGAINST_CIVILIANS,
    EventType.RIOTS,
    EventType.STRATEGIC_DEVELOPMENTS,
}


def entities(parties: Iterable[ActorMention]) -> set[int]:
    """Entity numbers of parties that coreference has linked or could link."""
    return {p.entity for p in parties if p.entity >= 0}


def are_opponents(a: EventMention, b: EventMention) -> bool:
    """One mention tells what a crowd does, the other what forces do to it."""
    crowds = a.event_type in CROWDS and b.event_type in CROWDS
    return crowds and any(p.armed for p in a.actors) != any(p.armed for p in b.actors)


class Told:
    """What the mentions of one event tell, each part read off them once however often it is compared.

    Args:
        mentions: in text order. Of an incident told a thousand times only both ends count, or time turns quadratic.
    """

    def __init__(self, mentions: Sequence[EventMention]) -> None:
        ends = mentions if len(mentions) <= FIRST + LATEST else (*mentions[:FIRST], *mentions[-LATEST:])
        self.mentions = tuple(ends)
        self.last = self.mentions[-1]

    @cached_property
    def actors(self) -> tuple[ActorMention, ...]:
        """Those who act, repeats included."""
        return tuple(a for m in self.mentions for a in m.actors)

    @cached_property
    def targets(self) -> tuple[ActorMention, ...]:
        """Those hit, repeats included."""
        return tuple(t for m in self.mentions for t in m.targets)

    @cached_property
    def doers(self) -> set[int]:
        """Entities that act."""
        return entities(self.actors)

    @cached_property
    def hit(self) -> set[int]:
        """Entities that are hit."""
        return entities(self.targets)

    @cached_property
    def doer_names(self) -> set[str]:
        """Lower-cased names of those who act."""
        return {a.name.lower() for a in self.actors}

    @cached_property
    def hit_names(self) -> set[str]:
        """Lower-cased names of those hit."""
        return {t.name.lower() for t in self.targets}

    @cached_property
    def all_proper(self) -> bool:
        """Every one who acts is named by a proper name."""
        return all(a.proper for a in self.actors)

    @cached_property
    def doing_sides(self) -> set[int | str]:
        """Sides that act."""
        return sides(self.actors)

    @cached_property
    def hit_sides(self) -> set[int | str]:
        """Sides that are hit."""
        return sides(self.targets)

    @cached_property
    def victim_names(self) -> set[str]:
        """Words of the proper names of people hit in violence against civilians, without numbers of them."""
        phrases = (
            t.name.lower()
            for m in self.mentions
            if m.event_type == EventType.VIOLENCE_AGAINST_CIVILIANS
            for t in m.targets
            if t.person and not t.armed and t.proper
        )
        return {word.removesuffix("s") for phrase in phrases for word in phrase.split()}

    @cached_property
    def victims(self) -> set[str]:
        """Those words that are long enough to know a victim by ("jesuit" for "six Jesuits")."""
        return {word for word in self.victim_names if len(word) > LONG_WORD}

    @cached_property
    def tolls(self) -> set[tuple[str, int]]:
        """Kinds of harm with their numbers."""
        return {(c.kind, c.low) for m in self.mentions for c in m.casualties if c.low is not None}

    @cached_property
    def harms(self) -> set[str]:
        """Kinds of harm that are counted."""
        return {kind for kind, _ in self.tolls}

    @cached_property
    def types(self) -> set[EventType]:
        """Event types."""
        return {m.event_type for m in self.mentions}

    @cached_property
    def sub_types(self) -> set[SubEventType]:
        """Sub-event types."""
        return {m.sub_event_type for m in self.mentions}

    @cached_property
    def protesting(self) -> bool:
        """A crowd demonstrates; the police do not arrest a mob where it lynches."""
        return not self.types.isdisjoint(CROWDS) and SubEventType.MOB_VIOLENCE not in self.sub_types

    @cached_property
    def generic(self) -> bool:
        """No mention is specific."""
        return all(m.level < 2 for m in self.mentions)

    @cached_property
    def titled(self) -> bool:
        """The headline tells it."""
        return any(m.in_title for m in self.mentions)

    @cached_property
    def only_titled(self) -> bool:
        """Nothing but the headline tells it."""
        return all(m.in_title for m in self.mentions)


def evidence(event: Told, new: Told) -> float:
    """How much speaks for `new` (one mention) being another mention of `event`; negative: against."""
    kind = _kind_score(event, new)
    if kind is None:
        return IMPOSSIBLE
    return (
        kind
        + BACK_REFERENCE * new.last.reference
        + _party_score(event, new)
        + _place_score(event, new.last)
        + _date_score(event, new.last)
        + _toll_score(event, new)
        + _distance_score(event, new.last)
        + _newness(event, new.last)
    )


def _newness(event: Told, new: EventMention) -> float:
    """Words that set the mention apart ("another attack"), or bring it in as new, unless the headline told it."""
    if new.other:
        return ANOTHER
    return INTRODUCED * (new.indefinite and not event.only_titled)


def _kind_score(event: Told, new: Told) -> float | None:
    """Agreement of type; None when one incident cannot be both."""
    mention = new.last
    if mention.anaphor and mention.event_type in FAMILIES[0]:
        return _anaphor_score(event, mention)
    generic = GENERIC * (new.generic or event.generic)
    sub_type, next_sentence = mention.sub_event_type, mention.sentence - event.last.sentence == 1
    if sub_type in event.sub_types or (sub_type in TERRITORY and event.sub_types & TERRITORY):
        return SAME_SUB_EVENT + NEXT_SENTENCE * next_sentence + generic
    beside = _beside_score(event, new)
    if beside or mention.event_type == EventType.STRATEGIC_DEVELOPMENTS:
        return beside or None
    return _related_score(event, new, generic, next_sentence=next_sentence)


def _beside_score(event: Told, new: Told) -> float:
    """What goes with an event of another type told right before: more harm, arrests, police hurt; 0 for nothing."""
    mention = new.last
    if _part_of(event, new):
        return SAME_EVENT_TYPE
    if mention.company and event.protesting and mention.sentence - event.last.sentence <= NEAR:
        return ARRESTS_OF_A_CROWD
    return GENERIC * (mention.level == 0 and not mention.actors and _beside_crowd(event, mention))


def _related_score(event: Told, new: Told, generic: float, *, next_sentence: bool) -> float | None:
    """Agreement of types that differ in the sub-event type; None where they have nothing in common."""
    kind = new.last.event_type
    if kind in event.types or (kind in CROWDS and not event.types.isdisjoint(CROWDS)):
        return SAME_EVENT_TYPE + generic + NEXT_SENTENCE * (next_sentence and bool(generic))
    related = any(kind in family and event.types & family for family in FAMILIES)
    return generic if related and generic else None


def _anaphor_score(event: Told, mention: EventMention) -> float | None:
    """A noun that only refers back ("the attack"): to any violence, first of all to that told right before it."""
    if event.types.isdisjoint(FAMILIES[0] | set(CROWDS)):
        return None
    return SAME_EVENT_TYPE + GENERIC + NEXT_SENTENCE * (mention.sentence - event.last.sentence <= 1)


def _beside_crowd(event: Told, mention: EventMention) -> bool:
    """Harm told right behind what a crowd does ("Six policemen were hurt"), of no day or place of its own."""
    apart = mention.place is not None or (mention.date is not None and mention.date.first is not None)
    return not apart and not event.types.isdisjoint(CROWDS) and mention.sentence - event.last.sentence <= CROWD_REACH


def _part_of(event: Told, new: Told) -> bool:
    """Told right behind harm of another type by the same doers ("shot the guard", "the men set cars alight")."""
    if new.last.sentence - event.last.sentence > NEAR or not (new.doers & event.doers or new.last.by_known):
        return False
    types = new.types | event.types
    if SubEventType.LOOTING_PROPERTY_DESTRUCTION in new.sub_types | event.sub_types:
        return types <= HARMS
    return types <= FAMILIES[0]


def _party_score(event: Told, new: Told) -> float:
    score = 0.0
    everybody = event.doers | event.hit
    if new.doers & everybody or not new.doer_names.isdisjoint(event.doer_names | event.hit_names):
        score += SHARED_ACTOR
    elif event.actors and new.actors and not new.last.reference and not _same_side(event, new):
        score += OTHER_ACTOR if new.all_proper and event.all_proper else OTHER_ACTOR / 2
    if new.hit & everybody or new.hit_names & event.hit_names or new.victims & event.victims:
        score += SHARED_TARGET
    elif new.victim_names and event.victim_names and new.victim_names.isdisjoint(event.victim_names):
        score += OTHER_VICTIM
    return score + OPPOSITE * _opposite(event, new)


def _same_side(event: Told, new: Told) -> bool:
    """The doers differ in words only, or are a crowd and those who act against it."""
    if any(are_opponents(mention, new.last) for mention in event.mentions):
        return True
    plain = [[a.name for a in told.actors if not a.proper] for told in (event, new)]
    return any(_tells_more(a, b) for a in plain[0] for b in plain[1])


def _tells_more(a: str, b: str) -> bool:
    """One description is the end of the other ("two female suicide bombers", "suicide bombers")."""
    shorter, longer = sorted((a.lower(), b.lower()), key=len)
    return " " in shorter and longer.endswith(f" {shorter}")


def _toll_score(event: Told, new: Told) -> float:
    shared = new.tolls & event.tolls
    if shared:
        return SHARED_TOLL if any(low > 1 for _, low in shared) else SHARED_TOLL_OF_ONE
    return OTHER_TOLL if new.harms & event.harms and not new.last.reference else 0.0


def _distance_score(event: Told, new: EventMention) -> float:
    """Nearness in the text: harm told in the next sentence, headline and lede, far apart."""
    gap = new.sentence - event.last.sentence
    near = CROWD_REACH if _beside_crowd(event, new) else 1
    score = ADJACENT_HARM * (new.level == 0 and gap <= near) + FAR_APART * (gap > LONG_GAP)
    lede = new.sentence - event.mentions[0].sentence <= LEDE if event.titled else gap <= LEDE
    if (event.titled != new.in_title and lede) or (event.titled and new.sentence <= LEDE):
        score += HEADLINE
    return score


def _opposite(event: Told, new: Told) -> bool:
    """Who is hit in the one acts in the other, and the event has a direction (a clash has none)."""
    if SubEventType.ARMED_CLASH in new.sub_types | event.sub_types:
        return False
    doing, hit = event.doing_sides, event.hit_sides
    return bool(new.doing_sides & hit - doing) or bool(new.hit_sides & doing - hit)


def sides(parties: Sequence[ActorMention]) -> set[int | str]:
    """Entities, and acronyms that a phrase holds or spells out ("pro-GNA forces", "Government of National Accord")."""
    sides: set[int | str] = set(entities(parties))
    for party in parties:
        capitalised = [word for word in re.findall(r"\w+", party.name) if word[0].isupper()]
        if len(capitalised) == 1 or not party.name.isupper():  # in text in capitals every word looks like an acronym
            sides.update(word for word in capitalised if len(word) > 2 and word.isupper())
        initials = "".join(word[0] for word in capitalised)
        if len(initials) > 2:
            sides.add(initials)
    return sides


def _place_score(event: Told, new: EventMention) -> float:
    places = [m.place for m in event.mentions if m.place]
    if not places or new.place is None:
        return 0.0
    if new.place.feature not in WIDE:  # an exact place is compared with the exact ones known
        places = [p for p in places if p.feature not in WIDE] or places
    if any(p.name == new.place.name for p in places):
        return SHARED_PLACE
    if any(_neighbours(p, new.place) for p in places):
        return SHARED_PLACE / 2
    if any(p.country != new.place.country and p.country and new.place.country for p in places):
        return 2 * OTHER_PLACE
    if any(_holds(p, new.place) for p in places):
        return SHARED_PLACE / 2
    towns = new.place.feature == TOWN and all(p.feature == TOWN for p in places)
    return OTHER_TOWN if towns else OTHER_PLACE


def _neighbours(a: PlaceMention, b: PlaceMention) -> bool:
    """One is known as near a town ("an orchard near Hilla"), and the other is no farther from it than that may be."""
    if PlacePrecision.NEAR not in (a.precision, b.precision) or a.country != b.country:
        return False
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return True
    east = (a.longitude - b.longitude) * cos(radians((a.latitude + b.latitude) / 2))
    return KM_A_DEGREE * hypot(a.latitude - b.latitude, east) <= NEAR_KM


def _holds(a: PlaceMention, b: PlaceMention) -> bool:
    """One place is wide and may hold the other: nothing known of the exact one puts it elsewhere."""
    if a.feature not in WIDE and b.feature not in WIDE:
        return False
    wide, exact = (a, b) if a.feature in WIDE else (b, a)
    return wide.feature != "admin1" or exact.feature in WIDE or exact.admin1 in (None, wide.name, wide.admin1)


def _date_score(event: Told, new: EventMention) -> float:
    dates = [m.date for m in event.mentions if m.date and m.date.first and not m.date.reported]
    if new.date is not None and new.date.first is None and new.day_words:
        words = {m.day_words for m in event.mentions if m.day_words}
        return (SHARED_DATE if new.day_words in words else OTHER_DATE / 2) if words else 0.0
    if not dates or new.date is None or new.date.reported or new.date.first is None or new.date.last is None:
        return 0.0
    for known in dates:
        if known.first and known.last and known.first <= new.date.last and new.date.first <= known.last:
            return SHARED_DATE
    return OTHER_DATE
