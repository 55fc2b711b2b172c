"""Raw article text to a `Document`: boilerplate out, damage repaired, every character traceable."""

from conflictwire.cleaning.plain import whole_text
from conflictwire.cleaning.wire import clean

__all__ = ["clean", "whole_text"]
