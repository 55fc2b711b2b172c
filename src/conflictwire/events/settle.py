"""Each event its own place and date, from all its mentions, and from the text around it where they are silent."""

import dataclasses
import datetime
from collections.abc import Sequence
from itertools import takewhile

from conflictwire.entities.parsed import DateMention, PlaceMention
from conflictwire.entities.words import sentence_of, words_of
from conflictwire.events.mentions import Event, EventMention
from conflictwire.events.scene import Scene
from conflictwire.events.where import rank_of
from conflictwire.schema import ActorKind, Basis, DatePrecision, Status

__all__ = ["settle"]

LEDE_SENTENCES = 2
FOLLOWING = 2
WIDE, COUNTRY = 2, 5
"""Ranks from which a place is an area rather than a point, and a country."""
_LOCAL = (ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA)
CLEAR = 2
"""Places of a country that an article names when it is plainly about it, though sent from another one that it names."""


def settle(events: Sequence[Event], scene: Scene) -> tuple[Event, ...]:
    """The events, each with the place and date that its mentions or its context give, in the same order."""
    told = frozenset(m.sentence for event in events for m in (event.lead, *event.mentions))
    return tuple(_settled(event, scene, told, first=index == 0) for index, event in enumerate(events))


def _settled(event: Event, scene: Scene, told: frozenset[int], *, first: bool) -> Event:
    lead = event.lead
    place, date = _most_exact(event, scene), _narrowest(event, scene.parsed.document.facts.publication_date)
    wide = place is None or rank_of(place) >= WIDE
    if wide or date is None or date.reported:
        where, when = scene.setting.told_next(_following(event, scene, told))
        if place is None or (where is not None and _within(where, place)):
            place = where
        date = when if when is not None and when.first is not None else date
    place = _place(event, place, scene)
    if place is not None and place.feature == "unknown":
        place = dataclasses.replace(place, country=_country_of_unknown(place, event, scene))
    date = date or _date_from_context(event, scene, first=first)
    return dataclasses.replace(event, lead=dataclasses.replace(lead, place=place, date=date))


def _country_of_unknown(place: PlaceMention, event: Event, scene: Scene) -> str | None:
    """The country of a place that no table holds: that of the article, or of the group that fights there.

    Where an article names a country by its people or as a power only ("U.S. aircraft"), a group at home elsewhere
    tells more.
    """
    about = place.country or scene.setting.where.country
    if place.latitude is not None or (about is not None and scene.setting.where.shows(about)):
        return about
    groups = (
        party.country
        for mention in (event.lead, *event.mentions)
        for party in (*mention.actors, *mention.targets)
        if party.kind in _LOCAL and party.actor_id is not None and party.country is not None
    )
    return next(groups, about)


def _following(event: Event, scene: Scene, told: frozenset[int]) -> tuple[int, ...]:
    """First tokens of the sentences behind the event's last mention, up to one that tells of another event."""
    last = max(m.sentence for m in (event.lead, *event.mentions))
    starts = [sentence.start for sentence in words_of(scene.parsed.doc).sentences]
    behind = range(last + 1, min(last + 1 + FOLLOWING, len(starts)))
    return tuple(starts[at] for at in takewhile(lambda at: at not in told, behind))


def _place(event: Event, own: PlaceMention | None, scene: Scene) -> PlaceMention | None:
    """The place that the mentions give; else that of the sentences before; else the article's country or dateline."""
    lead = event.lead
    if own is not None and (rank_of(own) < COUNTRY or own.basis is Basis.ATTACHED):
        return own
    start = sentence_of(scene.parsed.doc[lead.head]).start
    where = scene.setting.where
    told = where.there(scene.parsed.doc[lead.head]) if own is None else None
    if told is not None:
        return told
    before = None if lead.background else where.place_before(start)
    if own is None:
        return before or _country_alone(lead, scene)
    return before if before is not None and _within(before, own) else own


def _country_alone(lead: EventMention, scene: Scene) -> PlaceMention | None:
    """The country that the article is about or, for want of one, the one that it was sent from.

    The town of a dateline is where the reporter was: what happened elsewhere in the country is told from there too.
    Where the text never comes back to the country of the dateline but names others, none of them is sure.
    """
    sent_from, about = scene.parsed.dateline_country, scene.setting.where.country
    if sent_from is None or sent_from.country == about:
        known = scene.setting.where.home(lead.head) if _definite(lead) else None
        return known or sent_from
    places = scene.parsed.places
    comes_back = any(place.country == sent_from.country for place in places)
    if about is None:
        elsewhere = any(place.literal and place.country is not None for place in places)
        return sent_from if comes_back or not elsewhere else None
    clear = sum(place.literal and place.country == about for place in places) >= CLEAR
    return (scene.setting.where.home(lead.head) if clear or not comes_back else None) or sent_from


