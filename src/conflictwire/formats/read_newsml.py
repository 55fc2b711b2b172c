"""NewsML-G2: news messages and items with inline text."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from conflictwire.article import Article
from conflictwire.formats.dates import read_day
from conflictwire.formats.failures import ReadFailure, UnreadableError
from conflictwire.formats.read_nitf import body_paragraphs
from conflictwire.formats.xml_tree import attribute, children, first_text, local_name, parse_xml
from conflictwire.resources import Resources

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read_newsml"]


def read_newsml(data: bytes, doc_id: str, resources: Resources) -> Iterator[Article | ReadFailure]:
    """Every text item of a NewsML-G2 file. Raw text is headline, dateline and paragraphs, as found.

    Pictures, graphics and packages are passed over; a withdrawn item is a `ReadFailure`.

    Raises:
        UnreadableError: malformed or dangerous XML, or no text item.
    """
    root = parse_xml(data)
    items = [root] if local_name(root) == "newsitem" else list(children(root, "newsitem"))
    found = False
    for number, item in enumerate(items, start=1):
        name = item.get("guid") or (doc_id if len(items) < 2 else f"{doc_id}#{number}")
        status = attribute(item, "pubstatus", "qcode") or ""
        if status.rpartition(":")[2] in {"canceled", "withheld"}:
            found = True
            yield ReadFailure(doc_id, f"item is {status.rpartition(':')[2]}", doc_id=name)
            continue
        paragraphs = _paragraphs(item)
        if paragraphs:
            found = True
            yield _article(item, name, paragraphs, resources)
    if not found:
        msg = "NewsML without text"
        raise UnreadableError(msg)


def _paragraphs(item: "Element") -> list[str]:
    content = next(children(item, "contentset"), None)
    for inline in children(content, "inlinexml"):
        body = next(children(inline, "body.content"), None)
        if body is None:
            body = next(children(inline, "body"), inline)
        if found := body_paragraphs(body):
            return found
    for data in children(content, "inlinedata"):
        blocks = (" ".join(block.split()) for block in (data.text or "").split("\n\n"))
        if found := [block for block in blocks if block]:
            return found
    return []


def _article(item: "Element", name: str, paragraphs: list[str], resources: Resources) -> Article:
    meta = next(children(item, "contentmeta"), None)
    headline = first_text(meta, "headline") or first_text(item, "hl1")
    dateline = first_text(meta, "dateline")
    if dateline and not paragraphs[0].startswith(dateline[:20]):
        paragraphs = [f"{dateline} - {paragraphs[0]}", *paragraphs[1:]]
    if headline and paragraphs[0].casefold() != headline.casefold():
        paragraphs = [headline, *paragraphs]
    stamp = first_text(item, "versioncreated") or first_text(meta, "contentcreated") or first_text(item, "firstcreated")
    day, warnings = read_day(stamp, resources)
    byline = first_text(meta, "by")
    provider = next(children(item, "provider"), None)
    return Article.model_construct(
        text="\n\n".join(paragraphs),
        doc_id=name,
        publication_date=day,
        publication_date_source="metadata",
        publisher=first_text(meta, "creditline") or first_text(provider, "name") or _code(provider),
        title=headline,
        author=byline[3:] if byline and byline[:3].lower() == "by " else byline,
        warnings=warnings,
    )


def _code(provider: "Element | None") -> str | None:
    """The name in `nprov:AFP`."""
    if provider is None:
        return None
    return provider.get("literal") or (provider.get("qcode") or "").rpartition(":")[2] or None
