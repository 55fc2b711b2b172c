"""The scorer: pairs, figures by field, errors by cause, calibration, the page and the floor."""

import json
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictwire.cli import app
from conflictwire.errors import DataFileError
from conflictwire.evaluation import evaluate, read_gold
from conflictwire.evaluation.calibration import expected_calibration_error, reliability, threshold_curve
from conflictwire.evaluation.counts import Figure
from conflictwire.evaluation.floor import below, pin, read_floor
from conflictwire.evaluation.page import render_page
from conflictwire.evaluation.pairing import _assignment, names_match
from conflictwire.evaluation.text import report_lines
from conflictwire.formats.jsonl import record_line
from conflictwire.schema import EVENT_TYPE_OF, ConflictEvent, SubEventType

TEXT = "Rebels killed nine farmers in Gao on Monday. The army shelled Kidal, wounding two. Guards denied a raid <b>."


def span(text):
    start = TEXT.index(text)
    return {"text": text, "start": start, "end": start + len(text)}


def gold(trigger="killed", sub="attack", **changes):
    fields = {
        "mentions": [{"trigger": trigger, "context": trigger}],
        "event_type": EVENT_TYPE_OF[SubEventType(sub)],
        "sub_event_type": sub,
    }
    return fields | changes


def record(trigger="killed", sub="attack", **changes):
    fields = {
        "event_id": "e",
        "doc_id": "d",
        "event_type": EVENT_TYPE_OF[SubEventType(sub)],
        "sub_event_type": sub,
        "trigger": span(trigger),
        "mentions": [span(trigger)],
        "confidence": 0.5,
    }
    return ConflictEvent.model_validate(fields | changes)


def documents(*events):
    line = json.dumps({"doc_id": "d", "publication_date": "2021-05-04", "text": TEXT, "events": events})
    return read_gold([line])


def score(events, records):
    return evaluate(documents(*events), {"d": records})


REBELS = {"names": ["Rebels"], "kind": "rebel_group"}
FARMERS = {"names": ["nine farmers"], "kind": "civilians"}
FOUND_REBELS = span("Rebels") | {"name": "Rebels", "kind": "rebel_group"}
FOUND_FARMERS = span("nine farmers") | {"name": "nine farmers", "kind": "civilians"}
TOLL = {"kind": "killed", "min": 9, "max": 9, "text": "nine farmers"}
FOUND_TOLL = span("nine farmers") | {"kind": "killed", "min": 9, "max": 9}
GAO = span("Gao") | {"name": "Gao", "country": "MLI", "precision": "exact"}
MONDAY = span("Monday") | {"start_date": "2021-05-03", "end_date": "2021-05-03", "precision": "day"}


@pytest.mark.parametrize(
    ("slot", "wanted", "found", "counts"),
    [
        ("events", {}, {}, (1, 0, 0)),
        ("sub_event_type", {}, {"sub": "armed_clash"}, (0, 1, 1)),
        ("sub_event_type", {"alt": ["armed_clash"]}, {"sub": "armed_clash"}, (1, 0, 0)),
        ("status", {}, {"status": "attempted"}, (0, 1, 1)),
        ("actors", {"actors": [REBELS]}, {"actors": [FOUND_REBELS]}, (1, 0, 0)),
        ("actors", {"actors": [REBELS]}, {"actors": [FOUND_FARMERS]}, (0, 1, 1)),
        ("actors", {"actors": [REBELS]}, {"actors": [FOUND_REBELS, FOUND_REBELS]}, (1, 0, 0)),
        ("targets", {"targets": [FARMERS]}, {}, (0, 0, 1)),
        ("kind", {"actors": [REBELS]}, {"actors": [FOUND_REBELS]}, (1, 0, 0)),
        ("kind", {"actors": [REBELS]}, {"actors": [FOUND_REBELS | {"kind": "civilians"}]}, (0, 1, 1)),
        ("casualties", {"casualties": [TOLL]}, {"casualties": [FOUND_TOLL]}, (1, 0, 0)),
        ("casualties", {"casualties": [TOLL]}, {"casualties": [FOUND_TOLL | {"max": None}]}, (0, 1, 1)),
        ("location", {"location": {"names": ["Gao"], "country": "MLI"}}, {"location": GAO}, (1, 0, 0)),
        ("country", {"location": {"names": ["Gao"], "country": "NER"}}, {"location": GAO}, (0, 1, 1)),
        ("location", {}, {"location": GAO}, (0, 1, 0)),
        ("date", {"date": {"start": "2021-05-03", "end": "2021-05-03"}}, {"date": MONDAY}, (1, 0, 0)),
        ("date", {"date": {"start": "2021-05-01", "end": "2021-05-31"}}, {"date": MONDAY}, (0, 1, 1)),
        ("date_overlap", {"date": {"start": "2021-05-01", "end": "2021-05-31"}}, {"date": MONDAY}, (1, 0, 0)),
        ("claimed_by", {"claimed_by": [{"names": ["Guards"]}]}, {}, (0, 0, 1)),
        ("weapons", {"weapons": ["shelled"]}, {"weapons": [span("shelled")]}, (1, 0, 0)),
    ],
)
def test_a_field_of_a_pair(slot, wanted, found, counts):
    assert score([gold(**wanted)], [record(**found)]).figures[slot] == Figure(*counts)


