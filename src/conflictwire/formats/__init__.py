"""Readers: files and folders to `Article`s. What cannot be read is a `ReadFailure` with its reason, never a crash."""

from conflictwire.formats.failures import ReadFailure
from conflictwire.formats.kinds import Kind
from conflictwire.formats.reading import read_articles

__all__ = ["Kind", "ReadFailure", "read_articles"]
