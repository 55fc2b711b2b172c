"""The output folder of a run: parts, a list of articles, a manifest; one run at a time.

A part of the records is written before its list of articles, so a part counts once the list is there.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import FileLock, Timeout

from conflictwire.batch.files import TEMPORARY, write_whole
from conflictwire.batch.report import Fate, Outcome
from conflictwire.batch.spool import Spool
from conflictwire.batch.unknown import render_unknown_actors
from conflictwire.errors import BatchError
from conflictwire.formats.writers import WRITERS, export
from conflictwire.resources import Resources
from conflictwire.schema import ConflictEvent

__all__ = ["OutputFolder"]

MANIFEST = "manifest.json"
FAILURES = "failures.jsonl"
LISTS = "articles"
SPOOL = ".spool"
LOCK = ".lock"


class OutputFolder:
    """A folder that is this run's alone while it is open.

    Args:
        path: made when needed.
        form: format of the records, a key of `WRITERS`.
        resources: data files with the crosswalk to other codes.

    Raises:
        BatchError: it cannot be made or written, or another run has it.
    """

    def __init__(self, path: Path, form: str, resources: Resources) -> None:
        self.path = path
        self._form = form
        self._resources = resources
        self._lock = FileLock(path / LOCK, timeout=0)
        self.spool = Spool(path / SPOOL)

    def __enter__(self) -> Self:
        try:
            (self.path / LISTS).mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout as error:
            msg = f"another run is writing into {str(self.path)!r}"
            raise BatchError(msg) from error
        except OSError as error:
            raise BatchError(_cannot(self.path, error)) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    def manifest(self) -> dict[str, Any] | None:
        """What an earlier run wrote, or null.

        Raises:
            BatchError: it cannot be read.
        """
        path = self.path / MANIFEST
        if not path.exists():
            return None
        try:
            content: dict[str, Any] = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            msg = f"{str(path)!r} is no manifest of a run: {error}"
            raise BatchError(msg) from error
        return content

    def strangers(self) -> list[str]:
        """Files that no run has put here."""
        names = {child.name for child in self.path.iterdir() if child.suffix != TEMPORARY}
        return sorted(names - {LISTS, SPOOL, LOCK})

    def write_manifest(self, content: dict[str, Any]) -> None:
        """Writes the manifest.

        Raises:
            BatchError: it cannot be written.
        """
        self._write(self.path / MANIFEST, (json.dumps(content, indent=2) + "\n").encode())

    def parts(self) -> int:
        """Number of parts that are finished; what an interrupted part left behind is deleted."""
        count = 0
        while self._list(count).is_file():
            count += 1
        unfinished = [self._records(count), *self.path.rglob("*" + TEMPORARY)]
        for path in unfinished:
            path.unlink(missing_ok=True)
        return count

    def write_part(self, number: int, outcomes: Sequence[Outcome]) -> None:
        """Writes the records and the list of articles of one part.

        Raises:
            BatchError: they cannot be written.
        """
        events = [ConflictEvent.model_validate_json(event) for outcome in outcomes for event in outcome.events]
        self._write(self._records(number), export(events, self._form, resources=self._resources).content)
        self._write(self._list(number), "".join(outcome.line() for outcome in outcomes).encode())

    def articles(self) -> Iterator[dict[str, Any]]:
        """What became of every article so far."""
        for path in sorted((self.path / LISTS).glob("*.jsonl")):
            with path.open(encoding="utf-8") as lines:
                yield from map(json.loads, lines)

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """Articles by fate with their sum and the number of records; skipped articles by reason."""
        fates: Counter[str] = Counter({fate.value: 0 for fate in Fate})
        skipped: Counter[str] = Counter()
        records = 0
        for row in self.articles():
            fates[row["fate"]] += 1
            records += row["events"]
            if row["fate"] == Fate.SKIPPED:
                skipped[row["reason"]] += 1
        return {"articles": fates.total(), **fates, "records": records}, dict(skipped)

    def write_failures(self) -> None:
        """Writes the list of articles that failed, with their reasons.

        Raises:
            BatchError: it cannot be written.
        """
        failed = ({k: row.get(k) for k in ("number", "source", "doc_id", "reason")} for row in self._failed())
        self._write(self.path / FAILURES, "".join(json.dumps(row) + "\n" for row in failed).encode())

    def write_unknown_actors(self, path: Path) -> None:
        """Writes the actors that the lexicon lacks, as CSV.

        Raises:
            BatchError: it cannot be written.
        """
        self._write(path, render_unknown_actors(self.articles()))

    def _failed(self) -> Iterator[dict[str, Any]]:
        return (row for row in self.articles() if row["fate"] == Fate.FAILED)

    def _records(self, number: int) -> Path:
        return self.path / f"events-{number:05d}{WRITERS[self._form].suffix}"

    def _list(self, number: int) -> Path:
        return self.path / LISTS / f"{number:05d}.jsonl"

    def _write(self, path: Path, data: bytes) -> None:
        try:
            write_whole(path, data)
        except OSError as error:
            raise BatchError(_cannot(path, error)) from error


def _cannot(path: Path, error: OSError) -> str:
    return f"cannot write {str(path)!r}: {error.strerror or error}; finished parts are whole and can be resumed"
