import json
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from conflictwire.schema import CasualtyClaim, ConflictEvent, EventDate, Party, Place, Span

COMMITTED = Path(__file__).parents[1] / "docs" / "record.schema.json"
CONTRACT = {
    "Span": "text start end",
    "Party": "text start end name kind country actor_id aliases",
    "Offset": "distance_km bearing_deg",
    "Place": "text start end name country admin1 latitude longitude geonames_id precision offset",
    "EventDate": "text start end start_date end_date precision",
    "Source": "publisher author dateline claimed_by blamed_by denied_by",
    "CasualtyClaim": "kind min max approximate who claimed_by text start end",
    "Codes": "cameo plover ucdp",
    "ConflictEvent": (
        "schema_version event_id doc_id event_type sub_event_type codes status background trigger mentions actors "
        "targets location date source casualties weapons evidence rules confidence"
    ),
}
SPAN = {"text": "raid", "start": 4, "end": 8}


def minimal_event(**changes):
    fields = {
        "event_id": "e1",
        "event_type": "battles",
        "sub_event_type": "armed_clash",
        "trigger": SPAN,
        "mentions": [SPAN],
        "confidence": 0.5,
    }
    return ConflictEvent.model_validate(fields | changes)


def full_event():
    party = SPAN | {"name": "raid", "kind": "rebel_group", "country": "MLI", "aliases": [SPAN]}
    return minimal_event(
        actors=[party],
        targets=[party],
        location=SPAN | {"name": "Gao", "precision": "near", "offset": {"distance_km": 40, "bearing_deg": 180}},
        date=SPAN | {"start_date": "2022-02-14", "end_date": "2022-02-14", "precision": "day"},
        source={"publisher": "Gulf Wire", "claimed_by": [party]},
        casualties=[SPAN | {"kind": "killed", "min": 5, "claimed_by": [party]}],
        codes={"cameo": "190", "ucdp": "non-state"},
        weapons=[SPAN],
    )


@pytest.mark.parametrize("name", CONTRACT)
def test_fields_are_those_of_the_contract(name):
    schema = ConflictEvent.model_json_schema(mode="serialization")
    properties = schema["properties"] if name == "ConflictEvent" else schema["$defs"][name]["properties"]
    assert set(CONTRACT[name].split()) <= set(properties)


def test_committed_json_schema_is_current():
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert committed == ConflictEvent.model_json_schema(mode="serialization"), (
        "run `conflictwire schema > docs/record.schema.json`"
    )


@pytest.mark.parametrize("event", [minimal_event(), full_event()], ids=["minimal", "full"])
def test_a_record_survives_json(event):
    line = json.dumps(event.model_dump(mode="json"))
    assert ConflictEvent.model_validate_json(line) == event


def test_dates_and_enums_are_plain_strings_in_json():
    record = full_event().model_dump(mode="json")
    assert record["date"]["start_date"] == "2022-02-14"
    assert record["event_type"] == "battles"
    assert record["schema_version"] == "1"


def test_records_are_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        minimal_event().confidence = 1.0


@pytest.mark.parametrize(
    ("model", "fields", "complaint"),
    [
        (Span, {"text": "raid", "start": 4, "end": 9}, "does not hold"),
        (Span, {"text": "raid", "start": -4, "end": 0}, "greater than or equal"),
        (Span, SPAN | {"colour": "red"}, "Extra inputs"),
        (Party, SPAN | {"name": "x", "kind": "martians"}, "state_forces"),
        (Party, SPAN | {"name": "x", "kind": "civilians", "country": "Mali"}, "pattern"),
        (Place, SPAN | {"name": "x", "precision": "exact", "latitude": 91}, "less than or equal"),
        (CasualtyClaim, SPAN | {"kind": "killed", "min": -1}, "greater than or equal"),
        (EventDate, SPAN | {"start_date": "soon", "end_date": "2022-02-14", "precision": "day"}, "valid date"),
    ],
)
def test_wrong_values_are_refused(model, fields, complaint):
    with pytest.raises(ValidationError, match=complaint):
        model.model_validate(fields)


@pytest.mark.parametrize("confidence", [-0.1, 1.1])
def test_confidence_is_a_share(confidence):
    with pytest.raises(ValidationError):
        minimal_event(confidence=confidence)


def test_event_date_holds_dates():
    assert full_event().date.start_date == date(2022, 2, 14)
