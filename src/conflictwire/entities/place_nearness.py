"""How much of a document lies near a reading of a name: names of one text tend to lie close together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from conflictwire.entities.gazetteer import GazetteerEntry

__all__ = ["nearness"]

EARTH_RADIUS_KM = 6371.0
MOST_READINGS = 2_000
"""Of a whole document; more names than that are compared by fewer readings each."""
MOST_EACH = 12
FLATNESS = 1.5
"""How slowly a name's trust in its readings falls with their scores."""


def nearness(
    scored: Sequence[Sequence[tuple[float, GazetteerEntry]]], *, near_km: float, half: float
) -> list[dict[GazetteerEntry, float]]:
    """For each name, the support (0 to 1) that each of its readings has from the readings of the other names.

    Args:
        scored: for each name its readings with their scores, best first.
        near_km: distance at which a reading gives half of its support.
        half: number of near names that make half of the full support.
    """
    each = max(2, min(MOST_EACH, MOST_READINGS // max(len(scored), 1)))
    owners: list[int] = []
    entries: list[GazetteerEntry] = []
    shares: list[float] = []
    for index, readings in enumerate(scored):
        placed = [(score, entry) for score, entry in readings[:each] if _is_point(entry)]
        weights = np.exp(
            np.array([score for score, _ in placed]) / FLATNESS - readings[0][0] / FLATNESS if placed else []
        )
        total = max(float(weights.sum()), 1.0)
        for (_, entry), weight in zip(placed, weights, strict=True):
            owners.append(index)
            entries.append(entry)
            shares.append(float(weight) / total)
    found: list[dict[GazetteerEntry, float]] = [{} for _ in scored]
    if len(set(owners)) < 2:
        return found
    closeness = _closeness(entries, near_km) * np.array(shares)[None, :]
    names = np.array(owners)
    # of each other name only its most supportive reading counts
    bounds = np.flatnonzero(np.r_[True, names[1:] != names[:-1]])
    by_name = np.maximum.reduceat(closeness, bounds, axis=1)
    by_name[np.arange(len(names)), np.searchsorted(names[bounds], names)] = 0.0
    support = by_name.sum(axis=1)
    for owner, entry, total in zip(owners, entries, support / (support + half), strict=True):
        found[owner][entry] = float(total)
    return found


def _is_point(entry: GazetteerEntry) -> bool:
    return entry.latitude is not None and entry.feature not in ("country", "region", "water")


def _closeness(entries: Sequence[GazetteerEntry], near_km: float) -> NDArray[np.float64]:
    angles = np.radians(np.array([(entry.latitude, entry.longitude) for entry in entries], dtype=float))
    latitudes, longitudes = angles[:, 0], angles[:, 1]
    points = np.stack(
        [np.cos(latitudes) * np.cos(longitudes), np.cos(latitudes) * np.sin(longitudes), np.sin(latitudes)], axis=1
    )
    kilometres = EARTH_RADIUS_KM * np.arccos(np.clip(points @ points.T, -1.0, 1.0))
    closeness: NDArray[np.float64] = 1.0 / (1.0 + (kilometres / near_km) ** 2)
    return closeness
