"""The names that a pipeline's entity recogniser finds, by its own scores, without stepping through every sentence.

spaCy's recogniser goes word by word: outside a name its scores depend on the word alone, inside one on the word, the
one before and the name's first word. So the moves outside are worked out for all words of a batch at once, and then
only the names that are begun are followed to their ends. The names are the same; it takes a tenth of the time.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from conflictwire.entities.maxout import largest

__all__ = ["NameFinder"]

_FEATURES = 3
"""What the recogniser looks at: the next word, the first word of the open name and the word before the next."""
Array = np.ndarray[Any, Any]


class NameFinder:
    """The entity recogniser of a pipeline; see `of`.

    Args:
        recogniser: the component.
    """

    def __init__(self, recogniser: EntityRecognizer) -> None:
        self._recogniser = recogniser
        model, moves = recogniser.model, recogniser.moves
        self._words = model.get_ref("tok2vec")
        self._lower, self._upper = model.get_ref("lower"), model.get_ref("upper")
        names = [moves.get_class_name(at) for at in range(moves.n_moves)]
        self._labels = [name.partition("-")[2] for name in names]
        kinds = np.array(
            [name[:1] if name == "O" or label else "" for name, label in zip(names, self._labels, strict=True)]
        )
        number = {label: at for at, label in enumerate(dict.fromkeys(self._labels))}
        label_of = np.array([number[label] for label in self._labels])
        self._begins, self._units = kinds == "B", kinds == "U"
        self._outside = np.isin(kinds, ["B", "U", "O"])
        self._inside = np.isin(kinds, ["I", "L"]) & (label_of[:, None] == label_of[None, :])
        self._goes_on = kinds == "I"

    @classmethod
    def of(cls, nlp: Language) -> "NameFinder | None":
        """The recogniser of a pipeline; None for one that works in some other way than spaCy's usual."""
        found = nlp.get_pipe("ner") if "ner" in nlp.pipe_names else None
        if not isinstance(found, EntityRecognizer) or found.cfg["beam_width"] != 1:
            return None
        model = found.model
        usual = (
            model.attrs["has_upper"]
            and not model.attrs["unseen_classes"]
            and isinstance(model.ops.xp.zeros(0), np.ndarray)
        )
        lower = model.get_ref("lower")
        return cls(found) if usual and lower.get_dim("nF") == _FEATURES and lower.get_dim("nP") > 1 else None

    def name(self, docs: Sequence[Doc]) -> Sequence[Doc]:
        """Sentences with their names; one in which somebody has put some before is left to the recogniser itself."""
        given = {id(doc) for doc in docs if _named(doc)}
        if plain := [doc for doc in docs if len(doc) and id(doc) not in given]:
            self._name_plain(plain)
        others = iter(list(self._recogniser.pipe([doc for doc in docs if id(doc) in given])))
        return [next(others) if id(doc) in given else doc for doc in docs]

    def _name_plain(self, docs: Sequence[Doc]) -> None:
        ends = np.cumsum([len(doc) for doc in docs])
        vectors = self._lower.predict(self._words.predict(docs))  # a row for what is not there, then one a word
        space, last = self._limits(docs, ends)
        missing = vectors[0]
        scores = self._scores(vectors[1:, 0] + missing[1] + missing[2])
        scores[:, ~self._outside] = -np.inf
        scores[np.ix_(space, self._begins | self._units)] = -np.inf
        scores[np.ix_(last, self._begins)] = -np.inf
        moves = scores.argmax(axis=1)
        starts = np.flatnonzero(self._begins[moves])
        stops = dict(zip(starts.tolist(), self._followed(vectors, starts, moves[starts], last).tolist(), strict=True))
        stops.update((at, at + 1) for at in np.flatnonzero(self._units[moves]).tolist())
        found = sorted(stops)
        at = first = 0
        for doc, end in zip(docs, ends.tolist(), strict=True):
            names = []
            reached = first
            while at < len(found) and found[at] < end:
                start = found[at]
                if start >= reached:  # else inside a name begun before
                    reached = stops[start]
                    names.append(Span(doc, start - first, reached - first, label=self._labels[moves[start]]))
                at += 1
            doc.set_ents(names, default="outside")
            first = end

    def _followed(self, vectors: Array, starts: Array, moves: Array, last: Array) -> Array:
        """Where the names end that begin at `starts` with these moves."""
        stops, going, at = starts + 1, np.arange(len(starts)), starts + 1
        while len(going):
            opened = starts[going]
            scores = self._scores(vectors[at + 1, 0] + vectors[opened + 1, 1] + vectors[at, 2])
            scores[~self._inside[moves[going]]] = -np.inf
            scores[np.ix_(last[at], self._goes_on)] = -np.inf
            stops[going] = at + 1
            on = self._goes_on[scores.argmax(axis=1)]
            going, at = going[on], at[on] + 1
        return stops

    def _scores(self, sums: Array) -> Array:
        """Scores of all moves for sums of feature vectors."""
        return np.asarray(self._upper.predict(largest(sums + self._lower.get_param("b"))))

    @staticmethod
    def _limits(docs: Sequence[Doc], ends: Array) -> tuple[Array, Array]:
        """Which tokens are white space, and which no name may go beyond: the next is another sentence's."""
        flags = np.concatenate([doc.to_array(["IS_SPACE", "SENT_START"]) for doc in docs])
        last = np.zeros(len(flags), dtype=bool)
        last[:-1] = flags[1:, 1] == 1
        last[ends[ends > 0] - 1] = True
        return flags[:, 0] == 1, last


def _named(doc: Doc) -> bool:
    """Whether some words are inside a name, or barred from any, already."""
    return doc.has_annotation("ENT_IOB") and bool((doc.to_array("ENT_IOB") % 2).any())
