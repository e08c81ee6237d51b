"""The settings as a form: one row for each row of SETTINGS that has a meaning; what is set holds at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QSettings, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDoubleSpinBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from console.i18n import LANGUAGES, QT_TRANSLATE_NOOP
from console.settings import SETTINGS
from console.views.cardparts import button, column, label, row

CHOICES = {  # how a stored choice reads; languages name themselves
    "night": QT_TRANSLATE_NOOP("Settings", "Night"),
    "day": QT_TRANSLATE_NOOP("Settings", "Day"),
}


class SettingsDialog(QDialog):
    """Writes into the store as soon as a value is changed, and tells which one by `changed`."""

    changed = Signal(str)  # the setting's key

    def __init__(self, store: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = store
        self.setObjectName("settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(560)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(label("title", self.tr("Settings")))
        rows = column(spacing=12)
        for setting in SETTINGS:
            if setting.meaning:
                rows.addLayout(self._row(setting))
        layout.addLayout(rows)
        layout.addStretch(1)
        close = button("primary", "close")
        close.setText(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout.addLayout(row(None, close))

    def _row(self, setting: Any) -> Any:
        meaning = QCoreApplication.translate("Settings", setting.meaning)
        text = label("", meaning, wrap=True)
        field = self._field(setting)
        field.setObjectName(setting.key)
        field.setAccessibleName(meaning)
        field.setFixedWidth(200) if not isinstance(field, QCheckBox) else None
        line = row(text, spacing=24)
        line.setStretch(0, 1)
        line.addWidget(field)
        return line

    def _field(self, setting: Any) -> QWidget:
        value = setting.read(self._store)
        keep = self._keeper(setting)
        if setting.choices:
            names = {language.code: language.name for language in LANGUAGES}
            box = QComboBox()
            for choice in setting.choices:
                box.addItem(names.get(choice) or QCoreApplication.translate("Settings", CHOICES[choice]), choice)
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
            whole.setRange(int(setting.least or 0), int(setting.most or 999))
            whole.setValue(value)
            whole.valueChanged.connect(keep)
            return whole
        decimal = QDoubleSpinBox()
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
