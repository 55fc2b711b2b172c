"""Files that are whole or not there."""

import os
from pathlib import Path

__all__ = ["TEMPORARY", "write_whole"]

TEMPORARY = ".tmp"


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file so that, whenever the machine stops, it is either complete or as it was before.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    temporary = path.with_name(path.name + TEMPORARY)
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
