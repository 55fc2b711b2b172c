"""Which place a name means: a prior from size and kind, and the votes of everything else in the document."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Doc

from conflictwire.entities.gazetteer import Form, Gazetteer, GazetteerEntry, normalise
from conflictwire.entities.place_cues import Toponym
from conflictwire.entities.place_nearness import nearness
from conflictwire.entities.place_weights import Weights
from conflictwire.entities.place_words import PlaceWords
from conflictwire.entities.words import words_of

__all__ = ["Resolved", "prior", "resolve"]

_SEATS = frozenset({"capital", "seat", "town"})
"""Kinds of places whose name may stand for a government and still be the town ("Jerusalem"; no "White House")."""
_FORM_NAMES = {Form.OTHER: "other", Form.SHORT: "short", Form.SIMILAR: "similar", Form.AMBIGUOUS: "ambiguous"}

_LEVEL = {"country": 0, "region": 1, "admin1": 1, "water": 1, "admin2": 2, "city": 3, "site": 4, "facility": 4}
_TYPE_FITS = {
    "admin1": frozenset({"admin1", "region"}),
    "admin2": frozenset({"admin2", "admin1"}),
    "area": frozenset({"admin2", "city", "region"}),
    "region": frozenset({"region", "admin1"}),
    "city": frozenset({"city"}),
    "facility": frozenset({"facility"}),
    "site": frozenset({"site", "facility"}),
    "water": frozenset({"water"}),
}


@dataclass(slots=True)
class Context:
    """Votes for countries, and the names that speak for a (country, first-level unit)."""

    countries: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    units: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def share(self, country: str | None) -> float:
        """How much of the votes a country has, less where there are few."""
        total = sum(self.countries.values())
        return self.countries.get(country, 0.0) / max(total, 1.0) if country else 0.0

    def dominant(self, share: float) -> str | None:
        """The country that has at least this share of the votes."""
        if not self.countries:
            return None
        country, votes = max(self.countries.items(), key=lambda item: item[1])
        return country if votes >= share * sum(self.countries.values()) else None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The reading chosen for each toponym (None: unknown), its parents by index, and the document's own country."""

    entries: tuple[GazetteerEntry | None, ...]
    parents: tuple[tuple[int, ...], ...]
    country: str | None


Sense = tuple[str, str | None]
"""A name and what its type word says: all its mentions mean one place."""


@dataclass(frozen=True, slots=True)
class _Name:
    """The first mention of a sense, and the readings of the wider places that the wording ties to any mention."""

    toponym: Toponym
    wider: list[tuple[GazetteerEntry, ...]]


@dataclass(frozen=True, slots=True)
class _Choice:
    """The reading chosen, and its lead over readings in other countries."""

    entry: GazetteerEntry | None
    margin: float


def resolve(
    doc: Doc,
    toponyms: Sequence[Toponym],
    *,
    dateline: str | None,
    words: PlaceWords,
    weights: Weights,
    gazetteer: Gazetteer,
) -> Resolved:
    """Chooses one reading for every name: the same for all mentions of a name, and together the most coherent."""
    found_parents = _parents(doc, toponyms, words)
    senses: dict[Sense, _Name] = {}
    for toponym, parents in zip(toponyms, found_parents, strict=True):
        name = senses.setdefault(_sense(toponym), _Name(toponym, []))
        name.wider.extend(toponyms[parent].entries for parent in parents)
    context = _first_votes(toponyms, dateline, gazetteer, weights)
    _hinted_votes(doc, toponyms, context, gazetteer, weights)
    chosen = _choose(senses, context, weights, near=False)
    _place_votes(context, chosen, weights)
    chosen = _choose(senses, context, weights, near=True)
    entries = tuple(
        _known_only(chosen[_sense(toponym)].entry, context, senses[_sense(toponym)], weights) for toponym in toponyms
    )
    confirmed = tuple(
        tuple(parent for parent in parents if _contains(entries[parent], entries[index], toponyms[index]))
        for index, parents in enumerate(found_parents)
    )
    return Resolved(entries, _shared(toponyms, confirmed), context.dominant(weights.clear_share))


