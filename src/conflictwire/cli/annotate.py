"""`conflictwire annotate`: what is named in text files, events or not."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from conflictwire.cli.app import FAILED, INTERRUPTED, app, build_extractor, complain, iso_date, write

__all__ = ["annotate"]


@app.command()
def annotate(
    files: Annotated[list[str], typer.Argument(metavar="FILE...|-", help="Text files; - is stdin.")],
    publication_date: Annotated[
        str | None,
        typer.Option(callback=iso_date, metavar="YYYY-MM-DD", help="Publication date; wins over what the text says."),
    ] = None,
    places: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A place database of your own (`places build`).")
    ] = None,
    data: Annotated[
        list[Path] | None,
        typer.Option(exists=True, file_okay=False, help="Folder with data files of your own; repeatable."),
    ] = None,
) -> None:
    """Print every place, date, actor and quantity of each text as one line of JSON."""
    from conflictwire.errors import ConflictwireError
    from conflictwire.formats.decoding import decode

    options: dict[str, Any] = {"data": tuple(data or ()), "places": places}
    failed = False
    try:
        extractor = build_extractor(options)
        for name in files:
            label = "<stdin>" if name == "-" else name
            try:
                content = typer.get_binary_stream("stdin").read() if name == "-" else Path(name).read_bytes()
                text, repairs = decode(content)
                found = extractor.annotate(text, publication_date, doc_id=None if name == "-" else name)
            except (OSError, ConflictwireError) as error:
                failed = True
                complain(f"{label}: error: {(error.strerror if isinstance(error, OSError) else None) or error}")
                continue
            for warning in (*repairs, *found.warnings):
                complain(f"{label}: warning: {warning}")
            write(json.dumps(found.model_dump(mode="json"), ensure_ascii=False) + "\n")
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    if failed:
        raise typer.Exit(FAILED)
