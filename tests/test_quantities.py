"""Quantities: the cases of cases/quantities.toml, tagged text, and input that must not break anything."""

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from conflictwire.entities.dates import find_dates
from conflictwire.entities.quantities import find_quantities
from conflictwire.resources import Resources

CASES = tomllib.loads((Path(__file__).parent / "cases" / "quantities.toml").read_text(encoding="utf-8"))["case"]
RESOURCES = Resources()
NLP = spacy.blank("en")


def quantities(doc):
    dates = find_dates(doc, publication_date=date(2020, 6, 2), resources=RESOURCES)
    return find_quantities(doc, dates=dates, resources=RESOURCES)


def rows(doc):
    return [
        [
            doc[q.start : q.end].text,
            "" if q.low is None else str(q.low),
            "" if q.high is None else str(q.high),
            doc[q.head].text,
            *(["approximate"] if q.approximate else []),
        ]
        for q in quantities(doc)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case):
    assert rows(NLP(case["text"])) == case["quantities"]


def test_there_are_enough_cases():
    assert len(CASES) >= 80


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Five/CD wounded/VBN men/NNS fled/VBD", [["Five", "5", "5", "men"]]),
        ("Five/CD wounded/VBN in/IN raid/NN", [["Five", "5", "5", "Five"]]),
        ("A/DT tribal/JJ elder/NN vanished/VBD", [["A tribal elder", "1", "1", "elder"]]),
        ("A/DT officers/NNS vanished/VBD", []),
        ("Six/CD army/NN deserters/NNS surrendered/VBD", [["Six", "6", "6", "deserters"]]),
    ],
)
def test_tags_find_the_noun(words, expected):
    pairs = [word.split("/") for word in words.split()]
    doc = Doc(NLP.vocab, words=[word for word, _ in pairs], tags=[tag for _, tag in pairs])
    assert rows(doc) == expected


WORDS = (
    "5 12-15 1,200 - to or and between 10 a an no one of the dozen dozens hundred thousand million at least more than "
    "up some about men , ( ) . 2.5 km $ years old few several 50+ twenty five two 999999999 % family many"
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=30))
def test_any_words_give_sound_quantities(words):
    doc = NLP(" ".join(words))
    found = quantities(doc)
    for quantity in found:
        assert 0 <= quantity.start < quantity.end <= len(doc)
        assert quantity.start <= quantity.head < len(doc)
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
    assert all(one.end <= two.start for one, two in pairwise(found))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(text):
    quantities(NLP(text))
