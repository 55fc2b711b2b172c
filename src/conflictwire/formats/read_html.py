"""Web pages: main text, title, author and date by trafilatura, which the extra `html` installs."""

from collections.abc import Iterator

from conflictwire.article import Article
from conflictwire.formats.dates import read_day
from conflictwire.formats.failures import UnreadableError
from conflictwire.resources import Resources

__all__ = ["read_html"]

# Only what the page declares counts: a date guessed from its text is the cleaning stage's business.
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}


def read_html(data: bytes, doc_id: str, resources: Resources) -> Iterator[Article]:
    """The article of a page. Its raw text, in which offsets count, is the headline and the extracted paragraphs.

    Raises:
        UnreadableError: trafilatura is not installed, or the page has no main text.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        msg = "HTML needs the extra `html`: pip install 'conflictwire[html]'"
        raise UnreadableError(msg) from error
    page = bare_extraction(
        data, include_comments=False, include_tables=False, with_metadata=True, date_extraction_params=_DATES
    )
    if page is None or isinstance(page, dict) or not (page.text or "").strip():
        msg = "no main text found in the HTML page"
        raise UnreadableError(msg)
    title = " ".join((page.title or "").split())
    paragraphs = [line.strip() for line in (page.text or "").split("\n") if line.strip()]
    if title and paragraphs[0].casefold() != title.casefold():
        paragraphs.insert(0, title)
    day, warnings = read_day(page.date, resources)
    yield Article.model_construct(
        text="\n\n".join(paragraphs),
        doc_id=doc_id,
        publication_date=day,
        publication_date_source="metadata",
        publisher=page.sitename or page.hostname or None,
        title=title or None,
        author=page.author or None,
        warnings=warnings,
    )
