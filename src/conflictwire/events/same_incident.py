"""Evidence that two mentions tell of one incident: what they share, and what speaks against it."""

import re
from collections.abc import Sequence

from conflictwire.entities.parsed import ActorMention, PlaceMention
from conflictwire.events.mentions import EventMention
from conflictwire.schema import EventType, PlacePrecision, SubEventType

__all__ = ["FAMILIES", "HARMS", "TERRITORY", "WIDE", "entities", "evidence", "names", "sides"]

# Evidence for and against two mentions being one incident. Tuned on development documents.
SAME_SUB_EVENT = 1.0
SAME_EVENT_TYPE = 0.5
GENERIC = 0.5
BACK_REFERENCE = 1.5
SHARED_ACTOR = 1.0
SHARED_TARGET = 1.0
SHARED_PLACE = 1.0
SHARED_DATE = 0.5
SHARED_TOLL = 1.5
HEADLINE = 1.5
OTHER_ACTOR = -1.0
OPPOSITE = -3.0
ADJACENT_HARM = 1.0
OTHER_PLACE = -1.5
OTHER_DATE = -2.5
OTHER_TOLL = -1.0
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
# words of so many letters or fewer tell no victims apart ("men", "leader")
LONG_WORD = 5
TERRITORY = {SubEventType.GOVERNMENT_REGAINS_TERRITORY, SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY}
WIDE = ("country", "admin1", "region")
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


def entities(parties: Sequence[ActorMention]) -> set[int]:
    """Entity numbers of parties that coreference has linked or could link."""
    return {p.entity for p in parties if p.entity >= 0}


def names(parties: Sequence[ActorMention]) -> set[str]:
    """Lower-cased names."""
    return {p.name.lower() for p in parties}


def _tolls(event: Sequence[EventMention]) -> set[tuple[str, int | None]]:
    return {(c.kind, c.low) for m in event for c in m.casualties if c.low is not None}


def evidence(event: Sequence[EventMention], new: EventMention) -> float:
    """How much speaks for `new` being another mention of `event` (mentions in text order); negative: against."""
    if (
        len(event) > FIRST + LATEST
    ):  # an incident told a thousand times is compared with its ends, or time turns quadratic
        event = [*event[:FIRST], *event[-LATEST:]]
    kind = _kind_score(event, new)
    if kind is None:
        return IMPOSSIBLE
    return (
        kind
        + BACK_REFERENCE * new.reference
        + _party_score(event, new)
        + _place_score(event, new)
        + _date_score(event, new)
        + _toll_score(event, new)
        + _distance_score(event, new)
        + _newness(event, new)
    )


def _newness(event: Sequence[EventMention], new: EventMention) -> float:
    """Words that set the mention apart ("another attack"), or bring it in as new, unless the headline told it."""
    if new.other:
        return ANOTHER
    return INTRODUCED * (new.indefinite and not all(m.in_title for m in event))


def _kind_score(event: Sequence[EventMention], new: EventMention) -> float | None:
    """Agreement of type; None when one incident cannot be both."""
    generic = GENERIC * (new.level < 2 or all(m.level < 2 for m in event))
    subs = [{m.sub_event_type, new.sub_event_type} for m in event]
    if any(len(pair) == 1 or pair <= TERRITORY for pair in subs):
        return SAME_SUB_EVENT + NEXT_SENTENCE * (new.sentence - event[-1].sentence == 1) + generic
    if _part_of(event, new):
        return SAME_EVENT_TYPE
    if new.event_type == EventType.STRATEGIC_DEVELOPMENTS:
        return None
    if new.event_type in CROWDS and any(m.event_type in CROWDS and m.event_type != new.event_type for m in event):
        return SAME_EVENT_TYPE + generic
    if any(m.event_type == new.event_type for m in event):
        return SAME_EVENT_TYPE + generic
    related = any({m.event_type, new.event_type} <= family for m in event for family in FAMILIES)
    return generic if related and generic else None


def _part_of(event: Sequence[EventMention], new: EventMention) -> bool:
    """Told right behind harm of another type by the same doers ("shot the guard", "set cars alight")."""
    doers = entities([actor for mention in event for actor in mention.actors])
    if new.sentence - event[-1].sentence > NEAR or not entities(new.actors) & doers:
        return False
    types = {new.event_type, *(m.event_type for m in event)}
    if SubEventType.LOOTING_PROPERTY_DESTRUCTION in (new.sub_event_type, *(m.sub_event_type for m in event)):
        return types <= HARMS
    return types <= FAMILIES[0]


