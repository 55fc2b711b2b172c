"""What the confidence of a record depends on, as numbers."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from conflictwire.entities.parsed import ActorMention, Parsed
from conflictwire.entities.words import sentence_of
from conflictwire.events.mentions import Event
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind, Basis, ConflictEvent, EventType, PlacePrecision, Status
from conflictwire.validation.findings import Finding

__all__ = ["FEATURES", "features"]

MOST_MENTIONS = 5
LATE_SENTENCE = 20
FAR_TOKENS = 20

FEATURES: Mapping[str, str] = {
    "generic": "its best rule names a generic event (attack, violence)",
    "specific": "its best rule names a specific event (air strike)",
    "verb": "the leading trigger is a verb",
    "phrase": "the leading trigger has several words",
    "refined": "a refinement changed the sub-event type",
    "title": "the headline mentions it",
    "mentions": "number of mentions, up to five, in fifths",
    "late": "how late in the article its leading mention stands, up to the 20th sentence, in twentieths",
    "actor": "somebody did it",
    "actor_named": "an actor is named by a proper name or known to the lexicon",
    "actor_unidentified": "the only actors are unidentified",
    "actor_far": "words between trigger and nearest actor, up to 20, in twentieths",
    "target": "it was done to somebody or something",
    "target_object": "only to objects",
    "place": "it has a place",
    "place_exact": "the place is a town or something in it",
    "date": "it has a date that the text names",
    "toll": "it has a toll",
    "weapon": "a weapon is named",
    "claimed": "somebody in the text says so",
    "denied": "somebody in the text denies it",
    "hedged": "its leading sentence holds a hedge (reportedly, suspected)",
    "not_occurred": "it was attempted, threatened or denied",
    "background": "it is told as background",
    "findings": "number of findings of the checks, up to three, in thirds",
    "battles": "event type",
    "explosions_remote_violence": "event type",
    "violence_against_civilians": "event type",
    "protests": "event type",
    "riots": "event type",
    "strategic_developments": "event type",
}


@lru_cache(maxsize=8)
def _hedges(resources: Resources) -> tuple[str, ...]:
    return tuple(f" {hedge} " for hedge in resources.lexicon("hedges"))


def features(
    event: Event, record: ConflictEvent, findings: Sequence[Finding], parsed: Parsed, resources: Resources
) -> dict[str, float]:
    """The features of a record, by the names of `FEATURES`."""
    lead, doc = event.lead, parsed.doc
    head = doc[lead.head]
    sentence = f" {' '.join(token.lower_ for token in sentence_of(head))} "
    level = max(mention.level for mention in event.mentions)
    kinds = {party.kind for party in record.actors}
    values: dict[str, float] = {
        "generic": level == 1,
        "specific": level > 1,
        "verb": head.pos_ in ("VERB", "AUX"),
        "phrase": lead.end - lead.start > 1,
        "refined": any(len(mention.rules) > 1 for mention in event.mentions),
        "title": any(mention.in_title for mention in event.mentions),
        "mentions": min(len(event.mentions), MOST_MENTIONS) / MOST_MENTIONS,
        "late": min(lead.sentence, LATE_SENTENCE) / LATE_SENTENCE,
        "actor": bool(record.actors),
        "actor_named": any(a.proper or a.actor_id for a in lead.actors),
        "actor_unidentified": kinds == {ActorKind.UNIDENTIFIED},
        "actor_far": _distance(lead.head, lead.actors),
        "target": bool(record.targets),
        "target_object": bool(record.targets) and all(t.kind == ActorKind.OBJECT for t in record.targets),
        "place": record.location is not None,
        "place_exact": record.location is not None and record.location.precision == PlacePrecision.EXACT,
        "date": record.date is not None and record.date.basis is not Basis.PUBLICATION,
        "toll": bool(record.casualties),
        "weapon": bool(record.weapons),
        "claimed": bool(record.source.claimed_by),
        "denied": bool(record.source.denied_by),
        "hedged": any(hedge in sentence for hedge in _hedges(resources)),
        "not_occurred": record.status != Status.OCCURRED,
        "background": record.background,
        "findings": min(len(findings), 3) / 3,
    }
    values |= {kind.value: kind == record.event_type for kind in EventType}
    return {name: float(values[name]) for name in FEATURES}


def _distance(head: int, actors: Sequence[ActorMention]) -> float:
    nearest = min((abs(actor.head - head) for actor in actors), default=0)
    return min(nearest, FAR_TOKENS) / FAR_TOKENS
