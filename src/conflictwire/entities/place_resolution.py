"""Which place a name means: a prior from size and kind, and the votes of everything else in the document."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Doc

from conflictwire.entities.gazetteer import Form, Gazetteer, GazetteerEntry, normalise
from conflictwire.entities.place_cues import Toponym
from conflictwire.entities.place_words import PlaceWords

__all__ = ["Context", "Resolved", "resolve"]

# The weights, all of them. A unit is about the worth of a fifty times larger population.
KIND_PRIOR = {
    "country": 6.0, "macroregion": 4.0, "disputed": 3.6, "region": 3.4, "island": 3.4, "water": 3.4, "river": 3.0,
    "landmark": 2.8, "site": 2.8, "district": 2.6, "town": 2.6, "base": 2.4, "camp": 2.4, "admin1": 2.6,
    "admin2": 1.2, "airfield": 0.4, "capital": 1.2, "seat": 0.3, "quarter": -0.8,
}  # fmt: skip
POPULATION_WEIGHT = 0.6
FORM_PENALTY = {
    Form.MAIN: 0.0, Form.OTHER: 0.3, Form.SHORT: 1.2, Form.SIMILAR: 1.8, Form.AMBIGUOUS: 1.5, Form.PEOPLE: 0.0,
    Form.POWER: 0.0,
}  # fmt: skip
COUNTRY_WEIGHT = 3.2
UNIT_WEIGHT = 1.8
PARENT_WEIGHT = 5.0
PARENT_MISS = 2.5
TYPE_WEIGHT = 2.5
TYPE_MISS = 1.5
VOTE_COUNTRY, VOTE_PEOPLE, VOTE_DATELINE, VOTE_PLACE = 1.0, 0.6, 1.5, 0.5
VOTE_CAPITAL = 0.15
"""Less than other towns: a capital often stands for its government, wherever the news is from."""
CLEAR_MARGIN = 1.5
"""A place whose best reading leads by this much may vote for its country."""
CLEAR_SHARE = 0.6
"""A country with this share of the votes lends itself to names that nobody knows."""
FOREIGN_POPULATION = 150_000
"""A smaller town in a country that the document never mentions is an unknown namesake of it."""

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

    def dominant(self) -> str | None:
        """The country that the document is plainly about."""
        if not self.countries:
            return None
        country, votes = max(self.countries.items(), key=lambda item: item[1])
        return country if votes >= CLEAR_SHARE * sum(self.countries.values()) else None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The reading chosen for each toponym (None: unknown), its parents by index, and the context."""

    entries: tuple[GazetteerEntry | None, ...]
    parents: tuple[tuple[int, ...], ...]
    context: Context


def resolve(
    doc: Doc, toponyms: Sequence[Toponym], *, dateline: str | None, words: PlaceWords, gazetteer: Gazetteer
) -> Resolved:
    """Chooses one reading for every name: the same for all mentions of a name, and together the most coherent."""
    found_parents = _parents(doc, toponyms, words)
    wider: dict[tuple[str, str | None], list[tuple[GazetteerEntry, ...]]] = {}
    for toponym, parents in zip(toponyms, found_parents, strict=True):
        wider.setdefault(_sense(toponym), []).extend(toponyms[parent].entries for parent in parents)
    context = _first_votes(toponyms, dateline, gazetteer)
    chosen = _choose(toponyms, wider, context)
    _place_votes(context, chosen)
    chosen = _choose(toponyms, wider, context)
    entries = tuple(_known_only(chosen[_sense(toponym)][0], context, wider[_sense(toponym)]) for toponym in toponyms)
    confirmed = tuple(
        tuple(parent for parent in parents if _contains(entries[parent], entries[index], toponyms[index]))
        for index, parents in enumerate(found_parents)
    )
    return Resolved(entries, confirmed, context)


def _sense(toponym: Toponym) -> tuple[str, str | None]:
    return normalise(toponym.text), toponym.feature


def _first_votes(toponyms: Sequence[Toponym], dateline: str | None, gazetteer: Gazetteer) -> Context:
    context = Context()
    for toponym in toponyms:
        sure = [entry for entry in toponym.entries if entry.kind == "country" and entry.form != Form.AMBIGUOUS]
        for entry in sure:
            if entry.country:
                weight = VOTE_COUNTRY if entry.form <= Form.OTHER else VOTE_PEOPLE
                context.countries[entry.country] += weight / len(sure)
    for part in (dateline or "").split(","):
        entries = [entry for entry in gazetteer.lookup(part.strip().title()) if entry.form <= Form.AMBIGUOUS]
        if entries:
            best = max(entries, key=lambda entry: _prior(entry) + COUNTRY_WEIGHT * context.share(entry.country))
            if best.country:
                context.countries[best.country] += VOTE_DATELINE
    return context


