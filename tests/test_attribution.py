"""Attribution: the cases of cases/attribution.toml, run through the whole extractor, and who blames whom."""

import tomllib
from pathlib import Path

import pytest

from conflictwire import extract

CASES = tomllib.loads((Path(__file__).parent / "cases" / "attribution.toml").read_text(encoding="utf-8"))["case"]
PARAMETERS = [
    pytest.param(
        case,
        id=case["text"][:60],
        marks=[pytest.mark.xfail(strict=True, reason="known failure")] if case.get("known_failure") else [],
    )
    for case in CASES
]


@pytest.mark.parametrize("case", PARAMETERS)
def test_case(case):
    found = {party.text for event in extract(case["text"]) for party in event.source.claimed_by}
    assert found == set(case["claimed_by"])


def test_there_are_enough_cases():
    assert len(CASES) >= 40


@pytest.mark.parametrize(
    "text",
    [
        "On Friday, mortar fire on the port killed three sailors, the ministry said, blaming the rebels.",
        "Shelling killed four children in the village, the ministry said, accusing the rebels.",
    ],
)
def test_who_says_it_blames(text):
    (event,) = extract(text)
    assert [p.text for p in event.source.claimed_by] == ["ministry"]
    assert [p.text for p in event.source.blamed_by] == ["ministry"]
    assert [p.text for p in event.actors] == ["rebels"]
