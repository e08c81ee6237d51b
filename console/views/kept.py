"""Fields whose text survives a crash: what is typed goes into the drafts, and is there again the next time."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from console.state.drafts import Drafts


def keep_typed(field: QLineEdit | QPlainTextEdit, drafts: Drafts, owner: str, name: str) -> None:
    """Puts what was typed before back into the field, and keeps what is typed from now on; emptied, it is forgotten."""
    known = drafts.of(owner, name)
    if isinstance(field, QLineEdit):
        if known:
            field.setText(known)
        field.textChanged.connect(lambda text: drafts.keep(owner, name, text))
        return
    if known:
        field.setPlainText(known)
    field.textChanged.connect(lambda: drafts.keep(owner, name, field.toPlainText()))
