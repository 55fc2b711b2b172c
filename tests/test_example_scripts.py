"""Every script and notebook of `examples/` runs and says what it should."""

import runpy
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPTS = {
    "quickstart.py": (
        "ok: ",
        "remote_explosive_landmine_ied at ",
        "killed: 'at least 14 people'",
        "deaths, settled: 14",
    ),
    "spacy_pipe.py": ("1 records in 'Gunmen killed", "attack named by 'killed'", "0 records in 'The club"),
    "pandas_frame.py": ("THA", "explosions_remote_violence"),
    "ray_or_dask.py": ("attack", "shelling_artillery_missile_attack"),
    "add_a_group/run.py": (
        "built-in: Red Lantern Brigades (",
        "with my_data: Red Lantern Front (rebel_group, MOZ, id red-lantern-front)",
    ),
}
NEEDS = {"pandas_frame.py": "pandas", "ray_or_dask.py": "dask"}


def test_every_script_is_tested():
    found = {path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*.py")}
    assert found == {*SCRIPTS, "folder_run.py"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("name", SCRIPTS)
def test_script(name, capsys):
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    out = capsys.readouterr().out
    for words in SCRIPTS[name]:
        assert words in out


def test_folder_run(tmp_path, monkeypatch, capsys):
    out = tmp_path / "run"
    monkeypatch.setattr(sys, "argv", ["folder_run.py", str(EXAMPLES / "articles" / "africa"), str(out)])
    runpy.run_path(str(EXAMPLES / "folder_run.py"), run_name="__main__")
    said = capsys.readouterr().out
    unread = 0 if find_spec("trafilatura") else 1  # the saved web page needs the extra `html`
    assert said.startswith(f"6 articles, {6 - unread} processed, 0 quiet, 0 skipped, {unread} failed, ")
    page = out.with_suffix(".html").read_text(encoding="utf-8")
    assert "Records of africa" in page
    assert "Finote Selam" in page or unread


@pytest.mark.filterwarnings("ignore")
def test_notebook(tmp_path):
    nbformat = pytest.importorskip("nbformat", reason="nbclient is not installed")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(EXAMPLES / "quickstart.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "the notebook is kept without outputs"
    done = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    )
    done.execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert "conflictwire-card" in outputs[0]["data"]["text/html"]
    assert "shelling_artillery_missile_attack Goma" in outputs[1]["text"]


def test_articles_are_many_and_of_many_kinds():
    from conflictwire import Article, read_articles

    files = [path for path in (EXAMPLES / "articles").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".txt", ".html", ".nitf", ".wire", ".jsonl", ".csv"}
    read = [item for item in read_articles(EXAMPLES / "articles") if isinstance(item, Article)]
    assert len(read) >= 31
    assert len({article.doc_id for article in read}) == len(read)
