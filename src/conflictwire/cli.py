"""The `conflictwire` command: data on stdout, messages on stderr.

Exit codes: 0 all read, 1 some input or data file could not be used, 2 wrong usage, 130 interrupted.
Nothing heavy is imported before an article is to be read, so that `--help` answers at once.
"""

import codecs
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from conflictwire.pipeline import Extractor, Result
    from conflictwire.schema import CasualtyClaim, ConflictEvent

__all__ = ["OutputFormat", "app", "decode", "main"]

FAILED = 1
INTERRUPTED = 130
PIPED_TABLE_WIDTH = 160

app = typer.Typer(
    name="conflictwire",
    help="Raw wire text in, typed conflict-event records out. Works offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


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


def main() -> None:
    """Run the command line and exit."""
    app(prog_name="conflictwire")


def _print_version(wanted: bool) -> None:
    if wanted:
        from conflictwire import __version__

        typer.echo(f"conflictwire {__version__}")
        raise typer.Exit


def _iso_date(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        msg = f"{value!r} is no date; write it as YYYY-MM-DD"
        raise typer.BadParameter(msg) from error


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def schema() -> None:
    """Print the JSON Schema of one record."""
    from conflictwire.schema import ConflictEvent

    _write(json.dumps(ConflictEvent.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False) + "\n")


@app.command()
def extract(  # noqa: PLR0917 - typer passes them all by name
    files: Annotated[list[str], typer.Argument(metavar="FILE...|-", help="Text files, one article each; - is stdin.")],
    output_format: Annotated[
        OutputFormat | None,
        typer.Option("--format", help="Default: table on a terminal, jsonl otherwise.", show_default=False),
    ] = None,
    publication_date: Annotated[
        str | None,
        typer.Option(callback=_iso_date, metavar="YYYY-MM-DD", help="Publication date; wins over what the text says."),
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
        run = _Run(_extractor(options), article_facts)
        results = run.results(inputs)
        if chosen is OutputFormat.JSON:
            records = [event.model_dump(mode="json") for _, result in results for event in result.events]
            _write(json.dumps(records, indent=2, ensure_ascii=False) + "\n")
        elif chosen is OutputFormat.JSONL:
            for _, result in results:
                _write("".join(_json_line(event) for event in result.events))
        else:
            for source, result in results:
                _print_table(source.label, result, show_all=show_all)
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


def _extractor(options: dict[str, Any]) -> "Extractor":
    """An extractor, or one line and an exit when a data file or the language pipeline cannot be used."""
    from conflictwire.errors import ConflictwireError
    from conflictwire.pipeline import Extractor

    try:
        return Extractor(**options)
    except ConflictwireError as error:
        _complain(f"error: {error}")
        raise typer.Exit(FAILED) from error


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
                _complain(f"{source.label}: warning: {warning}")
            if result.status == "failed":
                self._fail(source, "extraction failed")
            yield source, result

    def _fail(self, source: _Input, reason: str) -> None:
        self.failures += 1
        _complain(f"{source.label}: error: {reason}")


def _read(source: _Input) -> bytes:
    if source.path is None:
        return typer.get_binary_stream("stdin").read()
    if source.path.is_dir():
        msg = "is a folder; `extract` reads files (`conflictwire batch`, for whole folders, is not there yet)"
        raise IsADirectoryError(msg)
    return source.path.read_bytes()


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Text of `data`, and a warning when it is not UTF-8.

    Line ends stay as they are, so that offsets count in the file's own characters.

    Example:
        >>> decode(b"caf\xe9")
        ('café', ('not UTF-8; read as cp1252',))
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16", "utf-8", "cp1252"]
    else:
        candidates = ["utf-8", "cp1252"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, () if encoding == "utf-8" else (f"not UTF-8; read as {encoding}",)
    return data.decode("latin-1"), ("not UTF-8; read as latin-1",)


def _json_line(event: "ConflictEvent") -> str:
    return json.dumps(event.model_dump(mode="json"), ensure_ascii=False) + "\n"


def _write(text: str) -> None:
    """Data goes out as UTF-8 whatever the terminal's own encoding."""
    stream = typer.get_binary_stream("stdout")
    stream.write(text.encode("utf-8", "backslashreplace"))
    stream.flush()


def _complain(message: str) -> None:
    typer.echo(message, err=True)


def _print_table(label: str, result: "Result", *, show_all: bool) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else PIPED_TABLE_WIDTH, highlight=False)
    shown = [event for event in result.events if show_all or not event.background]
    hidden = len(result.events) - len(shown)
    console.print(Text(_heading(label, result), style="bold"))
    if shown:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for column in ("date", "event", "actors", "targets", "place", "casualties", "according to", "conf."):
            table.add_column(column, overflow="fold")
        for event in shown:
            table.add_row(*(Text(_printable(cell)) for cell in _cells(event)), style="dim" if event.background else "")
        console.print(table)
    else:
        console.print("no conflict event")
    if hidden:
        console.print(f"{hidden} background event{'s' if hidden > 1 else ''} not shown (--all shows them)")
    console.print()


def _heading(label: str, result: "Result") -> str:
    facts = result.document.facts if result.document else None
    published = facts.publication_date.isoformat() if facts and facts.publication_date else None
    return _printable(" | ".join(filter(None, (label, published, facts.title if facts else None))))


def _cells(event: "ConflictEvent") -> tuple[str, ...]:
    status = "" if event.status == "occurred" else f" ({event.status})"
    country = f" ({event.location.country})" if event.location and event.location.country else ""
    return (
        _days(event),
        f"{event.sub_event_type.replace('_', ' ')}{status}: {event.trigger.text}",
        "; ".join(party.text for party in event.actors),
        "; ".join(party.text for party in event.targets),
        f"{event.location.text}{country}" if event.location else "",
        "; ".join(map(_claim, event.casualties)),
        "; ".join(party.text for party in event.source.claimed_by),
        f"{event.confidence:.2f}",
    )


def _days(event: "ConflictEvent") -> str:
    if event.date is None:
        return ""
    first, last = event.date.start_date.isoformat(), event.date.end_date.isoformat()
    return first if first == last else f"{first} to {last}"


def _claim(claim: "CasualtyClaim") -> str:
    match claim.min, claim.max:
        case None, None:
            number = "?"
        case low, None:
            number = f"{low}+"
        case None, high:
            number = f"up to {high}"
        case low, high:
            number = str(low) if low == high else f"{low}-{high}"
    by = f" ({', '.join(party.text for party in claim.claimed_by)})" if claim.claimed_by else ""
    return f"{number} {claim.kind}{by}"


def _printable(text: str) -> str:
    """One line without control characters, which a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
