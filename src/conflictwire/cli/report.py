"""`conflictwire report`: records and their articles as one HTML page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflictwire.cli.app import BAD_DATA, FAILED, INTERRUPTED, app, build_extractor, complain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictwire.pipeline import Result
    from conflictwire.report import ReportArticle

__all__ = ["report"]


@app.command()
def report(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="RECORDS.jsonl|FOLDER|FILE...",
            exists=True,
            help="Records, the output folder of a batch run, or articles to extract now.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Page to write.")],
    articles: Annotated[
        list[Path] | None,
        typer.Option(exists=True, help="File or folder with the texts of the records; repeatable."),
    ] = None,
    title: Annotated[str, typer.Option(help="Heading of the page.")] = "Conflict events",
    data: Annotated[
        list[Path] | None,
        typer.Option(exists=True, file_okay=False, help="Folder with data files of your own, for articles."),
    ] = None,
) -> None:
    """Write a page with highlighted articles, filters, a map and a timeline; it works from disk, without a network."""
    from conflictwire.errors import ConflictwireError, DataFileError
    from conflictwire.report import render_report

    try:
        run = _Run(articles or [], {"data": tuple(data or ())})
        page = render_report(run.articles(sources), title=title)
        output.write_text(page, encoding="utf-8", newline="\n")
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except (OSError, UnicodeDecodeError, ConflictwireError) as error:
        complain(f"error: {error}")
        raise typer.Exit(BAD_DATA if isinstance(error, DataFileError) else FAILED) from error
    if run.failed:
        raise typer.Exit(FAILED)


class _Run:
    """Reads what is to be shown; articles that no records are given for are extracted."""

    def __init__(self, texts: list[Path], options: dict[str, Any]) -> None:
        self._texts = texts
        self._options = options
        self.failed = False

    def articles(self, sources: list[Path]) -> "Iterator[ReportArticle | Result]":
        from conflictwire.report.reading import holds_records, is_run, read_records, read_run

        plain = []
        for source in sources:
            if is_run(source):
                yield from read_run(source, self._texts)
            elif holds_records(source):
                yield from read_records(source, self._texts)
            else:
                plain.append(source)
        if plain:
            yield from self._extracted(plain)

    def _extracted(self, sources: list[Path]) -> "Iterator[ReportArticle | Result]":
        from conflictwire.formats import ReadFailure, read_articles
        from conflictwire.report import ReportArticle

        extractor = build_extractor(self._options)
        for source in sources:
            for item in read_articles(source):
                if isinstance(item, ReadFailure):
                    self.failed = True
                    complain(f"error: {item}")
                    yield ReportArticle((), item.doc_id or item.path, status="failed", warnings=(item.reason,))
                else:
                    (result,) = extractor.pipe([item])
                    self.failed = self.failed or result.status == "failed"
                    yield result
