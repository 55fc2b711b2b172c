"""What comes in and goes out, one file a format.

Readers turn files and folders into `Article`s; what cannot be read is a `ReadFailure` with its reason, never a crash.
Writers turn records into other shapes: `conflictwire.formats.writers`.
"""

from conflictwire.formats.failures import ReadFailure
from conflictwire.formats.kinds import Kind
from conflictwire.formats.reading import read_articles

__all__ = ["Kind", "ReadFailure", "read_articles"]
