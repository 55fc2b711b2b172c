"""Which place a name means: a prior from size and kind, and the votes of everything else in the document."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from conflictwire.entities.gazetteer import Form, Gazetteer, GazetteerEntry, normalise
from conflictwire.entities.place_containment import contains, inside, wider_places, written_in
from conflictwire.entities.place_cues import Toponym
from conflictwire.entities.place_nearness import nearness
from conflictwire.entities.place_weights import Weights
from conflictwire.entities.place_words import PlaceWords
from conflictwire.entities.words import words_of

__all__ = ["Resolved", "dateline_readings", "prior", "resolve"]

_SEATS = frozenset({"capital", "seat", "town"})
"""Kinds of places whose name may stand for a government and still be the town ("Jerusalem"; no "White House")."""
_VILLAGE_OF_SAME_NAME = 20
"""A town so many times smaller than its namesake sends no reports that bear its name alone."""
_CITY = 500_000
"""Inhabitants of a city that the world knows by its name alone."""
_FORM_NAMES = {Form.OTHER: "other", Form.SHORT: "short", Form.SIMILAR: "similar", Form.AMBIGUOUS: "ambiguous"}

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

    def speaks(self, country: str | None, name: "_Name") -> bool:
        """Whether another name of the document lies in a unit of that country."""
        own = {normalise(name.toponym.core), normalise(name.toponym.text)}
        return any(where == country and names - own for (where, _), names in self.units.items())

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
    found_parents = wider_places(doc, toponyms, words)
    senses: dict[Sense, _Name] = {}
    for toponym, parents in zip(toponyms, found_parents, strict=True):
        name = senses.setdefault(_sense(toponym), _Name(toponym, []))
        name.wider.extend(toponyms[parent].entries for parent in parents)
    context = _first_votes(toponyms, dateline, gazetteer, weights)
    _hinted_votes(doc, toponyms, context, gazetteer, weights)
    chosen = _choose(senses, context, weights, words, near=False)
    _place_votes(context, chosen, weights)
    chosen = _choose(senses, context, weights, words, near=True)
    entries = tuple(
        _known_only(chosen[_sense(toponym)].entry, context, senses[_sense(toponym)], weights) for toponym in toponyms
    )
    entries = _in_their_units(entries, toponyms, found_parents, weights)
    confirmed = tuple(
        tuple(
            parent for parent in parents if contains(entries[parent], entries[index], toponyms[parent], toponyms[index])
        )
        for index, parents in enumerate(found_parents)
    )
    return Resolved(entries, _shared(toponyms, confirmed), context.dominant(weights.clear_share))


def _in_their_units(
    entries: Sequence[GazetteerEntry | None],
    toponyms: Sequence[Toponym],
    parents: Sequence[tuple[int, ...]],
    weights: Weights,
) -> tuple[GazetteerEntry | None, ...]:
    """The readings, none for a name whose reading lies outside the unit that the text writes behind it."""
    outside = {
        _sense(toponyms[index])
        for index, wider in enumerate(parents)
        for parent in wider
        if (own := entries[index]) is not None
        and (unit := entries[parent]) is not None
        and unit.feature == "admin1"
        and written_in(toponyms[parent], toponyms[index])
        and (unit.country, unit.admin1) != (own.country, own.admin1)
        and (own.country != unit.country or own.population < weights.foreign_population)
    }
    return tuple(
        None if _sense(toponym) in outside else entry for toponym, entry in zip(toponyms, entries, strict=True)
    )


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
        entries = dateline_readings(part, gazetteer)
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


def _choose(
    senses: Mapping[Sense, _Name], context: Context, weights: Weights, words: PlaceWords, *, near: bool
) -> dict[Sense, _Choice]:
    """Best reading of every sense, and by how much it leads over readings in other countries."""
    scored = [
        sorted(
            ((_score(entry, name, context, weights, words, near=near), entry) for entry in _candidates(name.toponym)),
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


def dateline_readings(written: str, gazetteer: Gazetteer) -> list[GazetteerEntry]:
    """Readings of a name in a dateline: reports come from where reporters sit, not from a village of the name."""
    readings = [entry for entry in gazetteer.lookup(written.strip().title()) if entry.form <= Form.AMBIGUOUS]
    largest = max((entry.population for entry in readings), default=0)
    return [
        entry for entry in readings if entry.feature != "city" or entry.population * _VILLAGE_OF_SAME_NAME >= largest
    ]


def prior(entry: GazetteerEntry, weights: Weights) -> float:
    """What a reading is worth by itself: its kind, its size, and how its name was written."""
    size = weights.population * math.log10(entry.population + 10) if entry.feature == "city" else 0.0
    penalty = getattr(weights.form, _FORM_NAMES[entry.form]) if entry.form in _FORM_NAMES else 0.0
    return weights.kind.get(entry.kind, 0.0) + size - float(penalty)


def _score(
    entry: GazetteerEntry, name: _Name, context: Context, weights: Weights, words: PlaceWords, *, near: bool
) -> float:
    toponym = name.toponym
    share = context.share(entry.country)
    if (
        near
        and entry.country in weights.powers
        and _overshadowed(entry, name)
        and not context.speaks(entry.country, name)
    ):
        share *= weights.power_share
    score = prior(entry, weights) + weights.country * share
    if entry.country and entry.admin1:
        speakers = context.units.get((entry.country, entry.admin1), set())
        score += weights.unit * bool(speakers - {normalise(toponym.core), normalise(toponym.text)})
    if toponym.feature:
        fits = entry.feature in _TYPE_FITS.get(toponym.feature, frozenset())
        score += weights.type if fits else -weights.type_miss
        users = words.unit_countries.get(toponym.text.removeprefix(toponym.core).strip().lower())
        score -= weights.type_miss if users and entry.country not in users else 0.0
    for parents in name.wider:
        if parents:
            score += weights.parent if any(inside(entry, parent) for parent in parents) else -weights.parent_miss
    return score


def _overshadowed(entry: GazetteerEntry, name: _Name) -> bool:
    """Another country has a city of the name that is many times larger."""
    least = max(_CITY, _VILLAGE_OF_SAME_NAME * entry.population)
    rivals = (r for r in name.toponym.entries if r.feature == "city" and r.form <= Form.OTHER)
    return entry.feature == "city" and any(r.country != entry.country and r.population >= least for r in rivals)


def _misfit(entry: GazetteerEntry, name: _Name) -> bool:
    """A town for a river, or a province for a quarter of a town elsewhere ("the X neighbourhood of Y")."""
    if name.toponym.feature == "water":
        return entry.feature == "city"
    readings = [parent for parents in name.wider for parent in parents]
    if name.toponym.feature == "site" and entry.feature == "city" and readings:
        return not any(inside(entry, parent) for parent in readings)  # "the Qarbas Hotel in Y" is in Y
    quarter = name.toponym.feature == "city" and entry.feature in ("admin1", "region", "country")
    return quarter and bool(readings) and not any(inside(entry, parent) for parent in readings)


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
    if any(inside(entry, parent) for parents in wider for parent in parents):
        return entry
    if entry.form == Form.SIMILAR and not context.share(entry.country):
        return None
    foreign = entry.country is not None and not context.share(entry.country)
    if foreign and context.dominant(weights.clear_share) and entry.population < weights.foreign_population:
        return None
    return entry
