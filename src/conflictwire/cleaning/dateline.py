"""The dateline at the start of a story: place, date and agency, read part by part and only with good evidence."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from conflictwire.cleaning.dates import DateReader, date_reader
from conflictwire.cleaning.vocabulary import Vocabulary, read_vocabulary
from conflictwire.resources import Resources

__all__ = ["Dateline", "DatelineReader", "dateline_reader"]

# No dateline with its marks is longer.
_WINDOW = 400
_DASH = re.compile(r"\s{0,4}(?:[—–―_\ufffd]|-{1,3})+\s*")
_DASH_SPACED = re.compile(r"\s(?:[—–]|-{1,3})\s")
_COLON = re.compile(r"\s{0,2}:\s*")
_GLUE = re.compile(r"-{1,2}(?=\()|\s{1,2}/\s{1,2}|[\s,;.|]{0,4}")
_PAREN = re.compile(r"[(\[]([^()]{0,90})\)")
_SLASHED = re.compile(r"/([^/]{2,40})/\.?")
_MARKS = re.compile(r"(?:\s*+\[[^\[\]]{1,250}\])++\s*")
_BRACKET = re.compile(r"\[([^\[\]]{1,250})\]")
_SPLIT = re.compile(r"\s+-\s+|\s*/\s*|\s*[–—|;]\s*")
_AGENCY_WORD = re.compile(r"[\w.&']+")
_AGENCY_MARK = re.compile(r"\s*(?:[-–—:_(/]|$)")
_STARTS = re.compile(r"[A-ZÀ-ÖØ-Þ0-9\"“‘'«\[(]")
_LOWER_PLACE = re.compile(r"([a-z][a-z.'-]{1,20}(?: [a-z][a-z.'-]{1,20}){0,2})(?:\s?:|\s-)\s*(?=[a-z0-9\"'])")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says. `end` is where the story starts; `strong` when an agency or date bears it out."""

    end: int
    place: str | None = None
    agency: str | None = None
    date_text: str | None = None
    author: str | None = None
    strong: bool = False
    date_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class DatelineReader:
    """Reads datelines with the names of one set of resources."""

    vocabulary: Vocabulary
    place: re.Pattern[str]
    region: re.Pattern[str]
    date: re.Pattern[str]
    date_first: re.Pattern[str]
    agency_words: int
    agencies: dict[str, str]

    def read(self, text: str, *, all_caps: bool = False, all_lower: bool = False) -> Dateline | None:
        """The dateline that `text` starts with, or null.

        Args:
            text: a paragraph, white space plain.
            all_caps: capitals are no evidence in this text.
            all_lower: there are no capitals in this text.
        """
        head = text[:_WINDOW]
        found = self._lower(head) if all_lower else self._date_first(head) or self._usual(head, all_caps=all_caps)
        if found is None:
            return self._marks_only(head)
        if found.date_text is not None and (at := head.find(found.date_text, 0, found.end)) >= 0:
            found = replace(found, date_span=(at, at + len(found.date_text)))
        return self._with_marks(head, found)

    def canonical(self, name: str) -> str | None:
        """The agency that `name` stands for, or null when it is not known."""
        return self.agencies.get(re.sub(r"\s*-\s*", "-", " ".join(name.split())).lower().strip(" ."))

    def _usual(self, head: str, *, all_caps: bool) -> Dateline | None:
        place = self.place.match(head)
        at = place.end() if place else 0
        parts = _Parts(at)
        for _ in range(5):
            step = self._part(head, parts)
            if step is None:
                break
            parts = step
        dash, colon = _DASH.match(head, parts.end), _COLON.match(head, parts.end)
        separator = dash or colon
        end = separator.end() if separator else parts.end + len(head[parts.end :]) - len(head[parts.end :].lstrip())
        if place is None:
            named = parts.agency is not None and parts.known and dash is not None
            return Dateline(end, None, parts.agency, parts.date_text, strong=True) if named else None
        name = " ".join(place.group("place").split())
        gap = _Gap(dash is not None, colon is not None, end)
        if not self._evident(head, name, parts, gap, all_caps=all_caps):
            return None
        if name.upper() in {"NO CITY", "CLANDESTINE"}:
            name = ""
        strong = parts.known or parts.date_text is not None
        return Dateline(end, name or None, parts.agency, parts.date_text, strong=strong)

    def _part(self, head: str, parts: "_Parts") -> "_Parts | None":
        gap = _GLUE.match(head, parts.end)
        at = gap.end() if gap else parts.end
        glue = head[parts.end : at]
        if found := self.date.match(head, at):
            return replace(parts, end=found.end(), date_text=parts.date_text or found.group())
        if found := _PAREN.match(head, at) or _SLASHED.match(head, at):
            return self._inside(found, parts)
        if end := self._agency_end(head, at):
            return replace(parts, end=end, agency=parts.agency or self.canonical(head[at:end]), known=True)
        if "," in glue and parts.regions < 2 and not parts.parens and (found := self.region.match(head, at)):
            return replace(parts, end=found.end(), regions=parts.regions + 1)
        return None

    def _agency_end(self, head: str, at: int) -> int:
        """Where a known agency that stands at `at` without brackets ends, its mark following; 0 when there is none."""
        words = list(islice(_AGENCY_WORD.finditer(head, at), self.agency_words))
        for word in reversed(words):
            if _AGENCY_MARK.match(head, word.end()) and self.canonical(head[at : word.end()]):
                return word.end() if head[at : at + 1].isalnum() else 0
        return 0

    def _inside(self, found: re.Match[str], parts: "_Parts") -> "_Parts":
        """What a bracket holds: a date, an agency, or a country."""
        agency, known, date_text = parts.agency, parts.known, parts.date_text
        for piece in _SPLIT.split(found.group(1)):
            if match := self.date.search(piece):
                date_text = date_text or match.group()
                piece = piece[: match.start()] + piece[match.end() :]  # noqa: PLW2901 - the rest may be the agency
            name = piece.strip(" ,.:-")
            if len(name) < 2:
                continue
            canonical = self.canonical(name) or self.canonical(found.group(1))
            if canonical and not known:
                agency, known = canonical, True
        # An unknown name is the agency, unless a comma follows: then it is the country of the place.
        inner = " ".join(found.group(1).split())
        if not known and len(inner) > 1 and found.string[found.end() : found.end() + 1] != ",":
            agency = agency if self.date.search(inner) else inner
        return replace(parts, end=found.end(), agency=agency, known=known, date_text=date_text, parens=parts.parens + 1)

    def _evident(self, head: str, name: str, parts: "_Parts", gap: "_Gap", *, all_caps: bool) -> bool:
        """Whether place, parts and separator together make a dateline."""
        words = name.lower().split()
        if name.lower() in self.vocabulary.not_places or words[0] in self.vocabulary.not_places:
            return False
        alone = gap.end >= len(head.rstrip())
        starts = alone or _STARTS.match(head, gap.end) is not None
        separated = gap.dash or gap.colon
        if parts.known and (parts.parens or gap.dash):
            return separated or alone or (starts and len(words) <= 3)
        if parts.date_text is not None:
            return separated or (parts.parens > 0 and head[parts.end : parts.end + 2] == ". ")
        letters = [char for char in name if char.isalpha()]
        stamped = parts.parens > 0 and (parts.agency or "").isupper()
        if not separated or not starts or all_caps or (len(letters) < 4 and not stamped):
            return False
        if all(char.isupper() for char in letters) and len(words) <= 4:
            return gap.dash or not alone
        return gap.dash and len(words) <= 3 and self._mixed_case(head, parts, gap)

    def _mixed_case(self, head: str, parts: "_Parts", gap: "_Gap") -> bool:
        """`Place (ABC) - Text` or `Place - Text`; no second dash near, as in `Place - a big town - fell`."""
        if parts.parens:
            stamp = parts.agency or ""
            return stamp.isupper() and len(stamp) <= 8 and head[parts.end : parts.end + 1].isspace()
        clear = head[parts.end : parts.end + 1].isspace() or head[parts.end : parts.end + 1] in {"—", "–"}
        return clear and _DASH_SPACED.search(head, gap.end, gap.end + 120) is None

    def _date_first(self, head: str) -> Dateline | None:
        """`March 3, 2015 (PLACE) - text`."""
        found = self.date_first.match(head)
        if found is None:
            return None
        return Dateline(found.end(), " ".join(found["place"].split()), None, found["date"], strong=True)

    def _lower(self, head: str) -> Dateline | None:
        found = _LOWER_PLACE.match(head)
        if found is None or found.group(1).split()[0] in self.vocabulary.not_places:
            return None
        return Dateline(found.end(), found.group(1))

    def _marks_only(self, head: str) -> Dateline | None:
        found = self._with_marks(head, Dateline(0))
        return found if found.end else None

    def _with_marks(self, head: str, found: Dateline) -> Dateline:
        """The dateline with the editorial marks that follow it, when at least one of them is known."""
        marks = _MARKS.match(head, found.end)
        if marks is None:
            return found
        names = [" ".join(match.group(1).split()) for match in _BRACKET.finditer(marks.group())]
        known = [index for index, name in enumerate(names) if self.is_mark(name)]
        if not known:
            return found
        author = None
        for index, name in enumerate(names[:-1]):
            following = names[index + 1]
            if name.upper() in self.vocabulary.report_marks and not self.is_mark(following):
                author = following if 2 <= len(following.split()) <= 4 and "," not in following else None
                break
        return replace(found, end=marks.end(), author=author, strong=True)

    def is_mark(self, name: str) -> bool:
        """Whether a bracket holds an editorial mark such as TEXT or REPORT."""
        upper = name.upper()
        return upper in self.vocabulary.marks or upper.startswith("INTERVIEW WITH ")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What followed the place so far."""

    end: int
    agency: str | None = None
    known: bool = False
    date_text: str | None = None
    parens: int = 0
    regions: int = 0


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between the dateline and the story, and where the story starts."""

    dash: bool
    colon: bool
    end: int


