"""What the symbols are called: the English sources of the style rows' words, for Qt Linguist (a test compares)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.i18n import QT_TRANSLATE_NOOP
from layers.style import Symbol

SYMBOL_WORDS: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Symbols", "Emergency"),
    QT_TRANSLATE_NOOP("Symbols", "High priority"),
    QT_TRANSLATE_NOOP("Symbols", "Incident"),
    QT_TRANSLATE_NOOP("Symbols", "Closed"),
    QT_TRANSLATE_NOOP("Symbols", "With a department"),
    QT_TRANSLATE_NOOP("Symbols", "Waiting"),
    QT_TRANSLATE_NOOP("Symbols", "Waiting at the desk"),
    QT_TRANSLATE_NOOP("Symbols", "Past its deadline"),
    QT_TRANSLATE_NOOP("Symbols", "Hotspot works"),
    QT_TRANSLATE_NOOP("Symbols", "Hotspot has a fault"),
    QT_TRANSLATE_NOOP("Symbols", "Hotspot withdrawn"),
    QT_TRANSLATE_NOOP("Symbols", "Hotspot switched off"),
    QT_TRANSLATE_NOOP("Symbols", "Illegal dump"),
    QT_TRANSLATE_NOOP("Symbols", "Waste point, full"),
    QT_TRANSLATE_NOOP("Symbols", "Waste point"),
    QT_TRANSLATE_NOOP("Symbols", "Camera without picture"),
    QT_TRANSLATE_NOOP("Symbols", "Camera"),
    QT_TRANSLATE_NOOP("Symbols", "Facility"),
    QT_TRANSLATE_NOOP("Symbols", "Free flow"),
    QT_TRANSLATE_NOOP("Symbols", "Light traffic"),
    QT_TRANSLATE_NOOP("Symbols", "Moderate traffic"),
    QT_TRANSLATE_NOOP("Symbols", "Heavy traffic"),
    QT_TRANSLATE_NOOP("Symbols", "Jam"),
    QT_TRANSLATE_NOOP("Symbols", "Stands still or closed"),
    QT_TRANSLATE_NOOP("Symbols", "Traffic unknown"),
    QT_TRANSLATE_NOOP("Symbols", "Severe warning"),
    QT_TRANSLATE_NOOP("Symbols", "Warning"),
    QT_TRANSLATE_NOOP("Symbols", "City"),
    QT_TRANSLATE_NOOP("Symbols", "Kecamatan"),
    QT_TRANSLATE_NOOP("Symbols", "Kelurahan"),
)


def symbol_word(word: str) -> str:
    """One word of a style row in the present language; that of a layer without rows of its own is its title."""
    said = QCoreApplication.translate("Symbols", word)
    return said if said != word else QCoreApplication.translate("Layers", word)


def symbol_words(symbol: Symbol) -> str:
    """What a symbol says, for a card and for a screen reader."""
    return ", ".join(symbol_word(word) for word in symbol.words)
