"""Cross-field checks of a record, each with an id: an error repairs or drops it, a warning leaves it as it is."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

from pydantic import BaseModel

from conflictwire.schema import CasualtyClaim, CasualtyKind, ConflictEvent, Party, Span, Status, SubEventType
from conflictwire.validation.findings import Action, Finding
from conflictwire.validation.grounds import Grounds

__all__ = ["CHECKS", "Check", "check"]

TERRITORY = frozenset(
    {
        SubEventType.GOVERNMENT_REGAINS_TERRITORY,
        SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY,
        SubEventType.NON_VIOLENT_TRANSFER_OF_TERRITORY,
    }
)
BOX_MARGIN_DEGREES = 0.5
OLD_NEWS_DAYS = 366

Found = Iterator[tuple[Finding, dict[str, Any]]]
Check = Callable[[ConflictEvent, Grounds], Found]


def _repair(rule: str, field: str, message: str, **changes: object) -> tuple[Finding, dict[str, Any]]:
    return Finding(id=rule, action=Action.REPAIRED, field=field, message=message), changes


def _warn(rule: str, field: str, message: str) -> tuple[Finding, dict[str, Any]]:
    return Finding(id=rule, action=Action.WARNED, field=field, message=message), {}


def _drop(rule: str, field: str, message: str) -> tuple[Finding, dict[str, Any]]:
    return Finding(id=rule, action=Action.DROPPED, field=field, message=message), {}


def _spans(value: object) -> Iterator[Span]:
    if type(value) is Span:  # an alias or the like: nothing inside
        yield value
    elif isinstance(value, BaseModel):
        if isinstance(value, Span):
            yield value
        for inner in value.__dict__.values():
            if isinstance(inner, BaseModel | tuple):
                yield from _spans(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _spans(inner)


def spans_in_text(event: ConflictEvent, grounds: Grounds) -> Found:
    """V100: every span holds the characters of the raw text that it names; else the record is dropped."""
    wrong = next((s for s in _spans(event) if grounds.raw[s.start : s.end] != s.text), None)
    if wrong is not None:
        yield _drop("V100", "trigger", f"text at {wrong.start}:{wrong.end} is not {wrong.text!r}: record dropped")


def date_not_after_publication(event: ConflictEvent, grounds: Grounds) -> Found:
    """V101: what has happened cannot be dated after the article, what is threatened can; the date is dropped."""
    day = event.date
    if day and grounds.published and day.start_date > grounds.published and event.status != Status.THREATENED:
        message = f"date {day.start_date} lies after publication {grounds.published}: dropped"
        yield _repair("V101", "date", message, date=None)


def _same_party(one: Party, other: Party) -> bool:
    if one.actor_id and other.actor_id:
        return one.actor_id == other.actor_id
    return one.name.casefold() == other.name.casefold()


def actor_is_not_target(event: ConflictEvent, _: Grounds) -> Found:
    """V102: one party cannot be both doer and target; it stays doer."""
    kept = tuple(t for t in event.targets if not any(_same_party(t, a) for a in event.actors))
    if len(kept) < len(event.targets):
        names = ", ".join(t.name for t in event.targets if t not in kept)
        yield _repair("V102", "targets", f"both actor and target: {names} dropped from the targets", targets=kept)


def _with_claims(event: ConflictEvent, change: Callable[[CasualtyClaim], CasualtyClaim | None]) -> dict[str, object]:
    changed = (change(claim) for claim in event.casualties)
    return {"casualties": tuple(claim for claim in changed if claim is not None)}


def bounds_in_order(event: ConflictEvent, _: Grounds) -> Found:
    """V103: a toll's minimum above its maximum: the two are exchanged."""

    def wrong(claim: CasualtyClaim) -> bool:
        return claim.min is not None and claim.max is not None and claim.min > claim.max

    for claim in filter(wrong, event.casualties):
        message = f"minimum {claim.min} above maximum {claim.max}: exchanged"
        yield _repair(
            "V103",
            "casualties",
            message,
            **_with_claims(event, lambda c: c.model_copy(update={"min": c.max, "max": c.min}) if wrong(c) else c),
        )
        return


def toll_plausible(event: ConflictEvent, grounds: Grounds) -> Found:
    """V104: a toll that no single incident can have is dropped; V112: a doubtful one is kept with a warning."""

    def above(claim: CasualtyClaim, level: Literal["doubtful", "impossible"]) -> bool:
        limit: int = getattr(grounds.tables.limits[claim.kind], level)
        return max(claim.min or 0, claim.max or 0) > limit

    for claim in event.casualties:
        if above(claim, "impossible"):
            yield _repair(
                "V104",
                "casualties",
                f"impossible toll {claim.text!r}: dropped",
                **_with_claims(event, lambda c: None if above(c, "impossible") else c),
            )
        elif above(claim, "doubtful"):
            yield _warn("V112", "casualties", f"doubtful toll {claim.text!r}")


