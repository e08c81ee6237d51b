"""The PDF: pages that a mayor gets."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.shiftreport.document import compose
from console.shiftreport.input import ShiftInput
from console.shiftreport.pdf import pdf
from console.theme import Theme

PDFTOTEXT = shutil.which("pdftotext")


@pytest.fixture(autouse=True)
def _qt(qapp: QApplication) -> None:
    """Fonts need an application."""


def made(given: ShiftInput, theme: Theme, language: str = "id") -> bytes:
    return pdf(given, compose(given, language), theme)


def test_it_is_a_pdf_of_some_pages(given: ShiftInput, day: Theme) -> None:
    data = made(given, day)
    assert data.startswith(b"%PDF-1.")
    assert data.rstrip().endswith(b"%%EOF")
    assert 3 <= data.count(b"/Type /Page\n") <= 9


def test_an_empty_shift_has_a_short_report(empty: ShiftInput, day: Theme) -> None:
    assert made(empty, day).count(b"/Type /Page\n") <= 4


def test_hostile_and_endless_texts_do_no_harm(hostile: ShiftInput, day: Theme) -> None:
    endless = replace(hostile, reports=tuple(replace(each, text="A" * 9000) for each in hostile.reports))
    for given in (hostile, endless):
        assert made(given, day).startswith(b"%PDF")


@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext on this machine: the PDF's words are not read back")
def test_its_words_can_be_read_and_searched(hostile: ShiftInput, day: Theme, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(made(replace(hostile, demo=True), day))
    done = subprocess.run([str(PDFTOTEXT), "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    words = " ".join(done.stdout.split())
    for wanted in ("Laporan regu", "Regu pagi, Sabtu, 21 November 2026", "CONTOH", "Halaman 1 dari", "Kepala regu"):
        assert wanted in words
    assert "<script>window.pwned = 1</script>" in words, "a citizen's words stand as they are"
