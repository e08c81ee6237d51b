"""The panel: sign in, choose a layer, pull, review, push, and decide conflicts one by one."""

import traceback
from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsAuthMethodConfig, QgsMessageLog, QgsProject, QgsProviderRegistry
from qgis.gui import QgsAuthConfigSelect, QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtCore import QSettings, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDockWidget,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from .dispute import Dispute
from .errors import Conflicts, CopyError, PocError, Refused
from .geopackage import named_gpkg
from .localcopy import LocalCopy
from .parts import ConflictView, button, fill, row, table
from .sentences import sentence_of
from .service import Service
from .words import language, say, title_of

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
        self.may_publish = False
        self._edits = []
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        content = QVBoxLayout()
        for part in (self._door(), self._choice(), self._work(), self.status):
            content.addWidget(part)
        body = QWidget()
        body.setLayout(content)
        self.setWidget(body)
        self._enable()

    # --- what it is made of --------------------------------------------------------------------

    def _door(self):
        """Where the service is, and who comes; folded away once somebody is in."""
        settings = QSettings()
        self.address = QLineEdit(settings.value("poc/url", "http://127.0.0.1:8112", type=str))
        self.user = QLineEdit(settings.value("poc/user", "", type=str))
        self.password, self.key = QLineEdit(), QLineEdit()
        for secret in (self.password, self.key):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self.sign_in)
        self.key.setPlaceholderText(say("only for a console's own service"))
        self.kept = QgsAuthConfigSelect()
        self.kept.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.door = QgsCollapsibleGroupBoxBasic(say("Service"))
        form = QFormLayout(self.door)
        fields = {"Address": self.address, "Name": self.user, "Password": self.password, "Kept by QGIS": self.kept}
        for words, field in (*fields.items(), ("Secret", self.key)):
            form.addRow(say(words), field)
        form.addRow("", row(button("Sign in", self.sign_in), button("Help", self.show_help)))
        return self.door

    def _choice(self):
        """Which layer."""
        self.layers = QComboBox()
        pull = button("Pull…", self._choose_and_pull, "Take the layer to a GeoPackage on this computer")
        self.pull_button = pull
        opens = "Go on with a layer that was pulled before; needs no service"
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(say("Layer"), self.layers)
        form.addRow("", row(pull, button("Open…", self._choose_and_open, opens)))
        return body

    def _work(self):
        """What was edited, what is disputed, and the way to the service."""
        self.title = QLineEdit()
        self.title.setPlaceholderText(say("What the edits are for"))
        self.table = table(("Change", "Feature", "Fields"))
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self._show_edit)
        self.disputes = ConflictView()
        self.disputes.shown.connect(self._show_conflict)
        self.disputes.decided.connect(self._decide)
        actions = (
            ("Update", self.update_copy, "Take in what others published"),
            ("Review", self.review, "List what was edited since the pull"),
            ("Hand in", self.hand_in, "Send the edits to another person for review"),
            ("Publish", self.publish, "Put the edits on everybody's map"),
        )
        self.buttons = [button(*action) for action in actions]
        self.work = QGroupBox(say("Edits"))
        layout = QVBoxLayout(self.work)
        for part in (row(*self.buttons[:2]), self.table, self.disputes, self.title, row(*self.buttons[2:])):
            layout.addWidget(part)
        return self.work

    def _enable(self):
        self.pull_button.setEnabled(self.service is not None and self.layers.count() > 0)
        for widget in (*self.buttons, self.title):
            widget.setEnabled(self.copy is not None)
        self.buttons[-1].setEnabled(self.copy is not None and self.may_publish)
        self.disputes.setVisible(bool(self.disputes.conflicts))
        title = say("Edits: {title}", title=self.copy.layer.name()) if self.copy is not None else say("Edits")
        self.work.setTitle(title.replace("&", "&&"))

    # --- what a person does --------------------------------------------------------------------

    def sign_in(self):
        """Signs in; the password is not kept, the address and the name are."""
        service = Service(self.address.text().strip(), self.key.text().strip())

        def work():
            name, password = self._credentials()
            try:
                user = service.sign_in(name, password)
            except Refused as error:
                if error.status == 401:
                    raise CopyError(say("The name, the password or the secret is wrong.")) from error
                raise
            told = service.layers()
            self.service = service
            self.password.clear()
            QSettings().setValue("poc/url", service.url)
            QSettings().setValue("poc/user", user["name"])
            self._list(told)
            if self.copy is not None:
                self.may_publish = bool(service.schema(self.copy.key).get("may_publish"))
            self.door.setTitle(say("Service: {name}", name=user["title"]).replace("&", "&&"))
            self.door.setCollapsed(True)
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
            self._work_on(LocalCopy(path, _on_the_map(path)))
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
        """In the conflict that is shown mine stays, and goes out with the next push."""
        self.disputes.mine.click()

    def take_theirs(self):
        """In the conflict that is shown theirs is taken."""
        self.disputes.theirs.click()

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

    def _list(self, told):
        """The layers that people draw on, the one that was chosen chosen again."""
        chosen = self.layers.currentData()
        self.layers.clear()
        for layer in told["layers"]:
            if not layer.get("drawn", True):
                continue
            title = title_of(told, layer.get("title") or layer["key"])
            self.layers.addItem("{} ({})".format(title, layer["count"]), layer["key"])
        self.layers.setCurrentIndex(max(0, self.layers.findData(chosen)))

    def _choose_and_pull(self):
        start = str(Path.home() / "{}.gpkg".format(self.layers.currentData() or "poc"))
        path, _ = QFileDialog.getSaveFileName(self, say("Pull…"), start, "GeoPackage (*.gpkg)")
        if path:
            self.pull(path)

    def _choose_and_open(self):
        path, _ = QFileDialog.getOpenFileName(self, say("Open a pulled layer"), "", "GeoPackage (*.gpkg)")
        if path:
            self.open_copy(path)

    def _push(self, publish):
        def work():
            title = self.title.text().strip() or "QGIS"
            draft = self._copy().push(self._signed_in(), title, publish)
            self._reviewed()
            if draft is None:
                return say("Nothing was edited.")
            if draft["state"] != "published":
                return say("Handed in. Another person reviews it.")
            words = "Published what was sent before. {count} later edits are still here: push again."
            return say(words, count=len(self._edits)) if self._edits else say("Published.")

        self._do(work)

    def _decide(self, conflict, side):
        def work():
            self.copy.decide(conflict, side)
            self._show_conflicts(self.copy.conflicts())
            return self._reviewed()

        self._do(work)

    def _work_on(self, copy):
        if self.copy is not None:
            self.copy.layer.willBeDeleted.disconnect(self._forget)
        self.copy, self.may_publish = copy, bool(copy.schema["may_publish"])
        if QgsProject.instance().mapLayer(copy.layer.id()) is None:
            QgsProject.instance().addMapLayer(copy.layer)
        copy.layer.willBeDeleted.connect(self._forget)
        self._edits = []
        fill(self.table, ())
        self._show_conflicts(copy.conflicts())
        self.opened.emit(copy.layer)

    def _forget(self):
        """The layer is taken off the map, or another project is opened: its file stays."""
        words = "The layer was taken off the map. Your edits are in {path}: open it to go on."
        path, self.copy, self._edits = self.copy.path, None, []
        fill(self.table, ())
        self._show_conflicts(())
        self.status.setText(say(words, path=path))

    def _reviewed(self):
        copy = self._copy()
        self._edits = copy.review()
        titles = self._titles()
        rows = []
        for edit in self._edits:
            fields = ", ".join(titles.get(key, key) for key in edit.fields) if edit.after else ""
            rows.append((say(KINDS[edit.kind]), (copy.name(edit.id, edit.after, edit.before), edit.id), fields))
        fill(self.table, rows)
        self.table.resizeColumnToContents(0)
        self.table.setColumnWidth(1, min(160, max(90, self.table.sizeHintForColumn(1) + 12)))
        count = len(self._edits)
        return say("{count} features were edited.", count=count) if count else say("Nothing was edited.")

    def _titles(self):
        schema = self.copy.schema
        titles = {field["key"]: title_of(schema, field["title"]) for field in schema["fields"]}
        return {**titles, "geometry": say("geometry")}

    def _show_conflicts(self, conflicts):
        if not conflicts:
            self.put_away()
            self.disputes.show_all((), {}, {})
        else:
            names = {one.id: self.copy.name(one.id, one.mine, one.theirs) for one in conflicts}
            self.disputes.show_all(conflicts, names, self._titles())
        self._enable()

    def _show_edit(self):
        at = self.table.currentRow()
        if 0 <= at < len(self._edits):
            self._find(self._edits[at].id)

    def _show_conflict(self, conflict):
        self._find(conflict.id)
        if self.dispute is not None:
            self.dispute.show(conflict)

    def _find(self, ident):
        """Selects the feature on the map, and brings it into view; what was deleted can't be."""
        layer, quoted = self.copy.layer, ident.replace("'", "''")
        words = f"$id = {ident[4:]}" if ident.startswith("fid:") else f"\"poc_id\" = '{quoted}'"
        layer.selectByExpression(words)
        if self.dispute is not None and layer.selectedFeatureCount():
            self.dispute.bring_into_view(layer.boundingBoxOfSelected(), layer.crs())

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
        except PocError as error:
            if isinstance(error, Conflicts):
                self._show_conflicts(error.conflicts)
            words = sentence_of(error, self.copy)
        except Exception as error:  # noqa: BLE001 - the last resort: a person hears of it, the log holds it
            QgsMessageLog.logMessage(traceback.format_exc(), "POC", Qgis.MessageLevel.Critical)
            words = sentence_of(error)
        finally:
            QgsApplication.restoreOverrideCursor()
        self.status.setText(words)
        self._enable()


def _on_the_map(path):
    """The layer of that GeoPackage where the project has it already: two would not see each other's edits."""
    wanted = named_gpkg(path).resolve()
    for layer in QgsProject.instance().mapLayers().values():
        if layer.providerType() == "ogr":
            found = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("path")
            if found and Path(found).resolve() == wanted:
                return layer
    return None
