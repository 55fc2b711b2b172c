"""Predicted confidence against the observed share of right records."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

__all__ = ["BINS", "Bin", "expected_calibration_error", "reliability", "threshold_curve"]

BINS = 10
Judged = Sequence[tuple[float, bool]]
"""Records as (confidence, right)."""


class Bin(BaseModel):
    """The records whose confidence lies in `low` to `high`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: float
    high: float
    records: int
    predicted: float
    observed: float


class Threshold(BaseModel):
    """What `min_confidence` keeps: records, the share of them that is right, the share of the right ones kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_confidence: float
    records: int
    precision: float
    recall: float


def reliability(judged: Judged) -> list[Bin]:
    """Ten bins of equal width; an empty bin has no row."""
    bins = []
    for number in range(BINS):
        inside = [(c, right) for c, right in judged if min(int(c * BINS), BINS - 1) == number]
        if inside:
            bins.append(
                Bin(
                    low=number / BINS,
                    high=(number + 1) / BINS,
                    records=len(inside),
                    predicted=sum(c for c, _ in inside) / len(inside),
                    observed=sum(right for _, right in inside) / len(inside),
                )
            )
    return bins


def expected_calibration_error(judged: Judged) -> float:
    """Mean distance of predicted from observed over the bins, weighted by their records; 0 without records."""
    total = len(judged)
    return sum(b.records * abs(b.predicted - b.observed) for b in reliability(judged)) / total if total else 0.0


def threshold_curve(judged: Judged) -> list[Threshold]:
    """Precision and recall of the records kept by `min_confidence` 0.0, 0.1, ... 0.9."""
    all_right = sum(right for _, right in judged)
    curve = []
    for number in range(BINS):
        kept = [right for c, right in judged if c >= number / BINS]
        curve.append(
            Threshold(
                min_confidence=number / BINS,
                records=len(kept),
                precision=sum(kept) / len(kept) if kept else 0.0,
                recall=sum(kept) / all_right if all_right else 0.0,
            )
        )
    return curve
