"""Saved records and the articles they came from, put together again for the report."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from conflictwire.article import Article
from conflictwire.cleaning import clean
from conflictwire.errors import InputError
from conflictwire.formats import ReadFailure, read_articles
from conflictwire.formats.jsonl import read_jsonl
from conflictwire.report.articles import ReportArticle
from conflictwire.resources import Resources
from conflictwire.schema import ConflictEvent, Span
from conflictwire.settings import Settings

__all__ = ["holds_records", "is_run", "read_records", "read_run"]

MANIFEST = "manifest.json"
RECORD_KEYS = frozenset({"event_id", "sub_event_type", "trigger"})
STATUS = {"processed": "ok"}
CHANGED = "the text at hand is not the one that the records were made from; it is not shown"


def is_run(path: Path) -> bool:
    """Whether `path` is the output folder of a batch run."""
    return (path / MANIFEST).is_file()


def holds_records(path: Path) -> bool:
    """Whether `path` is a file whose first line that is not empty holds a record."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        line = next((line for line in file if line.strip()), "")
    try:
        row = json.loads(line)
    except ValueError:
        return False
    return isinstance(row, dict) and row.keys() >= RECORD_KEYS


def read_records(path: Path, articles: Iterable[Path] = ()) -> Iterator[ReportArticle]:
    """The articles of a JSONL file of records, with their texts where `articles` (files or folders) hold them.

    Raises:
        InputError: a line holds no record.
        OSError: the file cannot be read.
    """
    records = _by_article(_events(path))
    texts = _texts(articles)
    for doc_id in dict.fromkeys([*texts, *records]):
        events = records.get(doc_id, [])
        yield _article(doc_id, events, texts.get(doc_id), "ok" if events else "quiet")


def read_run(folder: Path, articles: Sequence[Path] = ()) -> Iterator[ReportArticle]:
    """The articles of a batch run's output folder, with their texts.

    Args:
        folder: it, with records as JSONL.
        articles: files or folders with the texts; default: the inputs that the manifest names, where they still are.

    Raises:
        InputError: it holds no records as JSONL, or a broken file.
        OSError: a file cannot be read.
    """
    manifest = _json(folder / MANIFEST)
    parts = sorted(folder.glob("events-*.jsonl"))
    if not parts and any(folder.glob("events-*")):
        msg = f"{str(folder)!r} holds its records in another format than jsonl; run batch with --format jsonl"
        raise InputError(msg)
    records = _by_article(event for part in parts for event in _events(part))
    options = manifest.get("options", {})
    inputs = articles or [path for path in map(Path, manifest.get("inputs", ())) if path.exists()]
    texts = _texts(inputs, kind=options.get("kind"), columns=options.get("columns"))
    for row in _rows(folder):
        doc_id, fate = row.get("doc_id") or "", row["fate"]
        reason = " ".join(filter(None, (row.get("reason"), row.get("duplicate_of"))))
        warnings = (*row.get("warnings", ()), *((reason,) if reason else ()))
        read = fate not in ("skipped", "failed")
        events = records.get(doc_id, []) if read else []
        yield _article(doc_id, events, texts.get(doc_id), STATUS.get(fate, fate), warnings)


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((folder / "articles").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _json(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
    except ValueError as error:
        msg = f"{str(path)!r} is no manifest of a run: {error}"
        raise InputError(msg) from error
    return content


def _events(path: Path) -> Iterator[ConflictEvent]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        yield from read_jsonl(lines, name=path.name)


def _by_article(events: Iterable[ConflictEvent]) -> Mapping[str, list[ConflictEvent]]:
    found: dict[str, list[ConflictEvent]] = defaultdict(list)
    for event in events:
        found[event.doc_id or ""].append(event)
    return found


def _texts(paths: Iterable[Path], **how: Any) -> dict[str, Article]:  # noqa: ANN401 - handed on to `read_articles`
    items = (item for path in paths for item in read_articles(path, **how))
    return {item.doc_id or "": item for item in items if not isinstance(item, ReadFailure)}


def _article(
    doc_id: str, events: Sequence[ConflictEvent], article: Article | None, status: str, warnings: Sequence[str] = ()
) -> ReportArticle:
    if article is None:
        source = events[0].source if events else None
        return ReportArticle(
            events, doc_id, publisher=source.publisher if source else None, status=status, warnings=warnings
        )
    if not all(article.text[span.start : span.end] == span.text for event in events for span in _checked(event)):
        return ReportArticle(events, doc_id, status=status, warnings=(*warnings, CHANGED))
    known = article.model_dump(
        include={"publication_date", "publication_date_source", "publisher", "title", "author", "warnings"}
    )
    facts = clean(article.text, resources=Resources(), settings=Settings(), **known).facts
    return ReportArticle(
        events, doc_id, article.text, facts.title, facts.publisher, facts.publication_date, status, warnings
    )


def _checked(event: ConflictEvent) -> Iterator[Span]:
    yield from (event.trigger, *event.mentions, *event.actors, *event.targets, *event.casualties, *event.evidence)
