import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from conflictwire.article import Article
from conflictwire.cli import app
from conflictwire.errors import DataFileError, PipelineError
from conflictwire.schema import ConflictEvent

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"


def fake_event(text, doc_id, *, background=False, word="raid"):
    start = text.index(word)
    span = {"text": word, "start": start, "end": start + len(word)}
    return ConflictEvent.model_validate(
        {
            "event_id": f"{doc_id}-{background}",
            "doc_id": doc_id,
            "event_type": "battles",
            "sub_event_type": "armed_clash",
            "status": "attempted",
            "background": background,
            "trigger": span,
            "mentions": [span],
            "actors": [span | {"name": "[bold]rebels", "kind": "rebel_group"}],
            "date": span | {"start_date": "2022-02-14", "end_date": "2022-02-15", "precision": "range"},
            "location": span | {"name": "Gao", "country": "MLI", "precision": "exact"},
            "casualties": [span | {"kind": "killed", "min": 5}, span | {"kind": "wounded", "min": 2, "max": 2}],
            "confidence": 0.75,
        }
    )


class FakeExtractor:
    """Stands in for the pipeline: `raid` is an event, `old raid` a background event, `boom` a failure."""

    calls: list[Article]
    options: dict

    def __init__(self, **options):
        type(self).options = options
        type(self).calls = []

    def pipe(self, articles):
        for article in articles:
            text = article.text
            if "interrupt" in text:
                raise KeyboardInterrupt
            self.calls.append(article)
            words = [("raid", False)] * ("raid" in text) + [("old raid", True)] * ("old raid" in text)
            yield SimpleNamespace(
                events=tuple(fake_event(text, article.doc_id, background=old, word=word) for word, old in words),
                document=None,
                status="failed" if "boom" in text else "ok",
                warnings=(*article.warnings, *(("no date",) if "undated" in text else ())),
                doc_id=article.doc_id,
            )


@pytest.fixture
def pipeline(monkeypatch):
    module = ModuleType("conflictwire.pipeline")
    monkeypatch.setattr(module, "Extractor", FakeExtractor, raising=False)
    monkeypatch.setitem(sys.modules, "conflictwire.pipeline", module)
    return FakeExtractor


@pytest.fixture
def run(pipeline, capsysbinary):  # noqa: ARG001 - the stub must be in place first
    def call(*arguments):
        with pytest.raises(SystemExit) as stop:
            app([str(argument) for argument in arguments], prog_name="conflictwire")
        out, err = capsysbinary.readouterr()
        return stop.value.code or 0, out.decode(), err.decode()

    return call


