"""Actor mentions: phrase boundaries, kinds, lexicon, overlays."""

import itertools
import tomllib
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from conflictwire.cleaning import clean
from conflictwire.entities.actors import find_actors
from conflictwire.entities.coreference import link_actors
from conflictwire.entities.lexicon import load_actor_lexicon, pieces
from conflictwire.entities.lexicon_checks import lexicon_problems
from conflictwire.entities.parsed import ActorMention, Parsed, PlaceMention
from conflictwire.entities.unknown_actors import unknown_actors
from conflictwire.errors import DataFileError
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind, PlacePrecision
from conflictwire.settings import Settings

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "actors.toml").read_text("utf-8"))[
    "case"
]
NLP = spacy.blank("en")
RESOURCES = Resources()
CLOSED = {
    "DET": ["the", "a", "an", "this", "that", "these", "those", "some", "no", "every", "each"],
    "ADP": [
        "in",
        "near",
        "at",
        "of",
        "from",
        "into",
        "on",
        "by",
        "with",
        "against",
        "for",
        "to",
        "after",
        "between",
        "during",
        "through",
        "outside",
        "over",
        "about",
    ],
    "AUX": ["was", "were", "is", "are", "be", "been", "has", "have", "had", "did", "will"],
    "CCONJ": ["and", "or", "but"],
    "PRON": ["his", "her", "its", "their", "they", "he", "she", "him", "them", "it", "who", "which"],
    "SCONJ": ["that", "when", "while", "because"],
    "PART": ["'s", "’s", "not"],
}
TAGS = {"v": "VERB", "a": "ADJ", "n": "NOUN", "d": "ADV", "p": "PROPN"}


def tagged(text: str) -> Doc:
    """A document from words, each with an optional `/v` (verb), `/a`, `/n`, `/d` or `/p`; the rest by simple rules."""
    marks = dict(word.rsplit("/", 1) for word in text.split() if "/" in word and word.rsplit("/", 1)[1] in TAGS)
    plain = " ".join(
        word.rsplit("/", 1)[0] if word in {f"{w}/{t}" for w, t in marks.items()} else word for word in text.split()
    )
    doc = NLP(plain)
    for token in doc:
        closed = next((pos for pos, words in CLOSED.items() if token.lower_ in words), None)
        mark = TAGS.get(marks.get(token.text, ""))
        if mark is None and closed is None:
            closed = (
                "PUNCT"
                if token.is_punct
                else "NUM"
                if token.like_num
                else "PROPN"
                if token.text[0].isupper()
                else "NOUN"
            )
        token.pos_ = mark or closed or "X"
        if token.pos_ == "PART" and token.text != "not":
            token.tag_ = "POS"
    return doc


def actors(doc: Doc, **options: Any) -> tuple[ActorMention, ...]:
    return find_actors(doc, **{"places": (), "day": None, "resources": RESOURCES, **options})


