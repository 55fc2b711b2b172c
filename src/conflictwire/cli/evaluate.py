"""`conflictwire evaluate`: records against annotated documents."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictwire.cli.app import BAD_DATA, FAILED, app, build_extractor, complain, write

if TYPE_CHECKING:
    from conflictwire.evaluation import GoldDocument, Report
    from conflictwire.pipeline import Extractor
    from conflictwire.schema import ConflictEvent

__all__ = ["evaluate_records"]


@app.command("evaluate")
def evaluate_records(  # noqa: PLR0917 - typer passes them all by name
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated documents, one a line.")],
    predictions: Annotated[
        Path | None, typer.Argument(metavar="PREDICTIONS.jsonl", help="Records. Default: extract them now.")
    ] = None,
    data: Annotated[
        list[Path] | None, typer.Option(exists=True, file_okay=False, help="Folder with data files of your own.")
    ] = None,
    page: Annotated[Path | None, typer.Option("--html", help="Write a page to browse the errors.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    floor: Annotated[Path | None, typer.Option(help="Fail (exit code 1) when a figure lies below this file's.")] = None,
    pin: Annotated[
        Path | None, typer.Option(help="Write the figures to this file as the new floor; refused when one fell.")
    ] = None,
) -> None:
    """Score records against annotated documents (docs/evaluation.md)."""
    from conflictwire.errors import ConflictwireError, DataFileError
    from conflictwire.evaluation import evaluate, read_gold
    from conflictwire.evaluation.page import render_page

    try:
        documents = read_gold(gold.read_text(encoding="utf-8").split("\n"), name=str(gold))
        if predictions is None:
            records = _extracted(documents, build_extractor({"data": tuple(data or ())}))
        else:
            records = _read(predictions)
        report = evaluate(documents, records)
        if page is not None:
            page.write_text(render_page(report, documents), encoding="utf-8")
        _print(report, as_json=as_json)
        fallen = _held(report, floor, pin)
    except (OSError, UnicodeDecodeError, ConflictwireError) as error:
        complain(f"error: {error}")
        raise typer.Exit(BAD_DATA if isinstance(error, DataFileError) else FAILED) from error
    for line in fallen:
        complain(f"error: {line}")
    if fallen:
        raise typer.Exit(FAILED)


def _extracted(documents: Sequence["GoldDocument"], extractor: "Extractor") -> Mapping[str, Sequence["ConflictEvent"]]:
    articles = [{"text": d.text, "doc_id": d.doc_id, "publication_date": d.publication_date} for d in documents]
    return {str(result.doc_id): result.events for result in extractor.pipe(articles)}


def _read(path: Path) -> Mapping[str, Sequence["ConflictEvent"]]:
    from conflictwire.formats.jsonl import read_jsonl

    records: dict[str, list[ConflictEvent]] = defaultdict(list)
    for record in read_jsonl(path.read_text(encoding="utf-8").split("\n"), name=str(path)):
        records[record.doc_id or ""].append(record)
    return records


def _print(report: "Report", *, as_json: bool) -> None:
    from conflictwire.evaluation.text import report_lines

    if not as_json:
        write("\n".join(report_lines(report)) + "\n")
        return
    content: dict[str, Any] = {
        "documents": report.documents,
        "summary": report.summary(),
        "figures": {
            slot: {"p": f.precision, "r": f.recall, "f1": f.f1, **f._asdict()}
            for slot, f in [*report.figures.items(), ("all_slots", report.overall)]
        },
        "calibration_error": report.calibration_error,
        "reliability": [row.model_dump() for row in report.reliability],
        "thresholds": [row.model_dump() for row in report.thresholds],
        "causes": {cause: len(errors) for cause, errors in report.causes()},
        "wrong_spans": report.wrong_spans,
    }
    write(json.dumps(content, indent=2) + "\n")


def _held(report: "Report", floor: Path | None, pin: Path | None) -> list[str]:
    from conflictwire.evaluation.floor import below, read_floor
    from conflictwire.evaluation.floor import pin as pin_floor

    fallen = below(report.summary(), read_floor(floor)) if floor is not None else []
    return [*fallen, *(pin_floor(report.summary(), pin) if pin is not None else [])]
