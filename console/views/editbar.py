"""The bar of an edit, over the lower edge of the map: what is edited, how far it is kept, and every tool."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout

from console.i18n import QT_TRANSLATE_NOOP, number
from console.state.editing import LayerEditing
from console.state.editsending import Sync
from console.theme import Theme
from console.views.cardparts import button, label, set_look
from console.views.icons import icon
from console.views.mapview import MapView
from console.words import language, layer_word, plain_tip
from layers.catalog import BY_KEY, Geometry
from layers.checks import Severity

GLYPHS: tuple[tuple[str, str], ...] = (  # command, icon; an empty one is a gap
    ("edit.choose", "mdi6.cursor-default"),
    ("edit.add", "mdi6.map-marker-plus-outline"),
    ("edit.corners", "mdi6.vector-polyline-edit"),
    ("edit.move", "mdi6.cursor-move"),
    ("edit.split", "mdi6.content-cut"),
    ("edit.merge", "mdi6.vector-union"),
    ("edit.delete", "mdi6.trash-can-outline"),
    ("", ""),
    ("edit.fields", "mdi6.form-select"),
    ("edit.coordinates", "mdi6.crosshairs-gps"),
    ("edit.measure", "mdi6.ruler"),
    ("edit.copy", "mdi6.content-copy"),
    ("edit.paste", "mdi6.content-paste"),
    ("", ""),
    ("edit.snap", "mdi6.magnet"),
    ("edit.share", "mdi6.vector-link"),
    ("", ""),
    ("edit.undo", "mdi6.undo"),
    ("edit.redo", "mdi6.redo"),
)
ADDS = {
    Geometry.POINT: "mdi6.map-marker-plus-outline",
    Geometry.LINE: "mdi6.vector-polyline-plus",
    Geometry.POLYGON: "mdi6.vector-polygon",
}
SYNC: dict[Sync, tuple[str, str, str]] = {  # words, icon, colour
    Sync.SENT: (QT_TRANSLATE_NOOP("EditBar", "kept at the service"), "mdi6.cloud-check-outline", "ok"),
    Sync.UNSENT: (QT_TRANSLATE_NOOP("EditBar", "not sent yet"), "mdi6.cloud-upload-outline", "soon"),
    Sync.SENDING: (QT_TRANSLATE_NOOP("EditBar", "being sent"), "mdi6.cloud-upload-outline", "soon"),
    Sync.AWAY: (
        QT_TRANSLATE_NOOP("EditBar", "service away: kept on this computer"), "mdi6.cloud-off-outline", "late"
    ),
    Sync.REFUSED: (QT_TRANSLATE_NOOP("EditBar", "refused by the service"), "mdi6.cloud-alert", "late"),
    Sync.MOVED: (QT_TRANSLATE_NOOP("EditBar", "changed elsewhere too"), "mdi6.cloud-alert", "late"),
}  # fmt: skip
BUTTON = 36
ABOVE_FOOT = 6  # px over the scale, the coordinates and the attribution


class EditBar(QFrame):
    """Buttons of the edit's actions; the actions are the desk's own, so that keys, menu and bar are one."""

    def __init__(self, actions: dict[str, QAction], editing: LayerEditing, theme: Theme, host: MapView) -> None:
        super().__init__(host)
        self.setObjectName("edit_bar")
        self.setProperty("card", "true")
        self._actions, self._editing, self._theme, self._host = actions, editing, theme, host
        self.title, self.sync = label("lead"), label("small")
        self._sign, self._chosen = label(), label("muted")
        self.checks, self.submit, self.leave = button("quiet"), button("primary"), button("quiet")
        self.buttons: dict[str, QToolButton] = {}
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self._chosen)
        head.addWidget(self._sign)
        head.addWidget(self.sync, 1)
        for made, command in ((self.checks, "edit.checks"), (self.submit, "edit.submit"), (self.leave, "edit.leave")):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(actions[command].trigger)
            head.addWidget(made)
        tools = QHBoxLayout()
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(1)
        for command, _ in GLYPHS:
            if not command:
                tools.addSpacing(6)
                continue
            tools.addWidget(self._tool(command))
        tools.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(tools)
        editing.state_changed.connect(self.refresh)
        editing.findings_changed.connect(self.refresh)
        editing.changed.connect(self.refresh)
        editing.selection_changed.connect(self.refresh)
        host.installEventFilter(self)
        self.hide()

    def _tool(self, command: str) -> QToolButton:
        made = QToolButton()
        made.setObjectName(f"bar.{command}")
        made.setFixedSize(BUTTON, BUTTON)
        made.setIconSize(QSize(20, 20))
        action = self._actions[command]
        made.setCheckable(action.isCheckable())
        made.setChecked(action.isChecked())
        made.clicked.connect(action.trigger)
        action.toggled.connect(made.setChecked)
        self.buttons[command] = made
        return made

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        for command, glyph in GLYPHS:
            if command:
                self.buttons[command].setIcon(icon(theme, glyph, "text"))
        self.refresh()

    def mark_tool(self, command: str) -> None:
        """The tool that is in the hand is pressed down."""
        for name in ("edit.choose", "edit.add", "edit.corners", "edit.move", "edit.split", "edit.measure"):
            self._actions[name].setChecked(name == command)
            self.buttons[name].setChecked(name == command)

    @Slot()
    def refresh(self) -> None:
        """Says how the edit stands."""
        editing = self._editing
        if not editing.layer:
            self.hide()
            return
        row = BY_KEY[editing.layer]
        self.buttons["edit.add"].setIcon(icon(self._theme, ADDS[row.geometry], "text"))
        count, chosen = len(editing.edited), len(editing.selection)
        words = self.tr("{layer}: {count} edited").format(layer=layer_word(row.key), count=number(count, 0, language()))
        self.title.setText(words)
        self._chosen.setText(self.tr("{count} chosen").format(count=number(chosen, 0, language())))
        self._say_sync()
        errors = sum(found.severity is Severity.ERROR for found in editing.findings)
        told = len(editing.findings) + len(editing.conflicts)
        self.checks.setText(self.tr("Checks: {count}").format(count=told) if told else self.tr("Checks: all well"))
        set_look(self.checks, "tone", "late" if errors or editing.conflicts else "soon" if told else "")
        self.submit.setText(self.tr("Hand in…"))
        self.leave.setText(self.tr("Stop editing"))
        self.submit.setEnabled(self._actions["edit.submit"].isEnabled())
        for command, made in self.buttons.items():
            made.setEnabled(self._actions[command].isEnabled())
            self._name(made, command)
        self.place()

    def _name(self, made: QToolButton, command: str) -> None:
        action = self._actions[command]
        text = action.toolTip()
        steps = self._editing.steps
        step = {"edit.undo": steps.undo_label, "edit.redo": steps.redo_label}.get(command, "")
        keys = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        made.setToolTip(plain_tip(text + (f": {step}" if step else "") + (f" ({keys})" if keys else "")))
        made.setAccessibleName(made.toolTip())

    def _say_sync(self) -> None:
        editing = self._editing
        if not editing.is_open:
            words, glyph, tone = self.tr("to look at only"), "mdi6.lock-outline", "muted"
        elif editing.is_busy:
            words, glyph, tone = self.tr("a large step is being made"), "mdi6.timer-sand", "soon"
        else:
            words, glyph, tone = SYNC[editing.sync]
            words = QCoreApplication.translate("EditBar", words)
            if editing.sync is Sync.SENT and editing.draft is None:
                words = self.tr("nothing to keep yet")
        self.sync.setText(words)
        self._sign.setToolTip(plain_tip(words))
        self._sign.setAccessibleName(words)
        self._sign.setPixmap(icon(self._theme, glyph, tone).pixmap(16, 16))

    def place(self) -> None:
        """Over the lower edge of the host, in the middle."""
        room = self._host.width() - 16
        self.sync.show()
        self._chosen.setVisible(bool(self._editing.selection))
        for spare in (self.sync, self._chosen):  # in a narrow map signs alone must do; their tips say the rest
            if self.sizeHint().width() > room:
                spare.hide()
        self.adjustSize()
        width = min(max(self.sizeHint().width(), 300), self._host.width() - 16)
        self.resize(width, self.sizeHint().height())
        self.move(
            (self._host.width() - width) // 2, self._host.height() - self.height() - self._host.foot() - ABOVE_FOOT
        )
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)
