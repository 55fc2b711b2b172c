"""`conflictwire explain`: why a text gives the records that it gives."""

from pathlib import Path
from typing import Annotated, Any

import typer

from conflictwire.cli.app import FAILED, app, build_extractor, complain, iso_date, write

__all__ = ["explain"]


@app.command()
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE|-", help="A sentence, a text file, or - for stdin.")],
    publication_date: Annotated[
        str | None, typer.Option(callback=iso_date, metavar="YYYY-MM-DD", help="Publication date.")
    ] = None,
    data: Annotated[
        list[Path] | None, typer.Option(exists=True, file_okay=False, help="Folder with data files of your own.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the explanation as data.")] = False,
) -> None:
    """Say for each record and field which rule, words, cues and checks it rests on, and what other sentences lacked."""
    from conflictwire.errors import ConflictwireError

    options: dict[str, Any] = {"data": tuple(data or ())}
    try:
        found = build_extractor(options).explain(_text(text), publication_date=publication_date)
    except (OSError, ConflictwireError) as error:
        complain(f"error: {error}")
        raise typer.Exit(FAILED) from error
    write(found.model_dump_json(indent=2) + "\n" if as_json else found.text() + "\n")


def _text(given: str) -> str:
    """The argument itself, unless it is - or names a file."""
    from conflictwire.formats.decoding import decode

    if given == "-":
        return decode(typer.get_binary_stream("stdin").read())[0]
    try:
        is_file = Path(given).is_file()
    except OSError:  # a sentence is too long for a file name
        return given
    return decode(Path(given).read_bytes())[0] if is_file else given