def territory_has_place(event: ConflictEvent, _: Grounds) -> Found:
    """V105: a change of territory names the place."""
    if event.sub_event_type in TERRITORY and event.location is None:
        yield _warn("V105", "location", f"{event.sub_event_type} without a named place")


def killing_kills(event: ConflictEvent, grounds: Grounds) -> Found:
    """V106: "killed" with no dead: the record goes when nothing else names the event, else a warning."""
    tolls = [claim for claim in event.casualties if claim.kind == CasualtyKind.KILLED]
    if not tolls or any(claim.max != 0 for claim in tolls):
        return
    words = grounds.tables.killing_words
    if event.trigger.text.lower() not in words:
        return
    if all(mention.text.lower() in words for mention in event.mentions):
        yield _drop("V106", "casualties", f"{event.trigger.text!r} with nobody killed: record dropped")
    else:
        yield _warn("V106", "casualties", f"{event.trigger.text!r} with nobody killed")


def place_in_country(event: ConflictEvent, grounds: Grounds) -> Found:
    """V107: the coordinates lie in the country; else they are dropped, or kept if an offset moved them."""
    place = event.location
    if place is None or place.latitude is None or place.longitude is None or place.country is None:
        return
    box = grounds.tables.boxes.get(place.country)
    if box is None or box.holds(place.latitude, place.longitude, BOX_MARGIN_DEGREES):
        return
    message = f"{place.latitude}, {place.longitude} lies outside {place.country}"
    if place.offset is not None:
        yield _warn("V107", "location", message)
    else:
        bare = place.model_copy(update={"latitude": None, "longitude": None, "geonames_id": None})
        yield _repair("V107", "location", f"{message}: coordinates dropped", location=bare)


def actor_active(event: ConflictEvent, grounds: Grounds) -> Found:
    """V108: a group of the lexicon existed when the event happened."""
    if event.date is None:
        return
    for role in ("actors", "targets"):
        for party in getattr(event, role):
            row = grounds.tables.actors.get(party.actor_id or "")
            if row is None:
                continue
            if row.start is not None and event.date.end_date.year < row.start:
                yield _warn(
                    "V108", role, f"{row.name} is known from {row.start}, the event is of {event.date.end_date}"
                )
            elif row.end is not None and event.date.start_date.year > row.end:
                yield _warn(
                    "V108", role, f"{row.name} is known until {row.end}, the event is of {event.date.start_date}"
                )


def weapon_fits_type(event: ConflictEvent, grounds: Grounds) -> Found:
    """V109: at least one of the weapons named can do what the sub-event type says."""
    tables = grounds.tables
    fitting = tables.fitting.get(event.sub_event_type)
    classes = {tables.weapon_classes.get(" ".join(w.text.lower().split())) for w in event.weapons}
    if fitting and classes and None not in classes and not classes & fitting:
        words = ", ".join(w.text for w in event.weapons)
        yield _warn("V109", "weapons", f"{event.sub_event_type} with {words}")


def days_in_order(event: ConflictEvent, _: Grounds) -> Found:
    """V110: the last day lies before the first: the two are exchanged."""
    day = event.date
    if day and day.end_date < day.start_date:
        fixed = day.model_copy(update={"start_date": day.end_date, "end_date": day.start_date})
        yield _repair("V110", "date", f"ends {day.end_date} before it starts {day.start_date}: exchanged", date=fixed)


def old_is_background(event: ConflictEvent, grounds: Grounds) -> Found:
    """V111: what lies more than a year back is hardly the news."""
    day = event.date
    if day and grounds.published and not event.background and event.status == Status.OCCURRED:
        age = (grounds.published - day.end_date).days
        if age > OLD_NEWS_DAYS:
            yield _warn(
                "V111", "background", f"dated {day.end_date}, {age} days before publication, but not background"
            )


CHECKS: tuple[Check, ...] = (
    spans_in_text,
    days_in_order,
    date_not_after_publication,
    old_is_background,
    actor_is_not_target,
    actor_active,
    bounds_in_order,
    toll_plausible,
    killing_kills,
    territory_has_place,
    place_in_country,
    weapon_fits_type,
)


def check(event: ConflictEvent, grounds: Grounds) -> tuple[ConflictEvent | None, tuple[Finding, ...]]:
    """The record after every check, or None when one drops it; and what was found."""
    findings: list[Finding] = []
    for function in CHECKS:
        for finding, changes in function(event, grounds):
            findings.append(finding)
            if finding.action == Action.DROPPED:
                return None, tuple(findings)
            event = event.model_copy(update=changes)
    return event, tuple(findings)
