"""A file before it is taken in: how it is read, its rows, what would be added, changed, lost; the end is a draft."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableView,
    QWidget,
)

from console.models.importrows import Fate, FateRow, ImportRows, rows_of
from console.sourcewords import in_our_words
from console.state.layerdrafts import Sheet
from console.state.layerimport import LayerImport
from console.theme import Theme
from console.views.cardparts import UNIT, Flow, button, column, fit_to_screen, label, row, set_look
from console.views.cardtext import Elided
from console.views.importreading import ReadingPanel
from console.views.layerwords import finding_sentence, name_of, refusal_text, title_of, value_text
from console.views.mapghosts import Ghosts, Ready, ghosts_of, ready
from console.words import layer_word, number_text, trouble
from layers.catalog import BY_KEY
from layers.changes import ChangeKind
from layers.features import Feature
from layers.importing import Look
from layers.judging import Outcome
from layers.refusals import Refusal

TONES = {
    Fate.ADDED: "ok",
    Fate.CHANGED: "accent",
    Fate.DELETED: "late",
    Fate.SAME: "muted",
    Fate.REFUSED: "late",
}
MOST_GHOSTS = 20_000


@dataclass(frozen=True, slots=True)
class _Shown:
    """An outcome as it is shown; made in a task, as a file may have many rows."""

    rows: list[FateRow]
    taken: dict[str, Feature]
    ghosts: Ready


def _shown(outcome: Outcome) -> _Shown:
    sides = {
        change.id: (
            change.kind,
            change.base.geometry if change.base else None,
            change.feature.geometry if change.feature else None,
        )
        for change in outcome.changes[:: len(outcome.changes) // MOST_GHOSTS + 1]
    }
    taken = {feature.id: feature for feature in outcome.found.features}
    return _Shown(rows_of(outcome), taken, ready(ghosts_of(sides)))


class ImportWindow(QDialog):
    """Shows what LayerImport found. Nothing is sent before `make` is pressed, and then it is only a draft."""

    drafted = Signal(object)  # layeredits.Sheet

    def __init__(
        self,
        importing: LayerImport,
        layers: tuple[str, ...],
        ghosts: Ghosts,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._importing, self._ghosts, self._theme = importing, ghosts, theme
        importing.prepare = _shown
        self._taken: dict[str, Feature] = {}
        self.title, self.about = label("title"), Elided("muted")
        self.reading = ReadingPanel(layers)
        self.chips: dict[Fate | None, QPushButton] = {}
        self.model = ImportRows(self._text, self._tone, self)
        self.rows = QTableView()
        self.whole = QCheckBox()
        self.name = QLineEdit()
        self.name.setMaxLength(200)
        self.said, self.empty = label("", wrap=True), label("muted", wrap=True)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.show_all, self.refused = button("quiet", "show_all"), button("", "save_refused")
        self.make, self.close_button = button("primary", "make_draft"), button("", "close")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.setMinimumSize(960, 560)
        fit_to_screen(self)

    def sizeHint(self) -> QSize:
        return QSize(1240, 780)

    def open_file(self, path: Path, layer: str) -> None:
        """Looks at a file."""
        self.about.setText(str(path))
        self.name.setText(path.stem[:200])
        self._say(self.tr("The file is being looked at …"), "")
        self._importing.open(path, layer)
        self._forget()

    def _forget(self) -> None:
        """Nothing of an earlier file stays to be seen beside this one."""
        self._title()
        self._taken = {}
        self.model.show_rows([])
        self._ghosts.show_ghosts([])
        self.reading.setEnabled(False)
        for fate, chip in self.chips.items():
            chip.setVisible(fate is None)
            chip.setText(self._fate_word(fate))
        self.chips[None].setChecked(True)
        for button_of in (self.show_all, self.refused, self.make):
            button_of.setEnabled(False)
        self.empty.hide()

    # --- made -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.rows.setModel(self.model)
        self.rows.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.rows.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.rows.setShowGrid(False)
        self.rows.setWordWrap(False)
        self.rows.verticalHeader().hide()
        self.rows.verticalHeader().setDefaultSectionSize(32)
        head = self.rows.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setStretchLastSection(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.rows.setColumnWidth(0, 100)
        self.rows.setColumnWidth(1, 210)
        chips = QWidget()
        flow = Flow(chips, UNIT // 2)
        for fate in (None, *Fate):
            chip = button()
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
            chip.clicked.connect(self._on_chip)
            self.chips[fate] = chip
            flow.addWidget(chip)
        self.chips[None].setChecked(True)
        right = column(spacing=UNIT)
        right.addLayout(row(chips, self.show_all, wide=0))
        right.addWidget(self.rows, 1)
        right.addWidget(self.empty)
        right.addWidget(self.whole)
        middle = row(self.reading, spacing=UNIT * 2)
        middle.addLayout(right, 1)
        layout = column(self, spacing=UNIT, margins=(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2))
        layout.addWidget(self.title)
        layout.addWidget(self.about)
        layout.addWidget(self.busy)
        layout.addLayout(middle, 1)
        layout.addWidget(self.said)
        self._name_title = label("caption")
        layout.addLayout(row(self.refused, None, self._name_title, self.name, self.make, self.close_button, wide=3))
        self.empty.hide()

    def _connect(self) -> None:
        self.reading.changed.connect(self._on_reading)
        self.whole.clicked.connect(self._importing.take_as_whole)
        self._importing.looked.connect(self._on_looked)
        self._importing.judged.connect(self._on_judged)
        self._importing.drafted.connect(self._on_drafted)
        self._importing.listed.connect(self._on_listed)
        self._importing.trouble.connect(self._on_trouble)
        self._importing.busy_changed.connect(self._on_busy)
        self.rows.selectionModel().currentRowChanged.connect(self._on_row)
        self.rows.activated.connect(self._on_activated)
        self.show_all.clicked.connect(self._ghosts.go_to_all)
        self.refused.clicked.connect(self._on_save_refused)
        self.make.clicked.connect(self._on_make)
        self.close_button.clicked.connect(self.close)

    # --- heard ----------------------------------------------------------------------------------

    @Slot(dict)
    def _on_reading(self, fields: dict[str, object]) -> None:
        self._importing.change(**fields)

    @Slot(object)
    def _on_looked(self, look: Look) -> None:
        opened = look.opened
        parts: tuple[str, ...] = (
            opened.format,
            self.tr("{count} rows").format(count=number_text(len(opened.rows))),
            str(look.path),
        )
        if opened.heights:
            lost = self.tr("heights of {count} rows are left out: layers are flat")
            parts = (*parts, lost.format(count=number_text(opened.heights)))
        self.about.setText(" · ".join(parts))
        self.reading.setEnabled(True)
        self.reading.show_look(look)
        self._title()
        self._say(self.tr("What would become of each row is being worked out …"), "")

    @Slot(object)
    def _on_judged(self, outcome: Outcome) -> None:
        shown = self._importing.prepared
        if not isinstance(shown, _Shown):
            return
        self._taken = shown.taken
        self.model.show_rows(shown.rows)
        self._count(outcome)
        self._ghosts.show_ready(shown.ghosts)
        self._judge(outcome)

    def _judge(self, outcome: Outcome) -> None:
        """What is told at the foot, and whether a draft can be made."""
        count = len(outcome.changes)
        self.make.setEnabled(bool(count))
        self.refused.setEnabled(bool(outcome.refusals))
        self.show_all.setEnabled(bool(count))
        self.empty.setVisible(not self.model.rowCount())
        if count:
            text = self.tr("Nothing is done yet. A draft of {count} changes is made; another person approves it.")
            self._say(text.format(count=number_text(count)), "")
        elif not self.model.rowCount():
            self._say(self.tr("The file holds no rows: there is nothing to take in."), "soon")
        elif outcome.refusals:
            text = self.tr("No row can be taken. Change how the file is read at the left, or mend the refused rows.")
            self._say(text, "soon")
        else:
            self._say(self.tr("The layer holds all of this already: there is nothing to do."), "ok")

    @Slot(object)
    def _on_drafted(self, sheet: Sheet) -> None:
        self.drafted.emit(sheet)
        self.close()

    @Slot(str)
    def _on_listed(self, path: str) -> None:
        self._say(
            self.tr("The refused rows stand in {path}. Mend them there and import that file.").format(path=path), "ok"
        )

    @Slot(object)
    def _on_trouble(self, error: BaseException) -> None:
        said = trouble(error if isinstance(error, Exception) else Exception(str(error)))
        own = isinstance(error, ValueError)  # Unreadable, NoPlace: their sentence is about this file
        text = self.tr("This file can't be read: {why}").format(why=in_our_words(str(error))) if own else said.text()
        self._say(text, "late")
        if self._importing.look is None:
            self.model.show_rows([])
            self.make.setEnabled(False)

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        self.busy.setVisible(busy)
        if busy:
            self.make.setEnabled(False)

    @Slot()
    def _on_chip(self) -> None:
        fate = next(fate for fate, chip in self.chips.items() if chip.isChecked())
        self.model.ask_for(fate)

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, now: QModelIndex, before: QModelIndex) -> None:
        found = self.model.row_at(now)
        self._ghosts.choose(found.id if found else "")

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        """Enter or a double click asks for the place on the map."""
        found = self.model.row_at(index)
        if found is not None and found.id:
            self._ghosts.go_to(found.id)

    @Slot()
    def _on_save_refused(self) -> None:
        look = self._importing.look
        name = f"{look.path.stem}.refused.csv" if look else "refused.csv"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the refused rows"), name, "CSV (*.csv)")
        if path:
            self._importing.list_refused(Path(path), partial(refusal_text, layer=self._layer))

    @Slot()
    def _on_make(self) -> None:
        self._importing.make_draft(self.name.text().strip())

    # --- words ----------------------------------------------------------------------------------

    def _text(self, found: FateRow, place: int) -> str:
        if place == 0:
            return self._fate_word(found.fate)
        if found.refusal is not None:
            if place == 1:
                return self.tr("row {line}: {cells}").format(line=found.refusal.line, cells=self._called(found.refusal))
            return refusal_text(found.refusal, self._layer)
        if found.feature is None:
            return found.id
        if place == 1:
            return name_of(found.feature)
        if found.why:
            return " · ".join(finding_sentence(finding, self._taken) for finding in found.why)
        return self._told(found)

    @property
    def _layer(self) -> str:
        return self._importing.look.reading.layer if self._importing.look else ""

    def _called(self, refusal: Refusal) -> str:
        """What a refused row is called: what stands in the column of the name, else in its first cells."""
        mapping = self._importing.look.reading.mapping if self._importing.look else {}
        label_of = BY_KEY[self._layer].label if self._layer else ""
        named = next((column for column, key in mapping.items() if key == label_of), "")
        cells = [refusal.row.get(named)] if named else list(refusal.row.values())
        return ", ".join(str(cell) for cell in cells if cell not in (None, ""))[:120]

    def _told(self, found: FateRow) -> str:
        feature = found.feature
        if feature is None:
            return ""
        if found.fields:
            return ", ".join(title_of(feature.layer, key) for key in found.fields)
        fields = BY_KEY[feature.layer].fields
        texts = [(field, value_text(field, feature.properties.get(field.key))) for field in fields]
        return " · ".join(text for field, text in texts if text and field.key != BY_KEY[feature.layer].label)

    def _tone(self, found: FateRow) -> QColor:
        return self._theme.color("soon" if found.why else TONES[found.fate])

    def _fate_word(self, fate: Fate | None) -> str:
        return {
            None: self.tr("All"),
            Fate.ADDED: self.tr("added"),
            Fate.CHANGED: self.tr("changed"),
            Fate.DELETED: self.tr("deleted"),
            Fate.SAME: self.tr("there already"),
            Fate.REFUSED: self.tr("refused"),
            Fate.DOUBTED: self.tr("with a warning"),
        }[fate]

    def _count(self, outcome: Outcome) -> None:
        counts: dict[Fate | None, int] = {
            Fate.ADDED: outcome.count(ChangeKind.INSERT),
            Fate.CHANGED: outcome.count(ChangeKind.UPDATE),
            Fate.DELETED: outcome.count(ChangeKind.DELETE),
            Fate.SAME: len(outcome.same),
            Fate.REFUSED: len(outcome.refusals),
        }
        counts[None] = sum(counts.values())
        counts[Fate.DOUBTED] = len({finding.id for finding in outcome.findings})
        for fate, chip in self.chips.items():
            chip.setText(f"{self._fate_word(fate)} {number_text(counts[fate])}")
            chip.setVisible(fate is None or counts[fate] > 0 or chip.isChecked())

    def _title(self) -> None:
        look = self._importing.look
        words = (
            self.tr("Import into {layer}").format(layer=layer_word(look.reading.layer)) if look else self.tr("Import")
        )
        self.title.setText(words)
        self.setWindowTitle(words)

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        set_look(self.said, "tone", tone)
        self.said.setAccessibleName(text)

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self.rows.viewport().update()

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self._title()
        self.whole.setText(self.tr("The file is the whole layer: what it does not hold is deleted"))
        self.empty.setText(self.tr("No rows of this kind."))
        self.show_all.setText(self.tr("Show on the map"))
        self.refused.setText(self.tr("Save the refused rows…"))
        self._name_title.setText(self.tr("DRAFT"))
        self.name.setAccessibleName(self.tr("Title of the draft"))
        self.make.setText(self.tr("Make a draft"))
        self.close_button.setText(self.tr("Cancel"))
        self.rows.setAccessibleName(self.tr("Rows of the file"))
        for fate, chip in self.chips.items():
            if not chip.text():
                chip.setText(self._fate_word(fate))
        if self._importing.outcome is not None:
            self._count(self._importing.outcome)
            self._judge(self._importing.outcome)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._ghosts.show_ghosts(())
        super().closeEvent(event)
