"""`conflictwire check`: what is wrong with a user's data files is said by file and reason."""

import pytest

from conflictwire.check import check_folder
from conflictwire.cli import app
from conflictwire.errors import DataFileError

RULE = """
event_type = "violence_against_civilians"
[[rule]]
id = "my.hex"
sub_event_type = "attack"
verbs = ["hex"]
[rule.actor]
roles = ["subject"]
[rule.target]
roles = ["object"]
required = true
[[rule.examples]]
text = "Gunmen hexed four villagers near Gao."
actor = "Gunmen"
target = "four villagers"
[[rule.examples]]
text = "The singer hexed."
expect = "nothing"
"""
ACTORS = "id,name,kind,country,start,end,aliases,source\n"
GOOD_ACTOR = "mine,Front of the Valley,rebel_group,MLI,2015,,FVX,me\n"


def folder(root, **files):
    for name, content in files.items():
        kind, _, stem = name.partition("__")
        path = root / kind / stem.replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def test_sound_files_pass_and_their_examples_run(tmp_path):
    report = check_folder(folder(tmp_path, events__mine_DOT_toml=RULE, actors__mine_DOT_csv=ACTORS + GOOD_ACTOR))
    assert (report.files, report.examples, report.problems) == (2, 2, ())


@pytest.mark.parametrize(
    ("files", "named", "reason"),
    [
        ({"events__a_DOT_toml": RULE.replace("verbs", "werbs")}, "a.toml", "rule.0.werbs: Extra inputs"),
        ({"events__a_DOT_toml": "event_type = "}, "a.toml", "Invalid value"),
        (
            {"events__a_DOT_toml": RULE.replace('"attack"', '"mob_violence"')},
            "",
            "rule 'my.hex': mob_violence belongs to riots",
        ),
        ({"refinements__a_DOT_toml": "[[refinement]]\nid = 'x'"}, "a.toml", "refinement.0.given: Field required"),
        ({"exclusions__a_DOT_toml": "[[exclusion]]\nid = 'x'"}, "a.toml", "exclusion.0.about: Field required"),
        ({"actors__a_DOT_csv": ACTORS + "x,X,martians,,,,,\n"}, "a.csv, line 2", "kind: Input should be"),
        ({"actors__a_DOT_csv": ACTORS + GOOD_ACTOR * 2}, "a.csv, line 3", "id 'mine' stands twice"),
        ({"lexicons__waepons_DOT_txt": "gun\n"}, "waepons.txt", "no word list of this name"),
        ({"rules__a_DOT_toml": RULE}, "a.toml", "nothing reads this file"),
        ({"places__a_DOT_toml": "colour = 3"}, "a.toml", "colour"),
        ({"crosswalk__countries_DOT_csv": "iso3\nMLI\n"}, "countries.csv, line 2", "iso_numeric: Field required"),
        ({"validation__limits_DOT_csv": "kind,doubtful\nkilled,3\n"}, "limits.csv, line 2", "impossible"),
        ({"confidence__w_DOT_toml": "bias = 1.0\n[weights]\n"}, "w.toml", "not the features of this version"),
        ({"formats__a_DOT_toml": "colour = 3"}, "a.toml", "colour"),
    ],
)
def test_a_broken_file_is_named_with_the_reason(tmp_path, files, named, reason):
    problems = check_folder(folder(tmp_path, **files)).problems
    assert any(named in problem.file and reason in problem.message for problem in problems), problems


def test_every_broken_row_is_named(tmp_path):
    content = ACTORS + "x,X,martians,,,,,\n" + GOOD_ACTOR + "y,,rebel_group,,,,,\n"
    problems = check_folder(folder(tmp_path, actors__a_DOT_csv=content)).problems
    assert [problem.file.rsplit(" ", 1)[-1] for problem in problems][:2] == ["2", "4"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            ("hexed four", "cursed four"),
            "villagers near Gao.': expected an event of this rule",
        ),
        (('actor = "Gunmen"', 'actor = "Police"'), "expected 'Police' among the actors, got Gunmen"),
        (("The singer hexed.", "Gunmen hexed two nuns in Gao."), "expected nothing, got attack by my.hex"),
    ],
)
def test_a_failing_example_says_why(tmp_path, change, reason):
    (problem,) = check_folder(folder(tmp_path, events__a_DOT_toml=RULE.replace(*change))).problems
    assert reason in problem.message


def test_a_failing_example_says_what_the_rule_lacked(tmp_path):
    rule = RULE.replace("Gunmen hexed four villagers near Gao.", "Gunmen hexed near Gao.")
    (problem,) = check_folder(folder(tmp_path, events__a_DOT_toml=rule)).problems
    assert "no suitable target in the roles object" in problem.message


def test_name_clashes_of_own_actors_are_problems(tmp_path):
    content = ACTORS + GOOD_ACTOR + GOOD_ACTOR.replace("mine", "other").replace("Valley", "Hills")
    problems = check_folder(folder(tmp_path, actors__a_DOT_csv=content)).problems
    assert any("'FVX' means both mine and other" in problem.message for problem in problems)


def test_there_must_be_a_folder(tmp_path):
    with pytest.raises(DataFileError, match="does not exist"):
        check_folder(tmp_path / "absent")


def test_check_command(tmp_path, capsys):
    def run(path):
        with pytest.raises(SystemExit) as stop:
            app(["check", str(path)], prog_name="conflictwire")
        return stop.value.code or 0, *capsys.readouterr()

    sound = folder(tmp_path / "sound", lexicons__weapons_DOT_txt="gun_class|blunderbuss\n")
    assert run(sound)[:2] == (0, f"{sound}: 1 files read, 0 examples run: all right\n")
    code, out, err = run(folder(tmp_path / "broken", lexicons__waepons_DOT_txt="gun\n"))
    assert (code, "1 problems" in out, "waepons.txt" in err) == (3, True, True)
