"""`conflictwire extract`: the records of text files."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictwire.cli.app import FAILED, INTERRUPTED, app, build_extractor, complain, decode, iso_date, json_line, write
from conflictwire.cli.table import print_table

if TYPE_CHECKING:
    from conflictwire.pipeline import Extractor, Result

__all__ = ["OutputFormat", "extract"]


class OutputFormat(StrEnum):
    """How records are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Input:
    """One article to read: where from, and its default id."""

    path: Path | None
    doc_id: str | None

    @property
    def label(self) -> str:
        return "<stdin>" if self.path is None else str(self.path)


@app.command()
def extract(  # noqa: PLR0917 - typer passes them all by name
    files: Annotated[list[str], typer.Argument(metavar="FILE...|-", help="Text files, one article each; - is stdin.")],
    output_format: Annotated[
        OutputFormat | None,
        typer.Option("--format", help="Default: table on a terminal, jsonl otherwise.", show_default=False),
    ] = None,
    publication_date: Annotated[
        str | None,
        typer.Option(callback=iso_date, metavar="YYYY-MM-DD", help="Publication date; wins over what the text says."),
    ] = None,
    doc_id: Annotated[str | None, typer.Option(help="Id of the article. Default: the file name.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Publisher; wins over what the text says.")] = None,
    data: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True, file_okay=False, help="Folder with rules, actors or lexicons of your own; repeatable."
        ),
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="Leave out records below this confidence.")
    ] = None,
    show_all: Annotated[bool, typer.Option("--all", help="Show background events in the table too.")] = False,
) -> None:
    """Print the conflict events that each article reports."""
    inputs = _inputs(files, doc_id)
    chosen = output_format or (OutputFormat.TABLE if sys.stdout.isatty() else OutputFormat.JSONL)
    options: dict[str, Any] = {"data": tuple(data or ())}
    if min_confidence is not None:
        options["min_confidence"] = min_confidence
    article_facts = {"publication_date": publication_date, "publisher": publisher}
    try:
        run = _Run(build_extractor(options), article_facts)
        results = run.results(inputs)
        if chosen is OutputFormat.JSON:
            records = [event.model_dump(mode="json") for _, result in results for event in result.events]
            write(json.dumps(records, indent=2, ensure_ascii=False) + "\n")
        elif chosen is OutputFormat.JSONL:
            for _, result in results:
                write("".join(json_line(event) for event in result.events))
        else:
            for source, result in results:
                print_table(source.label, result, show_all=show_all)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    if run.failures:
        raise typer.Exit(FAILED)


def _inputs(files: Sequence[str], doc_id: str | None) -> list[_Input]:
    if doc_id is not None and len(files) > 1:
        msg = "--doc-id names one article, but several files are given"
        raise typer.BadParameter(msg)
    if files.count("-") > 1:
        msg = "stdin (-) can be read only once"
        raise typer.BadParameter(msg)
    names = Counter(Path(name).name for name in files)
    inputs = []
    for name in files:
        path = None if name == "-" else Path(name)
        # Two files of one name in different folders still need different ids.
        default = None if path is None else path.name if names[path.name] == 1 else name
        inputs.append(_Input(path, default if doc_id is None else doc_id))
    return inputs


class _Run:
    """Reads and extracts one input after the other; what cannot be read is reported and counted, never fatal."""

    def __init__(self, extractor: "Extractor", article_facts: dict[str, str | None]) -> None:
        self._extractor = extractor
        self._article_facts = article_facts
        self.failures = 0

    def results(self, inputs: Sequence[_Input]) -> Iterator[tuple[_Input, "Result"]]:
        from conflictwire.errors import ConflictwireError

        for source in inputs:
            try:
                text, repair = decode(_read(source))
                result = self._extractor.extract(text, doc_id=source.doc_id, **self._article_facts)
            except (OSError, ConflictwireError) as error:
                self._fail(source, _reason(error))
                continue
            for warning in (*repair, *result.warnings):
                complain(f"{source.label}: warning: {warning}")
            if result.status == "failed":
                self._fail(source, "extraction failed")
            yield source, result

    def _fail(self, source: _Input, reason: str) -> None:
        self.failures += 1
        complain(f"{source.label}: error: {reason}")


def _read(source: _Input) -> bytes:
    if source.path is None:
        return typer.get_binary_stream("stdin").read()
    if source.path.is_dir():
        msg = "is a folder; `extract` reads files (`conflictwire batch`, for whole folders, is not there yet)"
        raise IsADirectoryError(msg)
    return source.path.read_bytes()


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