@pytest.mark.parametrize(
    ("event", "found", "counts"),
    [
        (gold(), [], (0, 0, 1)),
        (gold(optional=True), [], (0, 0, 0)),
        (gold(optional=True), [record()], (0, 0, 0)),
        (gold(status="denied"), [], (0, 0, 0)),
        (gold(status="denied"), [record(status="denied")], (1, 0, 0)),
        (gold(status="denied"), [record()], (0, 1, 0)),
        (gold(), [record(), record("shelled", "shelling_artillery_missile_attack")], (1, 1, 0)),
        (gold(), [record(), record("shelled", background=True)], (1, 0, 0)),
        (gold(), [record(background=True)], (0, 0, 1)),
        (gold(), [record("shelled")], (1, 0, 0)),
        (gold(), [record("shelled", "peaceful_protest")], (0, 1, 1)),
    ],
)
def test_which_events_count(event, found, counts):
    assert score([event], found).figures.get("events", Figure()) == Figure(*counts)


@pytest.mark.parametrize(
    ("name", "names", "same"),
    [
        ("the army", ["army"], True),
        ("Malian army's", ["the army"], True),
        ("IS", ["IS group"], False),
        ("IS", ["is"], True),
        ("arm", ["army"], False),
        ("", ["army"], False),
        ("at least five civilians", ["Five civilians"], True),
    ],
)
def test_names_match(name, names, same):
    assert names_match(name, names) == same


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), min_size=4, max_size=4), min_size=1, max_size=4))
def test_the_pairing_is_the_best_one(weights):
    def total(chosen):
        return sum(weights[row][column] for row, column in chosen)

    best = max(total(enumerate(columns)) for columns in permutations(range(4), len(weights)))
    found = _assignment(weights)
    assert total(found) == best
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)


def test_kinds_and_directions():
    wanted = gold(actors=[REBELS], targets=[FARMERS])
    right = score([wanted], [record(actors=[FOUND_REBELS | {"kind": "unidentified"}], targets=[FOUND_FARMERS])])
    assert (right.kinds, right.directions) == ((1, 2), (2, 2))
    swapped = score([wanted], [record(actors=[FOUND_FARMERS], targets=[FOUND_REBELS])])
    assert (swapped.kinds, swapped.directions) == ((0, 0), (0, 2))


def test_false_alarms_are_counted_in_documents_without_events():
    assert score([], [record()]).false_alarms == (1, 1)
    assert score([], [record(background=True)]).false_alarms == (0, 1)


def test_errors_are_grouped_by_cause_the_most_frequent_first():
    events = [gold(targets=[FARMERS]), gold("shelled", "shelling_artillery_missile_attack", targets=[FARMERS])]
    found = [record(), record("shelled", "air_drone_strike")]
    causes = {cause: len(errors) for cause, errors in score(events, found).causes()}
    assert causes == {
        "targets missing": 2,
        "sub_event_type air_drone_strike for shelling_artillery_missile_attack": 1,
    }


JUDGED = [(0.95, True), (0.95, True), (0.9, False), (0.15, False), (1.0, True)]


def test_reliability_table():
    assert [(b.low, b.records, round(b.predicted, 3), b.observed) for b in reliability(JUDGED)] == [
        (0.1, 1, 0.15, 0.0),
        (0.9, 4, 0.95, 0.75),
    ]
    assert expected_calibration_error(JUDGED) == pytest.approx((0.15 + 4 * 0.2) / 5)


