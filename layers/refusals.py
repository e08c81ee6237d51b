"""What a file held that could not be taken: each row with its line, its reason and its words, so that none is lost."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from layers.schema import Fault

# The reason's code, and what it means for a person. A refusal's own sentence says more: figures, names, a distance.
REASONS: Mapping[str, str] = {
    "no_text": "says nothing: the text is empty",
    "no_place": "has no place, or one that is not a number",
    "placeholder": "lies on whole degrees: a place that some program put in where it knew none",
    "swapped": "has longitude and latitude the wrong way round",
    "metres": "has a place in metres, or in another coordinate system",
    "crs": "is in a coordinate system that is not known here",
    "outside": "lies outside the city",
    "time": "has a time that can't be read",
    "twice": "stands in the file twice",
    "control": "holds a control character",
    "encoding": "is not text in the file's encoding",
    "columns": "has more cells than the header, or a quote that never ends",
    "long": "is longer than can be taken",
    "geometry": "has a shape that can't be read",
    "fields": "does not fit the fields of the layer",
    "kind": "is of no kind that is looked for",
    "overlap": "shares its ground with another area",
    "service": "was refused by the service",
}

LIST_COLUMNS = ("line", "reason", "sentence")  # what a list of refused rows has before the rows' own columns
FORMULA_STARTS = ("=", "+", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row that was not taken. `line` counts from 1: the line of a text file, else the number of the feature.

    `why`: the same as the sentence, by codes of layers.sentences, for other languages; empty where it has none.
    """

    line: int
    reason: str
    sentence: str
    row: Mapping[str, object] = field(default_factory=dict)
    why: tuple[Fault, ...] = ()

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise ValueError(f"no such reason: {self.reason}")


def grouped(refusals: Iterable[Refusal]) -> dict[str, int]:
    """How many rows by reason, the most frequent first."""
    return dict(Counter(refusal.reason for refusal in refusals).most_common())


def write_refusals(path: Path, refusals: Sequence[Refusal], say: Callable[[Refusal], str] | None = None) -> None:
    """A CSV (UTF-8 with BOM, so that a spreadsheet reads it): line, reason, sentence, then the row's own columns.

    `say`: the sentence in another language than the reader's own.
    A cell that a spreadsheet would take for a formula gets an apostrophe in front (`as_written` takes it away again);
    numbers stay as they are. So the list can be mended and imported like the file that it came from.
    """
    columns = list(dict.fromkeys(str(key) for refusal in refusals for key in refusal.row))
    with path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file:
        writer = csv.writer(file)
        writer.writerow([*LIST_COLUMNS, *map(_cell, columns)])
        for refusal in refusals:
            own = {str(key): value for key, value in refusal.row.items()}
            cells = (_cell(own.get(column)) for column in columns)
            said = say(refusal) if say else refusal.sentence
            writer.writerow([refusal.line, refusal.reason, said, *cells])


def as_written(cell: str) -> str:
    """A cell of such a list as it was in the file."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA_STARTS, "-")) else cell


def _cell(value: object) -> str:
    text = "" if value is None else str(value).replace("\x00", "\\x00")
    if text.startswith(FORMULA_STARTS) or (text.startswith("-") and not _is_number(text)):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
