"""Records as a table for a terminal."""

import sys
from typing import TYPE_CHECKING

from conflictwire.cli.app import printable

if TYPE_CHECKING:
    from conflictwire.pipeline import Result
    from conflictwire.schema import CasualtyClaim, ConflictEvent

__all__ = ["print_table"]

PIPED_TABLE_WIDTH = 160


def print_table(label: str, result: "Result", *, show_all: bool) -> None:
    """Print the events of one article under a heading."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else PIPED_TABLE_WIDTH, highlight=False)
    shown = [event for event in result.events if show_all or not event.background]
    hidden = len(result.events) - len(shown)
    console.print(Text(_heading(label, result), style="bold"))
    if shown:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for column in ("date", "event", "actors", "targets", "place", "casualties", "according to", "conf."):
            table.add_column(column, overflow="fold")
        for event in shown:
            table.add_row(*(Text(printable(cell)) for cell in _cells(event)), style="dim" if event.background else "")
        console.print(table)
    else:
        console.print("no conflict event")
    if hidden:
        console.print(f"{hidden} background event{'s' if hidden > 1 else ''} not shown (--all shows them)")
    console.print()


def _heading(label: str, result: "Result") -> str:
    facts = result.document.facts if result.document else None
    published = facts.publication_date.isoformat() if facts and facts.publication_date else None
    return printable(" | ".join(filter(None, (label, published, facts.title if facts else None))))


def _cells(event: "ConflictEvent") -> tuple[str, ...]:
    status = "" if event.status == "occurred" else f" ({event.status})"
    country = f" ({event.location.country})" if event.location and event.location.country else ""
    return (
        _days(event),
        f"{event.sub_event_type.replace('_', ' ')}{status}: {event.trigger.text}",
        "; ".join(party.text for party in event.actors),
        "; ".join(party.text for party in event.targets),
        f"{event.location.text}{country}" if event.location else "",
        "; ".join(map(_claim, event.casualties)),
        "; ".join(party.text for party in event.source.claimed_by),
        f"{event.confidence:.2f}",
    )


def _days(event: "ConflictEvent") -> str:
    if event.date is None:
        return ""
    first, last = event.date.start_date.isoformat(), event.date.end_date.isoformat()
    return first if first == last else f"{first} to {last}"


def _claim(claim: "CasualtyClaim") -> str:
    match claim.min, claim.max:
        case None, None:
            number = "?"
        case low, None:
            number = f"{low}+"
        case None, high:
            number = f"up to {high}"
        case low, high:
            number = str(low) if low == high else f"{low}-{high}"
    by = f" ({', '.join(party.text for party in claim.claimed_by)})" if claim.claimed_by else ""
    return f"{number} {claim.kind}{by}"
