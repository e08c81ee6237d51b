"""What can be set, one typed row each: its key, its default, its meaning, and what it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from PySide6.QtCore import QByteArray, QSettings

from console.i18n import QT_TRANSLATE_NOOP

T = TypeVar("T")
NAME = "poc-console"  # under which the settings lie


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One thing that can be set. A stored value that it may not be (of an old version, a hand) reads as the default."""

    key: str
    default: T
    meaning: str  # English source of a translated sentence, context "Settings"; empty: not for the settings dialogue
    choices: tuple[T, ...] = ()
    least: float | None = None
    most: float | None = None

    def read(self, store: QSettings) -> T:
        """The value as it stands, of the default's own type; the default where what is stored is none."""
        value = _as(type(self.default), store.value(self.key))
        return self.default if value is None or not self.may_be(value) else value

    def write(self, store: QSettings, value: T) -> None:
        """Keep a value. Raises ValueError for one that it may not be."""
        if not self.may_be(value):
            raise ValueError(f"{self.key} may not be {value!r}")
        store.setValue(self.key, value)

    def may_be(self, value: T) -> bool:
        """Whether this value is one of the choices, or lies between least and most."""
        if self.choices:
            return value in self.choices
        if self.least is None and self.most is None:
            return True
        size = float(value) if isinstance(value, int | float) else 0.0
        return (self.least is None or size >= self.least) and (self.most is None or size <= self.most)


def _as(kind: type[T], stored: object) -> T | None:
    """What QSettings gave as a value of this type; None where it is none.

    QSettings gives strings after a restart, and its own conversion turns a text into 0 and 1.7 into 1.7000000476837158.
    """
    if kind is bool:
        word = str(stored).lower()
        return cast("T", word == "true") if word in {"true", "false"} else None
    if kind in (int, float):
        try:
            size: object = int(str(stored)) if kind is int else float(str(stored))
        except ValueError:
            return None
        return size if isinstance(size, kind) else None
    return stored if isinstance(stored, kind) else None


THEME = Setting("look/theme", "night", QT_TRANSLATE_NOOP("Settings", "Dark by night, light by day."), ("night", "day"))
LANGUAGE = Setting("look/language", "id", QT_TRANSLATE_NOOP("Settings", "Language of the screens."), ("id", "en"))
COMPACT = Setting(
    "look/compact", False, QT_TRANSLATE_NOOP("Settings", "Lower rows in the queue (40 instead of 56 px).")
)
TYPE_SCALE = Setting(
    "look/type_scale",
    1.0,
    QT_TRANSLATE_NOOP("Settings", "Size of everything on the screen, as a factor; from the next start on."),
    least=0.75,
    most=3.0,
)
MAP_RENDERER = Setting(
    "map/renderer",
    "measure",
    QT_TRANSLATE_NOOP("Settings", "What paints the map; from the next start on."),
    ("measure", "raster", "gl"),
)
MAP_STILL = Setting(
    "map/still", False, QT_TRANSLATE_NOOP("Settings", "New reports on the map are ringed and do not pulse.")
)
MAP_MEASURED = Setting("map/renderer_measured", "", "", ("", "raster", "gl"))  # what was faster at the first start
SOUND = Setting("alert/sound", True, QT_TRANSLATE_NOOP("Settings", "Whether an alarm is also heard."))
QUIET_FROM_H = Setting(
    "alert/quiet_from_h", 0, QT_TRANSLATE_NOOP("Settings", "Hour from which nothing is heard."), least=0, most=23
)
QUIET_TO_H = Setting(
    "alert/quiet_to_h", 0, QT_TRANSLATE_NOOP("Settings", "Hour from which it is heard again."), least=0, most=23
)
UNDO_S = Setting(
    "desk/undo_s", 10, QT_TRANSLATE_NOOP("Settings", "Seconds in which a message can be taken back."), least=0, most=60
)
SERVICE_URL = Setting(
    "service/url",
    "",
    QT_TRANSLATE_NOOP(
        "Settings", "Address of the room's service (https://…), from the next start on; empty: this computer."
    ),
)
SERVICE_CA = Setting(
    "service/ca",
    "",
    QT_TRANSLATE_NOOP("Settings", "File with the city's own CA (PEM); empty: those that this computer trusts."),
)
WINDOW_GEOMETRY = Setting("desk/geometry", QByteArray(), "")
WINDOW_PANELS = Setting("desk/panels", QByteArray(), "")
KEPT_VIEWS = Setting("map/kept_views", "", "")  # JSON: user → digit → longitude, latitude, zoom, name
TABLE_COLUMNS = Setting("layers/columns", "", "")  # JSON: layer → column, width, hidden, in the order of the table

SETTINGS: tuple[Setting[bool] | Setting[int] | Setting[float] | Setting[str] | Setting[QByteArray], ...] = (
    THEME,
    LANGUAGE,
    COMPACT,
    TYPE_SCALE,
    MAP_RENDERER,
    MAP_STILL,
    MAP_MEASURED,
    SOUND,
    QUIET_FROM_H,
    QUIET_TO_H,
    UNDO_S,
    SERVICE_URL,
    SERVICE_CA,
    WINDOW_GEOMETRY,
    WINDOW_PANELS,
    KEPT_VIEWS,
    TABLE_COLUMNS,
)
