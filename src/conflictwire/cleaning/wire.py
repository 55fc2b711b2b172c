"""From the text of a web page or an agency to a `Document`: a walk over its lines, then over its paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from conflictwire.cleaning.boilerplate import Boilerplate, Hit, read_boilerplate
from conflictwire.cleaning.dateline import Dateline, dateline_reader
from conflictwire.cleaning.facts import Facts
from conflictwire.cleaning.language import letter_case, tell_language
from conflictwire.cleaning.lines import Line, is_terminal, join_lines, split_lines, wrap_width, wrapped_lines
from conflictwire.cleaning.masthead import TopLine, names_on_top
from conflictwire.cleaning.offsets import Mapped, assemble
from conflictwire.cleaning.quotes import find_quotes
from conflictwire.cleaning.repair import repair
from conflictwire.cleaning.repeats import prefix_length, repeated_headlines, repeats_lede
from conflictwire.document import Document, OffsetMap
from conflictwire.errors import InputError
from conflictwire.resources import Resources
from conflictwire.settings import Settings

__all__ = ["clean"]

# Page furniture with facts stands in the first lines, above the story; a dateline in the first paragraphs.
_HEAD_LINES = 12
_HEAD_WORDS = 50
_DATELINE_PARAGRAPHS = 4
_MAX_TITLE = 220
_MAX_TITLE_WORDS = 32
_STORY_WORDS = 12
_RUN_IN = re.compile(r"([^\n.!?]{15,160}[.!?][\"'”’]?)\s+(?=[A-ZÀ-ÖØ-Þ]{2}[^.!?]{1,60}?(?:--|[—–]|\s-\s))")


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph in the making: `work[start:end]` without the holes."""

    start: int
    end: int
    role: str = "body"
    fixed: bool = False
    holes: tuple[tuple[int, int], ...] = ()

    def stretches(self) -> list[tuple[int, int]]:
        """The kept stretches."""
        kept, at = [], self.start
        for start, end in sorted(self.holes):
            if start > at:
                kept.append((at, start))
            at = max(at, end)
        if at < self.end:
            kept.append((at, self.end))
        return kept


@dataclass(slots=True)
class _Walk:
    """The state of one walk: the repaired text, what is left out of it, and the facts found on the way."""

    work: str
    facts: Facts
    removed: list[tuple[int, int, str]] = field(default_factory=list)

    def text(self, block: _Block) -> str:
        """The block with plain spaces; positions stay the same."""
        return self.work[block.start : block.end].replace("\n", " ").replace("\t", " ")

    def drop(self, start: int, end: int, name: str) -> None:
        """List `work[start:end]` as left out."""
        if end > start:
            self.removed.append((start, end, name))


def clean(
    raw: str,
    *,
    resources: Resources,
    settings: Settings,
    publication_date: date | None = None,
    publication_date_source: str = "caller",
    publisher: str | None = None,
    title: str | None = None,
    author: str | None = None,
    warnings: Sequence[str] = (),
) -> Document:
    """The cleaned article.

    Args:
        raw: text as a page or an agency delivers it.
        resources: the data files.
        settings: `max_chars` is the one option used here.
        publication_date: wins over every date in the text; so do `publisher`, `title` and `author`.
        publication_date_source: who gave it.
        publisher: outlet or agency.
        title: headline; it is a fact only, the text is not changed by it.
        author: byline.
        warnings: what the reader of the article had to say; they come first.

    Raises:
        InputError: `raw` is no string.
    """
    if not isinstance(raw, str):
        msg = f"an article must be a str, not {type(raw).__name__}"
        raise InputError(msg)
    found = list(warnings)
    if len(raw) > settings.max_chars:
        found.append(f"W102 text cut at {settings.max_chars} characters")
    mapped, repairs = repair(raw, min(len(raw), settings.max_chars))
    found += repairs
    facts = Facts(
        resources,
        publication_date=publication_date,
        publication_date_source=publication_date_source,
        publisher=publisher,
        title=title,
        author=author,
    )
    walk = _Walk(mapped.text, facts)
    blocks = _paragraphs(walk, _lines(walk, read_boilerplate(resources)), title)
    blocks = _trim(walk, blocks, resources)
    text, paragraphs = assemble(mapped, [(block.role, block.stretches()) for block in blocks])
    body = " ".join(text.text[p.start : p.end] for p in paragraphs if p.role != "title") or text.text
    headline = next((text.text[p.start : p.end] for p in paragraphs if p.role == "title"), None)
    language = tell_language(body, resources)
    if not text.text:
        found.append("W101 empty text")
    elif language not in {None, "en"}:
        found.append(f"W103 not English: {language}")
    return Document(
        raw=raw,
        text=text.text,
        offsets=OffsetMap(text.segments),
        paragraphs=paragraphs,
        facts=facts.result(headline, language, letter_case(body)),
        quotes=find_quotes(text.text, paragraphs),
        removed=_raw_removed(mapped, walk.removed),
        warnings=tuple(found),
    )


