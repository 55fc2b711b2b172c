"""Stage four: events -> `ConflictEvent` records, checked."""

from collections.abc import Sequence

from conflictwire.entities.parsed import Parsed
from conflictwire.errors import ConflictwireError
from conflictwire.events.mentions import Event
from conflictwire.resources import Resources
from conflictwire.schema import ConflictEvent
from conflictwire.settings import Settings
from conflictwire.validation.checks import check
from conflictwire.validation.named import to_annotations
from conflictwire.validation.records import to_record

__all__ = ["to_annotations", "validate"]


def validate(
    events: Sequence[Event], parsed: Parsed, resources: Resources, settings: Settings, *, doc_id: str | None = None
) -> tuple[tuple[ConflictEvent, ...], tuple[str, ...]]:
    """Records in the order of `events`, and a warning for whatever was repaired or dropped.

    Raises:
        ConflictwireError: in strict mode, when a check fails.
    """
    records: list[ConflictEvent] = []
    warnings: list[str] = []
    for event in events:
        checked, found = check(event, parsed.document.facts.publication_date)
        warnings.extend(found)
        if found and settings.strict:
            raise ConflictwireError("; ".join(found))
        if checked is None:
            continue
        record = to_record(checked, parsed, resources, doc_id)
        if record.confidence < settings.min_confidence:
            warnings.append(f"V201 record {record.event_id} dropped: confidence {record.confidence} below the minimum")
            continue
        records.append(record)
    return tuple(records), tuple(warnings)