def test_threshold_curve():
    curve = {t.min_confidence: (t.records, t.precision, t.recall) for t in threshold_curve(JUDGED)}
    assert curve[0.0] == (5, 0.6, 1.0)
    assert curve[0.5] == (4, 0.75, 1.0)


@pytest.mark.parametrize("function", [reliability, threshold_curve, expected_calibration_error])
def test_calibration_of_nothing(function):
    assert function([]) is not None


def test_the_page_is_self_contained_and_escapes_the_text():
    events = [gold(trigger="raid")]
    page = render_page(score(events, []), documents(*events))
    assert "<mark>raid</mark> &lt;b&gt;" in page
    assert "<script" not in page
    assert "http" not in page


def test_text_report_has_every_part():
    text = "\n".join(report_lines(score([gold()], [record()])))
    for part in ("events  ", "kind of the parties", "own side", "calibration error", "errors by cause"):
        assert part in text


# -- gold files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "complaint"),
    [
        (gold(trigger="bombed"), "'bombed' is not in the text"),
        (gold(actors=[{"names": ["Martians"], "kind": "rebel_group"}]), "'Martians' is not in the text"),
        (gold() | {"mentions": [{"trigger": "a", "context": "b"}]}, "does not hold 'a'"),
        (gold() | {"event_type": "riots"}, "attack is no sub-event type of riots"),
        (gold() | {"colour": "red"}, "Extra inputs"),
        (gold() | {"mentions": []}, "at least 1 item"),
    ],
)
def test_a_broken_annotation_is_named(event, complaint):
    with pytest.raises(DataFileError, match=f"gold, line 1: .*{complaint}"):
        documents(event)


def test_a_line_that_is_no_json_is_named():
    with pytest.raises(DataFileError, match="gold, line 2"):
        read_gold(["", "{"])


# -- the floor --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "fallen"),
    [({"a": 0.5}, []), ({"a": 0.6, "b": 0.1}, []), ({"a": 0.4}, ["a"]), ({}, ["a"])],
)
def test_no_figure_may_fall(figures, fallen):
    assert [line.split(":")[0] for line in below(figures, {"a": 0.5})] == fallen


def test_pinning_only_raises(tmp_path):
    path = tmp_path / "floor.json"
    assert pin({"a": 0.5}, path) == []
    assert pin({"a": 0.4}, path) != []
    assert read_floor(path) == {"a": 0.5}
    assert pin({"a": 0.6}, path) == []
    assert read_floor(path) == {"a": 0.6}


def test_a_broken_floor_is_an_error(tmp_path):
    path = tmp_path / "floor.json"
    path.write_text("[1]", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"floor\.json"):
        read_floor(path)


# -- the command ------------------------------------------------------------------------------------------------------


def run(*arguments):
    with pytest.raises(SystemExit) as stop:
        app([str(argument) for argument in arguments], prog_name="conflictwire")
    return stop.value.code or 0


@pytest.fixture
def files(tmp_path):
    annotated, records = tmp_path / "gold.jsonl", tmp_path / "records.jsonl"
    annotated.write_text(documents(gold())[0].model_dump_json() + "\n", encoding="utf-8")
    records.write_text(record_line(record()), encoding="utf-8")
    return annotated, records


def test_evaluate_command(files, tmp_path, capsys):
    page, floor = tmp_path / "errors.html", tmp_path / "floor.json"
    assert run("evaluate", *files, "--html", page, "--pin", floor, "--json") == 0
    content = json.loads(capsys.readouterr().out)
    assert content["figures"]["events"]["f1"] == content["summary"]["events_f1"] == 1.0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run("evaluate", *files, "--floor", floor) == 0
    files[1].write_text("", encoding="utf-8")
    assert run("evaluate", *files, "--floor", floor) == 1
    assert "events_f1: 0.0000 is below the floor 1.0000" in capsys.readouterr().err


def test_evaluate_command_extracts_when_no_records_are_given(files, capsys):
    assert run("evaluate", files[0], "--json") == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 1


def test_evaluate_command_names_a_broken_gold_file(files, capsys):
    files[0].write_text("{}\n", encoding="utf-8")
    assert run("evaluate", *files) == 3
    assert "gold.jsonl, line 1: doc_id" in capsys.readouterr().err
