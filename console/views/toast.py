"""A short message over the map: what was just done, with the seconds in which it can be undone; or what went wrong."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget

from console.theme import Theme
from console.views.cardmarks import Look, Mark
from console.views.cardparts import button, label, row, set_look

DONE, BAD = Look("tick", "ok"), Look("alarm", "late")
PLAIN_S, BAD_S = 10, 30


class Toast(QFrame):
    """Lies over the lower edge of `host`, takes no focus, and goes by itself. Ctrl+Z undoes without the mouse."""

    undo_wanted = Signal()
    show_wanted = Signal(str)  # report id

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.over: QWidget | None = None  # of the same host: where that is seen, it stands above
        self._left = 0
        self._report = ""
        self.setObjectName("toast")
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.mark = Mark(theme, DONE, 16)
        self.text, self.more = label("", wrap=True), label("small", wrap=True)
        self.undo, self.show_report = button("quiet", "toast_undo"), button("quiet", "toast_show")
        self.close_button = button("quiet", "toast_close")
        self.undo.setProperty("tone", "accent")
        for made in (self.undo, self.show_report, self.close_button):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words_ = QVBoxLayout()
        words_.setSpacing(2)
        words_.addWidget(self.text)
        words_.addWidget(self.more)
        line = row(self.mark, spacing=12)
        line.addLayout(words_, 1)
        for made in (self.undo, self.show_report, self.close_button):
            line.addWidget(made)
        line.setContentsMargins(16, 8, 8, 8)
        self._line = line
        self.setLayout(line)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._on_second)
        self.undo.clicked.connect(self._on_undo)
        self.show_report.clicked.connect(self._on_show)
        self.close_button.clicked.connect(self.put_away)
        host.installEventFilter(self)
        self.set_theme(theme)
        self._retranslate()
        self.hide()

    def say_done(self, text: str, undo_s: int) -> None:
        """Something was done; for `undo_s` seconds it can be taken back by the button."""
        self._show(DONE, text, "", "", undo_s or PLAIN_S, undo=undo_s > 0)

    @Slot(str)
    def say(self, text: str) -> None:
        """Something was done that is not taken back here."""
        self.say_done(text, 0)

    def say_bad(self, text: str, more: str = "", report_id: str = "") -> None:
        """Something went wrong; `report_id` can be looked at."""
        self._show(BAD, text, more, report_id, BAD_S, undo=False)

    def reword(self, text: str) -> None:
        """Says the same thing better: more is known now."""
        self.text.setText(text)
        self.setAccessibleName(text)

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self.mark.set_theme(theme)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 4)
        shadow.setColor(theme.color("shadow", 0.5))
        self.setGraphicsEffect(shadow)

    @Slot()
    def put_away(self) -> None:
        """Goes away."""
        self._second.stop()
        self.hide()

    def _show(self, look: Look, text: str, more: str, report_id: str, seconds: int, undo: bool) -> None:
        self._report, self._left = report_id, seconds
        self.mark.set_look(look)
        self.text.setText(text)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.undo.setVisible(undo)
        self.show_report.setVisible(bool(report_id))
        self.setAccessibleName(text)
        set_look(self, "tone", look.tone)
        self._count()
        self.show()  # only now the labels have their fonts
        self._place()
        self.raise_()
        self._second.start()

    def _place(self) -> None:
        width = min(560, self._host.width() - 48)
        self.setFixedWidth(width)
        self._line.activate()  # else the inner column would answer with the heights of the last message
        height = self._line.heightForWidth(width) if self._line.hasHeightForWidth() else self.sizeHint().height()
        self.resize(width, max(height, 48))
        foot = 56 if self.over is None or not self.over.isVisible() else self._host.height() - self.over.y() + 8
        self.move((self._host.width() - width) // 2, self._host.height() - self.height() - foot)

    def _count(self) -> None:
        self.undo.setText(self.tr("Undo ({seconds})").format(seconds=self._left))

    @Slot()
    def _on_second(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.put_away()
        else:
            self._count()

    @Slot()
    def _on_undo(self) -> None:
        self.put_away()
        self.undo_wanted.emit()

    @Slot()
    def _on_show(self) -> None:
        report_id = self._report
        self.put_away()
        self.show_wanted.emit(report_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.show_report.setText(self.tr("Show it"))
        self.close_button.setText("×")
        self.close_button.setAccessibleName(self.tr("Put this message away"))
        self._count()
