"""`conflictwire check`: a user's own data files, before they are used."""

from pathlib import Path
from typing import Annotated

import typer

from conflictwire.cli.app import BAD_DATA, app, complain, write

__all__ = ["check"]


@app.command()
def check(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", exists=True, file_okay=False, help="Folders of data files.")
    ],
) -> None:
    """Check data files of your own: format, examples inside rules, name clashes. Exit code 3 for problems."""
    from conflictwire.check import check_folder

    broken = False
    for folder in folders:
        report = check_folder(folder)
        for problem in report.problems:
            complain(f"error: {problem}")
        broken = broken or bool(report.problems)
        verdict = f"{len(report.problems)} problems" if report.problems else "all right"
        write(f"{folder}: {report.files} files read, {report.examples} examples run: {verdict}\n")
    if broken:
        raise typer.Exit(BAD_DATA)
