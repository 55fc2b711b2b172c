"""`rules_version`: the hash of the data files."""

import re

import pytest

from conflictwire.resources import Resources

BASE = {"events/a.toml": "x = 1", "lexicons/b.txt": "gun"}


def version(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Resources((folder,)).version()


def test_the_version_is_short_hexadecimal_and_repeatable():
    assert re.fullmatch("[0-9a-f]{16}", Resources().version())
    assert Resources().version() == Resources().version()


def test_the_version_does_not_depend_on_the_folder_or_the_order_of_writing(tmp_path):
    backwards = dict(reversed(BASE.items()))
    assert version(tmp_path / "one", BASE) == version(tmp_path / "two", backwards)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"events/a.toml": "x = 2", "lexicons/b.txt": "gun"},
        {"events/c.toml": "x = 1", "lexicons/b.txt": "gun"},
        BASE | {"events/more.toml": ""},
    ],
    ids=["no files", "another content", "another name", "one file more"],
)
def test_any_change_changes_the_version(tmp_path, files):
    changed = tmp_path / "changed"
    changed.mkdir()
    assert version(changed, files) != version(tmp_path / "base", BASE)
