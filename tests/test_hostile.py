"""Input made to do harm: names, ids and files that must neither stop a run nor write outside its folder."""

import json
import os
import sys
from pathlib import Path

import pytest

from conflictwire import Extractor
from conflictwire.batch import run
from conflictwire.errors import DataFileError
from conflictwire.resources import Resources

STORY = "Gunmen killed four villagers near Gao on Monday, a local official said."


def events_of(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for path in sorted(out.glob("events-*")) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses such names itself")
def test_names_with_newlines_and_loops_of_links(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a\nb\x1b[31m.txt").write_text(STORY, encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    os.mkfifo(folder / "pipe")
    report = run(folder, tmp_path / "out")
    assert report.counts["processed"] == 1
    assert report.counts["failed"] == 3
    assert len((report.out / "failures.jsonl").read_text("utf-8").splitlines()) == 3


def test_ids_that_look_like_paths_stay_ids(tmp_path: Path) -> None:
    ids = ["../../outside", "/etc/passwd", "..\\..\\x", "a\x00b", "C:\\x", "=cmd()", "\u202egpj.exe"]
    source = tmp_path / "a.jsonl"
    rows = ({"id": name, "text": f"{STORY} Number {n}."} for n, name in enumerate(ids))
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    before = set(tmp_path.rglob("*"))
    report = run(source, tmp_path / "out", keep_duplicates=True)
    assert [event["doc_id"] for event in events_of(report.out)] == ids
    written = set(tmp_path.rglob("*")) - before
    assert all(path.is_relative_to(tmp_path / "out") for path in written)


@pytest.mark.parametrize(
    "text", ["\ud800 " + STORY, "\x00" + STORY, "(" * 20_000, "'" * 60_000, STORY[:-1] + ", " * 9_000]
)
def test_texts_that_break_tools(text: str) -> None:
    result = Extractor().extract(text)
    assert result.status in ("ok", "quiet")
    for event in result:
        assert text[event.trigger.start : event.trigger.end] == event.trigger.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("events/x.toml", b"\xff\xfe"),
        ("events/x.toml", b"event_type = 'battles'\nrule = 3\n"),
        ("actors/x.csv", b'id,name\n"a'),
        ("actors/x.csv", b"id,name,kind\n,,\n"),
        ("lexicons/reporting_verbs.txt", b"\xc3\x28"),
    ],
)
def test_broken_data_files_are_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataFileError, match=Path(name).name):
        Extractor(data=(tmp_path,)).extract(STORY)
    assert Resources((tmp_path,)).version() != Resources().version()


def test_a_users_regular_expression_cannot_stall(tmp_path: Path) -> None:
    (tmp_path / "cleaning").mkdir()
    pattern = """
        [[pattern]]
        id = "slow"
        scope = "line"
        regex = "(a|a|a)+(b|b)+c"
        must_match = ["aabbc"]
        must_not_match = ["x"]
    """
    (tmp_path / "cleaning" / "slow.toml").write_text(pattern, encoding="utf-8")
    with pytest.raises(DataFileError, match="slow: the regular expression takes more than 1 second"):
        Extractor(data=(tmp_path,)).extract("a" * 300 + "\n\n" + STORY)
