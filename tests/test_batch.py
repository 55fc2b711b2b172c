"""Batch runs: every article accounted for, whatever happens to the run."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from conflictwire.article import Article
from conflictwire.batch import run
from conflictwire.batch.files import write_whole
from conflictwire.batch.pool import Pool
from conflictwire.batch.report import Fate, Outcome
from conflictwire.batch.spool import Task
from conflictwire.errors import BatchError, DataFileError, InputError

STORIES = [
    "Gunmen killed four villagers near Gao on Monday, a local official said.",
    "The club won the cup final on penalties in front of a record crowd.",
    "Rebels fired rockets at the port of Aden on Tuesday, wounding nine workers.",
    "The central bank left its interest rate unchanged for the third month.",
    "A roadside bomb hit a police patrol in Quetta on Sunday and killed two officers.",
    "Der Präsident hat am Montag mit den Ministern über den Haushalt und die Steuern gesprochen, wie er sagte.",
]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Six articles in two folders, one of them binary, one in German."""
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    for number, story in enumerate(STORIES):
        (folder / ("b" if number > 2 else ".") / f"{number}.txt").write_text(story, encoding="utf-8")
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    return folder


def events_of(out: Path) -> list[str]:
    return [line for path in sorted(out.glob("events-*.jsonl")) for line in path.read_text("utf-8").splitlines()]


def rows_of(*paths: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(paths) for line in path.read_text("utf-8").splitlines()]


def articles_of(out: Path) -> list[dict[str, Any]]:
    return rows_of(*out.glob("articles/*.jsonl"))


def fates(out: Path) -> dict[str, str]:
    return {row["source"]: row["fate"] for row in articles_of(out)}


def batch(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "conflictwire", "batch", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


# -- every article has its outcome ------------------------------------------------------------------------------------


def test_a_folder_is_accounted_for(articles: Path, tmp_path: Path) -> None:
    report = run(articles, tmp_path / "out", workers=2, part_size=3)
    assert fates(report.out) == {
        "0.txt": "processed",
        "1.txt": "quiet",
        "2.txt": "processed",
        "b/3.txt": "quiet",
        "b/4.txt": "processed",
        "b/5.txt": "skipped",
        "logo.png": "failed",
    }
    assert report.counts["articles"] == sum(report.counts[fate] for fate in Fate) == 7
    assert report.counts["records"] == len(events_of(report.out)) == 3
    assert report.skipped == {"language de": 1}
    (failure,) = rows_of(report.out / "failures.jsonl")
    assert failure["source"] == "logo.png"
    assert "PNG" in failure["reason"]
    manifest = json.loads((report.out / "manifest.json").read_text("utf-8"))
    assert manifest["status"] == "complete"
    assert manifest["counts"] == report.counts
    assert manifest["rules_version"]
    assert not (report.out / ".spool").exists()


def test_order_and_records_do_not_depend_on_workers(articles: Path, tmp_path: Path) -> None:
    one, two = run(articles, tmp_path / "one"), run(articles, tmp_path / "two", workers=2)
    assert events_of(one.out) == events_of(two.out)


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"include": ["b/*"]}, {"b/3.txt", "b/4.txt", "b/5.txt"}),
        ({"include": ["*.txt"], "exclude": ["b/*"]}, {"0.txt", "1.txt", "2.txt"}),
    ],
)
def test_files_are_chosen_by_globs(articles: Path, tmp_path: Path, options: dict[str, Any], wanted: set[str]) -> None:
    assert set(fates(run(articles, tmp_path / "out", **options).out)) == wanted


def test_articles_before_a_day_are_skipped(tmp_path: Path) -> None:
    rows = [
        {"id": "old", "text": STORIES[0], "date": "2020-01-01"},
        {"id": "new", "text": STORIES[0] + " More is not known.", "date": "2021-01-01"},
    ]
    source = tmp_path / "a.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = run(source, tmp_path / "out", since="2020-06-01")
    assert report.skipped == {"before --since": 1}
    assert [json.loads(line)["doc_id"] for line in events_of(report.out)] == ["new"]


def test_parquet_holds_the_same_records(articles: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    from conflictwire.formats.parquet import read_parquet

    lines = events_of(run(articles, tmp_path / "jsonl").out)
    (part,) = run(articles, tmp_path / "parquet", format="parquet").out.glob("events-*.parquet")
    assert [event.model_dump(mode="json") for event in read_parquet(part)] == [json.loads(line) for line in lines]


def test_unknown_actors_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Fighters of the Zembala Liberation Brigade attacked an army base near Gao on Monday."
    )
    run(tmp_path / "a.txt", tmp_path / "out", unknown_actors=tmp_path / "unknown.csv")
    assert "Zembala Liberation Brigade" in (tmp_path / "unknown.csv").read_text("utf-8")


# -- versions of one story --------------------------------------------------------------------------------------------

