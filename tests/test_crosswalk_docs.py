"""The tables of docs/crosswalk.md say what the data files and the writers do."""

from pathlib import Path

import pytest

from conflictwire.crosswalk import load_crosswalk
from conflictwire.formats.flat import COLUMNS
from conflictwire.formats.writers import WRITERS
from conflictwire.resources import Resources

TEXT = (Path(__file__).parents[1] / "docs" / "crosswalk.md").read_text(encoding="utf-8")


def types():
    for row in load_crosswalk(Resources()).sub_event_types.values():
        plover = f"{row.plover} / {row.plover_mode}" if row.plover_mode else row.plover
        yield f"| `{row.sub_event_type}` | {row.acled} | {row.cameo or 'none'} | {plover or 'none'} | {row.loss} |"


def columns():
    yield "| column | meaning |"
    yield "|---|---|"
    for column in COLUMNS:
        yield f"| `{column.name}` | {column.meaning} |"


@pytest.mark.parametrize(("name", "rows"), [("types", types), ("columns", columns)])
def test_a_table_of_the_document_is_current(name, rows):
    expected = "\n".join(rows())
    found = TEXT.split(f"<!-- {name}: begin -->\n", 1)[1].split(f"\n<!-- {name}: end -->", 1)[0]
    assert found == expected, f"put this between the marks of docs/crosswalk.md:\n{expected}"


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_is_in_the_document(name):
    assert f"| `{name}` |" in TEXT
