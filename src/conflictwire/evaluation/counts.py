"""Right, spurious and missed answers by field."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from conflictwire.evaluation.gold import GoldEvent
from conflictwire.evaluation.pairing import names_match, party_matches, same_toll
from conflictwire.schema import ConflictEvent

__all__ = ["OVERALL", "SLOTS", "Figure", "Outcome", "slot_outcomes"]

Gold = TypeVar("Gold")
Found = TypeVar("Found")
SLOTS = (
    "events", "status", "event_type", "sub_event_type", "actors", "targets", "kind", "location", "country", "date",
    "date_overlap", "claimed_by", "casualties", "weapons",
)  # fmt: skip
OVERALL = tuple(slot for slot in SLOTS if slot not in ("events", "event_type", "kind", "date_overlap"))


class Figure(NamedTuple):
    """Counts of one field."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: object) -> "Figure":
        if not isinstance(other, Figure):
            return NotImplemented
        return Figure(self.right + other.right, self.spurious + other.spurious, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of the answers that is right; 0 without answers."""
        answers = self.right + self.spurious
        return self.right / answers if answers else 0.0

    @property
    def recall(self) -> float:
        """Share of what is annotated that was found; 0 when nothing is annotated."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.spurious + self.missed
        return 2 * self.right / total if total else 0.0


class Outcome(NamedTuple):
    """The answers to one field of one event, in words: what was right, what was spurious, what was missed."""

    slot: str
    right: tuple[str, ...] = ()
    spurious: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def figure(self) -> Figure:
        """Its counts."""
        return Figure(len(self.right), len(self.spurious), len(self.missed))


def _many(
    slot: str,
    gold: Iterable[Gold],
    found: Sequence[Found],
    match: Callable[[Gold, Found], bool],
    words: tuple[Callable[[Gold], str], Callable[[Found], str]],
) -> Outcome:
    """Each annotated item takes the first free answer; another name of an item that was found is no second answer."""
    free = list(found)
    golds = list(gold)
    right, missed = [], []
    for item in golds:
        hit = next((answer for answer in free if match(item, answer)), None)
        if hit is None:
            missed.append(words[0](item))
        else:
            free.remove(hit)
            right.append(words[1](hit))
    spurious = [words[1](answer) for answer in free if not any(match(item, answer) for item in golds)]
    return Outcome(slot, tuple(right), tuple(spurious), tuple(missed))


def _one(slot: str, wanted: object, found: object, *, right: bool) -> Outcome | None:
    """A field with at most one value; None where neither side has one."""
    if wanted is None and found is None:
        return None
    if right:
        return Outcome(slot, right=(str(found),))
    return Outcome(
        slot,
        spurious=() if found is None else (str(found),),
        missed=() if wanted is None else (str(wanted),),
    )


def slot_outcomes(gold: GoldEvent | None, record: ConflictEvent | None) -> list[Outcome]:
    """The fields of a pair; with one side missing, of a missed event or a spurious record."""
    party_words = (lambda g: g.names[0], lambda p: p.text)
    sources = record.source.claimed_by if record else ()
    out = [
        _many("actors", gold.actors if gold else (), record.actors if record else (), party_matches, party_words),
        _many("targets", gold.targets if gold else (), record.targets if record else (), party_matches, party_words),
        _many("claimed_by", gold.claimed_by if gold else (), sources, party_matches, party_words),
        _many(
            "casualties",
            gold.casualties if gold else (),
            record.casualties if record else (),
            same_toll,
            (lambda g: f"{g.text} ({g.kind} {g.min}-{g.max})", lambda c: f"{c.text} ({c.kind} {c.min}-{c.max})"),
        ),
        _many(
            "weapons",
            gold.weapons if gold else (),
            record.weapons if record else (),
            lambda g, w: names_match(w.text, [g]),
            (str, lambda w: w.text),
        ),
    ]
    return [*out, *_kind_outcomes(gold, record), *_place_outcomes(gold, record), *_date_outcomes(gold, record)]


def _kind_outcomes(gold: GoldEvent | None, record: ConflictEvent | None) -> list[Outcome]:
    """The kinds of the parties that were found; those of missed and spurious ones count for nothing."""
    if gold is None or record is None:
        return []
    found: list[tuple[str, str, str]] = []
    for wanted, answers in ((gold.actors, record.actors), (gold.targets, record.targets)):
        free = list(answers)
        for party in wanted:
            hit = next((answer for answer in free if party_matches(party, answer)), None)
            if hit is not None:
                free.remove(hit)
                found.append((hit.text, hit.kind, party.kind))
    right = tuple(f"{text}: {kind}" for text, kind, truth in found if kind == truth)
    wrong = [(f"{text}: {kind}", f"{text}: {truth}") for text, kind, truth in found if kind != truth]
    return [Outcome("kind", right, tuple(given for given, _ in wrong), tuple(truth for _, truth in wrong))]


def _place_outcomes(gold: GoldEvent | None, record: ConflictEvent | None) -> list[Outcome]:
    names = gold.location.names if gold else ()
    country = gold.location.country if gold else None
    place = record.location if record else None
    right = bool(names and place and (names_match(place.text, names) or names_match(place.name or place.text, names)))
    found_country = place.country if place else None
    both = (
        _one("location", names[0] if names else None, place.text if place else None, right=right),
        _one("country", country, found_country, right=country == found_country),
    )
    return [outcome for outcome in both if outcome is not None]


def _date_outcomes(gold: GoldEvent | None, record: ConflictEvent | None) -> list[Outcome]:
    wanted, found = gold.date if gold else None, record.date if record else None
    wanted_words = f"{wanted.start} to {wanted.end}" if wanted else None
    found_words = f"{found.start_date} to {found.end_date}" if found else None
    touching = bool(wanted and found and found.start_date <= wanted.end and wanted.start <= found.end_date)
    both = (
        _one("date", wanted_words, found_words, right=wanted_words == found_words),
        _one("date_overlap", wanted_words, found_words, right=touching),
    )
    return [outcome for outcome in both if outcome is not None]