LEAD = (
    "Militants stormed a police post near the town of Dori before dawn on Thursday and killed three officers, the "
    "security ministry said. Two vehicles were set on fire and the attackers fled on motorcycles towards the border, "
    "residents told the agency by telephone. Nobody has claimed responsibility for the raid, the second in a month."
)


def test_the_newest_version_is_read(tmp_path: Path) -> None:
    rows = [
        {"id": "lead", "text": LEAD, "date": "2021-03-04"},
        {"id": "other", "text": STORIES[4], "date": "2021-03-04"},
        {"id": "2nd lead", "text": "2nd lead: " + LEAD + " A search is under way.", "date": "2021-03-04"},
        {"id": "weeks later", "text": LEAD, "date": "2021-03-25"},
    ]
    source = tmp_path / "a.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = run(source, tmp_path / "out")
    first = articles_of(report.out)[0]
    assert (first["fate"], first["reason"], first["duplicate_of"]) == ("skipped", "near-duplicate", "2nd lead")
    assert report.counts["skipped"] == 1
    assert run(source, tmp_path / "all", keep_duplicates=True).counts["skipped"] == 0


# -- interrupted runs -------------------------------------------------------------------------------------------------


def numbered(source: Path, count: int) -> Path:
    """Articles that differ in a number."""
    rows = ({"id": str(n), "text": f"{STORIES[n % 5]} Report number {n}."} for n in range(count))
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return source


@pytest.fixture
def many(tmp_path: Path) -> Path:
    return numbered(tmp_path / "many.jsonl", 60)


def test_a_run_killed_again_and_again_equals_one_that_was_not(many: Path, tmp_path: Path) -> None:
    whole = run(many, tmp_path / "whole", part_size=7)
    out = tmp_path / "killed"
    command = [sys.executable, "-m", "conflictwire", "batch", str(many), "-o", str(out), "--part-size", "7", "--resume"]
    for parts in (1, 3):
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 120
            while len([*out.glob("articles/*.jsonl")]) < parts and time.monotonic() < deadline:
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
        assert json.loads((out / "manifest.json").read_text("utf-8"))["status"] in ("running", "complete")
    assert batch(many, "-o", out, "--part-size", 7, "--resume").returncode == 0
    assert events_of(out) == events_of(whole.out)
    assert len(fates(out)) == len(fates(whole.out))
    assert [row["number"] for row in articles_of(out)] == list(range(60))


def test_ctrl_c_ends_cleanly(tmp_path: Path) -> None:
    many = numbered(tmp_path / "very_many.jsonl", 2000)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "conflictwire", "batch", str(many), "-o", str(out), "--part-size", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 120
        while not [*out.glob("articles/*.jsonl")] and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in messages
    assert json.loads((out / "manifest.json").read_text("utf-8"))["status"] == "interrupted"


def test_a_run_that_is_complete_is_left_as_it_is(articles: Path, tmp_path: Path) -> None:
    first = run(articles, tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in first.out.rglob("*.jsonl")}
    again = run(articles, tmp_path / "out", resume=True)
    assert again.counts == first.counts
    assert before == {path: path.stat().st_mtime_ns for path in first.out.rglob("*.jsonl")}


def test_input_that_changes_underneath_makes_no_difference(many: Path, tmp_path: Path) -> None:
    """A run that is taken up again reads the articles that it took in, not the files as they are now."""
    out = tmp_path / "out"

    def stop(done: int, _total: int, _records: int) -> None:
        if done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(many, out, part_size=5, progress=stop)
    many.write_text(json.dumps({"id": "new", "text": STORIES[0]}), encoding="utf-8")
    assert run(many, out, part_size=5, resume=True).counts["articles"] == 60


# -- clear errors, no damage ------------------------------------------------------------------------------------------


def test_a_folder_with_a_run_is_not_overwritten(articles: Path, tmp_path: Path) -> None:
    report = run(articles, tmp_path / "out")
    before = events_of(report.out)
    with pytest.raises(BatchError, match="holds a run already"):
        run(articles, tmp_path / "out")
    with pytest.raises(BatchError, match="part_size was 200 and is 3"):
        run(articles, tmp_path / "out", resume=True, part_size=3)
    assert events_of(report.out) == before


