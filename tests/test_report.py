"""The report without a browser: marks, what is embedded, saved records put together again, the notebook card."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictwire.cli import app
from conflictwire.document import ArticleFacts, Document, OffsetMap
from conflictwire.errors import InputError
from conflictwire.formats.jsonl import record_line
from conflictwire.pipeline import Result
from conflictwire.report import ReportArticle, render_report
from conflictwire.report.marks import Chunk, Mark, chunks, marks_of, segments
from conflictwire.report.reading import CHANGED, holds_records, is_run, read_records, read_run
from report_samples import HOSTILE, article_of, hostile_article, many_articles


class Tags(HTMLParser):
    """Elements of a page, with their attributes, and the text of its scripts."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def tags(page):
    parser = Tags()
    parser.feed(page)
    return parser.found


def embedded(page):
    (content,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    return json.loads(content)


# -- marks ------------------------------------------------------------------------------------------------------------

SPANS = st.lists(st.tuples(st.integers(0, 39), st.integers(1, 12)), max_size=12)


@given(SPANS)
def test_segments_hold_the_whole_text_and_every_mark_its_characters(spans):
    text = "".join(chr(0x1F300 + number) if number % 7 == 0 else chr(97 + number % 26) for number in range(52))
    marks = sorted(
        (Mark(start, start + length, 0, "actor", str(number)) for number, (start, length) in enumerate(spans)),
        key=lambda mark: mark.end - mark.start,
    )
    parts = list(segments([Chunk(0, text)], marks))
    assert "".join(part.text for part in parts) == text
    for number, mark in enumerate(marks):
        covered = [part for part in parts if number in part.marks]
        assert "".join(part.text for part in covered) == text[mark.start : mark.end]
        assert covered[0].start == mark.start
    assert all(list(part.marks) == sorted(part.marks) for part in parts)


def test_marks_of_a_record():
    shown = article_of(1, sub="armed_clash", place="Gao", day=date(2021, 3, 1), killed=4)
    assert [(mark.field, shown.text[mark.start : mark.end], mark.note) for mark in marks_of(shown.events)] == [
        ("place", "Gao", "Gao, MLI (exact; attached)"),
        ("source", "army", "says that it happened: Army of MLI, state forces, MLI"),
        ("source", "army", "gives the figure 4 killed, state forces (according to Army of MLI): "
         "Army of MLI, state forces, MLI"),
        ("source", "mayor", "denies: mayor, civilians"),
        ("trigger", "raided", "armed clash"),
        ("date", "Monday", "2021-03-01 (day)"),
        ("casualties", "7 dead", "7 killed, state forces (according to rebel spokesman)"),
        ("mention", "killing", "armed clash"),
        ("actor", "Fighters", "Fighters, rebel group"),
        ("target", "4 guards", "guards, state forces, MLI"),
        ("source", "rebel spokesman", "gives the figure 7 killed, state forces (according to rebel spokesman): "
         "rebel spokesman, rebel group"),
        ("casualties", "killing 4 guards", "4 killed, state forces (according to Army of MLI)"),
    ]  # fmt: skip


def test_evidence_stands_for_a_text_that_is_not_there():
    shown = article_of(1, sub="armed_clash", place="Gao", day=date(2021, 3, 1), killed=4)
    sentence = shown.text[: shown.text.index(".") + 1]
    assert chunks(None, shown.events) == [Chunk(0, sentence)]
    parts = list(segments(chunks(None, shown.events), marks_of(shown.events)))
    assert "".join(part.text for part in parts) == sentence


# -- the page ---------------------------------------------------------------------------------------------------------


def test_hostile_text_stays_text():
    page = render_report([hostile_article()], title=HOSTILE)
    assert [tag for tag, _ in tags(page) if tag in ("script", "img", "iframe", "object", "embed")] == ["script"] * 2
    assert "onerror" not in {name for _, attributes in tags(page) for name in attributes}
    (article,) = embedded(page)["articles"]
    assert article["title"] == HOSTILE
    assert "".join(part[1] for part in article["segments"]).startswith(HOSTILE)


def test_page_refers_to_nothing_outside_itself():
    found = tags(render_report(many_articles(3)))
    links = [value for _, a in found for name, value in a.items() if name in ("src", "href", "action", "data")]
    assert set(links) == {"#events", "data:,"}
    policy = next(a["content"] for _, a in found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_lone_surrogates_do_not_stop_the_page():
    page = render_report([ReportArticle((), "a\ud800", "text \udfff", "title \ud800", status="quiet")], title="\ud800")
    assert page.encode("utf-8")


def test_page_of_nothing():
    assert embedded(render_report([])) == {
        "fields": embedded(render_report([]))["fields"],
        "articles": [],
        "events": [],
    }


def test_title_falls_back_to_the_first_line():
    page = render_report([ReportArticle((), "a", "\n  First   line \nsecond", status="quiet")])
    assert embedded(page)["articles"][0]["title"] == "First line"


def test_outlines_are_small_and_closed():
    from conflictwire.report.page import asset

    path = asset("outlines.path").strip()
    assert len(path) < 60_000
    assert path.count("M") == path.count("z") > 250


# -- notebook card ----------------------------------------------------------------------------------------------------


def result_of(shown):
    facts = ArticleFacts(title=shown.title, publisher=shown.publisher, publication_date=shown.published)
    document = Document(shown.text, shown.text, OffsetMap(()), (), facts)
    return Result(tuple(shown.events), document, "ok", tuple(shown.warnings), shown.doc_id)


def test_card_shows_article_marks_and_records_without_script():
    shown = article_of(1, sub="armed_clash", place="Gao", day=date(2021, 3, 1), killed=4)
    card = result_of(shown)._repr_html_()
    assert '<mark class="trigger" title="trigger: armed clash [battle.raid.verb]">raided</mark>' in card
    assert "<td>2021-03-01</td>" in card
    assert "4 killed, state forces (according to Army of MLI); 7 killed" in card
    assert "<script" not in card


def test_card_escapes_and_takes_failed_results():
    card = result_of(hostile_article())._repr_html_()
    assert not {tag for tag, _ in tags(card)} & {"script", "img"}
    assert "No conflict event." in Result((), None, "failed", ("broken",), "a")._repr_html_()


# -- saved records ----------------------------------------------------------------------------------------------------


def saved(folder, shown, *, with_texts=True):
    records, texts = folder / "records.jsonl", folder / "texts.jsonl"
    records.write_text("".join(record_line(event) for article in shown for event in article.events), encoding="utf-8")
    rows = ({"id": article.doc_id, "text": article.text} for article in shown)
    texts.write_text("".join(json.dumps(row) + "\n" for row in rows if with_texts), encoding="utf-8")
    return records, texts


def test_records_with_and_without_texts(tmp_path):
    shown = list(many_articles(3))
    records, texts = saved(tmp_path, shown)
    assert holds_records(records)
    assert not holds_records(texts)
    alone = list(read_records(records))
    assert [(item.doc_id, item.text, item.publisher) for item in alone] == [
        (f"a{number}", None, "Example Wire") for number in range(3)
    ]
    whole = list(read_records(records, [texts]))
    assert [item.text for item in whole] == [item.text for item in shown]
    assert [item.events for item in whole] == [item.events for item in shown]


def test_changed_text_is_not_shown(tmp_path):
    shown = list(many_articles(1))
    records, texts = saved(tmp_path, shown)
    texts.write_text(json.dumps({"id": "a0", "text": "Another text."}) + "\n", encoding="utf-8")
    (item,) = read_records(records, [texts])
    assert item.text is None
    assert CHANGED in item.warnings


@pytest.fixture
def run_folder(tmp_path):
    """What a batch run leaves: its parts, list of articles and manifest."""
    shown = list(many_articles(2))
    _, texts = saved(tmp_path, shown)
    folder = tmp_path / "out"
    (folder / "articles").mkdir(parents=True)
    rows = [
        {"number": 0, "source": "t", "doc_id": "a0", "fate": "processed", "events": 1},
        {"number": 1, "source": "t", "doc_id": "a1", "fate": "processed", "events": 1, "warnings": ["W1 odd"]},
        {"number": 2, "source": "t", "doc_id": "old", "fate": "skipped", "reason": "near-duplicate"}
        | {"duplicate_of": "a1"},
        {"number": 3, "source": "t", "doc_id": "dull", "fate": "quiet", "events": 0},
    ]  # fmt: skip
    (folder / "articles" / "00000.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    lines = "".join(record_line(event) for article in shown for event in article.events)
    (folder / "events-00000.jsonl").write_text(lines, encoding="utf-8")
    (folder / "manifest.json").write_text(
        json.dumps({"inputs": [str(texts)], "options": {"kind": None, "columns": {}}})
    )
    return folder


def test_run_folder(run_folder):
    assert is_run(run_folder)
    assert [
        (a.doc_id, a.status, len(a.events), a.text is not None, tuple(a.warnings)) for a in read_run(run_folder)
    ] == [
        ("a0", "ok", 1, True, ()),
        ("a1", "ok", 1, True, ("W1 odd",)),
        ("old", "skipped", 0, False, ("near-duplicate a1",)),
        ("dull", "quiet", 0, False, ()),
    ]


def test_run_folder_in_another_format_is_refused(run_folder):
    (run_folder / "events-00000.jsonl").rename(run_folder / "events-00000.parquet")
    with pytest.raises(InputError, match="another format"):
        list(read_run(run_folder))


# -- the command ------------------------------------------------------------------------------------------------------


def call(*arguments):
    with pytest.raises(SystemExit) as stop:
        app(["report", *map(str, arguments)], prog_name="conflictwire")
    return stop.value.code


def test_command_on_records_and_run_folder(tmp_path, run_folder):
    records, texts = saved(tmp_path, list(many_articles(2)))
    page = tmp_path / "report.html"
    assert call(records, "--articles", texts, "-o", page, "--title", "My events") == 0
    assert "<h1>My events</h1>" in page.read_text(encoding="utf-8")
    assert len(embedded(page.read_text(encoding="utf-8"))["articles"]) == 2
    assert call(run_folder, "-o", page) == 0
    assert len(embedded(page.read_text(encoding="utf-8"))["articles"]) == 4


def test_command_extracts_articles(tmp_path):
    article = tmp_path / "one.txt"
    article.write_text("Gunmen killed four villagers near Gao on Monday, a local official said.\n", encoding="utf-8")
    page = tmp_path / "report.html"
    assert call(article, "-o", page) == 0
    data = embedded(page.read_text(encoding="utf-8"))
    assert [event["sub"] for event in data["events"]] == ["attack"]
    assert data["articles"][0]["id"] == "one.txt"


def test_command_says_what_is_broken(tmp_path, capsys):
    broken = tmp_path / "records.jsonl"
    broken.write_text('{"event_id": "1", "sub_event_type": "attack", "trigger": {}}\n', encoding="utf-8")
    assert call(broken, "-o", tmp_path / "report.html") == 1
    assert "records.jsonl, line 1" in capsys.readouterr().err
    assert call(Path("no-such-file"), "-o", tmp_path / "report.html") == 2
