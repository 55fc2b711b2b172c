"""Short stories: how many records they give, and of which types."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from conflictwire.pipeline import Extractor

STORIES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "incidents.toml").read_text(encoding="utf-8")
)["story"]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize("story", STORIES, ids=[story["about"] for story in STORIES])
def test_story(extractor: Extractor, story: dict[str, Any]) -> None:
    events = extractor.extract(story["text"], publication_date="2021-03-15").events
    assert [e.sub_event_type.value for e in events] == story["types"]
