"""Explanations: every field of a record has its reason, and every other sentence says what it lacked."""

import json
from pathlib import Path
from typing import get_args

import pytest

from conflictwire.cli import app
from conflictwire.events.matcher import Reason
from conflictwire.explain import MESSAGES
from conflictwire.explanation import Explanation
from conflictwire.pipeline import Extractor

EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "articles").glob("*.txt"))
LISTS = ("actors", "targets", "casualties", "weapons")


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def article(request, extractor):
    raw = request.param.read_bytes().decode("utf-8")
    return raw, extractor.explain(raw), extractor.extract(raw)


def test_the_records_are_those_of_extract(article):
    _, explained, result = article
    assert [r.record for r in explained.records if r.record] == list(result.events)
    assert explained.status == result.status


def test_every_field_with_a_value_has_a_reason(article):
    _, explained, _ = article
    for found in explained.records:
        record = found.record
        fields = {reason.field for reason in found.reasons}
        assert "sub_event_type" in fields
        assert {name for name in LISTS if getattr(record, name)} <= fields
        assert {name for name in ("location", "date") if getattr(record, name)} <= fields
        assert (record.status == "occurred") == ("status" not in fields)
        assert record.background == ("background" in fields)
        for name in ("claimed_by", "blamed_by", "denied_by"):
            assert not getattr(record.source, name) or name in fields


def test_every_reason_points_into_the_text(article):
    raw, explained, _ = article
    spans = [span for record in explained.records for reason in record.reasons for span in reason.words]
    for sentence in explained.sentences:
        spans += [sentence.sentence, *(attempt.trigger for attempt in sentence.attempts)]
    assert all(raw[span.start : span.end] == span.text for span in spans)


def test_every_record_rests_on_a_sentence(article):
    _, explained, _ = article
    named = {event_id for sentence in explained.sentences for event_id in sentence.event_ids}
    assert named == {record.event_id for record in explained.records if record.record}


def test_an_explanation_is_data(article):
    _, explained, _ = article
    assert Explanation.model_validate_json(explained.model_dump_json()) == explained


@pytest.mark.parametrize(
    ("sentence", "field", "expected"),
    [
        ("Gunmen killed four villagers in Gao.", "actors", (["Gunmen"], "subject of 'killed'", ())),
        ("Gunmen killed four villagers in Gao.", "targets", (["four villagers"], "object of 'killed'", ())),
        ("Four villagers were killed by gunmen in Gao.", "actors", (["gunmen"], "subject, prep:by of 'killed'", ())),
        ("Gunmen killed four villagers in Gao, police said.", "claimed_by", (["police"], None, ("said",))),
        ("Gunmen killed four villagers in Gao.", "casualties", (["four villagers"], None, ("killed",))),
        ("Rebels tried to attack an army base in Gao.", "status", ([], None, ("tried",))),
    ],
)
def test_reasons(extractor, sentence, field, expected):
    (record,) = extractor.explain(sentence).records
    reason = next(reason for reason in record.reasons if reason.field == field)
    assert ([span.text for span in reason.words], reason.role, reason.cues) == expected


@pytest.mark.parametrize(
    ("sentence", "reason", "said"),
    [
        ("The minister visited a school.", None, "no word of it triggers a rule"),
        ("The senator attacked the tariff.", "target", "no suitable target in the roles object"),
        ("The striker attacked in the final minutes of the match.", "excluded", "stopped by the exclusion sport"),
    ],
)
def test_what_a_sentence_without_a_record_lacked(extractor, sentence, reason, said):
    (found,) = extractor.explain(sentence).sentences
    assert not any(attempt.fired for attempt in found.attempts)
    reasons = {attempt.reason for attempt in found.attempts}
    assert reason in reasons if reason else not reasons
    assert said in found.message + " ".join(attempt.message for attempt in found.attempts)


def test_a_dropped_record_is_explained_too():
    picky = Extractor(min_confidence=1.0)
    explained = picky.explain("Gunmen killed four villagers in Gao.")
    (record,) = explained.records
    assert (explained.status, record.record, record.event_id) == ("quiet", None, None)
    assert [finding.id for finding in record.findings] == ["V201"]
    assert "dropped by validation" in explained.text()


@pytest.mark.parametrize("text", ["", "Der Angriff kostete vier Menschen das Leben, teilte die Polizei mit."])
def test_what_cannot_be_read_is_quiet(extractor, text):
    explained = extractor.explain(text)
    assert (explained.status, explained.records) == ("quiet", ())
    assert "No sentence was read" in str(explained)


def run(capsysbinary, *arguments):
    with pytest.raises(SystemExit) as stop:
        app([str(argument) for argument in arguments], prog_name="conflictwire")
    return stop.value.code or 0, capsysbinary.readouterr().out.decode()


def test_explain_command_reads_a_sentence_or_a_file(capsysbinary):
    code, out = run(capsysbinary, "explain", "Gunmen killed four villagers in Gao.")
    assert code == 0
    assert "subject of 'killed'" in out
    code, out = run(capsysbinary, "explain", EXAMPLES[0], "--json")
    assert (code, json.loads(out)["status"]) == (0, "ok")


def test_every_reason_has_its_words():
    assert set(MESSAGES) == set(get_args(Reason))