def _shared(toponyms: Sequence[Toponym], parents: Sequence[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """The wider places of each name; where one mention tells them, they are those of all mentions."""
    told: dict[Sense, tuple[int, ...]] = {}
    for toponym, wider in zip(toponyms, parents, strict=True):
        if len(wider) > len(told.get(_sense(toponym), ())):
            told[_sense(toponym)] = wider
    return tuple(
        wider or tuple(i for i in told.get(_sense(toponym), ()) if i != index)
        for index, (toponym, wider) in enumerate(zip(toponyms, parents, strict=True))
    )


def _sense(toponym: Toponym) -> Sense:
    return normalise(toponym.text), toponym.feature


def _first_votes(toponyms: Sequence[Toponym], dateline: str | None, gazetteer: Gazetteer, weights: Weights) -> Context:
    context = Context()
    for toponym in toponyms:
        if toponym.feature:
            continue  # "Niger State" speaks for no country named Niger
        sure = [entry for entry in toponym.entries if entry.kind == "country" and entry.form != Form.AMBIGUOUS]
        for entry in sure:
            if entry.country:
                weight = weights.vote.country if entry.form <= Form.OTHER else weights.vote.people
                context.countries[entry.country] += weight / len(sure)
    for part in (dateline or "").split(","):
        entries = [entry for entry in gazetteer.lookup(part.strip().title()) if entry.form <= Form.AMBIGUOUS]
        if entries:
            best = max(entries, key=lambda e: prior(e, weights) + weights.country * context.share(e.country))
            if best.country:
                context.countries[best.country] += weights.vote.dateline
    return context


def _hinted_votes(
    doc: Doc, toponyms: Sequence[Toponym], context: Context, gazetteer: Gazetteer, weights: Weights
) -> None:
    """Countries and capitals inside the names of people, parties and papers ("Communist Party of Nepal")."""
    taken = {i for toponym in toponyms for i in range(toponym.start, toponym.end)}
    hints = {
        token.text
        for token in words_of(doc).tokens
        if token.i not in taken and token.text[:1].isupper() and len(token) > 3
    }
    for text in sorted(hints):
        found = {
            entry.country
            for entry in gazetteer.lookup(text)
            if entry.country
            and (
                (entry.kind == "country" and entry.form != Form.AMBIGUOUS)
                or (entry.kind == "capital" and not entry.form)
            )
        }
        if len(found) == 1:
            context.countries[found.pop()] += weights.vote.hint


def _place_votes(context: Context, chosen: Mapping[Sense, _Choice], weights: Weights) -> None:
    for (key, _), choice in chosen.items():
        entry = choice.entry
        if entry is None or entry.country is None or entry.feature == "country":
            continue
        clear = choice.margin >= weights.clear_margin
        if clear:
            context.countries[entry.country] += weights.vote.capital if entry.kind == "capital" else weights.vote.place
        if entry.admin1 and (clear or entry.feature == "admin1"):
            context.units.setdefault((entry.country, entry.admin1), set()).add(key)


def _choose(senses: Mapping[Sense, _Name], context: Context, weights: Weights, *, near: bool) -> dict[Sense, _Choice]:
    """Best reading of every sense, and by how much it leads over readings in other countries."""
    scored = [
        sorted(
            ((_score(entry, name, context, weights), entry) for entry in _candidates(name.toponym)),
            key=lambda pair: -pair[0],
        )
        for name in senses.values()
    ]
    if near:
        support = nearness(scored, near_km=weights.near_km, half=weights.near_half)
        scored = [
            sorted(
                ((score + weights.near * near_by.get(entry, 0.0), entry) for score, entry in readings),
                key=lambda pair: -pair[0],
            )
            for readings, near_by in zip(scored, support, strict=True)
        ]
    return {sense: _choice(readings, weights) for sense, readings in zip(senses, scored, strict=True)}


def _choice(readings: Sequence[tuple[float, GazetteerEntry]], weights: Weights) -> _Choice:
    if not readings:
        return _Choice(None, 0.0)
    score, best = readings[0]
    rivals = [other for other, entry in readings if entry.country != best.country]
    return _Choice(best, score - rivals[0] if rivals else weights.clear_margin)


def _candidates(toponym: Toponym) -> tuple[GazetteerEntry, ...]:
    """Readings that the wording allows: a people is a place only in so far as a place bears the same name."""
    literal = tuple(
        entry
        for entry in toponym.entries
        if entry.form < Form.PEOPLE
        and (entry.kind != "airfield" or entry.form != Form.SHORT or toponym.feature == "facility")
    )
    others = tuple(entry for entry in toponym.entries if entry.form >= Form.PEOPLE)
    if not others or toponym.feature:
        return literal
    powers = {entry.country for entry in others if entry.form == Form.POWER}
    if powers:
        return literal if any(e.kind in _SEATS and e.country in powers for e in literal) else others
    if toponym.cued and any(entry.form == Form.MAIN and entry.feature != "city" for entry in literal):
        return literal
    return others


def prior(entry: GazetteerEntry, weights: Weights) -> float:
    """What a reading is worth by itself: its kind, its size, and how its name was written."""
    size = weights.population * math.log10(entry.population + 10) if entry.feature == "city" else 0.0
    penalty = getattr(weights.form, _FORM_NAMES[entry.form]) if entry.form in _FORM_NAMES else 0.0
    return weights.kind.get(entry.kind, 0.0) + size - float(penalty)


def _score(entry: GazetteerEntry, name: _Name, context: Context, weights: Weights) -> float:
    toponym = name.toponym
    score = prior(entry, weights) + weights.country * context.share(entry.country)
    if entry.country and entry.admin1:
        speakers = context.units.get((entry.country, entry.admin1), set())
        score += weights.unit * bool(speakers - {normalise(toponym.core), normalise(toponym.text)})
    if toponym.feature:
        fits = entry.feature in _TYPE_FITS.get(toponym.feature, frozenset())
        score += weights.type if fits else -weights.type_miss
    for parents in name.wider:
        if parents:
            score += weights.parent if any(_inside(entry, parent) for parent in parents) else -weights.parent_miss
    return score


def _inside(entry: GazetteerEntry, parent: GazetteerEntry) -> bool:
    """Whether one reading may lie within another."""
    if _LEVEL.get(parent.feature, 4) >= _LEVEL.get(entry.feature, 4) or parent.form >= Form.PEOPLE:
        return False
    if parent.country is None:
        return parent.feature in ("region", "water")
    if entry.country != parent.country:
        return False
    if parent.feature == "admin1":
        return entry.admin1 in (parent.name, parent.admin1)
    return True


def _misfit(entry: GazetteerEntry, name: _Name) -> bool:
    """A town for a river, or a province for a quarter of a town elsewhere ("the X neighbourhood of Y")."""
    if name.toponym.feature == "water":
        return entry.feature == "city"
    readings = [parent for parents in name.wider for parent in parents]
    quarter = name.toponym.feature == "city" and entry.feature in ("admin1", "region", "country")
    return quarter and bool(readings) and not any(_inside(entry, parent) for parent in readings)


def _far_site(entry: GazetteerEntry, name: _Name, context: Context) -> bool:
    """A house named like a far town ("the Maka Palace hotel" is not in Maka)."""
    return name.toponym.feature == "site" and entry.feature == "city" and entry.country != context.dominant(0.0)


def _known_only(entry: GazetteerEntry | None, context: Context, name: _Name, weights: Weights) -> GazetteerEntry | None:
    """None for a small or only similar namesake in a country that the document has nothing to do with."""
    wider = name.wider
    if entry is None or _misfit(entry, name) or _far_site(entry, name, context):
        return None
    if entry.kind in ("capital", "seat") or entry.feature not in ("city", "admin2", "facility"):
        return entry
    if any(_inside(entry, parent) for parents in wider for parent in parents):
        return entry
    if entry.form == Form.SIMILAR and not context.share(entry.country):
        return None
    foreign = entry.country is not None and not context.share(entry.country)
    if foreign and context.dominant(weights.clear_share) and entry.population < weights.foreign_population:
        return None
    return entry


def _parents(doc: Doc, toponyms: Sequence[Toponym], words: PlaceWords) -> list[tuple[int, ...]]:
    """For each name, the next wider ones that the wording ties to it: "X, Y", "X in Y", "Y's X", and theirs."""
    direct: list[list[int]] = [[] for _ in toponyms]
    for index, (first, second) in enumerate(pairwise(toponyms)):
        if second.start - first.end > 7:
            continue
        gap = [token.lower_ for token in doc[first.end : second.start]]
        kind = _tie(gap, words)
        if kind == "owner" and _may_contain(first, second):
            direct[index + 1].append(index)
        elif kind in ("inner", "part") and _may_contain(second, first, part=kind == "part"):
            direct[index].append(index + 1)
    closed: list[tuple[int, ...]] = []
    for index, parents in enumerate(direct):
        seen = list(parents)
        for parent in seen:
            seen.extend(other for other in direct[parent] if other not in seen and other != index)
        closed.append(tuple(seen))
    return closed


def _tie(gap: Sequence[str], words: PlaceWords) -> str | None:
    if gap and gap[0] in {"'s", "’s", "'", "’"}:
        rest = [word for word in gap[1:] if not words.has("adjectives", word) and word not in words.before_of]
        return "owner" if not [word for word in rest if word not in {"of", "-"}] else None
    rest = [word for word in gap if not words.has("adjectives", word) and word not in {"a", "an", "the", "-"}]
    rest = [word for word in rest if word not in words.after and word not in words.before_of]
    if rest in ([","], ["("]):
        return "inner"
    return "part" if rest in (["in"], [",", "in"], ["of"], [",", "of"], [",", "in", "of"], ["in", "of"]) else None


def _may_contain(outer: Toponym, inner: Toponym, *, part: bool = False) -> bool:
    """Whether one name may lie within another; `part`: an unknown name may be a quarter of a town ("X of Y")."""
    known = [entry for entry in inner.entries if inner.feature != "city" or entry.feature == "city"]
    if part and not known and any(entry.feature == "city" for entry in outer.entries[:20]):
        return True
    return any(
        _inside(entry, parent)
        for parent in outer.entries[:20]
        for entry in (inner.entries[:30] or (_NOWHERE._replace(country=parent.country, admin1=parent.name),))
    )


_NOWHERE = GazetteerEntry("", "city", "city", None, None, None, None, 0, None, Form.MAIN, 0)


def _contains(parent: GazetteerEntry | None, entry: GazetteerEntry | None, toponym: Toponym) -> bool:
    if parent is None:
        return False
    if entry is None:
        return parent.form < Form.PEOPLE and toponym.feature != "country"
    return _inside(entry, parent)
