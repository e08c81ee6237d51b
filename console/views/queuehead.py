"""The head of the queue: the filters as chips with counts, category, kecamatan, and the search that is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from console import words
from console.models.filters import BY_KEY, FILTERS
from console.models.queue import QueueModel
from console.state.session import Session
from console.theme import Theme
from console.views.cardparts import Flow, button, label, no_mnemonic, row, set_look
from console.views.icons import icon


class QueueHead(QWidget):
    """Sets the model's filter, and shows which one holds."""

    search_ended = Signal()

    def __init__(self, model: QueueModel, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self._session, self._theme = model, session, theme
        self.setObjectName("queue_head")
        self._build()
        model.counts_changed.connect(self._show_counts)
        model.filter_changed.connect(self._show_filter)
        session.areas_changed.connect(self._show_filter)
        self._retranslate()

    def _build(self) -> None:
        self.chips: dict[str, QPushButton] = {}
        flow = Flow(spacing=4)
        for filter_ in FILTERS:
            chip = button(name=f"filter_{filter_.key}")
            chip.setProperty("chip", True)
            chip.setCheckable(True)
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(flow)
        layout.addLayout(row(self.category, self.kecamatan, None, spacing=4))
        layout.addWidget(self._search_bar)

    def _choice(
        self, name: str, menu: QMenu, fill: Callable[[], None], chosen: Callable[[QAction], None]
    ) -> QPushButton:
        made = button("quiet", f"filter_{name}")
        made.setMenu(menu)
        menu.setToolTipsVisible(False)
        menu.aboutToShow.connect(fill)
        menu.triggered.connect(chosen)
        return made

    @Slot()
    def _on_chip(self) -> None:
        key = self.sender().objectName().removeprefix("filter_")
        self.model.set_filter(key, self.model.category, self.model.kecamatan)
        self._show_filter()  # a chip that was pressed again stays pressed

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

    @Slot()
    def _show_counts(self) -> None:
        wider = False
        for key, chip in self.chips.items():
            number = self.model.counts[key]
            title = QCoreApplication.translate("Filters", BY_KEY[key].title)
            text = f"{title}  {words.number_text(number)}" if number else title
            if chip.text() != text:
                wider = wider or len(text) != len(chip.text())
                chip.setText(text)
                chip.setAccessibleName(f"{title}: {words.number_text(number)}")
        layout = self.layout()
        if wider and layout is not None:
            layout.activate()  # at once: a count is never seen cut off

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

    def set_theme(self, theme: Theme) -> None:
        """Draw with these colours from now on."""
        self._theme = theme
        self.end_search.setIcon(icon(theme, "mdi6.close"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.category.setAccessibleName(self.tr("Only this category"))
        self.kecamatan.setAccessibleName(self.tr("Only this kecamatan"))
        self.end_search.setAccessibleName(self.tr("End the search"))
        self.end_search.setToolTip(self.tr("End the search (Esc)"))
        self.set_theme(self._theme)
        self._show_counts()
        self._show_filter()