def _party_score(event: Sequence[EventMention], new: EventMention) -> float:
    score = 0.0
    actors = [a for m in event for a in m.actors]
    targets = [t for m in event for t in m.targets]
    everybody = entities(actors) | entities(targets)
    if entities(new.actors) & everybody or names(new.actors) & (names(actors) | names(targets)):
        score += SHARED_ACTOR
    elif actors and new.actors and not new.reference:
        described = not all(a.proper for a in (*new.actors, *actors))
        score += OTHER_ACTOR / 2 if described else OTHER_ACTOR
    if entities(new.targets) & everybody or names(new.targets) & names(targets) or _victims([new]) & _victims(event):
        score += SHARED_TARGET
    return score + OPPOSITE * _opposite(event, new)


def _victims(event: Sequence[EventMention]) -> set[str]:
    """What people hit in violence against civilians are called, without numbers ("jesuit" for "six Jesuits")."""
    phrases = (
        t.name.lower()
        for m in event
        if m.event_type == EventType.VIOLENCE_AGAINST_CIVILIANS
        for t in m.targets
        if t.person and not t.armed and t.proper
    )
    return {word.removesuffix("s") for phrase in phrases for word in phrase.split() if len(word) > LONG_WORD}


def _toll_score(event: Sequence[EventMention], new: EventMention) -> float:
    mine, theirs = _tolls(event), _tolls([new])
    if mine & theirs:
        return SHARED_TOLL
    return OTHER_TOLL if mine and theirs and not new.reference else 0.0


def _distance_score(event: Sequence[EventMention], new: EventMention) -> float:
    """Nearness in the text: harm told in the next sentence, headline and lede, far apart."""
    gap = new.sentence - event[-1].sentence
    score = ADJACENT_HARM * (new.level == 0 and gap <= 1) + FAR_APART * (gap > LONG_GAP)
    titled = any(m.in_title for m in event)
    if (titled != new.in_title and gap <= LEDE) or (titled and new.sentence <= LEDE):
        score += HEADLINE
    return score


def _opposite(event: Sequence[EventMention], new: EventMention) -> bool:
    """Who is hit in the one acts in the other, and the event has a direction (a clash has none)."""
    if new.sub_event_type == SubEventType.ARMED_CLASH or any(
        m.sub_event_type == SubEventType.ARMED_CLASH for m in event
    ):
        return False
    actors, targets = sides([a for m in event for a in m.actors]), sides([t for m in event for t in m.targets])
    doing, hit = sides(new.actors), sides(new.targets)
    return bool(doing & targets - actors) or bool(hit & actors - targets)


def sides(parties: Sequence[ActorMention]) -> set[int | str]:
    """Entities, and acronyms that a phrase holds or spells out ("pro-GNA forces", "Government of National Accord")."""
    sides: set[int | str] = set(entities(parties))
    for party in parties:
        capitalised = [word for word in re.findall(r"\w+", party.name) if word[0].isupper()]
        sides.update(word for word in capitalised if len(word) > 2 and word.isupper())
        initials = "".join(word[0] for word in capitalised)
        if len(initials) > 2:
            sides.add(initials)
    return sides


def _place_score(event: Sequence[EventMention], new: EventMention) -> float:
    places = [m.place for m in event if m.place]
    if not places or new.place is None:
        return 0.0
    if any(p.name == new.place.name for p in places):
        return SHARED_PLACE
    if any(
        PlacePrecision.NEAR in (p.precision, new.place.precision) and p.country == new.place.country for p in places
    ):
        return SHARED_PLACE / 2
    if any(p.country != new.place.country and p.country and new.place.country for p in places):
        return 2 * OTHER_PLACE
    if any(_holds(p, new.place) for p in places):
        return SHARED_PLACE / 2
    return OTHER_PLACE


def _holds(a: PlaceMention, b: PlaceMention) -> bool:
    """One place is wide and may hold the other: nothing known of the exact one puts it elsewhere."""
    if a.feature not in WIDE and b.feature not in WIDE:
        return False
    wide, exact = (a, b) if a.feature in WIDE else (b, a)
    return wide.feature != "admin1" or exact.feature in WIDE or exact.admin1 in (None, wide.name, wide.admin1)


def _date_score(event: Sequence[EventMention], new: EventMention) -> float:
    dates = [m.date for m in event if m.date and m.date.first]
    if new.date is not None and new.date.first is None and new.day_words:
        words = {m.day_words for m in event if m.day_words}
        return (SHARED_DATE if new.day_words in words else OTHER_DATE / 2) if words else 0.0
    if not dates or new.date is None or new.date.first is None or new.date.last is None:
        return 0.0
    for known in dates:
        if known.first and known.last and known.first <= new.date.last and new.date.first <= known.last:
            return SHARED_DATE
    return OTHER_DATE
