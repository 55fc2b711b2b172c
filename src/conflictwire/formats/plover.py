"""PLOVER as JSON lines: event, mode and context, source and recipient actors, date and place."""

import json
from collections.abc import Iterable
from typing import Any

from conflictwire.crosswalk import Crosswalk
from conflictwire.formats.cameo import actor_code, quad_class
from conflictwire.schema import ActorKind, CasualtyKind, ConflictEvent, Party, Status

__all__ = ["left_out", "plover_event", "render_plover"]

THREATENED_MODE = "violence"
CONTEXT_OF_STATUS = {Status.THREATENED: "future", Status.DENIED: "negation"}


def _actor(party: Party, crosswalk: Crosswalk) -> dict[str, Any]:
    return {
        "name": party.name,
        "text": party.text,
        "country": party.country,
        "sector": crosswalk.kinds[party.kind].cameo_role or None,
        "code": actor_code(party, crosswalk),
    }


def _mode(event: ConflictEvent, crosswalk: Crosswalk) -> str | None:
    if event.status == Status.THREATENED:
        return THREATENED_MODE if event.codes.plover else None
    return crosswalk.sub_event_types[event.sub_event_type].plover_mode or None


def _context(event: ConflictEvent) -> list[str]:
    context = [CONTEXT_OF_STATUS[event.status]] if event.status in CONTEXT_OF_STATUS else []
    return [*context, "historical"] if event.background else context


def plover_event(event: ConflictEvent, crosswalk: Crosswalk) -> dict[str, Any]:
    """One record in PLOVER's terms; the numbers are the least that any claim gives."""
    place, day = event.location, event.date
    killed = [c.min for c in event.casualties if c.kind == CasualtyKind.KILLED and c.min is not None]
    wounded = [c.min for c in event.casualties if c.kind == CasualtyKind.WOUNDED and c.min is not None]
    return {
        "id": event.event_id,
        "date": str(day.start_date) if day else None,
        "date_end": str(day.end_date) if day else None,
        "source": [_actor(party, crosswalk) for party in event.actors],
        "recipient": [_actor(party, crosswalk) for party in event.targets if party.kind != ActorKind.OBJECT],
        "event": event.codes.plover,
        "mode": _mode(event, crosswalk),
        "context": _context(event),
        "quad": quad_class(event.codes.cameo) if event.codes.cameo else None,
        "cameo": event.codes.cameo,
        "location": {
            "name": place.name,
            "admin1": place.admin1,
            "country": place.country,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "geonames_id": place.geonames_id,
        }
        if place
        else None,
        "killed": min(killed, default=None),
        "injured": min(wounded, default=None),
        "text": " ".join(" ".join(span.text for span in event.evidence).split()),
        "publisher": event.source.publisher,
        "doc_id": event.doc_id,
    }


def left_out(event: ConflictEvent) -> str | None:
    """Why PLOVER has no event for a record; None when it has."""
    return None if event.codes.plover else "no PLOVER counterpart"


def render_plover(events: Iterable[ConflictEvent], crosswalk: Crosswalk) -> bytes:
    """One JSON object a line."""
    lines = (json.dumps(plover_event(event, crosswalk), ensure_ascii=False) + "\n" for event in events)
    return "".join(lines).encode("utf-8", "backslashreplace")
