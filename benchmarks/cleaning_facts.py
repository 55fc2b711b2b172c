"""What cleaning finds and what it takes away, on annotated documents.

    python benchmarks/cleaning_facts.py SHARED_EVAL_DIR [--muc 200] [--show N]

Prints, for the development documents and for MUC-4 wires: datelines, publication dates and agencies found, those that
agree with the documents' own annotation, and every annotated event whose words lie in text that was left out.
`--show N` prints the facts of N documents, evenly drawn, to be checked by eye.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from conflictwire.cleaning import clean
from conflictwire.document import Document
from conflictwire.resources import Resources
from conflictwire.settings import Settings

RESOURCES, SETTINGS = Resources(), Settings()


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def cleaned(row: dict[str, Any]) -> Document:
    """The cleaned document of a row."""
    return clean(row["text"], resources=RESOURCES, settings=SETTINGS)


def lost_by(text: str, mention: dict[str, Any], document: Document) -> str | None:
    """The pattern that left the words of an annotated mention out, or null."""
    at, inner = text.find(mention["context"]), mention["context"].find(mention["trigger"])
    if at < 0 or inner < 0:
        return None
    start, end = at + inner, at + inner + len(mention["trigger"])
    return next((name for left, right, name in document.removed if left < end and start < right), None)


def developed(rows: list[dict[str, Any]]) -> None:
    """Print what is found in the development documents, and what is lost."""
    found: Counter[str] = Counter()
    events = mentions = lost_events = lost_mentions = 0
    for row in rows:
        document = cleaned(row)
        facts = document.facts
        found["dateline"] += facts.dateline_place is not None
        found["agency or outlet"] += facts.publisher is not None
        found[f"publication date by {facts.publication_date_source}"] += facts.publication_date is not None
        if facts.publication_date is not None and row.get("publication_date"):
            found["publication date agrees"] += str(facts.publication_date) == row["publication_date"]
            found["publication date differs"] += str(facts.publication_date) != row["publication_date"]
        for event in row["events"]:
            lost = [name for mention in event["mentions"] if (name := lost_by(row["text"], mention, document))]
            events += 1
            mentions += len(event["mentions"])
            lost_mentions += len(lost)
            lost_events += len(lost) == len(event["mentions"])
            if lost:
                print(f"  {row['doc_id']}: mention left out by {', '.join(lost)}")
    for name, count in sorted(found.items()):
        if count:
            print(f"  {name}: {count} of {len(rows)}")
    print(f"  annotated mentions in text left out: {lost_mentions} of {mentions}")
    print(f"  annotated events with no mention left: {lost_events} of {events}")


def wires(rows: list[dict[str, Any]]) -> None:
    """Print how the facts of MUC-4 wires compare with their annotation."""
    found: Counter[str] = Counter()
    for row in rows:
        facts, gold = cleaned(row).facts, row["dateline"]
        place = None if gold["place"] in {"CLANDESTINE", "NO CITY"} else gold["place"]
        for name, value, expected in (
            ("dateline place", facts.dateline_place, place),
            ("publication date", str(facts.publication_date) if facts.publication_date else None, gold["date"]),
            ("agency", facts.publisher, gold.get("source")),
        ):
            same = _key(value) == _key(expected)
            found[f"{name} right"] += same and expected is not None
            found[f"{name} wrong"] += not same and value is not None
            found[f"{name} missed"] += not same and value is None
            found[f"{name} rightly none"] += same and expected is None
    for name, count in sorted(found.items()):
        print(f"  {name}: {count} of {len(rows)}")


def _key(value: str | None) -> str | None:
    return None if value is None else re.sub(r"\W+", "", value).lower()


def show(rows: list[dict[str, Any]], number: int) -> None:
    """Print the facts of some documents."""
    for row in rows[:: max(1, len(rows) // number)][:number]:
        document = cleaned(row)
        facts = document.facts
        evidence = facts.publication_date_evidence
        print("\n", repr(row["text"][:160]))
        print("   ", facts.dateline_place, "|", facts.dateline_date, "|", facts.publisher, "|", facts.author, end=" | ")
        print(facts.publication_date, facts.publication_date_source, evidence and evidence.text)
        print("   ", [(name, row["text"][start:end][:60]) for start, end, name in document.removed])


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--muc", type=int, default=200)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    dev, muc = read(options.folder / "dev.jsonl"), read(options.folder / "muc4" / "dev.jsonl")
    muc = muc[:: max(1, len(muc) // options.muc)][: options.muc]
    print(f"development documents ({len(dev)})")
    developed(dev)
    print(f"MUC-4 wires ({len(muc)})")
    wires(muc)
    if options.show:
        show([*dev, *muc], options.show)


if __name__ == "__main__":
    main()
