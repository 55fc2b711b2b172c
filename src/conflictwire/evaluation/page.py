"""The error browser: one HTML file without scripts or anything from a network."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from conflictwire.evaluation.gold import GoldDocument
from conflictwire.evaluation.scoring import Error, Report

__all__ = ["render_page"]

AROUND = 240
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; margin: 1rem 0; } th, td { padding: .2rem .8rem; text-align: right; }
th:first-child, td:first-child { text-align: left; } tr:nth-child(even) { background: #f4f4f4; }
details { border-top: 1px solid #ddd; padding: .4rem 0; } summary { cursor: pointer; font-weight: 600; }
article { margin: .6rem 0 .6rem 1.2rem; } mark { background: #ffe58a; } q { color: #555; }
.wanted { color: #1a6b2d; } .found { color: #a02020; } small { color: #777; }
"""


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr>{cells}</table>"


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def _figures(report: Report) -> str:
    rows = [
        (slot, _percent(f.precision), _percent(f.recall), _percent(f.f1), f.right, f.spurious, f.missed)
        for slot, f in [*report.figures.items(), ("all slots", report.overall)]
    ]
    return _table(("field", "P", "R", "F1", "right", "spurious", "missed"), rows)


def _context(text: str, error: Error) -> str:
    before, after = text[max(0, error.start - AROUND) : error.start], text[error.end : error.end + AROUND]
    return f"<q>{escape(before)}<mark>{escape(text[error.start : error.end])}</mark>{escape(after)}</q>"


def _error(error: Error, texts: Mapping[str, str]) -> str:
    answers = "".join(
        f' <span class="{kind}">{kind}: {escape(words)}</span>'
        for kind, words in (("wanted", error.wanted), ("found", error.found))
        if words
    )
    context = _context(texts[error.doc_id], error)
    return f"<article><small>{escape(error.doc_id)}</small>{answers}<br>{context}</article>"


def _group(cause: str, errors: Sequence[Error], texts: Mapping[str, str]) -> str:
    inside = "".join(_error(error, texts) for error in errors)
    return f"<details><summary>{len(errors)} &times; {escape(cause)}</summary>{inside}</details>"


def render_page(report: Report, documents: Sequence[GoldDocument]) -> str:
    """The report as a page: figures, reliability table, and every error in its context, grouped by cause."""
    texts = {document.doc_id: document.text for document in documents}
    bins = [
        (f"{b.low:.1f} to {b.high:.1f}", b.records, _percent(b.predicted), _percent(b.observed))
        for b in report.reliability
    ]
    curve = [(t.min_confidence, t.records, _percent(t.precision), _percent(t.recall)) for t in report.thresholds]
    parts = (
        f"<h1>Evaluation of {report.documents} documents</h1>",
        _figures(report),
        f"<h2>Calibration</h2><p>Expected calibration error {report.calibration_error:.3f}</p>",
        _table(("confidence", "records", "predicted", "observed"), bins),
        _table(("min_confidence", "records", "precision", "recall"), curve),
        f"<h2>{len(report.errors)} errors by cause</h2>",
        *(_group(cause, errors, texts) for cause, errors in report.causes()),
    )
    head = f'<meta charset="utf-8"><title>conflictwire evaluation</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>\n'
