"""What became of each article, and of a whole run."""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

__all__ = ["BatchReport", "Fate", "Outcome"]


class Fate(StrEnum):
    """How an article ends; every article of the input ends in exactly one of these."""

    PROCESSED = "processed"
    QUIET = "quiet"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article.

    Attributes:
        number: place in the input, from 0.
        source: the file it came from, below the input that was given.
        doc_id: its id.
        fate: how it ended.
        reason: why it was skipped or failed.
        duplicate_of: id of the newer version that was read instead.
        events: its records as JSON, most prominent first.
        warnings: what was repaired or dropped.
        unknown_actors: names of armed or organised actors that the lexicon lacks.
    """

    number: int
    source: str
    doc_id: str | None
    fate: Fate
    reason: str | None = None
    duplicate_of: str | None = None
    events: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    unknown_actors: tuple[dict[str, Any], ...] = ()

    def line(self) -> str:
        """The line of this article in the list of articles: all of it but the records, which are counted."""
        row = asdict(self)
        row["events"] = len(self.events)
        return json.dumps({key: value for key, value in row.items() if value not in (None, ())}) + "\n"


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a run did.

    Attributes:
        out: the output folder.
        complete: every article of the input has its outcome.
        counts: articles by fate, their sum under `articles`, and `records`.
        skipped: skipped articles by reason.
        seconds: time of this run.
        manifest: what `manifest.json` holds.
    """

    out: Path
    complete: bool
    counts: dict[str, int]
    skipped: dict[str, int]
    seconds: float
    manifest: dict[str, Any] = field(default_factory=dict)
