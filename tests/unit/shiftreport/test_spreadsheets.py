"""CSV and XLSX: whole, in the language's own marks, and harmless in a spreadsheet."""

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from console.shiftreport.csvfile import FORMULA, figures_csv, harmless, reports_csv, written
from console.shiftreport.document import compose
from console.shiftreport.input import ShiftInput
from console.shiftreport.xlsx import xlsx
from console.theme import Theme


def rows_of(data: bytes, separator: str) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf"), "without the mark a spreadsheet takes UTF-8 for something else"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def with_text(given: ShiftInput, text: str) -> ShiftInput:
    return replace(given, reports=tuple(replace(report, text=text, place_note=text) for report in given.reports))


@pytest.mark.parametrize(("language", "separator", "number"), [("id", ";", "Nomor"), ("en", ",", "Number")])
def test_every_counted_report_has_a_line(given: ShiftInput, language: str, separator: str, number: str) -> None:
    document = compose(given, language)
    rows = rows_of(reports_csv(given, document), separator)
    assert rows[0][0] == number
    assert [row[0] for row in rows[1:]] == [report.number for report in document.figures.touched]
    assert {len(row) for row in rows} == {len(rows[0])}


def test_places_have_the_decimal_mark_of_the_language(given: ShiftInput) -> None:
    for language, separator, mark in (("id", ";", ","), ("en", ",", ".")):
        rows = rows_of(reports_csv(given, compose(given, language)), separator)
        column = rows[0].index("Bujur" if language == "id" else "Longitude")
        assert rows[1][column].startswith(f"106{mark}") or rows[1][column].startswith(f"107{mark}")


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"])  # noqa: RUF001
def test_words_that_a_spreadsheet_would_run_become_text(given: ShiftInput, text: str) -> None:
    hostile = with_text(given, text)
    rows = rows_of(reports_csv(hostile, compose(hostile, "id")), ";")
    column = rows[0].index("Laporan")
    assert rows[1][column] == f"'{text}"


def test_a_number_below_nought_stays_a_number() -> None:
    assert written([[-6.25, "-6.25"]], "en") == b"\xef\xbb\xbf-6.25,'-6.25\r\n"


@whatever(st.text(max_size=60))
def test_no_word_begins_a_formula(text: str) -> None:
    cell = harmless(text)
    assert not cell.startswith(FORMULA)
    assert not cell.lstrip().startswith(FORMULA)


@whatever(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=4), min_size=1, max_size=4))
def test_separators_quotes_and_line_breaks_come_back_as_they_were(lines: list[list[str]]) -> None:
    for language, separator in (("id", ";"), ("en", ",")):
        data = written([list(line) for line in lines], language)
        read = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator)
        assert list(read) == [[harmless(cell) for cell in line] for line in lines]


def test_every_figure_has_a_line_of_its_own(given: ShiftInput) -> None:
    document = compose(given, "id")
    rows = rows_of(figures_csv(given, document), ";")
    found = {tuple(row[:3]): row[3] for row in rows[1:]}
    assert found["Ringkasan", "", "Masuk"] == str(document.figures.totals.received)
    assert len(found) == len(rows) - 1, "two lines tell of the same figure"
    for table in document.tables.values():
        assert sum(row[0] == table.title for row in rows) == len(table.rows) * (len(table.columns) - 1)


def test_reporters_are_not_named_in_the_lists(given: ShiftInput, day: Theme) -> None:
    known = replace(given, reports=tuple(replace(report, contact_name="Sumiyati") for report in given.reports))
    document = compose(known, "id")
    assert b"Sumiyati" not in reports_csv(known, document)
    assert b"Sumiyati" not in _sheets(xlsx(known, document, day))


def test_a_workbook_holds_words_as_words(hostile: ShiftInput, day: Theme) -> None:
    sheets = _sheets(xlsx(hostile, compose(hostile, "en"), day))
    assert b"<f>" not in sheets, "a formula"
    assert b"<hyperlink" not in sheets


def test_an_empty_shift_makes_files_with_heads_alone(empty: ShiftInput, day: Theme) -> None:
    document = compose(empty, "id")
    assert len(rows_of(reports_csv(empty, document), ";")) == 1
    assert zipfile.ZipFile(io.BytesIO(xlsx(empty, document, day))).testzip() is None


def _sheets(data: bytes) -> bytes:
    book = zipfile.ZipFile(io.BytesIO(data))
    return b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml"))
