"""Throughput, memory and start-up: spaCy's blank tokenizer, the embedded pipeline over the full text, `Extractor.pipe`.

    python benchmarks/throughput.py [--conflict ARTICLES.jsonl ...] [--quiet ARTICLES.jsonl ...] [--repeat N]

A stream is one or more JSONL files with a "text" each; without paths the made-up articles in `examples/` are read,
those named `*_quiet.txt` as the quiet ones. Times are processor time of one process, the best of `--repeat` runs, so
that other work on the machine does not count; start-up is wall-clock time in a fresh process.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import spacy

from conflictwire import Extractor

EXAMPLES = Path(__file__).parents[1] / "examples"
BATCH = 32
START = """
import time
begin = time.perf_counter()
import conflictwire
imported = time.perf_counter()
conflictwire.extract("Gunmen killed four villagers near Gao on Monday.")
print((imported - begin) * 1000, time.perf_counter() - begin)
"""


def texts(paths: list[Path], *, quiet: bool) -> list[str]:
    """The articles of a stream."""
    if not paths:
        made_up = sorted(EXAMPLES.glob("*.txt"))
        return [p.read_text(encoding="utf-8") for p in made_up if p.stem.endswith("_quiet") == quiet]
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return [json.loads(line)["text"] for line in lines if line.strip()]


def seconds(run: Callable[[], Iterable[object]], repeat: int) -> float:
    """Processor time of the fastest run."""
    best = float("inf")
    for _ in range(repeat):
        begin = time.process_time()
        for _ in run():
            pass
        best = min(best, time.process_time() - begin)
    return best


def main() -> None:
    """Prints one table a stream, then memory and start-up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conflict", type=Path, nargs="*", default=[])
    parser.add_argument("--quiet", type=Path, nargs="*", default=[])
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    extractor, blank = Extractor(), spacy.blank("en")
    for name, paths in (("conflict", options.conflict), ("quiet", options.quiet)):
        stream = texts(paths, quiet=name == "quiet")
        words = sum(len(blank.make_doc(text)) for text in stream)
        runs: dict[str, Callable[[], Iterable[object]]] = {
            "blank tokenizer": partial(blank.pipe, stream),
            "embedded pipeline": partial(extractor.nlp.pipe, stream, batch_size=BATCH),
            "Extractor.pipe": partial(extractor.pipe, stream, batch_size=BATCH),
        }
        times = {run: seconds(function, options.repeat) for run, function in runs.items()}
        print(f"{name}: {len(stream)} articles, {words} words")
        for run, took in times.items():
            against = times["embedded pipeline"] / took
            print(f"  {run:18} {words / took:10,.0f} words a second   {against:6.2f} x embedded pipeline")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    command = [sys.executable, "-c", START]
    starts = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(3)]
    print(
        f"import {min(float(s[0]) for s in starts):.1f} ms, first record after {min(float(s[1]) for s in starts):.2f} s"
    )


if __name__ == "__main__":
    main()
