"""Fit the confidence model on annotated documents, and say out of fold how well it holds.

    python models/calibrate.py GOLD.jsonl [GOLD.jsonl ...] [--write]

A line of a file is an annotated document (docs/evaluation.md), a snippet with the sub-event type of its event or null
as `label`, or a text with neither, which tells of no event.

A record counts as right when it answers an annotated event, required or optional, of a fair sub-event type; records
that the annotation does not judge are left out. The model is a logistic regression with a ridge penalty, fitted by
Newton's method; the penalty is chosen by cross-validation over whole documents, and the figures printed are out of
fold. `--write` stores the weights in `src/conflictwire/data/confidence/weights.toml`.
"""

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from conflictwire import Extractor
from conflictwire.evaluation import GoldDocument, evaluate, read_gold
from conflictwire.evaluation.calibration import expected_calibration_error, reliability, threshold_curve
from conflictwire.schema import EVENT_TYPE_OF, SubEventType
from conflictwire.validation.features import FEATURES

if TYPE_CHECKING:
    from conflictwire.schema import ConflictEvent

WEIGHTS = Path(__file__).parents[1] / "src" / "conflictwire" / "data" / "confidence" / "weights.toml"
PENALTIES = (0.3, 1.0, 3.0, 10.0, 30.0)
FOLDS = 10
REPEATS = 5
STEPS = 50

Array = NDArray[np.float64]


def read_documents(path: Path) -> list[GoldDocument]:
    """The documents of a file, annotated, labelled or without any event."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return read_gold((json.dumps(_annotated(json.loads(line))) for line in lines), name=str(path))


def _annotated(line: dict[str, Any]) -> dict[str, Any]:
    """An annotated document as it is; a labelled snippet as one event that the whole text names."""
    if "events" in line:
        return line
    events = []
    if line.get("label"):
        kind = SubEventType(line["label"])
        mention = {"trigger": line["text"], "context": line["text"]}
        events = [{"mentions": [mention], "event_type": EVENT_TYPE_OF[kind], "sub_event_type": kind}]
    return {
        "doc_id": line["doc_id"],
        "publication_date": line.get("publication_date"),
        "text": line["text"],
        "events": events,
    }


def sample(documents: Sequence[GoldDocument]) -> Iterator[tuple[str, list[float], bool]]:
    """The judged records of the documents: document, features, right or not."""
    extractor = Extractor()
    records: dict[str, list[ConflictEvent]] = {}
    values: dict[str, list[float]] = {}
    for document in documents:
        explained = extractor.explain(document.text, publication_date=document.publication_date)
        kept = [r for r in explained.records if r.record is not None]
        records[document.doc_id] = [r.record for r in kept if r.record is not None]
        for row in kept:
            values[f"{document.doc_id}/{row.event_id}"] = [row.features[name] for name in FEATURES]
    for judged in evaluate(documents, records).judgements:
        if judged.right is not None:
            yield judged.doc_id, values[f"{judged.doc_id}/{judged.record.event_id}"], judged.right


def fit(x: Array, y: Array, penalty: float) -> Array:
    """Bias and weights of a ridge logistic regression; the bias is not penalised."""
    full = np.hstack([np.ones((len(x), 1)), x])
    ridge = penalty * np.eye(full.shape[1])
    ridge[0, 0] = 1e-6
    weights: Array = np.zeros(full.shape[1])
    for _ in range(STEPS):
        p = _sigmoid(full @ weights)
        gradient = full.T @ (p - y) + ridge @ weights
        curvature = (full.T * (p * (1 - p))) @ full + ridge
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def _sigmoid(score: Array) -> Array:
    result: Array = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
    return result


def predict(weights: Array, x: Array) -> Array:
    """Probability that each record is right."""
    return _sigmoid(weights[0] + x @ weights[1:])


def fold_of(document: str, repeat: int) -> int:
    """The fold of a document: the same on every machine, another in every repeat."""
    return int(hashlib.sha256(f"{repeat}/{document}".encode()).hexdigest(), 16) % FOLDS


def out_of_fold(x: Array, y: Array, documents: Sequence[str], penalty: float, repeat: int) -> Array:
    """Each record's probability by a model that has not seen its document."""
    folds = np.array([fold_of(document, repeat) for document in documents])
    predicted: Array = np.zeros(len(y))
    for fold in sorted(set(folds)):
        held = folds == fold
        if held.all():
            msg = "all records lie in one fold: too few documents"
            raise SystemExit(msg)
        predicted[held] = predict(fit(x[~held], y[~held], penalty), x[held])
    return predicted


def log_loss(predicted: Array, y: Array) -> float:
    """Mean negative log-likelihood."""
    p = np.clip(predicted, 1e-6, 1 - 1e-6)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


def main() -> None:
    """Fit, report, and with `--write` store."""
    parser = argparse.ArgumentParser(description="Fit the confidence model on annotated documents.")
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    documents = [document for path in options.gold for document in read_documents(path)]
    rows = list(sample(documents))
    if not rows:
        raise SystemExit("no record to learn from")
    names = [name for name, _, _ in rows]
    x, y = np.array([values for _, values, _ in rows]), np.array([right for _, _, right in rows], dtype=np.float64)
    losses = {
        penalty: float(np.mean([log_loss(out_of_fold(x, y, names, penalty, r), y) for r in range(REPEATS)]))
        for penalty in PENALTIES
    }
    penalty = min(losses, key=lambda p: losses[p])
    runs = [out_of_fold(x, y, names, penalty, repeat) for repeat in range(REPEATS)]
    errors = [expected_calibration_error(_judged(run, y)) for run in runs]
    print(f"{len(documents)} documents, {len(y)} records, {y.mean():.3f} right")
    print("penalty: out-of-fold log loss  " + "  ".join(f"{p:g}: {loss:.3f}" for p, loss in losses.items()))
    print(f"penalty {penalty:g}; expected calibration error out of fold {np.mean(errors):.3f}")
    print(f"(mean of {REPEATS} divisions into folds, {min(errors):.3f} to {max(errors):.3f})")
    _print_tables(_judged(np.mean(runs, axis=0), y))
    if options.write:
        about = {"documents": len(documents), "records": len(y), "ece": round(float(np.mean(errors)), 3)}
        WEIGHTS.write_text(as_toml(fit(x, y, penalty), about | {"penalty": penalty}), encoding="utf-8")
        print(f"written to {WEIGHTS.name}")


def _judged(predicted: Array, y: Array) -> list[tuple[float, bool]]:
    return [(float(p), bool(right)) for p, right in zip(predicted, y, strict=True)]


def _print_tables(judged: list[tuple[float, bool]]) -> None:
    print("\n| confidence | records | predicted | observed |\n|---|---|---|---|")
    for b in reliability(judged):
        print(f"| {b.low:.1f} to {b.high:.1f} | {b.records} | {b.predicted:.2f} | {b.observed:.2f} |")
    print("\n| min_confidence | records | precision | recall |\n|---|---|---|---|")
    for t in threshold_curve(judged):
        print(f"| {t.min_confidence:.1f} | {t.records} | {t.precision:.2f} | {t.recall:.2f} |")


def as_toml(weights: Array, about: dict[str, float]) -> str:
    """The file of the model."""
    lines = [
        "# Fitted by models/calibrate.py; what a feature means stands in validation/features.py.",
        f"bias = {weights[0]:.3f}",
        "",
        "[fitted_on]",
        *(f"{name} = {value:g}" for name, value in about.items()),
        "",
        "[weights]",
        *(f"{name} = {weight:.3f}" for name, weight in zip(FEATURES, weights[1:], strict=True)),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