def place(doc: Doc, name: str, country: str, feature: str = "country", literal: bool = True) -> PlaceMention:
    at = next(token.i for token in doc if token.text == name)
    return PlaceMention(
        at, at + 1, name, country, None, None, None, None, PlacePrecision.EXACT, feature, literal=literal
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_case(case: dict[str, Any]):
    doc = tagged(case["text"])
    found = [f"{doc[m.start : m.end].text} = {m.kind.value if m.kind else 'none'}" for m in actors(doc)]
    for wanted in case.get("expect", []):
        assert wanted in found, found
    for unwanted in case.get("never", []):
        assert not any(line.startswith(f"{unwanted} =") for line in found), found
    if case.get("only"):
        assert len(found) == len(case["expect"]), found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_untagged_text_never_fails(case: dict[str, Any]):
    for text in (case["text"], case["text"].upper(), case["text"].lower()):
        doc = NLP(text)
        spans = [(m.start, m.end) for m in actors(doc)]
        assert spans == sorted(spans)
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text(text: str):
    for mention in actors(NLP(text)):
        assert 0 <= mention.start <= mention.head < mention.end


def test_empty_text():
    assert actors(NLP("")) == ()


@pytest.mark.parametrize(
    "text", ["TERRORISTS ATTACKED THE FARABUNDO MARTI NATIONAL LIBERATION FRONT", "guerrillas killed two peasants"]
)
def test_without_case(text: str):
    assert ActorKind.REBEL_GROUP in {mention.kind for mention in actors(NLP(text))}


def test_ordinary_word_is_no_acronym_in_capitals():
    assert not any(mention.actor_id for mention in actors(NLP("THE VILLAGE IS CALM")))


def test_acronym_by_country():
    uganda, cameroon = (
        tagged("ADF fighters entered/v Beni in Uganda"),
        tagged("ADF fighters entered/v Buea in Cameroon"),
    )
    assert actors(uganda)[0].actor_id == "adf"
    assert actors(cameroon)[0].actor_id == "ambazonia"


def test_acronym_by_day():
    doc = tagged("RSF fighters attacked/v")
    assert actors(doc, day=date(2023, 5, 1))[0].actor_id == "rsf-sudan"


def test_country_of_place_mention():
    doc = tagged("Ruritanian troops advanced/v")
    demonym = place(doc, "Ruritanian", "XKX", literal=False)
    mention = actors(doc, places=(demonym,))[0]
    assert (mention.country, mention.kind) == ("XKX", ActorKind.STATE_FORCES)


def test_city_is_no_actor():
    doc = tagged("Fighting erupted/v in Gao")
    assert not actors(doc, places=(place(doc, "Gao", "MLI", "city"),))


def test_parse_bounds_the_phrase():
    words = ["Monday", "rebels", "shot", "the", "guard"]
    doc = Doc(NLP.vocab, words, pos=["NOUN", "NOUN", "VERB", "DET", "NOUN"], heads=[2, 2, 2, 4, 2], deps=["x"] * 5)
    assert [doc[m.start : m.end].text for m in actors(doc)] == ["rebels", "guard"]


def test_head_is_the_top_of_the_phrase():
    words = ["members", "of", "the", "Taliban", "fled"]
    doc = Doc(NLP.vocab, words, pos=["NOUN", "ADP", "DET", "PROPN", "VERB"], heads=[4, 3, 3, 0, 4], deps=["x"] * 5)
    (mention,) = actors(doc)
    assert (mention.start, mention.end, mention.head) == (0, 4, 0)
    assert (mention.kind, mention.actor_id) == (ActorKind.REBEL_GROUP, "taliban")


def test_person_with_title():
    doc = tagged("Colonel Ana Pires fled/v")
    doc.ents = [Span(doc, 1, 3, "PERSON")]
    (mention,) = actors(doc)
    assert (mention.name, mention.kind, mention.person) == ("Ana Pires", ActorKind.STATE_FORCES, True)


def test_later_surname_and_acronym():
    doc = tagged("Ana Pires met/v the Harmony Action Front ( HAF ) . Pires praised/v HAF")
    doc.ents = [Span(doc, 0, 2, "PERSON")]
    assert [doc[m.start : m.end].text for m in actors(doc)].count("HAF") == 2
    assert "Pires" in [doc[m.start : m.end].text for m in actors(doc)]


def test_overlay_row(tmp_path: Path):
    folder = tmp_path / "actors"
    folder.mkdir()
    (folder / "x.csv").write_text(
        "id,name,kind,country,aliases\nzub,Zubrowka Front,rebel_group,POL,ZBF|Zubrowkans\n", "utf-8"
    )
    (mention,) = actors(tagged("ZBF attacked/v"), resources=Resources((tmp_path,)))
    assert (mention.actor_id, mention.name, mention.country) == ("zub", "Zubrowka Front", "POL")


def test_overlay_row_with_unknown_kind(tmp_path: Path):
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "x.csv").write_text("id,name,kind\nx,X Front,aliens\n", "utf-8")
    with pytest.raises(DataFileError, match="kind"):
        load_actor_lexicon(Resources((tmp_path,)))


