"""Readers: every kind of file gives its articles; everything else gives a reason."""

import datetime
import gzip
import io
import json
import os
import sys
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflictwire import Article, ReadFailure, read_articles
from conflictwire.errors import InputError
from conflictwire.formats import Kind
from conflictwire.formats.decoding import MAX_BYTES, decode
from conflictwire.formats.kinds import sniff
from conflictwire.formats.knowledge import read_formats
from conflictwire.formats.reading import read_stream
from conflictwire.resources import Resources

FORMATS = read_formats(Resources())
NEWS = "Gunmen killed four soldiers near Gao on Friday, the army said. A spokesman said that the attackers had fled."
CURLY = "The mayor’s car was hit by “several” shots – near the café of São Vicente, a witness said on Sunday."
DAY = datetime.date(2021, 7, 14)

PAGE = """<!DOCTYPE html><html><head><title>Gunmen kill four | Valley Herald</title>
<meta property="og:title" content="Gunmen kill four soldiers near Gao"><meta name="author" content="Maria Okello">
<meta property="article:published_time" content="2021-07-14T10:00:00Z">
<meta property="og:site_name" content="Valley Herald"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">Army shells Kidal</a></li></ul></nav>
<article><h1>Gunmen kill four soldiers near Gao</h1>
<p>Gunmen killed four soldiers at a checkpoint near Gao on Friday, the army said in a statement read on state radio.</p>
<p>A spokesman said that the attackers had fled on motorcycles after the attack, which lasted for two hours.</p>
</article><aside><h3>Related</h3><a href="/x">Rebels bomb bridge in Kidal</a></aside>
<footer>Copyright 2021 Valley Herald</footer></body></html>"""

NITF = """<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf><head><title>Gunmen kill four</title><docdata><doc-id id-string="VW-77"/><date.issue norm="20210714T101500Z"/>
</docdata></head><body><body.head><hedline><hl1>Gunmen kill four soldiers</hl1></hedline>
<byline>By <person>Maria Okello</person></byline><distributor><org>Valley Wire</org></distributor>
<dateline><location>GAO, Mali</location></dateline></body.head><body.content>
<media media-type="image"><media-caption>A burned car in Kidal</media-caption></media>
<block><p>Gunmen killed <em>four</em> soldiers&nbsp;near Gao.</p><p>They fled.</p></block>
</body.content></body></nitf>"""

NEWSML = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:vw:1"><itemMeta><itemClass qcode="ninat:text"/><provider literal="Valley Wire"/>
<versionCreated>2021-07-14T10:00:00+02:00</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><headline>Gunmen kill four soldiers</headline><by>By Maria Okello</by></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>GAO, Mali - Gunmen killed four soldiers.</p>
<p>They fled.</p></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:vw:2"><itemMeta><pubStatus qcode="stat:canceled"/></itemMeta></newsItem>
<newsItem guid="urn:vw:3"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta><contentSet/></newsItem>
<newsItem guid="urn:vw:4"><itemMeta/><contentMeta><headline>Short</headline></contentMeta>
<contentSet><inlineData contenttype="text/plain">The army shelled Kidal.

