"""A folder of articles to a folder of records, and a page to look at them.

    python examples/folder_run.py [ARTICLES] [OUT]

The same on the command line:

    conflictwire batch examples/articles -o out --workers 2
    conflictwire report out -o report.html
"""

import sys
from pathlib import Path

from conflictwire.batch import run
from conflictwire.report import render_report
from conflictwire.report.reading import read_run

HERE = Path(__file__).parent


def main(articles: Path, out: Path) -> None:
    """Extracts, counts and writes the page."""
    report = run([articles], out, workers=1)
    print(", ".join(f"{count} {fate}" for fate, count in report.counts.items()))
    page = out.with_suffix(".html")
    page.write_text(render_report(read_run(out), title=f"Records of {articles.name}"), encoding="utf-8")
    print(f"open {page}")


if __name__ == "__main__":  # the workers are processes, and import this file
    given = [Path(argument) for argument in sys.argv[1:]]
    main(*given, *[HERE / "articles" / "africa", Path("africa_run")][len(given) :])
