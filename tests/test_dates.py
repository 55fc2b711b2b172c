"""Dates: the cases of cases/dates.toml, calendar arithmetic, and input that must not break anything."""

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictwire.entities import calendar as cal
from conflictwire.entities.dates import find_dates
from conflictwire.resources import Resources

CASES = tomllib.loads((Path(__file__).parent / "cases" / "dates.toml").read_text(encoding="utf-8"))["case"]
PUBLISHED = date(2020, 6, 2)
RESOURCES = Resources()
NLP = spacy.blank("en")


def found(text, published=PUBLISHED):
    doc = NLP(text)
    mentions = find_dates(doc, publication_date=published, resources=RESOURCES)
    return [
        [
            doc[m.start : m.end].text,
            str(m.first or ""),
            str(m.last or ""),
            m.precision.value,
            *(["approximate"] if m.approximate else []),
            *(["anchored"] if m.anchored else []),
        ]
        for m in mentions
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case, request):
    if "known" in case:
        request.applymarker(pytest.mark.xfail(reason=case["known"], strict=True))
    assert found(case["text"], case.get("published")) == case["dates"]


def test_there_are_enough_cases():
    assert len(CASES) >= 150


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2000, 4, 23), (2019, 4, 21), (2020, 4, 12), (2024, 3, 31), (1961, 4, 2)]
)
def test_easter(year, month, day):
    assert cal.easter(year) == date(year, month, day)


def test_islamic_calendar():
    assert cal.from_islamic(1436, 9, 1) == date(2015, 6, 18)
    assert cal.from_islamic(1442, 10, 1) == date(2021, 5, 13)


@pytest.mark.parametrize(
    ("iranian", "gregorian"),
    [
        ((1399, 1, 1), date(2020, 3, 20)),
        ((1395, 12, 30), date(2017, 3, 20)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1396, 12, 30), None),
        ((0, 1, 1), None),
        ((1399, 13, 1), None),
    ],
)
def test_iranian_calendar(iranian, gregorian):
    assert cal.from_iranian(*iranian) == gregorian


def test_months_are_cut_to_their_length():
    assert cal.shift_months(date(2020, 3, 31), -1) == date(2020, 2, 29)
    assert cal.shift_months(date(2020, 1, 31), 13) == date(2021, 2, 28)


def test_arithmetic_stays_inside_the_calendar():
    assert cal.shift_days(date.max, 5) == date.max
    assert cal.shift_days(date.min, -5) == date.min
    assert cal.shift_months(date.min, -5).year == 1


@given(st.integers(0, 6), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_latest_weekday(weekday, day):
    latest = cal.latest_weekday(weekday, day)
    assert latest.weekday() == weekday
    assert 0 <= (day - latest).days < 7
    assert 1 <= (day - cal.latest_weekday(weekday, day, strict=True)).days <= 7


WORDS = (
    "May 3 5 - , to from between and Monday the last next week days two ago later 2020 1990s ' s Sept. 31 Feb. 30 of "
    "overnight mid early 02/13/2020 99/99/9999 0000 9999 GMT ( ) on since a year century 19th Eve New Year's"
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=30),
    st.sampled_from([None, PUBLISHED, date.min, date.max, date(2024, 2, 29)]),
)
def test_any_words_give_ordered_mentions(words, published):
    doc = NLP(" ".join(words))
    mentions = find_dates(doc, publication_date=published, resources=RESOURCES)
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(doc)
        assert (mention.first is None) == (mention.last is None)
        assert mention.first is None or mention.last is None or mention.first <= mention.last
    assert all(one.end <= two.start for one, two in pairwise(mentions))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(text):
    find_dates(NLP(text), publication_date=PUBLISHED, resources=RESOURCES)
