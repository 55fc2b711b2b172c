"""Status: the cases of cases/status.toml, run through the whole extractor."""

import pytest

from claim_cases import assert_whole, parameters
from conflictwire import extract


@pytest.mark.parametrize("case", parameters("status"))
def test_case(case):
    trigger = case["trigger"]
    found = [
        event.status.value
        for event in extract(case["text"])
        if any(trigger in m.text or m.text in trigger for m in (event.trigger, *event.mentions))
    ]
    assert found == [case["status"]]


def test_the_case_file_is_whole():
    assert_whole("status", 60)


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("The army killed Raul Reyes, a commander who often served as a rebel spokesman.", False),
        ("Rebels often attack villages near Gao.", True),
        ("Rebels are notorious for attacking villages near Gao.", True),
        ("Gunmen killed a man near Cali who had been mayor in 1984.", False),
        ("Gunmen killed the mayor of Cali in 1984.", True),
    ],
)
def test_what_is_told_of_a_party_makes_no_history(text, background):
    assert [event.background for event in extract(text, publication_date="2021-03-04")] == [background]
