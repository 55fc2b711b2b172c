"""The cleaning stage: layouts from the case file, facts, quotes, bad input."""

import datetime
import os
import time
import tomllib
from pathlib import Path

import pytest

from conflictwire.cleaning import clean
from conflictwire.cleaning.boilerplate import Pattern, read_boilerplate
from conflictwire.cleaning.dates import date_reader
from conflictwire.document import Document, WireHeader
from conflictwire.errors import DataFileError, InputError
from conflictwire.resources import Resources
from conflictwire.settings import Settings

RESOURCES = Resources()
CASES = tomllib.loads((Path(__file__).parent / "cases" / "cleaning.toml").read_text(encoding="utf-8"))["case"]
FACTS = (
    "title", "publisher", "author", "dateline_place", "dateline_date", "publication_date", "publication_date_source",
    "language", "all_caps", "all_lower",
)  # fmt: skip
PATTERNS = read_boilerplate(RESOURCES).patterns


def read(text: str, **options) -> Document:
    return clean(text, resources=RESOURCES, settings=options.pop("settings", Settings()), **options)


def paragraphs(document: Document) -> list[str]:
    return [document.text[part.start : part.end] for part in document.paragraphs]


def test_case_file_is_rich_enough():
    assert len(CASES) >= 110
    assert sum(case.get("untouched", False) for case in CASES) >= 10


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    document = read(case["text"])
    if case.get("untouched"):
        assert document.removed == ()
        assert document.text == " ".join(case["text"].split())
        return
    assert paragraphs(document) == case["paragraphs"]
    assert document.text == " ".join(case["paragraphs"])
    if "removed" in case:
        assert [name for _, _, name in document.removed] == case["removed"]
    for name in FACTS:
        if name in case:
            assert getattr(document.facts, name) == case[name], name
    if "evidence" in case:
        evidence = document.facts.publication_date_evidence
        assert evidence is not None
        assert evidence.text == case["evidence"] == case["text"][evidence.start : evidence.end]
    if "wire" in case:
        assert document.facts.wire == WireHeader(**case["wire"])
    if "warnings" in case:
        assert [warning for warning in document.warnings if not warning.startswith("W104")] == case["warnings"]
    for name in ("dateline_date", "publication_date"):
        if name not in case:
            known = {"dateline_date", "publication_date"} & case.keys()
            assert known or getattr(document.facts, name) is None, name


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)
def test_pattern_examples(pattern: Pattern):
    boilerplate = read_boilerplate(RESOURCES)
    for text in pattern.must_match:
        assert boilerplate.matches(pattern, text), text
    for text in pattern.must_not_match:
        assert not boilerplate.matches(pattern, text), text


def test_caller_wins():
    text = "date 2021-07-14 dailyexample.com\nMayor shot dead\n\nA mayor was shot dead on Monday, police said."
    facts = read(text, publication_date=datetime.date(2020, 1, 2), publisher="Mine", title="Other").facts
    assert (facts.publication_date, facts.publication_date_source) == (datetime.date(2020, 1, 2), "caller")
    assert (facts.publisher, facts.title) == ("Mine", "Other")


def test_title_role_and_caller_title_in_the_text():
    document = read("A mayor was shot dead.\n\nPolice held two men.", title="A mayor was shot dead")
    assert [part.role for part in document.paragraphs] == ["title", "body"]
    assert read("One line only, police said").paragraphs[0].role == "body"


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('"We won," he said. "They fled."', [('"We won,"', True), ('"They fled."', True)]),
        ("“We won,” he said.", [("“We won,”", True)]),
        ('""We won,"" he said.', [('""We won,""', True)]),
        ('"""We won,""" he said.', [('"""We won,"""', True)]),
        ('"We won, the spokesman said.', [('"We won, the spokesman said.', False)]),
        ("``We won,'' he said.", [("``We won,''", True)]),
        ("‘We won the war,’ he said.", [("‘We won the war,’", True)]),
        ("The rebels' leaders don't agree.", []),
        ('A 14.5" gun was seen.', []),
        ('"We won.\n\n"They fled."', [('"We won.', False), ('"They fled."', True)]),
        ('He said: "We won.\n\nThey fled," he added.', [('"We won.', False), ('They fled,"', True)]),
    ],
)
def test_quotes(text, quotes):
    document = read(text)
    assert [(document.text[quote.start : quote.end], quote.closed) for quote in document.quotes] == quotes


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ('"We won," he said. "They fled."', ["he", "he"]),
        ("“We won the war,” said Gen. Ali Hassan, the army chief.", ["Gen. Ali Hassan"]),
        ('Maria Okello, a resident, said: "They shot at us."', ["Maria Okello"]),
        (
            'A spokesman for the Valley Front told reporters on Friday that "two men" were held.',
            ["A spokesman for the Valley Front"],
        ),
        ('"They came at night," Lt. Col. A. B. Hassan told reporters. "We fled."', ["Lt. Col. A. B. Hassan"] * 2),
        ('"It is over.\n\n"We will not come back," said a woman who lost her house.', ["a woman", "a woman"]),
        ('"It is a lie," the minister added. The town is called "the lion" in the hills.', ["the minister", None]),
        ('The paper has a report on "dozens" of dead.', [None]),
    ],
)
def test_speakers(text, speakers):
    document = read(text)
    found = [quote.speaker and document.text[slice(*quote.speaker)] for quote in document.quotes]
    assert found == speakers


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x00", "\ud800", "\u200b\ufeff", "\r\n\r\n"])
def test_empty(text):
    document = read(text)
    assert document.text == ""
    assert document.paragraphs == ()
    assert "W101 empty text" in document.warnings


