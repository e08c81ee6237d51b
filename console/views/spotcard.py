"""The card of a chosen thing on the map: what is known of it, how old that is, and the report to make of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPlainTextEdit, QWidget

from console import words
from console.views.cardparts import UNIT, button, clear, column, label, no_mnemonic, row
from console.views.cardtext import Elided, OutsideText
from console.views.layerwords import value_said
from console.words import plain_tip
from layers import catalog
from layers.features import Feature
from layers.schema import Field, Kind

WIDTH = 340
LINKS = ("https", "http", "rtsp")


class SpotCard(QFrame):
    """Lies at the lower left of the map. Told what to show; says what the operator wants."""

    report_wanted = Signal()
    open_wanted = Signal()  # the report that there is already
    sent = Signal(str)  # the report's words
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("spot_card")
        self.setProperty("card", "true")
        self.setFixedWidth(WIDTH)
        self.title, self.state = OutsideText(), label("small", wrap=True)
        self.title.setProperty("role", "lead")
        self.known, self.link = label("small", wrap=True), button("quiet", "spot_link")
        self.text = _Words(self)
        self.goes_to = label("small", wrap=True)
        self.report_button, self.send_button = button("primary", "spot_report"), button("primary", "spot_send")
        self.open_button, self.close_button = button("", "spot_open"), button("quiet", "spot_close")
        self._fields = QGridLayout()
        self._fields.setHorizontalSpacing(UNIT * 2)
        self._fields.setVerticalSpacing(2)
        self._fields.setColumnStretch(1, 1)
        self._address = ""
        self._lay_out()
        self.report_button.clicked.connect(self.report_wanted)
        self.open_button.clicked.connect(self.open_wanted)
        self.close_button.clicked.connect(self.closed)
        self.send_button.clicked.connect(self._send)
        self.text.taken.connect(self._send)
        self.text.left.connect(self.stop_asking)
        self.link.clicked.connect(self._open_link)
        self.hide()

    def _lay_out(self) -> None:
        body = column(self, spacing=UNIT, margins=(UNIT * 2, UNIT + 4, UNIT * 2, UNIT + 4))
        body.addWidget(self.title)
        body.addWidget(self.state)
        body.addLayout(self._fields)
        body.addLayout(row(self.link, None))
        for widget in (self.known, self.text, self.goes_to):
            body.addWidget(widget)
        body.addLayout(row(self.report_button, self.send_button, self.open_button, None, self.close_button))

    # --- what is shown ---------------------------------------------------------------------------

    def show_feature(self, feature: Feature, state: str, now: datetime) -> None:
        """The feature's name, what its symbol says, and every field that holds something."""
        layer = catalog.BY_KEY[feature.layer]
        name = str(feature.properties.get(layer.label) or "")
        self.title.show_text(name or words.layer_word(layer.key))
        self.state.setText(" · ".join(filter(None, (words.layer_word(layer.key) if name else "", state))))
        clear(self._fields)
        at = 0
        for field in layer.fields:
            value = feature.properties.get(field.key)
            if field.kind is Kind.LINK or field.key == layer.label or value in (None, ""):
                continue
            self._say(at, words.field_word(field.title), value_said(field, value, now))
            at += 1
        if feature.updated_at is not None:
            said = " · ".join(filter(None, (words.moment_text(feature.updated_at, now), feature.source)))
            self._say(at, self.tr("As of"), said)
        self._show_link(layer.fields, feature.properties)
        self.setAccessibleName(f"{name}, {self.state.text()}")

    def _say(self, at: int, caption: str, value: str) -> None:
        said = Elided()
        said.setText(value)
        self._fields.addWidget(label("small", caption), at, 0)
        self._fields.addWidget(said, at, 1)

    def _show_link(self, fields: tuple[Field, ...], properties: Mapping[str, object]) -> None:
        held = (properties.get(field.key) for field in fields if field.kind is Kind.LINK)
        address = next((str(value) for value in held if value), "")
        good = QUrl(address, QUrl.ParsingMode.StrictMode)
        self._address = address if good.isValid() and good.scheme() in LINKS and good.host() else ""
        self.link.setVisible(bool(self._address))
        self.link.setText(no_mnemonic(self.tr("Open {host}").format(host=good.host())))
        self.link.setToolTip(plain_tip(self._address))

    def show_doors(self, category: str, known: str, key: str) -> None:
        """The report that can be made (its category; empty: none), and what is known of an open one (empty: none)."""
        self.stop_asking()
        self.report_button.setVisible(bool(category) and not known)
        self.report_button.setText(no_mnemonic(self.tr("Report: {category}").format(category=category)) + f"   {key}")
        self.open_button.setVisible(bool(known))
        self.open_button.setText(self.tr("Show the report") + f"   {key}")
        self.known.setText(known)
        self.known.setVisible(bool(known))
        self.close_button.setText(self.tr("Close"))

    def ask(self, text: str, goes_to: str) -> None:
        """The words of the report, to be sent by Enter as they are or changed before."""
        self.text.setPlainText(text)
        self.text.setAccessibleName(self.tr("The report's words"))
        self.text.selectAll()
        self.goes_to.setText(goes_to)
        self.send_button.setText(self.tr("Send") + "   ⏎")
        for widget in (self.text, self.goes_to, self.send_button):
            widget.show()
        self.report_button.hide()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def is_asking(self) -> bool:
        """Whether the words of a report stand there, not sent yet."""
        return self.text.isVisibleTo(self)

    @Slot()
    def stop_asking(self) -> None:
        """No report after all; the card stays."""
        was = self.is_asking
        for widget in (self.text, self.goes_to, self.send_button):
            widget.hide()
        if was:
            self.report_button.show()

    @Slot()
    def _send(self) -> None:
        text = self.text.toPlainText().strip()
        if text and self.is_asking:
            self.sent.emit(text)

    @Slot()
    def _open_link(self) -> None:
        if self._address:
            QDesktopServices.openUrl(QUrl(self._address))


class _Words(QPlainTextEdit):
    """Some lines; Enter takes them, Shift+Enter begins another, Esc leaves."""

    taken = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(84)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.taken.emit()
        elif _is_escape(event):
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape
