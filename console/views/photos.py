"""Photos of a report: a strip of thumbs on the card, and a viewer. Bytes come from the Desk; decoding is bounded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QSizePolicy, QWidget

from console.state.desk import Desk
from console.theme import Theme
from console.views import icons
from console.views.cardmarks import Themed
from console.views.cardparts import UNIT, Flow, button, column, label, row

MAX_PIXELS = 50_000_000  # a photo of a telephone has at most so many; more is a trap or a scan
ALLOCATION_MB = 256
THUMB = 72
KEPT = 200  # thumbs in memory


def decoded(data: bytes, side: int) -> QImage | None:
    """The picture, at most `side` pixels wide and high; None when it is no picture or too large to be a photo."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(ALLOCATION_MB)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MAX_PIXELS:
        return None
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


class Thumb(QAbstractButton, Themed):
    """One photo, cut to a square; grey until it has come, with a mark when it can't be shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.sha = ""
        self._picture: QPixmap | None = None
        self.broken = False
        self.setFixedSize(THUMB, THUMB)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_photo(self, picture: QPixmap | None) -> None:
        """Show it; None: it can't be shown."""
        self._picture, self.broken = picture, picture is None
        self.update()

    @property
    def has_photo(self) -> bool:
        """Whether the picture has come."""
        return self._picture is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addRoundedRect(box, 6, 6)
        painter.setClipPath(path)
        painter.fillRect(box, self.theme.color("raised"))
        if self._picture is not None:
            self._draw_cut(painter, box, self._picture)
        else:
            name = "mdi6.image-broken-variant" if self.broken else "mdi6.image-outline"
            mark = icons.pixmap(self.theme, name, "muted", 24, self.devicePixelRatioF())
            painter.drawPixmap(int(box.center().x()) - 12, int(box.center().y()) - 12, mark)
        painter.setClipping(False)
        edge = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(self.theme.color("accent" if edge else "line"), 2 if self.hasFocus() else 1))
        painter.drawPath(path)
        painter.end()

    def _draw_cut(self, painter: QPainter, box: QRectF, picture: QPixmap) -> None:
        size = picture.deviceIndependentSize()
        side = min(size.width(), size.height())
        middle = QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)
        painter.drawPixmap(box, picture, middle)

    def sizeHint(self) -> QSize:
        return QSize(THUMB, THUMB)


class PhotoStrip(QWidget):
    """The thumbs of one report. `opened` carries the place of the photo that was clicked."""

    opened = Signal(int)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._thumbs: list[Thumb] = []
        self._known: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._flow = Flow(self, spacing=UNIT)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        desk.photo_ready.connect(self._on_photo)

    def show_photos(self, shas: Sequence[str]) -> None:
        """Show these, asking for those that are not here yet."""
        if [thumb.sha for thumb in self._thumbs] == list(shas):
            return
        while len(self._thumbs) > len(shas):
            self._thumbs.pop().deleteLater()
        while len(self._thumbs) < len(shas):
            thumb = Thumb(self._theme)
            thumb.clicked.connect(self._on_clicked)
            self._thumbs.append(thumb)
            self._flow.addWidget(thumb)
        for thumb, sha in zip(self._thumbs, shas, strict=True):
            thumb.sha = sha
            thumb.broken = False
            if sha in self._known:
                thumb.show_photo(self._known[sha])
            else:
                thumb.show_photo(None)
                thumb.broken = False
                self._desk.photo(sha, "thumb")
        self.setVisible(bool(shas))
        self.retranslate()
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """For thumbs that are made from now on; those that stand get it from the card."""
        self._theme = theme

    def retranslate(self) -> None:
        """Say what each thumb is."""
        for place, thumb in enumerate(self._thumbs, 1):
            thumb.setAccessibleName(self.tr("Photo {place} of {count}").format(place=place, count=len(self._thumbs)))

    def thumbs(self) -> list[Thumb]:
        """The thumbs in order."""
        return list(self._thumbs)

    def _on_photo(self, sha: str, size: str, data: bytes) -> None:
        if size != "thumb":
            return
        image = decoded(bytes(data), 2 * THUMB * 2)
        self._known[sha] = QPixmap.fromImage(image) if image is not None else None
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        for thumb in self._thumbs:
            if thumb.sha == sha:
                thumb.show_photo(self._known[sha])

    def _on_clicked(self) -> None:
        thumb = self.sender()
        if isinstance(thumb, Thumb):
            self.opened.emit(self._thumbs.index(thumb))


class PhotoViewer(QDialog):
    """One photo as large as the window; the arrow keys go through them, Esc closes."""

    def __init__(self, desk: Desk, shas: Sequence[str], place: int, number: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._shas, self._number = desk, list(shas), number
        self.place = place
        self._picture: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setTextFormat(Qt.TextFormat.PlainText)
        self.picture.setWordWrap(True)
        self.picture.setMinimumSize(320, 240)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.before, self.after, self.done_button = button("quiet"), button("quiet"), button()
        self.where = label("muted")
        layout = column(self, spacing=UNIT, margins=(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2))
        layout.addWidget(self.picture, 1)
        layout.addLayout(row(self.before, self.where, self.after, None, self.done_button))
        self.before.clicked.connect(self.previous)
        self.after.clicked.connect(self.next)
        self.done_button.clicked.connect(self.close)
        desk.photo_ready.connect(self._on_photo)
        self.resize(960, 720)
        self.retranslate()
        self._ask()

    def next(self) -> None:
        """The photo after this one."""
        self._go(1)

    def previous(self) -> None:
        """The photo before this one."""
        self._go(-1)

    def retranslate(self) -> None:
        """Say everything in the language that is chosen."""
        self.setWindowTitle(self.tr("Photos of {number}").format(number=self._number))
        self.before.setText(self.tr("← Previous"))
        self.after.setText(self.tr("Next →"))
        self.done_button.setText(self.tr("Close"))
        self.where.setText(self.tr("Photo {place} of {count}").format(place=self.place + 1, count=len(self._shas)))
        self.picture.setAccessibleName(self.where.text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {int(Qt.Key.Key_Right): 1, int(Qt.Key.Key_Left): -1}
        if event.key() in steps:
            self._go(steps[event.key()])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _go(self, steps: int) -> None:
        place = max(0, min(len(self._shas) - 1, self.place + steps))
        if place != self.place:
            self.place = place
            self._ask()

    def _ask(self) -> None:
        self._picture = None
        self.picture.setText(self.tr("The photo is being fetched …"))
        self.before.setEnabled(self.place > 0)
        self.after.setEnabled(self.place < len(self._shas) - 1)
        self.retranslate()
        self._desk.photo(self._shas[self.place], "full")

    def _on_photo(self, sha: str, size: str, data: bytes) -> None:
        if size != "full" or sha != self._shas[self.place]:
            return  # of a photo that was left since
        image = decoded(bytes(data), 3840)
        if image is None:
            self.picture.setText(self.tr("This photo can't be shown: the file is damaged or too large."))
            return
        self._picture = QPixmap.fromImage(image)
        self._fit()

    def _fit(self) -> None:
        if self._picture is None:
            return
        ratio = self.devicePixelRatioF()
        room = self.picture.size() * ratio
        mode = Qt.TransformationMode.SmoothTransformation
        shown = self._picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, mode)
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)
