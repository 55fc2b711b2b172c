"""The report as text for a terminal."""

from collections.abc import Iterator

from conflictwire.evaluation.scoring import Report

__all__ = ["report_lines"]


def _share(counts: tuple[int, int]) -> str:
    return f"{100 * counts[0] / counts[1]:.1f} ({counts[0]} of {counts[1]})" if counts[1] else "none to judge"


def report_lines(report: Report, *, errors: int = 15) -> Iterator[str]:
    """Figures, calibration and the most frequent causes of errors."""
    yield f"{report.documents} documents"
    yield f"{'field':<16}{'P':>7}{'R':>7}{'F1':>7}   right/spurious/missed"
    for slot, f in [*report.figures.items(), ("all slots", report.overall)]:
        percent = "".join(f"{100 * value:7.1f}" for value in (f.precision, f.recall, f.f1))
        yield f"{slot:<16}{percent}   {f.right:d}/{f.spurious:d}/{f.missed:d}"
    yield f"kind of the parties found: {_share(report.kinds)}"
    yield f"parties on their own side: {_share(report.directions)}"
    yield f"false alarms in documents without events: {report.false_alarms[0]} of {report.false_alarms[1]}"
    yield f"spans that do not hold their text: {report.wrong_spans}"
    yield ""
    yield f"expected calibration error {report.calibration_error:.3f} over {len(report.judged)} records"
    yield f"{'confidence':<12}{'records':>8}{'predicted':>11}{'observed':>10}"
    for b in report.reliability:
        yield f"{b.low:.1f} to {b.high:<5.1f}{b.records:>8}{100 * b.predicted:>11.1f}{100 * b.observed:>10.1f}"
    yield f"{'at least':<12}{'records':>8}{'precision':>11}{'recall':>10}"
    for t in report.thresholds:
        yield f"{t.min_confidence:<12.1f}{t.records:>8}{100 * t.precision:>11.1f}{100 * t.recall:>10.1f}"
    yield ""
    causes = report.causes()
    yield f"{len(report.errors)} errors by cause" + (f", the {errors} most frequent" if len(causes) > errors else "")
    for cause, group in causes[:errors]:
        yield f"{len(group):>5}  {cause}"
