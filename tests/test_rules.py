"""The examples inside the event rules, run as tests, and the rule files' own checks."""

from pathlib import Path

import pytest

from conflictwire.errors import DataFileError
from conflictwire.events.rules import Example, Rule, load_rules
from conflictwire.pipeline import Extractor
from conflictwire.resources import Resources
from conflictwire.schema import SubEventType

BOOK = load_rules(Resources())
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{i}")
    for rule in BOOK.rules.values()
    for i, example in enumerate(rule.examples)
]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_inside_a_rule(extractor: Extractor, rule: Rule, example: Example) -> None:
    events = extractor.extract(example.text, publication_date="2021-03-15").events
    if example.expect == "nothing":
        assert [e.sub_event_type for e in events] == []
        return
    expected = example.sub_event_type
    fired = [e for e in events if rule.id in e.rules or (expected and e.sub_event_type == expected)]
    assert fired, f"{rule.id} did not fire; got {[(e.sub_event_type.value, e.rules) for e in events]}"
    if example.actor:
        assert any(example.actor in party.text for e in fired for party in e.actors)
    if example.target:
        assert any(example.target in party.text for e in fired for party in e.targets)


def test_every_sub_event_type_but_other_can_come_out() -> None:
    reachable = {rule.sub_event_type for rule in BOOK.rules.values()} | {r.to for r in BOOK.refinements}
    assert set(SubEventType) - reachable == {SubEventType.OTHER}


def _overlay(folder: Path, text: str) -> Resources:
    (folder / "events").mkdir()
    (folder / "events" / "mine.toml").write_text(text, encoding="utf-8")
    return Resources((folder,))


def test_a_users_rule_works_without_touching_python(tmp_path: Path) -> None:
    _overlay(
        tmp_path,
        """
        event_type = "strategic_developments"
        [[rule]]
        id = "mine.parade"
        sub_event_type = "other"
        verbs = ["parade"]
        [rule.actor]
        roles = ["subject"]
        required = true
        """,
    )
    events = Extractor(data=(tmp_path,)).extract("Rebels paraded through the town of Gao on Monday.").events
    assert "mine.parade" in events[0].rules


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "event_type = 'battles'\n[[rule]]\nid = 'x'\nsub_event_type = 'attack'\n",
            "belongs to violence_against_civilians",
        ),
        ("event_type = 'battles'\n[[rule]]\nid = 'x'\nsub_event_type = 'armed_clash'\nverb = ['x']\n", "verb"),
        ("event_type = 'battles'\n[[rule]\n", "mine.toml"),
    ],
    ids=["wrong event type", "unknown key", "broken TOML"],
)
def test_broken_rule_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataFileError, match=message):
        load_rules(_overlay(tmp_path, text))
