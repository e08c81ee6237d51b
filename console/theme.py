"""The looks of every window: colours, type and the style sheet, from resources/theme.toml.

Colours are asked for by token, ``theme.color("late")`` or ``theme.color("map.water")``; no other
module names a colour. Desk widgets choose their look by dynamic properties, so that the sheet stays one:

===================  ==========================================================================
widget               properties
===================  ==========================================================================
QPushButton          kind = primary | quiet | danger (none: plain); chip = true (checkable filter)
QLabel               role = muted | lead | title | display | caption; tone = ok | soon | late | accent;
                     badge = ok | soon | late | accent | plain (a filled pill)
QFrame / QWidget     panel = surface | raised | ground | bar; card = true (raised, round, with a line)
===================  ==========================================================================
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from tempfile import mkdtemp
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
FONT_PACKAGES = ("font_hanken_grotesk",)  # wheels that only carry font files (OFL)
NAMES = ("night", "day")
SIZES = ("small", "body", "lead", "title", "display")


@dataclass(frozen=True)
class Theme:
    """One set of looks. Tokens map to ``#RRGGBB``; map tokens begin with ``map.``."""

    name: str
    tokens: Mapping[str, str]
    sizes: Mapping[str, int]
    space: Mapping[str, int]
    families: tuple[str, ...]

    @classmethod
    def load(cls, name: str = "night") -> Theme:
        """Read the theme called ``night`` or ``day``. KeyError for any other name."""
        book = _book()
        kinds = book["type"]
        return cls(
            name=name,
            tokens=dict(_flat(book[name])),
            sizes={size: int(kinds[size]) for size in SIZES},
            space={key: int(value) for key, value in book["space"].items()},
            families=tuple(kinds["families"]),
        )

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def dark(self) -> bool:
        """Whether the ground is darker than the text."""
        return luminance(self.color("ground")) < luminance(self.color("text"))

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """The colour of a token, with ``alpha`` 0..1. KeyError for an unknown token."""
        color = QColor(self.tokens[token])
        if alpha < 1.0:
            color.setAlphaF(alpha)
        return color

    def tint(self, token: str, share: float = 0.10, on: str = "surface") -> QColor:
        """The token's colour laid thinly over a surface: the ground of badges and marked rows."""
        return mixed(self.color(on), self.color(token), share)

    def font(self, size: str = "body", weight: int = 400) -> QFont:
        """The desk's typeface in one of SIZES, with figures of one width."""
        font = QFont(self.family())
        font.setPixelSize(self.sizes[size])
        font.setWeight(QFont.Weight(weight))
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return font

    def family(self) -> str:
        """The first of the wanted families that this machine has. Needs a QGuiApplication."""
        return available_family(self.families)

    def palette(self) -> QPalette:
        """Fusion's palette: also what the sheet leaves to the style (check boxes, arrows)."""
        palette = QPalette()
        for role, token in ROLES.items():
            palette.setColor(role, self.color(token))
        for role in FADED:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("disabled"))
        return palette

    def style_sheet(self) -> str:
        """The one style sheet, with this theme's tokens filled in."""
        values = {token: value for token, value in self.tokens.items() if "." not in token}
        values |= {f"{size}_px": f"{px}px" for size, px in self.sizes.items()}
        values |= {f"space_{key}": f"{value}px" for key, value in self.space.items()}
        values |= {f"{tone}_tint": self.tint(tone).name() for tone in ("ok", "soon", "late", "accent")}
        values["family"] = self.family()
        values["plate"] = self.color("map.outside", 0.78).name(QColor.NameFormat.HexArgb)
        values |= {name: _icon_file(icon, self.tokens[token]) for name, (icon, token) in SHEET_ICONS.items()}
        sheet = (RESOURCES / "desk.qss").read_text(encoding="utf-8")
        return Template(sheet).substitute(values)


ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "raised",
    QPalette.ColorRole.AlternateBase: "surface",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "late",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Light: "hover",
    QPalette.ColorRole.Midlight: "raised",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.Shadow: "shadow",
}
FADED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.PlaceholderText,
)


SHEET_ICONS = {  # name in the sheet: file in resources/icons, token
    "icon_tick": ("tick", "on_accent"),
    "icon_down": ("chevron-down", "muted"),
    "icon_up": ("chevron-up", "muted"),
}


def available_family(wanted: tuple[str, ...]) -> str:
    """The first wanted family that Qt can draw; the packaged fonts are made known first."""
    _load_packaged_fonts()
    have = set(QFontDatabase.families())
    return next((family for family in wanted if family in have), wanted[-1])


def mixed(below: QColor, above: QColor, share: float) -> QColor:
    """``above`` laid over ``below`` with opacity ``share`` 0..1."""
    return QColor.fromRgbF(
        below.redF() + (above.redF() - below.redF()) * share,
        below.greenF() + (above.greenF() - below.greenF()) * share,
        below.blueF() + (above.blueF() - below.blueF()) * share,
    )


def luminance(color: QColor) -> float:
    """Relative luminance 0..1 as WCAG 2.2 defines it."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio 1..21 as WCAG 2.2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads((RESOURCES / "theme.toml").read_text(encoding="utf-8"))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


@cache
def _icon_file(icon: str, color: str) -> str:
    """Where the icon lies in this colour: style sheets take only files."""
    drawing = (RESOURCES / "icons" / f"{icon}.svg").read_text(encoding="utf-8")
    file = _icon_folder() / f"{icon}-{color[1:]}.svg"
    file.write_text(Template(drawing).substitute(color=color), encoding="utf-8")
    return file.as_posix()


@cache
def _icon_folder() -> Path:
    """In the user's cache; where nothing can be written there, a folder that goes with this process."""
    kept = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericCacheLocation)
    folder = Path(kept, "poc-console")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    passing = Path(mkdtemp(prefix="poc-icons-"))
    atexit.register(shutil.rmtree, passing, ignore_errors=True)
    return passing


@cache
def _load_packaged_fonts() -> None:
    for package in FONT_PACKAGES:
        found = importlib.util.find_spec(package)  # found, not imported: only its files are wanted
        for place in (found.submodule_search_locations or []) if found else []:
            for file in sorted(Path(place, "files").glob("*.otf")):
                QFontDatabase.addApplicationFont(str(file))
