"""`conflictwire extract`: the records of files of any kind that can be read."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictwire.cli.app import FAILED, INTERRUPTED, app, build_extractor, complain, iso_date, json_line, write
from conflictwire.cli.table import print_table

if TYPE_CHECKING:
    from conflictwire.article import Article
    from conflictwire.formats import ReadFailure
    from conflictwire.pipeline import Extractor, Result

__all__ = ["OutputFormat", "extract"]

_STDIN = "stdin"


class OutputFormat(StrEnum):
    """How records are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Input:
    """One file to read, the id of its article, and whether the caller gave that id."""

    path: Path | None
    doc_id: str | None
    given: bool = False

    @property
    def label(self) -> str:
        return "<stdin>" if self.path is None else str(self.path)


@app.command()
def extract(  # noqa: PLR0917 - typer passes them all by name
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...|-", help="Text, HTML, XML, JSONL or CSV; - is stdin."),
    ],
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
    places: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A place database of your own (`places build`).")
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
    if places is not None:
        options["places"] = places
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
        inputs.append(_Input(path, default if doc_id is None else doc_id, given=doc_id is not None))
    return inputs


class _Run:
    """Reads and extracts one input after the other; what cannot be read is reported and counted, never fatal."""

    def __init__(self, extractor: "Extractor", article_facts: dict[str, str | None]) -> None:
        self._extractor = extractor
        self._facts: dict[str, Any] = {name: value for name, value in article_facts.items() if value is not None}
        if day := self._facts.get("publication_date"):
            self._facts |= {"publication_date": date.fromisoformat(day), "publication_date_source": "caller"}
        self.failures = 0

    def results(self, inputs: Sequence[_Input]) -> Iterator[tuple[_Input, "Result"]]:
        from conflictwire.article import Article

        for source in inputs:
            for number, item in enumerate(_read(source), start=1):
                if not isinstance(item, Article):
                    where = source.label if item.line is None else f"{source.label}, line {item.line}"
                    self._fail(where, item.reason)
                    continue
                doc_id = _doc_id(source, item.doc_id, number)
                article = Article.model_construct(**{**dict(item), **self._facts, "doc_id": doc_id})
                (result,) = self._extractor.pipe([article])
                for warning in result.warnings:
                    complain(f"{source.label}: warning: {warning}")
                if result.status == "failed":
                    self._fail(source.label, "extraction failed")
                yield source, result

    def _fail(self, where: str, reason: str) -> None:
        self.failures += 1
        complain(f"{where}: error: {reason}")


def _read(source: _Input) -> Iterator["Article | ReadFailure"]:
    from conflictwire.formats import ReadFailure, read_articles
    from conflictwire.formats.reading import read_stream

    if source.path is None:
        return read_stream(BytesIO(typer.get_binary_stream("stdin").read()), _STDIN)
    if source.path.is_dir():
        return iter(
            [ReadFailure(source.label, "is a folder; `extract` reads files, `conflictwire batch` whole folders")]
        )
    return read_articles(source.path)


def _doc_id(source: _Input, found: str | None, number: int) -> str | None:
    """The article's own id, or one made from the name of its file or from `--doc-id`."""
    name = _STDIN if source.path is None else source.path.name
    rest = found.removeprefix(name) if found and found.startswith(name) else None
    if source.given and rest is None:
        return source.doc_id if number == 1 else f"{source.doc_id}#{number}"
    if rest is None:
        return found
    return source.doc_id if not rest else f"{source.doc_id or name}{rest}"
