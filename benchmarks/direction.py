"""Direction of events in coded sentences: how often is the doer the actor and the sufferer the target, not swapped?

    python benchmarks/direction.py SENTENCES.jsonl RECORDS.jsonl [...]

Pairs of files: sentences with `doc_id` or `id`, and `sources` and `targets` (names; PLOVER, of which those with
`conflict` count) or `ours` with `actors` and `targets` of each event (PETRARCH); and the records of `conflictwire` for
them, one JSON object a line. A sentence is compared when both name somebody in common. It is right when no name stands
on the wrong side: a coded source among the targets of the record and not among its actors, or the other way round.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def _lines(path: str) -> Iterator[dict[str, Any]]:
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _names(values: Iterable[Any]) -> list[str]:
    """Names from strings, or from objects with `names` or `text`."""
    out: list[str] = []
    for value in values:
        if isinstance(value, str):
            out.append(value)
        else:
            out.extend(value.get("names") or [value.get("text", "")])
    return [name.lower() for name in out if name]


def _coded(sentence: dict[str, Any]) -> tuple[list[str], list[str]]:
    events = sentence.get("ours")
    if events is None:
        return _names(sentence.get("sources") or ()), _names(sentence.get("targets") or ())
    doers = [name for event in events for name in _names(event.get("actors") or ())]
    hit = [name for event in events for name in _names(event.get("targets") or ())]
    return doers, hit


def _any_in(names: list[str], phrases: list[str]) -> bool:
    return any(name in phrase or phrase in name for name in names for phrase in phrases)


def verdict(sentence: dict[str, Any], records: list[dict[str, Any]]) -> bool | None:
    """True for the right direction, False for a swap, None where nothing can be compared."""
    doers, hit = _coded(sentence)
    actors = [name for record in records for name in _names(record["actors"])]
    targets = [name for record in records for name in _names(record["targets"])]
    right = _any_in(doers, actors), _any_in(hit, targets)
    wrong = _any_in(doers, targets) and not right[0], _any_in(hit, actors) and not right[1]
    return not any(wrong) if any(right) or any(wrong) else None


def main(paths: list[str]) -> None:
    """Prints right, compared and coded sentences of each pair of files, and of all."""
    total = [0, 0]
    for sentences, records in zip(paths[::2], paths[1::2], strict=True):
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for record in _lines(records):
            found[record["doc_id"]].append(record)
        coded = [s for s in _lines(sentences) if s.get("conflict", True) and any(_coded(s))]
        verdicts = [verdict(s, found[s.get("doc_id") or s["id"]]) for s in coded]
        compared = [v for v in verdicts if v is not None]
        total[0] += sum(compared)
        total[1] += len(compared)
        print(f"{Path(sentences).name}: direction right in {sum(compared)} of {len(compared)} sentences compared")
    print(f"all: {100 * total[0] / max(1, total[1]):.1f} % of {total[1]}")


if __name__ == "__main__":
    main(sys.argv[1:])
