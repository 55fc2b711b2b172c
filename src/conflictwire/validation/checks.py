"""Cross-field checks of an event before it becomes a record; each has an id, and nothing changes without a warning."""

import dataclasses
from collections.abc import Callable
from datetime import date

from conflictwire.events.mentions import Event
from conflictwire.schema import CasualtyKind, Status, SubEventType

__all__ = ["check"]

TERRITORY = frozenset(
    {
        SubEventType.GOVERNMENT_REGAINS_TERRITORY,
        SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY,
        SubEventType.NON_VIOLENT_TRANSFER_OF_TERRITORY,
    }
)
PLAUSIBLE_KILLED = 100_000

Checked = tuple[Event | None, str | None]


def date_not_after_publication(event: Event, published: date | None) -> Checked:
    """V101: what has happened cannot be dated after the article; the date is dropped."""
    day = event.lead.date
    if (
        published
        and day
        and day.first
        and day.first > published
        and event.lead.status in (Status.OCCURRED, Status.DENIED)
    ):
        return _with(event, date=None), f"V101 date {day.first} lies after publication {published}: dropped"
    return event, None


def actor_is_not_target(event: Event, _: date | None) -> Checked:
    """V102: one party cannot be both doer and target; it stays doer."""
    kept = tuple(t for t in event.lead.targets if not any(t.same_as(a) for a in event.lead.actors))
    if len(kept) < len(event.lead.targets):
        return _with(event, targets=kept), "V102 a party was both actor and target: dropped from the targets"
    return event, None


def bounds_in_order(event: Event, _: date | None) -> Checked:
    """V103: a toll's minimum above its maximum: the two are exchanged."""
    wrong = [c for c in event.lead.casualties if c.low is not None and c.high is not None and c.low > c.high]
    if not wrong:
        return event, None
    fixed = tuple(dataclasses.replace(c, low=c.high, high=c.low) if c in wrong else c for c in event.lead.casualties)
    return _with(event, casualties=fixed), "V103 toll with minimum above maximum: exchanged"


def toll_plausible(event: Event, _: date | None) -> Checked:
    """V104: no single incident kills more than a hundred thousand people; the toll is dropped."""
    kept = tuple(
        c
        for c in event.lead.casualties
        if c.kind != CasualtyKind.KILLED or max(c.low or 0, c.high or 0) <= PLAUSIBLE_KILLED
    )
    if len(kept) < len(event.lead.casualties):
        return _with(event, casualties=kept), "V104 implausible number of killed: toll dropped"
    return event, None


def territory_has_place(event: Event, _: date | None) -> Checked:
    """V105: a change of territory without a named place is kept, with a warning."""
    if event.lead.sub_event_type in TERRITORY and event.lead.place is None:
        return event, f"V105 {event.lead.sub_event_type} without a named place"
    return event, None


CHECKS: tuple[Callable[[Event, date | None], Checked], ...] = (
    date_not_after_publication,
    actor_is_not_target,
    bounds_in_order,
    toll_plausible,
    territory_has_place,
)


def _with(event: Event, **changes: object) -> Event:
    return dataclasses.replace(event, lead=dataclasses.replace(event.lead, **changes))  # type: ignore[arg-type]


def check(event: Event, published: date | None) -> tuple[Event | None, tuple[str, ...]]:
    """The event after every check, or None when one drops it; and what was changed."""
    warnings: list[str] = []
    current: Event | None = event
    for function in CHECKS:
        if current is None:
            break
        current, warning = function(current, published)
        if warning:
            warnings.append(warning)
    return current, tuple(warnings)
