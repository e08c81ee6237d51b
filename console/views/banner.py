"""What an operator must know at once: strips over the upper edge of the map, each gone when it is over.

They lie over the map, so that no row of the queue and no button of the card moves under the hand when one comes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from console import words
from console.i18n import QT_TRANSLATE_NOOP
from console.state.catalog import Catalog
from console.state.session import Session
from console.theme import Theme
from console.views.cardmarks import Look, Mark
from console.views.cardparts import button, label, row, set_look
from console.views.icons import icon
from console.views.mapview import EDGE, MapView

WIDEST, NARROWEST, LINE = 760, 320, 32  # px


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of banner. `holds` says whether it is so now; `text` may name {age} and {number}."""

    key: str
    look: Look
    text: str
    holds: Callable[[Session, Catalog], bool]
    action: str = ""  # the words on its button; which is told by `wanted`
    closable: bool = False


NOTICES: tuple[Notice, ...] = (
    Notice(
        "log",
        Look("alarm", "late"),
        QT_TRANSLATE_NOOP(
            "Banner",
            "The service's log is not the one that this console saw: somebody has changed it, or put an old one back.",
        ),
        lambda session, catalog: bool(session.log_alarm),
        QT_TRANSLATE_NOOP("Banner", "What to do"),
    ),
    Notice(
        "signed_out",
        Look("cross", "late"),
        QT_TRANSLATE_NOOP("Banner", "Nobody is signed in any more. Nothing was lost: sign in again."),
        lambda session, catalog: session.link == "signed_out",
        QT_TRANSLATE_NOOP("Banner", "Sign in"),
    ),
    Notice(
        "away",
        Look("alarm", "late"),
        QT_TRANSLATE_NOOP(
            "Banner",
            "The service does not answer; what you see is {age} old. Go on: what you do is kept and sent later.",
        ),
        lambda session, catalog: session.is_away,
    ),
    Notice(
        "stopped",
        Look("alarm", "late"),
        QT_TRANSLATE_NOOP(
            "Banner",
            "The service can't write: its disk is full or locked. Nothing new is taken in. Call the administrator now.",
        ),
        lambda session, catalog: session.intake != "ok",
    ),
    Notice(
        "unsent",
        Look("up", "soon"),
        QT_TRANSLATE_NOOP("Banner", "Not sent yet: moves on {number} reports. They are kept and sent by themselves."),
        lambda session, catalog: bool(session.unsent) and session.link != "live",
    ),
    Notice(
        "demo",
        Look("dot", "soon"),
        "",  # the profile's own sentence
        lambda session, catalog: session.demo or catalog.has_demo(),
        closable=True,
    ),
)


class _Line(QFrame):
    """One banner: a shape, a sentence, a button where something can be done."""

    closed = Signal()

    def __init__(self, notice: Notice, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setObjectName(f"banner_{notice.key}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, "banner", notice.look.tone)
        self.mark = Mark(theme, notice.look, 16)
        self.text = label("", wrap=True)
        self.text.setMinimumWidth(0)
        self.button = button("quiet", f"banner_{notice.key}_button")
        self.button.setVisible(bool(notice.action))
        self.close_button = QToolButton()
        self.close_button.setAutoRaise(True)
        self.close_button.setVisible(notice.closable)
        self.close_button.clicked.connect(self.closed)
        line = row(self.mark, self.text, self.button, self.close_button, spacing=12, wide=1)
        line.setContentsMargins(16, 4, 8, 4)
        self.setLayout(line)
        self.setMinimumHeight(LINE)


class Banners(QWidget):
    """All the banners that hold now. `wanted` carries the key of the one whose button was pressed."""

    wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        session: Session,
        catalog: Catalog,
        now: Callable[[], datetime],
        over: MapView | None = None,
    ) -> None:
        super().__init__(over)
        self._over = over
        self._session, self._catalog, self._now, self._theme = session, catalog, now, theme
        self._put_away: set[str] = set()
        self.lines = {notice.key: _Line(notice, theme, self) for notice in NOTICES}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for line in self.lines.values():
            layout.addWidget(line)
            line.closed.connect(self._on_closed)
            line.button.clicked.connect(self._on_button)
        for signal in (
            session.link_changed,
            session.unsent_changed,
            session.intake_changed,
            session.log_alarm_changed,
            catalog.feeds_changed,
        ):
            signal.connect(self.refresh)
        if over is not None:
            over.chrome_placed.connect(self.place)
        self._retranslate()

    @Slot()
    def place(self) -> None:
        """Lies between what else stands at the map's upper edge; where that is too narrow, over the layers."""
        over, layout = self._over, self.layout()
        if over is None or layout is None:
            return
        shown = any(line.isVisibleTo(self) for line in self.lines.values())
        self.setVisible(shown)
        left, right = over.free_top()
        if right - left < NARROWEST:
            left = EDGE
        width = max(0, min(right - left, WIDEST))
        self.setFixedWidth(width)
        layout.activate()
        self.resize(width, max(LINE, layout.heightForWidth(width)))
        self.move(left + (right - left - width) // 2, EDGE)
        over.set_head_room(self.height() + EDGE if shown else 0)
        self.raise_()

    @Slot()
    def refresh(self) -> None:
        """Shows what holds now."""
        age = self._session.age_s(self._now())
        figures = {
            "age": words.age_text(age or 0),
            "number": words.number_text(len(self._session.unsent)),
        }
        for key, line in self.lines.items():
            holds = line.notice.holds(self._session, self._catalog) and key not in self._put_away
            line.setVisible(holds)
            if holds:
                source = line.notice.text
                said = QCoreApplication.translate("Banner", source).format(**figures) if source else self._demo_note()
                line.text.setText(said)
                line.setAccessibleName(said)
        self.place()

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        for line in self.lines.values():
            line.mark.set_theme(theme)
            line.close_button.setIcon(icon(theme, "mdi6.close"))

    def _demo_note(self) -> str:
        return f"DEMO · {words.of(self._session.city.demo_note)}"

    @Slot()
    def _on_closed(self) -> None:
        line = self.sender()
        if isinstance(line, _Line):
            self._put_away.add(line.notice.key)
            self.refresh()

    @Slot()
    def _on_button(self) -> None:
        self.wanted.emit(self.sender().objectName().removeprefix("banner_").removesuffix("_button"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        for line in self.lines.values():
            line.button.setText(QCoreApplication.translate("Banner", line.notice.action) if line.notice.action else "")
            line.close_button.setToolTip(self.tr("Put away"))
            line.close_button.setAccessibleName(self.tr("Put this notice away"))
        self.set_theme(self._theme)
        self.refresh()
