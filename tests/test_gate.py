"""The gate spares the network work and never changes a record; sentences are cut where they end."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from conflictwire import Extractor, Result
from conflictwire.article import as_article
from conflictwire.entities.sentences import sentence_spans

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("CONFLICTWIRE_SHARED", ROOT.parent / "shared"))
SETS = {"dev.jsonl": 31, "quiet.jsonl": 105, "case2021/dev.jsonl": 120, "muc4/dev.jsonl": 40}

MADE_UP = {
    "who the pronoun is": "The Free Valley Army is a rebel group. It was founded in 2009. Its men are well known. "
    "They attacked Gao on Monday. Nobody was hurt.",
    "what the acronym is": "The Free Valley Army (FVA), a rebel group, rejected the talks. Talks ended. The "
    "weather was fine. Markets were open. FVA took Kidal.",
    "what the group is": "Members of the Free Valley Army rebel group met in Gao. It rained all day. Rain is rare "
    "there. Rain is welcome. On Friday the group seized the village of Tessit.",
    "where the name is": "Tessalit is a town in Mali. It is small. Its market is known. "
    "Clashes were heard in Tessalit.",
    "who the everyday verb is about": "Rebels left the hills. The weather was fine. They took Tessalit on Friday.",
    "harm to somebody armed": "Two guards were posted at the mine. One of them died when it was attacked.",
    "no trigger": "The minister opened a school in Gao. Pupils sang. The building cost two million francs.",
    "only a figure of speech": "The striker attacked from the left. The coach was under fire. Rivals battled for the "
    "title, and the league took part in talks.",
    "all small letters": "gunmen killed four villagers near gao on monday. the army said so. it rained.",
    "all capitals": "GUNMEN KILLED FOUR VILLAGERS NEAR GAO ON MONDAY. THE ARMY SAID SO. IT RAINED.",
    "harm that belongs to an attack told before": "Rebels shelled Gao on Monday. Many fled. Three people died.",
    "accident": "A bus fell into a river near Gao. Nine people died and forty were injured, police said.",
    "what others say of it": "Gunmen killed four villagers in Gao on Monday. The weather was hot. Markets stayed shut. "
    "Schools reopened on Tuesday. The rebels denied involvement. Nine of the injured are in hospital.",
    "everyday verbs": "The chain took over a rival and cleared its debts. Sales fell to a low. Customers, it said, "
    "question the move; rivals hold back. Shares lost a tenth.",
    "harm alone": "The composer died in Gao at 82. His brother perished at sea in March.",
    "a name written as a trigger": "Mr Strike met Ms Battle in March 2014. They took a walk in the park.",
}


@pytest.fixture(scope="module")
def gated() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module")
def ungated() -> Extractor:
    return Extractor(gate=False)


def comparable(result: Result) -> tuple[object, ...]:
    return result.status, result.warnings, [event.model_dump() for event in result.events]


@pytest.mark.parametrize("text", MADE_UP.values(), ids=MADE_UP)
def test_made_up_articles_give_the_same_records(gated: Extractor, ungated: Extractor, text: str) -> None:
    assert comparable(gated.extract(text)) == comparable(ungated.extract(text))


def test_examples_give_the_same_records(gated: Extractor, ungated: Extractor) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples" / "articles").glob("*.txt"))]
    found = [[comparable(result) for result in extractor.pipe(texts)] for extractor in (gated, ungated)]
    assert found[0] == found[1]
    assert any(events for _, _, events in found[0])


@pytest.mark.parametrize(("name", "count"), SETS.items())
def test_development_sets_give_the_same_records(gated: Extractor, ungated: Extractor, name: str, count: int) -> None:
    path = SHARED / "eval" / name
    if not path.is_file():
        pytest.skip(f"{path} is not there (set CONFLICTWIRE_SHARED)")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = rows[:: max(1, len(rows) // count)]
    articles = [
        {"text": row["text"], "publication_date": row.get("publication_date") or row.get("date")} for row in rows
    ]
    for row, one, other in zip(rows, gated.pipe(articles), ungated.pipe(articles), strict=True):
        assert comparable(one) == comparable(other), row.get("doc_id") or row.get("id")


class Spy:
    """Counts the words that come to the network."""

    def __init__(self) -> None:
        self.words = 0

    def __call__(self, doc: Doc) -> Doc:
        self.words += len(doc)
        return doc


@Language.factory("spy")
def make_spy(nlp: Language, name: str) -> Spy:  # noqa: ARG001
    return Spy()


@pytest.fixture
def spied(gated: Extractor) -> Iterator[tuple[Extractor, Spy]]:
    spy = gated.nlp.add_pipe("spy", first=True)
    assert isinstance(spy, Spy)
    yield gated, spy
    gated.nlp.remove_pipe("spy")


@pytest.mark.parametrize(
    ("case", "least", "most"),
    [
        ("no trigger", 0, 0),
        ("a name written as a trigger", 0, 20),
        ("only a figure of speech", 0, 30),
        ("accident", 10, 30),
        ("everyday verbs", 0, 0),
        ("harm alone", 0, 0),
        ("who the pronoun is", 25, 99),
    ],
)
def test_the_network_reads_no_more_than_may_matter(
    spied: tuple[Extractor, Spy], case: str, least: int, most: int
) -> None:
    extractor, spy = spied
    extractor.extract(MADE_UP[case])
    assert least <= spy.words <= most


def test_only_what_bears_on_events_is_read(gated: Extractor) -> None:
    document = gated._clean(as_article({"text": MADE_UP["what others say of it"]}))
    doc = next(gated._gate.read([document]))
    assert doc is not None
    assert len(doc.text) == len(document.text)
    assert [bool(sentence.text.strip()) for sentence in doc.sents] == [True, True, False, False, True, True]
    (event,) = gated.extract(MADE_UP["what others say of it"]).events
    assert [party.text for party in event.source.denied_by] == ["rebels"]


@pytest.mark.parametrize(
    ("text", "promising"),
    [
        ("They seized Tessalit.", True),
        ("They seized parts of Tessalit.", True),
        ("They seized the village.", True),
        ("They seized medicine.", False),
        ("The official said that she seized medicine.", False),
        ("They seized an official.", True),
    ],
)
def test_what_a_rule_cannot_do_without_is_looked_for_in_the_parse(
    gated: Extractor, text: str, *, promising: bool
) -> None:
    gate = gated._gate
    assert gate._prospects is not None
    draft = gate._draft(gated._clean(as_article({"text": text})), gate._prospects)
    gate._parse([draft], [draft.hopeful])
    assert [gate._promising(draft, at) for at in draft.hopeful] == [promising]


@pytest.mark.parametrize(
    ("text", "hopeful"),
    [
        ("They took Tessalit.", 0),
        ("They took Tessalit. The rebels rejoiced.", 1),
        ("Al-Shabaab took Tessalit.", 1),
        ("They took Tessalit. Contingents were sent.", 0),
        ("Mali took Tessalit.", 1),
        ("They seized Tessalit.", 1),
        ("A strike on a hospital killed nine.", 1),
        ("Tanks fired on the hospital.", 1),
        ("Nine people died.", 0),
        ("Nine guards died.", 1),
        ("Nine people died of bullet wounds.", 1),
        ("Nine people were injured. An officer spoke.", 1),
        ("Fans stoned the bus.", 0),
        ("A mob stoned the bus.", 1),
    ],
)
def test_everyday_words_and_mere_harm_count_beside_arms(gated: Extractor, text: str, hopeful: int) -> None:
    gate = gated._gate
    assert gate._prospects is not None
    assert len(gate._draft(gated._clean(as_article({"text": text})), gate._prospects).hopeful) == hopeful


def test_nothing_that_is_kept_dies_with_a_memory_zone() -> None:
    text = MADE_UP["what others say of it"]
    extractor = Extractor()
    found = []
    for _ in range(3):
        with extractor.nlp.memory_zone():
            found.append([event.model_dump_json() for event in extractor.extract(text)])
    assert found[0]
    assert found[0] == found[1] == found[2]


def test_a_users_triggers_open_the_gate(tmp_path: Path) -> None:
    rule = """
        event_type = "strategic_developments"
        [[rule]]
        id = "own.embargo"
        sub_event_type = "other"
        nouns = ["fuel embargo"]
    """
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "own.toml").write_text(rule, encoding="utf-8")
    text = "The junta announced fuel embargoes against Gao on Monday."
    assert not Extractor().extract(text).events
    assert [event.rules for event in Extractor(data=(tmp_path,)).extract(text)] == [("own.embargo",)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Rebels attacked. The army fled.", ["Rebels attacked.", "The army fled."]),
        ("Gen. Musa met Lt. Col. Sani in St. Louis.", ["Gen. Musa met Lt. Col. Sani in St. Louis."]),
        ("He left the U.S. The army stayed.", ["He left the U.S.", "The army stayed."]),
        ("The U.S. Army fired at 5 p.m. Monday.", ["The U.S. Army fired at 5 p.m. Monday."]),
        ("J. K. Musa spoke.", ["J. K. Musa spoke."]),
        ('"They fired." He wept.', ['"They fired."', "He wept."]),
        ('"Who fired?" he asked.', ['"Who fired?" he asked.']),
        ("“We won.” Crowds cheered!", ["“We won.”", "Crowds cheered!"]),
        ("It hit No. 5 Street. 12 died.", ["It hit No. 5 Street.", "12 died."]),
        ("rebels attacked gao. the army fled.", ["rebels attacked gao.", "the army fled."]),
        ("REBELS ATTACKED GAO. GEN. MUSA FLED.", ["REBELS ATTACKED GAO.", "GEN. MUSA FLED."]),
        ("Oil rose 2.5 percent... Shares fell.", ["Oil rose 2.5 percent...", "Shares fell."]),
    ],
)
def test_sentences_end_where_they_end(gated: Extractor, text: str, sentences: list[str]) -> None:
    document = gated._clean(as_article({"text": text}))
    spans = sentence_spans(document, gated.resources)
    assert "".join(document.text[start:end] for start, end in spans) == document.text
    assert [document.text[start:end].strip() for start, end in spans] == sentences
