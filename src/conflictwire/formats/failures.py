"""What happens to input that cannot be read."""

from dataclasses import dataclass

__all__ = ["ReadFailure", "TooLargeError", "UnreadableError"]


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An article, or a whole file, that could not be read.

    Attributes:
        path: the file, as given or below the folder that was given.
        reason: what is wrong, in one line.
        line: line of a JSONL or CSV file, counted from 1, or null.
        doc_id: id that the article would have had.
        too_large: it was passed over for its size alone.
    """

    path: str
    reason: str
    line: int | None = None
    doc_id: str | None = None
    too_large: bool = False

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}, line {self.line}"
        return f"{where}: {self.reason}"


class UnreadableError(Exception):
    """Raised by a reader about one file or one article in it; `read_articles` turns it into a `ReadFailure`."""


class TooLargeError(UnreadableError):
    """Raised by a reader about a file or an article that is larger than any article."""
