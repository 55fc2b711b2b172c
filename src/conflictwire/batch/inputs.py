"""The articles of a run's input, in a fixed order."""

import fnmatch
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from conflictwire.article import Article
from conflictwire.batch.options import BatchOptions
from conflictwire.formats.failures import ReadFailure
from conflictwire.formats.reading import find_files, read_file, read_stream
from conflictwire.resources import Resources

__all__ = ["STDIN", "Input", "read_inputs"]

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One article of the input, or what could not be read, and the file it came from."""

    number: int
    source: str
    content: Article | ReadFailure


def read_inputs(
    inputs: Sequence[str | Path], options: BatchOptions, *, stdin: BinaryIO | None = None, output: Path | None = None
) -> Iterator[Input]:
    """Every article of the input: files and folders in the order given, the files of a folder by name.

    Args:
        inputs: files, folders, or "-" for `stdin`.
        options: which files, and how they are read.
        stdin: an open stream that can be rewound.
        output: a folder that is no input, should it lie inside one.
    """
    resources = Resources(options.settings.data)
    contents = _contents(inputs, options, resources, stdin, output)
    for number, (source, content) in enumerate(contents):
        yield Input(number, source, content)


def _contents(
    inputs: Sequence[str | Path],
    options: BatchOptions,
    resources: Resources,
    stdin: BinaryIO | None,
    output: Path | None,
) -> Iterator[tuple[str, Article | ReadFailure]]:
    kind, columns = options.kind, options.columns
    for given in inputs:
        if str(given) == STDIN:
            if stdin is not None:
                for item in read_stream(stdin, "stdin", kind=kind, columns=columns, resources=resources):
                    yield "stdin", item
            continue
        root = Path(given)
        for file in find_files(root):
            if isinstance(file, ReadFailure):
                yield file.path, file
                continue
            name = _name(file, root)
            if _wanted(name, options) and not (output and file.resolve().is_relative_to(output)):
                for item in read_file(file, name, kind=kind, columns=columns, resources=resources):
                    yield name, item


def _name(file: Path, root: Path) -> str:
    return (file.relative_to(root) if file != root else Path(root.name)).as_posix()


def _wanted(name: str, options: BatchOptions) -> bool:
    included = not options.include or any(fnmatch.fnmatchcase(name, glob) for glob in options.include)
    return included and not any(fnmatch.fnmatchcase(name, glob) for glob in options.exclude)
