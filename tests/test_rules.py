"""The examples inside the event rules, run as tests, and the rule files' own checks."""

from pathlib import Path

import pytest

from conflictwire.cleaning import clean
from conflictwire.entities import recognise
from conflictwire.entities.reader import Reader
from conflictwire.errors import DataFileError
from conflictwire.events.rules import Example, Rule, load_rules
from conflictwire.events.trace import SentenceTrace, trace
from conflictwire.pipeline import Extractor
from conflictwire.resources import Resources
from conflictwire.schema import SubEventType

BOOK = load_rules(Resources())
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{i}")
    for rule in BOOK.rules.values()
    for i, example in enumerate(rule.examples)
]
EXCLUDED = [
    pytest.param(example, id=f"{exclusion.id}-{i}")
    for exclusion in BOOK.exclusions.values()
    for i, example in enumerate(exclusion.examples)
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


@pytest.mark.parametrize("example", EXCLUDED)
def test_example_inside_an_exclusion(extractor: Extractor, example: Example) -> None:
    events = extractor.extract(example.text, publication_date="2021-03-15").events
    assert bool(events) == (example.expect == "event")


def test_a_topic_bars_a_short_article_and_no_long_one_with_the_same_words() -> None:
    storm = "The cyclone made landfall with winds that uprooted trees and drowned a man. Floods hit the coast."
    assert "disasters" in BOOK.barred(storm)
    assert "disasters" not in BOOK.barred(storm + " ".join(f"word{number}" for number in range(400)))
    assert "disasters" not in BOOK.barred(storm + " Rebels shelled the port.")


def test_every_exclusion_stops_a_rule_in_one_of_its_examples(extractor: Extractor) -> None:
    idle = [
        exclusion.id
        for exclusion in BOOK.exclusions.values()
        if not any(exclusion.id in _stopped_by(extractor, example.text) for example in exclusion.examples)
    ]
    assert idle == []


def _stopped_by(extractor: Extractor, text: str) -> set[str]:
    trials = [trial for sentence in _trace(extractor, text) for trial in sentence.trials]
    return {name for trial in trials if trial.reason == "excluded" for name in trial.lacking}


def _trace(extractor: Extractor, text: str) -> tuple[SentenceTrace, ...]:
    document = clean(text, resources=extractor.resources, settings=extractor.settings)
    doc = next(Reader(extractor.nlp, extractor.resources).read([document]))
    return trace(recognise(document, doc, extractor.resources, extractor.gazetteer), extractor.resources)


@pytest.mark.parametrize(
    ("text", "rule", "reason", "lacking"),
    [
        ("Gunmen attacked a convoy near Baidoa.", "vac.attack.verb", None, ()),
        ("The senator attacked his rival's record.", "vac.attack.verb", "excluded", ("criticism",)),
        ("The rebels paused to retake the initiative.", "battle.take", "target", ("object",)),
        ("Somebody kidnapped the time.", "vac.abduct.verb", "target", ("object",)),
    ],
)
def test_trace_says_why_a_rule_fired_or_not(
    extractor: Extractor, text: str, rule: str, reason: str | None, lacking: tuple[str, ...]
) -> None:
    trials = [t for sentence in _trace(extractor, text) for t in sentence.trials if t.rule == rule]
    assert trials
    assert trials[0].fired == (reason is None)
    assert trials[0].reason == reason
    assert trials[0].lacking[: len(lacking)] == lacking


def test_trace_names_the_fillers_of_a_rule_that_fired(extractor: Extractor) -> None:
    (sentence,) = _trace(extractor, "Gunmen kidnapped two engineers in Kaduna on Tuesday.")
    trial = sentence.trials[0]
    assert (trial.rule, trial.trigger) == ("vac.abduct.verb", "kidnapped")
    assert (trial.actors, trial.targets, trial.place, trial.date) == (
        ("Gunmen",),
        ("two engineers",),
        "Kaduna",
        "Tuesday",
    )
    assert dict(trial.roles)["subject"] == ("Gunmen",)


def test_every_sub_event_type_can_come_out() -> None:
    reachable = {rule.sub_event_type for rule in BOOK.rules.values()} | {r.to for r in BOOK.refinements}
    assert reachable == set(SubEventType)


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


def test_a_users_rule_replaces_the_built_in_one_of_its_id(tmp_path: Path) -> None:
    text = "Gunmen kidnapped two engineers in Kaduna on Tuesday."
    _overlay(
        tmp_path,
        """
        event_type = "strategic_developments"
        [[rule]]
        id = "vac.abduct.verb"
        sub_event_type = "arrests"
        verbs = ["kidnap"]
        """,
    )
    assert [e.sub_event_type for e in Extractor(data=(tmp_path,)).extract(text).events] == [SubEventType.ARRESTS]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "event_type = 'battles'\n[[rule]]\nid = 'x'\nsub_event_type = 'attack'\n",
            "belongs to violence_against_civilians",
        ),
        ("event_type = 'battles'\n[[rule]]\nid = 'x'\nsub_event_type = 'armed_clash'\nverb = ['x']\n", "verb"),
        ("event_type = 'battles'\n[[rule]\n", "mine.toml"),
        (
            "event_type = 'battles'\n[[rule]]\nid = 'x'\nsub_event_type = 'armed_clash'\nverbs = ['x']\n"
            "[rule.unless]\nexclusions = ['chess']\n",
            "no exclusion named 'chess'",
        ),
    ],
    ids=["wrong event type", "unknown key", "broken TOML", "unknown exclusion"],
)
def test_broken_rule_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataFileError, match=message):
        load_rules(_overlay(tmp_path, text))
