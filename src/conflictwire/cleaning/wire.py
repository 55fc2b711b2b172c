"""From the text of a web page or an agency to a `Document`: a walk over its lines, then over its paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from conflictwire.cleaning.boilerplate import Boilerplate, read_boilerplate
from conflictwire.cleaning.dateline import Dateline, dateline_reader
from conflictwire.cleaning.facts import Facts, Given, Published
from conflictwire.cleaning.joins import Joins
from conflictwire.cleaning.language import letter_case, tell_language
from conflictwire.cleaning.lines import Line, is_terminal, join_lines, split_lines, wrap_width
from conflictwire.cleaning.links import linked_headlines
from conflictwire.cleaning.offsets import Mapped, assemble
from conflictwire.cleaning.page import story_lines
from conflictwire.cleaning.quotes import find_quotes
from conflictwire.cleaning.repair import repair
from conflictwire.cleaning.repeats import prefix_length, repeated_headlines, repeats_lede
from conflictwire.cleaning.speakers import with_speakers
from conflictwire.cleaning.walk import Block, Walk
from conflictwire.document import Document, OffsetMap
from conflictwire.errors import InputError
from conflictwire.resources import Resources
from conflictwire.schema import Span
from conflictwire.settings import Settings

__all__ = ["clean"]

# A dateline stands in the first paragraphs.
_DATELINE_PARAGRAPHS = 4
_MAX_TITLE = 220
_MAX_TITLE_WORDS = 32
_RUN_IN = re.compile(r"([^\n.!?]{15,160}[.!?][\"'”’]?)\s+(?=[A-ZÀ-ÖØ-Þ]{2}[^.!?]{1,60}?(?:--|[—–]|\s-\s))")


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
    given = Given(publication_date, publication_date_source, publisher, title, author)
    facts = Facts(resources, given)
    walk = Walk(mapped.text, facts)
    blocks = _paragraphs(walk, story_lines(walk, read_boilerplate(resources)), title)
    for number in linked_headlines([walk.text(block) for block in blocks]):
        walk.drop(blocks[number].start, blocks[number].end, "inline.link")
        blocks[number] = replace(blocks[number], end=blocks[number].start)
    blocks = _trim(walk, [block for block in blocks if block.end > block.start], resources)
    text, paragraphs = assemble(mapped, [(block.role, block.stretches()) for block in blocks])
    body = " ".join(text.text[p.start : p.end] for p in paragraphs if p.role != "title") or text.text
    headline = next((text.text[p.start : p.end] for p in paragraphs if p.role == "title"), None)
    language = tell_language(body, resources)
    if not text.text:
        found.append("W101 empty text")
    elif language not in {None, "en"}:
        found.append(f"W103 not English: {language}")
    stories = sum(name == "dateline" for *_, name in walk.removed)
    if stories > 1:
        found.append(f"W109 several stories in one text: {stories} datelines")
    published = facts.published(text.text)
    evidence = _evidence(raw, published, text if published.rule == "body" else mapped)
    article = facts.result(published, headline, language, letter_case(body))
    return Document(
        raw=raw,
        text=text.text,
        offsets=OffsetMap(text.segments),
        paragraphs=paragraphs,
        facts=replace(article, publication_date_evidence=evidence),
        quotes=with_speakers(text.text, paragraphs, find_quotes(text.text, paragraphs), resources),
        removed=_raw_removed(mapped, walk.removed),
        warnings=tuple(found),
    )


def _evidence(raw: str, published: Published, source: Mapped) -> Span | None:
    """The raw words that the publication date rests on; its span counts in the text of `source`."""
    if published.span is None:
        return None
    start, end = OffsetMap(source.segments).to_raw(*published.span)
    return Span(text=raw[start:end], start=start, end=end)


def _paragraphs(walk: Walk, lines: Sequence[tuple[Line, bool]], title: str | None) -> list[Block]:
    """Lines joined to paragraphs; the headline marked, its repeats left out."""
    plain = [line for line, _ in lines]
    marked = {line.start for line, is_title in lines if is_title}
    sample = "".join(line.text for line in plain[:50])
    all_lower = letter_case(sample)[1]
    width = wrap_width(plain)
    titled = [
        (first, last, plain[first].start in marked) for first, last in join_lines(plain, width, all_lower=all_lower)
    ]
    blocks = [
        Block(plain[first].start, plain[last - 1].end, "title" if is_title else "body", fixed=is_title)
        for first, last, is_title in titled
    ]
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


def _better_copy(walk: Walk, blocks: list[Block], texts: list[str]) -> tuple[list[Block], list[str]]:
    """The headline as a sentence, where the page gives it in title case or capitals first and again right below."""
    if len(texts) < 2 or 1 not in repeated_headlines(texts[:2]) or texts[0].lower() != texts[1].lower():
        return blocks, texts
    if sum(map(str.isupper, texts[1])) >= sum(map(str.isupper, texts[0])) or texts[1].islower():
        return blocks, texts
    walk.drop(blocks[0].start, blocks[0].end, "repeat.headline")
    return [replace(blocks[1], role="title", fixed=blocks[0].fixed), *blocks[2:]], texts[1:]


def _is_title(walk: Walk, texts: Sequence[str], title: str | None) -> bool:
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


def _headline_before_dateline(walk: Walk, text: str) -> int:
    """Length of a headline that runs into the story on one line: `Headline. PLACE -- Story`; else 0."""
    match = _RUN_IN.match(text)
    if match is None or letter_case(text)[0]:
        return 0
    dateline = dateline_reader(walk.facts.resources).read(text[match.end() : match.end() + 400])
    return match.end(1) if dateline is not None and dateline.place is not None else 0


def _trim(walk: Walk, blocks: Sequence[Block], resources: Resources) -> list[Block]:
    """Datelines, starts, ends and marks left out of the paragraphs, then the subheadline that repeats the lede."""
    boilerplate = read_boilerplate(resources)
    body = [number for number, block in enumerate(blocks) if block.role != "title"]
    upper, lower = letter_case(" ".join(walk.text(blocks[number]) for number in body[:10]))
    whole = len(list(split_lines(walk.work))) < 2
    joins = Joins(walk.work, resources)
    trimmed: list[Block] = []
    dateline: Dateline | None = None
    for number, block in enumerate(blocks):
        current = block
        if not whole and block.role != "title":
            current = _edges(walk, current, boilerplate)
        if block.role != "title" and current.end > current.start:
            line = dateline_reader(resources).read(walk.text(current), all_caps=upper, all_lower=lower)
            first = dateline is None and number in body[:_DATELINE_PARAGRAPHS]
            # Further stories in one text show by datelines that an agency or a date bears out.
            if line is not None and (first or (line.strong and line.place is not None)):
                if first:
                    dateline = line
                    walk.facts.add_dateline(line, current.start)
                walk.drop(current.start, current.start + line.end, "dateline")
                current = replace(current, start=current.start + line.end)
        trimmed.append(_marks(walk, current, boilerplate, joins))
    texts = [walk.text(block) for block in trimmed]
    for index in repeats_lede(texts, [block.role for block in trimmed]):
        walk.drop(trimmed[index].start, trimmed[index].end, "repeat.lede")
        trimmed[index] = replace(trimmed[index], end=trimmed[index].start)
    return [block for block in trimmed if block.end > block.start]


def _edges(walk: Walk, block: Block, boilerplate: Boilerplate) -> Block:
    """The block without a kicker at its start and credits at its end."""
    start, end = block.start, block.end
    for _ in range(3):
        text = walk.work[start:end].replace("\n", " ").replace("\t", " ")
        hit = boilerplate.start(text)
        if hit is not None:
            walk.facts.add(hit, start)
            walk.drop(start, start + hit.end, hit.pattern.id)
            start += hit.end
            continue
        stripped = text.rstrip()
        hit = boilerplate.end(stripped)
        if hit is None:
            break
        walk.facts.add(hit, start)
        walk.drop(start + hit.start, start + hit.end, hit.pattern.id)
        end = start + hit.start
    return block if (start, end) == (block.start, block.end) else replace(block, start=start, end=end)


def _marks(walk: Walk, block: Block, boilerplate: Boilerplate, joins: Joins) -> Block:
    """The block with holes where editorial marks stand and where words are torn."""
    holes: list[tuple[int, int]] = []
    for hit in boilerplate.inline(walk.text(block)):
        start, end = block.start + hit.start, block.start + hit.end
        if not holes or start >= holes[-1][1]:
            holes.append((start, end))
            walk.drop(start, end, hit.pattern.id)
    torn = tuple(
        (start, end)
        for start, end in joins.holes(block.start, block.end)
        if all(end <= hole[0] or start >= hole[1] for hole in holes)
    )
    return replace(block, holes=tuple(holes), joins=torn) if holes or torn else block


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
