"""Writers of records: one table a format, and what a spreadsheet or a map may expect of the files."""

import csv
import io
import json
from datetime import date

import pytest

from conflictwire.cli import app
from conflictwire.crosswalk import load_crosswalk
from conflictwire.errors import InputError
from conflictwire.formats import acled, cameo, flat, ucdp
from conflictwire.formats.columns import Column, render
from conflictwire.formats.writers import WRITERS, export
from conflictwire.resources import Resources
from conflictwire.schema import EVENT_TYPE_OF, ActorKind, ConflictEvent, EventType, PlacePrecision, SubEventType

CROSSWALK = load_crosswalk(Resources())
SPAN = {"text": "raid", "start": 4, "end": 8}


def party(name, kind, country=None):
    return SPAN | {"name": name, "kind": kind, "country": country}


def killed(low, high=None, who="unknown"):
    """A claim of its own place in the text, so that two of them compete instead of adding up."""
    start = 100 * low
    return {"text": "raid", "start": start, "end": start + 4, "kind": "killed", "min": low, "max": high, "who": who}


def place(**changes):
    fields = {"name": "Gao", "country": "MLI", "latitude": 16.27, "longitude": -0.04, "precision": "exact"}
    return SPAN | fields | changes


def days(first, last=None):
    return SPAN | {"start_date": first, "end_date": last or first, "precision": "day"}


def event(sub="armed_clash", **changes):
    sub_type = SubEventType(sub)
    row = CROSSWALK.sub_event_types[sub_type]
    fields = {
        "event_id": "e1",
        "event_type": EVENT_TYPE_OF[sub_type],
        "sub_event_type": sub_type,
        "codes": {"cameo": row.cameo or None, "plover": row.plover or None, "ucdp": changes.pop("ucdp", None)},
        "trigger": SPAN,
        "mentions": [SPAN],
        "confidence": 0.5,
        "location": place(),
        "date": days("2021-05-03"),
    }
    return ConflictEvent.model_validate(fields | changes)


def rows(to, *events, **options):
    return list(csv.DictReader(io.StringIO(export(events, to, **options).content.decode(), newline="")))


# -- the crosswalk tables ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("sub_event_types", SubEventType),
        ("event_types", EventType),
        ("kinds", ActorKind),
        ("precisions", PlacePrecision),
    ],
)
def test_a_table_has_a_row_for_every_value(table, keys):
    assert set(getattr(CROSSWALK, table)) == {key.value for key in keys}


CAMEO_OF = {
    "armed_clash": "190",
    "government_regains_territory": "192",
    "non_state_actor_overtakes_territory": "192",
    "air_drone_strike": "195",
    "suicide_bomb": "1831",
    "shelling_artillery_missile_attack": "194",
    "remote_explosive_landmine_ied": "183",
    "grenade": "183",
    "chemical_weapon": "204",
    "attack": "180",
    "abduction_forced_disappearance": "181",
    "sexual_violence": "1821",
    "peaceful_protest": "141",
    "protest_with_intervention": "141",
    "excessive_force_against_protesters": "175",
    "violent_demonstration": "145",
    "mob_violence": "145",
    "agreement": "057",
    "arrests": "173",
    "looting_property_destruction": "171",
    "non_violent_transfer_of_territory": "0874",
    "headquarters_or_base_established": "154",
    "change_to_group_activity": "154",
    "disrupted_weapons_use": "",
    "other": "",
}
# PLOVER's own table from CAMEO roots to its event types, as far as our codes go
PLOVER_OF_ROOT = {
    "05": {"AGREE", "SUPPORT"},
    "08": {"RETREAT", "CONCEDE"},
    "14": {"PROTEST"},
    "15": {"MOBILIZE"},
    "17": {"COERCE"},
    "18": {"ASSAULT"},
    "19": {"ASSAULT"},
    "20": {"ASSAULT"},
}


@pytest.mark.parametrize(("sub", "code"), CAMEO_OF.items())
def test_cameo_and_plover_codes(sub, code):
    row = CROSSWALK.sub_event_types[sub]
    assert row.cameo == code
    assert row.plover in PLOVER_OF_ROOT.get(code[:2], {""})


