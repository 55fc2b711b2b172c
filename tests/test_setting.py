"""Each event its own place and date, and what ties them to it."""

import pytest

from conflictwire import ConflictEvent, Extractor

PUBLISHED = "2021-03-10"  # a Wednesday


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def event(extractor: Extractor, text: str, trigger: str) -> ConflictEvent:
    events = extractor.extract(text, publication_date=PUBLISHED).events
    return next(e for e in events if any(trigger in mention.text for mention in e.mentions))


PLACES = [
    # the clause of the trigger, other places beside it
    ("Gunmen killed four farmers in Djibo on Monday, officials in Ouagadougou said.", "killed", "Djibo", "attached"),
    ("Speaking in Bamako, the minister said rebels attacked an army post in Mopti.", "attacked", "Mopti", "attached"),
    ("Shelling of the town of Avdiivka in Ukraine killed two people.", "killed", "Avdiivka", "attached"),
    ("A bomb exploded at a market in Maiduguri, Nigeria, killing nine.", "exploded", "Maiduguri", "attached"),
    ("Rebels attacked a convoy outside Goma in eastern Congo.", "attacked", "Goma", "attached"),
    # a sentence without a place takes that of the sentence before
    (
        "Security was tight in Kismayo, Somalia, on Tuesday. A suicide bomber blew himself up, killing three soldiers.",
        "blew",
        "Kismayo",
        "context",
    ),
    # it happened in several places, or elsewhere: no place named before
    (
        "Rebels attacked a police station in Gao in northern Mali on Monday. Elsewhere, gunmen killed four soldiers.",
        "killed",
        "Mali",
        "attached",
    ),
    (
        "Rebels shelled Gao in northern Mali on Monday. Gunmen killed ten soldiers in attacks across the country.",
        "attacks",
        "Mali",
        "attached",
    ),
    # where somebody comes from or works for is not where he was
    ("Rebels in Peru killed a Vienna aid worker, the ministry said.", "killed", "Peru", "sentence"),
    ("Rebels set fire to a house of U.S. advisers in San Salvador.", "set fire", "San Salvador", "attached"),
    (
        "A roadside bomb in Mogadishu, Somalia, on Monday wounded two peacekeepers from Burundi.",
        "bomb",
        "Mogadishu",
        "attached",
    ),
    # far from the trigger in its own sentence
    (
        "Spirits were high in Ankara on Monday. Police seized rifles, documents and laptops in a search of homes and"
        " offices of men of a banned group in the eastern province of Van.",
        "seized",
        "Van",
        "sentence",
    ),
    # a capital is the one that was named
    (
        "In Baghdad a car bomb went off at a market on Monday, killing two people. The United States condemned it."
        " The United States sent help. Gunmen killed a judge in the capital on Tuesday, said the United States.",
        "killed",
        "capital",
        "attached",
    ),
    # text in capitals: people who bear the names of towns
    (
        "SAN SALVADOR, 10 MAR 21 -- A BOMB DESTROYED THE VEHICLE OF NEWSMAN MARCO IBARRA. IBARRA WAS NOT HURT, BUT A"
        " POLICEMAN WAS KILLED WHEN THE BOMB EXPLODED IN SOYAPANGO.",
        "BOMB",
        "SOYAPANGO",
        "attached",
    ),
    # the city, the same village: the place named before, however far back
    (
        "Guerrillas attacked a guard post in Zacatecoluca, El Salvador, on Monday. The fighting lasted two hours."
        " Nobody knew why. It was late. On Tuesday men dynamited two pylons near the same city.",
        "dynamited",
        "Zacatecoluca",
        "context",
    ),
    (
        "Rebels seized Djibo in Burkina Faso on Monday. The army shelled the town on Friday.",
        "shelled",
        "Djibo",
        "context",
    ),
    # a participle happens where its main verb does
    (
        "Thousands rallied in Karachi in Pakistan on Friday. Shouting slogans, the demonstrators marched through the"
        " city on Sunday to denounce cartoons printed in Denmark.",
        "Shouting",
        "Karachi",
        "context",
    ),
    # a place beside a verb of saying is where it was said
    (
        "Sixty civilians were killed on Thursday by men in the uniforms of the army in the village of Karma, a"
        " prosecutor said, citing police in nearby Ouahigouya.",
        "killed",
        "Karma",
        "attached",
    ),
    # countries of two words, "where", a sentence that opens with the place, the town rather than its country
    ("Thousands of activists marched in the streets of Hong Kong on Sunday.", "marched", "Hong Kong", "attached"),
    (
        "The minister spoke of southeastern Afghanistan, where gunmen killed ten policemen.",
        "killed",
        "Afghanistan",
        "attached",
    ),
    ("In the Iraqi city of Basra, police said gunmen had killed five engineers.", "killed", "Basra", "sentence"),
    (
        "Police in Belarus detained forty activists who tried to stage a protest outside the Russian embassy in Minsk.",
        "detained",
        "Minsk",
        "sentence",
    ),
    # one place by another, the object of a taking, an opening behind an adverb
    (
        "Three people were killed in an attack on a checkpoint at Qarbasha, 400 km west of Mogadishu, on Monday.",
        "attack",
        "Qarbasha",
        "attached",
    ),
    ("A bomb went off in a market in Qarbas, on the outskirts of Abuja, killing two.", "bomb", "Qarbas", "attached"),
    (
        "On Monday rebels recaptured the village of Qarbasha from the Syrian army south of the city of Mayadin.",
        "recaptured",
        "Qarbasha",
        "attached",
    ),
    (
        "Also in Baghdad, the army said two soldiers were killed in an attack on a patrol.",
        "attack",
        "Baghdad",
        "sentence",
    ),
    # what it was in response to, where rockets came from, the country beyond the border
    (
        "Turkey set up an observation point in Syria's Idlib province in line with the Astana process on Monday.",
        "set up",
        "Idlib province",
        "sentence",
    ),
    (
        "Two soldiers were wounded in Haifa, Israel, on Friday by rockets fired from Lebanon.",
        "wounded",
        "Haifa",
        "attached",
    ),
    (
        "Two Nigerian soldiers were killed when gunmen attacked a post near the Cameroon border on Monday.",
        "attacked",
        "Nigerian",
        "context",
    ),
    # told afterwards
    ("Gunmen killed two teachers. The incident took place on Sunday near Gao in Mali.", "killed", "Gao", "attached"),
    # a quarter beside its town, the town of a quarter after the place of its unit
    (
        "Four men kidnapped an official from his home in the Qarbas neighbourhood, in eastern Cali, Colombia.",
        "kidnapped",
        "Qarbas",
        "attached",
    ),
    (
        "Two farmers were killed by a mine in Idlib province, Syria. The incident took place in the village of"
        " Qarbasha, in Idlib.",
        "killed",
        "Qarbasha",
        "attached",
    ),
    # the town of the unit, in another phrase of the sentence; the house is in the town it is put in
    (
        "A suicide bomber in Russia's Chechnya republic killed six people outside a theatre in the capital of Grozny"
        " on Sunday.",
        "bomber",
        "Grozny",
        "attached",
    ),
    # "there"
    (
        "Fighters of the Taliban rode into Qalat, Afghanistan, on Monday. Residents fled. They killed two policemen"
        " there.",
        "killed",
        "Qalat",
        "context",
    ),
    # only the country is known
    (
        "Colombia's army said peace was near. It spoke of progress. It spoke of hope. It spoke of talks."
        " Gunmen killed two policemen.",
        "killed",
        "Colombia",
        "context",
    ),
    # the dateline, as a last resort, and when the text says "here"
    ("KANDAHAR, March 10 (Reuters) - Gunmen killed two policemen.", "killed", "KANDAHAR", "dateline"),
    (
        "PESHAWAR, March 10 (Reuters) - A bomb exploded in a bazaar here, police in Islamabad said.",
        "exploded",
        "PESHAWAR",
        "dateline",
    ),
]


