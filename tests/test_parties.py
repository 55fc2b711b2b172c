"""Who acts and who is hit: wordings in which a party is named by something else than a plain subject or object."""

import pytest

from conflictwire.pipeline import Extractor

# text, all actors, all targets of the first event
CASES = [
    ("The journalist says he was arrested in Blantyre on Monday.", [], ["journalist"]),
    pytest.param(
        "Nine soldiers died in a gunfight with rebels near Bria on Monday.",
        ["rebels"],
        ["Nine soldiers"],
        id="of two sides those act who fight a state",
    ),
    pytest.param(
        "Clashes between troops and rebels killed twelve people in Bria on Monday.",
        ["troops"],
        ["rebels"],
        id="people killed in a clash are no side of it",
    ),
    pytest.param(
        "Syrian rebels engaged army commandos in a firefight near Dara on Monday.",
        ["Syrian rebels"],
        ["army commandos"],
        id="engaged somebody in a fight",
    ),
    pytest.param(
        "Militant attacks near Kandahar killed nine farmers on Friday.",
        ["Militant"],
        ["nine farmers"],
        id="an adjective that names a side before its deed",
    ),
    pytest.param(
        "A drone strike killed two herders near Marib on Friday.",
        [],
        ["two herders"],
        id="a weapon before its deed is nobody",
    ),
    pytest.param(
        "Army helicopters fired at a bus near Pibor on Friday.",
        ["Army helicopters"],
        ["bus"],
        id="those who steer an aircraft",
    ),
    pytest.param(
        "Four children and a man were killed in tank shelling near Rafah on Friday.",
        [],
        ["Four children", "man"],
        id="those killed in shelling do not shell",
    ),
    pytest.param(
        "Police said that Omar Karam ordered the murder of a judge in Basra on Monday.",
        ["Omar Karam"],
        ["judge"],
        id="a person who ordered it",
    ),
    pytest.param(
        "Members of the army participated in the murder of six priests in Cali on Monday.",
        ["Members of the army"],
        ["six priests"],
        id="those who participated",
    ),
    pytest.param(
        "The army is guilty of the murder of six priests in Cali on Monday, the bishop said.",
        ["army"],
        ["six priests"],
        id="whoever is called guilty",
    ),
    pytest.param(
        "A spokesman for the ELN claimed responsibility for the bombing of a bank in Cali on Monday.",
        ["ELN"],
        ["bank"],
        id="the group for which a claim is made",
    ),
    pytest.param(
        "A group calling itself the Gerardo Force claimed responsibility for the bombing of a bank in Cali on Monday.",
        ["Gerardo Force"],
        ["bank"],
        id="the name of a group behind the word for it",
    ),
    pytest.param(
        "A bomb damaged the home of Colonel Ali Hassan in Basra on Monday.",
        [],
        ["home", "Colonel Ali Hassan"],
        id="whose home is hit",
    ),
    pytest.param(
        "Guerrillas attacked two checkpoints near Cali on Monday, wounding a woman and a girl.",
        ["Guerrillas"],
        ["two checkpoints", "woman", "girl"],
        id="women and children in a fight are civilians",
    ),
    pytest.param(
        "Police said Omar Karam was the mastermind of the bombing of a bank in Basra on Monday.",
        ["Omar Karam"],
        ["bank"],
        id="the mastermind of a deed",
    ),
    pytest.param(
        "Death squads are to blame for the murder of six priests in Cali on Monday, the bishop said.",
        ["Death squads"],
        ["six priests"],
        id="whoever is to blame",
    ),
    pytest.param(
        "A bomb killed two policemen in Cali on Monday. A caller claimed responsibility on behalf of the ELN.",
        ["ELN"],
        ["two policemen"],
        id="in whose name a claim is made",
    ),
    pytest.param(
        "A bomb killed two policemen in Cali on Monday. Officials suspect the involvement of the ELN.",
        ["ELN"],
        ["two policemen"],
        id="whose involvement is suspected",
    ),
    pytest.param(
        "A bomb killed two policemen in Cali on Monday. The attack bore the hallmarks of the ELN, the army said.",
        ["ELN"],
        ["two policemen"],
        id="whose hallmarks a deed bears",
    ),
    pytest.param(
        'Maoist "Red Star" guerrillas killed a mayor near Cali on Monday.',
        ['Maoist "Red Star" guerrillas'],
        ["mayor"],
        id="a name in quotation marks inside a phrase",
    ),
    pytest.param(
        'Members of the "Red Star" movement killed a mayor near Cali on Monday.',
        ['Members of the "Red Star" movement'],
        ["mayor"],
        id="members of a group in quotation marks",
    ),
    pytest.param(
        "Teachers rallied in Lagos on Monday in protest against abuses by the army.",
        ["Teachers"],
        [],
        id="who did what a protest is against",
    ),
    pytest.param(
        "Tens of thousands of Iraqi Kurds demonstrated in Kirkuk on Sunday.",
        ["Tens of thousands of Iraqi Kurds"],
        [],
        id="several counting words before a people",
    ),
    pytest.param(
        "The embassy bombing in Nairobi was investigated on Friday.",
        [],
        ["embassy"],
        id="a building before its deed",
    ),
    pytest.param(
        "A truck bombing in Mosul killed nine guards on Friday.",
        [],
        ["nine guards"],
        id="the truck of a truck bombing is no target",
    ),
    pytest.param(
        "Rocket fire on Benghazi wounded three teachers on Friday.",
        [],
        ["three teachers"],
        id="a town that is shot at where people are hit",
    ),
    pytest.param(
        "Turkish artillery shelled the town of Kobani on Friday.",
        ["Turkish artillery"],
        ["town of Kobani"],
        id="the artillery of a state",
    ),
    pytest.param(
        "Rocket fire on Benghazi continued on Friday.",
        [],
        ["Benghazi"],
        id="a town that is shot at",
    ),
    pytest.param(
        "Coalition jets struck a Taliban hideout near Kunduz on Friday.",
        ["Coalition jets"],
        ["Taliban hideout", "Taliban"],
        id="a thing and the group that it belongs to",
    ),
    pytest.param(
        "Warplanes fired missiles at targets near Kunduz on Friday.",
        ["Warplanes"],
        [],
        id="targets are no target",
    ),
    pytest.param(
        "A suicide bomber struck a bus station in Kano on Friday.",
        ["suicide bomber"],
        ["bus station"],
        id="a trigger that names who acts",
    ),
    pytest.param(
        "Israel denied the report. It bombed a depot near Homs on Friday, residents said.",
        ["Israel"],
        ["depot"],
        id="it is a state",
    ),
    pytest.param(
        "The rebel group freed a nurse it had kidnapped in Goma on Friday.",
        ["rebel group"],
        ["nurse"],
        id="it is a group",
    ),
    pytest.param(
        "It was raining when gunmen killed three farmers in Jos on Monday.",
        ["gunmen"],
        ["three farmers"],
        id="it is nobody",
    ),
    pytest.param(
        "Rebels blew up two oil pipelines Saturday in the delta.",
        ["Rebels"],
        ["two oil pipelines"],
        id="a day right behind a thing",
    ),
    pytest.param(
        "Militants carried out an attack on Thursday in Gao.",
        ["Militants"],
        [],
        id="a day is no target",
    ),
    pytest.param(
        "Police fired tear gas at demonstrators during a march by students in Dakar on Friday.",
        ["Police"],
        ["demonstrators", "students"],
        id="forces against a crowd",
    ),
    pytest.param(
        "An exchange of fire broke out between members of a police patrol and fighters of the Wazir militia on Friday.",
        ["members of a police patrol"],
        ["fighters of the Wazir militia"],
        id="two sides of several words each",
    ),
    pytest.param(
        "Gunmen kidnapped a senator along with his driver and two guards near Cali on Monday.",
        ["Gunmen"],
        ["senator", "driver", "two guards"],
        id="those along with somebody",
    ),
    pytest.param(
        "Gunmen kidnapped an engineer and four of his guards in Kaduna on Monday.",
        ["Gunmen"],
        ["engineer", "four of his guards"],
        id="a numeral that counts some of a group",
    ),
    pytest.param(
        "Gunmen shot dead the imam of a mosque and three other people in Basra on Monday.",
        ["Gunmen"],
        ["imam of a mosque", "three other people"],
        id="others who hang too low",
    ),
    pytest.param(
        "The attack resulted in the death of a shepherd in Gao on Monday.",
        [],
        ["shepherd"],
        id="the dead of a toll",
    ),
    pytest.param(
        "Rebels staged an armed attack on the residence of the governor in Gao on Monday.",
        ["Rebels"],
        ["residence"],
        id="an armed attack",
    ),
    pytest.param(
        "Two officers were involved in the massacre of six priests in San Miguel on Monday.",
        ["Two officers"],
        ["six priests"],
        id="involved in a massacre",
    ),
    pytest.param(
        "The militant group al-Shabab claimed responsibility for the attack on a hotel in Kismayo on Monday.",
        ["al-Shabab"],
        ["hotel"],
        id="a group by its name",
    ),
    pytest.param(
        "Ethiopia responded with air strikes on a rebel camp near Shire on Monday.",
        ["Ethiopia"],
        ["rebel camp"],
        id="a deed after with",
    ),
    pytest.param(
        "Police blamed the rebels for launching attacks on farmers near Shire on Monday.",
        ["rebels"],
        ["farmers"],
        id="a gerund is done by those who are blamed",
    ),
    pytest.param(
        "The army used helicopters to attack a refugee camp near Shire on Monday.",
        ["army"],
        ["refugee camp"],
        id="those who use a weapon",
    ),
    pytest.param(
        "A judge of the appeal court was assassinated in Tumaco on Monday.",
        [],
        ["judge of the appeal court"],
        id="a court in the words for the victim is no trial",
    ),
    pytest.param(
        "Peacekeepers tried to stop a militia attack on farmers near Nyala on Monday.",
        ["militia"],
        ["farmers"],
        id="those who stop a deed that has its doer",
    ),
    pytest.param(
        "Venezuela sent troops to the border with Colombia on Monday.",
        ["Venezuela"],
        [],
        id="troops of one's own are no target",
    ),
    pytest.param(
        "Fighting between police and insurgents near Magas ended on Monday with two officers and nine militants dead.",
        ["police"],
        ["insurgents"],
        id="the dead of the side that acts are no target",
    ),
    pytest.param(
        "Air strikes on al-Shabaab fighters near Jilib killed nine militants on Monday.",
        [],
        ["al-Shabaab fighters"],
        id="rebels by their name",
    ),
    pytest.param(
        "Police clashed with demonstrators in Athens on Monday as youths threw stones at officers.",
        ["youths", "demonstrators"],
        ["Police", "officers"],
        id="a riot is done by the crowd",
    ),
]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize(("text", "actors", "targets"), CASES)
def test_parties(extractor: Extractor, text: str, actors: list[str], targets: list[str]) -> None:
    event = extractor.extract(text, publication_date="2021-03-15").events[0]
    assert sorted(party.text for party in event.actors) == sorted(actors)
    assert sorted(party.text for party in event.targets) == sorted(targets)


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Gunmen shot dead Ali Hassan, a magistrate, in Basra on Monday.", "Ali Hassan", "Ali Hassan, a magistrate"),
        ("Gunmen shot dead the mayor of Tikrit, Ali Hassan, on Monday.", "Ali Hassan", "mayor of Tikrit"),
        (
            "Gunmen shot dead Ali Hassan, leader of the Popular Bloc, in Basra.",
            "Ali Hassan",
            "leader of the Popular Bloc",
        ),
        ("Gunmen shot dead Ali Hassan, who was a judge, in Basra on Monday.", "Ali Hassan", "judge"),
        (
            "Luis Rojas, a vendor walking by, was killed by a bomb in Cali on Monday.",
            "Luis Rojas",
            "Luis Rojas, a vendor",
        ),
        (
            "GUNMEN KILLED LUIS ROJAS, LEADER OF THE PEASANTS UNION, IN CALI.",
            "LUIS ROJAS",
            "LEADER OF THE PEASANTS UNION",
        ),
        ("Luis Rojas, deputy mayor, was kidnapped by rebels in Cali.", "Luis Rojas", "Luis Rojas, deputy mayor"),
        ("Luis Rojas, Canada's consul in Cali, was kidnapped by rebels.", "Luis Rojas", "Canada's consul"),
        ("Gunmen killed a bishop. The slain bishop was identified as Luis Rojas.", "Luis Rojas", "bishop"),
        ("Gunmen killed Luis Rojas Vega in Cali on Monday. Rojas was shot at home.", "Luis Rojas Vega", "Rojas"),
        ("Gunmen killed Luis Rojas Vega in Cali on Monday. Luis Rojas was 42.", "Luis Rojas Vega", "Luis Rojas"),
    ],
)
def test_names_and_descriptions_of_a_victim(extractor: Extractor, text: str, name: str, words: str) -> None:
    (victim,) = extractor.extract(text, publication_date="2022-06-10").events[0].targets
    assert victim.name == name
    assert words in [victim.text, *(alias.text for alias in victim.aliases)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gunmen killed two reporters, Ali Hassan and Omar Karam, in Basra on Monday.", ["Ali Hassan", "Omar Karam"]),
        ("Gunmen killed three people, including Omar Karam, a teacher, in Basra on Monday.", ["Omar Karam"]),
        (
            "Three people were killed by gunmen. The dead were identified as Ali Hassan, Omar Karam and Karim Ali.",
            ["Ali Hassan", "Omar Karam", "Karim Ali"],
        ),
        (
            "Soldiers killed two reporters in Cali: Luis Gomez, a photographer, and Rosa Ruiz, an editor.",
            ["Luis Gomez", "Rosa Ruiz"],
        ),
        (
            "Gunmen shot two policemen in Basra. The army identified the victims as Ali Hassan and Omar Karam.",
            ["Ali Hassan", "Omar Karam"],
        ),
        (
            "The following officers died in a guerrilla attack in Cali: Major Luis Gomez, Captain Jorge Diaz.",
            ["Luis Gomez", "Jorge Diaz"],
        ),
        ("Gunmen kidnapped Luis Rojas, a bishop, and his assistant, Elmer Diaz, on Monday.", ["Elmer Diaz"]),
        ("Gunmen killed Luis Rojas, and Jorge Diaz fled on Monday.", []),
        ("Gunmen killed five men in Cali on Monday. Luis Rojas and Jorge Diaz saw it.", []),
        ("Gunmen killed five men, Luis Rojas and Jorge Diaz said on Monday.", []),
    ],
)
def test_persons_named_as_those_counted(extractor: Extractor, text: str, names: list[str]) -> None:
    targets = extractor.extract(text, publication_date="2022-06-10").events[0].targets
    assert [target.name for target in targets[1:]] == names