@pytest.mark.parametrize(
    ("code", "quad"), [("010", 1), ("057", 1), ("061", 2), ("0874", 2), ("090", 3), ("138", 3), ("141", 4), ("204", 4)]
)
def test_quad_class(code, quad):
    assert cameo.quad_class(code) == quad


def test_countries_are_those_of_iso_3166():
    countries = pytest.importorskip("pycountry").countries
    numeric = {c.alpha_3: int(c.numeric) for c in countries}
    ours = {code: row.iso_numeric for code, row in CROSSWALK.countries.items() if code != "XKX"}
    assert ours == numeric


# -- CSV --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-x", "'-x"),
        ("@here", "'@here"),
        ("\tx", "'\tx"),
        ("a=b", "a=b"),
        (-3.5, "-3.5"),
        (True, "true"),
        (None, ""),
        ('say "no", now', 'say "no", now'),
    ],
)
def test_no_cell_is_a_formula(cell, written):
    text = render([Column("a", "", lambda row: row)], [cell]).decode()
    assert next(csv.DictReader(io.StringIO(text, newline="")))["a"] == written


def test_an_actor_named_like_a_formula_is_defused():
    assert rows("csv", event(actors=[party("=cmd()", "rebel_group")]))[0]["actors"] == "'=cmd()"


def test_flat_columns():
    (row,) = rows(
        "csv",
        event(
            actors=[party("JNIM", "rebel_group"), party("FLA", "rebel_group", "MLI")],
            casualties=[killed(5), killed(9, 9), SPAN | {"kind": "wounded", "min": 2, "max": 3}],
        ),
    )
    assert (row["actors"], row["actors_kinds"], row["actors_countries"]) == (
        "JNIM; FLA",
        "rebel_group; rebel_group",
        "; MLI",
    )
    assert [row[k] for k in ("killed_min", "killed_max", "wounded_min", "wounded_max")] == ["5", "", "2", "3"]
    assert (row["latitude"], row["longitude"], row["start_date"]) == ("16.27", "-0.04", "2021-05-03")


# -- GeoJSON ----------------------------------------------------------------------------------------------------------


def test_geojson_puts_longitude_first():
    content = json.loads(export([event(), event(location=None)], "geojson").content)
    assert content["type"] == "FeatureCollection"
    located, unlocated = content["features"]
    assert located["geometry"] == {"type": "Point", "coordinates": [-0.04, 16.27]}
    assert unlocated["geometry"] is None
    assert (located["id"], located["properties"]["sub_event_type"]) == ("e1", "armed_clash")


# -- ACLED ------------------------------------------------------------------------------------------------------------

STATE = party("Malian army", "state_forces", "MLI")
REBELS = party("JNIM", "rebel_group")


@pytest.mark.parametrize(
    ("sub", "actors", "targets", "expected"),
    [
        ("armed_clash", [REBELS], [STATE], ("JNIM", "2", "Malian army", "1", "12")),
        ("attack", [REBELS], [party("nine farmers", "civilians")], ("JNIM", "2", "Civilians (Mali)", "7", "27")),
        ("attack", [], [party("nine farmers", "civilians")], ("", "0", "Civilians (Mali)", "7", "70")),
        ("peaceful_protest", [party("students", "rioters_protesters")], [], ("Protesters (Mali)", "6", "", "0", "60")),
        ("mob_violence", [party("a mob", "rioters_protesters")], [], ("Rioters (Mali)", "5", "", "0", "50")),
        ("attack", [party("gunmen", "unidentified")], [], ("Unidentified Armed Group (Mali)", "3", "", "0", "30")),
        ("air_drone_strike", [party("jets", "state_forces", "FRA")], [REBELS], ("jets", "8", "JNIM", "2", "28")),
        ("air_drone_strike", [STATE], [party("depot", "object")], ("Malian army", "1", "", "0", "10")),
    ],
)
def test_acled_sides_and_interaction(sub, actors, targets, expected):
    (row,) = rows("acled", event(sub, actors=actors, targets=targets))
    assert tuple(row[k] for k in ("actor1", "inter1", "actor2", "inter2", "interaction")) == expected


