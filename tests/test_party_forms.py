"""Who acts and who is hit by a noun shared, a pronoun or the name of a country: all actors, all targets."""

import pytest

from conflictwire.pipeline import Extractor

# text, all actors, all targets of its only event
SHARED_NOUNS = [
    ("Government and rebel forces clashed in Aden on Monday.", ["Government"], ["rebel forces"]),
    ("Israeli and Palestinian forces exchanged fire near Jenin on Monday.", ["Israeli"], ["Palestinian forces"]),
    ("Fatah and Hamas gunmen clashed in Gaza on Monday.", ["Fatah"], ["Hamas gunmen"]),
    ("Syrian and Russian warplanes bombed a school in Idlib on Sunday.", ["Syrian", "Russian warplanes"], ["school"]),
    ("Afghan and NATO troops killed 12 Taliban in Helmand.", ["Afghan", "NATO troops"], ["12 Taliban"]),
    ("The army and Moro rebels fought on Mindanao on Sunday.", ["army"], ["Moro rebels"]),
    ("Burmese and Thai troops exchanged fire at Mae Sai on Sunday.", ["Burmese"], ["Thai troops"]),
    ("Shiite and Sunni militias fought in Baghdad on Friday.", ["Shiite", "Sunni militias"], []),
    (
        "Police and army officers killed two militants in Sopore.",
        ["Police", "army officers"],
        ["two militants"],
    ),
    ("Armed and masked gunmen kidnapped two engineers in Kirkuk.", ["Armed and masked gunmen"], ["two engineers"]),
]
PRONOUNS = [
    ("Police stopped four students in Harare on Monday. They were arrested at a protest.", [], ["four students"]),
    (
        "Troops met three fishermen off Mannar on Friday. They were shot by the navy.",
        ["navy"],
        ["three fishermen"],
    ),
    ("A bus carrying miners was stopped near Quetta. Gunmen shot them dead.", ["Gunmen"], ["miners"]),
    ("Two nurses were driving to Gode on Sunday when gunmen kidnapped them.", ["gunmen"], ["Two nurses"]),
    ("Gunmen took the priest from his home in Jos on Friday and killed him.", ["Gunmen"], ["priest"]),
    ("The army said the militant had a rifle when he was shot near Jenin.", [], ["militant"]),
]
COUNTRIES = [
    ("A truce between Israel and Hamas took effect on Thursday.", ["Israel", "Hamas"], []),
    ("Uganda agreed a truce with the LRA on Friday.", ["Uganda"], ["LRA"]),
    ("Sudan's government agreed to a cease-fire with rebels in Abuja.", ["Sudan's government"], ["rebels"]),
    ("A clash between India and China left 20 soldiers dead in Ladakh.", ["India"], ["China"]),
    ("The recapture of Mosul from Islamic State by Iraqi forces took months.", ["Iraqi forces"], ["Islamic State"]),
    ("Taliban fighters seized the district of Musa Qala from Afghan forces.", ["Taliban fighters"], ["Afghan forces"]),
]
LISTS = [
    ("Rebels shot the governor, his wife and their two sons.", ["Rebels"], ["governor", "wife", "two sons"]),
    ("Gunmen killed a poet, a lawyer and a nun in Manila.", ["Gunmen"], ["poet", "lawyer", "nun"]),
    ("Gunmen killed Ali Hassan, a teacher and poet, in Basra on Monday.", ["Gunmen"], ["Ali Hassan"]),
    ("The attack in Quetta killed 43 people. 80 other people were wounded.", [], ["43 people", "80 other people"]),
    ("A bomb killed two Iraqis near Basra. One soldier was wounded.", [], ["two Iraqis", "One soldier"]),
]
TOLD_BEHIND = [
    ("A bomb exploded in Kandahar on Tuesday. The dead included two policemen.", [], ["two policemen"]),
    ("A bomb shook a market in Quetta. Among the dead was a local editor.", [], ["market", "local editor"]),
    ("Rebels raided a village near Bria. The victims were mostly farmers.", ["Rebels"], ["village", "farmers"]),
    ("A bomb killed nine men in Cali. The victims were not soldiers, the army said.", [], ["nine men"]),
    ("Rebels killed a priest near Cali. The priest was on his way to Mass.", ["Rebels"], ["priest"]),
    (
        "Rebels ambushed four policemen near Bria. The officers were shot, the army said.",
        ["Rebels"],
        ["four policemen"],
    ),
]
THINGS = [
    ("The blast in Cali damaged 30 shops and destroyed 20 food stalls.", [], ["30 shops", "20 food stalls"]),
    (
        "The army shelled rebel positions near Homs, damaging several homes.",
        ["army"],
        ["rebel positions", "several homes"],
    ),
    ("A suicide bomber rammed his truck into a police station in Mosul.", ["suicide bomber"], ["police station"]),
    ("The Israeli air force struck a depot near Damascus.", ["Israeli air force"], ["depot"]),
    ("A bomb placed under a bus in Callao injured 33 seamen.", [], ["33 seamen", "bus"]),
    ("Gunmen killed two guards and a barber in Mosul on Monday.", ["Gunmen"], ["two guards", "barber"]),
]
CAPTIVES = [
    ("Rebels announced the release of two French hostages in Niger.", ["Rebels"], ["two French hostages"]),
    ("Two kidnapped engineers were released in Kirkuk on Tuesday.", [], ["Two kidnapped engineers"]),
    ("The Thai army rescued two Burmese sailors held hostage at sea.", ["Thai army"], ["two Burmese sailors"]),
    ("Three activists have gone missing in Minsk since Monday.", [], ["Three activists"]),
    ("Gunmen took away the mayor of Ocampo on Sunday.", ["Gunmen"], ["mayor of Ocampo"]),
    ("An engineer vanished in Sanaa on Monday; clan leaders said he was kidnapped.", [], ["engineer"]),
]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize(
    ("text", "actors", "targets"), [*SHARED_NOUNS, *PRONOUNS, *COUNTRIES, *LISTS, *TOLD_BEHIND, *THINGS, *CAPTIVES]
)
def test_all_parties(extractor: Extractor, text: str, actors: list[str], targets: list[str]) -> None:
    (event,) = extractor.extract(text, publication_date="2019-05-15").events
    assert ([p.text for p in event.actors], [p.text for p in event.targets]) == (actors, targets)