@pytest.mark.parametrize(
    ("text", "role", "name", "country"),
    [
        ("Pyongyang fired a missile into the Sea of Japan on Friday.", "actors", "Pyongyang", "PRK"),
        ("Moscow launched drones at Odesa on Friday, killing three people.", "actors", "Moscow", "RUS"),
        ("Kyiv blamed the shelling of a hospital in Kharkiv on Russia.", "actors", "Russia", "RUS"),
        ("Nine people died in a missile attack on Kharkiv on Friday. Kyiv blamed Moscow.", "actors", "Moscow", "RUS"),
        ("Gunmen killed three people in Paris on Tuesday. Paris was calm later.", "actors", "Gunmen", None),
    ],
)
def test_capitals_that_act(extractor: Extractor, text: str, role: str, name: str, country: str | None) -> None:
    event = extractor.extract(text, publication_date="2022-06-10").events[0]
    assert [(party.name, party.country) for party in getattr(event, role)] == [(name, country)]


@pytest.mark.parametrize(
    ("text", "claimed", "blamed"),
    [
        ("Kyiv blamed the shelling of a hospital in Kharkiv on Russia.", [], ["Kyiv"]),
        ("Police blamed the bombing of a market in Jos on militants.", [], ["Police"]),
        ("Damascus said Israeli warplanes bombed a base near Homs on Friday.", ["Damascus"], []),
    ],
)
def test_capitals_that_speak(extractor: Extractor, text: str, claimed: list[str], blamed: list[str]) -> None:
    source = extractor.extract(text, publication_date="2022-06-10").events[0].source
    assert [party.name for party in source.claimed_by] == claimed
    assert [party.name for party in source.blamed_by] == blamed


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Honduran army troops killed two peasants near Danli on Monday.", "Honduran army"),
        ("Government troops killed two peasants near Danli on Monday.", "Government troops"),
        ("Pro-government forces killed two peasants near Danli on Monday.", "Pro-government forces"),
        ("National Guard soldiers killed two peasants near Danli on Monday.", "National Guard"),
        ("Three army officers killed two peasants near Danli on Monday.", "Three army officers"),
    ],
)
def test_the_body_that_men_of_a_state_belong_to(extractor: Extractor, text: str, name: str) -> None:
    (actor,) = extractor.extract(text, publication_date="2022-06-10").events[0].actors
    assert actor.name == name