def _place_votes(
    context: Context, chosen: Mapping[tuple[str, str | None], tuple[GazetteerEntry | None, float]]
) -> None:
    for (key, _), (entry, margin) in chosen.items():
        if entry is None or entry.country is None or entry.feature == "country":
            continue
        clear = margin >= CLEAR_MARGIN
        if clear:
            context.countries[entry.country] += VOTE_CAPITAL if entry.kind == "capital" else VOTE_PLACE
        if entry.admin1 and (clear or entry.feature == "admin1"):
            context.units.setdefault((entry.country, entry.admin1), set()).add(key)


def _choose(
    toponyms: Sequence[Toponym],
    wider: Mapping[tuple[str, str | None], list[tuple[GazetteerEntry, ...]]],
    context: Context,
) -> dict[tuple[str, str | None], tuple[GazetteerEntry | None, float]]:
    """Best reading of every sense, and by how much it leads over readings in other countries."""
    chosen: dict[tuple[str, str | None], tuple[GazetteerEntry | None, float]] = {}
    for toponym in toponyms:
        sense = _sense(toponym)
        if sense in chosen:
            continue
        entries = _candidates(toponym)
        if not entries:
            chosen[sense] = (None, 0.0)
            continue
        scored = sorted(
            ((_score(entry, toponym, wider[sense], context), -index) for index, entry in enumerate(entries)),
            reverse=True,
        )
        best = entries[-scored[0][1]]
        rivals = [score for score, index in scored if entries[-index].country != best.country]
        chosen[sense] = (best, scored[0][0] - rivals[0] if rivals else CLEAR_MARGIN)
    return chosen


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
    if any(entry.form == Form.POWER for entry in others):
        return literal if any(entry.kind == "capital" for entry in literal) else others
    if toponym.cued and any(entry.form == Form.MAIN and entry.feature != "city" for entry in literal):
        return literal
    return others


def _prior(entry: GazetteerEntry) -> float:
    size = 0.0
    if entry.feature == "city":
        size = POPULATION_WEIGHT * math.log10(entry.population + 10)
    return KIND_PRIOR.get(entry.kind, 0.0) + size - FORM_PENALTY.get(entry.form, 0.0)


def _score(
    entry: GazetteerEntry,
    toponym: Toponym,
    wider: Sequence[tuple[GazetteerEntry, ...]],
    context: Context,
) -> float:
    score = _prior(entry) + COUNTRY_WEIGHT * context.share(entry.country)
    if entry.country and entry.admin1:
        speakers = context.units.get((entry.country, entry.admin1), set())
        score += UNIT_WEIGHT * bool(speakers - {normalise(toponym.core), normalise(toponym.text)})
    if toponym.feature:
        fits = entry.feature in _TYPE_FITS.get(toponym.feature, frozenset())
        score += TYPE_WEIGHT if fits else -TYPE_MISS
    for parents in wider:
        if parents:
            score += PARENT_WEIGHT if any(_inside(entry, parent) for parent in parents) else -PARENT_MISS
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


def _known_only(
    entry: GazetteerEntry | None, context: Context, wider: Sequence[tuple[GazetteerEntry, ...]]
) -> GazetteerEntry | None:
    """None for a small or only similar namesake in a country that the document has nothing to do with."""
    if entry is None or entry.kind in ("capital", "seat") or entry.feature not in ("city", "admin2", "facility"):
        return entry
    if any(_inside(entry, parent) for parents in wider for parent in parents):
        return entry
    if entry.form == Form.SIMILAR and not context.share(entry.country):
        return None
    foreign = entry.country is not None and not context.share(entry.country) and context.dominant() is not None
    return None if foreign and entry.population < FOREIGN_POPULATION else entry


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
        elif kind == "inner" and _may_contain(second, first):
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
    rest = [word for word in gap if not words.has("adjectives", word) and word not in {"the", "-"}]
    rest = [word for word in rest if word not in words.after and word not in words.before_of]
    return (
        "inner"
        if rest in ([","], ["in"], [",", "in"], ["of"], [",", "of"], ["("], [",", "in", "of"], ["in", "of"])
        else None
    )


def _may_contain(outer: Toponym, inner: Toponym) -> bool:
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
        return parent.feature in ("country", "admin1", "admin2", "region") and toponym.feature != "country"
    return _inside(entry, parent)
