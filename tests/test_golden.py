"""The project's own annotated articles: what they cover, and the floors under the figures, which may only rise.

After an improvement: `conflictwire evaluate tests/golden/articles.jsonl --pin tests/golden/floor.json`; so for `blind`.
"""

from collections import Counter
from pathlib import Path

import pytest

from conflictwire.evaluation import evaluate, read_gold
from conflictwire.evaluation.floor import below, read_floor
from conflictwire.pipeline import Extractor
from conflictwire.schema import EventType, Status

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = read_gold((GOLDEN / "articles.jsonl").read_text(encoding="utf-8").split("\n"))
BLIND = read_gold((GOLDEN / "blind.jsonl").read_text(encoding="utf-8").split("\n"))


SETS = {"floor.json": DOCUMENTS, "blind_floor.json": BLIND}


@pytest.fixture(scope="module", params=SETS)
def floor(request):
    return request.param


@pytest.fixture(scope="module")
def report(floor):
    extractor = Extractor()
    documents = SETS[floor]
    articles = [{"text": d.text, "doc_id": d.doc_id, "publication_date": d.publication_date} for d in documents]
    return evaluate(documents, {str(result.doc_id): result.events for result in extractor.pipe(articles)})


def test_the_articles_cover_the_field():
    events = [event for document in DOCUMENTS for event in document.events]
    countries = {event.location.country for event in events}
    quiet = [document for document in DOCUMENTS if not document.events]
    assert len(DOCUMENTS) - len(quiet) >= 25
    assert len(quiet) >= 6
    assert {event.event_type for event in events} == set(EventType)
    assert {event.status for event in events} >= {Status.OCCURRED, Status.ATTEMPTED, Status.THREATENED}
    assert len(countries) >= 25
    assert any(document.text.isupper() for document in DOCUMENTS)
    assert any(document.text.islower() for document in DOCUMENTS)
    assert Counter(document.doc_id for document in DOCUMENTS).most_common(1)[0][1] == 1


def test_no_figure_falls_below_its_floor(report, floor):
    assert below(report.summary(), read_floor(GOLDEN / floor)) == []


def test_every_span_holds_its_text(report):
    assert report.wrong_spans == 0


def test_the_blind_articles_cover_the_field_too():
    events = [event for document in BLIND for event in document.events]
    assert len(BLIND) == len({document.doc_id for document in BLIND}) == 40
    assert sum(not document.events for document in BLIND) == 8
    assert {event.event_type for event in events} == set(EventType)
    assert {d.doc_id for d in BLIND}.isdisjoint(d.doc_id for d in DOCUMENTS)


@pytest.mark.parametrize("document", BLIND, ids=lambda d: d.doc_id)
def test_a_mention_of_the_blind_articles_stands_once(document):
    assert [m.context for e in document.events for m in e.mentions if document.text.count(m.context) != 1] == []
