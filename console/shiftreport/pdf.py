"""The shift report as a PDF on A4: what is signed, filed and handed to the mayor."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF

from console.i18n import number
from console.shiftreport import blocks
from console.shiftreport.document import Document, department_word, on_map
from console.shiftreport.ground import dots
from console.shiftreport.input import ShiftInput
from console.shiftreport.mapscript import legend
from console.shiftreport.page import attribution
from console.shiftreport.paper import BOTTOM, HEIGHT, INNER, LEFT, MM, PX, RIGHT, WIDTH, Paper, printed
from console.shiftreport.picture import draw_city
from console.shiftreport.words import say
from console.theme import Theme

MAP_WIDTH, MAP_HEIGHT, GAP = 98.0, 148.0, 7.0  # mm
NOTABLE_PRINTED = 10
OLDEST_PRINTED = 15


def pdf(given: ShiftInput, document: Document, theme: Theme) -> bytes:
    """The document's bytes. `theme` should be the day look: paper is white. Needs a QGuiApplication; any thread.

    Raises NotPrinted.
    """
    report = _Report(given, document, theme)
    return printed(f"{document.title} · {document.shift} · {document.city}", theme, report.each_page, report.write)


@dataclass(frozen=True, slots=True)
class _Report:
    """Writes the report onto paper, from the first page to the signatures."""

    given: ShiftInput
    document: Document
    theme: Theme

    def say(self, key: str, **values: object) -> str:
        return say(key, self.document.language, **values)

    def each_page(self, paper: Paper) -> None:
        """What stands on each page: the shift at the top (the first has a head of its own) and the count below."""
        document = self.document
        if paper.page > 1:
            paper.text(f"{document.title} · {document.shift} · {document.span}", LEFT, 12, INNER, 8, 600, "muted")
            paper.rule(17.5)
        self._demo_mark(paper)
        foot = HEIGHT - BOTTOM + 7
        paper.rule(foot - 2)
        count = self.say("page", page=paper.page, pages=paper.pages or paper.page)
        paper.text(f"{document.city} · {document.made}", LEFT, foot, INNER * 0.75, 8, 400, "muted")
        paper.text(count, LEFT, foot, INNER, 8, 400, "muted", "right")

    def _demo_mark(self, paper: Paper) -> None:
        if self.document.demo:
            width = paper.width_of(self.document.demo, 8, 600) + 3.2
            paper.badge(self.document.demo, WIDTH - RIGHT - width, 11.2, 8, "late", solid=True)

    def write(self, paper: Paper) -> None:
        """All parts in the order in which they are read."""
        self._masthead(paper)
        self._summary(paper)
        self._notable(paper)
        beside = self._map(paper)
        tables = ("stages", "departments", "categories", "areas", "pillars", "channels", "states")
        self._tables(paper, tuple(key for key in tables if key not in beside))
        self._open(paper)
        self._tables(paper, ("operators",))
        self._notes(paper)
        self._signatures(paper)

    def _masthead(self, paper: Paper) -> None:
        document = self.document
        paper.y = 12
        paper.y += paper.text(document.city, LEFT, paper.y, INNER * 0.6, 9.5, 600, "muted") + 1
        paper.y += paper.text(document.title, LEFT, paper.y, INNER, 25, 700) + 0.5
        paper.y += paper.text(f"{document.shift} · {document.span}", LEFT, paper.y, INNER, 12) + 2.5
        paper.block(LEFT, paper.y, INNER, 0.9, paper.theme.color("accent"))
        paper.y += 3
        blocks.note(paper, f"{document.made}. {' '.join(document.notices)}")

    def _summary(self, paper: Paper) -> None:
        blocks.heading(paper, self.say("head.summary"))
        paper.paragraph(self.document.lead, 10.5, after=3)
        blocks.tiles(paper, self.document.tiles)
        blocks.facts(paper, self.document.facts)
        blocks.note(paper, self.document.rate)

    def _notable(self, paper: Paper) -> None:
        document = self.document
        blocks.heading(paper, self.say("head.notable"), keep=28)
        if not document.notable:
            blocks.note(paper, self.say("none.notable"))
            return
        blocks.incidents(paper, document.notable[:NOTABLE_PRINTED])
        left = len(document.figures.notable) - NOTABLE_PRINTED
        if left > 0:
            blocks.note(paper, self.say("more.plain", count=number(left, 0, document.language)))

    def _map(self, paper: Paper) -> tuple[str, ...]:
        """The map at the left, what belongs to it at the right; the tables that found room there."""
        blocks.heading(paper, self.say("head.map"), keep=MAP_HEIGHT + 6)
        top = paper.y
        box = QRectF(LEFT * MM, top * MM, MAP_WIDTH * MM, MAP_HEIGHT * MM)
        figures = self.document.figures
        late = frozenset(report.id for report in figures.open_reports if report.is_late(figures.at))
        shown = dots(on_map(figures), late, self.given.city)
        draw_city(paper.painter, box, self.given, shown, self.theme, paper.font(7, 600), PX)
        credit = f"{attribution(self.given, self.document.language)} {self.document.unplaced}".strip()
        paper.text(credit, LEFT, top + MAP_HEIGHT + 1, MAP_WIDTH, 7, 400, "muted")
        beside = self._beside(paper, LEFT + MAP_WIDTH + GAP, INNER - MAP_WIDTH - GAP, top + MAP_HEIGHT)
        paper.y = top + MAP_HEIGHT + 8
        return beside

    def _beside(self, paper: Paper, x: float, width: float, bottom: float) -> tuple[str, ...]:
        for fill, ring, word in legend(
            self.document, department_word(self.given, self.document.language), self.theme.tokens
        ):
            self._key(paper, x, bool(fill), fill or ring)
            paper.y += paper.text(word, x + 5, paper.y, width - 5, 8.5) + 0.9
        paper.y += 4
        paper.y += paper.text(self.say("head.hours"), x, paper.y, width, 10.5, 700) + 1.5
        blocks.hours(paper, self.document, x, width)
        states = self.document.tables["states"]
        if paper.y + 14 + 6.2 * len(states.rows) > bottom:
            return ()
        paper.y += 3
        paper.y += paper.text(states.title, x, paper.y, width, 10.5, 700) + 1
        blocks.table(paper, replace(states, bars=None), x, width, paged=False)
        return ("states",)

    def _key(self, paper: Paper, x: float, filled: bool, color: str) -> None:
        token = next(token for token, value in self.theme.tokens.items() if value == color)
        paper.block(x, paper.y + 0.5, 2.8, 2.8, self.theme.color(token), 1.4)
        if not filled:
            paper.block(x + 0.6, paper.y + 1.1, 1.6, 1.6, self.theme.color("surface"), 0.8)

    def _tables(self, paper: Paper, keys: tuple[str, ...]) -> None:
        for key in keys:
            content = self.document.tables[key]
            blocks.heading(paper, content.title, keep=min(len(content.rows), 5) * 7 + 10)
            blocks.table(paper, content)

    def _open(self, paper: Paper) -> None:
        document = self.document
        blocks.heading(paper, self.say("head.oldest"), keep=30)
        if not document.oldest:
            blocks.note(paper, self.say("none.open"))
            return
        heads = (self.say("number"), self.say("report"), self.say("status"), self.say("deadline"))
        blocks.open_list(paper, document.oldest[:OLDEST_PRINTED], heads)
        left = len(document.figures.open_reports) - OLDEST_PRINTED
        if left > 0:
            blocks.note(paper, self.say("more", count=number(left, 0, document.language)))

    def _notes(self, paper: Paper) -> None:
        lines = sum(paper.height_of(text, INNER) + 6 for _, _, text in self.document.notes)
        blocks.heading(
            paper, self.say("head.notes"), keep=min(lines, 60) + 48
        )  # signatures never stand alone on a page
        if not self.document.notes:
            blocks.note(paper, self.say("none.notes"))
        for when, who, text in self.document.notes:
            paper.paragraph(f"{when} · {who}", 8, 400, "muted", after=0.3)
            paper.paragraph(text, 9, after=2)

    def _signatures(self, paper: Paper) -> None:
        blocks.heading(paper, self.say("head.signature"), keep=28)
        blocks.signatures(paper, self.document.signatures)
