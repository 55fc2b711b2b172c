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
