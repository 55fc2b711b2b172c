"""The fit of the confidence model: it finds weights that are there, keeps documents together, writes a valid file."""

import json
import runpy
import tomllib
from pathlib import Path

import numpy as np
import pytest

from conflictwire.validation.confidence import ConfidenceModel
from conflictwire.validation.features import FEATURES

CALIBRATE = runpy.run_path(str(Path(__file__).parents[1] / "models" / "calibrate.py"))
RANDOM = np.random.default_rng(7)


@pytest.fixture(scope="module")
def drawn():
    """Records of two features, the first of which makes them right."""
    x = RANDOM.integers(0, 2, (2000, 2)).astype(float)
    right = RANDOM.random(2000) < 1 / (1 + np.exp(-(-1 + 2 * x[:, 0])))
    return x, right.astype(float)


def test_the_fit_finds_the_weights(drawn):
    bias, first, second = CALIBRATE["fit"](*drawn, 0.1)
    assert (bias, first, second) == pytest.approx((-1, 2, 0), abs=0.3)


def test_a_greater_penalty_makes_smaller_weights(drawn):
    weak, strong = (np.abs(CALIBRATE["fit"](*drawn, penalty)[1:]).sum() for penalty in (0.1, 1000.0))
    assert strong < weak / 2


def test_records_of_a_document_share_a_fold_and_repeats_differ():
    fold = CALIBRATE["fold_of"]
    assert fold("a", 0) == fold("a", 0)
    assert len({fold("a", repeat) for repeat in range(20)}) > 1


def test_out_of_fold_probabilities_are_calibrated_on_what_the_model_can_express(drawn):
    x, y = drawn
    names = [str(i) for i in range(len(y))]
    predicted = CALIBRATE["out_of_fold"](x, y, names, 1.0, 0)
    assert predicted[x[:, 0] == 1].mean() == pytest.approx(y[x[:, 0] == 1].mean(), abs=0.02)


def test_the_file_is_a_model():
    text = CALIBRATE["as_toml"](np.arange(len(FEATURES) + 1) / 10, {"records": 3})
    model = ConfidenceModel.model_validate(tomllib.loads(text))
    assert (model.bias, list(model.weights)) == (0.0, list(FEATURES))


@pytest.mark.parametrize(
    ("line", "types"),
    [
        ({"doc_id": "a", "text": "A raid.", "label": "armed_clash"}, ["armed_clash"]),
        ({"doc_id": "a", "text": "A raid.", "label": None}, []),
        ({"doc_id": "a", "text": "A raid.", "title": "x"}, []),
    ],
)
def test_labelled_snippets_and_quiet_texts_are_documents(tmp_path, line, types):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    (document,) = CALIBRATE["read_documents"](path)
    assert [event.sub_event_type for event in document.events] == types
