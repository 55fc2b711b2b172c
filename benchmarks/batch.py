"""Batch runs measured on made-up articles: workers, memory, start-up, and cost against the length of an article.

    python benchmarks/batch.py --articles 20000 --write README.md

Everything is measured in one run and compared within it; absolute figures are those of the machine it runs on.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
from synthetic import articles, long_article

from conflictwire import Extractor
from conflictwire.batch import run

WARM_UP = 0.2
SHORT, LONG = 10_000, 100_000
START, END = "<!-- batch: start -->", "<!-- batch: end -->"


class Memory(threading.Thread):
    """Samples the resident memory of this process and of its children, in MB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.samples: list[tuple[float, float, float]] = []
        self._stop_asked = threading.Event()

    def run(self) -> None:
        """Samples until stopped."""
        me = psutil.Process()
        while not self._stop_asked.wait(0.5):
            children = 0.0
            for child in me.children(recursive=True):
                try:
                    children += child.memory_info().rss / 1e6
                except psutil.Error:
                    continue
            self.samples.append((time.monotonic(), me.memory_info().rss / 1e6, children))

    def stop(self) -> None:
        """Ends the sampling."""
        self._stop_asked.set()
        self.join()

    def growth(self) -> tuple[float, float]:
        """Mean memory of the last fifth against that of the fifth after the warm-up: parent, workers."""
        kept = [sample for sample in self.samples if sample[2] > 0]
        kept = kept[int(len(kept) * WARM_UP) :]
        fifth = max(1, len(kept) // 5)
        first, last = kept[:fifth], kept[-fifth:]
        return tuple(sum(s[i] for s in last) / sum(s[i] for s in first) for i in (1, 2))  # type: ignore[return-value]


def _rate(source: Path, workers: int) -> tuple[float, Memory]:
    """Articles a second, start of the workers included, and the memory used on the way."""
    memory = Memory()
    memory.start()
    with tempfile.TemporaryDirectory() as out:
        report = run(source, Path(out) / "out", workers=workers, keep_duplicates=True)
    memory.stop()
    return report.counts["articles"] / report.seconds, memory


def _source(folder: str, count: int) -> Path:
    path = Path(folder) / f"{count}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in articles(count)), encoding="utf-8")
    return path


def _seconds(extractor: Extractor, text: str) -> float:
    begun = time.process_time()
    extractor.extract(text)
    return time.process_time() - begun


def _first_record() -> float:
    """Seconds from the start of a process to its first record."""
    code = "from conflictwire import extract; extract('Gunmen killed four villagers near Gao on Monday.')"
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.monotonic() - begun


def measure(long_run: int, short_run: int) -> list[tuple[str, str]]:
    """Rows of the table."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        one, _ = _rate(_source(folder, short_run), 1)
        two, _ = _rate(_source(folder, short_run), 2)
        rows.append((f"two workers against one, {short_run:,} articles", f"{two / one:.2f} times as fast"))
        rate, memory = _rate(_source(folder, long_run), 1)
        parent, workers = memory.growth()
        rows.append((f"articles a second, one worker, {long_run:,} articles of 900 characters", f"{rate:.0f}"))
        rows.append(("memory at the end against after the warm-up: parent, worker", f"{parent:.3f}, {workers:.3f}"))
    extractor = Extractor()
    _seconds(extractor, long_article(SHORT))
    ratio = _seconds(extractor, long_article(LONG)) / _seconds(extractor, long_article(SHORT, seed=2))
    rows.append(("cost of a 100 KB article against a 10 KB one", f"{ratio:.1f} times"))
    rows.append(("first record after process start", f"{_first_record():.1f} s"))
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    rows.append(("peak memory of a process", f"{peak:.0f} MB"))
    return rows


def main() -> None:
    """Measure, print the table, and write it into a file between its marks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000, help="articles of the long run")
    parser.add_argument(
        "--speed-articles", type=int, default=1000, help="articles of the runs with one and two workers"
    )
    parser.add_argument("--write", type=Path, help="file that holds the marks of the table")
    chosen = parser.parse_args()
    rows = measure(chosen.articles, chosen.speed_articles)
    table = "\n".join(["| what | figure |", "|---|---|", *(f"| {what} | {figure} |" for what, figure in rows)])
    print(table)
    if chosen.write:
        before, _, rest = chosen.write.read_text(encoding="utf-8").partition(START)
        _, _, after = rest.partition(END)
        chosen.write.write_text(f"{before}{START}\n\n{table}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
