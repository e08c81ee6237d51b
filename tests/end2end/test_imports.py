"""`./poc import` against a real service: what is taken, what is refused and listed, and that none is lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.api.client import Client
from console.api.connect import EmbeddedService
from console.api.layeredits import LayerEdits
from console.imports.command import run as import_files
from layers.basemap import load_basemap
from layers.files import write_features

DATA = Path(__file__).parents[2].parent / "shared" / "data"
real = pytest.mark.skipif(not DATA.exists(), reason="the folder of real data is not here")
HEAD = "laporan;bujur;lintang;waktu\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder on which a service runs."""
    data = tmp_path_factory.mktemp("import") / "data"
    service = EmbeddedService(data, "--demo", "--no-seed")
    service.start()
    yield data
    service.stop()


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    about = json.loads((folder / "service.json").read_text(encoding="utf-8"))
    client = Client(about["url"], about["key"], console="desk-1")
    client.sign_in("operator", "demo")
    yield client
    client.close()


@pytest.fixture
def take(folder: Path, capsys: pytest.CaptureFixture[str]):
    """Runs the command; its exit code, its outcome, and what it said."""

    def run(*arguments: object) -> tuple[int, dict[str, Any], str]:
        code = import_files([*map(str, arguments), "--data", str(folder), "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else {}, said.err

    return run


def refused_rows(outcome: dict[str, Any], name: str) -> list[dict[str, str]]:
    with Path(outcome["lists"][name]).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(tmp_path: Path, name: str, *rows: str) -> Path:
    path = tmp_path / name
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_good_rows_become_reports_and_bad_ones_are_listed(take: Any, client: Client, tmp_path: Path):
    path = write(
        tmp_path,
        "laporan.csv",
        "Jalan berlubang dekat pasar;106,9896;-6,2349;21/11/2026 14.05",
        "Genangan;-6,2349;106,9896;",
        "Pohon tumbang;98,67;3,59;",
    )
    code, outcome, _ = take("reports", path, "--category", "road_damage")
    assert (code, outcome["rows"], outcome["taken"]) == (0, 3, 1)
    assert outcome["refused"] == {"swapped": 1, "outside": 1}
    assert [row["line"] for row in refused_rows(outcome, "laporan.csv")] == ["3", "4"]
    (report,) = [report for report in client.all_reports() if report.text.startswith("Jalan berlubang")]
    assert (report.category, report.channel) == ("road_damage", "import")
    assert report.reported_at is not None
    assert report.reported_at.isoformat() == "2026-11-21T07:05:00+00:00"


def test_a_category_that_the_city_does_not_have_is_told(take: Any, tmp_path: Path):
    path = tmp_path / "aneh.csv"
    path.write_text("teks,lat,lon,kategori\nBanjir di jalan,-6.24,107.0,ufo\n", encoding="utf-8")
    code, outcome, said = take("reports", path)
    assert (code, outcome["taken"]) == (0, 1)
    assert "does not have (ufo)" in said


def test_importing_a_file_twice_counts_once(take: Any, client: Client, tmp_path: Path):
    path = write(tmp_path, "dua.csv", "Sampah menumpuk di tepi kali;106,9896;-6,2349;")
    assert take("reports", path)[1]["taken"] == 1
    assert take("reports", path)[1]["taken"] == 1
    assert len([report for report in client.all_reports() if report.text.startswith("Sampah menumpuk")]) == 1


def test_what_the_service_refuses_is_listed_as_well(take: Any, tmp_path: Path):
    path = write(tmp_path, "jauh.csv", "Di Medan;98,67;3,59;", "Di sini;106,9896;-6,2349;")
    code, outcome, _ = take("reports", path, "--anywhere")
    assert (code, outcome["taken"], outcome["refused"]) == (0, 1, {"service": 1})
    assert "outside the city" in refused_rows(outcome, "jauh.csv")[0]["sentence"]


def test_a_dry_run_sends_nothing(take: Any, client: Client, tmp_path: Path):
    before = len(list(client.all_reports()))
    code, outcome, _ = take("reports", write(tmp_path, "x.csv", "Lampu mati;106,9896;-6,2349;"), "--dry-run")
    assert (code, outcome["taken"], len(list(client.all_reports()))) == (0, 1, before)


@pytest.mark.parametrize(
    ("body", "arguments", "why"),
    [
        ("<!DOCTYPE html><html>", (), "a web page"),
        ("a;b\n1;2\n", (), "no column seems to hold the text"),
        (HEAD, ("--map", "text=isi"), "no column 'isi'"),
        (HEAD, ("--category", "moon"), "moon"),
        (HEAD, ("--crs", "EPSG:1"), "no coordinate system"),
        (HEAD, ("--map", "laporan"), "--map needs"),
    ],
)
def test_what_is_not_possible_is_said_and_ends_with_two(
    take: Any, tmp_path: Path, body: str, arguments: tuple[str, ...], why: str
):
    path = tmp_path / "x.csv"
    path.write_text(body + ("A;106,99;-6,23;\n" if body == HEAD else ""), encoding="utf-8")
    code, _, said = take("reports", path, *arguments)
    assert (code, why in said) == (2, True), said


def test_a_missing_file_is_said(take: Any, tmp_path: Path):
    code, _, said = take("reports", tmp_path / "none.csv")
    assert code == 2
    assert said.endswith(f"poc import: there is no file {tmp_path / 'none.csv'}\n")


def test_a_folder_in_the_place_of_a_file_is_said(take: Any, tmp_path: Path):
    code, _, said = take("reports", tmp_path)
    assert code == 2
    assert said.endswith(f"{tmp_path} is a folder, not a file\n")


def test_nothing_in_a_file_speaks_to_the_terminal(take: Any, tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("\x1b]0;title\x07,naga\x1b[2J\n1,2\n", encoding="utf-8")
    code, _, said = take("reports", path)
    assert (code, "naga" in said, "\x1b" in said, "\x07" in said) == (2, True, False, False)


def test_a_layer_is_taken_in(take: Any, client: Client, tmp_path: Path):
    path = tmp_path / "kamera.csv"
    path.write_text("Nama,lat,lon,warna\nSimpang BCP,-6.2485,106.9931,biru\nLaut,-5.9,106.9,\n", encoding="utf-8")
    code, outcome, said = take("layer", "camera", path, "--map", "name=Nama")
    assert (code, outcome["taken"], outcome["refused"]) == (0, 1, {"outside": 1})
    assert "left out, as the layer has no such field: warna" in said
    assert [feature.properties["name"] for feature in client.features("camera").features] == ["Simpang BCP"]


def test_a_layer_can_be_handed_in_for_review(take: Any, client: Client, tmp_path: Path):
    path = tmp_path / "kantor.csv"
    path.write_text("id,name,lat,lon\nk1,Kantor,-6.2485,106.9931\n", encoding="utf-8")
    code, outcome, said = take("layer", "facility", path, "--review")
    assert (code, outcome["taken"]) == (0, 1)
    assert "another person's approval" in said
    assert not client.features("facility").features
    admin = client.beside("admin")
    admin.sign_in("admin", "demo")
    (sheet,) = LayerEdits(admin).drafts("in_review")
    assert (sheet.draft.layer, sheet.draft.author, sheet.draft.changes) == ("facility", "gis", 1)
    admin.close()


FACILITIES = (
    "Nama Lokasi,lat,lon,Telp\n"
    "Balai Kota,-6.2349,106.9896,021\n"
    "Di luar batas,-6.19,106.91,\n"  # in the box of the city, and kilometres outside of it
    "Medan,3.59,98.67,\n"
    ",-6.24,106.99,022\n"
)


@pytest.mark.parametrize("how", [("--review",), ()], ids=["handed in", "published"])
def test_good_rows_are_taken_and_every_other_is_listed_with_a_sentence(
    take: Any, client: Client, tmp_path: Path, how: tuple[str, ...]
):
    path = tmp_path / f"kantor{len(how)}.csv"
    path.write_text(FACILITIES, encoding="utf-8")
    code, outcome, said = take("layer", "facility", path, *how)
    assert (code, outcome["rows"], outcome["taken"]) == (0, 4, 1)
    assert outcome["refused"] == {"outside": 2, "fields": 1}
    assert "name ← Nama Lokasi, phone ← Telp" in said  # guessed, as in the window
    assert "1 new, 0 changed, 0 deleted, 0 there already, 3 refused" in said
    rows = refused_rows(outcome, path.name)
    assert [row["line"] for row in rows] == ["3", "4", "5"]
    assert rows[0]["Nama Lokasi"] == "Di luar batas"
    assert rows[0]["sentence"].startswith("It lies ")
    assert rows[2]["sentence"] == "Name is missing"
    published = [feature.properties["name"] for feature in client.features("facility").features]
    assert published == ([] if how else ["Balai Kota"])


def test_mended_the_list_of_refused_rows_is_a_file_to_import(take: Any, tmp_path: Path):
    path = tmp_path / "dinas.csv"
    path.write_text(FACILITIES, encoding="utf-8")
    listed = Path(take("layer", "facility", path, "--dry-run")[1]["lists"][path.name])
    text = listed.read_text(encoding="utf-8-sig").replace("3.59,98.67", "-6.26,107.0")
    mended = tmp_path / "mended.csv"
    mended.write_text(text, encoding="utf-8-sig")
    code, outcome, _ = take("layer", "facility", mended, "--dry-run")
    assert (code, outcome["rows"], outcome["taken"]) == (0, 3, 1)


def test_what_one_exports_and_imports_again_changes_nothing(take: Any, client: Client, tmp_path: Path):
    path = tmp_path / "kamera lagi.csv"
    path.write_text("id,name,lat,lon,link\nc1,A,-6.2485,106.9931,https://a\n", encoding="utf-8")
    assert take("layer", "camera", path)[1]["changes"]["insert"] == 1
    back = write_features(client.features("camera").features, tmp_path / "kamera.shp")
    code, outcome, said = take("layer", "camera", back, "--replace")
    assert (code, outcome["changes"]) == (0, {"insert": 0, "update": 0, "delete": 0, "same": outcome["rows"]})
    assert f"{outcome['rows']} of {outcome['rows']} rows on the map already" in said


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (("--map", "name=Tidak ada"), "no column 'Tidak ada'"),
        (("--map", "nama=Nama Lokasi"), "has no field 'nama'"),
        (("--encoding", "moon"), "no encoding 'moon'"),
        (("--crs", "EPSG:1"), "no coordinate system"),
    ],
)
def test_what_is_said_wrongly_of_a_layers_file_is_told(take: Any, tmp_path: Path, how: tuple[str, ...], why: str):
    path = tmp_path / "x.csv"
    path.write_text(FACILITIES, encoding="utf-8")
    code, _, said = take("layer", "facility", path, *how)
    assert (code, why in said) == (2, True), said


@real
@pytest.mark.slow
def test_the_citys_own_map_takes_the_place_of_the_schematic_one(take: Any, client: Client, folder: Path):
    roads = DATA / "basemap" / "roads_kota_bekasi_rbi25k.geojson"
    code, outcome, _ = take("basemap", DATA / "boundaries" / "id3275_kota_bekasi.geojson", roads)
    assert code == 0
    assert outcome["rows"] == 56 + 18_430
    assert outcome["refused"] == {"geometry": 5}
    basemap = load_basemap(folder / "basemap" / "kota_bekasi")
    assert not basemap.schematic
    areas = client.features("area").features
    assert {area.properties["code"] for area in areas} == {
        str(area.properties["code"]) for area in basemap.themes["areas"]
    }
    assert len(areas) == 1 + 12 + 56


@real
def test_petabencanas_floods_arrive_and_every_row_is_accounted_for(take: Any, client: Client):
    paths = sorted(DATA.glob("reports/*.geojson"))
    code, outcome, _ = take("reports", *paths)
    assert code == 0
    assert outcome["taken"] >= 86
    assert outcome["taken"] + sum(outcome["refused"].values()) == outcome["rows"] == 1204
    floods = [report for report in client.all_reports() if report.source_ref.startswith("petabencana")]
    assert len(floods) == outcome["taken"]


@real
def test_baltimores_rows_are_all_refused_here_each_with_its_reason(take: Any):
    code, outcome, _ = take("reports", DATA / "reports" / "baltimore_311_sample.csv")
    assert (code, outcome["taken"], sum(outcome["refused"].values())) == (1, 0, 10_000)
    assert len(refused_rows(outcome, "baltimore_311_sample.csv")) == 10_000
