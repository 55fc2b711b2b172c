"""`run`: the articles of files and folders to an output folder of records, lists and a manifest."""

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from conflictwire.batch.folder import OutputFolder
from conflictwire.batch.inputs import STDIN, read_inputs
from conflictwire.batch.options import BatchOptions
from conflictwire.batch.pool import Pool
from conflictwire.batch.report import BatchReport, Fate, Outcome
from conflictwire.batch.worker import Worker
from conflictwire.errors import BatchError, InputError
from conflictwire.formats.writers import WRITERS
from conflictwire.resources import Resources
from conflictwire.schema import SCHEMA_VERSION

__all__ = ["Progress", "batch_options", "run"]

logger = logging.getLogger("conflictwire.batch")

# Called with (articles with an outcome, articles in all, records so far).
Progress = Callable[[int, int, int], None]


def run(
    inputs: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    resume: bool = False,
    unknown_actors: str | Path | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
    options: BatchOptions | None = None,
    **named: Any,  # noqa: ANN401 - the fields of BatchOptions and Settings
) -> BatchReport:
    """Extracts every article of the input into a folder.

    The folder holds `events-NNNNN.*` (records, in the order of the input whatever the number of workers),
    `articles/NNNNN.jsonl` (what became of each article), `failures.jsonl` and `manifest.json`. Killed at any moment, a
    run is taken up again with `resume`. Processes are spawned: a script calls this below `if __name__ == "__main__"`.

    Args:
        inputs: files and folders of any mix of kinds; "-" for `stdin`.
        out: the output folder: new, empty, or with `resume` that of the run to go on with.
        resume: go on with an interrupted run, with the same options.
        unknown_actors: CSV file for the names of armed or organised actors that the lexicon lacks.
        progress: called after each article.
        stdin: the stream that "-" stands for.
        options: all options as one object.
        named: options by name: fields of `BatchOptions` and of `Settings`.

    Raises:
        InputError: an option is unknown or has a wrong value.
        BatchError: the output cannot be written, belongs to another run, or no process can be started.
        DataFileError: a data file is broken.
    """
    chosen = batch_options(options, named)
    paths = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    target = Path(out)
    _check_paths(paths, target)
    with OutputFolder(target, chosen.format, Resources(chosen.settings.data)) as folder:
        job = _Run(folder, chosen, paths, Path(unknown_actors) if unknown_actors else None, progress)
        return job.finish(resume=resume, stdin=stdin)


