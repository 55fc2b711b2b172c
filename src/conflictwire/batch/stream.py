"""JSONL in, JSONL out, line by line: a stage of a Unix pipe. Memory does not grow with the length of the stream."""

from collections.abc import Iterator
from typing import BinaryIO

from conflictwire.batch.options import BatchOptions
from conflictwire.batch.pool import Pool
from conflictwire.batch.report import Fate, Outcome
from conflictwire.batch.spool import Task
from conflictwire.batch.worker import Worker
from conflictwire.formats.failures import ReadFailure
from conflictwire.formats.reading import read_lines

__all__ = ["stream"]


def stream(source: BinaryIO, options: BatchOptions) -> Iterator[Outcome]:
    """The outcome of each line of JSONL, in order, as soon as it is there.

    A stream is read once, so versions of one story are not looked for.

    Args:
        source: lines of JSON, one article each.
        options: of these, `columns`, `since`, `workers`, `timeout` and `settings` count.

    Raises:
        BatchError: no process can be started.
        ConflictwireError: what building an `Extractor` raised.
    """
    pool = Pool(Worker(options.settings, options.since), options.workers, options.timeout)
    yield from pool.outcomes(_tasks(source, options))


def _tasks(source: BinaryIO, options: BatchOptions) -> Iterator[Task | Outcome]:
    for number, item in enumerate(read_lines(source, "stdin", columns=options.columns)):
        if isinstance(item, ReadFailure):
            yield Outcome(number, "stdin", item.doc_id, Fate.FAILED, str(item))
        else:
            yield Task(number, "stdin", item)
