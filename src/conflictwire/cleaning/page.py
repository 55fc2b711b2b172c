"""The lines of a page that are story: headers, share bars, related stories, comments and footers left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from conflictwire.cleaning.boilerplate import Boilerplate, Hit
from conflictwire.cleaning.lines import Line, is_terminal, split_lines, wrap_width, wrapped_lines
from conflictwire.cleaning.masthead import TopLine, names_on_top
from conflictwire.cleaning.walk import Walk

__all__ = ["story_lines"]

# Page furniture with facts stands in the first lines, above the story.
_HEAD_LINES = 12
_HEAD_WORDS = 50
_STORY_WORDS = 12
# A heading of comments ends a page only below a story of some sentences.
_STORY_SENTENCES = 2
# Longer lines without a full stop are story all the same.
_MAX_LISTED_WORDS = 18
Kept = tuple[Line, bool]


@dataclass(slots=True)
class _Page:
    """What was kept so far, and where on the page the walk is.

    Attributes:
        kept: lines, each with whether the page marks it as the headline.
        sentences: number of kept lines that are story sentences.
        furniture: number of kept lines when the first piece of furniture below that sentence came; -1 for none.
        tail: below a heading such as "Read more".
        cut: something was left out since the last kept line.
    """

    kept: list[Kept] = field(default_factory=list)
    sentences: int = 0
    furniture: int = -1
    tail: bool = False
    cut: bool = False

    def keep(self, line: Line) -> None:
        self.kept.append((replace(line, after_blank=True) if self.cut else line, False))
        self.cut = self.tail = False
        if _is_story(line.text):
            self.sentences += 1
            self.furniture = -1

    def pass_over(self) -> None:
        self.cut = True
        if self.furniture < 0 and self.sentences:
            self.furniture = len(self.kept)


def story_lines(walk: Walk, boilerplate: Boilerplate) -> list[Kept]:
    """Lines that are kept, each with whether it is a headline by its mark; facts and left-out lines go to `walk`."""
    lines = list(split_lines(walk.work))
    if len(lines) < 2:
        return [(line, False) for line in lines]
    page = _Page()
    top: list[TopLine] = []
    story = wrapped_lines(lines, wrap_width(lines))
    words = 0
    for number, line in enumerate(lines):
        head = number < _HEAD_LINES and words < _HEAD_WORDS
        hit = None if number in story else boilerplate.line(line.text, head=head)
        if number < _HEAD_LINES:
            top.append(TopLine(line.text, hit.pattern.id if hit else ""))
        if hit is None:
            if page.tail and not _is_story(line.text):
                walk.drop(line.start, line.end, "tail.rest")
                page.pass_over()
                continue
            words += len(line.text.split(None, _HEAD_WORDS))
            page.keep(line)
            continue
        if hit.pattern.scope == "stop" and page.sentences >= _STORY_SENTENCES:
            walk.drop(line.start, lines[-1].end, hit.pattern.id)
            page.pass_over()
            break
        walk.facts.add(hit, line.start)
        page.pass_over()
        # A heading such as "Read more" cuts off what follows only below a story.
        page.tail = hit.pattern.scope == "tail" and page.sentences > 0
        page.kept += _keep_title(walk, line, hit)
    return _without_names(walk, lines, top, _without_list_at_end(walk, page))


def _without_list_at_end(walk: Walk, page: _Page) -> list[Kept]:
    """The kept lines without what follows the furniture below the story and is no sentence: links, other headlines."""
    if page.furniture < 0:
        return page.kept
    kept = page.kept[: page.furniture]
    for line, is_title in page.kept[page.furniture :]:
        if is_title or is_terminal(line.text) or len(line.text.split()) > _MAX_LISTED_WORDS:
            kept.append((line, is_title))
        else:
            walk.drop(line.start, line.end, "tail.rest")
    return kept


def _without_names(walk: Walk, lines: Sequence[Line], top: Sequence[TopLine], kept: Sequence[Kept]) -> list[Kept]:
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


def _keep_title(walk: Walk, line: Line, hit: Hit) -> list[Kept]:
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
