"""Evidence that two mentions tell of one incident: what they share, and what speaks against it."""

from math import cos, hypot, radians

from conflictwire.entities.parsed import PlaceMention
from conflictwire.events.mentions import EventMention
from conflictwire.events.told import CROWDS, Told
from conflictwire.schema import EventType, PlacePrecision, SubEventType

__all__ = ["FAMILIES", "HARMS", "TERRITORY", "WIDE", "are_opponents", "evidence"]

# Evidence for and against two mentions being one incident. Tuned on development documents.
SAME_SUB_EVENT = 1.0
SAME_EVENT_TYPE = 0.5
GENERIC = 0.5
ARRESTS_OF_A_CROWD = 1.5
BACK_REFERENCE = 1.5
SAME_WORD = 0.5
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
LEDE = 2
LONG_GAP = 4
NEAR = 2
CROWD_REACH = 3
# what is told as near a town lies no farther from it
NEAR_KM = 150
KM_A_DEGREE = 111
TERRITORY = {SubEventType.GOVERNMENT_REGAINS_TERRITORY, SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY}
WIDE = ("country", "admin1", "region")
TOWN = "city"
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


def are_opponents(a: EventMention, b: EventMention) -> bool:
    """One mention tells what a crowd does, the other what forces do to it."""
    crowds = a.event_type in CROWDS and b.event_type in CROWDS
    return crowds and any(p.armed for p in a.actors) != any(p.armed for p in b.actors)


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
        return ANOTHER * (not (new.numbered and event.several))
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
    repeated = SAME_WORD * (mention.rule_id in event.rules)
    return SAME_EVENT_TYPE + GENERIC + repeated + NEXT_SENTENCE * (mention.sentence - event.last.sentence <= 1)


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
    elif _other_victims(event, new):
        score += OTHER_VICTIM
    return score + OPPOSITE * _opposite(event, new)


def _other_victims(event: Told, new: Told) -> bool:
    """Both name those hit, and name others."""
    known = bool(new.victim_names and event.victim_names) and new.named_victims and event.named_victims
    return known and new.victim_names.isdisjoint(event.victim_names)


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
    apart = new.last.sentence - event.last.sentence > 1 and new.fates and event.fates
    alike = new.harms & event.harms or (apart and new.fates.isdisjoint(event.fates))
    return OTHER_TOLL if alike and not new.last.reference else 0.0


def _distance_score(event: Told, new: EventMention) -> float:
    """Nearness in the text: harm told in the next sentence, headline and lede, far apart."""
    gap = new.sentence - event.last.sentence
    near = CROWD_REACH if _beside_crowd(event, new) else 1
    adjacent = new.level == 0 and gap <= near and not _by_others(event, new)
    score = ADJACENT_HARM * adjacent + FAR_APART * (gap > LONG_GAP)
    lede = new.sentence - event.mentions[0].sentence <= LEDE if event.titled else gap <= LEDE
    if (event.titled != new.in_title and lede) or (event.titled and new.sentence <= LEDE):
        score += HEADLINE
    return score


def _by_others(event: Told, new: EventMention) -> bool:
    """Harm of another town or day whose doers the event does not name ("In Makhachkala, police shot four men")."""
    placed = new.place is not None and new.place.feature not in WIDE
    if not new.actors or not event.actors or not (placed or (new.date is not None and new.date.first is not None)):
        return False
    names = {actor.name.lower() for actor in new.actors}
    known = event.doers | event.hit
    return names.isdisjoint(event.doer_names | event.hit_names) and known.isdisjoint(a.entity for a in new.actors)


def _opposite(event: Told, new: Told) -> bool:
    """Who is hit in the one acts in the other, and the event has a direction (a clash has none)."""
    if SubEventType.ARMED_CLASH in new.sub_types | event.sub_types:
        return False
    doing, hit = event.doing_sides, event.hit_sides
    return bool(new.doing_sides & hit - doing) or bool(new.hit_sides & doing - hit)


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
