"""Headlines whose verb the parser takes for a noun: which are read again, and what comes of them."""

import pytest

from conflictwire.entities.headlines import HeadlineReader
from conflictwire.entities.language import load_pipeline
from conflictwire.pipeline import Extractor
from conflictwire.resources import Resources


@pytest.fixture(scope="module")
def headlines() -> HeadlineReader:
    return HeadlineReader(Resources(()))


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


# headline, its verb, subject, object
READ = [
    ("Gunmen storm hotel in coastal capital", "storm", "Gunmen", "hotel"),
    ("Police fire tear gas at protesters in Nairobi", "fire", "Police", "gas"),
    ("Army shells rebel positions near Aleppo", "shells", "Army", "positions"),
    ("Police attack army post, killing nine", "attack", "Police", "post"),
    ("Syrian army shells Homs; activists say 20 dead", "shells", "army", "Homs"),
    ("Boko Haram bombs school in Damboa", "bombs", "Haram", "school"),
    ("Militants storm prison, free dozens of inmates", "storm", "Militants", "prison"),
    ("Turkey battles rebels in northern Iraq", "battles", "Turkey", "rebels"),
]
# what is no clause of that kind, and keeps its tree
KEPT = [
    "Rebel attack kills five near Bria",
    "Police raid kills three in Karachi",
    "Taliban attacks on schools rise sharply",
    "Market bomb attacks kill dozens",
    "Army bomb squad called to school",
    "Gunmen storm hotel in coastal capital.",
    "Rocket fire on border town",
    "Fire",
]


@pytest.mark.parametrize(("text", "verb", "subject", "undergoer"), READ)
def test_clause(headlines: HeadlineReader, text: str, verb: str, subject: str, undergoer: str) -> None:
    doc = headlines.read(load_pipeline()(text))
    head = next(token for token in doc if token.text == verb)
    found = {child.dep_: child.text for child in head.children}
    assert (head.pos_, head.dep_, found.get("nsubj"), found.get("obj")) == ("VERB", "ROOT", subject, undergoer)
    assert doc.text == text


@pytest.mark.parametrize("text", KEPT)
def test_other_headlines_keep_their_tree(headlines: HeadlineReader, text: str) -> None:
    doc = load_pipeline()(text)
    assert headlines.read(doc) is doc


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("Army shells rebel positions near Aleppo", "Army", "rebel positions"),
        ("Gunmen storm hotel in coastal capital", "Gunmen", "hotel"),
        ("Militants torch homes in Sittwe, residents say", "Militants", "homes"),
        ("Islamists ambush convoy in Mali", "Islamists", "convoy"),
    ],
)
def test_records(extractor: Extractor, text: str, actor: str, target: str) -> None:
    event = extractor.extract(text, publication_date="2021-03-15").events[0]
    assert actor in [party.text for party in event.actors]
    assert target in [party.text for party in event.targets]
