"""What a party is in the context of one event: whose forces are at home there, who only acts or only suffers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from conflictwire.entities.lexicon import ActorRow
from conflictwire.entities.parsed import ActorMention, Parsed
from conflictwire.events.mentions import Event
from conflictwire.schema import ActorKind, EventType, SubEventType

__all__ = ["Home", "actor_kind", "target_kind"]

_VIOLENT = frozenset({EventType.BATTLES, EventType.EXPLOSIONS_REMOTE_VIOLENCE, EventType.VIOLENCE_AGAINST_CIVILIANS})
_CROWDS = frozenset({EventType.PROTESTS, EventType.RIOTS})
# between states, nobody is a foreign force
_DIPLOMACY = frozenset({SubEventType.AGREEMENT, SubEventType.OTHER})


@dataclass(frozen=True, slots=True)
class Home:
    """What the kinds of an article's parties depend on besides the event.

    Attributes:
        rows: the actor lexicon by id.
        country: the country of most places in the article, which stands in where an event has none.
    """

    rows: Mapping[str, ActorRow]
    country: str | None

    @classmethod
    def of(cls, parsed: Parsed, rows: Mapping[str, ActorRow]) -> "Home":
        """The lexicon, and the country that more places of the article lie in than in any other."""
        counts = Counter(place.country for place in parsed.places if place.literal and place.country)
        best = counts.most_common(2)
        clear = bool(best) and (len(best) == 1 or best[0][1] > best[1][1])
        return cls(rows, best[0][0] if clear else None)


def actor_kind(mention: ActorMention, kind: ActorKind | None, event: Event, home: Home) -> ActorKind:
    """The kind of a party that did something.

    Args:
        mention: the party.
        kind: what the text says that it is.
        event: what it did.
        home: the lexicon and the country of the article.
    """
    lead = event.lead
    if mention.office and kind is ActorKind.CIVILIANS:
        kind = ActorKind.STATE_FORCES
    if kind in {None, ActorKind.CIVILIANS}:
        if lead.event_type in _CROWDS:
            return ActorKind.RIOTERS_PROTESTERS
        return ActorKind.UNIDENTIFIED if kind is None or lead.event_type in _VIOLENT else ActorKind.CIVILIANS
    return _at_home(mention, kind, event, home)


def target_kind(mention: ActorMention, kind: ActorKind | None, event: Event, home: Home) -> ActorKind:
    """The kind of a party to which something was done."""
    if kind is ActorKind.CIVILIANS and mention.anyone and event.lead.sub_event_type is SubEventType.ARRESTS:
        return ActorKind.UNIDENTIFIED
    if kind is None:
        return ActorKind.CIVILIANS if mention.person else ActorKind.UNIDENTIFIED
    return _at_home(mention, kind, event, home)


def _at_home(mention: ActorMention, kind: ActorKind, event: Event, home: Home) -> ActorKind:
    """Forces of a state are external forces in the fights of another country."""
    row = home.rows.get(mention.actor_id or "")
    if kind not in {ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES} or (
        row is not None and row.kind is ActorKind.EXTERNAL_FORCES
    ):
        return kind
    place = event.lead.place.country if event.lead.place and event.lead.place.country else home.country
    country = mention.country or (row.country if row else None)
    if country is None:
        return kind
    if event.lead.sub_event_type in _DIPLOMACY or country == place:
        return ActorKind.STATE_FORCES
    return ActorKind.EXTERNAL_FORCES if place is not None else kind
