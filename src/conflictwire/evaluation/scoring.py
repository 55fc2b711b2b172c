"""The whole evaluation: pairs, figures by field, errors by cause, kinds, direction and calibration."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conflictwire.evaluation.calibration import Bin, Threshold, expected_calibration_error, reliability, threshold_curve
from conflictwire.evaluation.counts import OVERALL, SLOTS, Figure, Outcome, slot_outcomes
from conflictwire.evaluation.gold import GoldDocument, GoldEvent
from conflictwire.evaluation.pairing import pair, party_matches
from conflictwire.schema import ActorKind, ConflictEvent, Status

__all__ = ["Error", "Judgement", "Report", "evaluate"]

NOT_HAPPENED = (Status.THREATENED, Status.DENIED)
HEADLINE_SLOTS = ("events", "status", "event_type", "sub_event_type")


@dataclass(frozen=True, slots=True)
class Error:
    """One difference from the annotation.

    Attributes:
        cause: group of the error, "missed event", "sub_event_type attack for armed_clash", "location missing", ...
        doc_id: document.
        wanted, found: what is annotated, and what was found.
        start, end: raw offsets of the words it hangs on.
    """

    cause: str
    doc_id: str
    wanted: str
    found: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """A record, the event it answers (None: spurious), and whether it counts as right.

    Attributes:
        right: it answers an event of a fair sub-event type; None where the annotation does not say (background records
            that answer nothing).
    """

    doc_id: str
    record: ConflictEvent
    gold: GoldEvent | None
    right: bool | None


@dataclass(slots=True)
class Report:
    """What an evaluation found.

    Attributes:
        documents: how many documents.
        figures: counts by field.
        kinds: parties found: how many have the right kind, of how many.
        directions: parties found on either side: how many stand on their own side, of how many.
        false_alarms: documents without events that gave a live record, and how many such documents there are.
        wrong_spans: spans whose offsets do not give their text.
        errors: every difference.
        judgements: every record.
    """

    documents: int = 0
    figures: dict[str, Figure] = field(default_factory=dict)
    kinds: tuple[int, int] = (0, 0)
    directions: tuple[int, int] = (0, 0)
    false_alarms: tuple[int, int] = (0, 0)
    wrong_spans: int = 0
    errors: list[Error] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)

    @property
    def overall(self) -> Figure:
        """All fields together, without `events`, `event_type` and `date_overlap`, which others repeat."""
        return sum((self.figures.get(slot, Figure()) for slot in OVERALL), Figure())

    @property
    def judged(self) -> list[tuple[float, bool]]:
        """Records as (confidence, right)."""
        return [(j.record.confidence, j.right) for j in self.judgements if j.right is not None]

    @property
    def reliability(self) -> list[Bin]:
        """The reliability table."""
        return reliability(self.judged)

    @property
    def calibration_error(self) -> float:
        """Expected calibration error."""
        return expected_calibration_error(self.judged)

    @property
    def thresholds(self) -> list[Threshold]:
        """Precision and recall over `min_confidence`."""
        return threshold_curve(self.judged)

    def causes(self) -> list[tuple[str, list[Error]]]:
        """Errors by cause, the most frequent first."""
        groups: dict[str, list[Error]] = defaultdict(list)
        for error in self.errors:
            groups[error.cause].append(error)
        return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))

    def summary(self) -> dict[str, float]:
        """The figures that may be pinned, each between 0 and 1, more is better."""
        named = {f"{slot}_f1": figure.f1 for slot, figure in self.figures.items()}
        named |= {"all_slots_f1": self.overall.f1, "kind_accuracy": _share(self.kinds)}
        named |= {"direction_accuracy": _share(self.directions), "quiet_documents": 1 - _share(self.false_alarms)}
        return {name: round(value, 4) for name, value in named.items()}


def _share(counts: tuple[int, int]) -> float:
    return counts[0] / counts[1] if counts[1] else 0.0


class _Judge:
    """Goes through the documents and keeps the counts."""

    def __init__(self) -> None:
        self.counts: dict[str, Figure] = defaultdict(Figure)
        self.report = Report()
        self._kinds: Counter[bool] = Counter()
        self._directions: Counter[bool] = Counter()
        self._alarms: Counter[bool] = Counter()

    def finish(self) -> Report:
        report = self.report
        report.figures = {slot: self.counts[slot] for slot in SLOTS if slot in self.counts}
        report.kinds = (self._kinds[True], self._kinds.total())
        report.directions = (self._directions[True], self._directions.total())
        report.false_alarms = (self._alarms[True], self._alarms.total())
        return report

    def document(self, document: GoldDocument, records: Sequence[ConflictEvent]) -> None:
        self.report.documents += 1
        self.report.wrong_spans += sum(_wrong_spans(document.text, record) for record in records)
        if not document.events:
            self._alarms[any(_live(record) for record in records)] += 1
        pairs = pair(document, records)
        for i, j in pairs:
            self._pair(document, document.events[i], records[j])
        for i in sorted(set(range(len(document.events))) - {i for i, _ in pairs}):
            self._missed(document, document.events[i])
        for j in sorted(set(range(len(records))) - {j for _, j in pairs}):
            self._spurious(document, records[j])

    def _add(self, slot: str, figure: Figure) -> None:
        self.counts[slot] = self.counts[slot] + figure

    def _error(self, document: GoldDocument, cause: str, wanted: str, found: str, span: tuple[int, int]) -> None:
        self.report.errors.append(Error(cause, document.doc_id, wanted, found, *span))

    def _judge(self, document: GoldDocument, record: ConflictEvent, gold: GoldEvent | None, right: bool | None) -> None:
        self.report.judgements.append(Judgement(document.doc_id, record, gold, right))

    def _pair(self, document: GoldDocument, gold: GoldEvent, record: ConflictEvent) -> None:
        fair = record.sub_event_type in gold.fair_types
        span = (record.trigger.start, record.trigger.end)
        self._judge(document, record, gold, fair)
        if gold.status in NOT_HAPPENED:
            same = record.status == gold.status
            for slot in ("events", "status"):
                self._add(slot, Figure(same, not same, 0))
            if not same:
                self._error(document, f"status {record.status} for {gold.status}", gold.status, record.status, span)
            return
        if gold.optional:
            return
        if record.background:
            self._error(document, "news marked as background", "news", "background", span)
            self._missed(document, gold, silent=True)
            return
        self._add("events", Figure(1))
        self._single(document, "status", gold.status, record.status, right=record.status == gold.status, span=span)
        same_type = record.event_type == gold.event_type or record.sub_event_type in gold.alt
        self._add("event_type", Figure(same_type, not same_type, not same_type))
        self._single(document, "sub_event_type", gold.sub_event_type, record.sub_event_type, right=fair, span=span)
        self._parties(gold, record)
        for outcome in slot_outcomes(gold, record):
            self._add(outcome.slot, outcome.figure)
            self._slot_errors(document, outcome, span)

    def _single(
        self, document: GoldDocument, slot: str, wanted: str, found: str, *, right: bool, span: tuple[int, int]
    ) -> None:
        self._add(slot, Figure(right, not right, not right))
        if not right:
            self._error(document, f"{slot} {found} for {wanted}", wanted, found, span)

    def _slot_errors(self, document: GoldDocument, outcome: Outcome, span: tuple[int, int]) -> None:
        if outcome.slot == "date_overlap":
            return
        wanted, found = "; ".join(outcome.missed), "; ".join(outcome.spurious)
        if wanted and found:
            self._error(document, f"{outcome.slot} wrong", wanted, found, span)
        elif wanted:
            self._error(document, f"{outcome.slot} missing", wanted, "", span)
        elif found:
            self._error(document, f"{outcome.slot} spurious", "", found, span)

    def _parties(self, gold: GoldEvent, record: ConflictEvent) -> None:
        """Of the parties that the record names: the right kind, and the right side."""
        sides = ((gold.actors, record.actors, record.targets), (gold.targets, record.targets, record.actors))
        for golds, own, other in sides:
            for wanted in golds:
                if wanted.kind == ActorKind.OBJECT and not own:
                    continue
                found = next((p for p in own if party_matches(wanted, p)), None)
                if found is not None:
                    self._kinds[found.kind == wanted.kind] += 1
                    self._directions[True] += 1
                elif any(party_matches(wanted, p) for p in other):
                    self._directions[False] += 1

    def _missed(self, document: GoldDocument, gold: GoldEvent, *, silent: bool = False) -> None:
        if gold.optional or gold.status in NOT_HAPPENED:
            return
        for slot in HEADLINE_SLOTS:
            self._add(slot, Figure(missed=1))
        for outcome in slot_outcomes(gold, None):
            self._add(outcome.slot, outcome.figure)
        if not silent:
            span = gold.mentions[0].span(document.text)
            self._error(document, f"missed event: {gold.sub_event_type}", gold.mentions[0].context, "", span)

    def _spurious(self, document: GoldDocument, record: ConflictEvent) -> None:
        if record.background or record.status in NOT_HAPPENED:
            self._judge(document, record, None, None)
            return
        self._judge(document, record, None, False)
        for slot in HEADLINE_SLOTS:
            self._add(slot, Figure(spurious=1))
        for outcome in slot_outcomes(None, record):
            self._add(outcome.slot, outcome.figure)
        span = (record.trigger.start, record.trigger.end)
        self._error(document, f"spurious event: {record.sub_event_type}", "", record.trigger.text, span)


def _live(record: ConflictEvent) -> bool:
    return not record.background and record.status not in NOT_HAPPENED


def _wrong_spans(text: str, record: ConflictEvent) -> int:
    spans = (record.trigger, *record.mentions, *record.actors, *record.casualties)
    return sum(text[span.start : span.end] != span.text for span in spans)


def evaluate(documents: Sequence[GoldDocument], records: Mapping[str, Sequence[ConflictEvent]]) -> Report:
    """The report on the records of annotated documents.

    Args:
        documents: annotated documents.
        records: the records of each document, by its `doc_id`.
    """
    state = _Judge()
    for document in documents:
        state.document(document, records.get(document.doc_id, ()))
    return state.finish()
