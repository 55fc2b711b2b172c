"""Vectors of words that are kept are those that the network gives, to the last bit."""

from typing import Any, cast

import numpy as np
import pytest
import spacy
from spacy.language import Language

from conflictwire.entities import embedding
from conflictwire.entities.embedding import remember_words
from conflictwire.entities.language import embedded_path

TEXTS = (
    "Gunmen killed four villagers near Gao on Monday.",
    "GUNMEN KILLED FOUR VILLAGERS NEAR GAO ON MONDAY.",
    "They didn't say who they'd killed, or why.",
    "Monday",
)


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(embedded_path())


@pytest.fixture
def remembering() -> Language:
    nlp = spacy.load(embedded_path())
    remember_words(nlp)
    return nlp


def network(nlp: Language, name: str) -> Any:
    """The network of a component."""
    return cast("Any", nlp.get_pipe(name)).model


def vectors(nlp: Language, texts: tuple[str, ...]) -> list[np.ndarray]:
    """What both encoders of a pipeline make of the words of a text."""
    docs = list(map(nlp.make_doc, texts))
    names = network(nlp, "ner").get_ref("tok2vec")
    return [*network(nlp, "tok2vec").predict(docs), *names.predict(docs)]


@pytest.mark.parametrize("kept", [embedding.WORDS, 12, 1], ids=["all", "few", "none"])
def test_vectors_are_the_same_however_many_are_kept(
    plain: Language, remembering: Language, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "WORDS", kept)
    for texts in (TEXTS, TEXTS[::-1], TEXTS[:1], TEXTS[1:]):
        pairs = zip(vectors(plain, texts), vectors(remembering, texts), strict=True)
        assert all(np.array_equal(one, other) for one, other in pairs)


def test_each_word_goes_through_the_layers_once(remembering: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[int] = []
    of = embedding._Vectors.of

    def counted(self, features, work_out):
        def counting(rows):
            looked_up.append(len(rows))
            return work_out(rows)

        return of(self, features, counting)

    monkeypatch.setattr(embedding._Vectors, "of", counted)
    vectors(remembering, TEXTS)
    first = sum(looked_up)
    vectors(remembering, TEXTS[::-1])
    assert first > 0
    assert sum(looked_up) == first


def test_a_pipeline_is_saved_as_it_was_loaded(plain: Language, remembering: Language) -> None:
    assert network(remembering, "ner").to_bytes() == network(plain, "ner").to_bytes()


def test_nothing_to_read(remembering: Language) -> None:
    assert [len(doc) for doc in remembering.pipe(["", "Gao."])] == [0, 2]
