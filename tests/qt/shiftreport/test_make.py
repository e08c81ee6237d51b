"""Making the report: all files, whole, under their names, or a clear error."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.shiftreport.input import ShiftInput
from console.shiftreport.make import NotSaved, make, stem
from console.theme import Theme


@pytest.fixture(autouse=True)
def _qt(qapp: QApplication) -> None:
    """Fonts need an application."""


def test_all_files_are_there_under_the_shift_s_name(given: ShiftInput, day: Theme, tmp_path: Path) -> None:
    made = make(given, tmp_path / "new" / "folder", "id", day)
    names = [path.name for path in (made.html, made.pdf, made.csv, made.figures_csv, made.xlsx)]
    name = "laporan-regu-2026-11-21-pagi"
    assert names == [f"{name}.html", f"{name}.pdf", f"{name}.csv", f"{name}-angka.csv", f"{name}.xlsx"]
    assert sorted(path.name for path in made.html.parent.iterdir()) == sorted(names)
    assert all(path.stat().st_size > 200 for path in made.html.parent.iterdir())


def test_it_can_be_made_off_the_gui_thread(given: ShiftInput, day: Theme, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(make, given, tmp_path, "id", day).result(timeout=60)
    assert made.pdf.read_bytes().startswith(b"%PDF")


def test_names_follow_language_and_span(given: ShiftInput) -> None:
    assert stem(given, "en") == "shift-report-2026-11-21-morning"
    two_hours = replace(given, end=given.start + timedelta(hours=2))
    assert stem(two_hours, "id") == "laporan-regu-2026-11-21-rentang-0700-0900"


def test_a_report_made_again_takes_the_place_of_the_first(given: ShiftInput, day: Theme, tmp_path: Path) -> None:
    first = make(given, tmp_path, "id", day)
    first.csv.write_text("old", encoding="utf-8")
    assert make(given, tmp_path, "id", day) == first
    assert first.csv.read_bytes() != b"old"


def test_a_file_in_the_folder_s_place_is_told(given: ShiftInput, day: Theme, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(NotSaved) as told:
        make(given, tmp_path / "out", "id", day)
    assert told.value.why == "no_folder"
    assert told.value.folder == tmp_path / "out"


@pytest.mark.parametrize(("code", "why"), [(errno.ENOSPC, "full"), (errno.EROFS, "closed"), (errno.EIO, "other")])
def test_a_disk_that_refuses_leaves_nothing_behind(
    given: ShiftInput, day: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, why: str
) -> None:
    kept = make(given, tmp_path, "id", day)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    calls = iter(range(100))

    def refuse(handle: int) -> None:
        if next(calls) == 2:  # the third file
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr("console.shiftreport.make.os.fsync", refuse)
    with pytest.raises(NotSaved) as told:
        make(replace(given, reports=(), events=()), tmp_path, "id", day)
    assert told.value.why == why
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before, kept


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere; Windows has other rights")
def test_a_folder_that_may_not_be_written_is_told(given: ShiftInput, day: Theme, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(NotSaved) as told:
            make(given, tmp_path, "id", day)
    finally:
        tmp_path.chmod(0o700)
    assert told.value.why == "closed"