def _definite(lead: EventMention) -> bool:
    """The mention names who did it and to whom; a vaguer one is told too little about to guess its country or day."""
    return bool(lead.actors and lead.targets)


def _most_exact(event: Event, scene: Scene) -> PlaceMention | None:
    """The place of the mention that leads, or a more exact one inside it."""
    found = [m.place for m in (event.lead, *event.mentions) if m.place is not None]
    if not found:
        return None
    first = found[0]
    if rank_of(first) < WIDE and first.basis is Basis.ATTACHED:
        parts = [p for p in found if p.basis is Basis.ATTACHED and _part_of(p, first, scene)]
        return parts[0] if parts else first
    better = [p for p in found if (_within(p, first) or (rank_of(p) == rank_of(first) and p.country == first.country))]
    attached = [p for p in better if p.basis is Basis.ATTACHED]
    return min((*attached, first), key=rank_of) if attached else min((first, *better), key=rank_of)


def _part_of(place: PlaceMention, wider: PlaceMention, scene: Scene) -> bool:
    """The text says that the place lies in the other ("the X neighbourhood of Y")."""
    around = (scene.parsed.places[index] for index in place.parents)
    return any((p.name, p.country) == (wider.name, wider.country) for p in around)


def _within(place: PlaceMention, wider: PlaceMention) -> bool:
    """The place is more exact than the other and may lie in it."""
    countries = (place.country, wider.country)
    if rank_of(place) >= rank_of(wider) or (None not in countries and countries[0] != countries[1]):
        return False
    units = (place.admin1, wider.admin1)
    return rank_of(wider) >= COUNTRY or None in units or units[0] == units[1]


def _narrowest(event: Event, published: datetime.date | None) -> DateMention | None:
    """The date of the mention that leads, or a narrower one inside it; the day of a report only for want of others."""
    found = [m.date for m in (event.lead, *event.mentions) if m.date is not None and m.date.first is not None]
    found = [mention for mention in found if not mention.aside]
    if event.lead.status is Status.OCCURRED and published is not None:
        found = [mention for mention in found if not _lies_ahead(mention, published)]
    if not found:
        return None
    own = [date for date in found if not date.reported] or found
    narrowest = own[0]
    for date in own[1:]:
        if _inside(date, narrowest):
            narrowest = date
    return narrowest


def _lies_ahead(mention: DateMention, published: datetime.date) -> bool:
    """The days begin with the article ("within the next 72 hours") or after it, so nothing has happened on them.

    A day that the text gives to the event itself stays, for validation to report.
    """
    if mention.first is None or mention.last is None or mention.basis is Basis.ATTACHED:
        return False
    ranges = mention.precision is DatePrecision.RANGE and mention.last > published
    return mention.first > published or (ranges and mention.first == published)


def _inside(date: DateMention, wider: DateMention) -> bool:
    if date.first is None or date.last is None or wider.first is None or wider.last is None:
        return False
    within = wider.first <= date.first and date.last <= wider.last
    return within and (date.last - date.first) < (wider.last - wider.first)


def _date_from_context(event: Event, scene: Scene, *, first: bool) -> DateMention | None:
    """The last day named before; else, for the news that the article opens with, the day of publication.

    What is told as background takes neither: the day of the news is not its own.
    """
    lead = event.lead
    if lead.background or lead.status not in (Status.OCCURRED, Status.ATTEMPTED) or not _definite(lead):
        return None
    before = scene.setting.when.date_before(sentence_of(scene.parsed.doc[lead.head]).start)
    published = scene.parsed.document.facts.publication_date
    if before is not None or published is None:
        return before
    late = min(m.sentence for m in event.mentions) >= LEDE_SENTENCES
    if not first or late or scene.setting.reports.reacted_to(scene.parsed.doc[lead.head]):
        return None
    return DateMention(
        lead.start, lead.end, published, published, DatePrecision.DAY, approximate=True, basis=Basis.PUBLICATION
    )
