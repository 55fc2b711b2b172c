"""Clean text leads back to the raw text, whatever the raw text is."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictwire.cleaning import clean
from conflictwire.cleaning.repair import repair
from conflictwire.document import Document, OffsetMap
from conflictwire.resources import Resources
from conflictwire.settings import Settings

RESOURCES = Resources()
LAYOUT = [
    "GAO, Mali (AFP) - ",
    "TITLE: Rebels flee LINK: http://a.example/2018/01/02/x",
    "\n",
    "\n\n",
    "\r\n",
    "[TEXT] ",
]
FURNITURE = [
    "By Maria Okello\n",
    "Share\n",
    "Related stories\n",
    "date 2020-06-02 x.com\n",
    ". Enditem",
    "[WORDS INDISTINCT]",
]
STORY = ["Rebels flee town", "Rebels flee town. ", "The army said so.", '"', "”", "“", " ", "\t", "word", "12"]
DAMAGE = [
    "â€™",
    "Ã©",
    "&amp;",
    "&#8220;",
    "&nbsp;",
    "\ufb01",
    "\u200b",
    "\xa0",
    "\x00",
    "\ud800",
    "\ufffd",
    "\x92",
    "Â\xa0",
]
PIECES = st.sampled_from([*LAYOUT, *FURNITURE, *STORY, *DAMAGE])
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join))


def read(text: str) -> Document:
    return clean(text, resources=RESOURCES, settings=Settings())


def check(document: Document) -> None:
    raw, text = document.raw, document.text
    assert text == " ".join(text.split())
    last_start = last_end = 0
    for token in re.finditer(r"\S+", text):
        start, end = document.offsets.to_raw(token.start(), token.end())
        assert 0 <= start < end <= len(raw)
        assert start >= last_start
        assert end >= last_end
        last_start, last_end = start, end
        assert document.raw_span(token.start(), token.end()).text == raw[start:end]
    spans = [(part.start, part.end) for part in document.paragraphs]
    assert text == " ".join(text[start:end] for start, end in spans)
    assert all(after[0] == before[1] + 1 for before, after in pairwise(spans))
    for segment in document.offsets.segments:
        assert segment.clean_start < segment.clean_end
        assert 0 <= segment.raw_start < segment.raw_end <= len(raw)
    for quote in document.quotes:
        assert 0 <= quote.start < quote.end <= len(text)
    for start, end, name in document.removed:
        assert 0 <= start < end <= len(raw)
        assert name


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text(text):
    document = read(text)
    check(document)
    assert document.text == read(text).text
    assert document.removed == read(text).removed


WORDS = ["army", "rebels", "fled", "town", "kidnapped", "said", "Gao", "Monday", "officer", "office", "flag"]
REPAIRS = {
    "entity": lambda word: f"&#{ord(word[0])};{word[1:]}",
    "soft hyphen": lambda word: f"{word[:2]}\u00ad{word[2:]}",
    "zero width": lambda word: f"\u200b{word}\ufeff",
    "line end": lambda word: f"{word[:2]}-\n  {word[2:]}" if len(word) > 4 and word.islower() else word,
    "ligature": lambda word: word.replace("ffi", "\ufb03").replace("fl", "\ufb02"),
    "control": lambda word: f"{word}\x01",
    "nothing": lambda word: word,
}
GAPS = [" ", "  ", "\xa0", "\u2003", "\t", " [sic] ", "&nbsp;", " \u200b "]
LINES = ["\n\nShare\n\n", "\n\nADVERTISEMENT\n\n", ".\n\n", ".\r\n\r\n", '."\n\n"', " [WORDS INDISTINCT] "]
SPELLED = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(sorted(REPAIRS)), st.sampled_from([*GAPS, *GAPS, *LINES])),
    min_size=1,
    max_size=30,
)


@settings(max_examples=400, deadline=None)
@given(SPELLED)
def test_mixed_repairs_lead_every_word_back_to_its_own_raw_text(pieces):
    """However damaged, each clean word covers a raw stretch that becomes this word when it is cleaned by itself."""
    raw = "The report from the hills says this: " + "".join(REPAIRS[kind](word) + gap for word, kind, gap in pieces)
    document = read(raw)
    check(document)
    kept = []
    for token in re.finditer(r"[^\W\d_]+", document.text):
        span = document.raw_span(token.start(), token.end())
        # Line ends hide torn words from a text of one line, so that one goes in again by hand.
        alone = read(re.sub(r"-\n  ", "", span.text)).text
        assert re.sub(r"\W", "", alone) == token.group(), (token.group(), span.text)
        kept.append(token.group())
    assert set(kept) >= {pieces[0][0]}


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x10FFFF), max_size=80))
def test_any_code_point(text):
    check(read(text))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_repair_maps_every_character(text):
    mapped, _ = repair(text, len(text))
    if mapped.text:
        offsets = OffsetMap(mapped.segments)
        assert mapped.segments[-1].clean_end == len(mapped.text)
        for position in range(len(mapped.text)):
            start, end = offsets.to_raw(position, position + 1)
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("raw", "word", "expected"),
    [
        ("GAO (AFP) - The  army\nfled.", "army", "army"),
        ("the cityâ€™s wall", "city’s", "cityâ€™s"),
        ("the \ufb01eld", "field", "\ufb01eld"),
        ("a &quot;word&quot; here", '"word"', "&quot;word&quot;"),
        ("of\u00adfi\u200bcer", "officer", "of\u00adfi\u200bcer"),
        ("cafe\u0301 closed", "cafe\u0301", "cafe\u0301"),
        ("He said [WORDS INDISTINCT] nothing", "said nothing", "said [WORDS INDISTINCT] nothing"),
        ("\ufeffArmy fled", "Army", "Army"),
        ("two\xa0men", "two men", "two\xa0men"),
        ("it\x92s over", "it’s", "it\x92s"),
    ],
)
def test_words_lead_back(raw, word, expected):
    document = read(raw)
    start = document.text.index(word)
    assert document.raw_span(start, start + len(word)).text == expected


def test_clean_text_is_identity_on_plain_text():
    raw = "Rebels fled the town on Monday, the army said."
    document = read(raw)
    assert document.text == raw
    assert [(s.clean_start, s.clean_end, s.raw_start, s.raw_end) for s in document.offsets.segments] == [
        (0, len(raw), 0, len(raw))
    ]
