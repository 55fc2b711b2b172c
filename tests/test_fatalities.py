"""A settled toll: the conventions of ACLED and UCDP, and what holds for every set of claims."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictwire import extract
from conflictwire.schema import (
    ActorKind,
    CasualtyClaim,
    CasualtyKind,
    CasualtyWho,
    ConflictEvent,
    EventType,
    Party,
    Span,
    SubEventType,
)


def party(name, kind=ActorKind.CIVILIANS):
    return Party(text=name, start=0, end=len(name), name=name, kind=kind)


ARMY, REBELS, HEALTH = (
    party("army", ActorKind.STATE_FORCES),
    party("rebels", ActorKind.REBEL_GROUP),
    party("local health official"),
)


def claim(start, text, low, high, who="unknown", *, by=(), kind="killed"):
    return CasualtyClaim(
        text=text,
        start=start,
        end=start + len(text),
        kind=CasualtyKind(kind),
        min=low,
        max=high,
        who=CasualtyWho(who),
        claimed_by=by,
    )


def event(claims):
    trigger = Span(text="attack", start=0, end=6)
    return ConflictEvent(
        event_id="0" * 16,
        event_type=EventType.VIOLENCE_AGAINST_CIVILIANS,
        sub_event_type=SubEventType.ATTACK,
        trigger=trigger,
        mentions=(trigger,),
        casualties=tuple(claims),
        confidence=0.5,
    )


POLICIES = ("conservative", "low", "high", "latest", "official")
NOTHING = (None,) * 5
# claims, then what conservative, low, high, latest and official settle on
TABLE = {
    "no claim": ([], NOTHING),
    "only wounded": ([claim(0, "nine people", 9, 9, kind="wounded")], NOTHING),
    "nobody was hurt": ([claim(0, "nobody was hurt", 0, 0, kind="wounded")], (0, 0, 0, 0, 0)),
    "nobody died": ([claim(0, "no casualties", 0, 0)], (0, 0, 0, 0, None)),
    "one plain figure": ([claim(0, "five people", 5, 5)], (5, 5, 5, 5, None)),
    "at least": ([claim(0, "at least five people", 5, None)], (5, 5, 5, 5, None)),
    "a range": ([claim(0, "between 10 and 15 people", 10, 15)], (10, 10, 15, 10, None)),
    "up to": ([claim(0, "up to ten people", None, 10)], (3, 1, 10, 1, None)),
    "dozens are 12 for ACLED": ([claim(0, "dozens of people", 24, None)], (12, 24, 24, 24, None)),
    "hundreds are 100 for ACLED": ([claim(0, "hundreds of people", 200, None)], (100, 200, 200, 200, None)),
    "two dozen are 24": ([claim(0, "two dozen people", 24, 24)], (24, 24, 24, 24, None)),
    "several are 3": ([claim(0, "several people", 3, None)], (3, 3, 3, 3, None)),
    "an unknown number is 3 for ACLED": ([claim(0, "villagers", None, None)], (3, 1, 1, 1, None)),
    "sources differ": (
        [claim(0, "14 people", 14, 14, by=(REBELS,)), claim(50, "nine people", 9, 9, by=(ARMY,))],
        (9, 9, 14, 9, 9),
    ),
    "a figure with a least value beats one without": (
        [claim(0, "up to 30 people", None, 30), claim(50, "eight people", 8, 8)],
        (8, 8, 30, 8, None),
    ),
    "the sides add up": (
        [claim(0, "three soldiers", 3, 3, "state_forces"), claim(60, "nine rebels", 9, 9, "rebels")],
        (12, 12, 12, 12, None),
    ),
    "sides settled one by one": (
        [
            claim(0, "three soldiers", 3, 3, "state_forces", by=(ARMY,)),
            claim(60, "20 rebels", 20, 20, "rebels", by=(ARMY,)),
            claim(120, "seven soldiers", 7, 7, "state_forces", by=(REBELS,)),
        ],
        (23, 23, 27, 27, 23),
    ),
    "a side is part of the whole": (
        [claim(0, "12 people", 12, 12), claim(60, "two policemen", 2, 2, "state_forces")],
        (12, 12, 12, 12, None),
    ),
    "coordinated counts add up": (
        [claim(0, "two soldiers", 2, 2, "state_forces"), claim(17, "six others", 6, 6)],
        (8, 8, 8, 8, None),
    ),
    "a doctor speaks for no state, a health official does": (
        [claim(0, "11 people", 11, 11, by=(party("doctor"),)), claim(60, "ten people", 10, 10, by=(HEALTH,))],
        (10, 10, 11, 10, 10),
    ),
    "nobody of the state says how many": ([claim(0, "11 people", 11, 11, by=(REBELS,))], (11, 11, 11, 11, None)),
}


@pytest.mark.parametrize(("claims", "settled"), TABLE.values(), ids=TABLE)
def test_policies(claims, settled):
    assert tuple(event(claims).fatalities(policy) for policy in POLICIES) == settled


def test_conservative_is_the_default():
    assert event([claim(0, "dozens of people", 24, None)]).fatalities() == 12


def test_an_unknown_policy_is_refused():
    with pytest.raises(ValueError, match="no fatality policy 'best'"):
        event([]).fatalities("best")


def test_from_text():
    (found,) = extract("Shelling killed dozens of civilians in Taiz on Monday, the army said.")
    assert (found.fatalities(), found.fatalities("low"), found.fatalities("official")) == (12, 24, 24)


BOUNDS = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted)
CLAIMS = st.lists(
    st.builds(
        lambda at, bounds, open_below, open_above, who: claim(
            at, "people", None if open_below else bounds[0], None if open_above else bounds[1], who
        ),
        st.integers(0, 2000),
        BOUNDS,
        st.booleans(),
        st.booleans(),
        st.sampled_from([who.value for who in CasualtyWho]),
    ),
    max_size=8,
)


@given(CLAIMS)
def test_low_latest_and_high_stand_in_order(claims):
    settled = [event(claims).fatalities(policy) for policy in ("low", "latest", "high")]
    assert settled == sorted(settled) if claims else settled == [None] * 3
