"""Checks of records: one table a rule, each with a record that fails it and one that passes."""

import re
from datetime import date
from pathlib import Path

import pytest

from conflictwire.errors import RecordError
from conflictwire.pipeline import Extractor
from conflictwire.resources import Resources
from conflictwire.schema import EVENT_TYPE_OF, ConflictEvent, SubEventType
from conflictwire.validation import checks
from conflictwire.validation.findings import Action
from conflictwire.validation.grounds import Box, grounds

RAW = "The raid at Gao killed nobody."
PUBLISHED = date(2021, 5, 10)
DOCS = Path(__file__).parents[1] / "docs" / "validation.md"


def span(text):
    start = RAW.index(text)
    return {"text": text, "start": start, "end": start + len(text)}


RAID = span("raid")


def days(first, last=None):
    return RAID | {"start_date": first, "end_date": last or first, "precision": "day"}


def party(name, **changes):
    return RAID | {"name": name, "kind": "rebel_group"} | changes


def toll(low, high=None, kind="killed"):
    return RAID | {"kind": kind, "min": low, "max": high}


def place(latitude=16.27, longitude=-0.04, **changes):
    position = {"latitude": latitude, "longitude": longitude, "geonames_id": 1}
    return span("Gao") | {"name": "Gao", "country": "MLI", "precision": "exact"} | position | changes


def event(sub="attack", **changes):
    fields = {
        "event_id": "e1",
        "event_type": EVENT_TYPE_OF[SubEventType(sub)],
        "sub_event_type": sub,
        "trigger": RAID,
        "mentions": [RAID],
        "confidence": 0.5,
    }
    return ConflictEvent.model_validate(fields | changes)


def run(**changes):
    return checks.check(event(**changes), grounds(RAW, PUBLISHED, Resources()))


def ids(findings):
    return [(finding.id, finding.action.value) for finding in findings]


FINE = [
    {},
    {"date": days("2021-05-10")},
    {"date": days("2021-06-01"), "status": "threatened"},
    {"actors": [party("JNIM")], "targets": [party("FLA")]},
    {"actors": [party("army", actor_id="a")], "targets": [party("army", actor_id="b")]},
    {"casualties": [toll(5, 9), toll(3000), toll(None, 4)]},
    {"sub": "non_state_actor_overtakes_territory", "location": place()},
    {"trigger": span("killed"), "mentions": [span("killed")], "casualties": [toll(0, 0), toll(3, 3)]},
    {"location": place(country="FRA", latitude=48.8, longitude=2.3)},
    {"location": place(latitude=None)},
    {"actors": [party("Islamic State", actor_id="islamic-state")], "date": days("2014-06-10"), "background": True},
    {"sub": "suicide_bomb", "weapons": [span("raid")]},
    {"date": days("1999-05-10"), "background": True},
]


@pytest.mark.parametrize("changes", FINE, ids=str)
def test_a_sound_record_passes_unchanged(changes):
    record, findings = run(**changes)
    assert (record, ids(findings)) == (event(**changes), [])


REPAIRS = [
    ("V101", {"date": days("2021-05-11")}, {"date": None}),
    ("V102", {"actors": [party("JNIM")], "targets": [party("jnim"), party("FLA")]}, {"targets": [party("FLA")]}),
    (
        "V102",
        {"actors": [party("JNIM", actor_id="j")], "targets": [party("Nusrat", actor_id="j")]},
        {"targets": []},
    ),
    ("V103", {"casualties": [toll(9, 5), toll(1, 2)]}, {"casualties": [toll(5, 9), toll(1, 2)]}),
    ("V104", {"casualties": [toll(200_000), toll(4)]}, {"casualties": [toll(4)]}),
    (
        "V107",
        {"location": place(longitude=40)},
        {"location": place(latitude=None, longitude=None, geonames_id=None)},
    ),
    ("V110", {"date": days("2021-05-09", "2021-05-07")}, {"date": days("2021-05-07", "2021-05-09")}),
]


@pytest.mark.parametrize(("rule", "wrong", "repaired"), REPAIRS, ids=[row[0] for row in REPAIRS])
def test_an_error_is_repaired_and_says_so(rule, wrong, repaired):
    record, findings = run(**wrong)
    assert ids(findings) == [(rule, "repaired")]
    assert record == event(**wrong | repaired)
    assert findings[0].level == "error"


