"""Every output format by its name, in one table."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from conflictwire.crosswalk import Crosswalk, load_crosswalk
from conflictwire.errors import InputError
from conflictwire.fatalities import FatalityPolicy
from conflictwire.formats import acled, cameo, plover, ucdp
from conflictwire.formats.flat import render_csv
from conflictwire.formats.geojson import render_geojson
from conflictwire.formats.jsonl import render_jsonl
from conflictwire.formats.parquet import render_parquet
from conflictwire.resources import Resources
from conflictwire.schema import ConflictEvent

__all__ = ["WRITERS", "Export", "Writer", "export"]

Render = Callable[[Sequence[ConflictEvent], Crosswalk, FatalityPolicy], bytes]


@dataclass(frozen=True, slots=True)
class Writer:
    """One output format.

    Attributes:
        suffix: usual end of a file's name.
        render: records to the bytes of a file.
        left_out: why a record has no place in this format; None when it has.
        meaning: one line for the help.
        suffixes: other ends of a file's name that mean this format.
    """

    suffix: str
    render: Render
    meaning: str
    left_out: Callable[[ConflictEvent], str | None] = field(default=lambda _: None)


WRITERS: dict[str, Writer] = {
    "jsonl": Writer(".jsonl", lambda e, _c, _p: render_jsonl(e), "one record a line, exact"),
    "parquet": Writer(".parquet", lambda e, _c, _p: render_parquet(e), "nested columns, exact; needs [parquet]"),
    "csv": Writer(".csv", lambda e, _c, _p: render_csv(e), "one flat row a record"),
    "geojson": Writer(".geojson", lambda e, _c, _p: render_geojson(e), "a FeatureCollection, RFC 7946"),
    "acled": Writer(".acled.csv", acled.render_acled, "CSV with ACLED's columns", acled.left_out),
    "ucdp": Writer(".ucdp.csv", ucdp.render_ucdp, "CSV with UCDP GED's columns", ucdp.left_out),
    "plover": Writer(".plover.jsonl", lambda e, c, _p: plover.render_plover(e, c), "PLOVER events", plover.left_out),
    "cameo": Writer(".cameo.csv", lambda e, c, _p: cameo.render_cameo(e, c), "CAMEO dyads", cameo.left_out),
}


@dataclass(frozen=True, slots=True)
class Export:
    """A finished export: the file's bytes, and how many records have no place in the format, by reason."""

    content: bytes
    written: int
    left_out: dict[str, int]


def export(
    events: Sequence[ConflictEvent],
    to: str,
    *,
    fatalities: FatalityPolicy = "conservative",
    background: bool = True,
    resources: Resources | None = None,
) -> Export:
    """Records in another format.

    Args:
        events: the records.
        to: a key of `WRITERS`.
        fatalities: how the one number of deaths of ACLED and UCDP is settled from several claims.
        background: keep records of past incidents and aggregates.
        resources: data files with the crosswalk; default: the built-in ones.

    Raises:
        InputError: no such format.
        ConflictwireError: an optional package is missing.
    """
    if to not in WRITERS:
        msg = f"no format {to!r}; there are {', '.join(WRITERS)}"
        raise InputError(msg)
    writer = WRITERS[to]
    reasons: Counter[str] = Counter()
    kept = []
    for event in events:
        reason = "background" if event.background and not background else writer.left_out(event)
        if reason is None:
            kept.append(event)
        else:
            reasons[reason] += 1
    content = writer.render(kept, load_crosswalk(resources or Resources()), fatalities)
    return Export(content, len(kept), dict(reasons))
