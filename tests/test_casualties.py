"""Tolls: the cases of cases/casualties.toml, run through the whole extractor."""

import tomllib
from pathlib import Path

import pytest

from conflictwire import extract

CASES = tomllib.loads((Path(__file__).parent / "cases" / "casualties.toml").read_text(encoding="utf-8"))["case"]
PARAMETERS = [
    pytest.param(
        case,
        id=case["text"][:60],
        marks=[pytest.mark.xfail(strict=True, reason="known failure")] if case.get("known_failure") else [],
    )
    for case in CASES
]


def row(toll):
    bounds = ("-" if bound is None else str(bound) for bound in (toll.min, toll.max))
    return " ".join((toll.kind.value, *bounds))


@pytest.mark.parametrize("case", PARAMETERS)
def test_case(case):
    found = {row(toll) for event in extract(case["text"]) for toll in event.casualties}
    assert found == set(case["casualties"])


def test_there_are_enough_cases():
    assert len(CASES) >= 60


def test_each_toll_keeps_its_source():
    events = extract("The army said 14 rebels were killed in the clash, but the rebels said only two died.")
    sources = {toll.min: [p.text for p in toll.claimed_by] for event in events for toll in event.casualties}
    assert sources == {14: ["army"], 2: ["rebels"]}