@lru_cache(maxsize=8)
def dateline_reader(resources: Resources) -> DatelineReader:
    """The reader for the names in `resources`."""
    vocabulary = read_vocabulary(resources)
    dates: DateReader = date_reader(resources)
    month = vocabulary.alternation("months")
    word = rf"(?!(?i:{month})\.?\s+\d)(?:[A-ZÀ-ÖØ-Þ]|['‘’](?=[A-Z]))(?:[\w.'‘’&]|-(?=\w)){{0,30}}"
    link = rf"(?:(?:{vocabulary.alternation('connectors')})\s+){{0,2}}"
    name = rf"{word}(?:\s+{link}{word}){{0,4}}"
    weekday = r"(?:(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[,.]?\s+)?"
    undated = r"(?i:no date)"
    return DatelineReader(
        vocabulary=vocabulary,
        place=re.compile(rf"\s{{0,4}}(?P<place>{name}(?:/{name})?)"),
        region=re.compile(name),
        date=re.compile(rf"{weekday}(?:{dates.full}|{dates.short}|{undated})"),
        date_first=re.compile(
            rf"\s*(?P<date>{dates.full})\s*(?:\(|/)(?P<place>{name}(?:,\s+{name})?)\s*(?:\)|/)(?:\s?[-–—:]{{1,2}}\s?)"
        ),
        agency_words=max(len(_AGENCY_WORD.findall(form)) for form, _ in vocabulary.agencies),
        agencies=dict(vocabulary.agencies),
    )
