"""Reader of the silver trees, which needs neither torch nor the teacher."""

import json
from pathlib import Path

from corpora import Sentence

__all__ = ["read_silver"]


def read_silver(path: Path) -> list[Sentence]:
    """The silver trees of a file."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        layers = {name: tuple(row[name]) for name in ("words", "spaces", "tags", "pos", "lemmas", "heads", "deps")}
        found.append(Sentence(**layers, doc_id=row["doc_id"]))
    return found
