"""The confidence model: its file, its features, and what it does to records."""

import pytest

from conflictwire.errors import DataFileError
from conflictwire.pipeline import Extractor
from conflictwire.resources import Resources
from conflictwire.validation.confidence import ConfidenceModel, load_model
from conflictwire.validation.features import FEATURES

SENTENCE = "Gunmen killed four villagers near Gao on Monday."


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


def values(extractor, text):
    (record,) = extractor.explain(text, publication_date="2021-05-05").records
    return record.features


def test_the_shipped_model_has_a_weight_for_every_feature():
    assert set(load_model(Resources()).weights) == set(FEATURES)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        (SENTENCE, "actor", 1.0),
        (SENTENCE, "actor_unidentified", 1.0),
        (SENTENCE, "verb", 1.0),
        (SENTENCE, "hedged", 0.0),
        (SENTENCE, "toll", 1.0),
        (SENTENCE, "mentions", 0.2),
        (SENTENCE, "violence_against_civilians", 1.0),
        ("Gunmen reportedly killed four villagers near Gao on Monday.", "hedged", 1.0),
        ("A bomb exploded near Gao on Monday.", "actor", 0.0),
        ("Rebels tried to attack an army base near Gao on Monday.", "not_occurred", 1.0),
    ],
)
def test_features(extractor, text, name, value):
    assert values(extractor, text)[name] == pytest.approx(value)


def test_features_lie_between_zero_and_one(extractor):
    assert all(0 <= value <= 1 for value in values(extractor, SENTENCE).values())


def model(bias, **weights):
    return ConfidenceModel(bias=bias, weights=dict.fromkeys(FEATURES, 0.0) | weights)


@pytest.mark.parametrize(
    ("bias", "weights", "found", "confidence"),
    [
        (0.0, {}, {}, 0.5),
        (0.0, {"actor": 2.0}, {"actor": 1.0}, 0.88),
        (0.0, {"actor": 2.0}, {"actor": 0.0}, 0.5),
        (-9.0, {}, {}, 0.01),
        (9.0, {}, {}, 0.99),
    ],
)
def test_confidence_is_logistic_and_never_certain(bias, weights, found, confidence):
    assert model(bias, **weights).confidence(dict.fromkeys(FEATURES, 0.0) | found) == confidence


def test_contributions_are_weights_times_values_the_strongest_first():
    found = model(0.0, actor=1.0, late=-4.0, date=0.5).contributions({"actor": 1.0, "late": 0.5, "date": 0.0})
    assert list(found.items()) == [("late", -2.0), ("actor", 1.0)]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("bias = 1.0\n[weights]\nactor = 1.0\n", "not the features of this version"), ("bias = 'x'", "bias")],
)
def test_a_broken_model_is_named(tmp_path, content, complaint):
    (tmp_path / "confidence").mkdir()
    (tmp_path / "confidence" / "weights.toml").write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=complaint):
        load_model(Resources((tmp_path,)))


def test_min_confidence_keeps_what_reaches_it(extractor):
    confidence = extractor.extract(SENTENCE).events[0].confidence
    assert len(Extractor(min_confidence=confidence).extract(SENTENCE)) == 1
    assert len(Extractor(min_confidence=min(confidence + 0.01, 1.0)).extract(SENTENCE)) == 0
