"""The whole pipeline: `extract` and `Extractor`."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from conflictwire.annotations import Annotations
from conflictwire.article import Article, as_article
from conflictwire.cleaning import clean, whole_text
from conflictwire.document import Document
from conflictwire.entities import recognise
from conflictwire.entities.gazetteer import Gazetteer
from conflictwire.entities.language import load_pipeline, require_components
from conflictwire.entities.place_overlay import place_overlay
from conflictwire.entities.reader import Reader
from conflictwire.entities.recasing import Recaser
from conflictwire.entities.unknown_actors import UnknownActor, unknown_actors
from conflictwire.errors import ConflictwireError, DataFileError, InputError
from conflictwire.events import find_events
from conflictwire.explain import explain_events
from conflictwire.explanation import Explanation
from conflictwire.gate import Gate
from conflictwire.resources import Resources, builtin_path
from conflictwire.schema import ConflictEvent
from conflictwire.settings import Settings
from conflictwire.validation import to_annotations, validate

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Article", "Extractor", "Result", "extract"]

READABLE_LANGUAGES = (None, "en")


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of one article.

    Attributes:
        events: records, most prominent first.
        document: the cleaned article with its facts; None when it failed.
        status: "ok" (records), "quiet" (none) or "failed".
        warnings: what was repaired, dropped or could not be read, each with a code.
        doc_id: the caller's id.
        unknown_actors: named groups and organisations that the actor lexicon lacks.
    """

    events: tuple[ConflictEvent, ...]
    document: Document | None
    status: str
    warnings: tuple[str, ...] = ()
    doc_id: str | None = None
    unknown_actors: tuple[UnknownActor, ...] = ()

    def __iter__(self) -> Iterator[ConflictEvent]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def _repr_html_(self) -> str:
        """The article with highlighted evidence and its records as a table, for a notebook."""
        from conflictwire.report.card import render_card

        return render_card(self)


