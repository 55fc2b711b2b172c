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


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize(("text", "actors", "targets"), [*SHARED_NOUNS, *PRONOUNS, *COUNTRIES])
def test_all_parties(extractor: Extractor, text: str, actors: list[str], targets: list[str]) -> None:
    (event,) = extractor.extract(text, publication_date="2019-05-15").events
    assert ([p.text for p in event.actors], [p.text for p in event.targets]) == (actors, targets)
