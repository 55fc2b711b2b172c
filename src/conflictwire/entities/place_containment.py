"""Places that the wording puts into wider ones: "X, Y", "X in the province of Y", "Y's X"."""

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

from conflictwire.entities.gazetteer import Form, GazetteerEntry
from conflictwire.entities.place_cues import Toponym
from conflictwire.entities.place_words import PlaceWords

__all__ = ["contains", "inside", "wider_places", "written_in"]

_LEVEL = {"country": 0, "region": 1, "admin1": 1, "water": 1, "admin2": 2, "city": 3, "site": 4, "facility": 4}
_UNITS = frozenset({"admin1", "admin2", "region"})
"""What type words make a unit, in which other places lie."""
_MAX_GAP = 10
_MAX_DESCRIPTION = 5
"""Words that may describe a unit between "the" and its type: "the coffee-growing department of"."""
_READINGS = 30
_NOWHERE = GazetteerEntry("", "city", "city", None, None, None, None, 0, None, Form.MAIN, 0)


def wider_places(doc: Doc, toponyms: Sequence[Toponym], words: PlaceWords) -> list[tuple[int, ...]]:
    """For each name, the next wider ones that the wording ties to it, and theirs."""
    direct: list[list[int]] = [[] for _ in toponyms]
    gaps = [_gap(doc, first, second) for first, second in pairwise(toponyms)]
    for index, gap in enumerate(gaps):
        first, second = toponyms[index], toponyms[index + 1]
        kind = _tie(gap, words)
        if kind == "owner" and _may_contain(first, second):
            direct[index + 1].append(index)
        elif kind == "headed" and (_is_unit(first) or _may_contain(second, first, part=True)):
            # "the Sinai town of Y", and "X town of Y"
            direct[index + _is_unit(first)].append(index + (not _is_unit(first)))
        elif kind in ("inner", "part") and _may_contain(second, first, part=kind == "part"):
            direct[index].append(index + 1)
        elif _is_offset(gap, words) and index + 1 < len(gaps):
            # "X, 300 km west of Y, in the department of Z": Y only tells where X is
            behind, wider = _tie(gaps[index + 1], words), toponyms[index + 2]
            if behind in ("inner", "part") and _may_contain(wider, first, part=behind == "part"):
                direct[index].append(index + 2)
    closed: list[tuple[int, ...]] = []
    for index, parents in enumerate(direct):
        seen = list(parents)
        for parent in seen:
            seen.extend(other for other in direct[parent] if other not in seen and other != index)
        closed.append(tuple(seen))
    return closed


def inside(entry: GazetteerEntry, parent: GazetteerEntry) -> bool:
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


def contains(parent: GazetteerEntry | None, entry: GazetteerEntry | None, wider: Toponym, narrower: Toponym) -> bool:
    """Whether the readings chosen for two tied names bear the tie out; type words do where a reading lacks."""
    if parent is None:
        return written_in(wider, narrower)
    if entry is None:
        return parent.form < Form.PEOPLE and narrower.feature != "country"
    return inside(entry, parent)


def written_in(wider: Toponym, narrower: Toponym) -> bool:
    """The type words alone say that one is a unit and the other a place in it ("X, Y department")."""
    if wider.feature not in _UNITS or narrower.feature in ("region", "water", "country"):
        return False
    return wider.feature != narrower.feature or _type_word(wider) != _type_word(narrower) != ""


def _is_unit(toponym: Toponym) -> bool:
    """Whether it is the name of a first-level unit or a region, by its readings."""
    return any(entry.feature in ("admin1", "region") for entry in toponym.entries[:_READINGS])


def _type_word(toponym: Toponym) -> str:
    return toponym.text.removeprefix(toponym.core).strip().lower()


def _gap(doc: Doc, first: Toponym, second: Toponym) -> list[str]:
    """The words between two names; none where they stand too far apart to be tied."""
    between = doc[first.end : second.start]
    return [token.lower_ for token in between] if len(between) <= _MAX_GAP else ["."]


def _tie(gap: Sequence[str], words: PlaceWords) -> str | None:
    if gap and gap[0] in {"'s", "’s", "'", "’"}:
        rest = [word for word in gap[1:] if not words.has("adjectives", word) and word not in words.before_of]
        return "owner" if not [word for word in rest if word not in {"of", "-"}] else None
    if gap and gap[-1] == "of" and gap[-2:-1] and words.has("town_heads", gap[-2]):
        rest = [word for word in gap[:-2] if not words.has("adjectives", word)]
        return None if rest else "headed"
    if _points_away(gap, words):
        return None
    gap = _without_description(gap, words)
    rest = [word for word in gap if not (words.has("adjectives", word) or words.has("between_places", word))]
    rest = [word for word in rest if word not in words.after and word not in words.before_of]
    if rest in ([","], ["("]):
        return "inner"
    return "part" if rest in (["in"], [",", "in"], ["of"], [",", "of"], [",", "in", "of"], ["in", "of"]) else None


def _points_away(gap: Sequence[str], words: PlaceWords) -> bool:
    """The words lead out of the second place ("X, north of Y"), not into a part of it ("X, in the north of Y")."""
    return len(gap) > 1 and gap[-1] == "of" and gap[-2] in words.directions and gap[-3:-2] != ["the"]


def _without_description(gap: Sequence[str], words: PlaceWords) -> Sequence[str]:
    """The gap without what describes a unit before its type: "in the coffee-growing department of"."""
    kind = next((at for at in range(len(gap) - 1, 0, -1) if gap[at] in words.before_of), None)
    if kind is None or gap[kind + 1 : kind + 2] != ["of"]:
        return gap
    start = next((at for at in range(kind - 1, -1, -1) if gap[at] in ("the", "a", ",")), None)
    if start is None or kind - start > _MAX_DESCRIPTION or "in" not in gap[: start + 1]:
        return gap
    return [*gap[: start + 1], *gap[kind:]]


def _is_offset(gap: Sequence[str], words: PlaceWords) -> bool:
    """The words say how far one place is from the other ("X, 300 km west of Y")."""
    apart = next((word for word in gap if word not in words.after), "") in {",", "("}
    return apart and any(word in words.units for word in gap)


def _may_contain(outer: Toponym, inner: Toponym, *, part: bool = False) -> bool:
    """Whether one name may lie within another; `part`: an unknown name or a house may be in a town ("X of Y")."""
    if written_in(outer, inner):
        return True
    if part and inner.feature == "site" and any(entry.feature == "city" for entry in outer.entries[:_READINGS]):
        return True
    known = [entry for entry in inner.entries if inner.feature != "city" or entry.feature == "city"]
    if part and not known and any(entry.feature == "city" for entry in outer.entries[:_READINGS]):
        return True
    return any(
        inside(entry, parent)
        for parent in outer.entries[:_READINGS]
        for entry in (inner.entries[:_READINGS] or (_NOWHERE._replace(country=parent.country, admin1=parent.name),))
    )