Nobody was hurt.</inlineData></contentSet></newsItem>
</itemSet></newsMessage>"""

BOMB = """<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<nitf><body><body.content><p>&b;</p></body.content></body></nitf>"""
THIEF = """<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<nitf><body><body.content><p>&a;</p></body.content></body></nitf>"""

WIRE = (
    "\x16\x16\x01a0123\x1fbc-int\r\nu i \x13\x11 BC-Mali-Attack   07-14 0042\r\n\x02^BC-Mali-Attack,0042<\r\n"
    "\tGAO, Mali (VW) _ Gunmen killed four soldiers.\r\n\x03VW-07-14-21 1015GMT<\r\n\x04"
    "\x16\x16\x01a0124\x1fbc-int\r\nr i \x13\x11 BC-Mali-Vote   07-14 0021\r\n\x02^BC-Mali-Vote,0021<\r\n"
    "\tBAMAKO, Mali (VW) _ The vote was put off.\r\n\x03\x04"
)


def read(tmp_path, name, content, **options):
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    (tmp_path / name).write_bytes(data)
    return list(read_articles(tmp_path / name, **options))


def one(tmp_path, name, content, **options) -> Article:
    (article,) = read(tmp_path, name, content, **options)
    assert isinstance(article, Article), article
    return article


def why(tmp_path, name, content, **options) -> str:
    (failure,) = read(tmp_path, name, content, **options)
    assert isinstance(failure, ReadFailure), failure
    return failure.reason


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", NEWS, Kind.TEXT),
        ("a", "<< Back to Asia news\n\n" + NEWS, Kind.TEXT),
        ("a.txt", "[TEXT] " + NEWS, Kind.TEXT),
        ("a.txt", "{sic} " + NEWS, Kind.TEXT),
        ("a.htm", PAGE, Kind.HTML),
        ("a", PAGE, Kind.HTML),
        ("a", "\ufeff  <!-- saved -->\n<html><body>", Kind.HTML),
        ("a", "<p>" + NEWS + "</p>", Kind.HTML),
        ("a.xml", NITF, Kind.NITF),
        ("a", NEWSML, Kind.NEWSML),
        ("a.xml", '<newsItem xmlns="x" guid="1"/>', Kind.NEWSML),
        ("a.jsonl", "{}", Kind.JSONL),
        ("a.jsonl.gz", "{}", Kind.JSONL),
        ("a", '{"text": "x"}\n{"text": "y"}\n', Kind.JSONL),
        ("a.json", '{"text": "x"}\n{"text": "y"}\n', Kind.JSONL),
        ("a.json", '{"text": "x"}\n', Kind.JSON),
        ("a.json", '{\n "text": "x"\n}\n', Kind.JSON),
        ("a", '[\n {"text": "x"}]', Kind.JSON),
        ("a.csv", "a,b\n", Kind.CSV),
        ("a.tsv", "a\tb\n", Kind.CSV),
        ("a.txt", "id;title;text\n1;x;y\n", Kind.CSV),
        ("a.txt", "Text, he said, was cut\n", Kind.TEXT),
        ("a", WIRE, Kind.WIRE),
        ("a.txt", "ZCZC VW0012\n" + NEWS + "\nNNNN\n", Kind.WIRE),
    ],
)
def test_kind(name, content, kind):
    assert sniff(content.encode(), name, FORMATS) is kind


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t", "empty"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("a.docx", b"PK\x03\x04\x14\x00\x06\x00", "office"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.rss", b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "<rss>"),
        ("a.xml", b"<?xml version='1.0'?><!-- only -->", "<?>"),
        ("a.xml", b"<nitf><body><p>cut", "malformed XML"),
        ("a.xml", b"<nitf><body/></nitf>", "NITF without text"),
        ("a.xml", b"<newsItem guid='1'/>", "NewsML without text"),
        ("a.xml", BOMB.encode(), "entities"),
        ("a.xml", THIEF.encode(), "entities"),
        ("a.xml", b'<?xml version="1.0" encoding="no-such"?><nitf/>', "malformed XML"),
        ("a.json", b'{"text": ', "broken JSON"),
        ("a.json", b'"text"', "no article"),
        ("a.json", b"[" * 100_000, "broken JSON"),
        ("a.json", b"[1]", "no article"),
        ("a.jsonl", b"not json", "broken JSON"),
        ("a.jsonl", b'{"words": "x"}', "words"),
        ("a.csv", b"name,words\nx,y\n", "name, words"),
        ("a.gz", b"\x1f\x8b\x08\x00broken", ""),
        ("a.txt.gz", gzip.compress(NEWS.encode())[:-12], "end"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, content, reason):
    pytest.importorskip("trafilatura")
    assert reason in why(tmp_path, name, content)


def test_text_keeps_its_characters(tmp_path):
    article = one(tmp_path, "a.txt", "\ufeffGAO (VW) -\r\n" + CURLY)
    assert article.text == "GAO (VW) -\r\n" + CURLY
    assert article.doc_id == "a.txt"
    assert article.publication_date is None


@pytest.mark.parametrize(
    ("encoding", "warned"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", True),
        ("utf-16-le", True),
        ("utf-16-be", True),
        ("cp1252", True),
        ("mac_roman", True),
    ],
)
def test_encodings(encoding, warned):
    text, warnings = decode((NEWS + "\r\n" + CURLY * 3).encode(encoding), FORMATS.encodings.tried)
    assert text == NEWS + "\r\n" + CURLY * 3
    assert bool(warnings) is warned


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Двое военных погибли при обстреле блокпоста на севере области в воскресенье", "cp1251"),
        ("Двое военных погибли при обстреле блокпоста на севере области в воскресенье", "koi8_r"),
        ("قتل جنديان في هجوم على حاجز للجيش شمال المدينة يوم الاحد", "cp1256"),
    ],
)
def test_other_scripts(text, encoding):
    assert decode(text.encode(encoding), FORMATS.encodings.tried)[0] == text


def test_one_bad_byte_in_utf8_is_no_other_encoding():
    text, warnings = decode(CURLY.encode() + b" \xff " + CURLY.encode(), FORMATS.encodings.tried)
    assert text == f"{CURLY} \ufffd {CURLY}"
    assert [warning[:4] for warning in warnings] == ["W107"]


def test_html(tmp_path):
    pytest.importorskip("trafilatura")
    article = one(tmp_path, "a.html", PAGE)
    assert article.text.split("\n\n") == [
        "Gunmen kill four soldiers near Gao",
        "Gunmen killed four soldiers at a checkpoint near Gao on Friday, the army said in a statement read on state "
        "radio.",
        "A spokesman said that the attackers had fled on motorcycles after the attack, which lasted for two hours.",
    ]
    assert (article.title, article.author) == ("Gunmen kill four soldiers near Gao", "Maria Okello")
    assert (article.publisher, article.publication_date) == ("Valley Herald", DAY)
    assert article.publication_date_source == "metadata"


def test_html_without_its_extra_names_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert "conflictwire[html]" in why(tmp_path, "a.html", PAGE)


def test_html_without_story(tmp_path):
    pytest.importorskip("trafilatura")
    assert "main text" in why(tmp_path, "a.html", "<html><body></body></html>")


def test_nitf(tmp_path):
    article = one(tmp_path, "a.xml", NITF)
    assert (
        article.text == "Gunmen kill four soldiers\n\nGAO, Mali - Gunmen killed four soldiers near Gao.\n\nThey fled."
    )
    assert (article.doc_id, article.publisher, article.author) == ("VW-77", "Valley Wire", "Maria Okello")
    assert (article.title, article.publication_date) == ("Gunmen kill four soldiers", DAY)


def test_newsml(tmp_path):
    first, withdrawn, last = read(tmp_path, "a.xml", NEWSML)
    assert first.text == "Gunmen kill four soldiers\n\nGAO, Mali - Gunmen killed four soldiers.\n\nThey fled."
    assert (first.doc_id, first.publisher, first.author) == ("urn:vw:1", "Valley Wire", "Maria Okello")
    assert first.publication_date == DAY
    assert (withdrawn.doc_id, withdrawn.reason) == ("urn:vw:2", "item is canceled")
    assert last.text == "Short\n\nThe army shelled Kidal.\n\nNobody was hurt."


def test_deep_markup_is_no_crash(tmp_path):
    deep = "<nitf><body><body.content>" + "<p>" * 5000 + "word" + "</p>" * 5000 + "</body.content></body></nitf>"
    assert one(tmp_path, "a.xml", deep).text == "word"


def test_wire_messages_are_articles_of_their_own(tmp_path):
    first, second = read(tmp_path, "feed", WIRE)
    assert first.text + second.text == WIRE
    assert [first.doc_id, second.doc_id] == ["feed#1", "feed#2"]


ROWS = [
    ({"text": NEWS, "id": 7, "date": "2021-07-14"}, {"doc_id": "7", "publication_date": DAY}),
    (
        {"body": NEWS, "Doc ID": "x", "publication_date": "2021-07-14T23:59:59Z"},
        {"doc_id": "x", "publication_date": DAY},
    ),
    (
        {"full_text": NEWS, "headline": "A  b", "outlet": "VW"},
        {"title": "A b", "publisher": "VW", "doc_id": "a.jsonl:1"},
    ),
    ({"text": NEWS, "authors": ["A B", "C D"]}, {"author": "A B, C D"}),
    ({"text": NEWS, "source": {"id": None, "name": "VW"}}, {"publisher": "VW"}),
    ({"text": NEWS, "published": "Wed, 14 Jul 2021 10:00:00 GMT"}, {"publication_date": DAY}),
    ({"text": NEWS, "published": "14 July 2021"}, {"publication_date": DAY}),
    ({"text": NEWS, "published": "July 14, 2021, 10:15"}, {"publication_date": DAY}),
    ({"text": NEWS, "date": "20210714"}, {"publication_date": DAY}),
    ({"text": NEWS, "date": None}, {"publication_date": None, "warnings": ()}),
    ({"text": "\ud800 " + NEWS}, {"text": "\ud800 " + NEWS}),
]


@pytest.mark.parametrize(("row", "expected"), ROWS)
def test_fields(tmp_path, row, expected):
    article = one(tmp_path, "a.jsonl", json.dumps(row))
    for name, value in {"text": NEWS, **expected}.items():
        assert getattr(article, name) == value, name


@pytest.mark.parametrize("day", ["121108", "3/4/2015", 1626220800, "yesterday", "2021-02-30", ["2021-07-14"]])
def test_doubtful_date_is_a_warning(tmp_path, day):
    article = one(tmp_path, "a.jsonl", json.dumps({"text": NEWS, "date": day}))
    assert article.publication_date is None
    assert [warning[:4] for warning in article.warnings] == ["W108"]


def test_jsonl_goes_on_after_bad_lines(tmp_path):
    lines = ['{"text": "one"}', "", "{broken", "[1]", '{"text": ""}', json.dumps({"text": "two"})]
    found = read(tmp_path, "a.jsonl", "\r\n".join(lines))
    assert [item.text if isinstance(item, Article) else item.line for item in found] == ["one", 3, 4, 5, "two"]
    assert str(found[1]).startswith("a.jsonl, line 3: broken JSON")


def test_jsonl_in_another_encoding(tmp_path):
    line = json.dumps({"text": CURLY}, ensure_ascii=False)
    article = one(tmp_path, "a.jsonl", line.encode("cp1252"))
    assert article.text == CURLY
    assert article.warnings[0].startswith("W106")


def test_json_arrays(tmp_path):
    rows = [{"text": "one"}, {"text": "two", "id": "b"}]
    for value in (rows, {"count": 2, "articles": rows}):
        assert [article.doc_id for article in read(tmp_path, "a.json", json.dumps(value))] == ["a.json#1", "b"]
    assert one(tmp_path, "a.json", json.dumps(rows[1])).doc_id == "b"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv(tmp_path, delimiter):
    header = delimiter.join(["Article ID", "Headline", "Body", "Published"])
    row = delimiter.join(["7", "Gunmen", '"He said ""no""' + delimiter + '\nthen left."', "2021-07-14"])
    article = one(tmp_path, "a.csv", f"\ufeff{header}\r\n{row}\r\n")
    assert article.text == f'He said "no"{delimiter}\nthen left.'
    assert (article.doc_id, article.title, article.publication_date) == ("7", "Gunmen", DAY)


def test_csv_in_another_encoding_and_with_long_fields(tmp_path):
    article = one(
        tmp_path, "a.csv", f"id,text\n1,{CURLY * 3000}\n".replace(", a witness", " a witness").encode("cp1252")
    )
    assert article.text == CURLY.replace(", a witness", " a witness") * 3000
    assert article.warnings == ("W106 not UTF-8; read as cp1252",)


def test_columns_by_the_caller(tmp_path):
    options = {"columns": {"text": "Korpus", "date": "tag"}}
    article = one(tmp_path, "a.csv", "text,korpus,tag,date\nno,yes,2021-07-14,1999-01-01\n", **options)
    assert (article.text, article.publication_date) == ("yes", DAY)
    with pytest.raises(InputError, match="txt"):
        list(read_articles(tmp_path, columns={"txt": "a"}))  # type: ignore[dict-item]


def test_kind_by_the_caller(tmp_path):
    assert one(tmp_path, "a.dat", "words,text\n1,x\n", kind="csv").text == "x"
    assert one(tmp_path, "a.json", '{"text": "x"}', kind=Kind.TEXT).text == '{"text": "x"}'
    with pytest.raises(InputError, match="spreadsheet"):
        list(read_articles(tmp_path, kind="spreadsheet"))


def test_gzip(tmp_path):
    assert one(tmp_path, "a.txt.gz", gzip.compress(NEWS.encode())).text == NEWS
    rows = b'{"text": "one"}\n{"text": "two"}\n'
    assert [article.text for article in read(tmp_path, "a.jsonl.gz", gzip.compress(rows))] == ["one", "two"]


def test_folder_with_everything_in_it(tmp_path):
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    (folder / "b" / "2.txt").write_text(NEWS)
    (folder / "a.txt").write_text(NEWS)
    (folder / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "d.txt").symlink_to("nowhere")
    (folder / "e.txt").symlink_to("e.txt")
    (folder / "b" / "up").symlink_to("..", target_is_directory=True)
    (folder / "new\nline.txt").write_text(NEWS)
    os.mkfifo(folder / "pipe")
    found = list(read_articles(folder))
    assert [item.doc_id for item in found if isinstance(item, Article)] == ["a.txt", "b/2.txt", "new\nline.txt"]
    reasons = {item.path.rpartition("/")[2]: item.reason for item in found if isinstance(item, ReadFailure)}
    assert reasons.keys() == {"c.png", "d.txt", "e.txt", "up", "pipe"}
    assert "another name" in reasons["up"]
    assert "circle" in reasons["e.txt"]
    assert "neither" in reasons["pipe"]


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
def test_file_name_that_is_no_utf8(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(NEWS)
    (article,) = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert article.doc_id == "caf\\xe9.txt"


def test_missing_and_forbidden(tmp_path):
    (missing,) = read_articles(tmp_path / "nothing.txt")
    assert isinstance(missing, ReadFailure)
    assert missing.reason == "No such file or directory"
    (bad,) = read_articles("a\x00b")
    assert isinstance(bad, ReadFailure)


def test_reading_is_lazy(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n' * 3)
    (tmp_path / "b.txt").write_text(NEWS)
    stream = read_articles(tmp_path)
    assert isinstance(next(stream), Article)
    (tmp_path / "b.txt").unlink()
    assert [type(item) for item in stream] == [Article, Article, ReadFailure]


def test_large_files_are_streamed_or_refused(tmp_path):
    (tmp_path / "big.txt").write_bytes(b"word " * (MAX_BYTES // 5 + 1))
    (tmp_path / "big.txt.gz").write_bytes(gzip.compress(b"word " * (MAX_BYTES // 5 + 1)))
    for name in ("big.txt", "big.txt.gz"):
        (failure,) = read_articles(tmp_path / name)
        assert isinstance(failure, ReadFailure)
        assert "too large for one article (more than 10 MB)" in failure.reason
    line = json.dumps({"text": NEWS * 100}).encode() + b"\n"
    (tmp_path / "big.jsonl").write_bytes(line * 3000 + b"x" * (MAX_BYTES + 5) + b"\n" + line)
    tracemalloc.start()
    count = failures = 0
    for item in read_articles(tmp_path / "big.jsonl"):
        count += isinstance(item, Article)
        failures += isinstance(item, ReadFailure)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, failures) == (3001, 1)
    assert peak < 3 * MAX_BYTES


PIECES = [
    *(b"<nitf>", b"<body.content>", b"</p>", b"<html>", b"&amp;", b"<!DOCTYPE", b"<?xml"),
    *(b'{"text": "', b'"}', b"[{", b"\n", b'"', b"id,text\n", b"\x01", b"\x02", b"\r", b"\x00"),
]
BYTES = st.one_of(
    st.binary(max_size=400), st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=9))).map(b"".join)
)
NAMES = st.sampled_from(["a", "a.txt", "a.xml", "a.json", "a.jsonl", "a.csv", "a.html"])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BYTES, NAMES)
def test_any_bytes(data, name):
    for item in read_stream(io.BytesIO(data), name):
        assert isinstance(item, Article | ReadFailure)
        assert isinstance(item, ReadFailure) or isinstance(item.text, str)