WARNINGS = [
    ("V105", {"sub": "government_regains_territory"}),
    ("V107", {"location": place(longitude=40, offset={"distance_km": 40, "bearing_deg": 90})}),
    ("V108", {"actors": [party("IS", actor_id="islamic-state")], "date": days("1999-01-05"), "background": True}),
    ("V108", {"targets": [party("ICU", actor_id="islamic-courts-union")], "date": days("2021-05-05")}),
    ("V111", {"date": days("2019-05-10")}),
    ("V112", {"casualties": [toll(5000)]}),
    ("V106", {"trigger": span("killed"), "mentions": [span("killed"), RAID], "casualties": [toll(0, 0)]}),
]


@pytest.mark.parametrize(("rule", "doubtful"), WARNINGS, ids=[row[0] for row in WARNINGS])
def test_a_warning_leaves_the_record_as_it_is(rule, doubtful):
    record, findings = run(**doubtful)
    assert (record, ids(findings)) == (event(**doubtful), [(rule, "warned")])
    assert findings[0].level == "warning"


DROPS = [
    ("V100", {"mentions": [RAID, {"text": "Raid", "start": 4, "end": 8}]}),
    ("V100", {"actors": [party("x", aliases=[{"text": "none", "start": 900, "end": 904}])]}),
    ("V106", {"trigger": span("killed"), "mentions": [span("killed")], "casualties": [toll(0, 0)]}),
]


@pytest.mark.parametrize(("rule", "wrong"), DROPS, ids=[row[0] for row in DROPS])
def test_a_record_beyond_repair_is_dropped_and_says_so(rule, wrong):
    record, findings = run(**wrong)
    assert record is None
    assert ids(findings) == [(rule, "dropped")]


@pytest.mark.parametrize(
    ("sub", "weapon", "fits"),
    [
        ("air_drone_strike", "drone", True),
        ("air_drone_strike", "knives", False),
        ("suicide_bomb", "explosive vest", True),
        ("grenade", "tear gas", False),
        ("attack", "knives", True),
        ("grenade", "contraption", True),
    ],
)
def test_weapon_fits_type(sub, weapon, fits):
    raw = f"The raid with {weapon}."
    weapons = [{"text": weapon, "start": 14, "end": 14 + len(weapon)}]
    _, findings = checks.check(event(sub, weapons=weapons), grounds(raw, None, Resources()))
    assert ids(findings) == ([] if fits else [("V109", "warned")])


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [(0, 179, True), (0, -179, True), (0, 0, False), (0, -170, False), (3, 179, False), (1.4, 179, True)],
)
def test_a_box_may_span_the_date_line(latitude, longitude, inside):
    box = Box(country="FJI", south=-1, north=1, west=177, east=-178)
    assert box.holds(latitude, longitude, 0.5) == inside


def test_without_a_publication_date_no_date_is_too_late():
    record, findings = checks.check(event(date=days("2090-01-01")), grounds(RAW, None, Resources()))
    assert (record is not None, findings) == (True, ())


def test_every_rule_is_in_the_document():
    described = set(re.findall(r"^\| (V\d{3}) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    in_code = set(re.findall(r"\bV\d{3}\b", " ".join(str(f.__doc__) for f in checks.CHECKS)))
    assert described == in_code | {"V201"}


def test_actions_are_those_of_the_document():
    assert {action.value for action in Action} == {"repaired", "dropped", "warned"}


# -- through the whole pipeline ---------------------------------------------------------------------------------------

FUTURE = "Gunmen killed four villagers near Gao on 20 May 2021."


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


def test_a_repair_is_on_the_result(extractor):
    result = extractor.extract(FUTURE, publication_date="2021-05-10")
    assert [record.date for record in result.events] == [None]
    assert any(warning.startswith("V101 date 2021-05-20") for warning in result.warnings)


def test_strict_mode_raises_on_errors():
    strict = Extractor(strict=True)
    with pytest.raises(RecordError, match="V101"):
        strict.extract(FUTURE, publication_date="2021-05-10")
    assert len(strict.extract(FUTURE, publication_date="2021-05-21")) == 1


def test_low_confidence_drops_with_a_line_and_is_no_failure_in_strict_mode():
    picky = Extractor(min_confidence=1.0, strict=True)
    result = picky.extract(FUTURE, publication_date="2021-05-21")
    assert len(result) == 0
    assert any(warning.startswith("V201") for warning in result.warnings)
