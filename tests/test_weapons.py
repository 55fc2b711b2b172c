"""Which weapons an event has: named for it, and not those of another clause, a depot or a factory."""

import pytest

from conflictwire.pipeline import Extractor


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("Gunmen armed with machine guns and AK-47s attacked a market in Gao on Monday.", {"machine guns", "AK-47s"}),
        ("An F-16 bombed a village near Mosul on Monday.", {"F-16"}),
        ("Warplanes bombed an arms depot near Taiz on Monday.", {"Warplanes"}),
        ("Drones struck an aircraft plant in Taganrog on Monday.", {"Drones"}),
        ("Rebels attacked a village near Gao with rockets.", {"rockets"}),
        ("Rebels attacked a village near Gao in a mortar attack.", {"mortar"}),
        ("Fighters shot down a helicopter near Idlib, killing two pilots.", set()),
        ("Rebels destroyed two tanks in an ambush near Mekele.", set()),
        (
            "A rocket-propelled grenade hit an armored vehicle in Ramadi, killing two soldiers.",
            {"rocket-propelled grenade"},
        ),
        ("Three Assam Rifles personnel were injured in an ambush by militants in Chandel.", set()),
        ("A bomb disposal expert was killed when a landmine exploded near Benghazi.", {"landmine"}),
        ("Al-Qaida's explosives expert was killed in a drone strike in Miranshah.", {"drone"}),
        ("Troops killed two militants in a gun battle in Sopore on Sunday.", set()),
        (
            "An explosives-laden truck rammed into a checkpoint in Rada, killing ten soldiers.",
            {"explosives-laden truck"},
        ),
        (
            "A suicide car-bomb exploded near a party office in Baghdad, killing two police officers.",
            {"suicide car-bomb"},
        ),
        ("Air defences shot down two warplanes near Kyiv on Monday.", {"warplanes"}),
        ("A missile struck a warship off Yemen on Monday.", {"missile"}),
        ("The artillery units of the army shelled Taiz on Monday.", {"artillery"}),
        ("Gunmen opened fire on an armored vehicle in Ramadi on Monday.", set()),
        ("The mayor accused government helicopters of bombing the village of Labado.", {"helicopters"}),
        ("Rebels raided the mine at Lega Dembi on Friday and abducted five workers.", set()),
        ("A mine exploded under a bus near Sevare, killing 10 passengers.", {"mine"}),
        ("Helicopters were seen firing at rebel positions near Idlib on Monday.", {"Helicopters"}),
        ("Fighters shelled Taiz with mortars, while a drone struck a bus in Aden.", {"mortars"}),
    ],
)
def test_weapons_of_an_event(extractor, text, weapons):
    events = extractor.extract(text, publication_date="2022-05-04").events
    assert {w.text for w in events[0].weapons} == weapons