def test_warnings():
    assert read("Rebels fled the town.\x01").warnings == ("W104 binary or control characters dropped",)
    cut = read("word " * 100, settings=Settings(max_chars=50))
    assert cut.warnings == ("W102 text cut at 50 characters",)
    assert len(cut.text) == 49
    assert any(
        warning.startswith("W103")
        for warning in read("Der Angriff auf die Stadt ist von der Armee und der Polizei.").warnings
    )


def test_wrong_type():
    with pytest.raises(InputError):
        read(None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["a" * 5_000_000, "\x00a" * 100_000, "Some short line\n" * 20_000, '" ' * 200_000, "(" * 400_000, "&amp;" * 80_000],
)
def test_long_input_takes_seconds_at_most(text):
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("text", "near", "expected"),
    [
        ("2020-06-02", None, (2020, 6, 2)),
        ("2nd of June 2020", None, (2020, 6, 2)),
        ("Tue 02nd June 2020", None, (2020, 6, 2)),
        ("Jun. 2, 2020", None, (2020, 6, 2)),
        ("12 APR 89", None, (1989, 4, 12)),
        ("5 May 07", None, (2007, 5, 5)),
        ("14.07.2021", None, (2021, 7, 14)),
        ("05/05/2021", None, (2021, 5, 5)),
        ("07/14/2021", None, (2021, 7, 14)),
        ("03/04/2021", None, None),
        ("31 February 2021", None, None),
        ("Jan 5", None, None),
        ("Jan 5", datetime.date(2020, 1, 6), (2020, 1, 5)),
        ("Dec 31", datetime.date(2020, 1, 1), (2019, 12, 31)),
        ("no date", datetime.date(2020, 1, 1), None),
    ],
)
def test_dates(text, near, expected):
    found = date_reader(RESOURCES).read(text, near=near)
    assert found == (datetime.date(*expected) if expected else None)


def test_overlay_adds_pattern_and_agency(tmp_path):
    folder = tmp_path / "cleaning"
    folder.mkdir()
    (folder / "mine.toml").write_text(
        '[[pattern]]\nid = "mine.stamp"\nscope = "line"\nregex = "STAMP \\\\d+"\n'
        'must_match = ["STAMP 1"]\nmust_not_match = ["STAMP"]\n',
        encoding="utf-8",
    )
    (folder / "mine.csv").write_text("id,name,forms\nvx,Valley Express,vx\n", encoding="utf-8")
    resources = Resources((tmp_path,))
    document = clean("STAMP 12\nGAO (VX) - Rebels fled.\nIt was quiet.", resources=resources, settings=Settings())
    assert [name for _, _, name in document.removed] == ["mine.stamp", "dateline"]
    assert document.facts.publisher == "Valley Express"


def test_broken_overlay(tmp_path):
    folder = tmp_path / "cleaning"
    folder.mkdir()
    (folder / "mine.toml").write_text(
        '[[pattern]]\nid = "mine"\nscope = "line"\nregex = "("\nmust_match = ["a"]\nmust_not_match = ["b"]\n',
        encoding="utf-8",
    )
    with pytest.raises(DataFileError, match="mine"):
        clean("text", resources=Resources((tmp_path,)), settings=Settings())


def _shared() -> Path:
    return Path(os.environ.get("CONFLICTWIRE_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.mark.skipif(not (_shared() / "eval" / "muc4" / "dev.jsonl").is_file(), reason="evaluation data is absent")
def test_datelines_of_old_wires():
    import json

    lines = (_shared() / "eval" / "muc4" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:300]
    right = 0
    for line in lines:
        article = json.loads(line)
        facts = read(article["text"]).facts
        gold = article["dateline"]
        place = None if gold["place"] in {"CLANDESTINE", "NO CITY"} else gold["place"]
        right += facts.dateline_place == place and str(facts.dateline_date) == str(gold["date"])
    assert right >= 0.97 * len(lines)
