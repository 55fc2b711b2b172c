"""One number of deaths from the claims of an event, by the convention that the caller names.

A toll is given whole ("12 people") or by side ("three soldiers and nine rebels"): sides add up, whole tolls compete.
`docs/claims.md` says how the policies relate to what ACLED and UCDP write.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol, get_args

from conflictwire.resources import Resources

__all__ = ["FatalityPolicy", "settle"]

FatalityPolicy = Literal["conservative", "low", "high", "latest", "official"]

# claims so near to each other are coordinated ("two soldiers and a child") and add up
COORDINATED = 6
WHOLE = frozenset({"unknown", "mixed"})
STATE = frozenset({"state_forces", "external_forces"})


class _Claimant(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...


class _Claim(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def min(self) -> int | None: ...
    @property
    def max(self) -> int | None: ...
    @property
    def who(self) -> str: ...
    @property
    def claimed_by(self) -> Sequence[_Claimant]: ...


@dataclass(frozen=True, slots=True)
class _Figure:
    """One count: its least and its largest value, and what ACLED would write for its words.

    Attributes:
        bounded: the words give a least value; "up to ten" gives none.
        side: those counted, or None for a toll of all sides.
    """

    start: int
    end: int
    least: int
    most: int
    coded: int
    bounded: bool
    side: str | None
    claimants: tuple[str, ...]
    official: bool


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, int], frozenset[str]]:
    resources = Resources()
    figures = {form: int(figure) for form, figure in resources.lexicon("acled_figures").items() if form != figure}
    return figures, frozenset(resources.lexicon("official_words"))


def _coded(claim: _Claim) -> int:
    """ACLED's figure for the words of a claim."""
    figures, _ = _words()
    text = f" {' '.join(claim.text.lower().split())} "
    vague = max((words for words in figures if f" {words} " in text), key=len, default=None)
    if vague is not None and claim.max != claim.min:
        return figures[vague]
    if claim.min is not None:
        return claim.min
    return min(figures["unknown"], claim.max if claim.max is not None else figures["unknown"])


def _official(claimant: _Claimant) -> bool:
    _, words = _words()
    text = f" {claimant.name} {claimant.text} ".lower()
    return claimant.kind in STATE or any(f" {word} " in text for word in words)


def _figure(claim: _Claim) -> _Figure:
    least = claim.min if claim.min is not None else 1
    return _Figure(
        start=claim.start,
        end=claim.end,
        least=least,
        most=claim.max if claim.max is not None else least,
        coded=_coded(claim),
        bounded=claim.min is not None,
        side=None if claim.who in WHOLE else str(claim.who),
        claimants=tuple(party.name for party in claim.claimed_by),
        official=any(map(_official, claim.claimed_by)),
    )


def _sum(figures: Sequence[_Figure], side: str | None) -> _Figure:
    first, last = figures[0], figures[-1]
    return _Figure(
        start=first.start,
        end=last.end,
        least=sum(f.least for f in figures),
        most=sum(f.most for f in figures),
        coded=sum(f.coded for f in figures),
        bounded=all(f.bounded for f in figures),
        side=side,
        claimants=first.claimants,
        official=first.official,
    )


def _rows(figures: Iterable[_Figure]) -> Iterator[list[_Figure]]:
    """Figures in rows of coordinated ones."""
    row: list[_Figure] = []
    for figure in sorted(figures, key=lambda f: f.start):
        if row and (figure.start - row[-1].end > COORDINATED or figure.claimants != row[-1].claimants):
            yield row
            row = []
        row.append(figure)
    if row:
        yield row


def _tallies(row: Sequence[_Figure]) -> Iterator[_Figure]:
    """What a row of coordinated figures counts: one toll of all sides, or one of each side."""
    sides = dict.fromkeys(f.side for f in row)
    if None in sides:
        yield _sum(row, None)
        return
    for side in sides:
        yield _sum([f for f in row if f.side == side], side)


def _pick(figures: Sequence[_Figure], policy: FatalityPolicy) -> int:
    """The figure among competing ones."""
    known = [f for f in figures if f.bounded] or figures
    if policy == "conservative":
        return min(f.coded for f in known)
    if policy == "high":
        return max(f.most for f in figures)
    if policy == "latest":
        return max(known, key=lambda f: f.start).least
    return min(f.least for f in known)


def settle(claims: Iterable[_Claim], policy: FatalityPolicy) -> int | None:
    """The number of deaths by a policy; None when no claim says anything about deaths.

    "Nobody was hurt" is a claim that nobody died. Tolls of all sides compete with each other; where no claim gives one,
    the tolls of the sides, settled one by one, are added.

    Args:
        claims: the casualty claims of one event.
        policy: `conservative` (ACLED), `low` and `high` (UCDP), `latest` or `official`.

    Raises:
        ValueError: no such policy.
    """
    if policy not in get_args(FatalityPolicy):
        msg = f"no fatality policy {policy!r}; there are {', '.join(get_args(FatalityPolicy))}"
        raise ValueError(msg)
    claims = tuple(claims)
    deaths = [claim for claim in claims if claim.kind == "killed"]
    if not deaths and any(claim.kind == "wounded" and claim.max == 0 for claim in claims):
        return 0
    figures = [_figure(claim) for claim in deaths]
    if policy == "official":
        figures = [f for f in figures if f.official]
    if not figures:
        return None
    tallies = [tally for row in _rows(figures) for tally in _tallies(row)]
    whole = [t for t in tallies if t.side is None]
    if not whole:
        return _by_side(tallies, policy)
    settled = _pick(whole, policy)
    return max(settled, _by_side(tallies, policy)) if policy == "high" else settled


def _by_side(tallies: Sequence[_Figure], policy: FatalityPolicy) -> int:
    """The sides settled one by one, added."""
    sides = {t.side for t in tallies if t.side is not None}
    return sum(_pick([t for t in tallies if t.side == side], policy) for side in sides)
