"""Who says what stands between quotation marks, when the words right after or before it tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from conflictwire.cleaning.vocabulary import read_vocabulary
from conflictwire.document import Paragraph, Quote
from conflictwire.resources import Resources

__all__ = ["with_speakers"]

_REACH = 160
_MAX_WORDS = 9
# A name or description: no clause marks, but points of titles and initials.
_WHO = r"(?:[^\W\d_]|[‘'](?=\w))(?:[^,.;:!?\"“”()\[\]–—]|\.(?=[A-Za-z])|(?<=\b[A-Z])\.|(?<=<TITLES>)\.){1,90}?"


@dataclass(frozen=True, slots=True)
class _Forms:
    after_verb: re.Pattern[str]
    before_verb: re.Pattern[str]
    lead_in: re.Pattern[str]
    verbs: tuple[str, ...]
    ends: frozenset[str]
    no_speakers: frozenset[str]


def with_speakers(
    text: str, paragraphs: Sequence[Paragraph], quotes: Sequence[Quote], resources: Resources
) -> tuple[Quote, ...]:
    """`quotes` with the span of their speaker: "...," said X; "...," X said; X said: "...".

    A quote without words of speech near it goes on with the speaker of the one before it in the same paragraph, or of
    the one that the paragraph before leaves open.
    """
    forms = _forms(resources)
    found: list[Quote] = []
    for quote in quotes:
        paragraph = next(p for p in paragraphs if p.start <= quote.start < p.end)
        speaker = _after(text, quote, paragraph, forms) or _before(text, quote, paragraph, forms)
        last = found[-1] if found else None
        if last is not None and not last.closed and last.speaker is None:
            found[-1] = last = replace(last, speaker=speaker)
        if speaker is None and last is not None and _goes_on(text, last, quote, paragraph):
            speaker = last.speaker
        found.append(replace(quote, speaker=speaker))
    return tuple(found)


def _goes_on(text: str, last: Quote, quote: Quote, paragraph: Paragraph) -> bool:
    """Whether a quote is a further sentence of the one before it, not a word or two in marks."""
    sentence = text[quote.start : quote.end].lstrip("\"“”„«»`'‘ ")[:1].isupper()
    return sentence and (last.start >= paragraph.start or not last.closed)


def _after(text: str, quote: Quote, paragraph: Paragraph, forms: _Forms) -> tuple[int, int] | None:
    end = min(paragraph.end, quote.end + _REACH)
    for form in (forms.after_verb, forms.before_verb):
        if match := form.match(text, quote.end, end):
            return _speaker(text, *match.span("who"), forms)
    return None


def _before(text: str, quote: Quote, paragraph: Paragraph, forms: _Forms) -> tuple[int, int] | None:
    start = max(paragraph.start, quote.start - _REACH)
    words = text[start : quote.start]
    if not any(verb in words for verb in forms.verbs):  # far faster to see than that the whole form is not there
        return None
    match = forms.lead_in.search(text, start, quote.start)
    return _speaker(text, *match.span("who"), forms) if match else None


def _speaker(text: str, start: int, end: int, forms: _Forms) -> tuple[int, int] | None:
    """The stretch up to the word that ends a name, when it is one."""
    words = list(re.finditer(r"\S+", text[start:end]))
    for number, word in enumerate(words):
        if number and word.group().lower() in forms.ends:
            words = words[:number]
            break
    if not words or len(words) > _MAX_WORDS or words[0].group().lower() in forms.no_speakers:
        return None
    return start + words[0].start(), start + words[-1].end()


@lru_cache(maxsize=8)
def _forms(resources: Resources) -> _Forms:
    vocabulary = read_vocabulary(resources)
    verbs = "|".join(sorted(vocabulary.speech_verbs, key=lambda verb: (-len(verb), verb)))
    titles = sorted(vocabulary.titles)
    after_title = "|".join(rf"(?<=\b{title})" for title in titles)
    who = _WHO.replace("(?<=<TITLES>)", f"(?:{after_title})")
    whole = "".join(rf"(?<!\b{title})" for title in titles)
    aside = r"(?:,\s[^,.;:\"“”]{2,60},)?"
    return _Forms(
        after_verb=re.compile(rf",?\s{{0,2}}(?:{verbs})\s(?P<who>{who}){whole}(?=[,.;:!?–—]|$|\s[\"“(])"),
        before_verb=re.compile(rf",?\s{{1,2}}(?P<who>{who}){aside}\s(?:{verbs})\b"),
        lead_in=re.compile(
            r"(?:(?<=[.!?;]\s)|(?<=[.!?][\"”’]\s)|(?<=,\s)|(?<![\s\S]))"
            rf"(?P<who>{who}){aside}\s(?:{verbs})\b[^.!?\"“”]{{0,60}}$"
        ),
        verbs=tuple(vocabulary.speech_verbs),
        ends=vocabulary.speaker_ends,
        no_speakers=vocabulary.no_speakers,
    )