def _lines(walk: _Walk, boilerplate: Boilerplate) -> list[tuple[Line, bool]]:
    """Lines that are kept, each with whether it is a headline by its mark; facts and left-out lines go to `walk`."""
    lines = list(split_lines(walk.work))
    if len(lines) < 2:
        return [(line, False) for line in lines]
    kept: list[tuple[Line, bool]] = []
    top: list[TopLine] = []
    tail = cut = False
    story = wrapped_lines(lines, wrap_width(lines))
    words = 0
    for number, line in enumerate(lines):
        head = number < _HEAD_LINES and words < _HEAD_WORDS
        hit = None if number in story else boilerplate.line(line.text, head=head)
        if number < _HEAD_LINES:
            top.append(TopLine(line.text, hit.pattern.id if hit else ""))
        if hit is None:
            if tail and not _is_story(line.text):
                walk.drop(line.start, line.end, "tail.rest")
                cut = True
                continue
            tail = False
            words += len(line.text.split(None, _HEAD_WORDS))
            kept.append((replace(line, after_blank=True) if cut else line, False))
            cut = False
            continue
        walk.facts.add(hit)
        cut = True
        # A heading such as "Read more" cuts off what follows only below a story.
        tail = hit.pattern.scope == "tail" and any(_is_story(before.text) for before, _ in kept)
        kept += _keep_title(walk, line, hit)
    return _without_names(walk, lines, top, kept)


def _without_names(
    walk: _Walk, lines: Sequence[Line], top: Sequence[TopLine], kept: Sequence[tuple[Line, bool]]
) -> list[tuple[Line, bool]]:
    """The kept lines without mastheads and names of writers at the top of the page."""
    if any(is_title for _, is_title in kept):
        return list(kept)
    gone: set[int] = set()
    for name in names_on_top(top, walk.facts.resources):
        line = lines[name.line]
        walk.drop(line.start, line.end, name.listed)
        gone.add(line.start)
        if name.fact:
            walk.facts.note(name.fact, line.text)
    return [
        (replace(line, after_blank=True) if gone and number < _HEAD_LINES else line, is_title)
        for number, (line, is_title) in enumerate(kept)
        if line.start not in gone
    ]


def _keep_title(walk: _Walk, line: Line, hit: Hit) -> list[tuple[Line, bool]]:
    """Leave the line out but for the headline that the pattern found in it."""
    if hit.title is None:
        walk.drop(line.start, line.end, hit.pattern.id)
        return []
    start, end = line.start + hit.title[0], line.start + hit.title[1]
    walk.drop(line.start, start, hit.pattern.id)
    walk.drop(end, line.end, hit.pattern.id)
    text = walk.work[start:end]
    return [(Line(text, start, end, line.indent, after_blank=True), True)]


def _is_story(line: str) -> bool:
    return is_terminal(line) and len(line.split(None, _STORY_WORDS)) > _STORY_WORDS - 1


def _paragraphs(walk: _Walk, lines: Sequence[tuple[Line, bool]], title: str | None) -> list[_Block]:
    """Lines joined to paragraphs; the headline marked, its repeats left out."""
    plain = [line for line, _ in lines]
    marked = {line.start for line, is_title in lines if is_title}
    sample = "".join(line.text for line in plain[:50])
    all_lower = letter_case(sample)[1]
    width = wrap_width(plain)
    blocks = [
        _Block(plain[first].start, plain[last - 1].end, "title" if plain[first].start in marked else "body")
        for first, last in join_lines(plain, width, all_lower=all_lower)
    ]
    blocks = [replace(block, fixed=block.role == "title") for block in blocks]
    texts = [walk.text(block) for block in blocks]
    if blocks and not blocks[0].fixed:
        if _is_title(walk, texts, title):
            blocks[0] = replace(blocks[0], role="title")
        elif length := _headline_before_dateline(walk, texts[0]):
            end = blocks[0].start + length
            blocks[0:1] = [replace(blocks[0], end=end, role="title"), replace(blocks[0], start=end)]
            texts = [walk.text(block) for block in blocks]
    if not blocks or blocks[0].role != "title":
        return blocks
    blocks, texts = _better_copy(walk, blocks, texts)
    for index in repeated_headlines(texts):
        walk.drop(blocks[index].start, blocks[index].end, "repeat.headline")
        blocks[index] = replace(blocks[index], end=blocks[index].start)
    for index in range(1, min(len(blocks), 4)):
        length = prefix_length(texts[0], texts[index]) if blocks[index].end > blocks[index].start else 0
        if length:
            start = blocks[index].start
            walk.drop(start, start + length, "repeat.headline_prefix")
            blocks[index] = replace(blocks[index], start=start + length)
    return [block for block in blocks if block.end > block.start]


