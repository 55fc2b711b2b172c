"""The spaCy component `conflictwire`: `nlp.add_pipe("conflictwire")` in any pipeline, a blank one too.

It reads the text of a `Doc` as the raw text of an article and leaves
- `doc._.conflict_events`: the records as plain dictionaries, whose offsets are those of `doc.text`;
- `doc.spans["conflictwire"]`: a span around each trigger, its label the sub-event type and its id the event's id;
- `doc._.conflict_warnings`: what was repaired or dropped.

What is known about the article goes in as `doc._.conflict_article`, a dictionary with the fields of `Article` but the
text ("publication_date", "publisher", "title", "doc_id").
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from conflictwire.settings import Settings

if TYPE_CHECKING:
    from conflictwire.pipeline import Extractor, Result

__all__ = ["SPANS", "ConflictEvents", "create"]

SPANS = "conflictwire"


class ConflictEvents:
    """The component; the extractor is built on first use, in each process its own.

    Args:
        settings: options of the extractor.
        pipeline: an installed spaCy pipeline for the extractor; default: the embedded one.
    """

    def __init__(self, settings: Settings, pipeline: str | None) -> None:
        self._settings = settings
        self._pipeline = pipeline
        self._extractor: Extractor | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Without the extractor, which each process builds for itself."""
        return {"_settings": self._settings, "_pipeline": self._pipeline, "_extractor": None}

    def __call__(self, doc: Doc) -> Doc:
        """The `Doc` with its events."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:
        """Every `Doc` with its events, in order; the texts are read in batches."""
        batch: list[Doc] = []
        for doc in stream:
            batch.append(doc)
            if len(batch) == batch_size:
                yield from self._read(batch)
                batch = []
        yield from self._read(batch)

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:
        """Nothing to keep beside the configuration."""

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> Self:
        """Itself: all there is stands in the configuration."""
        del path, exclude
        return self

    def _read(self, docs: list[Doc]) -> Iterator[Doc]:
        if not docs:
            return
        if self._extractor is None:
            from conflictwire.pipeline import Extractor

            self._extractor = Extractor(nlp=self._pipeline, settings=self._settings)
        articles = [{**(doc._.conflict_article or {}), "text": doc.text} for doc in docs]
        for doc, result in zip(docs, self._extractor.pipe(articles), strict=True):
            _annotate(doc, result)
            yield doc


def _annotate(doc: Doc, result: "Result") -> None:
    doc._.conflict_events = [event.model_dump(mode="json") for event in result.events]
    doc._.conflict_warnings = list(result.warnings)
    spans = (
        _span(doc, event.trigger.start, event.trigger.end, event.sub_event_type.value, event.event_id)
        for event in result.events
    )
    doc.spans[SPANS] = SpanGroup(doc, name=SPANS, spans=[span for span in spans if span is not None])


def _span(doc: Doc, start: int, end: int, label: str, event_id: str) -> Span | None:
    return doc.char_span(start, end, label=label, span_id=event_id, alignment_mode="expand")


def _register_attributes() -> None:
    """The attributes of a `Doc`; a second import of this module finds them there."""
    for name, default in (("conflict_events", None), ("conflict_warnings", None), ("conflict_article", None)):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


_register_attributes()


@Language.factory(
    "conflictwire",
    default_config={"data": [], "min_confidence": 0.0, "pipeline": None},
    assigns=["doc._.conflict_events", "doc._.conflict_warnings", "doc.spans"],
)
def create(nlp: Language, name: str, data: list[str], min_confidence: float, pipeline: str | None) -> ConflictEvents:
    """The component for `nlp.add_pipe("conflictwire", config={...})`.

    Args:
        nlp: the pipeline that it joins; its own annotation is not used.
        name: its name there.
        data: folders with rules, actors and lexicons of your own.
        min_confidence: records below it are left out, 0 to 1.
        pipeline: an installed spaCy pipeline for the extractor; default: the embedded one.
    """
    del nlp, name
    return ConflictEvents(Settings(data=tuple(map(Path, data)), min_confidence=min_confidence), pipeline)
