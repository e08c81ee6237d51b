"""The panel: sign in, choose a layer, pull, review, push, and decide conflicts one by one."""

from pathlib import Path

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsProject
from qgis.gui import QgsAuthConfigSelect
from qgis.PyQt.QtCore import QSettings, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDockWidget,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from .dispute import Dispute
from .localcopy import Conflicts, CopyError, LocalCopy, SchemaChanged
from .service import Refused, Service, Unreachable
from .words import language, say

KINDS = {"insert": "added", "update": "changed", "delete": "deleted"}


class Panel(QDockWidget):
    """Everything that the plugin shows. It holds the service, and the local copy that is worked on."""

    opened = pyqtSignal(object)  # the QgsVectorLayer of a copy

    def __init__(self, parent=None, canvas=None):
        """`canvas`: the map on which conflicts are drawn."""
        super().__init__(say("POC layers"), parent)
        self.setObjectName("PocPanel")
        self.dispute = Dispute(canvas) if canvas is not None else None
        self.service = None
        self.copy = None
        self._edits, self._conflicts = [], []
        self._make()
        self._enable()

    def _make(self):
        settings = QSettings()
        self.address = QLineEdit(settings.value("poc/url", "http://127.0.0.1:8112", type=str))
        self.user = QLineEdit(settings.value("poc/user", "", type=str))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText(say("Secret of an embedded service (else empty)"))
        self.layers = QComboBox()
        self.title = QLineEdit()
        self.title.setPlaceholderText(say("What the edits are for"))
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        form = QFormLayout()
        rows = (("Service", self.address), ("", self.key), ("Name", self.user), ("Password", self.password))
        for words, field in rows:
            form.addRow(say(words) if words else "", field)
        self.kept = QgsAuthConfigSelect()
        form.addRow(say("Kept by QGIS"), self.kept)
        form.addRow("", _row_of(self._button("Sign in", self.sign_in), self._button("Help", self.show_help)))
        form.addRow(say("Layer"), self.layers)
        self.pull_button = self._button("Pull…", self._choose_and_pull)
        self.buttons = [
            self._button(words, work)
            for words, work in (
                ("Update", self.update_copy),
                ("Review", self.review),
                ("Hand in", self.hand_in),
                ("Publish", self.publish),
            )
        ]
        self.table = self._table(("What was done", "Feature", "Fields"))
        self.table.itemSelectionChanged.connect(self._show_edit)
        self.disputes = self._table(("Feature", "Fields", "Mine", "Theirs"))
        self.disputes.itemSelectionChanged.connect(self._show_conflict)
        self.decisions = [
            self._button("Keep mine", self.keep_mine),
            self._button("Take theirs", self.take_theirs),
        ]
        content = QVBoxLayout()
        content.addLayout(form)
        content.addLayout(_row(self.pull_button, self._button("Open a pulled layer…", self._choose_and_open)))
        content.addLayout(_row(*self.buttons))
        for part in (self.title, self.table, self.disputes):
            content.addWidget(part)
        content.addLayout(_row(*self.decisions))
        content.addWidget(self.status)
        body = QWidget()
        body.setLayout(content)
        self.setWidget(body)

    def _button(self, words, work):
        button = QPushButton(say(words))
        button.clicked.connect(work)
        return button

    def _table(self, titles):
        table = QTableWidget(0, len(titles))
        table.setHorizontalHeaderLabels([say(title) for title in titles])
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.horizontalHeader().setSectionResizeMode(len(titles) - 1, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        return table

    def _enable(self):
        self.pull_button.setEnabled(self.service is not None and self.layers.count() > 0)
        for button in self.buttons:
            button.setEnabled(self.copy is not None)
        self.buttons[-1].setEnabled(self.copy is not None and self.copy.schema["may_publish"])
        for part in (self.disputes, *self.decisions):
            part.setVisible(bool(self._conflicts))

    # --- what a person does --------------------------------------------------------------------

    def sign_in(self):
        """Signs in; the password is not kept, the address and the name are."""
        service = Service(self.address.text().strip(), self.key.text().strip())

        def work():
            name, password = self._credentials()
            user = service.sign_in(name, password)
            self.service = service
            self.password.clear()
            QSettings().setValue("poc/url", service.url)
            QSettings().setValue("poc/user", user["name"])
            self.layers.clear()
            for row in service.layers():
                self.layers.addItem("{} ({})".format(row["key"], row["count"]), row["key"])
            return say("Signed in as {name}.", name=user["title"])

        self._do(work)

    def pull(self, path):
        """Takes the chosen layer to a new GeoPackage and puts it on the map."""

        def work():
            self._work_on(LocalCopy.pull(self._signed_in(), self.layers.currentData(), path))
            return say("Pulled {count} features.", count=self.copy.layer.featureCount())

        self._do(work)

    def open_copy(self, path):
        """Goes on with a layer that was pulled before; needs no service."""

        def work():
            self._work_on(LocalCopy(path))
            return self._reviewed()

        self._do(work)

    def review(self):
        """Says what was edited since the pull."""
        self._do(self._reviewed)

    def update_copy(self):
        """Takes in what others published."""

        def work():
            conflicts = self._copy().update(self._signed_in())
            self._reviewed()
            if conflicts:
                raise Conflicts(conflicts)
            return say("Up to date.")

        self._do(work)

    def hand_in(self):
        """Sends the edits for another person to review."""
        self._push(publish=False)

    def publish(self):
        """Sends the edits onto everybody's map; for whoever may."""
        self._push(publish=True)

    def keep_mine(self):
        """In the chosen conflict mine stays, and goes out with the next push."""
        self._decide("mine")

    def take_theirs(self):
        """In the chosen conflict theirs is taken."""
        self._decide("theirs")

    def show_help(self):
        """Opens the help in QGIS's language."""
        page = Path(__file__).parent / "help" / ("id.html" if language() == "id" else "en.html")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))

    def put_away(self):
        """The panel goes: nothing of it stays on the map."""
        if self.dispute is not None:
            self.dispute.clear()

    # --- how it is done ------------------------------------------------------------------------

    def _credentials(self):
        """Name and password: from QGIS's store where a sign-in is chosen there, else as they were typed."""
        kept = self.kept.configId()
        if not kept:
            return self.user.text().strip(), self.password.text()
        config = QgsAuthMethodConfig()
        found = QgsApplication.authManager().loadAuthenticationConfig(kept, config, True)
        if not (found and config.config("username")):
            raise CopyError(say("This sign-in of QGIS can't be read, or is not of the kind Basic."))
        return config.config("username"), config.config("password")

    def _choose_and_pull(self):
        start = str(Path.home() / "{}.gpkg".format(self.layers.currentData() or "poc"))
        path, _ = QFileDialog.getSaveFileName(self, say("Pull…"), start, "GeoPackage (*.gpkg)")
        if path:
            self.pull(path)

    def _choose_and_open(self):
        path, _ = QFileDialog.getOpenFileName(self, say("Open a pulled layer…"), "", "GeoPackage (*.gpkg)")
        if path:
            self.open_copy(path)

    def _push(self, publish):
        def work():
            title = self.title.text().strip() or "QGIS"
            draft = self._copy().push(self._signed_in(), title, publish)
            self._reviewed()
            if draft is None:
                return say("Nothing was edited.")
            return say("Published." if draft["state"] == "published" else "Handed in. Another person reviews it.")

        self._do(work)

    def _decide(self, side):
        row = self.disputes.currentRow()
        if 0 <= row < len(self._conflicts):
            conflict = self._conflicts[row]

            def work():
                self.copy.decide(conflict, side)
                self._show_conflicts(self.copy.conflicts())
                return self._reviewed()

            self._do(work)

    def _work_on(self, copy):
        self.copy = copy
        QgsProject.instance().addMapLayer(copy.layer)
        self._show_conflicts(copy.conflicts())
        self.opened.emit(copy.layer)

    def _reviewed(self):
        self._edits = self._copy().review()
        rows = [(say(KINDS[edit.kind]), edit.id, ", ".join(map(say, edit.fields))) for edit in self._edits]
        _fill(self.table, rows)
        count = len(self._edits)
        return say("{count} features were edited.", count=count) if count else say("Nothing was edited.")

    def _show_conflicts(self, conflicts):
        self._conflicts = conflicts
        rows = [
            (
                item.id,
                ", ".join(map(say, item.fields)),
                _side(item, item.mine, "here"),
                _side(item, item.theirs, "there"),
            )
            for item in conflicts
        ]
        _fill(self.disputes, rows)
        if rows:
            self.disputes.selectRow(0)
        else:
            self.put_away()
        self._enable()

    def _show_edit(self):
        row = self.table.currentRow()
        if 0 <= row < len(self._edits):
            self._find(self._edits[row].id)

    def _show_conflict(self):
        row = self.disputes.currentRow()
        if 0 <= row < len(self._conflicts):
            self._find(self._conflicts[row].id)
            if self.dispute is not None:
                self.dispute.show(self._conflicts[row])

    def _find(self, ident):
        """Selects the feature on the map; what was deleted can't be."""
        quoted = ident.replace("'", "''")
        words = f"$id = {ident[4:]}" if ident.startswith("fid:") else f"\"poc_id\" = '{quoted}'"
        self.copy.layer.selectByExpression(words)

    def _signed_in(self):
        if self.service is None:
            raise CopyError(say("Sign in first."))
        return self.service

    def _copy(self):
        if self.copy is None:
            raise CopyError(say("Pull or open a layer first."))
        return self.copy

    def _do(self, work):
        """Does something and says how it went, in a sentence."""
        QgsApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            words = work()
        except Conflicts as error:
            self._show_conflicts(error.conflicts)
            question = "Changed by somebody else in the same fields: {count}. Decide each."
            words = say(question, count=len(error.conflicts))
        except SchemaChanged as error:
            fields = {"added": ", ".join(error.added) or "–", "removed": ", ".join(error.removed) or "–"}
            question = (
                "The layer has other fields now (new: {added}; gone: {removed}). Pull it anew under another name."
            )
            words = say(question, **fields)
        except Unreachable:
            words = say("The service does not answer. Your edits are safe here; push again later.")
        except Refused as error:
            words = _refusal(error)
        except CopyError as error:
            words = str(error)
        finally:
            QgsApplication.restoreOverrideCursor()
        self.status.setText(words)
        self._enable()


def _refusal(error):
    found = error.extra.get("findings") or []
    if not found:
        return str(error)
    told = "; ".join("{} {} {}".format(row["id"], row["code"], row.get("field") or "").strip() for row in found[:5])
    return say("The checks found: {words}", words=told)


def _side(conflict, state, where):
    if state is None:
        return say("deleted " + where)
    return ", ".join(str(state.get(key)) if key != "geometry" else say("geometry") for key in conflict.fields)


def _row(*widgets):
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row


def _row_of(*widgets):
    body = QWidget()
    row = _row(*widgets)
    row.setContentsMargins(0, 0, 0, 0)
    body.setLayout(row)
    return body


def _fill(table, rows):
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        for place, words in enumerate(row):
            table.setItem(number, place, QTableWidgetItem(words))
    for place in range(table.columnCount() - 1):
        table.resizeColumnToContents(place)
