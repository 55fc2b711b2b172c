"""Raw wire text in, typed conflict-event records out.

    from conflictwire import extract
    events = extract(text)

Importing this package is instant: each name below is looked up in its module when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflictwire import errors
    from conflictwire.annotations import Annotations
    from conflictwire.article import Article
    from conflictwire.formats import ReadFailure, read_articles
    from conflictwire.pipeline import Extractor, Result, extract
    from conflictwire.schema import ConflictEvent
    from conflictwire.settings import Settings

    __version__: str

__all__ = [
    "Annotations",
    "Article",
    "ConflictEvent",
    "Extractor",
    "ReadFailure",
    "Result",
    "Settings",
    "__version__",
    "errors",
    "extract",
    "read_articles",
]

_HOME = {
    "Annotations": "conflictwire.annotations",
    "Article": "conflictwire.article",
    "ConflictEvent": "conflictwire.schema",
    "Extractor": "conflictwire.pipeline",
    "ReadFailure": "conflictwire.formats",
    "Result": "conflictwire.pipeline",
    "Settings": "conflictwire.settings",
    "extract": "conflictwire.pipeline",
    "read_articles": "conflictwire.formats",
}


def __getattr__(name: str) -> object:
    value: object
    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    elif name == "errors":
        value = import_module("conflictwire.errors")
    elif name == "__version__":
        value = _version()
    else:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(__name__)
    except PackageNotFoundError:  # run from a source tree that nobody installed
        return "0+unknown"
