"""Stage four: events -> `ConflictEvent` records, checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conflictwire.entities.parsed import Parsed
from conflictwire.errors import RecordError
from conflictwire.events.mentions import Event
from conflictwire.resources import Resources
from conflictwire.schema import ConflictEvent
from conflictwire.settings import Settings
from conflictwire.validation.checks import check
from conflictwire.validation.confidence import load_model
from conflictwire.validation.features import features
from conflictwire.validation.findings import Action, Finding
from conflictwire.validation.grounds import grounds
from conflictwire.validation.named import to_annotations
from conflictwire.validation.records import RecordMaker

__all__ = ["Checked", "checked", "to_annotations", "validate"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One event on its way to a record.

    Attributes:
        event: the event.
        record: what came out of it; None when it was dropped.
        findings: what the checks found.
        features: what its confidence rests on; empty when a check dropped it.
    """

    event: Event
    record: ConflictEvent | None
    findings: tuple[Finding, ...]
    features: Mapping[str, float]


def checked(
    events: Sequence[Event], parsed: Parsed, resources: Resources, settings: Settings, *, doc_id: str | None = None
) -> tuple[Checked, ...]:
    """Every event with its record and findings, in the order of `events`."""
    document = parsed.document
    article = grounds(document.raw, document.facts.publication_date, resources)
    model = load_model(resources)
    maker = RecordMaker(parsed, resources, doc_id)
    out = []
    for event in events:
        values: dict[str, float] = {}
        record, findings = check(maker.record(event), article)
        if record is not None:
            values = features(event, record, findings, parsed, resources)
            record = record.model_copy(update={"confidence": model.confidence(values)})
            if record.confidence < settings.min_confidence:
                findings = (*findings, _too_low(record))
                record = None
        out.append(Checked(event, record, findings, values))
    return tuple(out)


def _too_low(record: ConflictEvent) -> Finding:
    message = f"record {record.event_id} dropped: confidence {record.confidence} below the minimum"
    return Finding(id="V201", action=Action.DROPPED, field="confidence", message=message)


def validate(
    events: Sequence[Event], parsed: Parsed, resources: Resources, settings: Settings, *, doc_id: str | None = None
) -> tuple[tuple[ConflictEvent, ...], tuple[str, ...]]:
    """Records in the order of `events`, and a line for whatever was doubtful, repaired or dropped.

    Raises:
        RecordError: in strict mode, when a check would repair or drop a record (a low confidence is no failure).
    """
    results = checked(events, parsed, resources, settings, doc_id=doc_id)
    findings = [finding for result in results for finding in result.findings]
    if settings.strict and (errors := [f for f in findings if f.level == "error" and f.field != "confidence"]):
        raise RecordError("; ".join(map(str, errors)))
    return tuple(r.record for r in results if r.record is not None), tuple(map(str, findings))
