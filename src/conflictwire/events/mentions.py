"""Values that the event stage works with. Token positions index `Parsed.doc`, end exclusive."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field

from conflictwire.entities.parsed import ActorMention, DateMention, PlaceMention
from conflictwire.schema import CasualtyKind, CasualtyWho, EventType, Status, SubEventType

__all__ = ["Attribution", "CasualtyMention", "Event", "EventMention"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who vouches for an event mention, who blames and who denies."""

    claimed_by: tuple[ActorMention, ...] = ()
    blamed_by: tuple[ActorMention, ...] = ()
    blamed: tuple[ActorMention, ...] = ()
    denied_by: tuple[ActorMention, ...] = ()

    def with_claims(self, parties: Iterable[ActorMention]) -> "Attribution":
        """With those who give its tolls among those who vouch for it."""
        known = {p.entity for p in self.claimed_by}
        new = {p.entity: p for p in parties if p.entity not in known}
        return dataclasses.replace(self, claimed_by=(*self.claimed_by, *new.values()))


@dataclass(frozen=True, slots=True)
class CasualtyMention:
    """One toll: the words that give it (tokens), the predicate that says what happened, and the bounds.

    Attributes:
        entity: coreference number of those counted; None when unknown.
        sentence: first token of its sentence.
        lasting: its sentence tells of something long that holds many incidents ("the war has killed 65,000").
    """

    start: int
    end: int
    head: int
    predicate: int
    kind: CasualtyKind
    low: int | None
    high: int | None
    approximate: bool
    who: CasualtyWho
    entity: int | None = None
    lasting: bool = False
    sentence: int = 0
    claimed_by: tuple[ActorMention, ...] = ()


@dataclass(frozen=True, slots=True)
class EventMention:
    """One trigger with its arguments, in one sentence.

    Attributes:
        rule_id: the rule that fired.
        level: 0 harm only ("were killed"), 1 generic ("attack", "violence"), 2 specific ("air strike").
        start, end: tokens of the trigger.
        head: its head token.
        sentence: index of the sentence.
        weapons: token spans.
        reference: the trigger refers back ("the attack", "Monday's blast").
        anaphor: it does nothing but refer back, and is no event of its own.
        other: it says that it is not the one told before ("another attack", "in a separate incident").
        by_known: a verb whose doer is told of as known ("the attackers set cars alight").
        indefinite: it brings in something new ("a shootout").
        several: its trigger is a plural noun ("two bombs").
        numbered: what says that it is not the one told before is an ordinal number ("the second bomb").
        aside: it is told only as the setting or cause of something else ("protested against the execution").
        company: it is an event only where another one is told nearby ("police arrested four people").
        vague: an aggregate or standing condition ("attacks on leaders", "are killing people"), no single incident.
        day_words: the words of its date, lower-cased, which tell days apart where nothing resolves them.
    """

    rule_id: str
    event_type: EventType
    sub_event_type: SubEventType
    level: int
    start: int
    end: int
    head: int
    sentence: int
    actors: tuple[ActorMention, ...] = ()
    targets: tuple[ActorMention, ...] = ()
    place: PlaceMention | None = None
    date: DateMention | None = None
    weapons: tuple[tuple[int, int], ...] = ()
    casualties: tuple[CasualtyMention, ...] = ()
    attribution: Attribution = field(default=Attribution())
    status: Status = Status.OCCURRED
    background: bool = False
    reference: bool = False
    anaphor: bool = False
    other: bool = False
    by_known: bool = False
    indefinite: bool = False
    several: bool = False
    numbered: bool = False
    day_words: str = ""
    aside: bool = False
    vague: bool = False
    company: bool = False
    in_title: bool = False
    extra_triggers: tuple[tuple[int, int], ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One incident: its mentions in text order, and the one that leads."""

    lead: EventMention
    mentions: tuple[EventMention, ...]
