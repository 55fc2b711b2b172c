"""What one process does: articles in, outcomes out. It holds an `Extractor` and can be pickled before it has one."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import TYPE_CHECKING

from conflictwire.batch.report import Fate, Outcome
from conflictwire.batch.spool import TOO_OLD, Task
from conflictwire.batch.unknown import unknown_actors
from conflictwire.settings import Settings

if TYPE_CHECKING:
    from conflictwire.pipeline import Extractor, Result

__all__ = ["Worker"]

READABLE = (None, "en")


class Worker:
    """Extracts; the extractor is built on first use.

    Args:
        settings: options of the extractor.
        since: articles published before this day are skipped.
    """

    def __init__(self, settings: Settings, since: date | None = None) -> None:
        self._settings = settings
        self._since = since
        self._extractor: Extractor | None = None

    def __getstate__(self) -> dict[str, object]:
        """The extractor stays where it is; another process builds its own."""
        return {"_settings": self._settings, "_since": self._since, "_extractor": None}

    @property
    def extractor(self) -> "Extractor":
        """The extractor.

        Raises:
            ConflictwireError: the pipeline or a data file cannot be loaded.
        """
        if self._extractor is None:
            from conflictwire.pipeline import Extractor

            self._extractor = Extractor(settings=self._settings)
        return self._extractor

    def outcomes(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """One outcome a task, in order. What spaCy learnt from these texts is forgotten afterwards."""
        extractor = self.extractor
        with _forgetting(extractor):
            for task, result in zip(tasks, extractor.pipe(task.article for task in tasks), strict=True):
                yield self._outcome(task, result)

    def _outcome(self, task: Task, result: "Result") -> Outcome:
        fate, reason = self._fate(result)
        events = result.events if fate is Fate.PROCESSED else ()
        return Outcome(
            task.number,
            task.source,
            result.doc_id,
            fate,
            reason,
            events=tuple(event.model_dump_json() for event in events),
            warnings=result.warnings,
            unknown_actors=unknown_actors(result),
        )

    def _fate(self, result: "Result") -> tuple[Fate, str | None]:
        if result.status == "failed" or result.document is None:
            return Fate.FAILED, result.warnings[-1] if result.warnings else "extraction failed"
        facts = result.document.facts
        if facts.language not in READABLE:
            return Fate.SKIPPED, f"language {facts.language}"
        if self._since and facts.publication_date and facts.publication_date < self._since:
            return Fate.SKIPPED, TOO_OLD
        return (Fate.PROCESSED if result.events else Fate.QUIET), None


def _forgetting(extractor: "Extractor") -> AbstractContextManager[object]:
    """A memory zone of spaCy, so that the vocabulary does not grow with every new word."""
    zone = getattr(extractor.nlp, "memory_zone", nullcontext)
    result: AbstractContextManager[object] = zone()
    return result
