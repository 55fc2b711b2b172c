"""Character damage (controls, odd spaces, ligatures, entities, mojibake), repaired without losing offsets."""

import html
import re
from collections.abc import Iterator
from html.entities import html5

from conflictwire.cleaning.offsets import Mapped, MappedBuilder

__all__ = ["repair"]

_CONTROL = r"\x00-\x08\x0e-\x1f\x7f"
_ODD = re.compile(
    r"\r\n?|[\x0b\x0c\u2028\u2029]"  # line ends
    r"|[\x80-\x9f]"  # Windows-1252 read as Latin-1
    rf"|[{_CONTROL}]+"
    r"|[\ud800-\udfff]+"  # lone surrogates
    r"|[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"  # zero width and direction marks
    r"|[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"  # spaces
    r"|[\ufb00-\ufb06]"  # ligatures
    r"|&(?:amp;)?(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});"
)
# Any character that a stretch of the above begins with: far faster to look for, and most texts hold none.
_ODD_START = re.compile(
    rf"[\r\x0b\x0c\u2028\u2029\x80-\x9f{_CONTROL}\ud800-\udfff\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufb00-\ufb06&]"
)
_SPACE = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_END = frozenset("\r\n\x0b\x0c\u2028\u2029")
_DROPPED = re.compile(rf"[{_CONTROL}\ud800-\udfff\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x80-\x9f]")
_BINARY = re.compile(rf"[{_CONTROL}\ud800-\udfff]")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_FOREIGN_PAIR = re.compile(r"[^\x00-\x7f]{2}")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
# Damage is judged on so much context at a time, so that one endless line costs no more than many short ones.
_WINDOW = re.compile(r"[^\n]{1,2000}")


def repair(raw: str, end: int) -> tuple[Mapped, tuple[str, ...]]:
    """`raw[:end]` with damaged characters repaired, and what was done, as warnings."""
    builder = MappedBuilder()
    at = 0
    binary = mojibake = False
    for start, stop, text, kind in _changes(raw, end):
        if start < at:
            continue
        builder.add(raw[at:start], at, start)
        builder.add(text, start, stop)
        at = stop
        mojibake = mojibake or kind == "mojibake"
        binary = binary or (kind == "odd" and _BINARY.search(raw, start, stop) is not None)
    builder.add(raw[at:end], at, end)
    warnings = []
    if binary:
        warnings.append("W104 binary or control characters dropped")
    if mojibake:
        warnings.append("W105 wrongly decoded characters repaired")
    return builder.build(), tuple(warnings)


def _changes(raw: str, end: int) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, replacement, kind) in order of their start; a later one may overlap and is then void."""
    broken = list(_mojibake(raw, end))
    at = 0
    first = _ODD_START.search(raw, 0, end)
    for match in _ODD.finditer(raw, first.start(), end) if first else ():
        while at < len(broken) and broken[at][0] <= match.start():
            yield (*broken[at], "mojibake")
            at += 1
        replacement = _replacement(match.group())
        if replacement != match.group():
            yield match.start(), match.end(), replacement, "odd"
    for change in broken[at:]:
        yield (*change, "mojibake")


def _mojibake(raw: str, end: int) -> Iterator[tuple[int, int, str]]:
    """Runs of foreign characters that were decoded with the wrong code page; ASCII between them is never touched."""
    # One character decoded with the wrong code page becomes two or more.
    if raw.isascii() or _FOREIGN_PAIR.search(raw, 0, end) is None:
        return
    from ftfy.badness import is_bad

    for window in _WINDOW.finditer(raw, 0, end):
        text = window.group()
        if text.isascii() or not is_bad(text):
            continue
        for run in _FOREIGN.finditer(text):
            fixed = _fixed(run.group())
            if fixed != run.group():
                yield window.start() + run.start(), window.start() + run.end(), _plain(fixed)


def _fixed(run: str) -> str:
    """The run as ftfy repairs it. Its quotation marks stay curly: they mark speech."""
    if _BINARY.search(run):
        return run
    import ftfy

    return ftfy.fix_encoding(run)


def _replacement(odd: str) -> str:
    """What stands in the repaired text for one match of the odd characters."""
    first = odd[0]
    if first == "&":
        return _entity(odd)
    if first in _LINE_END:
        return "\n"
    if "\x80" <= first <= "\x9f":
        return odd.encode("latin-1").decode("cp1252", errors="ignore")
    return _plain(odd)


def _entity(odd: str) -> str:
    """The character of an HTML entity, or the text itself when there is no such entity."""
    text = odd.replace("&amp;", "&", 1) if len(odd) > len("&amp;") else odd
    if text[1] != "#" and text[1:] not in html5:
        return odd
    return _plain(html.unescape(text)).replace("\r", "\n")


def _plain(text: str) -> str:
    """Without zero-width and control characters, with plain spaces and without ligatures."""
    return _DROPPED.sub("", _SPACE.sub(" ", text)).translate(_LIGATURES)
