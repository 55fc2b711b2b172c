"""`conflictwire export`: records in the shapes that other tools read."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from conflictwire.cli.app import BAD_DATA, FAILED, app, complain

__all__ = ["export_records"]

FormatName = StrEnum("FormatName", ["jsonl", "parquet", "csv", "geojson", "acled", "ucdp", "plover", "cameo"])
PolicyName = StrEnum("PolicyName", ["conservative", "low", "high", "latest", "official"])


@app.command("export")
def export_records(
    records: Annotated[str, typer.Argument(metavar="RECORDS.jsonl|-", help="Records, one a line; - is stdin.")],
    to: Annotated[FormatName, typer.Option("--to", help="Output format; docs/crosswalk.md says what each keeps.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write. Default: stdout.")] = None,
    fatalities: Annotated[
        PolicyName, typer.Option(help="How ACLED's and UCDP's one number of deaths is settled.")
    ] = PolicyName["conservative"],
    background: Annotated[bool, typer.Option(help="Keep past incidents told as context.")] = True,
) -> None:
    """Write records as CSV, Parquet, GeoJSON or in the shape of ACLED, UCDP, PLOVER or CAMEO."""
    from conflictwire.errors import ConflictwireError, DataFileError
    from conflictwire.formats.decoding import decode
    from conflictwire.formats.jsonl import read_jsonl
    from conflictwire.formats.writers import export

    try:
        data = typer.get_binary_stream("stdin").read() if records == "-" else Path(records).read_bytes()
        events = list(read_jsonl(decode(data)[0].split("\n"), name=records))
        done = export(events, to.value, fatalities=fatalities.value, background=background)  # type: ignore[arg-type]
        if output is None:
            sys.stdout.flush()
            typer.get_binary_stream("stdout").write(done.content)
        else:
            output.write_bytes(done.content)
    except (OSError, ConflictwireError) as error:
        complain(f"error: {error}")
        raise typer.Exit(BAD_DATA if isinstance(error, DataFileError) else FAILED) from error
    for reason, number in sorted(done.left_out.items()):
        complain(f"{number} record{'s' if number > 1 else ''} left out: {reason}")
