"""The queue panel: filters with their counts, the list, what came in above it, and the bar for many at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from console import words
from console.models.filters import BY_KEY, FILTERS
from console.models.queue import QueueModel
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.theme import Theme
from console.views.cardparts import Flow, button, label, no_mnemonic, row, set_look
from console.views.icons import icon, pixmap
from console.views.queuelist import QueueList
from console.views.queuerows import sentence

BULK_ACTIONS = ("verify", "assign", "reject")


class QueuePanel(QWidget):
    """Shows the queue and lets one report be chosen, or many ticked."""

    bulk_wanted = Signal(str)  # an action for all that are ticked
    search_ended = Signal()

    def __init__(
        self,
        theme: Theme,
        store: ReportStore,
        selection: Selection,
        session: Session,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._selection, self._session = theme, selection, session
        self.model = QueueModel(store, now, lambda report, at: sentence(report, session, at), self)
        self.model.set_me(session.user.name)
        self.list = QueueList(self.model, theme, session, now, self)
        self.setProperty("panel", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(320)
        self._build()
        self._connect(session)
        self._retranslate()

    # --- made ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.chips: dict[str, QPushButton] = {}
        flow = Flow(spacing=6)
        for filter_ in FILTERS:
            chip = button(name=f"filter_{filter_.key}")
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setChecked(filter_.key == self.model.filter_key)
            chip.clicked.connect(self._on_chip)
            self.chips[filter_.key] = chip
            flow.addWidget(chip)
        self.category_menu, self.kecamatan_menu = QMenu(self), QMenu(self)
        self.category = self._choice("category", self.category_menu, self._fill_categories, self._on_category)
        self.kecamatan = self._choice("kecamatan", self.kecamatan_menu, self._fill_kecamatan, self._on_kecamatan)
        self.found = label("caption")
        self.end_search = button("quiet", "end_search")
        self.end_search.clicked.connect(self._on_end_search)
        self._search_bar = QWidget()
        self._search_bar.setLayout(row(self.found, None, self.end_search))
        self._search_bar.hide()
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 8)
        head.setSpacing(8)
        head.addLayout(flow)
        head.addLayout(row(self.category, self.kecamatan, None, spacing=4))
        head.addWidget(self._search_bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(_line())
        layout.addWidget(self.list, 1)
        layout.addWidget(self._build_bulk())
        self.pill = button("primary", "came_above")
        self.pill.setParent(self.list)
        self.pill.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pill.hide()
        self.empty_title, self.empty_hint = label("lead", wrap=True), label("muted", wrap=True)
        self._empty = QWidget(self.list.viewport())
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty_icon = label()
        words_ = QVBoxLayout(self._empty)
        words_.setContentsMargins(40, 0, 40, 0)
        words_.setSpacing(8)
        for text in (self._empty_icon, self.empty_title, self.empty_hint):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words_.addWidget(text)
        words_.addStretch(1)

    def _build_bulk(self) -> QWidget:
        self.bulk = QWidget()
        self.bulk.setObjectName("bulk_bar")
        self.bulk.setProperty("panel", "raised")
        self.bulk.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.ticked = label("caption")
        self.bulk_buttons = {action: button("quiet", f"bulk_{action}") for action in BULK_ACTIONS}
        for made in self.bulk_buttons.values():
            made.clicked.connect(self._on_bulk)
        self.untick = button("quiet", "bulk_clear")
        self.untick.clicked.connect(self._on_untick)
        line = row(self.ticked, None, *self.bulk_buttons.values(), self.untick, spacing=0)
        line.setContentsMargins(12, 4, 4, 4)
        self.bulk.setLayout(line)
        self.bulk.hide()
        return self.bulk

    def _choice(
        self, name: str, menu: QMenu, fill: Callable[[], None], chosen: Callable[[QAction], None]
    ) -> QPushButton:
        made = button("quiet", f"filter_{name}")
        made.setMenu(menu)
        menu.setToolTipsVisible(False)
        menu.aboutToShow.connect(fill)
        menu.triggered.connect(chosen)
        return made

    def _connect(self, session: Session) -> None:
        self.model.counts_changed.connect(self._show_counts)
        self.model.filter_changed.connect(self._show_filter)
        for moved in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            moved.connect(self._show_emptiness)
        self.model.modelReset.connect(self._on_reset)
        self.list.chosen.connect(self._selection.choose)
        self.list.pointed.connect(self._selection.point_at)
        self.list.tick_wanted.connect(self._on_tick_wanted)
        self.list.above.connect(self._on_above)
        self.pill.clicked.connect(self.list.to_top)
        self._selection.changed.connect(self._on_selected)
        self._selection.pointed.connect(self.list.point_at)
        self._selection.ticked.connect(self._on_ticked)
        session.unsent_changed.connect(self.model.set_unsent)
        session.user_changed.connect(self._on_user)
        session.areas_changed.connect(self._on_areas)

    # --- what the desk asks ----------------------------------------------------------------------

    def step(self, by: int) -> None:
        """Chooses the next report (1) or the one before (-1)."""
        wanted = self.list.neighbour(self._selection.current, by)
        if wanted:
            self._selection.choose(wanted)

    def onward(self) -> None:
        """The chosen report is dealt with: chooses the next one; the one before at the end; none when there is none."""
        here = self._selection.current
        wanted = self.list.neighbour(here, 1) or self.list.neighbour(here, -1)
        self._selection.choose(wanted if wanted != here else None)

    def tick(self, step: int = 0) -> None:
        """Ticks the chosen report, or unticks it; with a step ticks it and the one there, and goes there."""
        here = self._selection.current
        if here is None or self.model.row_of(here) < 0:
            return
        if not step:
            self._selection.tick(self._selection.checked ^ {here})
            return
        there = self.list.neighbour(here, step)
        self._selection.tick(self._selection.checked | {here} | ({there} if there else set()))
        if there:
            self._selection.choose(there)

    def show_filter(self, key: str) -> None:
        """Shows what passes this filter, of every category and kecamatan."""
        self.model.end_search()
        self.model.set_filter(key)

    def set_compact(self, compact: bool) -> None:
        """Rows of 40 instead of 56 pixels."""
        self.list.set_compact(compact)

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self.list.set_theme(theme)
        self.end_search.setIcon(icon(theme, "mdi6.close"))
        self.untick.setIcon(icon(theme, "mdi6.close"))

    # --- what happens ----------------------------------------------------------------------------

    @Slot()
    def _on_chip(self) -> None:
        key = self.sender().objectName().removeprefix("filter_")
        self.model.set_filter(key, self.model.category, self.model.kecamatan)
        self._show_filter()

    @Slot(QAction)
    def _on_category(self, action: QAction) -> None:
        self.model.set_filter(self.model.filter_key, action.data(), self.model.kecamatan)

    @Slot(QAction)
    def _on_kecamatan(self, action: QAction) -> None:
        self.model.set_filter(self.model.filter_key, self.model.category, action.data())

    def _fill_categories(self) -> None:
        rows = [(words.of(item.title), item.code) for item in self._session.city.categories.values()]
        self._fill(self.category_menu, self.tr("All categories"), rows, self.model.category)
        for action in self.category_menu.actions():
            category = self._session.city.categories.get(action.data())
            if category:
                action.setIcon(icon(self._theme, category.icon))

    def _fill_kecamatan(self) -> None:
        rows = [(self._session.area_name(code), code) for code in self.model.kecamatan_codes()]
        self._fill(self.kecamatan_menu, self.tr("All kecamatan"), rows, self.model.kecamatan)

    def _fill(self, menu: QMenu, all_title: str, rows: list[tuple[str, str]], chosen: str) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for title, code in [(all_title, ""), *sorted(rows)]:
            action = menu.addAction(no_mnemonic(title))
            action.setData(code)
            action.setCheckable(True)
            action.setChecked(code == chosen)
            group.addAction(action)

    @Slot()
    def _on_end_search(self) -> None:
        self.model.end_search()
        self.search_ended.emit()

    @Slot(str)
    def _on_selected(self, report_id: str) -> None:
        self.list.show_chosen(report_id or None)

    @Slot()
    def _on_reset(self) -> None:
        """The rows are others now; the chosen report stays chosen, and stays where it was if it is here still."""
        row_ = self.model.row_of(self._selection.current)
        if row_ >= 0:
            self.list.selectRow(row_)

    @Slot(str, bool)
    def _on_tick_wanted(self, report_id: str, many: bool) -> None:
        if not many:
            self._selection.tick(self._selection.checked ^ {report_id})
            return
        start, end = sorted((max(0, self.model.row_of(self._selection.current)), self.model.row_of(report_id)))
        self._selection.tick(self._selection.checked | set(self.model.ids()[start : end + 1]))

    @Slot(list)
    def _on_ticked(self, ids: list[str]) -> None:
        self.model.set_ticked(ids)
        self.bulk.setVisible(bool(ids))
        self.ticked.setText(self.tr("%n ticked", "", len(ids)))

    @Slot()
    def _on_untick(self) -> None:
        self._selection.tick(())

    @Slot()
    def _on_bulk(self) -> None:
        self.bulk_wanted.emit(self.sender().objectName().removeprefix("bulk_"))

    @Slot(int)
    def _on_above(self, number: int) -> None:
        self.pill.setVisible(number > 0)
        if number:
            self.pill.setText(self.tr("%n new ↑", "", number))
            self.pill.adjustSize()
            self.pill.move((self.list.width() - self.pill.width()) // 2, 8)
            self.pill.raise_()

    @Slot()
    def _on_user(self) -> None:
        self.model.set_me(self._session.user.name)

    @Slot()
    def _on_areas(self) -> None:
        self._show_filter()
        self.list.viewport().update()

    # --- what is shown ---------------------------------------------------------------------------

    @Slot()
    def _show_counts(self) -> None:
        for key, chip in self.chips.items():
            number = self.model.counts[key]
            title = QCoreApplication.translate("Filters", BY_KEY[key].title)
            text = f"{title}  {words.number_text(number)}" if number else title
            if chip.text() != text:
                chip.setText(text)
                chip.setAccessibleName(f"{title}: {words.number_text(number)}")

    @Slot()
    def _show_filter(self) -> None:
        for key, chip in self.chips.items():
            chip.setChecked(key == self.model.filter_key and not self.model.sought)
        category = self._session.city.categories.get(self.model.category)
        self.category.setText(no_mnemonic(words.of(category.title)) if category else self.tr("All categories"))
        name = self._session.area_name(self.model.kecamatan) if self.model.kecamatan else ""
        self.kecamatan.setText(no_mnemonic(name) or self.tr("All kecamatan"))
        set_look(self.category, "tone", "accent" if category else "")
        set_look(self.kecamatan, "tone", "accent" if name else "")
        self._search_bar.setVisible(bool(self.model.sought))
        self.found.setText(
            self.tr("Search “{text}”: {number} found").format(
                text=self.model.sought[:24], number=words.number_text(self.model.rowCount())
            )
        )
        self._show_emptiness()

    @Slot()
    def _show_emptiness(self) -> None:
        empty = self.model.rowCount() == 0
        self._empty.setVisible(empty)
        if not empty:
            return
        if self.model.sought:
            name = "mdi6.magnify"
            self.empty_title.setText(self.tr("Nothing found"))
            self.empty_hint.setText(self.tr("Search for other words, a place, or a number such as 123. Esc ends."))
        else:
            name = "mdi6.check-circle-outline"
            self.empty_title.setText(self.tr("Nothing to do here"))
            self.empty_hint.setText(QCoreApplication.translate("Filters", BY_KEY[self.model.filter_key].hint))
        self._empty_icon.setPixmap(pixmap(self._theme, name, "line_strong", 40, self.devicePixelRatioF()))
        self._place_empty()

    def _place_empty(self) -> None:
        area = self.list.viewport().rect()
        top = area.height() // 4
        self._empty.setGeometry(0, top, area.width(), area.height() - top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_empty()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Queue"))
        self.list.setAccessibleName(self.tr("Reports in the queue"))
        self.list.setAccessibleDescription(self.tr("J and K choose the next and the one before, X ticks."))
        self.category.setAccessibleName(self.tr("Only this category"))
        self.kecamatan.setAccessibleName(self.tr("Only this kecamatan"))
        self.end_search.setAccessibleName(self.tr("End the search"))
        self.end_search.setToolTip(self.tr("End the search (Esc)"))
        self.untick.setAccessibleName(self.tr("Clear the ticks"))
        self.untick.setToolTip(self.tr("Clear the ticks (Esc)"))
        for action, made in self.bulk_buttons.items():
            made.setText(words.action_word(action))
        self.set_theme(self._theme)
        self._on_ticked(sorted(self._selection.checked))
        self._show_counts()
        self._show_filter()
        self.list.viewport().update()


def _line() -> QWidget:
    made = QWidget()
    made.setObjectName("rule")
    made.setFixedHeight(1)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made
