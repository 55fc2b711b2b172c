"""Attribution: the cases of cases/attribution.toml, run through the whole extractor, and who blames and denies."""

import pytest

from claim_cases import assert_whole, parameters
from conflictwire import extract


def texts(parties):
    return [party.text for party in parties]


@pytest.mark.parametrize("case", parameters("attribution"))
def test_case(case):
    found = {party.text for event in extract(case["text"]) for party in event.source.claimed_by}
    assert found == set(case["claimed_by"])


def test_the_case_file_is_whole():
    assert_whole("attribution", 80)


BLAME = [
    ("Residents accused the army of shelling the village of Tora.", [], ["Residents"], ["army"]),
    ("The army blamed Monday's car bombing in Kabul on the Taliban.", [], ["army"], ["Taliban"]),
    ("The car bombing in Kabul was blamed on the Taliban.", [], [], ["Taliban"]),
    (
        "Police suspect that the Maoists might have carried out the attack on the bus in Gaya.",
        [],
        ["Police"],
        ["Maoists"],
    ),
    ("Police said suspected Maoists attacked a bus in Gaya.", ["Police"], ["Police"], ["suspected Maoists"]),
    ("Rebels shelled Taiz on Monday.", [], [], ["Rebels"]),
    (
        "The minister pointed the finger at Boko Haram for the attack on the market in Maiduguri.",
        [],
        ["minister"],
        ["Boko Haram"],
    ),
    (
        "Three guards were hurt when a mine planted by suspected militants went off in Landi, reports Deccan Herald.",
        ["Deccan Herald"],
        [],
        ["suspected militants"],
    ),
    ("Rebels shelled Taiz on Monday. A group has accused the army of losing evidence.", [], [], ["Rebels"]),
    ("Police arrested two suspected rebels in Derna on Monday.", [], [], ["Police"]),
    (
        "A bomb killed ten in Taiz on Monday. Officials said the rebels were behind the attack.",
        ["Officials"],
        ["Officials"],
        ["rebels"],
    ),
    ("A bomb killed ten in Taiz on Monday. The rebels said they were behind the attack.", ["rebels"], [], ["rebels"]),
    (
        "A bomb killed ten in Taiz on Monday. The rebel group said it was responsible for the attack.",
        ["rebel group"],
        [],
        ["rebel group"],
    ),
    (
        "A bomb planted by rebels damaged the house of a man accused of collecting money in Imphal, the mayor said.",
        ["mayor"],
        [],
        ["rebels"],
    ),
    ("Gunmen shelled Taiz on Monday. Residents blamed the army.", [], ["Residents"], ["Gunmen", "army"]),
    (
        "On Friday, mortar fire on the port killed three sailors, the ministry said, blaming the rebels.",
        ["ministry"],
        ["ministry"],
        ["rebels"],
    ),
    (
        "Shelling killed four children in the village, the ministry said, accusing the rebels.",
        ["ministry"],
        ["ministry"],
        ["rebels"],
    ),
]


@pytest.mark.parametrize(("text", "claimed_by", "blamed_by", "actors"), BLAME, ids=[row[0][:50] for row in BLAME])
def test_who_blames_whom(text, claimed_by, blamed_by, actors):
    (event,) = extract(text)
    assert texts(event.source.claimed_by) == claimed_by
    assert texts(event.source.blamed_by) == blamed_by
    assert texts(event.actors) == actors


DENIAL = [
    ("Residents said the army shelled the village of Tora. The army denied it.", ["army"]),
    ("The rebels denied that they had killed the priest in Owo.", ["rebels"]),
    ("The ministry said reports of an attack by rebels on Gao were false.", ["ministry"]),
    ("Residents said the army shelled the village of Tora. The army rejected the accusation.", ["army"]),
    ("Residents said the army shelled the village of Tora. The minister denied a rise in prices.", []),
]


@pytest.mark.parametrize(("text", "denied_by"), DENIAL, ids=[row[0][-50:] for row in DENIAL])
def test_who_denies(text, denied_by):
    (event,) = extract(text)
    assert texts(event.source.denied_by) == denied_by
