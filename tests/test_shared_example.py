"""The real page that the project started from; it is not part of the repository, so these tests skip without it."""

import os
from functools import cache
from pathlib import Path

import pytest

from conflictwire import Extractor

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("CONFLICTWIRE_SHARED", ROOT.parent / "shared"))
ARTICLE = SHARED / "examples" / "haftar.txt"

pytestmark = pytest.mark.skipif(not ARTICLE.is_file(), reason=f"needs {ARTICLE}, which is not part of the repository")

BACKGROUND = ["The 2011 uprising", "launched an offensive last spring", "Over the past year"]


@cache
def result():
    return Extractor().extract(ARTICLE.read_bytes().decode("utf-8"), doc_id="example")


def news(sub_event_type, day, actor):
    """The one news event of this type, day and actor."""
    found = [
        event
        for event in result()
        if event.sub_event_type == sub_event_type
        and not event.background
        and event.date
        and event.date.start_date.isoformat() == event.date.end_date.isoformat() == day
        and actor in names(event.actors)
    ]
    assert len(found) == 1, [(e.sub_event_type, e.trigger.text, names(e.actors), e.background) for e in result()]
    return found[0]


def names(parties):
    return " / ".join(
        name for party in parties for name in (party.text, party.name, *(alias.text for alias in party.aliases))
    )


def retaken():
    return news("non_state_actor_overtakes_territory", "2020-06-01", "Haftar")


def strikes():
    return news("air_drone_strike", "2020-06-01", "Haftar")


def raid():
    return news("air_drone_strike", "2020-06-01", "GNA")


def rockets():
    return news("shelling_artillery_missile_attack", "2020-05-31", "Haftar")


def test_town_is_retaken_as_one_side_claims():
    event = retaken()
    assert event.event_type == "battles"
    assert event.status == "occurred"
    assert event.location.country == "LBY"
    assert "Haftar's forces" in names(event.source.claimed_by) or "Ahmad al-Mesmari" in names(event.source.claimed_by)


def test_headline_and_lede_are_one_event():
    raw = result().document.raw
    starts = {mention.start for mention in retaken().mentions}
    for word in ("retakes", "retook", "seize"):
        assert any(raw[start:].lower().startswith(word) for start in starts), word


def test_air_strikes_went_before_it():
    event = strikes()
    assert "forces backing the Government of National Accord" in names(event.targets)
    assert "Ahmad al-Mesmari" in names(event.source.claimed_by)


def test_the_other_side_raided_three_vehicles():
    event = raid()
    assert "three military vehicles" in names(event.targets)
    assert {"object"} <= {party.kind for party in event.targets}
    assert event.source.claimed_by


def test_rocket_fire_killed_at_least_five_civilians():
    event = rockets()
    assert event.location.name == "Tripoli"
    (toll,) = event.casualties
    assert (toll.kind, toll.min, toll.max, toll.who) == ("killed", 5, None, "civilians")
    assert "GNA" in names(event.source.claimed_by)
    assert "GNA" in names(event.source.blamed_by)


@pytest.mark.parametrize("words", BACKGROUND)
def test_history_and_yearly_toll_are_background(words):
    at = result().document.raw.index(words)
    told = [event for event in result() if any(span.start <= at < span.end for span in event.evidence)]
    assert all(event.background for event in told), [event.trigger.text for event in told]


def test_nothing_else_is_told_as_news_that_occurred():
    told = [event for event in result() if not event.background and event.status == "occurred"]
    assert {event.event_id for event in told} == {e.event_id for e in (retaken(), strikes(), raid(), rockets())}


def test_article_facts():
    facts = result().document.facts
    assert facts.publication_date.isoformat() == "2020-06-02"
    assert facts.title.lower() == "libya's haftar retakes district south of tripoli"
    assert facts.author == "Umer Jamshaid"
    assert facts.dateline_place == "Tripoli"
    assert facts.dateline_date.isoformat() == "2020-06-01"
