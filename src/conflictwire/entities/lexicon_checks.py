"""Checks of the actor lexicon that no single row can make: names that two actors share, names too short, dates."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from conflictwire.entities.lexicon import ActorRow, pieces
from conflictwire.resources import Resources

__all__ = ["LexiconProblem", "lexicon_problems"]

_MIN_LETTERS = 3
_EVER = 9999


@dataclass(frozen=True, slots=True)
class LexiconProblem:
    """Something wrong in `data/actors/*.csv`.

    Attributes:
        code: "shared_alias", "short_alias" or "dates".
        ids: the rows concerned.
        message: what is wrong, in words.
    """

    code: str
    ids: tuple[str, ...]
    message: str


def lexicon_problems(resources: Resources) -> tuple[LexiconProblem, ...]:
    """What is wrong with the actor rows of these data folders, those laid over the built-in ones included.

    Two actors of one country (or both of none) must not share a name in the same years. A name has at least three
    letters; an acronym of two is written with points ("U.N."), so that it is no slip. No actor ends before it starts.

    Raises:
        DataFileError: a file is missing or breaks its format.
    """
    rows = tuple(resources.table("actors", ActorRow).values())
    return (*_dates(rows), *_short(rows), *_shared(rows))


def _forms(row: ActorRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys((row.name, *row.aliases)))


def _dates(rows: tuple[ActorRow, ...]) -> Iterator[LexiconProblem]:
    for row in rows:
        if row.start is not None and row.end is not None and row.end < row.start:
            yield LexiconProblem("dates", (row.id,), f"{row.id}: ends in {row.end}, before it starts in {row.start}")


def _short(rows: tuple[ActorRow, ...]) -> Iterator[LexiconProblem]:
    for row in rows:
        for form in _forms(row):
            if len("".join(pieces(form))) < _MIN_LETTERS and "." not in form:
                yield LexiconProblem("short_alias", (row.id,), f"{row.id}: {form!r} has fewer than three letters")


def _shared(rows: tuple[ActorRow, ...]) -> Iterator[LexiconProblem]:
    owners: dict[tuple[str, ...], dict[str, tuple[ActorRow, str]]] = defaultdict(dict)
    for row in rows:
        for form in _forms(row):
            owners[tuple(pieces(form))].setdefault(row.id, (row, form))
    for sharing in owners.values():
        for (one, form), (other, _) in combinations(sharing.values(), 2):
            if one.country == other.country and _meet(one, other):
                message = f"{form!r} means both {one.id} and {other.id} in the same country and years"
                yield LexiconProblem("shared_alias", (one.id, other.id), message)


def _meet(one: ActorRow, other: ActorRow) -> bool:
    """Whether both are in use in some year."""
    return max(one.start or 0, other.start or 0) <= min(one.end or _EVER, other.end or _EVER)