class Extractor:
    """Reads articles. Build it once and use it many times; it holds the language pipeline and the data files.

    Args:
        nlp: a spaCy pipeline or the name of an installed one ("en_core_web_sm"), with the labels of Universal
            Dependencies or of ClearNLP; default: the embedded one.
        settings: options as one object.
        options: options by name, see `Settings`.

    Raises:
        PipelineError: the language pipeline cannot be loaded.
        DataFileError: a data file is missing or broken.
        InputError: an option is unknown or has a wrong value.
    """

    def __init__(
        self, *, nlp: "str | Language | None" = None, settings: Settings | None = None, **options: object
    ) -> None:
        try:
            self.settings = (
                Settings.model_validate(options) if settings is None else settings.model_copy(update=options)
            )
        except ValidationError as error:
            raise InputError(str(error)) from error
        self.resources = Resources(self.settings.data)
        self.gazetteer = Gazetteer(
            self.settings.places or builtin_path("data", "places", "gazetteer.sqlite"),
            place_overlay(self.resources),
            required=self.settings.places_required,
        )
        self.nlp = load_pipeline(nlp) if nlp is None or isinstance(nlp, str) else nlp
        require_components(self.nlp)
        recaser = Recaser(self.nlp, self.resources, self.gazetteer) if self.settings.recase else None
        self._reader = Reader(self.nlp, self.resources, recaser)
        self._gate = Gate(self._reader, self.nlp, self.resources, self.gazetteer, closed=self.settings.gate)

    def extract(
        self,
        text: str,
        *,
        doc_id: str | None = None,
        publication_date: date | str | None = None,
        publisher: str | None = None,
        title: str | None = None,
    ) -> Result:
        """Records of one article.

        Args:
            text: raw text as a wire or web page delivered it.
            doc_id: your id, copied into every record.
            publication_date: a date or ISO 8601 string.
            publisher: outlet or agency.
            title: headline.

        Raises:
            InputError: `text` is no string, or the date is no date.
            ConflictwireError: in strict mode, when a record fails a check.
        """
        article = as_article(
            {
                "text": text,
                "doc_id": doc_id,
                "publication_date": publication_date,
                "publisher": publisher,
                "title": title,
            }
        )
        document = self._clean(article)
        doc = next(self._gate.read([document])) if _readable(document) else None
        return self._finish(article, document, doc)

    __call__ = extract

    def pipe(self, articles: Iterable[str | Article | Mapping[str, Any]], *, batch_size: int = 32) -> Iterator[Result]:
        """One `Result` an article, in order, parsed in batches. A bad article gives a failed `Result`, never a stop."""
        stream = iter(articles)
        while batch := list(islice(stream, batch_size)):
            yield from self._batch(batch)

    def annotate(
        self,
        text: str,
        publication_date: date | str | None = None,
        *,
        doc_id: str | None = None,
        place_spans: Sequence[tuple[int, int]] | None = None,
    ) -> Annotations:
        """Every place, date, actor and quantity of a text, events or not; page header and dateline are read too.

        Args:
            text: raw text.
            publication_date: a date or ISO 8601 string; what "Monday" counts from. Default: what the text says.
            doc_id: your id, copied into the result.
            place_spans: raw spans (start, end) of place names to resolve, instead of those found.

        Raises:
            InputError: `text` is no string, or the date is no date.
        """
        article = as_article({"text": text, "doc_id": doc_id, "publication_date": publication_date})
        document = whole_text(self._clean(article), self.settings)
        if not _readable(document):
            facts = document.facts
            return Annotations(
                doc_id=doc_id,
                publication_date=facts.publication_date,
                language=facts.language,
                warnings=document.warnings,
            )
        doc = next(self._reader.read([document]))
        given = None if place_spans is None else _token_spans(document, doc, place_spans)
        parsed = recognise(document, doc, self.resources, self.gazetteer, given_places=given)
        return to_annotations(parsed, doc_id)

    def explain(
        self,
        text: str,
        *,
        doc_id: str | None = None,
        publication_date: date | str | None = None,
        publisher: str | None = None,
        title: str | None = None,
    ) -> Explanation:
        """Why the text gives the records that it gives: see `Explanation`; `print` it to read it.

        Args:
            text: raw text, or one sentence.
            doc_id: your id, copied into every record.
            publication_date: a date or ISO 8601 string.
            publisher: outlet or agency.
            title: headline.

        Raises:
            InputError: `text` is no string, or the date is no date.
        """
        facts = {"doc_id": doc_id, "publication_date": publication_date, "publisher": publisher, "title": title}
        document = self._clean(as_article({"text": text, **facts}))
        if not _readable(document):
            return Explanation(status="quiet", warnings=document.warnings)
        doc, whole = next(self._gate.read([document])), next(self._reader.read([document]))
        records, sentences = explain_events(
            None if doc is None else recognise(document, doc, self.resources, self.gazetteer),
            recognise(document, whole, self.resources, self.gazetteer),
            self.resources,
            self.settings,
            doc_id=doc_id,
        )
        findings = (str(finding) for record in records for finding in record.findings)
        status = "ok" if any(record.record for record in records) else "quiet"
        return Explanation(
            status=status, records=records, sentences=sentences, warnings=(*document.warnings, *findings)
        )

    def _batch(self, batch: list[str | Article | Mapping[str, Any]]) -> Iterator[Result]:
        prepared: list[tuple[Article, Document] | Result] = []
        for item in batch:
            try:
                article = as_article(item)
                prepared.append((article, self._clean(article)))
            except ConflictwireError as error:
                prepared.append(Result((), None, "failed", (str(error),), _doc_id(item)))
        docs = self._gate.read(p[1] for p in prepared if isinstance(p, tuple) and _readable(p[1]))
        for entry in prepared:
            if isinstance(entry, Result):
                yield entry
                continue
            article, document = entry
            doc = next(docs) if _readable(document) else None
            try:
                yield self._finish(article, document, doc)
            except DataFileError:
                raise  # no article's fault
            except ConflictwireError as error:
                yield Result((), document, "failed", (*document.warnings, str(error)), article.doc_id)

    def _clean(self, article: Article) -> Document:
        return clean(
            article.text,
            resources=self.resources,
            settings=self.settings,
            publication_date=article.publication_date,
            publication_date_source=article.publication_date_source,
            publisher=article.publisher,
            title=article.title,
            author=article.author,
            warnings=(*article.warnings, *self._place_warnings()),
        )

    def _place_warnings(self) -> tuple[str, ...]:
        problem = self.gazetteer.problem
        return () if problem is None else (f"W301 places without coordinates: {problem}",)

    def _finish(self, article: Article, document: Document, doc: "Doc | None") -> Result:
        if doc is None:
            return Result((), document, "quiet", document.warnings, article.doc_id)
        parsed = recognise(document, doc, self.resources, self.gazetteer)
        events = find_events(parsed, self.resources)
        records, warnings = validate(events, parsed, self.resources, self.settings, doc_id=article.doc_id)
        return Result(
            records,
            document,
            "ok" if records else "quiet",
            (*document.warnings, *warnings),
            article.doc_id,
            unknown_actors(parsed, self.resources),
        )


def _readable(document: Document) -> bool:
    return bool(document.text) and document.facts.language in READABLE_LANGUAGES


def _token_spans(document: Document, doc: "Doc", spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Token spans that cover raw spans; a span that holds no token is left out."""
    edges = [(token.i, *document.offsets.to_raw(token.idx, token.idx + len(token))) for token in doc]
    starts, ends = [start for _, start, _ in edges], [end for _, _, end in edges]
    found = ((bisect_right(ends, start), bisect_left(starts, end)) for start, end in spans)
    return [(first, last) for first, last in found if first < last]


def _doc_id(item: object) -> str | None:
    found = item.get("doc_id") if isinstance(item, Mapping) else getattr(item, "doc_id", None)
    return found if isinstance(found, str) else None


@lru_cache(maxsize=1)
def _default_extractor() -> Extractor:
    return Extractor()


def extract(
    text: str,
    *,
    doc_id: str | None = None,
    publication_date: date | str | None = None,
    publisher: str | None = None,
    title: str | None = None,
) -> list[ConflictEvent]:
    """Records of one article, most prominent first, by an `Extractor` with default settings.

    Example:
        >>> from conflictwire import extract
        >>> [e.sub_event_type.value for e in extract("Gunmen killed four villagers near Gao on Monday.")]
        ['attack']

    Raises:
        InputError: `text` is no string, or the date is no date.
    """
    result = _default_extractor().extract(
        text, doc_id=doc_id, publication_date=publication_date, publisher=publisher, title=title
    )
    return list(result.events)