def test_a_folder_of_somebody_elses_is_not_used(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("mine")
    with pytest.raises(BatchError, match=r"thesis\.docx"):
        run(articles, tmp_path / "out")


def test_two_runs_into_one_folder(articles: Path, tmp_path: Path) -> None:
    def second(done: int, _total: int, _records: int) -> None:
        if done == 0:
            with pytest.raises(BatchError, match="another run is writing"):
                run(articles, tmp_path / "out", resume=True)

    assert run(articles, tmp_path / "out", progress=second).complete


def test_a_disk_that_fills_up(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def full(path: Path, data: bytes) -> None:
        if path.name == "events-00001.jsonl":
            raise OSError(28, "No space left on device")
        written.append(path)
        write_whole(path, data)

    monkeypatch.setattr("conflictwire.batch.folder.write_whole", full)
    with pytest.raises(BatchError, match="No space left on device"):
        run(articles, tmp_path / "out", part_size=3)
    monkeypatch.undo()
    assert any(path.name == "events-00000.jsonl" for path in written)
    assert run(articles, tmp_path / "out", part_size=3, resume=True).counts["articles"] == 7


@pytest.mark.skipif(os.name == "nt", reason="modes of folders are POSIX")
def test_a_folder_that_cannot_be_made(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BatchError, match="cannot write"):
        run(articles, tmp_path / "file" / "out")


def test_output_inside_the_input_is_not_read(articles: Path) -> None:
    report = run(articles, articles / "out")
    assert report.counts["articles"] == 7
    with pytest.raises(InputError, match="is an input too"):
        run(articles, articles)


@pytest.mark.parametrize(
    ("options", "message"),
    [({"workers": 0}, "workers"), ({"nonsense": 1}, "nonsense"), ({"format": "docx"}, "no format 'docx'")],
)
def test_wrong_options(articles: Path, tmp_path: Path, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        run(articles, tmp_path / "out", **options)
    with pytest.raises(InputError, match="there is no"):
        run(tmp_path / "nowhere", tmp_path / "out")


def test_a_broken_data_file_ends_the_run(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "events").mkdir(parents=True)
    (tmp_path / "data" / "events" / "mine.toml").write_text("no toml")
    with pytest.raises(DataFileError, match=r"mine\.toml"):
        run(articles, tmp_path / "out", data=[tmp_path / "data"])
    assert batch(articles, "-o", tmp_path / "cli", "--data", tmp_path / "data").returncode == 3


# -- workers that die or hang -----------------------------------------------------------------------------------------


class FakeWorker:
    """Answers with the number of the task; what the text says, it does."""

    extractor = None

    def outcomes(self, tasks: list[Task]) -> object:
        for task in tasks:
            if task.article.text == "die":
                os._exit(9)
            if task.article.text == "hang":
                time.sleep(3600)
            yield Outcome(task.number, task.source, task.article.doc_id, Fate.QUIET)


class BrokenWorker:
    """Cannot load its data."""

    @property
    def extractor(self) -> None:
        message = "broken rules"
        raise DataFileError(message)


def results(worker: object, texts: list[str], workers: int = 2, timeout: float = 2.0) -> list[Outcome]:
    tasks = [Task(number, "x", Article(text=text)) for number, text in enumerate(texts)]
    with closing(Pool(worker, workers, timeout).outcomes(iter(tasks))) as outcomes:  # type: ignore[arg-type]
        return list(outcomes)


def test_only_the_article_that_kills_its_process_fails() -> None:
    outcomes = results(FakeWorker(), ["a", "b", "die", "c"] + ["d"] * 40 + ["hang", "e"])
    assert [outcome.number for outcome in outcomes] == list(range(46))
    failed = {outcome.number: outcome.reason for outcome in outcomes if outcome.fate is Fate.FAILED}
    assert failed == {2: "the worker process died (exit code 9)", 44: "no result within 2 seconds"}


def test_a_process_that_cannot_start_is_an_error() -> None:
    with pytest.raises(DataFileError, match="broken rules"):
        results(BrokenWorker(), ["a"])


def test_nothing_to_do() -> None:
    assert results(FakeWorker(), []) == []


# -- the command ------------------------------------------------------------------------------------------------------


def test_jsonl_through_a_pipe() -> None:
    lines = (
        json.dumps({"text": STORIES[0], "id": "a"}) + "\nbroken\n" + json.dumps({"text": STORIES[1], "id": "b"}) + "\n"
    )
    command = [sys.executable, "-m", "conflictwire", "batch", "-", "-o", "-"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1
    assert [json.loads(line)["doc_id"] for line in done.stdout.splitlines()] == ["a"]
    assert "stdin, line 2: broken JSON" in done.stderr


def test_a_pipe_into_a_folder(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": story, "id": str(n)}) + "\n" for n, story in enumerate(STORIES[:2]))
    command = [sys.executable, "-m", "conflictwire", "batch", "-", "-o", str(tmp_path / "out"), "--log-json"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0
    assert len(events_of(tmp_path / "out")) == 1
    messages = [json.loads(line)["message"] for line in done.stderr.splitlines() if line.startswith("{")]
    assert messages == ["input read", "part written"]
    assert "2 articles: 1 with records (1 in all), 1 quiet" in done.stderr


def test_wrong_usage(tmp_path: Path) -> None:
    assert batch(tmp_path / "nowhere", "-o", tmp_path / "out").returncode == 2
    assert batch(tmp_path, "-o", "-").returncode == 2
    assert batch("-", "-o", tmp_path / "out", "--column", "text").returncode == 2
