"""The tables of the shift report in one language, once for page, PDF, CSV and XLSX alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from console.i18n import number
from console.shiftreport.values import Figures
from console.shiftreport.words import plain, say


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table. `value` is the bare figure, None for words; `tone` is late or empty."""

    text: str
    value: float | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head; figures stand to the right."""

    title: str
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be read. `bars`: which column is also drawn as a bar beside the row's name, or None."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bars: int | None = None
    note: str = ""
    empty: str = ""  # what is said where there are no rows


COUNTED = ("received", "assigned", "resolved", "open", "late")
BY_DEPARTMENT = ("assigned", "accepted", "refused", "claimed", "resolved", "open", "late", "slow")
BY_OPERATOR = ("triaged", "assigned", "answers", "closed", "notes", "moves")
GRAVE = frozenset({"late", "slow"})  # figures that are drawn in the tone `late` when there are any


def tables(figures: Figures, language: str, department_word: str) -> dict[str, Table]:
    """All tables by key, in the order in which they are read."""
    word = {"department": department_word}
    made = (
        _stages(figures, language),
        _counted("departments", figures.departments, BY_DEPARTMENT, language, word, note="slow_rule"),
        _counted("categories", figures.categories, COUNTED, language, word),
        _counted("areas", figures.areas, COUNTED, language, word),
        _counted("pillars", figures.pillars, COUNTED, language, word),
        _counted("channels", figures.channels, COUNTED, language, word),
        _states(figures, language),
        _operators(figures, language),
    )
    return {table.key: replace(table, empty=say("nothing", language)) for table in made}


def minutes_text(minutes: float | None, language: str) -> str:
    """How long, in one or two units: `24 dtk`, `12,5 mnt`, `95 mnt`, `5 jam 20 mnt`, `3,2 hari`; a dash for None."""
    if minutes is None:
        return "–"
    second, minute, hour, day = _UNITS[language]
    if minutes < 1:
        return f"{number(minutes * 60, 0, language)} {second}"
    if minutes < 120:
        return f"{number(minutes, 1 if minutes < 10 else 0, language)} {minute}"
    if minutes < 48 * 60:
        whole, rest = divmod(round(minutes), 60)
        return f"{whole} {hour} {rest} {minute}" if rest else f"{whole} {hour}"
    return f"{number(minutes / 1440, 1, language)} {day}"


_UNITS = {"id": ("dtk", "mnt", "jam", "hari"), "en": ("s", "min", "h", "days")}


def _figure(value: float, language: str, key: str = "") -> Cell:
    return Cell(number(value, 0, language), value, "late" if key in GRAVE and value else "")


def _counted(
    key: str, rows: Iterable[Any], columns: tuple[str, ...], language: str, word: Mapping[str, str], note: str = ""
) -> Table:
    """A table with a name and the same figures in each row."""
    inside = {name: text if text[:2].isupper() else text.lower() for name, text in word.items()}  # SKPD, but department
    title = say(f"head.{key}", language, **inside)
    first = word["department"] if key == "departments" else say(_FIRST[key], language)
    return Table(
        key=key,
        title=title,
        columns=(Column(first, numeric=False), *(Column(say(column, language)) for column in columns)),
        rows=tuple(
            (
                Cell(plain(row.names.get(language) or row.key, 80)),
                *(_figure(getattr(row, column), language, column) for column in columns),
            )
            for row in rows
        ),
        bars=1,
        note=say(note, language) if note else "",
    )


_FIRST = {"categories": "category", "areas": "kecamatan", "pillars": "pillar", "channels": "channel"}


def _stages(figures: Figures, language: str) -> Table:
    heads = ("stage.count", "stage.median", "stage.p90")
    return Table(
        key="stages",
        title=say("head.stages", language),
        columns=(Column(say("stage", language), numeric=False), *(Column(say(head, language)) for head in heads)),
        rows=tuple(
            (
                Cell(say(f"stage.{stage.key}", language)),
                _figure(stage.count, language),
                Cell(minutes_text(stage.median_min, language), stage.median_min),
                Cell(minutes_text(stage.p90_min, language), stage.p90_min),
            )
            for stage in figures.stages
        ),
        note=say("stage_rule", language),
    )


def _states(figures: Figures, language: str) -> Table:
    return Table(
        key="states",
        title=say("head.states", language),
        columns=(
            Column(say("status", language), numeric=False),
            Column(say("open", language)),
            Column(say("late", language)),
        ),
        rows=tuple(
            (
                Cell(say(f"status.{row.status}", language)),
                _figure(row.count, language),
                _figure(row.late, language, "late"),
            )
            for row in figures.states
        ),
        bars=1,
    )


def _operators(figures: Figures, language: str) -> Table:
    return Table(
        key="operators",
        title=say("head.operators", language),
        columns=(
            Column(say("operator", language), numeric=False),
            *(Column(say(key, language)) for key in BY_OPERATOR),
        ),
        rows=tuple(
            (Cell(plain(row.name, 40)), *(_figure(getattr(row, key), language) for key in BY_OPERATOR))
            for row in figures.operators
        ),
    )
