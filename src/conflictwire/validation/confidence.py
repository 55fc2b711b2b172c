"""Confidence of a record: a logistic model over a few features, its weights fitted by `models/calibrate.py`."""

import math
from collections.abc import Mapping
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from conflictwire.errors import DataFileError
from conflictwire.resources import Resources, validated
from conflictwire.validation.features import FEATURES

__all__ = ["ConfidenceModel", "load_model"]

LEAST, MOST = 0.01, 0.99


class ConfidenceModel(BaseModel):
    """`data/confidence/weights.toml`.

    Attributes:
        fitted_on: how many records the weights rest on, and how well they hold out of fold.
        bias: log-odds of a record whose features are all zero.
        weights: what each feature adds to the log-odds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fitted_on: dict[str, float] = {}
    bias: float
    weights: dict[str, float]

    def contributions(self, values: Mapping[str, float]) -> dict[str, float]:
        """What each feature adds to the log-odds, the strongest first."""
        parts = {name: self.weights[name] * value for name, value in values.items() if value and self.weights[name]}
        return dict(sorted(parts.items(), key=lambda part: -abs(part[1])))

    def confidence(self, values: Mapping[str, float]) -> float:
        """Probability that the record is right, rounded to two places."""
        score = self.bias + sum(self.weights[name] * value for name, value in values.items())
        return round(min(max(1 / (1 + math.exp(-score)), LEAST), MOST), 2)


@lru_cache(maxsize=8)
def load_model(resources: Resources) -> ConfidenceModel:
    """The model of the last data folder that holds one.

    Raises:
        DataFileError: the file is missing or broken, or its features are not those of this version.
    """
    model = None
    for path, raw in resources.toml("confidence"):
        model = validated(ConfidenceModel, raw, str(path))
        if set(model.weights) != set(FEATURES):
            names = ", ".join(sorted(set(model.weights) ^ set(FEATURES)))
            msg = f"{path}: weights: not the features of this version: {names}"
            raise DataFileError(msg)
    if model is None:
        msg = "no confidence model"
        raise DataFileError(msg)
    return model
