"""Word vectors of a pipeline's networks worked out once a word, not once an occurrence.

The first layers of a spaCy encoder look at one word at a time; about a quarter of its time goes there. What they make
of a word depends on nothing but its features, so it can be kept.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model
from thinc.types import Floats2d, Ragged

__all__ = ["remember_words"]

LAYERS = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")
"""What spaCy's `MultiHashEmbed` consists of, by the beginnings of the names of its layers."""
WORDS = 20_000
"""Words that are kept; more of them make the list start anew."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)

Embed = Model[list[Doc], list[Floats2d]]
Array = np.ndarray[Any, Any]


def remember_words(nlp: Language) -> None:
    """Lets the networks of a pipeline keep the vectors of words; the structure of the pipeline stays the same."""
    for _, component in nlp.pipeline:
        network = getattr(component, "model", None)
        if isinstance(network, Model):
            for node in list(network.walk()):
                for at, layer in enumerate(node.layers):
                    if len(layer.layers) == len(LAYERS) and all(map(_is, layer.layers, LAYERS)):
                        node.layers[at] = _remembering(layer)
                        if node.has_ref("embed"):
                            node.set_ref("embed", node.layers[at])


def _is(layer: Model[Any, Any], name: str) -> bool:
    return layer.name.startswith(name)


class _Vectors:
    """The vectors of the words seen so far."""

    def __init__(self) -> None:
        self._rows: dict[int, int] = {}
        self._table = np.empty((0, 0), dtype="float32")

    def of(self, features: Array, work_out: Callable[[Array], Array]) -> Array:
        """A vector for each row of features; `work_out` gives those not seen before."""
        keys, first, where = np.unique(_keys(features), return_index=True, return_inverse=True)
        if len(keys) > WORDS:
            return work_out(features)
        rows = self._rows
        if len(rows) + len(keys) > WORDS:
            rows.clear()
        new = [at for at, key in enumerate(keys.tolist()) if key not in rows]
        if new:
            made = work_out(features[first[new]])
            if not len(self._table):
                self._table = np.empty((WORDS, made.shape[1]), dtype=made.dtype)
            self._table[len(rows) : len(rows) + len(new)] = made
            rows.update({key: len(rows) + at for at, key in enumerate(keys[new].tolist())})
        return self._table[[rows[key] for key in keys.tolist()]][where]


def _keys(features: Array) -> Array:
    """One number for each row of features, by multiplication and shifts modulo 2**64."""
    keys = np.zeros(len(features), dtype="uint64")
    for column in features.T:
        keys = (keys ^ column) * _FACTOR
        keys ^= keys >> np.uint64(29)
    return keys


def _remembering(embed: Embed) -> Embed:
    """The same layers, asked only for words that were not seen before."""
    vectors = _Vectors()
    extract, to_ragged, *inner, to_list = embed.layers

    def work_out(features: Array) -> Array:
        found: Any = Ragged(features, np.asarray([len(features)], dtype="int32"))  # type: ignore[arg-type]
        for layer in inner:
            found = layer.predict(found)
        return np.asarray(found.dataXd)

    def forward(
        model: Embed, docs: list[Doc], is_train: bool
    ) -> tuple[list[Floats2d], Callable[[list[Floats2d]], list[Doc]]]:
        if is_train or not isinstance(model.ops.xp.zeros(0), np.ndarray):
            return embed(docs, is_train)
        words = to_ragged.predict(extract.predict(docs))
        if not len(words.dataXd):
            return embed(docs, is_train)
        found = Ragged(vectors.of(words.dataXd, work_out), words.lengths)  # type: ignore[arg-type]
        return to_list.predict(found), lambda _: []

    return Model(
        embed.name,
        forward,
        layers=embed.layers,
        attrs=dict(embed.attrs),
        dims={name: embed.maybe_get_dim(name) for name in embed.dim_names},
    )
