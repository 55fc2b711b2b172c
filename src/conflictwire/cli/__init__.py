"""The `conflictwire` command: data on stdout, messages on stderr.

Exit codes: 0 all read, 1 some input could not be used, 2 wrong usage, 3 a data file is broken, 130 interrupted.
One file a group of commands; each joins `app` when it is imported here. Nothing heavy is imported before an article is
to be read, so that `--help` answers at once.
"""

from conflictwire.cli import annotate as _annotate
from conflictwire.cli import batch as _batch
from conflictwire.cli import check as _check
from conflictwire.cli import evaluate as _evaluate
from conflictwire.cli import explain as _explain
from conflictwire.cli import export as _export
from conflictwire.cli import extract as _extract
from conflictwire.cli import places as _places
from conflictwire.cli import report as _report
from conflictwire.cli import schema as _schema
from conflictwire.cli.app import app

__all__ = ["app", "main"]

COMMANDS = (
    _annotate,
    _batch,
    _check,
    _evaluate,
    _explain,
    _export,
    _extract,
    _places,
    _report,
    _schema,
)


def main() -> None:
    """Run the command line and exit."""
    app(prog_name="conflictwire")