@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        ({"date": days("2021-05-03")}, "time_precision", "1"),
        ({"date": days("2021-05-03", "2021-05-09")}, "time_precision", "2"),
        ({"date": days("2021-05-01", "2021-05-31")}, "time_precision", "3"),
        ({"date": None}, "time_precision", ""),
        ({}, "geo_precision", "1"),
        ({"location": place(precision="admin1")}, "geo_precision", "3"),
        ({}, "iso", "466"),
        ({}, "region", "Western Africa"),
        ({}, "country", "Mali"),
        ({}, "event_type", "Battles"),
        ({}, "disorder_type", "Political violence"),
        ({"casualties": [killed(24)]}, "fatalities", "24"),
        ({}, "fatalities", "0"),
        ({}, "event_id_cnty", "MLIe1"),
    ],
)
def test_acled_codes(changes, column, value):
    assert rows("acled", event(**changes))[0][column] == value


def test_acled_fatalities_follow_the_policy():
    record = event(casualties=[killed(5, 5), killed(9, 9)])
    found = [rows("acled", record, fatalities=policy)[0]["fatalities"] for policy in ("conservative", "high")]
    assert found == ["5", "9"]


def test_acled_column_names():
    names = (
        "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 "
        "inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 "
        "location latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
    )
    assert [column.name for column in acled.COLUMNS] == names.split()


# -- UCDP -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "actors", "targets", "code", "sides"),
    [
        ("state-based", [REBELS], [STATE], "1", ("Government of Mali", "JNIM")),
        ("state-based", [STATE], [REBELS], "1", ("Government of Mali", "JNIM")),
        ("non-state", [party("FLA", "rebel_group")], [REBELS], "2", ("FLA", "JNIM")),
        ("one-sided", [REBELS], [party("farmers", "civilians")], "3", ("JNIM", "Civilians")),
    ],
)
def test_ucdp_type_and_sides(kind, actors, targets, code, sides):
    (row,) = rows("ucdp", event(ucdp=kind, actors=actors, targets=targets, casualties=[killed(3, 3)]))
    assert (row["type_of_violence"], (row["side_a"], row["side_b"])) == (code, sides)
    assert row["dyad_name"] == " - ".join(sides)


@pytest.mark.parametrize(
    ("claims", "bounds", "sides"),
    [
        ([killed(5, 5)], ("5", "5", "5"), ("0", "0", "0", "5")),
        ([killed(5, 5), killed(9, 9)], ("5", "5", "9"), ("0", "0", "0", "5")),
        ([killed(5, 5, "civilians")], ("5", "5", "5"), ("0", "0", "5", "0")),
        ([killed(5, 5, "state_forces")], ("5", "5", "5"), ("5", "0", "0", "0")),
        ([killed(5, 5, "rebels")], ("5", "5", "5"), ("0", "5", "0", "0")),
    ],
)
def test_ucdp_deaths(claims, bounds, sides):
    (row,) = rows("ucdp", event(ucdp="state-based", actors=[STATE], targets=[REBELS], casualties=claims))
    assert tuple(row[k] for k in ("low", "best", "high")) == bounds
    assert tuple(row[f"deaths_{side}"] for side in ("a", "b", "civilians", "unknown")) == sides


@pytest.mark.parametrize(
    ("last", "code"),
    [("2021-05-01", 1), ("2021-05-06", 2), ("2021-05-07", 3), ("2021-05-31", 4), ("2021-12-31", 5)],
)
def test_ucdp_date_precision(last, code):
    record = event(ucdp="one-sided", date=days("2021-05-01", last), casualties=[killed(1, 1)])
    assert rows("ucdp", record)[0]["date_prec"] == str(code)


@pytest.mark.parametrize(
    ("latitude", "longitude", "cell"), [(-90, -180, 1), (-89.6, -179.4, 2), (0, 0, 129961), (90, 179.9, 259200)]
)
def test_priogrid_cell(latitude, longitude, cell):
    record = event(ucdp="one-sided", location=place(latitude=latitude, longitude=longitude), casualties=[killed(1, 1)])
    assert rows("ucdp", record)[0]["priogrid_gid"] == str(cell)


