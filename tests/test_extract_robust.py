"""Bad input: never a crash, never a hang, never a span that does not hold its text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from conflictwire import ConflictEvent, Extractor, Settings, extract
from conflictwire.errors import ConflictwireError, InputError
from conflictwire.schema import Span

NEWS = "GAO, Mali, March 14 (Desert Wire) - Gunmen killed five soldiers near Gao on Monday, the army said."
LENGTH = 5_000_000

# Pieces that wake every stage: header, byline, dateline, quotes, dates, figures, boilerplate, damage.
PIECES = [
    NEWS,
    "date 2020-06-02 desertwire.example\n",
    "By Awa Diallo | 12:23 AM\n",
    "Rebels seized the town of Gao on Sunday, killing at least five civilians.",
    "“We were attacked,” said",
    '"The army bombed',
    " two days earlier ",
    " 1,200 ",
    "between 10 and 15 people were wounded",
    "A CAR BOMB KILLED 12 POLICEMEN IN KABUL YESTERDAY.",
    "&amp;&#8217;&nbsp;",
    "donâ€™t",
    "ﬁghting",
    "\ufeff",
    "\u200b",
    "\x00",
    "\ud800",
    "\r\n\r\n",
    "<p>",
    "(Reporting by A; Editing by B)\n",
    "Убиты",
    "قتل",
    "🚀",
    "e\u0301",
]

any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)
wire_like = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=8).map("".join)
thorough = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)


def spans(value):
    """Every span anywhere in a record."""
    if isinstance(value, Span):
        yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from spans(getattr(value, name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from spans(item)


def check(text):
    events = extract(text)
    assert isinstance(events, list)
    for event in events:
        assert isinstance(event, ConflictEvent)
        for span in spans(event):
            assert text[span.start : span.end] == span.text
    assert len({event.event_id for event in events}) == len(events)
    assert extract(text) == events
    return events


@thorough
@given(any_text)
def test_any_string(text):
    check(text)


@thorough
@given(wire_like)
def test_any_mixture_of_wire_pieces(text):
    check(text)


@thorough
@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_caller_facts(doc_id, publisher, title):
    for event in extract(NEWS, doc_id=doc_id, publisher=publisher, title=title, publication_date="2022-03-15"):
        assert event.doc_id == doc_id
        assert all(NEWS[span.start : span.end] == span.text for span in spans(event))


def test_the_sample_sentence_does_give_a_record():
    assert check(NEWS), "the tests above would prove nothing"


def test_a_new_extractor_gives_the_same_records_and_ids():
    first, second = (Extractor().extract(NEWS, doc_id="a", publication_date="2022-03-15") for _ in range(2))
    assert first.events == second.events
    assert [event.event_id for event in first] == [event.event_id for event in second]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\r\n  ",
        "\x00\x00\x00",
        "\ud800\udfff",
        "\x7fELF\x02\x01\x01\x00\x00\x89PNG\r\n\x1a\n\xff\xfe",
        "Боевики убили пять солдат на востоке страны в понедельник, сообщили власти.",
        "قتل خمسة جنود في هجوم شنه مسلحون شرق البلاد يوم الاثنين، بحسب الجيش.",
        "周一,武装分子在该国东部打死五名士兵,军方说。",
        "x" * LENGTH,
    ],
    ids=["empty", "space", "nul", "surrogates", "binary", "cyrillic", "arabic", "chinese", "one_endless_word"],
)
def test_unreadable_text_gives_no_records_and_a_warning(text):
    result = Extractor().extract(text)
    assert result.events == ()
    assert result.warnings
    assert result.status in {"quiet", "failed"}
    assert extract(text) == []


@pytest.mark.parametrize("separator", [" ", "\n\n", ""], ids=["one_endless_line", "paragraphs", "no_space"])
def test_five_megabytes_are_read_up_to_the_limit_with_a_warning(separator):
    sentence = "Gunmen killed five soldiers near Gao on Monday." + separator
    text = sentence * (LENGTH // len(sentence))
    extractor = Extractor(max_chars=20_000)
    result = extractor.extract(text)
    assert any("20" in warning for warning in result.warnings), result.warnings
    for event in result:
        for span in spans(event):
            assert text[span.start : span.end] == span.text
            assert span.end <= 20_000


@pytest.mark.parametrize("junk", ["\x00", "\ud83d", "\u202e", "\ufeff", "\u200b", "\x1b[31m"])
def test_stray_characters_do_not_hide_the_news(junk):
    assert check(junk + NEWS + junk)


@pytest.mark.parametrize("text", [None, 5, b"Gunmen killed five soldiers.", ["Gunmen"], object()], ids=repr)
def test_wrong_type_is_an_input_error(text):
    with pytest.raises(InputError, match="str"):
        extract(text)


@pytest.mark.parametrize("day", ["yesterday", "2022-02-30", 20220215, ["2022-02-15"]], ids=repr)
def test_wrong_publication_date_is_an_input_error(day):
    with pytest.raises(InputError):
        extract(NEWS, publication_date=day)


def test_input_errors_are_of_our_family_and_type_errors():
    assert issubclass(InputError, ConflictwireError)
    assert issubclass(InputError, TypeError)


def test_pipe_keeps_order_and_survives_bad_articles():
    articles: list[str | dict[str, str]] = [{"text": NEWS, "doc_id": "a"}, "", {"text": "\x00", "doc_id": "c"}, NEWS]
    results = list(Extractor().pipe(articles, batch_size=2))
    assert [result.doc_id for result in results] == ["a", None, "c", None]
    assert [bool(result.events) for result in results] == [True, False, False, True]
    assert tuple(extract(NEWS, doc_id="a")) == results[0].events


def test_pipe_of_nothing_gives_nothing():
    assert list(Extractor().pipe([])) == []


def test_options_are_settings_fields():
    assert Extractor(min_confidence=1.0).extract(NEWS).events == ()
    assert Extractor(settings=Settings()).extract(NEWS).events
