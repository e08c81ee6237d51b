"""The settings as a form: one row for each row of SETTINGS that has a meaning; what is set holds at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from console.i18n import LANGUAGES, QT_TRANSLATE_NOOP
from console.settings import SETTINGS
from console.views.cardparts import button, column, inset, label, row

CHOICES = {  # how a stored choice reads; languages name themselves
    "night": QT_TRANSLATE_NOOP("Settings", "Night"),
    "day": QT_TRANSLATE_NOOP("Settings", "Day"),
    "measure": QT_TRANSLATE_NOOP("Settings", "Whichever was faster here"),
    "raster": QT_TRANSLATE_NOOP("Settings", "Processor"),
    "gl": QT_TRANSLATE_NOOP("Settings", "Graphics card (OpenGL)"),
}


def choice_word(choice: str) -> str:
    """How a stored choice reads."""
    names = {language.code: language.name for language in LANGUAGES}
    return names.get(choice) or QCoreApplication.translate("Settings", CHOICES[choice])


class SettingsDialog(QDialog):
    """Writes into the store as soon as a value is changed, and tells which one by `changed`."""

    changed = Signal(str)  # the setting's key

    def __init__(self, store: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = store
        self.setObjectName("settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self._title, self._close = label("title"), button("primary", "close")
        self._said: list[tuple[Any, QLabel, QWidget]] = []  # setting, its words, its field
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(self._title)
        rows = column(spacing=12)
        for setting in SETTINGS:
            if setting.meaning:
                rows.addLayout(self._row(setting))
        layout.addLayout(rows)
        layout.addStretch(1)
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        layout.addLayout(row(None, self._close))
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language that is chosen: it may just have been chosen here."""
        self.setWindowTitle(self.tr("Settings"))
        self._title.setText(self.tr("Settings"))
        self._close.setText(self.tr("Close"))
        for setting, text, field in self._said:
            meaning = QCoreApplication.translate("Settings", setting.meaning)
            text.setText(meaning)
            field.setAccessibleName(meaning)
            if isinstance(field, QComboBox):
                for place, choice in enumerate(setting.choices):
                    field.setItemText(place, choice_word(choice))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _row(self, setting: Any) -> Any:
        text, field = label("", wrap=True), self._field(setting)
        field.setObjectName(setting.key)
        self._said.append((setting, text, field))
        field.setFixedWidth(200) if not isinstance(field, QCheckBox) else None
        line = row(text, spacing=24)
        line.setStretch(0, 1)
        line.addWidget(field)
        return line

    def _field(self, setting: Any) -> QWidget:
        value = setting.read(self._store)
        keep = self._keeper(setting)
        if setting.choices:
            box = QComboBox()
            for choice in setting.choices:
                box.addItem(choice_word(choice), choice)
            box.setCurrentIndex(setting.choices.index(value))
            box.currentIndexChanged.connect(lambda place: keep(box.itemData(place)))
            return box
        if isinstance(value, bool):
            tick = QCheckBox()
            tick.setChecked(value)
            tick.toggled.connect(keep)
            return tick
        if isinstance(value, int | float):
            return self._number(setting, value, keep)
        text = QLineEdit(str(value))
        text.editingFinished.connect(lambda: keep(text.text().strip()))
        return text

    def _number(self, setting: Any, value: float, keep: Callable[[Any], None]) -> QWidget:
        if isinstance(value, int):
            whole = QSpinBox()
            inset(whole)
            whole.setRange(int(setting.least or 0), int(setting.most or 999))
            whole.setValue(value)
            whole.valueChanged.connect(keep)
            return whole
        decimal = QDoubleSpinBox()
        inset(decimal)
        decimal.setRange(setting.least or 0.0, setting.most or 999.0)
        decimal.setSingleStep(0.05)
        decimal.setValue(value)
        decimal.valueChanged.connect(keep)
        return decimal

    def _keeper(self, setting: Any) -> Callable[[Any], None]:
        def keep(value: Any) -> None:
            setting.write(self._store, value)
            self.changed.emit(setting.key)

        return keep
