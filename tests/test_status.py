"""Status: the cases of cases/status.toml, run through the whole extractor."""

import tomllib
from pathlib import Path

import pytest

from conflictwire import extract

CASES = tomllib.loads((Path(__file__).parent / "cases" / "status.toml").read_text(encoding="utf-8"))["case"]
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
    trigger = case["trigger"]
    found = [
        event.status.value
        for event in extract(case["text"])
        if any(trigger in m.text or m.text in trigger for m in (event.trigger, *event.mentions))
    ]
    assert found == [case["status"]]


def test_there_are_enough_cases():
    assert len(CASES) >= 40