def test_lexicon_is_large_and_fast():
    times = []
    for _ in range(3):
        load_actor_lexicon.cache_clear()
        started = process_time()
        lexicon = load_actor_lexicon(RESOURCES)
        times.append(process_time() - started)
    assert min(times) < 0.15
    rows = lexicon.rows.values()
    armed = [
        r for r in rows if r.kind in {ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.COMMUNAL_GROUP}
    ]
    assert sum(row.end is None or row.end >= 1985 for row in armed) >= 800
    assert all(row.source for row in rows)


@pytest.mark.parametrize(
    ("text", "country", "day", "expected"),
    [
        ("ELN", "COL", date(1990, 5, 1), "eln"),
        ("ELN", "BOL", date(1988, 5, 1), "national-liberation-army-of-bolivia"),
        ("PLA", "CHN", date(2021, 5, 1), "pla-china"),
        ("PLA", "NPL", date(2005, 5, 1), "pla-nepal"),
        ("PLA", "IND", date(2010, 5, 1), "pla-manipur"),
        ("SPLA", "SDN", date(1998, 5, 1), "spla"),
        ("SPLA", "SSD", date(2014, 5, 1), "spla-south-sudan"),
        ("Ansar Allah", "YEM", date(2019, 5, 1), "houthis"),
        ("Ansar Allah", "LBN", date(2014, 5, 1), "ansar-allah-lebanon"),
        ("Houthis", "YEM", date(2019, 5, 1), "houthis"),
        ("ADF", "COD", date(2021, 5, 1), "adf"),
        ("MNLA", "MLI", date(2012, 5, 1), "mnla"),
        ("ISF", "LBN", date(2010, 5, 1), "internal-security-forces"),
        ("ISF", "IRQ", date(2010, 5, 1), "iraqi-security-forces"),
        ("MTA", "USA", date(2020, 5, 1), None),
        ("UPC", "FRA", date(2020, 5, 1), None),
    ],
)
def test_ambiguous_name_by_country_and_day(text: str, country: str, day: date, expected: str | None):
    doc = tagged(f"{text} attacked/v Zedville .")
    found = actors(doc, places=(place(doc, "Zedville", country, "city"),), day=day)
    assert next((m.actor_id for m in found if doc[m.head].text in text.split()), None) == expected


@pytest.mark.parametrize(
    ("lines", "code", "words"),
    [
        (["a,Alpha Front,rebel_group,POL,1990,,XAF", "b,Beta Front,rebel_group,POL,2000,,XAF"], "shared_alias", "XAF"),
        (["a,Alpha Front,rebel_group,POL,,,Qz"], "short_alias", "Qz"),
        (["a,Alpha Front,rebel_group,POL,2000,1990,"], "dates", "1990"),
        (["a,Alpha Front,rebel_group,POL,1990,1999,XAF", "b,Beta Front,rebel_group,POL,2000,,XAF"], None, ""),
        (["a,Alpha Front,rebel_group,POL,,,XAF", "b,Beta Front,rebel_group,FRA,,,XAF"], None, ""),
        (["a,Alpha Front,rebel_group,POL,,,Q.Z."], None, ""),
    ],
)
def test_lexicon_problems(tmp_path: Path, lines: list[str], code: str | None, words: str):
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "x.csv").write_text(
        "\n".join(["id,name,kind,country,start,end,aliases", *lines]) + "\n", "utf-8"
    )
    found = lexicon_problems(Resources((tmp_path,)))
    assert [p.code for p in found] == ([code] if code else [])
    assert all(words in p.message for p in found)


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Bashar al-Assad", "SYR", ("civilians", True, "bashar-al-assad")),
        ("President/n Assad", "SYR", ("civilians", True, "bashar-al-assad")),
        ("Assad", "FRA", None),
        ("Assad 's troops", "SYR", ("state_forces", False, None)),
        ("Haftar 's fighters", "LBY", ("rebel_group", False, None)),
        ("Forces loyal/a to Bashar al-Assad", "SYR", ("political_militia", False, None)),
        ("A pro-government/n militia", "SYR", ("political_militia", False, None)),
    ],
)
def test_leader(text: str, country: str, expected: tuple[str, bool, str | None] | None):
    doc = tagged(f"{text} attacked/v Zedville .")
    found = actors(doc, places=(place(doc, "Zedville", country, "city"),), day=date(2016, 5, 1))
    first = next((m for m in found if m.head < 5 and m.kind), None)
    assert (first and (first.kind, first.office, first.actor_id)) == expected


