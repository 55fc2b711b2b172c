"""XML without its dangers: no entity is expanded, nothing outside the file is read."""

from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING

from conflictwire.formats.failures import UnreadableError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["attribute", "children", "first_text", "local_name", "parse_xml", "text_of"]


def parse_xml(data: bytes) -> "Element":
    """The root element.

    Raises:
        UnreadableError: malformed, or it declares entities or external parts.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(forbid_dtd=False, forbid_entities=True, forbid_external=True)
    # Names such as `&nbsp;` come from the document type, which is not loaded.
    parser.entity.update({name[:-1]: char for name, char in html5.items() if name.endswith(";")})
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        msg = f"refused XML: it declares entities or external parts ({type(error).__name__})"
        raise UnreadableError(msg) from error
    except (ParseError, LookupError, ValueError) as error:
        msg = f"malformed XML: {error}"
        raise UnreadableError(msg) from error
    return root


def local_name(element: "Element") -> str:
    """The name of an element in lower case, without its name space; empty for comments."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def children(element: "Element | None", *names: str) -> "Iterator[Element]":
    """Every element of one of these names below `element`, in document order."""
    stack = [] if element is None else list(reversed(element))
    while stack:
        found = stack.pop()
        if local_name(found) in names:
            yield found
        stack.extend(reversed(found))


def text_of(element: "Element", skip: frozenset[str] = frozenset()) -> str:
    """All text inside an element on one line, without that of elements named in `skip`."""
    return " ".join("".join(_pieces(element, skip)).split())


def first_text(element: "Element | None", *names: str) -> str | None:
    """The text of the first element of one of these names that has some."""
    return next((text for found in children(element, *names) if (text := text_of(found))), None)


def attribute(element: "Element | None", name: str, *attributes: str) -> str | None:
    """The first of `attributes` that an element called `name` below `element` has."""
    for found in children(element, name):
        for key in attributes:
            if value := found.get(key):
                return value
    return None


def _pieces(element: "Element", skip: frozenset[str]) -> Iterator[str]:
    """Text in document order; an explicit stack, since markup may be nested deeper than Python's."""
    stack: list[Element | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        rest: list[Element | str] = []
        if local_name(item) not in skip and isinstance(item.tag, str):
            if item.text:
                rest.append(item.text)
            for child in item:
                rest.append(child)
                if child.tail:
                    rest.append(child.tail)
            if local_name(item) in {"br", "p"}:
                rest.append(" ")
        stack.extend(reversed(rest))
