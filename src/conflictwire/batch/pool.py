"""Processes that extract, watched: one that dies or hangs is replaced, and the article it had is recorded."""

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from conflictwire.batch.report import Fate, Outcome
from conflictwire.batch.spool import Task
from conflictwire.batch.worker import Worker
from conflictwire.errors import BatchError, ConflictwireError

__all__ = ["Pool"]

# spaCy is 1.3 times as fast on several texts as on one.
CHUNK = 16
# Outcomes that wait for a slower article before them, at most.
MAX_WAITING = 2000
START_SECONDS = 120.0
READY, DONE = "ready", "done"


def _work(connection: Connection, worker: Worker) -> None:
    """A process: receives lists of tasks, sends outcomes one by one, then `DONE`. Ends when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _ = worker.extractor
        connection.send(READY)
        while True:
            for outcome in worker.outcomes(connection.recv()):
                connection.send(outcome)
            connection.send(DONE)
    except ConflictwireError as error:
        connection.send(error)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


@dataclass(slots=True)
class _Process:
    """A running process, the tasks it has not answered yet, and when it was last heard of."""

    process: SpawnProcess
    connection: Connection
    ready: bool = False
    tasks: dict[int, Task] = field(default_factory=dict)
    heard: float = field(default_factory=time.monotonic)

    def deadline(self, timeout: float) -> float:
        if not self.ready:
            return self.heard + max(timeout, START_SECONDS)
        return self.heard + timeout if self.tasks else float("inf")

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


class Pool:
    """Extracts a stream of tasks with several processes.

    Args:
        worker: what each process runs.
        workers: number of processes.
        timeout: seconds without any answer after which a process is taken to hang.
    """

    def __init__(self, worker: Worker, workers: int, timeout: float) -> None:
        self._worker = worker
        self._workers = workers
        self._timeout = timeout
        self._context = multiprocessing.get_context("spawn")
        self._processes: list[_Process] = []
        self._retries: deque[Task] = deque()
        self._done: dict[int, Outcome] = {}

    def outcomes(self, items: Iterable[Task | Outcome], start: int = 0) -> Generator[Outcome, None, None]:
        """The outcome of every item, in the order of their numbers, which count up from `start`.

        Raises:
            BatchError: no process can be started.
            ConflictwireError: what building an `Extractor`, or a broken data file, raised.
        """
        source = iter(items)
        exhausted = False
        number = start
        try:
            while True:
                exhausted = self._feed(source) if not exhausted else self._feed(iter(()))
                while number in self._done:
                    yield self._done.pop(number)
                    number += 1
                if any(process.tasks for process in self._processes):
                    self._listen()
                elif exhausted and not self._retries and not self._done:
                    return
        finally:
            for process in self._processes:
                process.stop()
            self._processes.clear()

    def _feed(self, source: Iterator[Task | Outcome]) -> bool:
        """Gives every idle process work; true when `source` has no more."""
        exhausted = False
        for process in [*self._processes]:
            if process.tasks or exhausted:
                continue
            chunk, exhausted = self._chunk(source)
            self._give(process, chunk)
        while len(self._processes) < self._workers and not exhausted:
            chunk, exhausted = self._chunk(source)
            if chunk:
                self._give(self._start(), chunk)
        return exhausted and not self._retries

    def _chunk(self, source: Iterator[Task | Outcome]) -> tuple[list[Task], bool]:
        """The next tasks for one process; a task that was with a process that broke goes alone."""
        if self._retries:
            return [self._retries.popleft()], False
        chunk: list[Task] = []
        while len(chunk) < CHUNK and len(self._done) < MAX_WAITING:
            item = next(source, None)
            if item is None:
                return chunk, True
            if isinstance(item, Outcome):
                self._done[item.number] = item
            else:
                chunk.append(item)
        return chunk, False

    def _start(self) -> _Process:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, self._worker), daemon=True)
        process.start()
        theirs.close()
        started = _Process(process, ours)
        self._processes.append(started)
        return started

    def _give(self, process: _Process, chunk: list[Task]) -> None:
        if chunk:
            process.tasks = {task.number: task for task in chunk}
            process.heard = time.monotonic()
            try:
                process.connection.send(chunk)
            except (BrokenPipeError, ConnectionResetError):
                self._replace(process, _death(process))

    def _listen(self) -> None:
        """Takes what processes have sent, and deals with those that died or hang."""
        nearest = min(process.deadline(self._timeout) for process in self._processes)
        by_connection = {process.connection: process for process in self._processes}
        wait(list(by_connection), max(0.0, min(nearest - time.monotonic(), 3600.0)))
        for process in [*self._processes]:
            try:
                while process.connection.poll():
                    self._take(process, process.connection.recv())
            except (EOFError, ConnectionResetError):
                self._replace(process, _death(process))
                continue
            if time.monotonic() >= process.deadline(self._timeout):
                self._replace(process, f"no result within {self._timeout:g} seconds")

    def _take(self, process: _Process, message: object) -> None:
        process.heard = time.monotonic()
        if isinstance(message, Outcome):
            del process.tasks[message.number]
            self._done[message.number] = message
        elif message == READY:
            process.ready = True
        elif isinstance(message, ConflictwireError):
            raise message

    def _replace(self, process: _Process, reason: str) -> None:
        """Ends a process. A task that it had alone has failed; of several, each gets another try alone.

        Raises:
            BatchError: it ended before it was ready: another one would too.
        """
        process.stop()
        self._processes.remove(process)
        if not process.ready:
            msg = f"a worker process could not start: {reason}"
            raise BatchError(msg)
        if len(process.tasks) == 1:
            (task,) = process.tasks.values()
            self._done[task.number] = Outcome(task.number, task.source, task.article.doc_id, Fate.FAILED, reason)
        else:
            self._retries.extend(process.tasks.values())


def _death(process: _Process) -> str:
    process.process.join(5)
    return f"the worker process died (exit code {process.process.exitcode})"