@pytest.mark.parametrize(("text", "trigger", "place", "basis"), PLACES, ids=[case[0][:50] for case in PLACES])
def test_place(extractor: Extractor, text: str, trigger: str, place: str, basis: str) -> None:
    location = event(extractor, text, trigger).location
    assert location is not None
    assert (location.text, location.basis) == (place, basis)
    assert text[location.start : location.end] == location.text


def test_a_dateline_gives_the_country(extractor: Extractor) -> None:
    location = event(extractor, "KANDAHAR, March 10 (Reuters) - Gunmen killed two policemen.", "killed").location
    assert location is not None
    assert (location.name, location.country, location.precision) == ("Afghanistan", "AFG", "country")


def test_a_dateline_means_the_town_with_reporters_whoever_else_is_named(extractor: Extractor) -> None:
    text = (
        "SAN SALVADOR, Jan 7 (AFP) - Soldiers were arrested on Sunday over the killing of six Spanish priests, a radio "
        "station said. Spanish and British detectives helped."
    )
    location = event(extractor, text, "arrested").location
    assert location is not None
    assert (location.name, location.country) == ("El Salvador", "SLV")


def test_the_town_of_a_dateline_is_the_one_that_the_report_points_to(extractor: Extractor) -> None:
    text = "KANDAHAR, March 10 (Reuters) - Gunmen killed two policemen in this city on Monday."
    location = event(extractor, text, "killed").location
    assert location is not None
    assert (location.text, location.name, location.precision) == ("KANDAHAR", "Kandahār", "exact")


