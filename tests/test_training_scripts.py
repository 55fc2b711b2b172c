"""The pure parts of the scripts that train the embedded pipeline."""

import random

import pytest

from corpora import Sentence
from headlines import headline, third_person
from rawtext import ordinary_case


def tree(rows: list[tuple[str, str, str, int, str]]) -> Sentence:
    """A tree from rows of word, lemma, tag, head and dependency; the root is its own head."""
    words, lemmas, tags, heads, deps = zip(*rows, strict=True)
    return Sentence(
        words=words,
        spaces=(True,) * len(rows),
        tags=tags,
        pos=("X",) * len(rows),
        lemmas=lemmas,
        heads=heads,
        deps=deps,
    )


ACTIVE = [
    ("The", "the", "DT", 1, "det"),
    ("rebels", "rebel", "NNS", 2, "nsubj"),
    ("seized", "seize", "VBD", 2, "ROOT"),
    ("a", "a", "DT", 4, "det"),
    ("town", "town", "NN", 2, "obj"),
    (",", ",", ",", 7, "punct"),
    ("officials", "official", "NNS", 7, "nsubj"),
    ("said", "say", "VBD", 2, "parataxis"),
    (".", ".", ".", 2, "punct"),
]
PASSIVE = [
    ("Twelve", "twelve", "CD", 1, "nummod"),
    ("people", "people", "NNS", 4, "nsubj:pass"),
    ("have", "have", "VBP", 4, "aux"),
    ("been", "be", "VBN", 4, "aux:pass"),
    ("killed", "kill", "VBN", 4, "ROOT"),
    ("in", "in", "IN", 7, "case"),
    ("a", "a", "DT", 7, "det"),
    ("blast", "blast", "NN", 4, "obl"),
    (".", ".", ".", 4, "punct"),
]
NO_SUBJECT = [("Leave", "leave", "VB", 0, "ROOT"), ("the", "the", "DT", 2, "det"), ("town", "town", "NN", 0, "obj")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ACTIVE, {"Rebels seize town", "Rebels seized town"}),
        (PASSIVE, {"Twelve people killed in blast", "Twelve people have been killed in blast"}),
        (NO_SUBJECT, {None}),
    ],
)
def test_headlines(rows, expected):
    made = {headline(tree(rows), random.Random(seed)) for seed in range(60)}
    texts = {result and result.text.strip() for result in made}
    assert expected <= texts
    for result in made:
        if result is None:
            continue
        roots = [i for i, head in enumerate(result.heads) if head == i]
        assert len(roots) == 1
        assert result.deps[roots[0]] == "ROOT"
        assert all(0 <= head < len(result.words) for head in result.heads)


@pytest.mark.parametrize(
    ("lemma", "form"), [("kill", "kills"), ("march", "marches"), ("carry", "carries"), ("deploy", "deploys")]
)
def test_third_person(lemma, form):
    assert third_person(lemma) == form


@pytest.mark.parametrize(
    ("words", "tags", "expected"),
    [
        ("REBELS OF THE ELN HIT CALI", "NNS IN DT NNP VBD NNP", "Rebels of the ELN hit Cali"),
        ("police in u.s. city said i know", "NNS IN NNP NN VBD PRP VBP", "Police in U.S. city said I know"),
        ('" WAR " , HE SAID', "`` NN '' , PRP VBD", '" War " , he said'),
    ],
)
def test_ordinary_case(words, tags, expected):
    assert " ".join(ordinary_case(words.split(), tags.split(), {"ELN"})) == expected
