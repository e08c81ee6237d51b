"""The `?` sheet: the keys of this screen, from the rows of COMMANDS."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from console import commands
from console.commands import Scope
from console.domain.roles import User
from console.views.cardparts import button, label, no_mnemonic, row

COLUMNS: tuple[tuple[Scope, ...], ...] = (
    (Scope.REPORT, Scope.EDIT),
    (Scope.ANSWER, Scope.QUEUE, Scope.LAYER),
    (Scope.MAP, Scope.CONSOLE),
)
KEY_WIDTH = 96  # px: the longest key, so that what they do stands in one line down each column


class KeySheet(QDialog):
    """Three columns of keys and what they do, of this user's commands only. Any of Esc, ? and Enter closes it."""

    def __init__(self, user: User, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key_sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("The keys of this screen"))
        columns = QHBoxLayout()
        columns.setSpacing(40)
        columns.setContentsMargins(0, 0, 0, 0)
        for scopes in COLUMNS:
            columns.addLayout(self._column(scopes, user))
        inside = QWidget()
        inside.setLayout(columns)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        close = button("primary", "close")
        close.setText(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(label("title", self.tr("The keys of this screen")))
        layout.addWidget(label("muted", self.tr("Letters act while nothing is being typed; Esc leaves a field.")))
        layout.addWidget(area, 1)
        layout.addLayout(row(None, close))
        wanted = inside.sizeHint()
        limit = parent.size()
        self.resize(min(wanted.width() + 80, limit.width() - 64), min(wanted.height() + 192, limit.height() - 64))

    def _column(self, scopes: tuple[Scope, ...], user: User) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        for scope in scopes:
            rows = [item for item in commands.for_user(user) if item.scope is scope and item.keys]
            if not rows:
                continue
            heading = label("caption", commands.scope_title(scope))
            column.addWidget(heading)
            grid = QGridLayout()
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(1, 1)
            grid.setColumnMinimumWidth(0, KEY_WIDTH)
            for line, item in enumerate(rows):
                grid.addWidget(_cap(commands.key_text(item)), line, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(label("", no_mnemonic(commands.plain_title(item))), line, 1)
            column.addLayout(grid)
            column.addSpacing(16)
        column.addStretch(1)
        return column


def _cap(key: str) -> QLabel:
    made = label("", key)
    made.setProperty("key", True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setMinimumWidth(28)
    return made
