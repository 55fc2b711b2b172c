"""Mentions of one party share an entity number."""

from itertools import count

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from conflictwire.entities.actors import find_actors
from conflictwire.entities.coreference import link_actors
from conflictwire.entities.parsed import ActorMention
from conflictwire.resources import Resources
from conflictwire.schema import ActorKind

NLP = spacy.blank("en")
NLP.add_pipe("sentencizer")
RESOURCES = Resources()


def linked(text: str, *persons: str) -> tuple[Doc, dict[str, ActorMention]]:
    """Mentions by text (a repeated text gets `#2`, ...) of a text whose `persons` are recognised."""
    doc = NLP(text)
    spans = [doc.char_span(at, at + len(name), "PERSON") for name in persons for at in [text.find(name)]]
    doc.ents = [span for span in spans if isinstance(span, Span)]
    found = link_actors(doc, find_actors(doc, places=(), day=None, resources=RESOURCES), resources=RESOURCES)
    named: dict[str, ActorMention] = {}
    for mention in found:
        base = doc[mention.start : mention.end].text
        numbered = (base if number == 1 else f"{base}#{number}" for number in count(1))
        named[next(key for key in numbered if key not in named)] = mention
    return doc, named


@pytest.mark.parametrize(
    ("text", "persons", "first", "second"),
    [
        ("Ana Pires fled. Pires was shot.", ("Ana Pires",), "Ana Pires", "Pires"),
        ("Ana Pires, a spokesman, spoke.", ("Ana Pires",), "Ana Pires", "spokesman"),
        ("The Revolutionary United Front (RUF) attacked.", (), "Revolutionary United Front", "RUF"),
        ("Boko Haram struck. Later Boko Haram fled.", (), "Boko Haram", "Boko Haram#2"),
        ("Boko Haram struck Gao. The group fled.", (), "Boko Haram", "group"),
        ("Taliban fighters struck Herat. The militants fled.", (), "Taliban fighters", "militants"),
        ("Masked gunmen shot a judge. The attackers fled.", (), "Masked gunmen", "attackers"),
        ("Three gunmen shot a judge. The gunmen fled.", (), "Three gunmen", "gunmen"),
        ("Turkish troops advanced. The Turkish army shelled Afrin.", (), "Turkish troops", "Turkish army"),
        ("Rebels attacked. They fled.", (), "Rebels", "They"),
        ("Ana Pires spoke. She left.", ("Ana Pires",), "Ana Pires", "She"),
        ("A constable, identified as Ana Pires, died.", ("Ana Pires",), "constable", "Ana Pires"),
        ("A policeman named Ivo Lund fled.", (), "policeman", "Ivo Lund"),
        ("Ana Pires, 35, a journalist, died.", ("Ana Pires",), "Ana Pires", "journalist"),
        ("The mayor, Ana Pires, died.", ("Ana Pires",), "mayor", "Ana Pires"),
        ("The envoy spoke. Envoy Ana Pires left.", ("Ana Pires",), "envoy", "Envoy Ana Pires"),
    ],
)
def test_same_party(text: str, persons: tuple[str, ...], first: str, second: str):
    _, found = linked(text, *persons)
    assert found[first].entity == found[second].entity


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Boko Haram fought the Taliban.", "Boko Haram", "Taliban"),
        ("Three soldiers died. Two soldiers fled.", "Three soldiers", "Two soldiers"),
        ("Turkish troops fought Syrian troops.", "Turkish troops", "Syrian troops"),
        ("Soldiers shot rebels. The rebels fled.", "Soldiers", "rebels#2"),
        ("Five civilians died. Later civilians fled.", "Five civilians", "civilians"),
        ("A bridge fell. The school burned.", "bridge", "school"),
        ("The Pokot rustlers fled. The Samburu rustlers stayed.", "Pokot rustlers", "Samburu rustlers"),
        ("Three soldiers died. The soldiers were young. The two soldiers fled.", "Three soldiers", "two soldiers"),
        ("Pro-Taliban fighters fled. The Taliban stayed.", "Pro-Taliban fighters", "Taliban"),
        ("Two rebels fled. The attacker died.", "Two rebels", "attacker"),
    ],
)
def test_different_parties(text: str, first: str, second: str):
    _, found = linked(text)
    assert found[first].entity != found[second].entity


def test_knowledge_is_copied():
    _, found = linked("Boko Haram struck Gao. The group fled.")
    assert found["group"].kind is ActorKind.REBEL_GROUP
    assert found["group"].actor_id == "boko-haram"


def test_commander_takes_the_kind_of_his_fighters():
    _, found = linked("Omar Dahl spoke. Dahl's fighters attacked.", "Omar Dahl")
    assert found["Omar Dahl"].kind is ActorKind.REBEL_GROUP


def test_those_on_one_side_are_one_party():
    _, found = linked("Pro-Taliban fighters fled. Gunmen loyal to the Taliban stayed.")
    assert found["Pro-Taliban fighters"].entity == found["Gunmen loyal to the Taliban"].entity
    assert found["Pro-Taliban fighters"].actor_id is None


def test_no_mentions():
    assert link_actors(NLP(""), (), resources=RESOURCES) == ()


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["the", "rebels", "They", "group", "Boko", "Haram", ",", "(", ")", "soldiers", ".", "his", "army", "he"]
        ),
        max_size=25,
    )
)
def test_any_text_keeps_order_and_spans(words: list[str]):
    doc = NLP(" ".join(words))
    before = find_actors(doc, places=(), day=None, resources=RESOURCES)
    after = link_actors(doc, before, resources=RESOURCES)
    assert [(m.start, m.end) for m in before] == [(m.start, m.end) for m in after]
    assert {m.entity for m in after} == set(range(len({m.entity for m in after})))
