"""NITF, the News Industry Text Format."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from conflictwire.article import Article
from conflictwire.formats.dates import read_day
from conflictwire.formats.failures import UnreadableError
from conflictwire.formats.xml_tree import attribute, children, first_text, local_name, parse_xml, text_of
from conflictwire.resources import Resources

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["body_paragraphs", "read_nitf"]

# Pictures with their captions, tables, notes and forms are not the story.
_SKIPPED = frozenset({"media", "table", "nitf-table", "note", "fn", "figure", "figcaption", "script", "style", "aside"})
_PARAGRAPHS = frozenset({"p", "hl2", "li", "dt", "dd", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "credit"})


def read_nitf(data: bytes, doc_id: str, resources: Resources) -> Iterator[Article]:
    """The article of an NITF file: raw text is headline, dateline and paragraphs, as found.

    Raises:
        UnreadableError: malformed or dangerous XML, or no text.
    """
    root = parse_xml(data)
    nitf = root if local_name(root) == "nitf" else next(children(root, "nitf"), None)
    head = next(children(nitf, "body.head"), None)
    content = next(children(nitf, "body.content"), None)
    paragraphs = body_paragraphs(content) if content is not None else []
    if not paragraphs:
        msg = "NITF without text"
        raise UnreadableError(msg)
    headline = first_text(head, "hl1") or first_text(head, "headline") or first_text(nitf, "title")
    if dateline := first_text(head, "dateline"):
        paragraphs[0] = f"{dateline} - {paragraphs[0]}"
    day, warnings = read_day(_issued(nitf), resources)
    byline = first_text(head, "byttl"), first_text(head, "person"), first_text(head, "byline")
    yield Article.model_construct(
        text="\n\n".join([headline, *paragraphs] if headline else paragraphs),
        doc_id=attribute(nitf, "doc-id", "id-string") or doc_id,
        publication_date=day,
        publication_date_source="metadata",
        publisher=first_text(head, "org", "distributor") or attribute(nitf, "pubdata", "name"),
        title=headline,
        author=_without_by(byline[1] or byline[2]),
        warnings=warnings,
    )


def body_paragraphs(content: "Element") -> list[str]:
    """Paragraphs below `content`, without captions, tables and notes; text outside paragraphs is one of its own."""
    found: list[str] = []
    stack = [content]
    while stack:
        element = stack.pop()
        name = local_name(element)
        if not name or name in _SKIPPED:
            continue
        parts = [child for child in element if local_name(child)]
        blocks = any(local_name(part) in _PARAGRAPHS or len(part) for part in parts)
        if name in _PARAGRAPHS or not blocks:
            if text := text_of(element, _SKIPPED):
                found.append(text)
            continue
        if text := " ".join((element.text or "").split()):
            found.append(text)
        stack.extend(reversed(parts))
    return found


def _issued(nitf: "Element | None") -> str | None:
    for name, key in (
        ("date.issue", "norm"),
        ("date.release", "norm"),
        ("story.date", "norm"),
        ("pubdata", "date.publication"),
    ):
        if value := attribute(nitf, name, key):
            return value
    return None


def _without_by(text: str | None) -> str | None:
    if text is None:
        return None
    return text[3:] if text[:3].lower() == "by " else text