def _better_copy(walk: _Walk, blocks: list[_Block], texts: list[str]) -> tuple[list[_Block], list[str]]:
    """The headline as a sentence, where the page gives it in title case or capitals first and again right below."""
    if len(texts) < 2 or 1 not in repeated_headlines(texts[:2]) or texts[0].lower() != texts[1].lower():
        return blocks, texts
    if sum(map(str.isupper, texts[1])) >= sum(map(str.isupper, texts[0])) or texts[1].islower():
        return blocks, texts
    walk.drop(blocks[0].start, blocks[0].end, "repeat.headline")
    return [replace(blocks[1], role="title", fixed=blocks[0].fixed), *blocks[2:]], texts[1:]


def _is_title(walk: _Walk, texts: Sequence[str], title: str | None) -> bool:
    """Whether the first paragraph is a headline: short, no sentence, and a story below it."""
    first = texts[0]
    if title is not None and repeated_headlines([title, first]):
        return True
    if len(texts) < 2 or len(first) > _MAX_TITLE or not 2 <= len(first.split()) <= _MAX_TITLE_WORDS:
        return False
    dateline = dateline_reader(walk.facts.resources).read(first)
    if dateline is not None and dateline.strong:
        return False
    if 1 in repeated_headlines(texts[:2]) or prefix_length(first, texts[1]):
        return True
    sentence = first.rstrip("\"'”’»)] ")[-1:] in set(".:;,") and not first.endswith(("...", "U.S.", "U.N.", "D.C."))
    torn = first[:1].islower() and not letter_case(" ".join(texts[:8]))[1]
    return not sentence and not torn and any(is_terminal(text) or len(text) > len(first) for text in texts[1:4])


def _headline_before_dateline(walk: _Walk, text: str) -> int:
    """Length of a headline that runs into the story on one line: `Headline. PLACE -- Story`; else 0."""
    match = _RUN_IN.match(text)
    if match is None or letter_case(text)[0]:
        return 0
    dateline = dateline_reader(walk.facts.resources).read(text[match.end() : match.end() + 400])
    return match.end(1) if dateline is not None and dateline.place is not None else 0


def _trim(walk: _Walk, blocks: Sequence[_Block], resources: Resources) -> list[_Block]:
    """Datelines, starts, ends and marks left out of the paragraphs, then the subheadline that repeats the lede."""
    boilerplate = read_boilerplate(resources)
    body = [number for number, block in enumerate(blocks) if block.role != "title"]
    upper, lower = letter_case(" ".join(walk.text(blocks[number]) for number in body[:10]))
    whole = len(list(split_lines(walk.work))) < 2
    trimmed: list[_Block] = []
    dateline: Dateline | None = None
    for number, block in enumerate(blocks):
        current = block
        if not whole and block.role != "title":
            current = _edges(walk, current, boilerplate)
        early = number in body[:_DATELINE_PARAGRAPHS]
        if early and dateline is None and current.end > current.start:
            reader = dateline_reader(resources)
            dateline = reader.read(walk.text(current), all_caps=upper, all_lower=lower)
            if dateline is not None:
                walk.facts.add_dateline(dateline)
                walk.drop(current.start, current.start + dateline.end, "dateline")
                current = replace(current, start=current.start + dateline.end)
        trimmed.append(_marks(walk, current, boilerplate))
    texts = [walk.text(block) for block in trimmed]
    for index in repeats_lede(texts, [block.role for block in trimmed]):
        walk.drop(trimmed[index].start, trimmed[index].end, "repeat.lede")
        trimmed[index] = replace(trimmed[index], end=trimmed[index].start)
    return [block for block in trimmed if block.end > block.start]


def _edges(walk: _Walk, block: _Block, boilerplate: Boilerplate) -> _Block:
    """The block without a kicker at its start and credits at its end."""
    start, end = block.start, block.end
    for _ in range(3):
        text = walk.work[start:end].replace("\n", " ").replace("\t", " ")
        hit = boilerplate.start(text)
        if hit is not None:
            walk.facts.add(hit)
            walk.drop(start, start + hit.end, hit.pattern.id)
            start += hit.end
            continue
        stripped = text.rstrip()
        hit = boilerplate.end(stripped)
        if hit is None:
            break
        walk.facts.add(hit)
        walk.drop(start + hit.start, start + hit.end, hit.pattern.id)
        end = start + hit.start
    return replace(block, start=start, end=end)


def _marks(walk: _Walk, block: _Block, boilerplate: Boilerplate) -> _Block:
    """The block with holes where editorial marks stand."""
    holes: list[tuple[int, int]] = []
    for hit in boilerplate.inline(walk.text(block)):
        start, end = block.start + hit.start, block.start + hit.end
        if not holes or start >= holes[-1][1]:
            holes.append((start, end))
            walk.drop(start, end, hit.pattern.id)
    return replace(block, holes=tuple(holes))


def _raw_removed(mapped: Mapped, removed: Sequence[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    """Left-out stretches by raw offsets, without outer white space, in order."""
    offsets = OffsetMap(mapped.segments)
    found = []
    for start, end, name in sorted(removed):
        text = mapped.text[start:end]
        left = start + len(text) - len(text.lstrip())
        right = end - (len(text) - len(text.rstrip()))
        if right > left:
            found.append((*offsets.to_raw(left, right), name))
    return tuple(found)
