"""Sentences without case are spelled as running text for the pipeline, and records keep the words as they are."""

import pytest

from conflictwire import Extractor
from conflictwire.article import as_article
from conflictwire.entities.recasing import Recaser

CAPITALS = (
    "BOGOTA, 12 MAR 89 -- GUNMEN KILLED FOUR VILLAGERS NEAR SAN VICENTE DEL CAGUAN ON MONDAY. "
    "THE ARMY BLAMED THE NATIONAL LIBERATION ARMY (ELN). GENERAL RODRIGO PAREDES SAID SO IN BOGOTA."
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(recase=True)


@pytest.fixture(scope="module")
def recaser(extractor: Extractor) -> Recaser:
    return Recaser(extractor.nlp, extractor.resources, extractor.gazetteer)


@pytest.mark.parametrize(
    ("capitals", "spelled"),
    [
        ("THE ATTACKS TOOK PLACE ON MONDAY IN MARCH", "The attacks took place on Monday in march"),
        ("REBELS STORMED EL SALVADOR 'S CAPITAL", "Rebels stormed El Salvador 's capital"),
        ("GENERAL RODRIGO PAREDES RESIGNED", "General Rodrigo Paredes resigned"),
        ("FIGHTERS OF THE ELN FLED FROM BOGOTA", "Fighters of the ELN fled from Bogota"),
        ("SHINING PATH BOMBED A BANK", "Shining Path bombed a bank"),
        ("COLOMBIAN FARMERS ARE FAR AWAY", "Colombian farmers are far away"),
        ("TROOPS LEFT EAST TIMOR FOR THE EAST", "Troops left East Timor for the east"),
        ("THE U.S. EMBASSY WAS HIT AT 0700", "The U.S. embassy was hit at 0700"),
        ("gunmen fired at soldiers near kandahar", "Gunmen fired at soldiers near Kandahar"),
        ("ß İSTANBUL", "ß İSTANBUL"),
    ],
)
def test_words_are_spelled_as_in_running_text(recaser: Recaser, capitals: str, spelled: str) -> None:
    words = capitals.split()
    found = recaser.words(words)
    assert found == spelled.split()
    assert [len(word) for word in found] == [len(word) for word in words]


@pytest.mark.parametrize(
    "text", [CAPITALS, CAPITALS.lower(), "WAR ENDS IN GAO, SAYS UN\n\nThe army left Gao on Monday."]
)
def test_the_document_keeps_its_words(extractor: Extractor, text: str) -> None:
    document = extractor._clean(as_article({"text": text}))
    doc = next(extractor._reader.read([document]))
    assert doc.text == document.text
    assert all(doc.text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert doc.has_annotation("DEP")
    assert doc.has_annotation("TAG")


def test_records_of_capitals_hold_capitals(extractor: Extractor) -> None:
    events = extractor.extract(CAPITALS).events
    assert [event.sub_event_type for event in events] == ["attack"]
    assert events[0].trigger.text == "KILLED"
    assert CAPITALS[events[0].trigger.start : events[0].trigger.end] == "KILLED"


def test_nothing_is_respelled_where_it_is_switched_off(extractor: Extractor) -> None:
    plain = Extractor(recase=False)
    document = plain._clean(as_article({"text": CAPITALS}))
    words = [[t.text for t in one._reader.tokens(document, (0, 60))] for one in (plain, extractor)]
    assert "".join(words[0]).isupper()
    assert not "".join(words[1]).isupper()
