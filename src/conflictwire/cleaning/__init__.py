"""Raw article text to a `Document`: boilerplate out, damage repaired, every clean character traceable to the raw text."""

from conflictwire.cleaning.wire import clean

__all__ = ["clean"]