# -- CAMEO and PLOVER -------------------------------------------------------------------------------------------------


def test_cameo_has_a_row_for_every_pair():
    found = rows("cameo", event(actors=[STATE, REBELS], targets=[party("farmers", "civilians", "MLI")]))
    assert [(r["source_code"], r["target_code"], r["event_code"], r["root_code"], r["quad_class"]) for r in found] == [
        ("MLIMIL", "MLICVL", "190", "19", "4"),
        ("REB", "MLICVL", "190", "19", "4"),
    ]


@pytest.mark.parametrize(
    ("sub", "changes", "expected"),
    [
        ("suicide_bomb", {}, ("ASSAULT", "suicide-attack", [])),
        ("peaceful_protest", {"background": True}, ("PROTEST", "demo", ["historical"])),
        (
            "attack",
            {"status": "threatened", "codes": {"cameo": "138", "plover": "THREATEN"}},
            ("THREATEN", "violence", ["future"]),
        ),
        ("attack", {"status": "denied"}, ("ASSAULT", None, ["negation"])),
    ],
)
def test_plover_event_mode_and_context(sub, changes, expected):
    content = json.loads(export([event(sub, **changes)], "plover").content)
    assert (content["event"], content["mode"], content["context"]) == expected


# -- what has no place ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "changes", "reason"),
    [
        ("acled", {"status": "threatened"}, "ACLED holds no threatened events"),
        ("acled", {"status": "denied"}, "ACLED holds no denied events"),
        ("ucdp", {}, "no type of violence of UCDP's"),
        ("ucdp", {"ucdp": "one-sided"}, "UCDP holds only events with a death"),
        ("ucdp", {"ucdp": "one-sided", "status": "attempted"}, "UCDP holds no attempted events"),
        ("plover", {"sub": "other"}, "no PLOVER counterpart"),
        ("cameo", {"sub": "other"}, "no CAMEO counterpart"),
        ("cameo", {"status": "denied"}, "CAMEO codes no denied events"),
    ],
)
def test_what_is_left_out_is_counted(to, changes, reason):
    done = export([event(**changes)], to)
    assert (done.written, done.left_out) == (0, {reason: 1})


def test_background_can_be_left_out():
    done = export([event(), event(background=True)], "csv", background=False)
    assert (done.written, done.left_out) == (1, {"background": 1})


def test_an_unknown_format_is_an_error_that_names_the_others():
    with pytest.raises(InputError, match="jsonl, parquet, csv"):
        export([], "xml")


@pytest.mark.parametrize("to", WRITERS)
def test_no_records_are_an_empty_file_of_the_format(to):
    assert export([], to).written == 0


@pytest.mark.parametrize("columns", [flat.COLUMNS, acled.COLUMNS, ucdp.COLUMNS, cameo.COLUMNS])
def test_column_names_are_unique_and_explained(columns):
    assert len({column.name for column in columns}) == len(columns)
    assert all(column.meaning for column in columns)


# -- the command ------------------------------------------------------------------------------------------------------


def run(*arguments):
    with pytest.raises(SystemExit) as stop:
        app([str(argument) for argument in arguments], prog_name="conflictwire")
    return stop.value.code or 0


def test_export_command(tmp_path, capsys):
    source, output = tmp_path / "a.jsonl", tmp_path / "a.csv"
    source.write_bytes(export([event(), event(status="denied")], "jsonl").content)
    assert run("export", source, "--to", "acled", "-o", output) == 0
    assert len(list(csv.DictReader(output.read_text(encoding="utf-8").splitlines()))) == 1
    assert "1 record left out: ACLED holds no denied events" in capsys.readouterr().err


def test_export_command_names_a_broken_line(tmp_path, capsys):
    source = tmp_path / "a.jsonl"
    source.write_text("{}\n", encoding="utf-8")
    assert run("export", source, "--to", "csv") == 1
    assert "a.jsonl, line 1: event_id" in capsys.readouterr().err


def test_dates_are_days():
    assert event().date.start_date == date(2021, 5, 3)
