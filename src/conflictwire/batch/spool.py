"""The articles of a run, read once and kept beside its output until it is complete.

A run that is taken up again reads them from here: input that changed or a pipe that has run dry make no difference.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from conflictwire.article import Article, as_article
from conflictwire.batch.duplicates import Versions
from conflictwire.batch.files import write_whole
from conflictwire.batch.inputs import Input
from conflictwire.batch.options import BatchOptions
from conflictwire.batch.report import Fate, Outcome
from conflictwire.errors import InputError
from conflictwire.formats.failures import ReadFailure

__all__ = ["Spool", "Task"]

ARTICLES = "articles.jsonl.gz"
PLAN = "plan.json"
NEAR_DUPLICATE = "near-duplicate"
TOO_LARGE = "too large"
TOO_OLD = "before --since"


@dataclass(frozen=True, slots=True)
class Task:
    """An article to extract."""

    number: int
    source: str
    article: Article


class Spool:
    """Articles on disk, and which of them are not to be extracted.

    Args:
        folder: where it lies; made when needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def is_complete(self) -> bool:
        """All of the input has been taken in."""
        return (self._folder / PLAN).is_file()

    def fill(self, inputs: Iterable[Input], options: BatchOptions) -> None:
        """Takes in all the input. Interrupted, it starts again from the beginning."""
        self._folder.mkdir(parents=True, exist_ok=True)
        versions = None if options.keep_duplicates else Versions(options.similarity, options.version_days)
        ids: dict[int, str | None] = {}
        count = 0
        # ASCII escapes keep lone surrogates, which no encoding takes.
        with gzip.open(self._folder / ARTICLES, "wt", encoding="ascii", compresslevel=1) as file:
            for item in inputs:
                file.write(json.dumps(_row(item), ensure_ascii=True) + "\n")
                count += 1
                if versions is not None and isinstance(item.content, Article):
                    ids[item.number] = item.content.doc_id
                    versions.add(item.number, item.content.text, item.content.publication_date)
        older = {} if versions is None else {str(number): ids[newest] for number, newest in versions.older()}
        write_whole(self._folder / PLAN, json.dumps({"articles": count, "older": older}).encode())

    @property
    def count(self) -> int:
        """Number of articles."""
        return int(self._plan()["articles"])

    def tasks(self, start: int, options: BatchOptions) -> Iterator[Task | Outcome]:
        """From article `start` on: what is to be extracted, and the outcome of what is not."""
        older = self._plan()["older"]
        with gzip.open(self._folder / ARTICLES, "rt", encoding="ascii") as file:
            for number, line in enumerate(file):
                if number >= start:
                    yield _task(number, json.loads(line), older, options)

    def remove(self) -> None:
        """Deletes the articles."""
        for name in (PLAN, ARTICLES):
            (self._folder / name).unlink(missing_ok=True)
        if self._folder.is_dir():
            self._folder.rmdir()

    def _plan(self) -> dict[str, Any]:
        plan: dict[str, Any] = json.loads((self._folder / PLAN).read_bytes())
        return plan


def _row(item: Input) -> dict[str, Any]:
    if isinstance(item.content, ReadFailure):
        return {"source": item.source, "failure": asdict(item.content)}
    content = item.content.model_dump()
    day = item.content.publication_date
    return {"source": item.source, "article": {**content, "publication_date": day and day.isoformat()}}


def _task(number: int, row: dict[str, Any], older: dict[str, str | None], options: BatchOptions) -> Task | Outcome:
    source = row["source"]
    if "failure" in row:
        failure = ReadFailure(**row["failure"])
        fate, reason = (Fate.SKIPPED, TOO_LARGE) if failure.too_large else (Fate.FAILED, str(failure))
        return Outcome(number, source, failure.doc_id, fate, reason)
    try:
        article = as_article(row["article"])
    except InputError as error:
        return Outcome(number, source, row["article"].get("doc_id"), Fate.FAILED, str(error))
    if str(number) in older:
        newest = older[str(number)]
        return Outcome(number, source, article.doc_id, Fate.SKIPPED, NEAR_DUPLICATE, duplicate_of=newest)
    if options.since and article.publication_date and article.publication_date < options.since:
        return Outcome(number, source, article.doc_id, Fate.SKIPPED, TOO_OLD)
    return Task(number, source, article)
