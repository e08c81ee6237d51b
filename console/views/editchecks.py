"""What the checks say of an edit, and where somebody else published the same: each leads to its place on the map."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.state.editing import LayerEditing
from console.theme import Theme
from console.views.cardparts import button, label, row
from console.views.icons import icon
from console.views.layerwords import finding_sentence, name_of, title_of
from layers.changes import Conflict, content, same, with_content
from layers.checks import Finding, Severity
from layers.features import Feature

ITEM = Qt.ItemDataRole.UserRole


class EditChecks(QDialog):
    """A list beside the map: Enter shows the place; a conflict is decided here or in the review."""

    wanted = Signal(str, object)  # feature id, (lon, lat) or None

    def __init__(self, editing: LayerEditing, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("edit_checks")
        self._editing, self._theme = editing, theme
        self.setWindowTitle(self.tr("What the checks say"))
        self.resize(520, 420)
        self.head = label("muted", wrap=True)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(self.windowTitle())
        self.list.itemActivated.connect(self._on_activated)
        self.list.currentItemChanged.connect(self._on_current)
        self.mine, self.theirs, close = button("quiet", "mine"), button("quiet", "theirs"), button("primary", "close")
        self.mine.setText(self.tr("Keep mine"))
        self.theirs.setText(self.tr("Take theirs"))
        close.setText(self.tr("Close"))
        self.mine.clicked.connect(self._on_mine)
        self.theirs.clicked.connect(self._on_theirs)
        close.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(label("title", self.windowTitle()))
        layout.addWidget(self.head)
        layout.addWidget(self.list, 1)
        layout.addLayout(row(self.mine, self.theirs, None, close))
        editing.findings_changed.connect(self.refresh)
        editing.state_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """As it stands now; what was chosen stays chosen."""
        if not self._editing.is_editing:
            self.close()
            return
        place = self.list.currentRow()
        self.list.clear()
        for conflict in self._editing.conflicts.values():
            self._add(self._about(conflict), "mdi6.alert-circle", "late", conflict)
        for finding in self._editing.findings:
            late = finding.severity is Severity.ERROR
            name = self._name(finding.id)
            text = f"{name}: {finding_sentence(finding, self._editing.features)}"
            self._add(text, "mdi6.alert-octagon" if late else "mdi6.alert-outline", "late" if late else "soon", finding)
        self.list.setCurrentRow(min(max(place, 0), self.list.count() - 1))
        count = self.list.count()
        words = self.tr("{count} things. Enter shows each on the map.").format(count=count)
        self.head.setText(words if count else self.tr("The checks find nothing wrong with what was edited."))
        self._on_current()

    def _add(self, text: str, glyph: str, tone: str, what: object) -> None:
        item = QListWidgetItem(icon(self._theme, glyph, tone), text)
        item.setData(ITEM, what)
        self.list.addItem(item)

    def _name(self, ident: str) -> str:
        feature = self._editing.features.get(ident) or self._editing.base.get(ident)
        return name_of(feature) if feature is not None else ident

    def _about(self, conflict: Conflict) -> str:
        name, fields = self._name(conflict.id), ", ".join(title_of(self._editing.layer, key) for key in conflict.fields)
        if conflict.theirs is None:
            return self.tr("{name}: somebody else deleted it, you changed it").format(name=name)
        if conflict.mine is None:
            return self.tr("{name}: you deleted it, somebody else changed it").format(name=name)
        return self.tr("{name}: somebody else published another value of {fields}").format(name=name, fields=fields)

    def _current(self) -> object:
        return self.list.currentItem().data(ITEM) if self.list.currentRow() >= 0 else None

    @Slot()
    def _on_current(self) -> None:
        about = isinstance(self._current(), Conflict) and self._editing.is_open
        for made in (self.mine, self.theirs):
            made.setVisible(about)

    @Slot(QListWidgetItem)
    def _on_activated(self, item: QListWidgetItem) -> None:
        what = item.data(ITEM)
        if isinstance(what, Finding):
            place = (what.lon, what.lat) if what.lon is not None and what.lat is not None else None
            self.wanted.emit(what.id, place)
        elif isinstance(what, Conflict):
            self.wanted.emit(what.id, None)

    @Slot()
    def _on_mine(self) -> None:
        self._decide(mine=True)

    @Slot()
    def _on_theirs(self) -> None:
        self._decide(mine=False)

    def _decide(self, *, mine: bool) -> None:
        """Mine keeps my values of the disputed fields, and takes theirs of all others."""
        conflict = self._current()
        if not isinstance(conflict, Conflict):
            return
        after: Feature | None = decided(conflict) if mine else conflict.theirs
        label_ = self.tr("Keep mine") if mine else self.tr("Take theirs")
        self._editing.decide(label_, {conflict.id: after})


def decided(conflict: Conflict) -> Feature | None:
    """Mine where both changed the same; of the fields that only they changed, theirs."""
    mine, theirs = conflict.mine, conflict.theirs
    if mine is None or theirs is None:
        return mine
    before, here, there = content(conflict.base), content(mine), content(theirs)
    kept = dict(there)
    for key in {*before, *here}:
        if key in conflict.fields or not same(here.get(key), before.get(key)):
            kept[key] = here.get(key)
    return with_content(theirs, kept)
