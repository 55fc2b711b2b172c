"""The command-line application that every command joins, its exit codes, and what commands share."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from conflictwire.pipeline import Extractor
    from conflictwire.schema import ConflictEvent

__all__ = [
    "BAD_DATA",
    "FAILED",
    "INTERRUPTED",
    "app",
    "build_extractor",
    "complain",
    "iso_date",
    "json_line",
    "printable",
    "write",
]

FAILED = 1
BAD_DATA = 3
INTERRUPTED = 130

app = typer.Typer(
    name="conflictwire",
    help="Raw wire text in, typed conflict-event records out. Works offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from conflictwire import __version__

        typer.echo(f"conflictwire {__version__}")
        raise typer.Exit


def iso_date(value: str | None) -> str | None:
    """An ISO date as it is, for an option callback.

    Raises:
        BadParameter: it is no date.
    """
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


def build_extractor(options: dict[str, Any]) -> "Extractor":
    """An extractor, or one line and an exit when a data file or the language pipeline cannot be used."""
    from conflictwire.errors import ConflictwireError, DataFileError
    from conflictwire.pipeline import Extractor

    try:
        return Extractor(**options)
    except ConflictwireError as error:
        complain(f"error: {error}")
        raise typer.Exit(BAD_DATA if isinstance(error, DataFileError) else FAILED) from error


def json_line(event: "ConflictEvent") -> str:
    """One record as a line of JSONL."""
    from conflictwire.formats.jsonl import record_line

    return record_line(event)


def write(text: str) -> None:
    """Data goes out as UTF-8 whatever the terminal's own encoding."""
    stream = typer.get_binary_stream("stdout")
    stream.write(text.encode("utf-8", "backslashreplace"))
    stream.flush()


def complain(message: str) -> None:
    """A message on stderr."""
    typer.echo(message, err=True)


def printable(text: str) -> str:
    """One line without control characters, which a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
