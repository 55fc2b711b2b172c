"""Kinds of parties by what they do and where."""

from dataclasses import replace
from datetime import date

import pytest

from conflictwire.entities.lexicon import ActorRow
from conflictwire.entities.parsed import ActorMention, PlaceMention
from conflictwire.events.mentions import Event, EventMention
from conflictwire.schema import EVENT_TYPE_OF, ActorKind, PlacePrecision, SubEventType
from conflictwire.validation.perspective import Home, actor_kind, target_kind

ROWS = {
    "coalition": ActorRow(id="coalition", name="Coalition", kind=ActorKind.EXTERNAL_FORCES, country="SAU"),
    "army": ActorRow(id="army", name="Army", kind=ActorKind.STATE_FORCES, country="TUR"),
}
DAY = date(2020, 1, 1)


def party(country: str | None = None, actor_id: str | None = None, **flags: bool) -> ActorMention:
    person, proper = flags.pop("person", True), flags.pop("proper", False)
    plain = ActorMention(0, 1, 0, None, country, actor_id, "x", None, person=person, proper=proper, entity=0)
    return replace(plain, **flags)  # type: ignore[arg-type]


def event(sub: str, country: str | None) -> Event:
    where = PlaceMention(0, 1, "X", country, None, None, None, None, PlacePrecision.EXACT, "city") if country else None
    sub_event = SubEventType(sub)
    lead = EventMention("rule", EVENT_TYPE_OF[sub_event], sub_event, 1, 0, 1, 0, 0, place=where)
    return Event(lead, (lead,))


@pytest.mark.parametrize(
    ("mention", "kind", "sub", "country", "expected"),
    [
        (party("TUR"), "state_forces", "air_drone_strike", "SYR", "external_forces"),
        (party("TUR"), "state_forces", "air_drone_strike", "TUR", "state_forces"),
        (party("TUR"), "external_forces", "arrests", "TUR", "state_forces"),
        (party("TUR"), "state_forces", "air_drone_strike", None, "external_forces"),
        (party("TUR"), "external_forces", "agreement", "SYR", "state_forces"),
        (party("TUR", "army"), "state_forces", "armed_clash", "IRQ", "external_forces"),
        (party("SAU", "coalition"), "external_forces", "armed_clash", "SAU", "external_forces"),
        (party(), "state_forces", "armed_clash", "IRQ", "state_forces"),
        (party("RUS", office=True), "civilians", "shelling_artillery_missile_attack", "RUS", "state_forces"),
        (party(), "civilians", "attack", "IRQ", "unidentified"),
        (party(), "civilians", "peaceful_protest", "IRQ", "rioters_protesters"),
        (party(), "civilians", "agreement", "IRQ", "civilians"),
        (party(), "rebel_group", "attack", "IRQ", "rebel_group"),
        (party(), None, "attack", "IRQ", "unidentified"),
    ],
)
def test_actor_kind(mention: ActorMention, kind: str | None, sub: str, country: str | None, expected: str):
    home = Home(ROWS, "SYR")
    assert actor_kind(mention, ActorKind(kind) if kind else None, event(sub, country), home) == expected


@pytest.mark.parametrize(
    ("mention", "kind", "sub", "expected"),
    [
        (party("RUS", office=True), "civilians", "attack", "civilians"),
        (party(anyone=True), "civilians", "arrests", "unidentified"),
        (party(anyone=True), "civilians", "attack", "civilians"),
        (party(), None, "attack", "civilians"),
        (party(person=False, proper=True), None, "attack", "unidentified"),
        (party("TUR"), "state_forces", "attack", "external_forces"),
    ],
)
def test_target_kind(mention: ActorMention, kind: str | None, sub: str, expected: str):
    assert target_kind(mention, ActorKind(kind) if kind else None, event(sub, "IRQ"), Home(ROWS, None)) == expected
