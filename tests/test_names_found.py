"""Names found all at once are those that spaCy finds word by word; faster layers give the same vectors."""

from typing import Any, cast

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from conflictwire.entities.language import embedded_path, load_pipeline
from conflictwire.entities.names import NameFinder

SENTENCES = (
    "Gunmen killed four villagers near Gao on Monday.",
    "GUNMEN KILLED FOUR VILLAGERS NEAR GAO ON MONDAY.",
    "The Free Valley Army (FVA) and the United Nations Mission in South Sudan met Gen. John Garang de Mabior in Juba.",
    "Juba",
    " \n ",
    "He said nothing.",
    "President Maria Lopez of the Republic of Costa Verde",
    "Kabul\n\nHerat",
    "",
)
WORDS = ("Gao", "Mr", "John", "Garang", "of", "the", "UN", "Army", "in", "and", ",", "killed", "\n", "Monday", "(", ")")


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(embedded_path())


@pytest.fixture(scope="module")
def finder(plain: Language) -> NameFinder:
    found = NameFinder.of(plain)
    assert found is not None
    return found


def sentences(nlp: Language, texts: tuple[str, ...] | list[str]) -> list[Doc]:
    return list(nlp.pipe(texts, disable=["ner"]))


def names(docs: list[Doc]) -> list[Any]:
    found = [[(ent.start, ent.end, ent.label_) for ent in doc.ents] for doc in docs]
    return [found, [doc.to_array(["ENT_IOB", "ENT_TYPE"]).tolist() for doc in docs]]


def stepwise(nlp: Language, docs: list[Doc]) -> list[Any]:
    return names(list(cast("Any", nlp.get_pipe("ner")).pipe(docs)))


def test_the_names_are_the_recognisers(plain: Language, finder: NameFinder) -> None:
    found = names(list(finder.name(sentences(plain, SENTENCES))))
    assert found == stepwise(plain, sentences(plain, SENTENCES))
    assert len({label for doc in found[0] for _, _, label in doc}) > 2
    assert any(end - start > 2 for doc in found[0] for start, end, _ in doc)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS))))
def test_the_names_are_the_recognisers_in_any_heap_of_words(
    plain: Language, finder: NameFinder, heaps: list[list[str]]
) -> None:
    texts = [" ".join(heap) for heap in heaps]
    assert names(list(finder.name(sentences(plain, texts)))) == stepwise(plain, sentences(plain, texts))


def test_names_put_in_before_stay(plain: Language, finder: NameFinder) -> None:
    def given_names() -> list[Doc]:
        docs = sentences(plain, SENTENCES)
        docs[0].set_ents([Span(docs[0], 0, 2, label="ORG")], default="unmodified")
        docs[1].set_ents([], blocked=[docs[1][4:6]], default="unmodified")
        docs[2].set_ents([])
        return docs

    assert names(list(finder.name(given_names()))) == stepwise(plain, given_names())


@pytest.mark.parametrize(
    "change",
    [
        lambda nlp: nlp.remove_pipe("ner"),
        lambda nlp: nlp.get_pipe("ner").cfg.update(beam_width=4),
        lambda nlp: nlp.get_pipe("ner").model.attrs.update(unseen_classes={1}),
    ],
    ids=["none", "beam", "classes without scores"],
)
def test_other_recognisers_are_left_to_themselves(change: Any) -> None:
    nlp = spacy.load(embedded_path())
    change(nlp)
    assert NameFinder.of(nlp) is None


def test_faster_layers_give_the_vectors_whatever_goes_along(plain: Language) -> None:
    encoders = [cast("Any", nlp.get_pipe("tok2vec")).model for nlp in (plain, load_pipeline())]
    docs = [plain.make_doc(text) for text in SENTENCES if text]
    usual, faster = (encoder.predict(docs) for encoder in encoders)
    assert all(np.array_equal(one, other) for one, other in zip(usual, faster, strict=True))
    for at, doc in enumerate(docs):
        for beside in ([doc], docs[at:], docs[: at + 1]):
            (alone,) = (v for d, v in zip(beside, encoders[1].predict(beside), strict=True) if d is doc)
            assert np.array_equal(alone, faster[at])
