"""Why a text gave its records: for each field the rule, words, cues and checks; for the rest, what lacked."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict

from conflictwire.schema import ConflictEvent, Span
from conflictwire.validation.findings import Finding

__all__ = ["Attempt", "Explanation", "Reason", "RecordExplanation", "SentenceExplanation"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reason(_Model):
    """Why one field of a record has its value.

    Attributes:
        field: name of the field.
        value: the value, in words.
        words: the words of the text that it rests on.
        rule: id of the rule, or of the rule and its refinements joined by " > ".
        role: role of the words around the trigger ("subject", "prep:in"), or how else they were found.
        cues: other words that decided ("said", "tried", "in recent years").
    """

    field: str
    value: str
    words: tuple[Span, ...] = ()
    rule: str | None = None
    role: str | None = None
    cues: tuple[str, ...] = ()


class RecordExplanation(_Model):
    """One event: its record, or None when validation dropped it.

    Attributes:
        event_id: id of the record, or None.
        record: the record.
        reasons: one for each value of each field.
        findings: what the checks found.
        features: what the confidence rests on.
        contributions: what each feature adds to the log-odds of the record being right, the strongest first.
    """

    event_id: str | None
    record: ConflictEvent | None
    reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...] = ()
    features: Mapping[str, float] = {}
    contributions: Mapping[str, float] = {}


class Attempt(_Model):
    """One rule tried at one trigger word.

    Attributes:
        rule: its id.
        sub_event_type: what it gives.
        trigger: the words.
        fired: whether it gave a mention.
        reason: why it did not fire; None when it fired.
        lacking: the exclusion that stopped it, or the roles, words or arguments that it wanted.
        roles: what stands in each role around the trigger.
        message: the outcome in a sentence.
    """

    rule: str
    sub_event_type: str
    trigger: Span
    fired: bool
    reason: str | None = None
    lacking: tuple[str, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = {}
    message: str


class SentenceExplanation(_Model):
    """One sentence: the records that rest on it, and the rules tried, those that fired first, then the nearest."""

    sentence: Span
    event_ids: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    message: str = ""


class Explanation(_Model):
    """Everything about one text.

    Attributes:
        status: "ok", "quiet" or "failed", as on a `Result`.
        records: every event, those dropped by validation too.
        sentences: every sentence that was read.
        warnings: of cleaning and validation.
    """

    status: str
    records: tuple[RecordExplanation, ...] = ()
    sentences: tuple[SentenceExplanation, ...] = ()
    warnings: tuple[str, ...] = ()

    def text(self) -> str:
        """The explanation to read."""
        return "\n".join(self._lines())

    __str__ = text

    def _lines(self) -> Iterator[str]:
        for number, explained in enumerate(self.records, start=1):
            yield from _record_lines(number, explained)
        silent = [sentence for sentence in self.sentences if not sentence.event_ids]
        if silent:
            yield "Sentences without a record"
        for sentence in silent:
            yield f"  {_line(sentence.sentence.text)}"
            yield f"    {sentence.message}"
            yield from (f"    - {attempt.message}" for attempt in sentence.attempts)
        if not self.sentences:
            yield f"No sentence was read ({self.status})"
        yield from (f"Warning: {warning}" for warning in self.warnings)


def _line(text: str) -> str:
    return " ".join(text.split())


def _record_lines(number: int, explained: RecordExplanation) -> Iterator[str]:
    record = explained.record
    yield (
        f"Event {number}: {record.sub_event_type}, {record.event_id}, confidence {record.confidence}"
        if record
        else f"Event {number}: dropped by validation"
    )
    for reason in explained.reasons:
        words = ", ".join(f"{_line(span.text)!r} at {span.start}" for span in reason.words)
        notes = (
            words,
            f"rule {reason.rule}" if reason.rule else "",
            reason.role or "",
            f"cues: {', '.join(reason.cues)}" if reason.cues else "",
        )
        yield f"  {reason.field + ':':<16}{_line(reason.value)}  <- {'; '.join(filter(None, notes))}"
    for finding in explained.findings:
        yield f"  check {finding} ({finding.action.value})"
    if explained.contributions:
        strongest = list(explained.contributions.items())[:6]
        yield "  confidence rests on " + ", ".join(f"{name} {value:+.2f}" for name, value in strongest)
    yield ""
