"""Photos of a new report: chosen or dropped, looked at before they are sent, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFileInfo, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImageReader
from PySide6.QtWidgets import QFileDialog, QWidget

from console.i18n import number
from console.state.desk import Desk
from console.views.cardparts import UNIT, button, clear, column, label, row
from console.views.cardtext import Elided
from console.views.photos import MAX_PIXELS
from console.words import language, trouble

MAX_BYTES = 12 * 1024 * 1024  # the service takes no more
MOST = 20
KINDS = (b"jpeg", b"jpg", b"png", b"webp")


@dataclass
class Attached:
    """One file: its service name once it is there, or why it can't be taken."""

    path: str
    sha: str = ""
    trouble: str = ""

    @property
    def name(self) -> str:
        """The file's own name."""
        return Path(self.path).name


class PhotoField(QWidget):
    """Takes photo files, at most so many; where one will do, another takes its place. `moved`: the list has changed."""

    moved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None, most: int = MOST) -> None:
        super().__init__(parent)
        self._desk, self._most = desk, most
        self._files: list[Attached] = []
        self.setAcceptDrops(True)
        self.add, self.hint = button("", "add_photos"), label("small", wrap=True)
        self._rows = column(spacing=2)
        layout = column(self, spacing=UNIT)
        layout.addLayout(row(self.add, self.hint, wide=1))
        layout.addLayout(self._rows)
        self.add.clicked.connect(self._choose)
        desk.uploaded.connect(self._on_uploaded)
        desk.not_uploaded.connect(self._on_refused)

    def take(self, paths: Iterable[str]) -> None:
        """Send these files up; what can't be a photo is said at once and stays here."""
        if self._most == 1 and (paths := list(paths)[:1]):
            self._files.clear()
        for path in paths:
            if any(row_of.path == path and not row_of.trouble for row_of in self._files):
                continue
            row_of = Attached(path, trouble=self._look(path))
            if not row_of.trouble and len(self.shas()) + self.waiting() >= self._most:
                row_of.trouble = self.tr("There are {most} photos already.").format(most=self._most)
            self._files.append(row_of)
            if not row_of.trouble:
                self._desk.upload(Path(path))
        self._show()

    def shas(self) -> tuple[str, ...]:
        """The photos that the service has, in the order in which they were added."""
        return tuple(row_of.sha for row_of in self._files if row_of.sha)

    def waiting(self) -> int:
        """How many are still on their way."""
        return sum(not row_of.sha and not row_of.trouble for row_of in self._files)

    def troubles(self) -> list[str]:
        """What can't be taken, and why."""
        return [row_of.trouble for row_of in self._files if row_of.trouble]

    def clear(self) -> None:
        """No photos."""
        self._files.clear()
        self._show()

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.add.setText(self.tr("Add photos…") if self._most > 1 else self.tr("Photo of the work…"))
        self.hint.setText(self.tr("or drop them here: JPEG, PNG or WebP, up to 12 MB each"))
        self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
        event.acceptProposedAction()

    def _look(self, path: str) -> str:
        """Why this file can't be a photo; empty when it can. Only its head is read."""
        info = QFileInfo(path)
        if not info.isFile() or not info.isReadable():
            return self.tr("The file can't be read.")
        if info.size() > MAX_BYTES:
            size = number(info.size() / (1024 * 1024), 1, language())
            return self.tr("It has {size} MB; at most 12 MB can be taken. Make it smaller first.").format(size=size)
        reader = QImageReader(path)
        reader.setDecideFormatFromContent(True)
        if not reader.canRead() or bytes(reader.format().data()) not in KINDS:
            return self.tr("This is not a photo (JPEG, PNG or WebP).")
        size_px = reader.size()
        if size_px.width() * size_px.height() > MAX_PIXELS:
            return self.tr("It has too many pixels. Make it smaller first.")
        return ""

    def _choose(self) -> None:
        kinds = self.tr("Photos") + " (*.jpg *.jpeg *.png *.webp)"
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Add photos"), "", kinds)
        self.take(paths)

    def _on_uploaded(self, path: str, sha: str) -> None:
        for row_of in self._files:
            if row_of.path == path and not row_of.trouble:
                row_of.sha = sha
        self._show()

    def _on_refused(self, path: str, error: object) -> None:
        for row_of in self._files:
            if row_of.path == path and isinstance(error, BaseException):
                row_of.trouble = trouble(error).text()
        self._show()

    def _show(self) -> None:
        clear(self._rows)
        for place, row_of in enumerate(self._files):
            self._rows.addWidget(_FileLine(row_of, place, self))
        self.moved.emit()

    def drop_file(self, place: int) -> None:
        """Take one file off the list."""
        if 0 <= place < len(self._files):
            del self._files[place]
            self._show()


class _FileLine(QWidget):
    """A file's name, what became of it, and a way to take it off."""

    def __init__(self, row_of: Attached, place: int, field: PhotoField) -> None:
        super().__init__()
        self._place, self._field = place, field
        name = Elided()
        name.setText(row_of.name)
        state = label("small", self.tr("attached") if row_of.sha else self.tr("on its way …"))
        if row_of.trouble:
            state.hide()
        state.setProperty("tone", "ok" if row_of.sha else "muted")
        off = button("quiet", "drop_file")
        off.setText(self.tr("Remove"))
        off.setAccessibleName(self.tr("Remove {name}").format(name=row_of.name))
        off.clicked.connect(self._drop)
        layout = column(self, spacing=0)
        layout.addLayout(row(name, state, off, wide=0))
        if row_of.trouble:
            why = label("small", row_of.trouble, wrap=True)
            why.setProperty("tone", "late")
            layout.addWidget(why)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _drop(self) -> None:
        self._field.drop_file(self._place)
