"""Tolls: the cases of cases/casualties.toml, run through the whole extractor; claimants, and who was counted."""

import pytest

from claim_cases import assert_whole, parameters
from conflictwire import extract


def row(toll):
    bounds = ("-" if bound is None else str(bound) for bound in (toll.min, toll.max))
    return " ".join((toll.kind.value, *bounds))


@pytest.mark.parametrize("case", parameters("casualties"))
def test_case(case):
    found = {row(toll) for event in extract(case["text"]) for toll in event.casualties}
    assert found == set(case["casualties"])


def test_the_case_file_is_whole():
    assert_whole("casualties", 150)


def test_each_toll_keeps_its_source():
    events = extract("The army said 14 rebels were killed in the clash, but the rebels said only two died.")
    sources = {toll.min: [p.text for p in toll.claimed_by] for event in events for toll in event.casualties}
    assert sources == {14: ["army"], 2: ["rebels"]}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Rebels ambushed a patrol near Kidal and killed three soldiers.", {"state_forces"}),
        ("The army killed nine rebels in a raid near Goma.", {"rebels"}),
        ("Shells killed four civilians in Taiz.", {"civilians"}),
        ("Police shot dead two protesters in Khartoum.", {"protesters"}),
        ("Rebels ambushed a patrol near Kidal, killing 15.", {"state_forces"}),
        ("Militants killed 12 soldiers and villagers in an attack on Baga.", {"mixed"}),
        (
            "The coalition has killed 40 rebels in Helmand. Three of its soldiers were also killed.",
            {"rebels", "state_forces"},
        ),
        ("A suicide bomber killed himself and six villagers at a checkpoint in Mogadishu.", {"attackers", "civilians"}),
    ],
)
def test_who_was_counted(text, who):
    assert {toll.who.value for event in extract(text) for toll in event.casualties} == who


def test_a_toll_without_an_event_in_its_sentence_goes_to_the_event_before():
    (event,) = extract("Rebels shelled a market in Taiz on Monday. Nine people were taken to hospital, doctors said.")
    assert [(row(toll), [p.text for p in toll.claimed_by]) for toll in event.casualties] == [
        ("wounded 9 9", ["doctors"])
    ]


def test_what_happened_in_two_places_at_once_stays_apart():
    text = "In Kandahar, gunmen killed a cleric, while in the province of Kunar, rebels ambushed two tankers."
    assert [[row(toll) for toll in event.casualties] for event in extract(text)] == [[], ["killed 1 1"]]


def test_two_people_of_one_sentence_are_counted_apart():
    (event,) = extract("A car bomb in Irbil killed a guard on Monday, and a student died in the blast as well.")
    assert [row(toll) for toll in event.casualties] == ["killed 1 1", "killed 1 1"]
