"""The maxout layers of a pipeline's networks, made for prediction alone: most of the network's time goes there.

Thinc keeps which piece of a unit was the largest, since training needs it. Prediction does not: with the pieces in
blocks one behind the other, the largest is an elementwise maximum. The matrix product stays thinc's: it gives a word
the same vector whatever goes along, to the last bit, and keeps to one thread.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.language import Language
from thinc.api import Model, NumpyOps
from thinc.types import Floats2d

__all__ = ["largest", "predict_only"]

Layer = Model[Floats2d, Floats2d]
Array = np.ndarray[Any, Any]


def predict_only(nlp: Language) -> None:
    """Gives the networks of a pipeline faster maxout layers; training goes through the layers as they were."""
    for _, component in nlp.pipeline:
        network = getattr(component, "model", None)
        if isinstance(network, Model):
            for node in list(network.walk()):
                for at, layer in enumerate(node.layers):
                    if layer.name == "maxout" and isinstance(layer.ops, NumpyOps) and layer.has_param("W"):
                        node.layers[at] = _faster(layer)


def largest(pieces: Array) -> Array:
    """The largest along the last of three axes, a short one: numpy's own reduction takes many times as long."""
    best = pieces[..., 0].copy()
    for at in range(1, pieces.shape[-1]):
        np.maximum(best, pieces[..., at], out=best)
    return best


class _Pieces:
    """Weights of a maxout layer with the first pieces of all units first, worked out anew when the weights change."""

    def __init__(self) -> None:
        self._known: tuple[object, Array, Array] | None = None

    def of(self, layer: Layer) -> tuple[Array, Array]:
        """Weights as rows, and bias."""
        weights: Any = layer.get_param("W")
        if self._known is None or self._known[0] is not weights:
            bias: Any = layer.get_param("b")
            rows = np.ascontiguousarray(weights.swapaxes(0, 1).reshape(-1, weights.shape[2]))
            self._known = weights, rows, bias.T.ravel()
        return self._known[1:]

    def forget(self) -> None:
        """Training changes weights in place."""
        self._known = None


def _faster(layer: Layer) -> Layer:
    """The same layer with its weights in another order besides."""
    train, pieces = layer._func, _Pieces()

    def forward(model: Layer, words: Floats2d, is_train: bool) -> tuple[Floats2d, Callable[[Floats2d], Floats2d]]:
        if is_train:
            pieces.forget()
            trained: tuple[Floats2d, Callable[[Floats2d], Floats2d]] = train(model, words, is_train)
            return trained
        weights, bias = pieces.of(model)
        sums: Any = model.ops.gemm(words, weights, trans2=True)  # type: ignore[arg-type]
        sums += bias
        by_unit: Any = sums.reshape(len(words), model.get_dim("nP"), -1).swapaxes(1, 2)
        best: Any = largest(by_unit)
        return best, lambda grad: grad

    return Model(
        layer.name,
        forward,
        dims={name: layer.maybe_get_dim(name) for name in layer.dim_names},
        params={name: layer.get_param(name) for name in layer.param_names},
    )
