"""Options of a batch run."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from conflictwire.formats.knowledge import Column
from conflictwire.settings import Settings

__all__ = ["BatchOptions"]


class BatchOptions(BaseModel):
    """What a batch run does; no option has its default written anywhere else.

    Attributes:
        format: a key of `conflictwire.formats.writers.WRITERS`.
        include: only files whose path below the input matches one of these globs; none: all.
        exclude: no files whose path below the input matches one of these globs.
        since: articles published before this day are skipped.
        kind: what every file is ("text", "html", "jsonl", ...), instead of looking.
        columns: names of the columns or JSON fields that hold text, title, date, id, source.
        keep_duplicates: read every version of a story that was sent again.
        similarity: share of three-word sequences, 0 to 1, from which two articles are versions of one story.
        version_days: versions of one story are published at most so many days apart.
        part_size: articles in one part of the output; what a killed run loses at most.
        workers: processes that extract.
        timeout: seconds after which an article that gives no result is given up.
        settings: options of the extractor.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: str = "jsonl"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    since: date | None = None
    kind: str | None = None
    columns: dict[Column, str] = Field(default_factory=dict)
    keep_duplicates: bool = False
    similarity: float = Field(default=0.7, gt=0.0, le=1.0)
    version_days: int = Field(default=3, ge=0)
    part_size: int = Field(default=200, ge=1)
    workers: int = Field(default=1, ge=1)
    timeout: float = Field(default=60.0, gt=0.0)
    settings: Settings = Settings()

    def deciding(self) -> dict[str, Any]:
        """The options that decide what the output holds: a run is only taken up again with the same ones."""
        return self.model_dump(mode="json", exclude={"workers", "timeout"})