@pytest.mark.parametrize(
    ("text", "trigger", "chain"),
    [
        (
            "A car bomb killed two people in Baghdad on Monday. The bombing happened in the Karada neighbourhood.",
            "bomb",
            ["Baghdad", "Karada"],
        ),
        (
            "TEN PEOPLE WERE KILLED IN AN ATTACK IN MEDELLIN, ANTIOQUIA DEPARTMENT, TODAY. GENERAL MARCO PAREDES SAID"
            " THAT THE ATTACK IN MEDELLIN WAS THE WORK OF GUNMEN.",
            "ATTACK",
            ["ANTIOQUIA", "MEDELLIN"],
        ),
        # the town of the dateline around a quarter of it
        (
            "BAGHDAD, March 10 (Reuters) - Gunmen killed two policemen in the Qarbas neighbourhood on Monday.",
            "killed",
            ["BAGHDAD", "Qarbas"],
        ),
    ],
)
def test_places_around_the_place(extractor: Extractor, text: str, trigger: str, chain: list[str]) -> None:
    location = event(extractor, text, trigger).location
    assert location is not None
    assert [place.name.upper() for place in location.places] == [name.upper() for name in chain]
    assert location.latitude is not None


DATES = [
    ("Gunmen killed four farmers near Djibo on Monday, the army said on Tuesday.", "killed", "2021-03-08", "attached"),
    ("The death toll of Sunday's blast in Aden rose to nine on Tuesday.", "blast", "2021-03-07", "attached"),
    # the day of a report gives way to a day told later
    (
        "A blast in Aden killed nine people, police said on Tuesday. The blast on Sunday wrecked a mosque.",
        "blast",
        "2021-03-07",
        "attached",
    ),
    # told afterwards
    (
        "Gunmen killed two teachers, police said on Tuesday. It happened on Sunday near Gao.",
        "killed",
        "2021-03-07",
        "attached",
    ),
    # counted from another event
    (
        "The army said on Tuesday it had opened a base, two days after gunmen killed a farmer near Djibo.",
        "killed",
        "2021-03-07",
        "attached",
    ),
    (
        "The army said on Tuesday it had opened a base, two days after gunmen killed a farmer near Djibo.",
        "opened",
        "2021-03-09",
        "attached",
    ),
    ("The visit comes a day after gunmen killed four farmers near Djibo.", "killed", "2021-03-09", "attached"),
    # the day of a report dates no event of the next sentence, where another day was told
    (
        "Troops shot nine marchers in Djibo last Friday, a rights group said on Monday. Gunmen had killed a policeman"
        " before.",
        "killed",
        "2021-03-05",
        "context",
    ),
    ("On Monday it was quiet. Gunmen then killed four farmers near Djibo.", "killed", "2021-03-08", "context"),
    ("Gunmen have killed four farmers near Djibo, the army says.", "killed", "2021-03-10", "publication"),
]


