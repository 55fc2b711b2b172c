"""What kind of file it is: by its first bytes, with the end of its name as a hint."""

import json
import re
from enum import StrEnum
from pathlib import PurePath

from conflictwire.formats.decoding import decode
from conflictwire.formats.failures import UnreadableError
from conflictwire.formats.knowledge import Formats, column_key

__all__ = ["HEAD_BYTES", "Kind", "sniff"]

HEAD_BYTES = 64_000
_TABLES = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl"}
_PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_PROLOGUE = re.compile(
    r"\s*(?:<\?[^>]{0,300}>\s*|<!--.{0,4000}?-->\s*"
    r"|<!DOCTYPE\s[^>\[]{0,400}(?:\[[^\]]{0,8000}\])?\s*>\s*)*",
    re.DOTALL | re.IGNORECASE,
)
_ELEMENT = re.compile(r"<(?:[\w-]{1,30}:)?([A-Za-z][\w-]{0,40})[\s/>]")
_DOCTYPE_HTML = re.compile(r"<!doctype\s+html", re.IGNORECASE)
# A page saved without its `<html>`.
_FRAGMENT = frozenset(
    {"head", "body", "div", "p", "article", "section", "main", "table", "meta", "title", "h1", "span"}
)
_MAX_CONTROL = 0.02
_ALLOWED_CONTROL = frozenset("\t\n\r\x0b\x0c\x01\x02\x03\x04\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x1a\x1e\x1f")


class Kind(StrEnum):
    """Kinds of files that are read."""

    TEXT = "text"
    WIRE = "wire"
    HTML = "html"
    NITF = "nitf"
    NEWSML = "newsml"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"


def sniff(head: bytes, name: str, formats: Formats) -> Kind:
    """The kind of the file that starts with `head`.

    Raises:
        UnreadableError: it is binary, empty, or XML of an unknown vocabulary.
    """
    if not head.strip():
        msg = "empty file"
        raise UnreadableError(msg)
    if binary := formats.binary_name(head):
        msg = f"no text: {binary}"
        raise UnreadableError(msg)
    text, _ = decode(head, formats.encodings.tried)
    strange = sum(not char.isprintable() and char not in _ALLOWED_CONTROL and char < "\xa0" for char in text[:4000])
    if strange > _MAX_CONTROL * min(len(text), 4000):
        msg = "no text: an unknown binary file"
        raise UnreadableError(msg)
    suffix = next((part for part in reversed(PurePath(name.lower()).suffixes) if part != ".gz"), "")
    start = text.lstrip("\ufeff \t\r\n")
    if suffix in _TABLES:
        return Kind(_TABLES[suffix])
    return _markup(start, suffix, formats) or _table(start, suffix, formats) or _plain(text)


def _markup(start: str, suffix: str, formats: Formats) -> Kind | None:
    if not start.startswith("<"):
        return None
    prologue = _PROLOGUE.match(start)
    match = _ELEMENT.match(start, prologue.end() if prologue else 0)
    root = match.group(1).lower() if match else ""
    if root in formats.roots:
        return Kind(formats.roots[root])
    if suffix in _PAGES or root in _FRAGMENT or _DOCTYPE_HTML.match(start):
        return Kind.HTML
    if start.startswith("<?xml") or suffix == ".xml":
        msg = f"XML with the root <{root or '?'}> is not read; only NITF and NewsML-G2 are"
        raise UnreadableError(msg)
    return None


def _table(start: str, suffix: str, formats: Formats) -> Kind | None:
    """JSON by its brackets; CSV without the ending needs a header line that names the column of the text."""
    first = start.partition("\n")[0]
    several = _is_json(first) and bool(start[len(first) :].strip())
    if suffix == ".json" or _is_json(start):
        return Kind.JSONL if several else Kind.JSON
    if several or first.startswith('{"'):
        return Kind.JSONL
    if re.match(r"\[\s*\{\s*\"", start):
        return Kind.JSON
    if suffix in {"", ".txt", ".dat"} and len(first) < 500:
        for delimiter in ",;\t|":
            names = {column_key(name.strip().strip('"')) for name in first.split(delimiter)}
            known = {name for several in formats.columns.values() for name in several}
            if len(names) > 1 and names & set(formats.columns.get("text", ())) and names <= known:
                return Kind.CSV
    return None


def _plain(text: str) -> Kind:
    return Kind.WIRE if re.search(r"\x01[^\x02\x03]{1,400}\x02|(?:^|\n)\s{0,3}ZCZC\b", text[:4000]) else Kind.TEXT


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
