"""Rows of a delimited text file (CSV) as people write them: any delimiter, any encoding, each row kept or refused."""

from __future__ import annotations

import csv
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from layers.refusals import LIST_COLUMNS, Refusal, as_written
from layers.sources import Unreadable, has_control, is_damaged, looks_like, read_text

DELIMITERS = (",", ";", "\t", "|")
MAX_CELL = 1_000_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")  # str.splitlines would also divide at form feeds
BAD_STARTS = frozenset({"XML", "JSON"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins (from 1), and its cells by column, trimmed."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A delimited text, opened. `columns` are the header's names, made unique."""

    columns: tuple[str, ...]
    delimiter: str
    encoding: str
    lines: tuple[str, ...]
    first: int  # index in `lines` after the header
    trim: bool = True

    def __iter__(self) -> Iterator[Row | Refusal]:
        """Every row once, in order: as a Row, or as a Refusal with its reason. Empty lines are no rows."""
        at = self.first
        while at < len(self.lines):
            at = yield from self._rows_from(at)

    def _rows_from(self, start: int) -> Generator[Row | Refusal, None, int]:
        """Rows until the end, or until a quote that never ends: that line is refused, and reading goes on after it."""
        reader = csv.reader(islice(self.lines, start, None), delimiter=self.delimiter, strict=True)
        before = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return len(self.lines)
            except csv.Error as error:
                line = self.lines[start + before].rstrip("\r\n")
                yield Refusal(
                    start + before + 1, "columns", f"the row can't be divided into cells: {error}", {"": line}
                )
                return start + before + 1
            line_number, before = start + before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield self._checked(line_number, cells)

    def _checked(self, line: int, cells: Sequence[str]) -> Row | Refusal:
        if self.columns[: len(LIST_COLUMNS)] == LIST_COLUMNS:  # refused rows, mended by hand
            cells = [as_written(cell) for cell in cells]
        named = dict(zip(self.columns, (cell.strip() if self.trim else cell for cell in cells), strict=False))
        extra = [cell for cell in cells[len(self.columns) :] if cell.strip()]
        if extra:
            said = f"{len(cells)} cells, but the header has {len(self.columns)}: perhaps a comma that is not in quotes"
            return Refusal(line, "columns", said, named | {"(more)": self.delimiter.join(extra)})
        for column, cell in named.items():
            if is_damaged(cell):
                return Refusal(line, "encoding", f"{column!r} holds bytes that are not {self.encoding}", named)
            if has_control(cell):
                return Refusal(line, "control", f"{column!r} holds a control character", named)
        return Row(line, named | dict.fromkeys(self.columns[len(cells) :], ""))


def open_table(source: bytes, delimiter: str = "", encoding: str = "", trim: bool = True) -> Table:
    """Opens delimited text with a header line; `trim` takes the blanks around cells away.

    Raises Unreadable when it is something else or has no header.
    """
    csv.field_size_limit(MAX_CELL)
    seems = looks_like(source)
    if seems != "text" and (seems in BAD_STARTS or seems.startswith(("a ", "nothing"))):
        raise Unreadable(f"this is {seems}, not a table of text (CSV)")
    text = read_text(source, encoding)
    lines = tuple(_LINE.findall(text.content))
    first = next((index for index, line in enumerate(lines) if line.strip(" \t\r\n,;|")), None)
    if first is None:
        raise Unreadable("this is an empty table: there is no header line")
    if lines[first].lower().startswith("sep=") and len(lines) > first + 1:  # a spreadsheet's hint
        delimiter, first = delimiter or lines[first].strip()[4:5], first + 1
    chosen = delimiter or max(DELIMITERS, key=lambda mark: _cells(lines[first], mark))
    try:
        header = next(csv.reader([lines[first]], delimiter=chosen))
    except csv.Error as error:
        raise Unreadable(f"the header line can't be read: {error}") from error
    return Table(_unique(header), chosen, text.encoding, lines, first + 1, trim)


def _cells(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter)))
    except csv.Error:
        return 0


def _unique(header: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    for number, cell in enumerate(header, 1):
        name = cell.strip() or f"column {number}"
        while name in names:
            name += "'"
        names.append(name)
    return tuple(names)
