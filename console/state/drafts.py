"""What is being typed, kept per report while others are looked at, and on disk, so that a crash loses none."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

log = logging.getLogger(__name__)
WRITE_MS = 400  # after the first key that is not on disk yet, however fast the typing goes on


class Drafts(QObject):
    """Texts by report (or form) and field. With a file, what an earlier run left is there again."""

    changed = Signal(str)  # the report's id, or the form's name

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts: dict[str, dict[str, str]] = {}
        self._file = file
        self._later = QTimer(self, singleShot=True, interval=WRITE_MS)
        self._later.timeout.connect(self.write)
        if file is not None:
            self.load(_read(file))
            self._later.stop()

    def keep(self, owner: str, field: str, text: str) -> None:
        """Remember what stands in a field now; an empty text is forgotten."""
        if self.of(owner, field) == text:
            return
        fields = self._texts.setdefault(owner, {})
        if text:
            fields[field] = text
        else:
            fields.pop(field, None)
            if not fields:
                del self._texts[owner]
        self._moved(owner)

    def of(self, owner: str, field: str) -> str:
        """What was typed into the field; empty where nothing was."""
        return self._texts.get(owner, {}).get(field, "")

    def forget(self, owner: str) -> None:
        """Everything of one report or form has been sent, or thrown away."""
        if self._texts.pop(owner, None) is not None:
            self._moved(owner)

    def owners(self) -> tuple[str, ...]:
        """Of which reports and forms something is typed."""
        return tuple(self._texts)

    def as_table(self) -> dict[str, dict[str, str]]:
        """Everything, as JSON can hold it."""
        return {owner: dict(fields) for owner, fields in self._texts.items()}

    def load(self, table: Mapping[str, Mapping[str, str]]) -> None:
        """Take up what `as_table` gave in an earlier run; what is typed already stays."""
        for owner, fields in table.items():
            for field, text in fields.items():
                if not self.of(owner, field):
                    self.keep(owner, field, text)

    @Slot()
    def write(self) -> None:
        """Put everything on disk now, readable by this user only; where that fails, the log says so."""
        self._later.stop()
        if self._file is None:
            return
        fresh = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
                json.dump(self._texts, out, ensure_ascii=False)
            fresh.replace(self._file)
        except OSError:
            log.warning("the drafts could not be written to %s", self._file, exc_info=True)

    def _moved(self, owner: str) -> None:
        if self._file is not None and not self._later.isActive():
            self._later.start()
        self.changed.emit(owner)


def _read(file: Path) -> dict[str, dict[str, str]]:
    """What the file holds; nothing where there is none, or where it is not what `write` wrote."""
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
        return {str(owner): {str(key): str(text) for key, text in fields.items()} for owner, fields in table.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError):
        log.warning("the drafts in %s can't be read", file, exc_info=True)
        return {}
