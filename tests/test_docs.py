"""What README and docs show: every Python block runs; the shown record, the API page and the links are true."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from conflictwire.cli import app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
EXTRAS = {"pandas", "pyspark", "dask", "ray", "polars", "pyarrow"}


def refresher():
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blocks(page):
    text = page.read_text(encoding="utf-8")
    return [(text[: found.start()].count("\n") + 2, found.group(1)) for found in BLOCK.finditer(text)]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)], ids=lambda page: page.name)
def test_code_blocks_run(page, tmp_path, monkeypatch):
    """The blocks of a page run one after the other in one namespace, in a folder that holds the examples."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    needed = {name for _, code in blocks(page) for name in re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)}
    for extra in sorted(needed & EXTRAS):
        pytest.importorskip(extra)
    namespace: dict[str, object] = {"__name__": "page"}
    for line, code in blocks(page):
        exec(compile("\n" * (line - 1) + code, str(page), "exec"), namespace)


def command_lines(page):
    """Arguments of every `conflictwire` command in the shell blocks of a page."""
    for block in SHELL.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            for part in re.split(r"&&|\||;", line):
                words = shlex.split(part, comments=True)
                if words and Path(words[0]).name == "conflictwire":
                    yield words[1 : words.index(">")] if ">" in words else words[1:]


@pytest.mark.parametrize("page", [page for page in PAGES if any(command_lines(page))], ids=lambda page: page.name)
def test_shown_commands_and_their_options_exist(page):
    for words in command_lines(page):
        command, rest = get_command(app), list(words)
        while hasattr(command, "commands"):
            command = command.commands[rest.pop(0)]
        with command.context_class(command) as context:
            command.make_parser(context).parse_args(rest)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_shown_record_is_what_the_command_prints():
    """When it is not: `python docs/refresh.py`."""
    refresh = refresher()
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert refresh.with_record(text) == text


def test_api_page_is_up_to_date():
    """When it is not: `python docs/refresh.py`."""
    assert (ROOT / "docs" / "api.md").read_text(encoding="utf-8") == refresher().api_page()


def test_every_page_is_in_the_site():
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"[\w-]+\.md", site)) == {page.name for page in (ROOT / "docs").glob("*.md")}


def test_first_block_of_the_readme_holds_the_two_commands():
    found = re.findall(
        r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(found[0].splitlines()) == 2


def test_picture_is_small():
    assert (ROOT / "docs" / "report.png").stat().st_size < 250_000
