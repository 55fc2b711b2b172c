"""The ways of wording an event that every rule shares, and the table of them in the documentation."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from conflictwire.pipeline import Extractor

ROOT = Path(__file__).parents[1]
CONSTRUCTIONS: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "cases" / "constructions.toml").read_text(encoding="utf-8")
)["construction"]
CASES = [
    pytest.param(case, id=f"{construction['name']}-{i}")
    for construction in CONSTRUCTIONS
    for i, case in enumerate(construction["cases"])
]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize("case", CASES)
def test_construction(extractor: Extractor, case: dict[str, str]) -> None:
    events = extractor.extract(case["text"], publication_date="2021-03-15").events
    fitting = [e for e in events if e.sub_event_type == case["type"]]
    assert fitting, [e.sub_event_type.value for e in events]
    for role, parties in (("actor", fitting[0].actors), ("target", fitting[0].targets)):
        if role in case:
            assert (case[role] in [p.text for p in parties]) if case[role] else not parties, [p.text for p in parties]


def table() -> str:
    """The table of `docs/constructions.md`."""
    rows = [f"| {c['name']} | {c['about']} | {c['cases'][0]['text']} | {len(c['cases'])} |" for c in CONSTRUCTIONS]
    return "\n".join(["| construction | meaning | example | tests |", "|---|---|---|---|", *rows])


def test_documentation_lists_every_construction_with_its_test_count() -> None:
    assert table() in (ROOT / "docs" / "constructions.md").read_text(encoding="utf-8")
