"""A cleaned article: what the cleaning stage hands on, with the way back to the raw characters."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from conflictwire.schema import Span

__all__ = ["ArticleFacts", "Document", "OffsetMap", "Paragraph", "Quote", "Segment", "WireHeader"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of clean text and the stretch of raw text it came from.

    When both are equally long they correspond character by character; otherwise (a repaired ligature, mojibake, an
    HTML entity, collapsed white space) every clean character stands for the whole raw stretch.
    """

    clean_start: int
    clean_end: int
    raw_start: int
    raw_end: int


class OffsetMap:
    """Maps spans of the clean text to spans of the raw text; monotone, total on the clean text."""

    __slots__ = ("_segments", "_starts")

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._segments = tuple(segments)
        self._starts = [segment.clean_start for segment in self._segments]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The stretches, in order."""
        return self._segments

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Raw span of the clean span `start:end` (code points, end exclusive).

        Raises:
            IndexError: the span is empty or lies outside the clean text.
        """
        if not 0 <= start < end or not self._segments or end > self._segments[-1].clean_end:
            msg = f"no raw text for clean span {start}:{end}"
            raise IndexError(msg)
        return self._edge(start)[0], self._edge(end - 1)[1]

    def _edge(self, position: int) -> tuple[int, int]:
        """Raw span of one clean character."""
        segment = self._segments[bisect_right(self._starts, position) - 1]
        if segment.clean_end - segment.clean_start != segment.raw_end - segment.raw_start:
            return segment.raw_start, segment.raw_end
        at = segment.raw_start + position - segment.clean_start
        return at, at + 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the clean text (`clean[start:end]`). `role` is "title" for a headline, else "body"."""

    start: int
    end: int
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Quote:
    """Direct speech by clean offsets, quotation marks included.

    Attributes:
        start: of the opening mark.
        end: past the closing mark.
        closed: false when the end mark is missing.
        speaker: clean span (start, end) of the words that name the speaker, a pronoun perhaps; null when none do.
    """

    start: int
    end: int
    closed: bool = True
    speaker: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class WireHeader:
    """What the header of a wire message says (IPTC 7901, ANPA 1312).

    Attributes:
        slug: name of the story, such as "BC-Mali-Attack".
        keyword: keyword line.
        priority: as sent, such as "u", "r" or "4".
        category: as sent, such as "i".
        word_count: number of words that the sender counted.
        take: which version or part this is, such as "2nd Ld-Writethru".
    """

    slug: str | None = None
    keyword: str | None = None
    priority: str | None = None
    category: str | None = None
    word_count: int | None = None
    take: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What the page says about the article itself.

    Attributes:
        title: headline.
        publisher: outlet or agency.
        author: byline.
        dateline_place: place of the dateline, as written.
        dateline_date: date in the dateline.
        publication_date: when it was published.
        publication_date_source: the rule that found it; the first one of these that gives a day wins: "caller",
            "metadata" (of the file, a labelled field or the address of the page), "header", "byline", "dateline",
            "body" (first full date at the top of the story, when nothing in it is much later).
        publication_date_evidence: the words that give it, in the raw text; null when caller or file gave it.
        language: ISO 639-1 code, or null when it cannot be told.
        all_caps: the body is written in capitals only.
        all_lower: the body is written without capitals.
        wire: what the header of a wire message says, if there is one.
    """

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    dateline_place: str | None = None
    dateline_date: date | None = None
    publication_date: date | None = None
    publication_date_source: str | None = None
    publication_date_evidence: Span | None = None
    language: str | None = None
    all_caps: bool = False
    all_lower: bool = False
    wire: WireHeader | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned article.

    Attributes:
        raw: the text as the caller passed it.
        text: the clean paragraphs (headline first, boilerplate left out), white space collapsed, joined by one space.
        offsets: clean text to raw text.
        paragraphs: in order; `text[p.start:p.end]`. They never overlap and are one space apart.
        facts: what the page says about the article.
        quotes: direct speech, by clean offsets.
        removed: raw spans left out as boilerplate, with the id of the pattern: (start, end, id).
        warnings: what was repaired or could not be read.
    """

    raw: str
    text: str
    offsets: OffsetMap
    paragraphs: tuple[Paragraph, ...]
    facts: ArticleFacts
    quotes: tuple[Quote, ...] = ()
    removed: tuple[tuple[int, int, str], ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def raw_span(self, start: int, end: int) -> Span:
        """The record span of the clean span `start:end`."""
        raw_start, raw_end = self.offsets.to_raw(start, end)
        return Span(text=self.raw[raw_start:raw_end], start=raw_start, end=raw_end)
