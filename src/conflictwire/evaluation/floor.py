"""The floor under the figures: each may rise, none may fall."""

import json
from collections.abc import Mapping
from pathlib import Path

from conflictwire.errors import DataFileError

__all__ = ["below", "pin", "read_floor"]


def read_floor(path: Path) -> dict[str, float]:
    """Pinned figures by name.

    Raises:
        DataFileError: the file cannot be read or holds no figures.
    """
    try:
        pinned = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): float(value) for name, value in pinned.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        msg = f"{path}: {error}"
        raise DataFileError(msg) from error


def below(figures: Mapping[str, float], floor: Mapping[str, float]) -> list[str]:
    """A line for each figure that lies under its floor; one that is no longer measured counts as 0."""
    return [
        f"{name}: {figures.get(name, 0.0):.4f} is below the floor {least:.4f}"
        for name, least in floor.items()
        if figures.get(name, 0.0) < least
    ]


def pin(figures: Mapping[str, float], path: Path) -> list[str]:
    """Make the figures the new floor, unless one of them fell; the lines say which."""
    fallen = below(figures, read_floor(path)) if path.exists() else []
    if not fallen:
        path.write_text(json.dumps(dict(figures), indent=2) + "\n", encoding="utf-8")
    return fallen
