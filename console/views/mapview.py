"""The map with everything around it: layers and legend, tools, scale, attribution, coordinates, hover cards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from console.i18n import number
from console.map.canvas import MapCanvas
from console.map.finding import Found
from console.map.scene import Basemap, Scene
from console.map.words import symbol_words
from console.tasks import Tasks
from console.theme import Theme
from console.views.icons import icon
from console.views.mapchrome import Card, Hint, HoverCard, ScaleBar
from console.views.maplayers import LayerPanel
from layers.catalog import BY_KEY
from layers.style import DEFAULT, Style

EDGE = 12  # px between the chrome and the edge of the map
CARD_MS = 180

BUTTONS: tuple[tuple[str, str, bool], ...] = (  # name, icon, stays down
    ("layers", "mdi6.layers-outline", True),
    ("closer", "mdi6.plus", False),
    ("farther", "mdi6.minus", False),
    ("home", "mdi6.home-city-outline", False),
    ("back", "mdi6.arrow-u-left-top", False),
    ("explore", "mdi6.cursor-default-outline", True),
    ("lasso", "mdi6.lasso", True),
    ("measure", "mdi6.ruler", True),
    ("heat", "mdi6.blur", True),
    ("groups", "mdi6.numeric-9-plus-circle-outline", True),
)


class MapView(QWidget):
    """The map of the desk. What lies on it is told to `canvas`; what a person does there is heard from it."""

    place_picked = Signal(float, float)  # lon, lat
    pick_cancelled = Signal()
    visibility_changed = Signal(str, bool)  # layer, shown
    chrome_placed = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        scene: Scene | None = None,
        tasks: Tasks | None = None,
        style: Style = DEFAULT,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._language = "id"
        self._picking = False
        self._head_room = 0
        self._standing = ""
        self._card_of: Callable[[str, str], Card | None] = self.plain_card
        self.canvas = MapCanvas(theme, self, scene=scene, tasks=tasks, style=style)
        self.panel = LayerPanel(style, theme, self)
        self.panel.hide()
        self.scale = ScaleBar(theme, self)
        self._credit = self._plate()
        self._coordinates = self._plate()
        self.hint = Hint(self)
        self.card = HoverCard(self)
        self.bar = QFrame(self)
        self.bar.setProperty("card", "true")
        self.buttons = {name: self._button(name, stays) for name, _, stays in BUTTONS}
        column = QVBoxLayout(self.bar)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(2)
        for button in self.buttons.values():
            column.addWidget(button)
        self._card_timer = QTimer(self)
        self._card_timer.setSingleShot(True)
        self._card_timer.setInterval(CARD_MS)
        self._card_timer.timeout.connect(self._show_card)
        self._shown: tuple[str, str] | None = None
        self._over: tuple[str, str] | None = None
        self._connect()
        self.set_theme(theme)
        self._speak()

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.view_changed.connect(self._on_view)
        canvas.pointer_moved.connect(self._on_pointer)
        canvas.hovered.connect(self._on_hovered)
        canvas.group_hovered.connect(self._on_group)
        canvas.place_picked.connect(self._on_picked)
        canvas.tool_changed.connect(self._on_tool)
        canvas.scene.basemap_changed.connect(self._credit_basemap)
        canvas.scene.raster_changed.connect(self._credit_basemap)
        self.panel.toggled.connect(self._on_toggled)
        self.panel.closed.connect(self.toggle_layers)
        self.panel.folded.connect(self._place_chrome)
        actions: dict[str, Callable[[], object]] = {
            "layers": self.toggle_layers,
            "closer": partial(canvas.zoom_by, 1),
            "farther": partial(canvas.zoom_by, -1),
            "home": canvas.home,
            "back": canvas.go_back,
            "explore": partial(canvas.use_tool, "explore"),
            "lasso": partial(canvas.use_tool, "lasso"),
            "measure": partial(canvas.use_tool, "measure"),
            "heat": self._on_heat,
            "groups": self._on_groups,
        }
        for name, action in actions.items():
            self.buttons[name].clicked.connect(partial(_without_checked, action))
        self.buttons["explore"].setChecked(True)
        self.buttons["groups"].setChecked(True)

    # --- told from outside -------------------------------------------------------------------------------------------

    def set_basemap(self, basemap: Basemap | None) -> None:
        """Another ground, with its attribution."""
        self.canvas.set_basemap(basemap)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.theme = theme
        if self.canvas.theme is not theme:
            self.canvas.set_theme(theme)
        self.panel.set_theme(theme)
        self.scale.set_theme(theme)
        for name, glyph, _ in BUTTONS:
            self.buttons[name].setIcon(icon(theme, glyph, "text"))

    def free_top(self) -> tuple[int, int]:
        """Left and right edge in pixels of what nothing covers at the top: between the layers and the tools."""
        left = self.panel.geometry().right() + EDGE if self.panel.isVisibleTo(self) else EDGE
        return left, self.bar.x() - EDGE

    def foot(self) -> int:
        """So many pixels at the bottom are taken by the scale, the coordinates and the credit."""
        words = [label for label in (self._coordinates, self._credit) if label.text()]
        return self.height() - min(widget.y() for widget in (self.scale, *words))

    def set_head_room(self, height: int) -> None:
        """So many pixels at the top are taken by something else: the hint of a tool stands below it."""
        self._head_room = height
        self.place_hint()
        self._cover()

    def set_language(self, code: str) -> None:
        """Numbers in this language; words follow Qt's translators."""
        self._language = code
        self.canvas.language = code
        self.panel.set_language(code)
        self.scale.set_language(code)
        self._credit_basemap()

    def set_layer_state(self, key: str, count: int, age_s: float | None, stale: bool) -> None:
        """How many features a layer has and how old it is; a stale one is hatched on the map. Areas have no row."""
        row = self.panel.rows.get(key)
        if row is not None:
            row.set_state(count, age_s, stale)
            self.canvas.set_stale(key, stale)

    def set_visible(self, key: str, shown: bool) -> None:
        """Show a layer or not, as its tick does."""
        self.panel.rows[key].tick.setChecked(shown)

    def set_card(self, card_of: Callable[[str, str], Card | None]) -> None:
        """Who writes the hover cards: layer and id in, a card or None out."""
        self._card_of = card_of

    def pick_place(self, sentence: str = "") -> None:
        """Let a person click one place: `place_picked` follows; or `pick_cancelled`, by Esc or by another asking.

        Who asks hears first that the one before has been given up: so remember what it is for after this call.
        """
        if self._picking:
            self.pick_cancelled.emit()
        self._picking = True
        self.canvas.use_tool("place")
        self.hint.say(sentence or self.tr("Click the place on the map. Esc cancels."))
        self._place_chrome()
        self.canvas.setFocus()

    def show_feature(self, key: str, ident: str) -> bool:
        """Look at a feature; asked again for the same one, go back. False when it has no place."""
        if self.canvas.locked:
            self.canvas.move_refused.emit()
            return self.canvas.scene.place(key, ident) is not None
        if self._shown == (key, ident):
            self._shown = None
            return self.canvas.go_back()
        if not self.canvas.go_to(key, ident):
            return False
        self.canvas.select([(key, ident)])
        self._shown = (key, ident)
        return True

    def stand(self, sentence: str) -> None:
        """What stands at the top of the map while no tool says something there; empty: nothing."""
        self._standing = sentence
        if self.canvas.tool.name == "explore":
            self.hint.say(sentence)
            self._place_chrome()

    @Slot()
    def toggle_layers(self) -> None:
        """Fold the panel of layers out or away."""
        self.panel.setVisible(not self.panel.isVisible())
        self.buttons["layers"].setChecked(self.panel.isVisible())
        self._place_chrome()

    def set_heat(self, on: bool) -> None:
        """Density instead of symbols."""
        self.buttons["heat"].setChecked(on)
        self.canvas.set_heat(on)

    def set_groups(self, on: bool) -> None:
        """Whether what lies close is grouped."""
        self.buttons["groups"].setChecked(on)
        self.canvas.set_grouping(on)

    def plain_card(self, key: str, ident: str) -> Card | None:
        """A card made of the feature's name and what its symbol says."""
        feature, symbol = self.canvas.scene.feature(key, ident), self.canvas.scene.symbol(key, ident)
        if feature is None or symbol is None:
            return None
        properties = feature.properties
        title = next((str(properties[name]) for name in ("name", "street", "number") if properties.get(name)), "")
        words = symbol_words(symbol)
        number_line = str(properties.get("number") or "") if title != properties.get("number") else ""
        detail = str(properties.get("detail") or "")[:160]
        return Card(title or words, (words if title else "", number_line, detail))

    # --- heard from the parts ----------------------------------------------------------------------------------------

    @Slot()
    def _on_view(self) -> None:
        self.card.hide()
        self._measure_scale()

    def _measure_scale(self) -> None:
        camera = self.canvas.camera
        self.scale.set_scale(camera.metres_per_px() * camera.ratio)

    @Slot(float, float)
    def _on_pointer(self, lon: float, lat: float) -> None:
        self._coordinates.setText(f"{lat:.5f}, {lon:.5f}")  # as other programs take it in, whatever the language
        self._coordinates.adjustSize()
        self._coordinates.show()

    @Slot(str, str)
    def _on_hovered(self, key: str, ident: str) -> None:
        self._over = (key, ident) if key else None
        if self._over is None:
            self._card_timer.stop()
            self.card.hide()
        else:
            self._card_timer.start()

    @Slot(object, float, float)
    def _on_group(self, found: Found | None, px: float, py: float) -> None:
        """A group says what it is made of, layer by layer."""
        if found is None:
            self.card.hide()
            return
        lines = [
            f"{number(count, 0, self._language)}  {QCoreApplication.translate('Layers', BY_KEY[key].title)}"
            for key, count in found.counts
        ]
        total = sum(count for _, count in found.counts)
        title = self.tr("{count} here; click to open").format(count=number(total, 0, self._language))
        ratio = self.canvas.camera.ratio
        self.card.show_at(Card(title, tuple(lines)), QPoint(round(px / ratio), round(py / ratio)))

    @Slot()
    def _show_card(self) -> None:
        if self._over is None:
            return
        card = self._card_of(*self._over)
        place = self.canvas.scene.place(*self._over)
        if card is None or place is None:
            return
        at = self.mapFromGlobal(QCursor.pos())
        if not self.canvas.is_pointed_at:
            x, y = self.canvas.camera.to_screen(*place)
            at = QPoint(round(x / self.canvas.camera.ratio), round(y / self.canvas.camera.ratio))
        self.card.show_at(card, at)

    @Slot(float, float)
    def _on_picked(self, lon: float, lat: float) -> None:
        self._picking = False
        self.place_picked.emit(lon, lat)

    @Slot(str)
    def _on_tool(self, name: str) -> None:
        for tool in ("explore", "lasso", "measure"):
            self.buttons[tool].setChecked(tool == name)
        if name == "measure":
            self.hint.say(self.tr("Click along the way, twice at its end. Backspace takes a point back, Esc leaves."))
            self._place_chrome()
        elif name == "lasso":
            self.hint.say(self.tr("Draw round the reports to tick them. Esc ends."))
            self._place_chrome()
        elif name == "explore":
            self.hint.say(self._standing)
            self._place_chrome()
            QTimer.singleShot(0, self, self._settle_pick)

    @Slot()
    def _settle_pick(self) -> None:
        """The tool was left: if no place has come meanwhile the pick was given up."""
        if self._picking and self.canvas.tool.name == "explore":
            self._picking = False
            self.pick_cancelled.emit()

    @Slot(str, bool)
    def _on_toggled(self, key: str, shown: bool) -> None:
        self.canvas.set_visible(key, shown)
        self.visibility_changed.emit(key, shown)

    def _on_heat(self) -> None:
        self.canvas.set_heat(self.buttons["heat"].isChecked())

    def _on_groups(self) -> None:
        self.canvas.set_grouping(self.buttons["groups"].isChecked())

    @Slot()
    def _credit_basemap(self) -> None:
        self.credit()

    def credit(self) -> None:
        """Name who made what lies on the map."""
        self._credit.setText(self.canvas.scene.credit(self._language))
        self._place_chrome()

    def place_chrome(self) -> None:
        """The panel wants another height."""
        self._place_chrome()

    # --- the chrome --------------------------------------------------------------------------------------------------

    def _plate(self) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", "small")
        label.setProperty("plate", "true")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return label

    def _button(self, name: str, stays: bool) -> QToolButton:
        button = QToolButton(self.bar)
        button.setObjectName(f"map.{name}")
        button.setCheckable(stays)
        button.setFixedSize(36, 36)
        button.setIconSize(QSize(20, 20))
        return button

    def _speak(self) -> None:
        words = {
            "layers": self.tr("Layers and legend"),
            "closer": self.tr("Closer"),
            "farther": self.tr("Farther"),
            "home": self.tr("Whole city"),
            "back": self.tr("Back to where I was"),
            "explore": self.tr("Move and choose"),
            "lasso": self.tr("Tick reports with a lasso; or hold Ctrl and drag a box"),
            "measure": self.tr("Measure a distance"),
            "heat": self.tr("Heat map"),
            "groups": self.tr("Group what lies close"),
        }
        for name, word in words.items():
            self.buttons[name].setToolTip(word)
            self.buttons[name].setAccessibleName(word)

    @Slot()
    def _place_chrome(self) -> None:
        width, height = self.width(), self.height()
        self.canvas.setGeometry(0, 0, width, height)
        self.bar.adjustSize()
        self.bar.move(width - self.bar.width() - EDGE, EDGE)
        self.panel.setGeometry(EDGE, EDGE, self.panel.width(), min(self.panel.wanted_height(), height - 2 * EDGE - 40))
        self.scale.setGeometry(EDGE, height - 34, 150, 26)
        self._credit.setWordWrap(False)  # wrapped, it would ask for less room than its words take in one line
        for label in (self._credit, self._coordinates):
            label.adjustSize()
            label.setVisible(bool(label.text()))
        self._place_words(width, height)
        self.place_hint()
        self._cover()
        self.chrome_placed.emit()

    def _place_words(self, width: int, height: int) -> None:
        """Coordinates beside the scale, the credit at the right; in a narrow map one above the scale, one wrapped."""
        beside = self.scale.geometry().right() + 6
        digits = self._coordinates.fontMetrics().horizontalAdvance("-00.00000, -000.00000") + 24
        is_narrow = beside + digits + self._credit.sizeHint().width() + EDGE > width
        room = width - beside - EDGE
        self._credit.setWordWrap(is_narrow)
        if is_narrow and room > 0:
            wide = min(room, self._credit.sizeHint().width())
            self._credit.resize(wide, self._credit.heightForWidth(wide))
        self._credit.move(width - self._credit.width() - EDGE, height - self._credit.height() - 8)
        left, down = (EDGE, 36) if is_narrow else (beside, 11)
        self._coordinates.move(left, height - self._coordinates.height() - down)

    def _cover(self) -> None:
        aside = self.panel.width() + EDGE if self.panel.isVisibleTo(self) else 0
        panels = [widget.geometry() for widget in (self.panel, self.bar) if widget.isVisibleTo(self)]
        panels.append(QRect(0, 0, self.width(), self._head_room))
        self.canvas.set_covered(aside, self._head_room, self.bar.width() + EDGE, 28, panels)

    def place_hint(self) -> None:
        """Puts the hint into the middle again: it may say something else now."""
        left, right = self.free_top()
        self.hint.fit_into(right - left)
        aside = max(left, min((self.width() - self.hint.width()) // 2, right - self.hint.width()))
        self.hint.move(aside, EDGE + self._head_room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_chrome()
        self._measure_scale()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()
        super().changeEvent(event)


def _without_checked(action: Callable[[], object], checked: bool = False) -> None:
    """Buttons say whether they are down; the actions do not want to know."""
    action()