@pytest.fixture
def article(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def records(out):
    return [json.loads(line) for line in out.splitlines()]


def test_jsonl_is_the_default_when_piped(run, article):
    code, out, err = run("extract", article("one.txt", "A raid."))
    assert (code, err) == (0, "")
    (record,) = records(out)
    assert ConflictEvent.model_validate(record).trigger.text == "raid"
    assert record["doc_id"] == "one.txt"


def test_several_files_keep_their_order_and_names(run, article):
    paths = [article(name, "A raid.") for name in ("b.txt", "a.txt", "other/a.txt")]
    _, out, _ = run("extract", *paths)
    assert [record["doc_id"] for record in records(out)] == ["b.txt", str(paths[1]), str(paths[2])]


def test_json_is_one_array(run, article):
    _, out, _ = run("extract", article("a.txt", "A raid."), article("b.txt", "An old raid."), "--format", "json")
    assert [record["background"] for record in json.loads(out)] == [False, False, True]


def test_json_of_nothing_is_an_empty_array(run, article):
    assert json.loads(run("extract", article("a.txt", "Quiet."), "--format", "json")[1]) == []


def test_table_shows_the_news_and_counts_the_background(run, article):
    path = article("a.txt", "An old raid.")
    code, out, _ = run("extract", path, "--format", "table")
    assert code == 0
    assert out.count("armed clash (attempted): raid") == 1
    assert "2022-02-14 to 2022-02-15" in out
    assert "raid (MLI)" in out
    assert "5+ killed; 2 wounded" in out
    assert "1 background event not shown" in out
    _, out, _ = run("extract", path, "--format", "table", "--all")
    assert out.count("armed clash (attempted)") == 2
    assert "not shown" not in out


def test_table_of_a_quiet_article_says_so(run, article):
    assert "no conflict event" in run("extract", article("a.txt", "Quiet."), "--format", "table")[1]


def test_stdin(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Ein raid, für alle.".encode())))
    _, out, _ = run("extract", "-")
    assert records(out)[0]["doc_id"] is None


def test_options_reach_the_extractor(run, article, pipeline, tmp_path):
    options = ("--publication-date", "2022-02-15", "--doc-id", "x", "--publisher", "Gulf Wire")
    code, _, _ = run("extract", article("a.txt", "A raid."), *options, "--data", tmp_path, "--min-confidence", "0.4")
    assert code == 0
    (call,) = pipeline.calls
    assert (call.doc_id, str(call.publication_date), call.publisher) == ("x", "2022-02-15", "Gulf Wire")
    assert call.publication_date_source == "caller"
    assert pipeline.options == {"data": (tmp_path,), "min_confidence": 0.4}


def test_warnings_go_to_stderr(run, article):
    code, out, err = run("extract", article("a.txt", "An undated raid."))
    assert code == 0
    assert len(records(out)) == 1
    assert "a.txt: warning: no date" in err


def test_unreadable_files_are_reported_and_the_others_done(run, article, tmp_path):
    code, out, err = run("extract", tmp_path / "absent.txt", tmp_path, article("a.txt", "A raid."))
    assert code == 1
    assert len(records(out)) == 1
    assert "absent.txt: error: No such file" in err
    assert "is a folder" in err
    assert "batch" in err


def test_failed_article_gives_exit_code_1(run, article):
    code, _, err = run("extract", article("a.txt", "boom"))
    assert code == 1
    assert "extraction failed" in err


def test_bytes_that_are_not_utf8_are_read_with_a_warning(run, article):
    code, out, err = run("extract", article("a.txt", b"The raid \x96 at the caf\xe9."))
    assert code == 0
    assert len(records(out)) == 1
    assert "not UTF-8; read as cp1252" in err


def test_files_of_other_kinds_hold_several_articles(run, article):
    lines = '{"text": "A raid.", "id": "own"}\n{"text": "A raid."}\nbroken\n'
    code, out, err = run("extract", article("a.jsonl", lines))
    assert code == 1
    assert [record["doc_id"] for record in records(out)] == ["own", "a.jsonl:2"]
    assert "a.jsonl, line 3: error: broken JSON" in err


def test_jsonl_on_stdin_and_the_callers_facts(run, monkeypatch, pipeline):
    rows = b'{"text": "A raid.", "date": "2021-01-01", "source": "File"}\n{"text": "A raid."}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(rows)))
    _, out, _ = run("extract", "-", "--publication-date", "2022-02-15")
    assert [record["doc_id"] for record in records(out)] == ["stdin:1", "stdin:2"]
    assert [(str(call.publication_date), call.publisher) for call in pipeline.calls] == [
        ("2022-02-15", "File"),
        ("2022-02-15", None),
    ]


def test_binary_file_is_refused(run, article):
    code, out, err = run("extract", article("a.txt", b"%PDF-1.7 raid"))
    assert (code, out) == (1, "")
    assert "no text: a PDF document" in err


def test_interrupt_gives_exit_code_130(run, article):
    assert run("extract", article("a.txt", "interrupt"))[0] == 130


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],
        ["extract", "a.txt", "--format", "xml"],
        ["extract", "a.txt", "--publication-date", "yesterday"],
        ["extract", "a.txt", "--min-confidence", "2"],
        ["extract", "a.txt", "--data", "no-such-folder"],
        ["extract", "a.txt", "b.txt", "--doc-id", "x"],
        ["extract", "-", "-"],
        ["devour", "a.txt"],
    ],
    ids=" ".join,
)
def test_wrong_usage_gives_exit_code_2_and_no_data(run, arguments):
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert err


@pytest.mark.parametrize(("error", "expected"), [(PipelineError, 1), (DataFileError, 3)])
def test_what_cannot_be_loaded_is_one_line_and_an_exit_code(run, pipeline, monkeypatch, error, expected):
    def refuse(_self, **_options):
        raise error("rules.toml: line 3 is wrong")

    monkeypatch.setattr(pipeline, "__init__", refuse)
    code, out, err = run("extract", "a.txt")
    assert (code, out, err.strip()) == (expected, "", "error: rules.toml: line 3 is wrong")


def test_schema_prints_the_json_schema(run):
    code, out, _ = run("schema")
    assert code == 0
    assert json.loads(out) == ConflictEvent.model_json_schema(mode="serialization")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_module_runs_on_a_real_file(encoding):
    done = subprocess.run(
        [sys.executable, "-m", "conflictwire", "extract", str(EXAMPLES / "abduction_nigeria.txt")],
        capture_output=True,
        check=False,
        timeout=300,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )
    assert done.returncode == 0, done.stderr.decode()
    raw = (EXAMPLES / "abduction_nigeria.txt").read_bytes().decode("utf-8")
    lines = records(done.stdout.decode("utf-8"))
    assert lines
    for record in lines:
        trigger = record["trigger"]
        assert raw[trigger["start"] : trigger["end"]] == trigger["text"]
