"""The pages of an open draft: its difference in a table, what the checks say, what people say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import shapely
from PySide6.QtCore import QEvent, QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from console.models.difference import ROW, Column, DifferenceModel, DiffRow, FieldsModel, field_of, rows_of
from console.state.layerdrafts import Comment, Opened
from console.theme import Theme
from console.views.cardmarks import draw_shape
from console.views.cardparts import UNIT, button, clear, column, label, row
from console.views.cardtext import NoteField, Words
from console.views.layerwords import (
    KIND_LOOKS,
    SEVERITY_LOOKS,
    finding_sentence,
    kind_word,
    name_of,
    number_of,
    severity_word,
    title_of,
    value_text,
)
from console.words import moment_text, number_text, plain_tip
from layers.changes import GEOMETRY
from layers.checks import Finding, Severity, flat
from layers.features import Feature

FINDING = int(Qt.ItemDataRole.UserRole)


def tidy(view: QTableView) -> QTableView:
    """A table of whole rows without grid or numbers."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(36)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    head = view.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setStretchLastSection(True)
    return view


def shape_text(feature: Feature | None) -> str:
    """A geometry in words: the place of a point, else how long or large it is."""
    if feature is None:
        return ""
    geometry = feature.geometry
    if geometry.geom_type == "Point":
        return f"{geometry.y:.6f}, {geometry.x:.6f}"
    (plain,) = flat([geometry])
    corners = number_text(int(shapely.get_num_coordinates(geometry)))
    size = f"{number_of(round(plain.area))} m²" if plain.area else f"{number_of(round(plain.length))} m"
    return f"{size} · {corners} ⋅"


class ShapeLook(QStyledItemDelegate):
    """The first column: a shape in its colour before the word."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        super().paint(painter, option, index)
        found = index.data(ROW)
        if isinstance(found, DiffRow):
            look, rect = KIND_LOOKS[found.kind], option.rect
            box = QRectF(rect.left() + 10, rect.center().y() - 7, 15, 15)
            draw_shape(painter, box, look.shape, self.theme.color(look.tone))

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        super().initStyleOption(option, index)
        option.text = f"       {option.text}"  # room for the shape


class FieldLook(QStyledItemDelegate):
    """Fields that differ stand out: bold, and struck out where they were."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, FieldsModel) and model.is_changed(index.row()):
            font = option.font
            font.setBold(index.column() != 1)
            font.setStrikeOut(index.column() == 1)
            option.font = font


