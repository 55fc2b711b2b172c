"""Coverage-guided fuzzing (atheris) of what takes bytes from strangers; not part of the test suite.

    python tests/fuzz/fuzz.py extract --seconds 600
    python tests/fuzz/fuzz.py readers --seconds 600
    python tests/fuzz/fuzz.py data --seconds 600

An error of our own family is an answer; any other exception, or an input that takes more than a minute, is a finding.
atheris writes it to `crash-*`; what it was about goes into `tests/test_hostile.py` once it is mended.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["conflictwire"]):
    from conflictwire import Extractor
    from conflictwire.entities.lexicon import load_actor_lexicon
    from conflictwire.errors import ConflictwireError, DataFileError
    from conflictwire.events.rules import load_rules
    from conflictwire.formats import read_articles
    from conflictwire.resources import Resources

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples" / "articles"
DATA_FILES = ("events/x.toml", "refinements/x.toml", "actors/x.csv", "lexicons/reporting_verbs.txt", "cleaning/x.toml")


def extract_target() -> Callable[[bytes], None]:
    """Any text, with any publication date."""
    extractor = Extractor()

    def target(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        day = f"{provider.ConsumeIntInRange(1, 9999):04d}-01-01"
        text = provider.ConsumeUnicode(4000)
        for event in extractor.extract(text, publication_date=day):
            assert text[event.trigger.start : event.trigger.end] == event.trigger.text

    return target


def readers_target() -> Callable[[bytes], None]:
    """Any bytes as a file of any kind."""
    folder = Path(tempfile.mkdtemp())
    suffixes = ("txt", "html", "xml", "jsonl", "json", "csv", "gz")

    def target(data: bytes) -> None:
        path = folder / f"x.{suffixes[len(data) % len(suffixes)]}"
        path.write_bytes(data)
        list(read_articles(path))

    return target


def data_target() -> Callable[[bytes], None]:
    """Any bytes as a user's data file of any kind."""
    folder = Path(tempfile.mkdtemp())

    def target(data: bytes) -> None:
        for path in folder.rglob("x.*"):
            path.unlink()
        path = folder / DATA_FILES[len(data) % len(DATA_FILES)]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        load_rules.cache_clear()
        load_actor_lexicon.cache_clear()
        try:
            resources = Resources((folder,))
            load_rules(resources)
            load_actor_lexicon(resources)
            resources.lexicon("reporting_verbs")
        except DataFileError:
            return

    return target


TARGETS = {"extract": extract_target, "readers": readers_target, "data": data_target}


def main() -> None:
    """Fuzz one target for a while."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path, help="folder of inputs to start from and add to")
    chosen = parser.parse_args()
    target = TARGETS[chosen.target]()

    def guarded(data: bytes) -> None:
        try:
            target(data)
        except ConflictwireError:
            return

    corpus = chosen.corpus or Path(tempfile.mkdtemp())
    options = [
        sys.argv[0],
        f"-max_total_time={chosen.seconds}",
        "-timeout=60",
        "-max_len=4096",
        str(corpus),
        str(EXAMPLES),
    ]
    atheris.Setup(options, guarded)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
