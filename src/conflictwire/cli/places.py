"""`conflictwire places`: a larger place database from a GeoNames dump."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from conflictwire.cli.app import BAD_DATA, INTERRUPTED, app, complain

__all__ = ["build"]

places = typer.Typer(help="Make a place database of your own.", no_args_is_help=True)
app.add_typer(places, name="places")


@places.callback()
def _places() -> None:
    pass


@places.command()
def build(
    dump: Annotated[
        list[Path],
        typer.Argument(
            metavar="DUMP...",
            exists=True,
            dir_okay=False,
            help="GeoNames files, text or zip: allCountries or a country's; admin1CodesASCII, alternateNamesV2.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The new database.")] = Path("places.sqlite"),
) -> None:
    """Add the places of a GeoNames dump (https://download.geonames.org/export/dump/) to the embedded ones."""
    from conflictwire.errors import ConflictwireError
    from conflictwire.places_dump import build_from_dump
    from conflictwire.resources import Resources, builtin_path

    core = builtin_path("data", "places", "gazetteer.sqlite")
    try:
        added = build_from_dump(dump, out, core=core, resources=Resources(), progress=_show)
    except ConflictwireError as error:
        complain(f"error: {error}")
        raise typer.Exit(BAD_DATA) from error
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    complain(f"{out}: {added:,} places added; use it with --places {out}")


def _show(name: str, done: int, total: int) -> None:
    """A line that is written over on a terminal, and one a file elsewhere."""
    share = f"{name}: {100 * done // max(total, 1)} %"
    if sys.stderr.isatty():
        typer.echo(f"\r{share}", nl=done >= total, err=True)
    elif done >= total:
        complain(share)
