"""A larger place database from a GeoNames dump; extraction when there is none."""

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conflictwire import Extractor
from conflictwire.cli import app
from conflictwire.entities.gazetteer import Gazetteer
from conflictwire.errors import DataFileError
from conflictwire.places_dump import build_from_dump
from conflictwire.resources import Resources, builtin_path

CORE = builtin_path("data", "places", "gazetteer.sqlite")


def row(number: int, name: str, others: str, kind: str, *, lat: float = 35.5) -> str:
    code, country, unit = kind.split()
    fields = [str(number), name, name, others, str(lat), "36.5", "P", code, country, "", unit, "", "", "", "120"]
    return "\t".join([*fields, "", "0", "Asia/Damascus", "2020-01-01"])


ROWS = [
    row(99_000_001, "Qarbasha", "Karbasha,Qarbāshah", "PPL SY 12"),
    row(99_000_002, "Qarbasha", "", "PPL IQ 99", lat=33.0),
    row(99_000_003, "Qarbasha Hills", "", "HLLS SY 12"),
    row(170_063, "Aleppo", "", "PPLA SY 09"),  # the embedded database has it
]


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("dump")
    with zipfile.ZipFile(folder / "allCountries.zip", "w") as archive:
        archive.writestr("allCountries.txt", "\n".join(ROWS) + "\n")
    (folder / "admin1CodesASCII.txt").write_text("SY.12\tIdlib\tIdlib\t169387\n", encoding="utf-8")
    names = ["1\t99000001\ten\tKirbasheh\t1", "2\t99000001\tzh\t卡尔\t", "3\t5\ten\tElsewhere\t"]
    (folder / "alternateNamesV2.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def built(dump: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "places.sqlite"
    told: list[tuple[str, int, int]] = []
    added = build_from_dump(
        dump, out, core=CORE, resources=Resources(), progress=lambda name, done, total: told.append((name, done, total))
    )
    assert added == 2
    assert {name for name, done, total in told if done == total} == {
        "allCountries.zip",
        *(p.name for p in dump[:1]),
        "alternateNamesV2.txt",
    }
    return out


@pytest.mark.parametrize("name", ["Qarbasha", "karbasha", "Qarbāshah", "Kirbasheh"])
def test_names_of_the_dump(built: Path, name: str) -> None:
    found = [entry for entry in Gazetteer(built).lookup(name) if entry.geonames_id == 99_000_001]
    assert [(e.country, e.admin1, e.latitude, e.population) for e in found] == [("SYR", "Idlib", 35.5, 120)]


def test_the_embedded_places_stay(built: Path) -> None:
    assert Gazetteer(built).lookup("Aleppo") == Gazetteer(CORE).lookup("Aleppo")
    assert Gazetteer(built).lookup("Qarbasha Hills") == ()


def test_extractor_uses_it(built: Path) -> None:
    text = "Gunmen killed four farmers in Qarbasha, Syria."
    (event,) = Extractor(places=built).extract(text).events
    assert event.location is not None
    assert (event.location.geonames_id, event.location.precision) == (99_000_001, "exact")
    (without,) = Extractor().extract(text).events
    assert without.location is not None
    assert without.location.latitude is None


def test_command(dump: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "p.sqlite"
    result = CliRunner().invoke(app, ["places", "build", *map(str, dump), "-o", str(out)])
    assert result.exit_code == 0
    assert "2 places added" in result.output
    assert Gazetteer(out).lookup("Qarbasha")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a\tb\n", "line 1: 2 columns"),
        (b"\xff\xfe" + b"\t" * 20, "cannot build"),
        (b"x" + b"\t" * 7 + b"PPL\tSY" + b"\t" * 10, "cannot build"),
    ],
)
def test_broken_dumps_are_refused_and_leave_nothing(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "SY.txt").write_bytes(content)
    out = tmp_path / "p.sqlite"
    with pytest.raises(DataFileError, match=message):
        build_from_dump([tmp_path / "SY.txt"], out, core=CORE, resources=Resources())
    assert [path.name for path in tmp_path.iterdir()] == ["SY.txt"]


def test_a_dump_needs_places(tmp_path: Path) -> None:
    (tmp_path / "admin1CodesASCII.txt").write_text("SY.12\tIdlib\tIdlib\t1\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="allCountries"):
        build_from_dump([tmp_path / "admin1CodesASCII.txt"], tmp_path / "p", core=CORE, resources=Resources())


@pytest.mark.parametrize("damage", ["missing", "text", "cut"])
def test_a_database_that_cannot_be_used(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "places.sqlite"
    if damage == "text":
        path.write_text("no database " * 100, encoding="utf-8")
    if damage == "cut":
        with CORE.open("rb") as core:
            path.write_bytes(core.read(200_000))
    text = "Gunmen killed four farmers in Qarbasha, Syria."
    if damage != "cut":
        with pytest.raises(DataFileError, match=r"places\.sqlite"):
            Extractor(places=path)
    extractor = Extractor(places=path, places_required=False)
    extractor.extract(text)
    result = extractor.extract(text)
    assert any(warning.startswith("W301") for warning in result.warnings)
    (event,) = result.events
    assert event.location is not None
    assert (event.location.text, event.location.latitude) == ("Qarbasha", None)
