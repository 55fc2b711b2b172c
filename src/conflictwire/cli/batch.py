"""`conflictwire batch`: files, folders or a stream to a folder of records, or to stdout."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictwire.cli.app import BAD_DATA, FAILED, INTERRUPTED, app, complain, iso_date, write

if TYPE_CHECKING:
    from conflictwire.batch import BatchOptions, BatchReport
    from conflictwire.batch.runner import Progress

__all__ = ["batch"]

# What every log record has; the rest is what the message is about.
STANDARD = frozenset(vars(logging.makeLogRecord({})))


@app.command()
def batch(  # noqa: PLR0917 - typer passes them all by name
    inputs: Annotated[
        list[str], typer.Argument(metavar="FOLDER|FILE...|-", help="Any mix of articles; - is JSONL on stdin.")
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", help="Output folder; - writes JSONL to stdout, line by line, from stdin.")
    ],
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that extract.", show_default="1")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an interrupted run.")] = False,
    include: Annotated[list[str] | None, typer.Option(metavar="GLOB", help="Only such files; repeatable.")] = None,
    exclude: Annotated[list[str] | None, typer.Option(metavar="GLOB", help="No such files; repeatable.")] = None,
    since: Annotated[
        str | None,
        typer.Option(callback=iso_date, metavar="YYYY-MM-DD", help="Skip articles published before this day."),
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="Leave out records below this confidence.")
    ] = None,
    output_format: Annotated[
        str | None, typer.Option("--format", help="Format of the records: jsonl, parquet, csv, ...")
    ] = None,
    data: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True, file_okay=False, help="Folder with rules, actors or lexicons of your own; repeatable."
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FACT=NAME", help="Your name of the column text, title, date, id or source; repeatable."),
    ] = None,
    keep_duplicates: Annotated[
        bool, typer.Option("--keep-duplicates", help="Read every version of a story that was sent again.")
    ] = False,
    unknown_actors: Annotated[
        Path | None, typer.Option(help="CSV file for names of armed or organised actors that the lexicon lacks.")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(min=1.0, help="Seconds after which an article is given up.", show_default="60")
    ] = None,
    part_size: Annotated[
        int | None, typer.Option(min=1, help="Articles in one part of the output.", show_default="200")
    ] = None,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log to stderr, one JSON object a line.")] = False,
) -> None:
    """Extract the events of many articles; an interrupted run is taken up again with --resume."""
    named = {
        "workers": workers,
        "include": include,
        "exclude": exclude,
        "since": since,
        "min_confidence": min_confidence,
        "format": output_format,
        "data": data,
        "columns": _columns(column or []) or None,
        "keep_duplicates": keep_duplicates or None,
        "timeout": timeout,
        "part_size": part_size,
    }
    options = {name: value for name, value in named.items() if value is not None}
    if log_json:
        _log_json()
    with _exits():
        if out == "-":
            failed = _stream(inputs, options)
        else:
            report = _run(inputs, out, options, resume=resume, unknown_actors=unknown_actors, quiet=log_json)
            complain(_summary(report))
            failed = report.counts["failed"] > 0
    if failed:
        raise typer.Exit(FAILED)


def _columns(pairs: list[str]) -> dict[str, str]:
    columns = {}
    for pair in pairs:
        fact, equals, name = pair.partition("=")
        if not equals:
            msg = f"{pair!r} is no FACT=NAME"
            raise typer.BadParameter(msg)
        columns[fact] = name
    return columns


@contextmanager
def _exits() -> Iterator[None]:
    """Errors of this package as one line and an exit code."""
    from conflictwire.errors import ConflictwireError, DataFileError, InputError

    try:
        yield
    except KeyboardInterrupt:
        complain("interrupted; --resume goes on with this run")
        raise typer.Exit(INTERRUPTED) from None
    except InputError as error:
        raise typer.BadParameter(str(error)) from error
    except ConflictwireError as error:
        complain(f"error: {error}")
        raise typer.Exit(BAD_DATA if isinstance(error, DataFileError) else FAILED) from error


def _run(
    inputs: list[str], out: str, options: dict[str, Any], *, resume: bool, unknown_actors: Path | None, quiet: bool
) -> "BatchReport":
    from conflictwire.batch import run

    stdin = typer.get_binary_stream("stdin") if "-" in inputs else None
    with _progress(shown=sys.stderr.isatty() and not quiet) as progress:
        return run(inputs, out, resume=resume, unknown_actors=unknown_actors, progress=progress, stdin=stdin, **options)


def _stream(inputs: list[str], options: dict[str, Any]) -> bool:
    """Records of the articles on stdin to stdout; true when some article failed."""
    from conflictwire.batch.runner import batch_options
    from conflictwire.batch.stream import stream

    if inputs != ["-"]:
        msg = "-o - writes what comes in on stdin; the input must be -"
        raise typer.BadParameter(msg)
    chosen: BatchOptions = batch_options(None, options)
    if chosen.format != "jsonl":
        msg = "-o - writes JSONL only"
        raise typer.BadParameter(msg)
    failed = False
    for outcome in stream(typer.get_binary_stream("stdin"), chosen):
        if outcome.events:
            write("".join(event + "\n" for event in outcome.events))
        if outcome.fate in ("failed", "skipped"):
            complain(f"{outcome.doc_id or outcome.number}: {outcome.fate}: {outcome.reason}")
        failed = failed or outcome.fate == "failed"
    return failed


@contextmanager
def _progress(*, shown: bool) -> "Iterator[Progress | None]":
    """A bar with rate, records and time left; nothing where stderr is no terminal."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("articles"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[records]} records"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("articles", total=None, records=0, rate="")

        def update(done: int, total: int, records: int) -> None:
            speed = bar.tasks[task].speed
            bar.update(task, completed=done, total=total, records=records, rate=f"{speed:.1f}/s" if speed else "")

        yield update


def _summary(report: "BatchReport") -> str:
    counts = report.counts
    skipped = "".join(f", {number} {reason}" for reason, number in sorted(report.skipped.items()))
    return (
        f"{counts['articles']} articles: {counts['processed']} with records ({counts['records']} in all), "
        f"{counts['quiet']} quiet, {counts['skipped']} skipped{f' ({skipped[2:]})' if skipped else ''}, "
        f"{counts['failed']} failed; {report.seconds:.1f} s; records in {report.out}"
    )


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        extra = {key: value for key, value in vars(record).items() if key not in STANDARD}
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": when, "level": record.levelname, "message": record.getMessage(), **extra}
        return json.dumps(line, ensure_ascii=False, default=str)


def _log_json() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonFormatter())
    log = logging.getLogger("conflictwire")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
