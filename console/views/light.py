"""The light of the link: how the service is reached, how old the data are, what is unsent; a click opens the outbox."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton

from console import words
from console.theme import Theme
from console.views.cardmarks import Look, Mark
from console.views.cardparts import label, row, set_look


class Light(QPushButton):
    """One button: shape and word of the link, then what waits and what must be decided, where there is any."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("light")
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self._waiting = self._undecided = 0
        self.mark, self.link = Mark(theme, size=12), label("small")
        self.outbox = label("small")
        line = row(self.mark, self.link, self.outbox, spacing=6)
        line.setContentsMargins(8, 0, 8, 0)
        self.setLayout(line)
        for part in (self.mark, self.link, self.outbox):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_outbox(0, 0)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_link(self, look: Look, text: str) -> None:
        """How the service is reached, with the age of what is shown."""
        self.mark.set_look(look)
        if self.link.text() != text:
            self.link.setText(text)
            self._name()

    def show_outbox(self, waiting: int, undecided: int) -> None:
        """How many entries are unsent, and how many were refused or overtaken."""
        self._waiting, self._undecided = waiting, undecided
        parts = []
        if waiting:
            parts.append(self.tr("unsent {number}").format(number=words.number_text(waiting)))
        if undecided:
            parts.append(self.tr("to decide {number}").format(number=words.number_text(undecided)))
        self.outbox.setText("· " + " · ".join(parts) if parts else "")
        self.outbox.setVisible(bool(parts))
        set_look(self.outbox, "tone", "late" if undecided else "soon")
        self._name()

    def _name(self) -> None:
        state = " ".join(filter(None, (self.link.text(), self.outbox.text())))
        self.setAccessibleName(self.tr("Link to the service: {state}").format(state=state))
        self.link.setAccessibleName(self.accessibleName())
        self.setToolTip(self.tr("Outbox: what waits, what was refused, what was sent (Ctrl+O)"))
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_outbox(self._waiting, self._undecided)