@pytest.mark.parametrize(("text", "trigger", "day", "basis"), DATES, ids=[case[0][:50] for case in DATES])
def test_date(extractor: Extractor, text: str, trigger: str, day: str, basis: str) -> None:
    date = event(extractor, text, trigger).date
    assert date is not None
    assert (str(date.start_date), str(date.end_date), date.basis) == (day, day, basis)
    assert text[date.start : date.end] == date.text


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The president on Tuesday condemned the killing of four farmers by rebels.", "killing"),
        ("Rebels denied on Tuesday that they had attacked the town of Djibo.", "attacked"),
    ],
)
def test_the_day_of_a_reaction_is_not_that_of_the_event(extractor: Extractor, text: str, trigger: str) -> None:
    assert event(extractor, text, trigger).date is None


def test_the_day_of_the_news_does_not_date_its_background(extractor: Extractor) -> None:
    text = (
        "Gunmen killed four farmers near Djibo on Monday. In 2015, jihadists killed thirty people in the same area."
        " Hundreds of people have been killed in attacks over the past decade."
    )
    for found in extractor.extract(text, publication_date=PUBLISHED).events:
        assert found.date is not None or found.background
        assert found.date is None or not found.background or str(found.date.start_date) < "2021"


def test_a_house_keeps_its_words_and_takes_the_point_of_its_town(extractor: Extractor) -> None:
    text = "A suicide bomber killed nine people at the Qarbas Palace hotel in Mogadishu, Somalia, on Monday."
    location = event(extractor, text, "killed").location
    assert location is not None
    assert (location.name, location.country, location.geonames_id) == ("Mogadishu", "SOM", 53654)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        # of somebody, of a reaction, of the time to come
        ("Gunmen in Peru killed a judge who had been named on Monday.", "killed"),
        ("Peruvian judges resigned on Monday to protest the murder of a colleague by gunmen.", "murder"),
        ("Monday is the first anniversary of the murder of a judge by rebels in Peru.", "murder"),
        ("Within the next 72 hours Peru will name the rebels who killed a judge.", "killed"),
    ],
)
def test_the_day_of_something_else_dates_no_event(extractor: Extractor, text: str, trigger: str) -> None:
    date = event(extractor, text, trigger).date
    assert date is None or date.basis == "publication"


def test_the_chain_of_places_is_that_of_the_text(extractor: Extractor) -> None:
    text = "Gunmen killed four farmers in the village of Qarbasha, in Idlib province, Syria."
    location = event(extractor, text, "killed").location
    assert location is not None
    assert [part.name for part in location.places] == ["Idlib", "Qarbasha"]
    assert (location.country, location.precision) == ("SYR", "admin1")


def test_distance_and_direction_move_the_point(extractor: Extractor) -> None:
    near = event(extractor, "Gunmen killed four farmers in Misrata, Libya.", "killed").location
    far = event(extractor, "Gunmen killed four farmers some 40 km south of Misrata, Libya.", "killed").location
    assert near is not None
    assert far is not None
    assert far.offset is not None
    assert near.latitude is not None
    assert far.latitude == pytest.approx(near.latitude - 0.36, abs=0.01)
    assert (far.offset.distance_km, far.offset.bearing_deg, far.precision) == (40.0, 180.0, "near")


def test_a_date_by_publication_lowers_the_confidence(extractor: Extractor) -> None:
    named = event(extractor, "Gunmen killed four farmers near Djibo on Wednesday, the army says.", "killed")
    assumed = event(extractor, "Gunmen have killed four farmers near Djibo, the army says.", "killed")
    assert named.date is not None
    assert assumed.date is not None
    assert (named.date.start_date, named.date.basis) == (assumed.date.start_date, "attached")
    assert assumed.date.basis == "publication"
    assert assumed.confidence < named.confidence
