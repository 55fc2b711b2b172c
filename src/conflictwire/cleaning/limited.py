"""Regular expressions of users: each is given up after a second, so that none can stall a run."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import regex

from conflictwire.errors import DataFileError

__all__ = ["LimitedPattern"]

SECONDS = 1.0
Found = TypeVar("Found")


class LimitedPattern:
    """The methods of a compiled pattern that cleaning uses, with a time limit.

    Args:
        source: the regular expression.
        where: its file and id, for messages.

    Raises:
        DataFileError: it is no regular expression; or, from every method, it took too long on a text.
    """

    def __init__(self, source: str, where: str) -> None:
        self._where = where
        try:
            self._pattern = regex.compile(source)
        except regex.error as error:
            msg = f"{where}: {error}"
            raise DataFileError(msg) from error

    def fullmatch(self, text: str) -> Any:  # noqa: ANN401 - a match as that of `re`
        """As `re.Pattern.fullmatch`."""
        return self._limited(lambda: self._pattern.fullmatch(text, timeout=SECONDS))

    def match(self, text: str) -> Any:  # noqa: ANN401
        """As `re.Pattern.match`."""
        return self._limited(lambda: self._pattern.match(text, timeout=SECONDS))

    def search(self, text: str, pos: int = 0) -> Any:  # noqa: ANN401
        """As `re.Pattern.search`."""
        return self._limited(lambda: self._pattern.search(text, pos, timeout=SECONDS))

    def finditer(self, text: str) -> Iterator[Any]:
        """As `re.Pattern.finditer`."""
        return iter(self._limited(lambda: list(self._pattern.finditer(text, timeout=SECONDS))))

    def _limited(self, find: Callable[[], Found]) -> Found:
        try:
            return find()
        except TimeoutError as error:
            msg = f"{self._where}: the regular expression takes more than {SECONDS:g} second on a text"
            raise DataFileError(msg) from error
