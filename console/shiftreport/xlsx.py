"""The reports and the figures of a shift as one workbook; every word in it is a text cell, whatever it begins with."""

from __future__ import annotations

import io

import xlsxwriter

from console.shiftreport.csvfile import harmless
from console.shiftreport.document import Document
from console.shiftreport.input import ShiftInput
from console.shiftreport.listing import Lines, figure_lines, report_lines
from console.shiftreport.words import say
from console.theme import Theme

NARROW, WIDE, MOST = 8, 60, 32_767  # letters: columns between these, cells at most what the format allows
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def xlsx(given: ShiftInput, document: Document, theme: Theme) -> bytes:
    """A workbook of two sheets, figures first. Words are guarded as in the CSV: a sheet may become one."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, PLAIN)
    book.set_properties({"title": f"{document.title} · {document.shift}", "subject": document.city})
    head = book.add_format(
        {"bold": True, "bg_color": theme.tokens["raised"], "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    _sheet(book, say("figure", document.language), figure_lines(given, document), head)
    _sheet(book, say("report", document.language), report_lines(given, document), head)
    book.close()
    return data.getvalue()


def _sheet(book: xlsxwriter.Workbook, title: str, lines: Lines, head: object) -> None:
    sheet = book.add_worksheet(title)
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(row, column, harmless(value)[:MOST], head if row == 0 else None)
            elif value is not None:
                sheet.write_number(row, column, value)
    for column in range(len(lines[0])):
        longest = max((len(str(line[column] or "")) for line in lines), default=0)
        sheet.set_column(column, column, min(max(longest + 2, NARROW), WIDE))
    sheet.freeze_panes(1, 0)
    if len(lines) > 1:
        sheet.autofilter(0, 0, len(lines) - 1, len(lines[0]) - 1)
