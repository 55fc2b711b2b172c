"""Stage three: `Parsed` -> events. What happened, to whom, who says so."""

import dataclasses

from spacy.tokens import Token

from conflictwire.entities.parsed import Parsed
from conflictwire.events.attribution import Attributor
from conflictwire.events.matcher import match
from conflictwire.events.mentions import Event, EventMention
from conflictwire.events.merging import merge
from conflictwire.events.parties import with_parties
from conflictwire.events.rules import load_rules
from conflictwire.events.scene import Scene
from conflictwire.events.settle import settle
from conflictwire.events.status import is_background, status_of
from conflictwire.events.tolls import with_loose_tolls
from conflictwire.resources import Resources
from conflictwire.schema import Status

__all__ = ["find_events"]


def _qualified(mention: EventMention, attributor: Attributor, scene: Scene, resources: Resources) -> EventMention:
    """The mention with its attribution, status and background flag."""
    head = scene.parsed.doc[mention.head]
    status = status_of(head, scene.roles, resources)
    attribution = attributor.of(mention)
    if status == Status.DENIED and attribution.claimed_by and attribution.denied_by:
        status = Status.OCCURRED
    elif status == Status.DENIED and attribution.claimed_by:  # "the army said that it did not shell the town"
        attribution = dataclasses.replace(attribution, claimed_by=(), denied_by=attribution.claimed_by)
    tolls = tuple(
        dataclasses.replace(c, claimed_by=attributor.claimants(scene.parsed.doc[c.head])) for c in mention.casualties
    )
    return dataclasses.replace(
        mention,
        status=status,
        attribution=attribution.with_claims(party for toll in tolls for party in toll.claimed_by),
        casualties=tolls,
        background=mention.vague
        or is_background(head, mention.date, scene.parsed.document.facts.publication_date, scene.roles, resources),
    )


def find_events(parsed: Parsed, resources: Resources) -> tuple[Event, ...]:
    """Events of a parsed article, most prominent first.

    Raises:
        DataFileError: a rule file is broken.
    """
    scene = Scene(parsed, resources)

    def told(token: Token) -> bool:
        happened = status_of(token, scene.roles, resources) == Status.OCCURRED
        return happened and not is_background(token, None, None, scene.roles, resources)

    book = load_rules(resources)
    found = match(parsed, scene, book)
    mentions = with_loose_tolls(found, scene.casualties, parsed, scene.roles, told)
    attributor = Attributor(scene, mentions, resources)
    merged = merge([_qualified(mention, attributor, scene, resources) for mention in mentions], scene, book)
    return settle([with_parties(event, scene) for event in merged], scene)
