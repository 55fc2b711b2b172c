"""What the mentions of one event tell, for comparison with other mentions."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from conflictwire.entities.parsed import ActorMention
from conflictwire.events.mentions import EventMention
from conflictwire.schema import CasualtyKind, EventType, SubEventType

__all__ = ["CROWDS", "Told", "entities", "sides"]

CROWDS = (EventType.PROTESTS, EventType.RIOTS)
# of an incident told a thousand times so many mentions at its start and at its end count
FIRST = 6
LATEST = 6
BLOOD = "blood"
# words of so many letters or fewer tell no victims apart ("men", "leader")
LONG_WORD = 5


def entities(parties: Iterable[ActorMention]) -> set[int]:
    """Entity numbers of parties that coreference has linked or could link."""
    return {p.entity for p in parties if p.entity >= 0}


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
    def several(self) -> bool:
        """A plural noun tells it ("two bombs exploded"), so that "the second bomb" is part of it."""
        return any(m.several for m in self.mentions)

    @cached_property
    def rules(self) -> set[str]:
        """Rules by whose words it is told."""
        return {m.rule_id for m in self.mentions}

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
    def named_victims(self) -> bool:
        """Everybody hit whose name is known is a human being, and no body ("the head of the U.N. office")."""
        return all(t.personal for m in self.mentions for t in m.targets if t.person and not t.armed and t.proper)

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
    def fates(self) -> set[str]:
        """Kinds of harm, the dead and the wounded as one: blood does not tell of an abduction told elsewhere."""
        return {BLOOD if kind in (CasualtyKind.KILLED, CasualtyKind.WOUNDED) else kind for kind in self.harms}

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