class _Run:
    """One run into one open folder."""

    def __init__(
        self,
        folder: OutputFolder,
        options: BatchOptions,
        inputs: list[str | Path],
        unknown_actors: Path | None,
        progress: Progress | None,
    ) -> None:
        self._folder = folder
        self._options = options
        self._inputs = inputs
        self._unknown_actors = unknown_actors
        self._progress = progress or (lambda _done, _total, _records: None)
        self._started = time.monotonic()
        self._manifest = _identity(options, inputs)
        self._timings: dict[str, float] = {}

    def finish(self, *, resume: bool, stdin: BinaryIO | None) -> BatchReport:
        before = self._claim(resume=resume)
        if before and before["status"] == "complete":
            return self._report(complete=True, manifest=before)
        try:
            self._save("running")
            if not self._folder.spool.is_complete:
                self._fill(stdin)
            self._extract()
        except KeyboardInterrupt:
            self._close("interrupted")
            raise
        manifest = self._close("complete")
        self._folder.spool.remove()
        return self._report(complete=True, manifest=manifest)

    def _claim(self, *, resume: bool) -> dict[str, Any] | None:
        """The manifest of the run that is taken up again, if there is one."""
        before = self._folder.manifest()
        shown = str(self._folder.path)
        if before is None:
            if strangers := self._folder.strangers():
                msg = f"{shown!r} is not empty and holds no run (there is {strangers[0]!r}); take another folder"
                raise BatchError(msg)
            return None
        if not resume:
            msg = f"{shown!r} holds a run already; --resume goes on with it, or take another folder"
            raise BatchError(msg)
        if other := _differences(before, self._manifest):
            msg = f"{shown!r} holds another run: {'; '.join(other)}"
            raise BatchError(msg)
        return before

    def _fill(self, stdin: BinaryIO | None) -> None:
        begun = time.monotonic()
        with _rewindable(stdin) as stream:
            items = read_inputs(self._inputs, self._options, stdin=stream, output=self._folder.path.resolve())
            try:
                self._folder.spool.fill(items, self._options)
            except OSError as error:
                msg = f"cannot write {str(self._folder.path)!r}: {error.strerror or error}"
                raise BatchError(msg) from error
        self._timings["reading_s"] = round(time.monotonic() - begun, 3)
        logger.info("input read", extra={"articles": self._folder.spool.count})

    def _extract(self) -> None:
        begun = time.monotonic()
        size, number = self._options.part_size, self._folder.parts()
        total, start = self._folder.spool.count, number * self._options.part_size
        done, records = start, self._folder.counts()[0]["records"]
        tasks = self._folder.spool.tasks(start, self._options)
        worker = Worker(self._options.settings, self._options.since)
        pool = Pool(worker, self._options.workers, self._options.timeout)
        self._progress(done, total, records)
        part: list[Outcome] = []
        with closing(pool.outcomes(tasks, start)) as outcomes:
            for outcome in outcomes:
                part.append(outcome)
                done, records = done + 1, records + len(outcome.events)
                if outcome.fate is Fate.FAILED:
                    logger.warning("article failed", extra={"doc_id": outcome.doc_id, "reason": outcome.reason})
                if len(part) == size or done == total:
                    self._folder.write_part(number, part)
                    logger.info("part written", extra={"part": number, "done": done, "articles": total})
                    number, part = number + 1, []
                self._progress(done, total, records)
        self._timings["extracting_s"] = round(time.monotonic() - begun, 3)

    def _save(self, status: str, **more: object) -> dict[str, Any]:
        content = {"status": status, "written": datetime.now(UTC).isoformat(timespec="seconds"), **self._manifest}
        self._folder.write_manifest({**content, **more})
        return {**content, **more}

    def _close(self, status: str) -> dict[str, Any]:
        """Writes the lists and the manifest of a run that ends here."""
        self._folder.write_failures()
        if self._unknown_actors is not None:
            self._folder.write_unknown_actors(self._unknown_actors)
        counts, skipped = self._folder.counts()
        timings = {**self._timings, "total_s": round(time.monotonic() - self._started, 3)}
        return self._save(status, counts=counts, skipped=skipped, timings=timings, workers=self._options.workers)

    def _report(self, *, complete: bool, manifest: dict[str, Any]) -> BatchReport:
        counts, skipped = self._folder.counts()
        seconds = time.monotonic() - self._started
        return BatchReport(self._folder.path, complete, counts, skipped, seconds, manifest)


def batch_options(options: BatchOptions | None, named: dict[str, Any]) -> BatchOptions:
    """`options` with those given by name: fields of `BatchOptions` and of `Settings`.

    Raises:
        InputError: an option is unknown or has a wrong value.
    """
    from conflictwire.settings import Settings

    base = (options or BatchOptions()).model_dump()
    for name, value in named.items():
        place = base["settings"] if name in Settings.model_fields else base
        place[name] = value
    try:
        chosen = BatchOptions.model_validate(base)
    except ValidationError as error:
        raise InputError(str(error)) from error
    if chosen.format not in WRITERS:
        msg = f"no format {chosen.format!r}; there are {', '.join(WRITERS)}"
        raise InputError(msg)
    return chosen


def _check_paths(inputs: Iterable[str | Path], out: Path) -> None:
    for given in inputs:
        if str(given) == STDIN:
            continue
        path = Path(given)
        if not path.exists():
            msg = f"there is no {str(given)!r}"
            raise InputError(msg)
        if path.resolve() == out.resolve():
            msg = f"the output folder {str(out)!r} is an input too"
            raise InputError(msg)


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What tells two runs apart, option by option."""
    found: list[str] = []
    for key, value in now.items():
        there = before.get(key)
        if isinstance(value, dict) and isinstance(there, dict):
            found.extend(_differences(there, value))
        elif there != value:
            found.append(f"{key} was {there!r} and is {value!r}")
    return found


def _identity(options: BatchOptions, inputs: Sequence[str | Path]) -> dict[str, Any]:
    """What makes two runs the same run."""
    from conflictwire import __version__

    return {
        "version": __version__,
        "schema_version": SCHEMA_VERSION,
        "rules_version": Resources(options.settings.data).version(),
        "inputs": [os.fsencode(str(path)).decode("utf-8", "backslashreplace") for path in inputs],
        "options": options.deciding(),
    }


@contextmanager
def _rewindable(stream: BinaryIO | None) -> Iterator[BinaryIO | None]:
    """The stream, or a copy of it on disk where it cannot be rewound, as a pipe cannot."""
    if stream is None or stream.seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield copy
