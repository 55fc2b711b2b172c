"""Throughput, memory and start-up: spaCy's blank tokenizer, the embedded pipeline over the full text, `Extractor.pipe`.

    python benchmarks/throughput.py [--conflict ARTICLES.jsonl ...] [--quiet ARTICLES.jsonl ...] [--repeat N]

A stream is one or more JSONL files with a "text" each; without paths the made-up articles in `examples/` are read,
those named `*_quiet.txt` as the quiet ones. The embedded pipeline is loaded and run as plain spaCy does. Times are
processor time of one process, the best of `--repeat` runs that take turns, so that other work on the machine counts
little; memory is the peak of a fresh process that extracts both streams, start-up wall-clock time in another.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import spacy

from conflictwire import Extractor
from conflictwire.entities.language import embedded_path

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


MEMORY = """
import json, resource, sys
from conflictwire import Extractor
extractor = Extractor()
for stream in json.load(sys.stdin):
    for _ in extractor.pipe(stream):
        pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def texts(paths: list[Path], *, quiet: bool) -> list[str]:
    """The articles of a stream."""
    if not paths:
        made_up = sorted(EXAMPLES.glob("*.txt"))
        return [p.read_text(encoding="utf-8") for p in made_up if p.stem.endswith("_quiet") == quiet]
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return [json.loads(line)["text"] for line in lines if line.strip()]


def seconds(runs: dict[str, Callable[[], Iterable[object]]], repeat: int) -> dict[str, float]:
    """Processor time of the fastest of each."""
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(repeat):
        for name, run in runs.items():
            begin = time.process_time()
            for _ in run():
                pass
            best[name] = min(best[name], time.process_time() - begin)
    return best


def main() -> None:
    """Prints memory and start-up, then one table a stream."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conflict", type=Path, nargs="*", default=[])
    parser.add_argument("--quiet", type=Path, nargs="*", default=[])
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    streams = {
        name: texts(paths, quiet=name == "quiet")
        for name, paths in (("conflict", options.conflict), ("quiet", options.quiet))
    }
    # first of all, since the peak of a child process is never below the size of its parent
    command = [sys.executable, "-c", MEMORY]
    articles = json.dumps(list(streams.values()))
    peak = subprocess.run(command, input=articles, capture_output=True, text=True, check=True).stdout
    print(f"peak memory {float(peak):.0f} MB")
    command = [sys.executable, "-c", START]
    starts = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(3)]
    print(
        f"import {min(float(s[0]) for s in starts):.1f} ms, first record after {min(float(s[1]) for s in starts):.2f} s"
    )
    extractor, blank, embedded = Extractor(), spacy.blank("en"), spacy.load(embedded_path())
    for name, stream in streams.items():
        words = sum(len(blank.make_doc(text)) for text in stream)
        runs: dict[str, Callable[[], Iterable[object]]] = {
            "blank tokenizer": partial(blank.pipe, stream),
            "embedded pipeline": partial(embedded.pipe, stream, batch_size=BATCH),
            "Extractor.pipe": partial(extractor.pipe, stream, batch_size=BATCH),
        }
        times = seconds(runs, options.repeat)
        print(f"{name}: {len(stream)} articles, {words} words")
        for run, took in times.items():
            against = times["embedded pipeline"] / took
            print(f"  {run:18} {words / took:10,.0f} words a second   {against:6.2f} x embedded pipeline")


if __name__ == "__main__":
    main()