@pytest.mark.parametrize(
    ("words", "recognised", "expected"),
    [
        ("POLICE FREED JOURNALIST/n JUAN/p PEREZ/p MORA/p TODAY/n .", ["PEREZ"], ["JUAN PEREZ MORA"]),
        ("LUIS/p ORTIZ/p , 42 , DIED/v .", [], ["LUIS ORTIZ"]),
        ("LUIS/p ORTIZ/p , A LOCAL/a TEACHER/n , DIED/v .", [], ["LUIS ORTIZ"]),
        ("LUIS/p ORTIZ/p , ANA/p RIVAS/p AND JOSE/p LUNA/p DIED/v .", ["LUIS ORTIZ"], ["ANA RIVAS", "JOSE LUNA"]),
        ("TEACHER/n ORTIZ/p LUNA/p DIED/v .", ["ORTIZ LUNA DIED"], ["ORTIZ LUNA"]),
        ("The analyst/n Edgar/p Vilar/p died/v .", [], ["Edgar Vilar"]),
    ],
)
def test_personal_names(words: str, recognised: list[str], expected: list[str]):
    doc = tagged(words)
    text = doc.text
    spans = (doc.char_span(text.index(n), text.index(n) + len(n), label="PERSON") for n in recognised)
    doc.ents = [span for span in spans if span is not None]
    names = {m.name for m in actors(doc)}
    assert all(name in names for name in expected), names


def test_armies_of_all_countries():
    lexicon = load_actor_lexicon(RESOURCES)
    adjectives: dict[str, str] = {}
    for words, code in lexicon.demonyms.entries.items():
        adjectives.setdefault(code, " ".join(word.capitalize() for word in words))
    assert len(adjectives) >= 190
    wrong = []
    for code, adjective in adjectives.items():
        for noun in ("army", "police", "troops", "government"):
            first = next((m for m in actors(tagged(f"The {adjective} {noun} attacked/v .")) if m.kind), None)
            if first is None or (first.kind, first.country) != (ActorKind.STATE_FORCES, code):
                wrong.append(f"{adjective} {noun}")
    assert set(wrong) <= {"Vatican troops", "Vatican government"}


def test_our_lexicon_has_no_problems():
    assert lexicon_problems(RESOURCES) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Al-Shabaab", ["al", "shabaab"]),
        ("U.S.", ["us"]),
        ("People’s Army", ["people", "s", "army"]),
        ("Martí", ["marti"]),
    ],
)
def test_pieces(text: str, expected: list[str]):
    assert pieces(text) == expected


def test_unknown_actors():
    text = "Zubrowka Front fighters attacked/v Gao . The Zubrowka Front left/v . Taliban fighters and soldiers fled/v ."
    doc = tagged(text)
    doc.set_ents([Span(doc, at, at + 2, label="ORG") for at in (0, 7)])
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text == "."
    document = clean(doc.text, resources=RESOURCES, settings=Settings())
    found = unknown_actors(
        Parsed(document, doc, link_actors(doc, actors(doc), resources=RESOURCES), (), (), ()), RESOURCES
    )
    assert {(actor.name, actor.kind, actor.count) for actor in found} == {
        ("Zubrowka Front", ActorKind.REBEL_GROUP, 1),
        ("Zubrowka Front fighters", ActorKind.REBEL_GROUP, 1),
    }
    assert any("left" in context for actor in found for context in actor.contexts)
