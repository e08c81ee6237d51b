"""The place of a new report: by name with completion, by coordinates pasted, or by a click on the map."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from console.domain.city import City
from console.i18n import QT_TRANSLATE_NOOP, distance
from console.state.desk import Desk
from console.theme import Theme
from console.views.cardchoices import Choice, ChoiceList
from console.views.cardparts import UNIT, button, column, label, row, set_look
from console.views.cardwords import say
from console.views.intakecoordinates import Judged, judged, read_coordinates
from console.words import language
from layers.places import Place

KINDS: dict[str, str] = {
    "kota": QT_TRANSLATE_NOOP("Card", "city"),
    "kecamatan": QT_TRANSLATE_NOOP("Card", "kecamatan"),
    "kelurahan": QT_TRANSLATE_NOOP("Card", "kelurahan"),
    "road": QT_TRANSLATE_NOOP("Card", "road"),
    "station": QT_TRANSLATE_NOOP("Card", "station"),
    "lrt_station": QT_TRANSLATE_NOOP("Card", "LRT station"),
    "bridge": QT_TRANSLATE_NOOP("Card", "bridge"),
    "hospital": QT_TRANSLATE_NOOP("Card", "hospital"),
    "housing": QT_TRANSLATE_NOOP("Card", "housing"),
    "mall": QT_TRANSLATE_NOOP("Card", "mall"),
    "market": QT_TRANSLATE_NOOP("Card", "market"),
    "office": QT_TRANSLATE_NOOP("Card", "office"),
    "park": QT_TRANSLATE_NOOP("Card", "park"),
    "school": QT_TRANSLATE_NOOP("Card", "school"),
    "stadium": QT_TRANSLATE_NOOP("Card", "stadium"),
    "terminal": QT_TRANSLATE_NOOP("Card", "bus terminal"),
    "toll_gate": QT_TRANSLATE_NOOP("Card", "toll gate"),
    "waste": QT_TRANSLATE_NOOP("Card", "waste site"),
    "water": QT_TRANSLATE_NOOP("Card", "water"),
    "worship": QT_TRANSLATE_NOOP("Card", "place of worship"),
}
TYPED_MS = 700  # after the last digit of coordinates that lie outside the city
OTHER_KIND = QT_TRANSLATE_NOOP("Card", "landmark")
_MOVES = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}


def place_kind(kind: str) -> str:
    """A kind of place as people call it, in the language in force."""
    return say(KINDS.get(kind, OTHER_KIND))


class PlaceField(QWidget):
    """Finds a point; `moved` tells that it is another one or none. Longitude first."""

    moved = Signal()
    pick_wanted = Signal()
    edited = Signal()

    def __init__(self, desk: Desk, city: City, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._city = desk, city
        self.point: tuple[float, float] | None = None
        self.judged = Judged()
        self._how = ""
        self._places: list[Place] = []
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self.query, self.note = QLineEdit(), QLineEdit()
        self.query.setObjectName("place")
        self.query.setMaxLength(200)
        self.note.setMaxLength(500)
        self.note.setObjectName("place_note")
        self.query.installEventFilter(self)
        self.pick = button("", "pick")
        self.found = ChoiceList(theme, rows_shown=4, numbered=False)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.hide()
        self.where, self.warning = label("", wrap=True), label("", wrap=True)
        self.warning.setProperty("tone", "late")
        self.fix, self.forget = button("", "fix"), button("quiet", "forget_place")
        layout = column(self, spacing=UNIT)
        layout.addLayout(row(self.query, self.pick, wide=0))
        layout.addWidget(self.found)
        layout.addLayout(row(self.where, self.forget, wide=0))
        layout.addWidget(self.warning)
        layout.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.note)
        self.query.textEdited.connect(self._look_up)
        self.note.textEdited.connect(self.edited)
        self.pick.clicked.connect(self.pick_wanted)
        self.fix.clicked.connect(self._take_fix)
        self.forget.clicked.connect(self.clear_point)
        self.found.clicked.connect(self._take_found)
        self._typed.timeout.connect(self._take_coordinates)
        self.query.editingFinished.connect(self._take_late)
        self._show()

    def set_point(self, lon: float, lat: float, how: str = "") -> None:
        """This is the place; `how` says in a few words how it was found."""
        self.point, self._how = (lon, lat), how
        self.judged = judged(lon, lat, self._city, self._desk.gazetteer)
        self.found.hide()
        self._show()
        self.moved.emit()

    def clear_point(self) -> None:
        """No place after all."""
        self.point, self._how, self.judged = None, "", Judged()
        self._show()
        self.moved.emit()

    def clear(self) -> None:
        """Empty again."""
        self.query.clear()
        self.note.clear()
        self.found.hide()
        self.clear_point()

    @property
    def refused(self) -> str:
        """Why the service would not take the place; empty when it would."""
        return self.warning.text() if self.point is not None and self.judged.too_far else ""

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.query.setPlaceholderText(self.tr("Area, road, landmark, coordinates"))
        self.query.setAccessibleName(self.tr("Place"))
        self.note.setPlaceholderText(self.tr("How to find it: number, gate, across from …"))
        self.note.setAccessibleName(self.tr("How to find the place"))
        self.pick.setText(self.tr("On the map"))
        self.pick.setAccessibleName(self.tr("Pick the place on the map"))
        self.forget.setText(self.tr("Remove"))
        self.forget.setAccessibleName(self.tr("Remove the place"))
        self.found.setAccessibleName(self.tr("Places found"))
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.query and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES and not self.found.isHidden():
                self.found.step(_MOVES[event.key()])
                return True
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and not self.found.isHidden():
                self._take_found()
                return True
        return super().eventFilter(watched, event)

    def _look_up(self, text: str) -> None:
        self.edited.emit()
        coordinates = read_coordinates(text, self._city)
        self._typed.stop()
        if coordinates is not None:
            self.found.hide()
            if judged(coordinates.lon, coordinates.lat, self._city, self._desk.gazetteer).names:
                self._take_coordinates()
            else:
                self._typed.start()  # perhaps a digit is still to come
            return
        places = self._desk.place(text, 6) if len(text.strip()) >= 2 else []
        self._places = places
        rows = [
            Choice(str(place), row_of.name, " · ".join(filter(None, (place_kind(row_of.kind), row_of.detail))))
            for place, row_of in enumerate(places)
        ]
        self.found.set_choices(rows)
        self.found.setVisible(bool(rows))

    def _take_coordinates(self) -> None:
        found = read_coordinates(self.query.text(), self._city)
        if found is not None:
            first, other = self.tr("read as latitude, longitude"), self.tr("read as longitude, latitude")
            self.set_point(found.lon, found.lat, first if found.lat_first else other)

    def _take_late(self) -> None:
        """Enter, or another field: what was typed is all there is."""
        if self._typed.isActive():
            self._typed.stop()
            self._take_coordinates()

    def _take_found(self) -> None:
        key = self.found.current()
        if key:
            place = self._places[int(key)]
            self.query.setText(place.name)
            self.set_point(place.lon, place.lat, self.tr("middle of {name}").format(name=place.name))

    def _take_fix(self) -> None:
        if self.judged.instead is not None:
            self.set_point(*self.judged.instead, self.tr("corrected"))

    def _show(self) -> None:
        point, found = self.point, self.judged
        for widget in (self.where, self.forget):
            widget.setVisible(point is not None)
        self.warning.hide()
        self.fix.hide()
        set_look(self.query, "invalid", point is not None and found.too_far)
        if point is None:
            return
        lon, lat = point
        names = ", ".join(found.names)
        self.where.setText(
            "\n".join(filter(None, (names, " · ".join(filter(None, (f"{lat:.5f}, {lon:.5f}", self._how))))))
        )
        set_look(self.where, "tone", "ok" if names else "")
        self.warning.setText(self._warning(found))
        self.warning.setVisible(bool(self.warning.text()))
        if found.instead is not None and not names:
            self.fix.setText(
                self.tr("Use {lat}, {lon} instead").format(lat=f"{found.instead[1]:.5f}", lon=f"{found.instead[0]:.5f}")
            )
            self.fix.show()

    def _warning(self, found: Judged) -> str:
        if found.names or (not found.too_far and found.distance_m == 0):
            return ""
        away = distance(found.distance_m, language()) if found.distance_m else ""
        if found.instead is not None:
            return self.tr("This lies outside the city. Latitude and longitude look exchanged, or a minus is missing.")
        if found.too_far:
            text = self.tr("This lies {distance} outside the city: it can't be taken in. Choose another place.")
            return text.format(distance=away) if away else self.tr("This lies outside the city: it can't be taken in.")
        return self.tr("This lies {distance} outside the city. It is taken in and marked so.").format(distance=away)