class ChangesPage(QWidget):
    """The features of the draft above, the fields of the chosen one below."""

    chosen = Signal(str)  # feature id
    show_wanted = Signal(str)
    history_wanted = Signal(str)
    take_out_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.model = DifferenceModel(self._text, self)
        self.fields = FieldsModel(title_of, self._value, self)
        self.table, self.detail = tidy(QTableView()), tidy(QTableView())
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.detail.setModel(self.fields)
        self.detail.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.look = ShapeLook(theme, self.table)
        self.table.setItemDelegateForColumn(Column.KIND, self.look)
        self.detail.setItemDelegate(FieldLook(self.detail))
        for at, width in ((Column.KIND, 130), (Column.NAME, 240), (Column.FIELDS, 260)):
            self.table.setColumnWidth(at, width)
        for place, width in ((0, 180), (1, 260)):
            self.detail.setColumnWidth(place, width)
        self.show_button, self.history_button = button("", "show_feature"), button("", "feature_history")
        self.out_button = button("", "take_out")
        self.empty = label("muted", wrap=True)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(self.detail)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        layout = column(self, spacing=UNIT, margins=(0, UNIT, 0, 0))
        layout.addWidget(self.empty)
        layout.addWidget(parts, 1)
        layout.addLayout(row(self.show_button, self.history_button, None, self.out_button))
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.model.modelReset.connect(self._on_reset)
        self.table.activated.connect(self._on_show)
        self.show_button.clicked.connect(self._on_show)
        self.history_button.clicked.connect(self._on_history)
        self.out_button.clicked.connect(self._on_out)
        self.retranslate()

    @property
    def current(self) -> DiffRow | None:
        """The chosen feature's row."""
        found = self.table.currentIndex().data(ROW)
        return found if isinstance(found, DiffRow) else None

    def show_draft(self, opened: Opened, may_change: bool) -> None:
        """Another draft, or the same as it stands now; the chosen feature stays chosen."""
        before = self.current
        self.model.show_rows(rows_of(opened))
        self.empty.setVisible(not self.model.rows)
        self.out_button.setVisible(may_change)
        if before is not None:
            self.choose(before.id)

    def choose(self, ident: str) -> None:
        """Chooses a feature."""
        place = self.model.place_of(ident)
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, 0))

    @Slot()
    def _on_reset(self) -> None:
        self._on_row(QModelIndex(), QModelIndex())

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, now: QModelIndex, before: QModelIndex) -> None:
        found = now.data(ROW)
        one = found if isinstance(found, DiffRow) else None
        self.fields.show_row(one)
        for made in (self.show_button, self.history_button, self.out_button):
            made.setEnabled(one is not None)
        self.chosen.emit(one.id if one else "")

    @Slot()
    def _on_show(self) -> None:
        if self.current is not None:
            self.show_wanted.emit(self.current.id)

    @Slot()
    def _on_history(self) -> None:
        if self.current is not None:
            self.history_wanted.emit(self.current.id)

    @Slot()
    def _on_out(self) -> None:
        if self.current is not None:
            self.take_out_wanted.emit(self.current.id)

    def _text(self, found: DiffRow, place: int) -> str:
        if place == Column.KIND:
            return kind_word(found.kind)
        if place == Column.NAME:
            return name_of(found.feature)
        if place == Column.FIELDS:
            return ", ".join(title_of(found.feature.layer, key) for key in found.fields)
        marks = [
            self.tr("in conflict: decide") if found.conflict else "",
            self.tr("merged with somebody's edit") if found.merged else "",
            self.tr("errors: {count}").format(count=found.errors) if found.errors else "",
            self.tr("warnings: {count}").format(count=found.warnings) if found.warnings else "",
            self.tr("comments: {count}").format(count=found.comments) if found.comments else "",
        ]
        return " · ".join(filter(None, marks))

    def _value(self, found: DiffRow, side: Feature | None, key: str) -> str:
        if key == GEOMETRY:
            return shape_text(side)
        return value_text(field_of(found.feature.layer, key), side.properties.get(key)) if side else ""

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.table.setAccessibleName(self.tr("Changed features"))
        self.detail.setAccessibleName(self.tr("Fields before and after"))
        self.empty.setText(self.tr("Nothing is changed in this draft yet."))
        self.show_button.setText(self.tr("Show on the map"))
        self.history_button.setText(self.tr("History…"))
        self.out_button.setText(self.tr("Leave this change out"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self.table.viewport().update()


class ChecksPage(QWidget):
    """What the checks say, errors first."""

    show_wanted = Signal(str)  # feature id

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lead, self.list = label("", wrap=True), QListWidget()
        self.list.setUniformItemSizes(True)
        layout = column(self, spacing=UNIT, margins=(0, UNIT, 0, 0))
        layout.addWidget(self.lead)
        layout.addWidget(self.list, 1)
        self.list.itemActivated.connect(self._on_activated)
        self.list.currentItemChanged.connect(self._on_activated)

    def show_draft(self, opened: Opened, features: Mapping[str, Feature]) -> None:
        """The findings of a draft. `features`: by which they are called by name."""
        self.list.blockSignals(True)
        self.list.clear()
        for finding in opened.findings:
            self.list.addItem(self._item(finding, features))
        self.list.blockSignals(False)
        errors = sum(finding.severity is Severity.ERROR for finding in opened.findings)
        warnings = len(opened.findings) - errors
        if errors:
            text = self.tr("{errors} errors: the draft can't be handed in before they are mended.")
        elif warnings:
            text = self.tr("{warnings} warnings: look at each; a word why they may stay is asked for.")
        else:
            text = self.tr("The checks have nothing to say against it.")
        self.lead.setText(text.format(errors=number_text(errors), warnings=number_text(warnings)))
        self.list.setVisible(bool(opened.findings))
        self.list.setAccessibleName(self.tr("Findings of the checks"))

    def _item(self, finding: Finding, features: Mapping[str, Feature]) -> QListWidgetItem:
        feature = features.get(finding.id)
        name = name_of(feature) if feature else finding.id
        text = f"{severity_word(finding.severity)} · {name} · {finding_sentence(finding, features)}"
        item = QListWidgetItem(text)
        item.setData(FINDING, finding)
        item.setForeground(self._theme.color(SEVERITY_LOOKS[finding.severity].tone))
        item.setToolTip(plain_tip(text))
        return item

    @Slot(QListWidgetItem)
    def _on_activated(self, item: QListWidgetItem | None) -> None:
        finding = item.data(FINDING) if item is not None else None
        if isinstance(finding, Finding):
            self.show_wanted.emit(finding.id)


class TalkPage(QWidget):
    """What people say of the draft, and a line to say something."""

    said = Signal(str, bool)  # text, whether about the chosen feature
    show_wanted = Signal(str)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        inside = QWidget()
        self._lines = column(inside, spacing=UNIT)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.field, self.send, self.about = NoteField(1), button("", "send_comment"), button("", "about_feature")
        self.about.setCheckable(True)
        self.about.setProperty("chip", True)
        layout = column(self, spacing=UNIT, margins=(0, UNIT, 0, 0))
        layout.addWidget(scroll, 1)
        layout.addLayout(row(self.about, None))
        layout.addLayout(row(self.field, self.send, wide=0))
        self.send.clicked.connect(self._on_send)
        self.field.entered.connect(self._on_send)
        self.retranslate()

    def show_draft(self, opened: Opened, features: Mapping[str, Feature]) -> None:
        """The comments of a draft."""
        clear(self._lines)
        for comment in opened.comments:
            self._lines.addWidget(self._line(comment, features))
        if not opened.comments:
            self._lines.addWidget(label("muted", self.tr("Nobody has said anything yet."), wrap=True))
        self._lines.addStretch(1)

    def set_feature(self, name: str) -> None:
        """The chosen feature, about which something may be said."""
        self.about.setVisible(bool(name))
        self.about.setChecked(False)
        self.about.setText(self.tr("About {name}").format(name=name[:60]))

    def _line(self, comment: Comment, features: Mapping[str, Feature]) -> QWidget:
        made = QWidget()
        lines = column(made, spacing=2)
        feature = features.get(comment.feature)
        about = name_of(feature) if feature else comment.feature
        when = moment_text(comment.at, self._now()) if comment.at else ""
        head = label("small", " · ".join(filter(None, (comment.by, when, about))))
        if comment.feature:
            place = button("quiet", f"show_{comment.feature}")
            place.setProperty("line", True)
            place.setText(self.tr("Show on the map"))
            place.clicked.connect(self._on_place)
            place.setProperty("feature", comment.feature)
            lines.addLayout(row(head, place, None))
        else:
            lines.addWidget(head)
        lines.addWidget(Words(comment.text))
        return made

    @Slot()
    def _on_place(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.show_wanted.emit(str(sender.property("feature")))

    @Slot()
    def _on_send(self) -> None:
        text = self.field.toPlainText().strip()
        if text:
            self.said.emit(text, self.about.isChecked())
            self.field.clear()

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.field.setPlaceholderText(self.tr("Say something about this draft"))
        self.field.setAccessibleName(self.tr("Say something about this draft"))
        self.send.setText(self.tr("Say it"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
