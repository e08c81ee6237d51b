"""The reports and the figures of a shift as CSV that a spreadsheet opens as it is, and that runs nothing there."""

from __future__ import annotations

import csv
import io
import re

from console.shiftreport.document import Document
from console.shiftreport.input import ShiftInput
from console.shiftreport.listing import Lines, Value, figure_lines, report_lines

SEPARATOR = {"id": ";", "en": ","}  # where the comma is the decimal mark, spreadsheets expect a semicolon
DECIMAL = {"id": ",", "en": "."}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - spreadsheets take the wide ones too

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # all but tab and line breaks


def reports_csv(given: ShiftInput, document: Document) -> bytes:
    """Every report that the figures count: UTF-8 with BOM, CRLF; `;` and decimal comma in Indonesian, else `,`."""
    return written(report_lines(given, document), document.language)


def figures_csv(given: ShiftInput, document: Document) -> bytes:
    """Every figure, one a line; written as `reports_csv`."""
    return written(figure_lines(given, document), document.language)


def written(lines: Lines, language: str) -> bytes:
    """Lines as the bytes of a file. Words that a spreadsheet took for a formula are made text; numbers stay numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATOR[language], lineterminator="\r\n")
    for line in lines:
        writer.writerow([_cell(value, language) for value in line])
    return out.getvalue().encode("utf-8-sig", "replace")


def harmless(text: str) -> str:
    """A citizen's words as a cell: without control marks but line breaks; an apostrophe where a formula would begin.

    Blanks before the sign do not hide it: some programs strip them.
    """
    kept = CONTROL.sub("", text)
    return f"'{kept}" if kept.startswith(FORMULA) or kept.lstrip().startswith(FORMULA) else kept


def _cell(value: Value, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", DECIMAL[language])
