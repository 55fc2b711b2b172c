"""Every article in `examples/articles/` itself: what it must give, one row an event."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from conflictwire import Extractor

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"


@dataclass(frozen=True)
class Row:
    """An event of an example file; an empty field is not checked. Names are parts of what the record holds.

    `wrong` names the checks that fail today, by field; each is a strict xfail, so that a cure shows.
    """

    file: str
    sub_event_type: str
    day: str | None = None
    status: str = "occurred"
    actor: str | None = None
    target: str | None = None
    place: str | None = None
    country: str | None = None
    tolls: tuple[tuple[str, int | None, int | None], ...] = ()
    claimed_by: str | None = None
    blamed_by: str | None = None
    denied_by: str | None = None
    wrong: tuple[str, ...] = ()


ROWS = [
    Row(
        "air_strike_yemen", "air_drone_strike", "2022-02-14", actor="Saudi-led coalition", target="fuel depot",
        place="Taiz", country="YEM", tolls=(("killed", 4, None), ("wounded", 9, 9)), claimed_by="health official",
    ),
    Row(
        "car_bomb_market_iraq", "remote_explosive_landmine_ied", "2018-10-09", place="Kirkuk", country="IRQ",
        tolls=(("killed", 14, None), ("killed", 17, 17), ("wounded", 32, 32), ("wounded", 40, 40)), claimed_by="police",
        actor="Islamic State", blamed_by="police",
    ),
    Row(
        "clash_philippines", "armed_clash", "2021-04-18", actor="soldiers", target="Abu Sayyaf", place="Patikul",
        country="PHL", tolls=(("killed", 6, 6), ("killed", 2, 2)), claimed_by="army",
    ),
    Row(
        "abduction_nigeria", "abduction_forced_disappearance", "2023-08-07", actor="Gunmen", target="pupils",
        place="Kaduna", country="NGA", claimed_by="spokesman",
    ),
    Row(
        "protest_bangladesh", "protest_with_intervention", "2019-01-10", actor="police", target="garment workers",
        place="Dhaka", country="BGD",
    ),
    Row(
        "town_captured_congo", "non_state_actor_overtakes_territory", "2024-01-29", actor="M23", place="Rutshuru",
        country="COD", claimed_by="residents",
    ),
    Row(
        "bomb_defused_pakistan", "disrupted_weapons_use", "2022-05-05", "attempted", actor="police",
        place="Quetta", country="PAK", claimed_by="officials",
    ),
    Row(
        "bomb_defused_pakistan", "arrests", "2022-05-05", actor="police", target="Baloch Liberation Army",
        country="PAK",
    ),
    Row(
        "guerrilla_attack_1989_capitals", "armed_clash", "1989-03-13", actor="GUERRILLAS", target="ARMY POST",
        place="SAN MIGUEL", country="SLV", tolls=(("killed", 3, 3), ("wounded", 5, 5)), claimed_by="SPOKESMAN",
    ),
    Row(
        "guerrilla_attack_1989_capitals", "remote_explosive_landmine_ied", "1989-03-13", place="SAN SALVADOR",
        country="SLV",
    ),
    Row(
        "shelling_denied_ukraine", "shelling_artillery_missile_attack", "2017-03-01", actor="separatists",
        place="Avdiivka", country="UKR", tolls=(("killed", 2, 2), ("wounded", 3, 3)), claimed_by="military",
        blamed_by="military", denied_by="separatists",
    ),
]  # fmt: skip

FACTS = {
    "air_strike_yemen": ("2022-02-15", "Coalition air strike kills four near Yemen's Taiz"),
    "car_bomb_market_iraq": ("2018-10-09", "Car bomb kills at least 14 in Iraqi market"),
    "clash_philippines": ("2021-04-20", "Eight dead as troops clash with Abu Sayyaf in southern Philippines"),
    "abduction_nigeria": ("2023-08-09", "Nigeria: Gunmen kidnap 23 pupils from boarding school in Kaduna"),
    "protest_bangladesh": ("2019-01-11", "Police fire tear gas at garment workers in Dhaka"),
    "town_captured_congo": ("2024-01-30", "M23 rebels seize eastern Congo town of Rutshuru"),
    "bomb_defused_pakistan": ("2022-05-06", "Police defuse bomb outside Quetta railway station, two held"),
    "cup_final_ghana_quiet": ("2022-06-19", "Kumasi side win cup final in penalty shoot-out"),
    "guerrilla_attack_1989_capitals": ("1989-03-14", None),
    "shelling_denied_ukraine": ("2017-03-02", "Shelling kills two civilians in eastern Ukraine"),
}


@cache
def read(name):
    # newline="": offsets count the file's own characters.
    with (EXAMPLES / f"{name}.txt").open(encoding="utf-8", newline="") as file:
        return Extractor().extract(file.read(), doc_id=name)


def event_of(row):
    found = [event for event in read(row.file) if event.sub_event_type == row.sub_event_type and not event.background]
    assert found, [f"{event.sub_event_type}: {event.trigger.text}" for event in read(row.file)]
    return found[0]


def names(parties):
    return " / ".join(part.lower() for party in parties for part in (party.text, party.name))


# What the record says for a field of `Row`, in a form to compare with it.
FOUND = {
    "sub_event_type": lambda event: str(event.sub_event_type),
    "status": lambda event: str(event.status),
    "day": lambda event: event.date and f"{event.date.start_date}/{event.date.end_date}",
    "actor": lambda event: names(event.actors),
    "target": lambda event: names(event.targets),
    "place": lambda event: (
        event.location and event.location.latitude is not None and " ".join(event.location.text.lower().split())
    ),
    "country": lambda event: event.location and event.location.country,
    "tolls": lambda event: {(str(claim.kind), claim.min, claim.max) for claim in event.casualties},
    "claimed_by": lambda event: names(event.source.claimed_by),
    "blamed_by": lambda event: names(event.source.blamed_by),
    "denied_by": lambda event: names(event.source.denied_by),
}


def cases():
    for row in ROWS:
        for field in FOUND:
            wanted = getattr(row, field)
            if wanted:
                marks = [pytest.mark.xfail(strict=True)] if field in row.wrong else []
                yield pytest.param(row, field, wanted, id=f"{row.file}-{row.sub_event_type}-{field}", marks=marks)


@pytest.mark.parametrize(("row", "field", "wanted"), list(cases()))
def test_event(row, field, wanted):
    found = FOUND[field](event_of(row))
    if field == "day":
        assert found == f"{wanted}/{wanted}"
    elif field == "tolls":
        assert set(wanted) <= found
    elif field in {"sub_event_type", "status", "country"}:
        assert found == wanted
    else:
        assert found
        assert wanted.lower() in found


def test_every_example_has_its_expectation():
    assert {path.stem for path in EXAMPLES.glob("*.txt")} == set(FACTS)
    assert {row.file for row in ROWS} == {name for name in FACTS if not name.endswith("quiet")}


@pytest.mark.parametrize("name", FACTS)
def test_publication_date(name):
    assert read(name).document.facts.publication_date == date.fromisoformat(FACTS[name][0])


@pytest.mark.parametrize("name", FACTS)
def test_title(name):
    assert read(name).document.facts.title == FACTS[name][1]


def test_quiet_article_gives_nothing():
    result = read("cup_final_ghana_quiet")
    assert result.status == "quiet"
    assert not result.events, [event.trigger.text for event in result]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("abduction_nigeria", "abducted 276"),
        ("shelling_denied_ukraine", "More than 10,000"),
        ("air_strike_yemen", "seized the capital"),
    ],
)
def test_history_is_no_news(name, word):
    result = read(name)
    at = result.document.raw.index(word)
    told = [event for event in result if any(span.start <= at < span.end for span in event.evidence)]
    assert all(event.background for event in told), [event.trigger.text for event in told]
