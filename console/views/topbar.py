"""The bar on top: the city, who is on shift, the figures that must be seen, search, the link's light and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from console import i18n, words
from console.domain.shifts import shift_at
from console.state.catalog import Catalog
from console.state.session import Session
from console.theme import Theme
from console.views.cardmarks import Look, draw_shape
from console.views.cardparts import button, label, row, set_look
from console.views.icons import icon
from console.views.light import Light
from console.views.searchbox import SearchBox
from console.words import plain_tip

HEIGHT = 48
COUNTERS: dict[str, Look] = {  # by filter; feeds are the catalogue's
    "new": Look("dot", "accent"),
    "late": Look("alarm", "late"),
    "unacknowledged": Look("arrow", "soon"),
    "feeds": Look("triangle", "soon"),
}
LINKS: dict[str, Look] = {
    "live": Look("dot", "ok"),
    "reconnecting": Look("ring", "soon"),
    "signed_out": Look("cross", "late"),
}
STALE_S = 15  # three beats of the service: a link that says nothing for so long is not live


class TopBar(QWidget):
    """Shows how the room stands at a glance; the figures are buttons that filter the queue."""

    filter_wanted = Signal(str)
    feeds_wanted = Signal()
    outbox_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        session: Session,
        catalog: Catalog,
        search: SearchBox,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._session, self._catalog, self._now = theme, session, catalog, now
        self._counts: dict[str, int] = {}
        self.search = search
        self.setObjectName("topbar")
        self.setProperty("panel", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._build()
        session.link_changed.connect(self._on_news)
        session.outbox_changed.connect(self._on_news)
        session.user_changed.connect(self._retranslate)
        catalog.feeds_changed.connect(self._on_news)
        self._retranslate()

    def _build(self) -> None:
        self.city, self.shift = label("lead"), label("small")
        self.demo = label()
        self.demo.setProperty("badge", "soon")
        self.counters = {key: self._counter(key) for key in COUNTERS}
        self.light = Light(self._theme)
        self.light.clicked.connect(self.outbox_wanted)
        self.link = self.light.link
        self.clock = label("lead")
        self.mute, self.menu = QToolButton(), QToolButton()
        self.mute.setObjectName("mute")
        self.menu.setObjectName("menu")
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for made in (self.mute, self.menu):
            made.setIconSize(QSize(20, 20))
            made.setAutoRaise(True)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.setMinimumWidth(176)
        self.search.setMaximumWidth(400)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 8, 0)
        layout.setSpacing(12)
        for part in (self.city, self.demo, self.shift):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        layout.addLayout(row(*self.counters.values(), spacing=0))
        layout.addStretch(1)
        layout.addWidget(self.search, 4)
        layout.addSpacing(4)
        layout.addWidget(self.light)
        layout.addWidget(self.clock)
        layout.addLayout(row(self.mute, self.menu, spacing=0))

    def _counter(self, key: str) -> QPushButton:
        made = button("quiet", f"count_{key}")
        made.setIconSize(QSize(14, 14))
        made.clicked.connect(self._on_counter)
        return made

    # --- what is shown ---------------------------------------------------------------------------

    def set_counts(self, counts: dict[str, int]) -> None:
        """The figures of the queue's filters over the whole city."""
        if counts != self._counts:
            self._counts = dict(counts)
            self._show_counts()

    @Slot()
    def tick(self) -> None:
        """A second has passed."""
        now = self._now()
        if self.clock.text() != i18n.clock(now):
            self.clock.setText(i18n.clock(now))
            self._show_shift(now)
        self._show_link(now)

    def set_mute(self, action: QAction) -> None:
        """The button for the sound follows this action."""
        self.mute.setDefaultAction(action)

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self.light.mark.set_theme(theme)
        self.menu.setIcon(icon(theme, "mdi6.menu"))
        self.search.set_theme(theme)
        self._show_counts()

    @Slot()
    def _on_news(self) -> None:
        self._show_counts()
        self._show_link(self._now())
        self.light.show_outbox(self._session.waiting, self._session.undecided)
        self.demo.setVisible(self._session.demo or self._catalog.has_demo())

    @Slot()
    def _on_counter(self) -> None:
        key = self.sender().objectName().removeprefix("count_")
        if key == "feeds":
            self.feeds_wanted.emit()
        else:
            self.filter_wanted.emit(key)

    def _show_counts(self) -> None:
        late_feeds = sum(feed.state in ("late", "failed") for feed in self._catalog.feeds())
        titles = {
            "new": self.tr("New"),
            "late": self.tr("Late"),
            "unacknowledged": self.tr("Unacknowledged"),
            "feeds": self.tr("Feeds late"),
        }
        for key, made in self.counters.items():
            number = late_feeds if key == "feeds" else self._counts.get(key, 0)
            look = COUNTERS[key] if number else Look(COUNTERS[key].shape, "disabled")
            made.setText(f"{titles[key]}  {words.number_text(number)}")
            made.setIcon(shape_icon(self._theme, look, self.devicePixelRatioF()))
            made.setAccessibleName(f"{titles[key]}: {words.number_text(number)}")
            set_look(made, "tone", "muted" if not number else "late" if look.tone == "late" else "")

    def _show_link(self, now: datetime) -> None:
        age = self._session.age_s(now)
        link = self._session.link
        if link == "live" and (age is None or age > STALE_S):
            link = "reconnecting"
        names = {
            "live": self.tr("live"),
            "reconnecting": self.tr("reconnecting"),
            "signed_out": self.tr("signed out"),
        }
        text = names.get(link, link) + (f" {words.age_text(age)}" if age is not None else "")
        self.light.show_link(LINKS.get(link, LINKS["reconnecting"]), text)

    def _show_shift(self, now: datetime) -> None:
        shift = shift_at(now)
        hours = f"{i18n.hour(shift.start)}–{i18n.hour(shift.end)}"
        user = self._session.user
        self.shift.setText(f"{words.shift_word(shift.key)} · {user.title or user.name}")
        left = words.age_text((shift.end - now) / timedelta(seconds=1))
        tip = self.tr("{shift} {hours}, {left} left. Signed in: {name}, {role}.")
        self.shift.setToolTip(
            plain_tip(
                tip.format(
                    shift=words.shift_word(shift.key),
                    hours=hours,
                    left=left,
                    name=user.title or user.name,
                    role=words.role_word(user.role),
                )
            )
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    @Slot()
    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("State of the room"))
        self.city.setText(f"POC {words.of(self._session.city.name)}")
        self.demo.setText(self.tr("DEMO"))
        self.demo.setToolTip(plain_tip(words.of(self._session.city.demo_note)))
        self.menu.setAccessibleName(self.tr("Menu"))
        self.menu.setToolTip(self.tr("Menu"))
        self.clock.setAccessibleName(self.tr("Time"))
        self.clock.setText("")
        self.set_theme(self._theme)
        self._on_news()
        self.tick()


def shape_icon(theme: Theme, look: Look, ratio: float = 1.0, side: int = 14) -> QIcon:
    """A shape of the card's marks as an icon."""
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_shape(painter, QRectF(0, 0, side, side), look.shape, theme.color(look.tone))
    painter.end()
    return QIcon(picture)
