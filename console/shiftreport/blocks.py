"""The blocks of a printed report: headings, tiles, tables with bars, lists, bars by the hour, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from console.i18n import hour, number
from console.shiftreport.document import Document, Item, Signature, Tile
from console.shiftreport.paper import INNER, LEFT, Paper
from console.shiftreport.tables import Column, Table
from console.shiftreport.words import say

BAR_WIDTH = 24.0
GAP = 3.0  # between columns
PAD = 1.15  # above and below the text of a row


def heading(paper: Paper, text: str, keep: float = 18.0) -> None:
    """A heading over the whole width; the page breaks before it when less than `keep` mm would follow on it."""
    if not paper.need(10 + keep) and paper.y > 30:
        paper.y += 5
    paper.y += paper.text(text, LEFT, paper.y, INNER, 12.5, 700) + 1.6


def note(paper: Paper, text: str) -> None:
    """A quiet sentence."""
    paper.paragraph(text, 8, 400, "muted", after=1.0)


def tiles(paper: Paper, found: Sequence[Tile], columns: int = 4) -> None:
    """The figures to be seen first, in rows of boxes."""
    gap, height = 3.0, 17.0
    width = (INNER - gap * (columns - 1)) / columns
    for place, tile in enumerate(found):
        x = LEFT + (place % columns) * (width + gap)
        y = paper.y + place // columns * (height + gap)
        token = tile.tone or "text"
        paper.block(x, y, width, height, paper.theme.color("raised"), 1.2)
        paper.block(x, y, 1.2, height, paper.theme.color(tile.tone or "line_strong"))
        paper.text(tile.value, x + 4.5, y + 2.2, width - 5, 19, 700, token)
        paper.text(tile.label, x + 4.5, y + 11.2, width - 5, 8, 400, "muted")
    rows = -(-len(found) // columns)
    paper.y += rows * (height + gap) + 1


def facts(paper: Paper, found: Sequence[Tile], columns: int = 4) -> None:
    """Further figures, in quiet columns."""
    width = INNER / columns
    step = paper.line_height(9) + 1.2
    for place, fact in enumerate(found):
        x, y = LEFT + place % columns * width, paper.y + place // columns * step
        figure = paper.width_of(fact.value, 9, 700)
        paper.text(fact.value, x, y, figure + 1, 9, 700)
        paper.text(fact.label, x + max(figure + 1.6, 6.0), y, width - figure - 2, 9, 400, "muted")
    paper.y += -(-len(found) // columns) * step + 1.5


# --- tables ---------------------------------------------------------------------------------------------------------


def table(paper: Paper, content: Table, x: float = LEFT, width: float = INNER, paged: bool = True) -> None:
    """A table; its head stands again on every page. Not `paged`: it is drawn where it is, in one piece."""
    if not content.rows:
        paper.y += paper.text(content.empty, x, paper.y, width, 8, 400, "muted") + 1
        return
    places = _places(paper, content, x, width)
    _head(paper, content, places, x, width)
    longest = max((row[content.bars].value or 0 for row in content.rows), default=0) if content.bars is not None else 0
    for row in content.rows:
        name_width = places[0][1] - (BAR_WIDTH + GAP if content.bars is not None else 0)
        height = paper.height_of(row[0].text, name_width) + 2 * PAD
        if paged and paper.need(height):
            _head(paper, content, places, x, width)
        y = paper.y + PAD
        paper.text(row[0].text, x, y, name_width)
        if content.bars is not None and longest:
            share = (row[content.bars].value or 0) / longest
            middle = y + paper.line_height() / 2 - 0.8
            paper.block(
                x + name_width + GAP / 2, middle, max(BAR_WIDTH * share, 0.01), 1.6, paper.theme.color("accent")
            )
        for cell, (left, span) in zip(row[1:], places[1:], strict=True):
            token = cell.tone or ("disabled" if cell.value == 0 else "text")
            paper.text(cell.text, left, y, span, 9, 700 if cell.tone else 400, token, "right")
        paper.y += height
        paper.rule(paper.y, x=x, length=width)
    paper.y += 1.5
    if content.note:
        paper.y += paper.text(content.note, x, paper.y, width, 8, 400, "muted") + 1


def _places(paper: Paper, content: Table, x: float, width: float) -> list[tuple[float, float]]:
    """Left edge and width of each column: figures take what they need, the name takes what is left."""
    needs = []
    for number_, column in enumerate(content.columns[1:], 1):
        head = max((paper.width_of(word, 7.5, 600) for word in column.title.split()), default=0)
        body = max(paper.width_of(row[number_].text, 9, 700) for row in content.rows)
        needs.append(max(head, body, 9.0) + GAP)
    left = x + width - sum(needs)
    places = [(x, left - x)]
    for need in needs:
        places.append((left + GAP, need - GAP))
        left += need
    return places


def _head(paper: Paper, content: Table, places: list[tuple[float, float]], x: float, width: float) -> None:
    heads: list[tuple[Column, tuple[float, float]]] = list(zip(content.columns, places, strict=True))
    height = max(paper.height_of(column.title, span, 7.5, 600) for column, (_, span) in heads)
    for column, (left, span) in heads:
        mine = paper.height_of(column.title, span, 7.5, 600)
        align = "right" if column.numeric else "left"
        paper.text(column.title, left, paper.y + height - mine, span, 7.5, 600, "muted", align)
    paper.y += height + 1
    paper.rule(paper.y, "line_strong", 0.8, x, width)


# --- lists ----------------------------------------------------------------------------------------------------------


def incidents(paper: Paper, items: Sequence[Item]) -> None:
    """Notable incidents, one under the other: when and which number at the left, what and where at the right."""
    side, gap = 34.0, 3.0
    x, width = LEFT + side + gap, INNER - side - gap
    for item in items:
        about = " · ".join(part for part in (item.place, item.state) if part)
        heights = [
            paper.height_of(item.title, width, 9.5, 700),
            paper.height_of(item.text, width),
            paper.height_of(about, width, 8),
            paper.height_of(item.note, width - 3, 8.5) + 1 if item.note else 0,
            6.0,
        ]
        paper.need(sum(heights) + 3)
        paper.rule(paper.y)
        paper.y += 1.8
        top = paper.y
        paper.text(item.when, LEFT, top, side, 9, 700)
        paper.text(item.number, LEFT, top + 4.2, side, 8, 400, "muted")
        if item.deadline:
            paper.text(
                item.deadline, LEFT, top + 8.2, side, 8, 600 if item.late else 400, "late" if item.late else "muted"
            )
        paper.y += paper.text(item.title, x, paper.y, width, 9.5, 700) + 0.3
        paper.y += paper.text(item.text, x, paper.y, width) + 0.3
        paper.y += paper.text(about, x, paper.y, width, 8, 400, "muted") + 0.8
        left = x
        for reason in item.reasons:
            left += paper.badge(reason, left, paper.y) + 1.5
        paper.y += 5.4
        if item.note:
            paper.block(x, paper.y, 0.7, paper.height_of(item.note, width - 3, 8.5), paper.theme.color("accent"))
            paper.y += paper.text(item.note, x + 3, paper.y, width - 3, 8.5) + 1
        paper.y = max(paper.y, top + 12.5)


def open_list(paper: Paper, items: Sequence[Item], heads: tuple[str, str, str, str]) -> None:
    """The reports that are open the longest: number and arrival, what and where, state, deadline."""
    columns = ((LEFT, 21.0), (LEFT + 23, 80.0), (LEFT + 105, 31.0), (LEFT + 137, INNER - 137))

    def head() -> None:
        for text, (x, width) in zip(heads, columns, strict=True):
            paper.text(text, x, paper.y, width, 7.5, 600, "muted")
        paper.y += paper.line_height(7.5) + 1
        paper.rule(paper.y, "line_strong", 0.8)

    head()
    for item in items:
        what = f"{item.title} · {item.place}"
        height = paper.height_of(what, columns[1][1], 8.5, 600) + paper.height_of(item.text, columns[1][1], 8) + 3
        height = max(height, paper.height_of(item.state, columns[2][1], 8) + 3, 10)
        if paper.need(height):
            head()
        y = paper.y + 1.2
        paper.text(item.number, columns[0][0], y, columns[0][1], 8.5, 600)
        paper.text(item.when, columns[0][0], y + 4, columns[0][1], 8, 400, "muted")
        below = paper.text(what, columns[1][0], y, columns[1][1], 8.5, 600)
        paper.text(item.text, columns[1][0], y + below + 0.2, columns[1][1], 8, 400)
        paper.text(item.state, columns[2][0], y, columns[2][1], 8)
        tone = "late" if item.late else "muted"
        paper.text(item.deadline, columns[3][0], y, columns[3][1], 8, 600 if item.late else 400, tone)
        paper.y += height
        paper.rule(paper.y)
    paper.y += 1.5


def hours(paper: Paper, document: Document, x: float, width: float) -> None:
    """Two bars for each hour: in and closed."""
    rows = document.figures.hours
    most = max((max(row.received, row.closed) for row in rows), default=0) or 1
    label, figure = 11.0, 14.0
    room = width - label - figure
    step = min(6.0, 48 / max(len(rows), 1))
    for row in rows:
        paper.text(hour(row.start), x, paper.y, label, 8, 400, "muted")
        for place, (count, token) in enumerate(((row.received, "accent"), (row.closed, "ok"))):
            if count:
                y = paper.y + 0.4 + place * 1.9
                paper.block(x + label, y, room * count / most, 1.7, paper.theme.color(token))
        counts = f"{number(row.received, 0, document.language)} · {number(row.closed, 0, document.language)}"
        paper.text(counts, x + label + room, paper.y, figure, 8, 400, "text", "right")
        paper.y += step
    paper.y += 1
    left = x
    for key, token in (("received", "accent"), ("closed", "ok")):
        paper.block(left, paper.y + 0.9, 2.2, 2.2, paper.theme.color(token), 1.1)
        word = say(key, document.language)
        paper.text(word, left + 3.4, paper.y, 40, 8)
        left += paper.width_of(word, 8) + 9
    paper.y += 6


def signatures(paper: Paper, places: Sequence[Signature]) -> None:
    """Lines to sign on, side by side."""
    gap = 10.0
    width = (INNER - gap * (len(places) - 1)) / max(len(places), 1)
    for number_, place in enumerate(places):
        x = LEFT + number_ * (width + gap)
        paper.text(place.what, x, paper.y, width, 9, 400, "text", "center")
        paper.text(place.name, x, paper.y + 23, width, 9.5, 700, "text", "center")
        paper.rule(paper.y + 28.5, "text", 0.6, x, width)
        paper.text(place.office, x, paper.y + 29.5, width, 8, 400, "muted", "center")
    paper.y += 36
