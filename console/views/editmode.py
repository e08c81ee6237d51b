"""Edit mode of the map: a layer is taken up, the tools change hands, the commands of `Scope.EDIT` do what they say.

While a layer is edited the map's resting tool is `edit_choose`, Ctrl+Z belongs to the edit, and what is published on
the layer reaches the map by way of the edit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import shapely
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from console.commands import COMMANDS, Scope
from console.domain.calendar import WIB
from console.domain.drafts import Draft
from console.map.editcorners import Corners
from console.map.editdrawing import TOOLS, Draw, PutPoint
from console.map.editplane import EditPlane
from console.map.editsite import EditSite
from console.map.edittools import EditTool
from console.state.editing import LayerEditing, may_edit
from console.state.editjournal import Unfinished
from console.state.editsending import Moved
from console.state.session import Session
from console.theme import Theme
from console.views.editasking import AskCoordinates, AskWhose
from console.views.editbar import EditBar
from console.views.editchecks import EditChecks
from console.views.editclipboard import EditClipboard
from console.views.editform import FeatureForm
from console.views.edithints import HINTS, NOTICES
from console.views.mapview import MapView
from console.words import layer_word, trouble
from layers.catalog import LAYERS, Geometry
from layers.changes import Conflict
from layers.features import Feature
from layers.geometry import to_world

OF_TOOL = {
    "edit_choose": "edit.choose", "edit_move": "edit.move", "edit_corners": "edit.corners",
    "edit_split": "edit.split", "edit_point": "edit.add", "edit_line": "edit.add", "edit_polygon": "edit.add",
    "measure": "edit.measure",
}  # fmt: skip
ADDERS = {Geometry.POINT: "edit_point", Geometry.LINE: "edit_line", Geometry.POLYGON: "edit_polygon"}
NEEDS_CHOICE = ("edit.merge", "edit.fields", "edit.copy", "edit.delete")
ALWAYS = ("edit.begin",)
LOOKING = ("edit.choose", "edit.copy", "edit.all", "edit.measure", "edit.leave", "edit.checks")


class EditMode(QObject):
    """One for each desk."""

    begun = Signal(str)  # layer
    left = Signal(str)  # layer

    def __init__(
        self,
        view: MapView,
        editing: LayerEditing,
        session: Session,
        theme: Theme,
        say: Callable[[str], None],
        say_bad: Callable[[str], None],
        release: Callable[[frozenset[str]], None],
        parent: QWidget,
    ) -> None:
        """`release`: shows the layer as it is published, after its edit; it gets what was shown otherwise."""
        super().__init__(parent)
        self._view, self.editing, self._session, self._theme = view, editing, session, theme
        self._say, self._say_bad, self._release = say, say_bad, release
        self._window = parent
        self._layer = ""
        self._grouped = True
        self._actions: dict[str, QAction] = {}
        self.site = EditSite(view.canvas, editing, self)
        self.plane = EditPlane(self.site)
        self.clipboard = EditClipboard(self.site, editing, self.notice, say, say_bad, parent)
        self.bar: EditBar | None = None
        self.checks: EditChecks | None = None
        self.site.drawn.connect(self._on_drawn)
        self.site.refused.connect(self.notice)
        editing.state_changed.connect(self._on_state)
        editing.selection_changed.connect(self.allow)
        editing.acted.connect(self._on_acted)
        editing.trouble.connect(self._on_trouble)
        editing.conflicted.connect(self._on_conflicted)
        editing.draft_moved.connect(self._on_moved)
        view.canvas.tool_changed.connect(self._on_tool)
        view.panel.edit_wanted.connect(self.begin)
        session.user_changed.connect(self._on_user)

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """The desk's actions, by command; the bar is made of them."""
        self._actions = {name: action for name, action in actions.items() if name.startswith("edit.")}
        self._undo_of_reports = actions["report.undo"]
        self._actions["edit.snap"].setChecked(self.site.snapping)
        self._actions["edit.share"].setChecked(self.site.sharing)
        self.bar = EditBar(self._actions, self.editing, self._theme, self._view)
        self.bar.set_theme(self._theme)
        self._on_user()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self.bar is not None:
            self.bar.set_theme(theme)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What to call for each command."""
        made: dict[str, Callable[[], None]] = {
            "edit.begin": self.ask_layer,
            "edit.choose": partial(self.take, "edit_choose"),
            "edit.add": self.add,
            "edit.corners": partial(self.take, "edit_corners"),
            "edit.move": partial(self.take, "edit_move"),
            "edit.split": partial(self.take, "edit_split"),
            "edit.merge": self.merge,
            "edit.fields": self.ask_fields,
            "edit.coordinates": self.ask_coordinates,
            "edit.measure": partial(self._view.canvas.use_tool, "measure"),
            "edit.snap": self._on_snap,
            "edit.share": self._on_share,
            "edit.all": self._choose_all,
            "edit.copy": self.clipboard.copy,
            "edit.paste": self._paste,
            "edit.delete": self.delete,
            "edit.undo": self._undo,
            "edit.redo": self._redo,
            "edit.save": self.editing.save,
            "edit.checks": self.open_checks,
            "edit.submit": self._submit,
            "edit.leave": self.leave,
        }
        return made

    # --- beginning and ending ----------------------------------------------------------------------------------------

    @Slot()
    def ask_layer(self) -> None:
        """A menu of the layers that this user edits, and of what was left without an end."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setActiveAction(menu.actions()[0])
        middle = self._view.rect().center() - menu.rect().center()
        menu.popup(self._view.mapToGlobal(middle))

    def menu(self) -> QMenu:
        """What can be taken up."""
        menu = QMenu(self._view)
        left = self.editing.unfinished()
        for row in left:
            words = self.tr("Go on: {layer}, {title} ({count} steps, {time})").format(
                layer=layer_word(row.layer),
                title=row.title,
                count=row.steps,
                time=f"{row.touched_at.astimezone(WIB):%d/%m %H:%M}",
            )
            menu.addAction(words.replace("&", "&&")).triggered.connect(partial(self._on_resume, row))
        if left:
            menu.addSeparator()
        for layer in LAYERS:
            if may_edit(self._session.user, layer.key):
                words = self.tr("Edit {layer}").format(layer=layer_word(layer.key))
                menu.addAction(words).triggered.connect(partial(self._on_begin, layer.key))
        return menu

    def _on_begin(self, layer: str, checked: bool = False) -> None:
        self.begin(layer)

    def _on_resume(self, left: Unfinished, checked: bool = False) -> None:
        self.editing.resume(left)

    @Slot(str)
    def begin(self, layer: str) -> None:
        """Takes a layer up; what was left of it without an end is offered first."""
        if layer == self.editing.layer:
            self.take("edit_choose")
            return
        if not may_edit(self._session.user, layer):
            self._say_bad(self.tr("Your role does not edit this layer."))
            return
        left = [row for row in self.editing.unfinished() if row.layer == layer]
        if left:
            self._offer(layer, left[0])
        else:
            self._begin_anew(layer)

    def _offer(self, layer: str, left: Unfinished) -> None:
        menu = QMenu(self._view)
        go_on = self.tr("&Go on with “{title}”: {count} steps, {time}").format(
            title=left.title.replace("&", "&&"),
            count=left.steps,
            time=f"{left.touched_at.astimezone(WIB):%d/%m %H:%M}",
        )
        menu.addAction(go_on).triggered.connect(partial(self._on_resume, left))
        menu.addAction(self.tr("&Begin a new draft")).triggered.connect(partial(self._on_anew, layer))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self._view.mapToGlobal(self._view.rect().center() - menu.rect().center()))

    def _on_anew(self, layer: str, checked: bool = False) -> None:
        self._begin_anew(layer)

    def _begin_anew(self, layer: str) -> None:
        when = datetime.now(WIB)
        self.editing.begin(layer, f"{layer_word(layer)} {when:%d/%m/%Y %H:%M}")
        self._view.canvas.setFocus()

    @Slot()
    def leave(self) -> None:
        """Stops editing; what was done stays a draft."""
        unsent = bool(self.editing.edited)
        self.editing.leave()
        if unsent:
            self._say(self.tr("Kept as a draft. Ctrl+E takes it up again."))

    @Slot()
    def _on_state(self) -> None:
        layer = self.editing.layer
        if layer != self._layer:
            was, self._layer = self._layer, layer
            if was:
                self._end(was)
            if layer:
                self._start(layer)
        self.allow()

    def _start(self, layer: str) -> None:
        view = self._view
        self._grouped = view.buttons["groups"].isChecked()
        view.set_groups(False)  # single features are edited, not heaps of them
        if layer in view.panel.rows:
            view.set_visible(layer, True)
        if self.bar is not None:
            self.bar.show()
            self.bar.refresh()
        self.take("edit_choose")
        self.begun.emit(layer)

    def _end(self, layer: str) -> None:
        self._view.set_groups(self._grouped)
        self._release(self.site.shown)
        if self.bar is not None:
            self.bar.hide()
        self._view.canvas.use_tool("explore")
        self.left.emit(layer)

    @Slot()
    def _on_user(self) -> None:
        self._view.panel.set_editable([row.key for row in LAYERS if may_edit(self._session.user, row.key)])
        self.allow()

    @Slot()
    def allow(self) -> None:
        """The actions of the edit can be had while they mean something."""
        if not self._actions:
            return
        editing, user = self.editing, self._session.user
        can = {command.id: user.may(command.needs) for command in COMMANDS if command.scope is Scope.EDIT}
        for name, action in self._actions.items():
            wanted = can[name] and (name in ALWAYS or (editing.is_editing and (editing.is_open or name in LOOKING)))
            if name in NEEDS_CHOICE:
                wanted = wanted and bool(editing.selection)
            elif name in ("edit.split", "edit.share"):
                wanted = wanted and not (editing.layer and self.site.is_points)
            elif name == "edit.undo":
                wanted = wanted and editing.steps.can_undo
            elif name == "edit.redo":
                wanted = wanted and editing.steps.can_redo
            elif name == "edit.submit":
                wanted = wanted and bool(editing.edited)
            action.setEnabled(wanted)
        if editing.is_editing:
            self._undo_of_reports.setEnabled(False)
        else:
            row = next(command for command in COMMANDS if command.id == "report.undo")
            self._undo_of_reports.setEnabled(user.may(row.needs))
        if self.bar is not None and editing.is_editing:
            self.bar.refresh()

    # --- tools -------------------------------------------------------------------------------------------------------

    def take(self, name: str) -> None:
        """Takes a tool of the edit into the hand."""
        if self.editing.is_editing:
            self._view.canvas.take_up(TOOLS[name](self.site))

    def add(self) -> None:
        """The tool that makes features of this layer's kind."""
        self.take(ADDERS[self.site.layer.geometry])

    @property
    def tool(self) -> EditTool | None:
        """The edit's tool in the hand; None: another."""
        tool = self._view.canvas.tool
        return tool if isinstance(tool, EditTool) else None

    def escape(self) -> bool:
        """Esc: what is begun is given up, then the tool is put back; False: it means nothing here."""
        tool = self.tool
        if tool is None:
            return False
        if tool.give_up():
            return True
        if tool.name != "edit_choose":
            self.take("edit_choose")
            return True
        return False

    @Slot(str)
    def _on_tool(self, name: str) -> None:
        if not self.editing.is_editing:
            return
        if name == "explore":
            self.take("edit_choose")
            return
        if self.bar is not None:
            self.bar.mark_tool(OF_TOOL.get(name, ""))
        if name in HINTS:
            self._view.hint.say(QCoreApplication.translate("EditMode", HINTS[name]))
            self._view.place_hint()

    @Slot(str)
    def notice(self, code: str) -> None:
        """Says why nothing was done."""
        self._say_bad(QCoreApplication.translate("EditMode", NOTICES[code]))

    def _can_change(self) -> bool:
        if self.editing.is_busy:
            self.notice("busy")
        elif not self.editing.is_open:
            self.notice("closed")
        else:
            return True
        return False

    # --- what is done to features ------------------------------------------------------------------------------------

    def delete(self) -> None:
        """What the tool has hold of, else what is chosen."""
        if self._can_change() and not (self.tool is not None and self.tool.trash()):
            self.site.delete()

    def merge(self) -> None:
        """Asks whose fields stay, and merges."""
        chosen = self.site.chosen()
        if len(chosen) < 2:
            self.notice("too_few_chosen")
        elif self._can_change():
            ask = AskWhose(chosen, self._window)
            ask.given.connect(self.site.merge)
            ask.open()

    @Slot(object)
    def _on_drawn(self, feature: Feature) -> None:
        form = FeatureForm([feature], self.tr("New feature"), self._window)
        form.filled.connect(self._on_new)
        form.open()

    @Slot(list)
    def _on_new(self, features: list[Feature]) -> None:
        if self._can_change() and self.editing.apply(self.tr("Add"), [(None, feature) for feature in features]):
            self.editing.select([feature.id for feature in features])
        self._view.canvas.setFocus()

    def ask_fields(self) -> None:
        """The form of what is chosen."""
        chosen = self.site.chosen()
        if not chosen:
            self.notice("none_chosen")
            return
        title = self.tr("Fields of {count} features").format(count=len(chosen)) if len(chosen) > 1 else ""
        form = FeatureForm(chosen, title or self.tr("Fields"), self._window)
        form.filled.connect(partial(self._on_fields, chosen))
        form.open()

    def _on_fields(self, before: Sequence[Feature], after: list[Feature]) -> None:
        if self._can_change():
            self.editing.apply(self.tr("Change fields"), list(zip(before, after, strict=True)))

    def ask_coordinates(self) -> None:
        """A place typed in goes to what is in the hand: the next corner, a new point, the chosen point, or the view."""
        canvas, tool = self._view.canvas, self.tool
        at = tool.at if tool is not None and tool.at is not None else None
        lon, lat = canvas.camera.lonlat_at(*(at or (canvas.camera.width / 2, canvas.camera.height / 2)))
        chosen = self.site.chosen()
        if len(chosen) == 1 and chosen[0].geometry.geom_type == "Point":
            lon, lat = chosen[0].geometry.x, chosen[0].geometry.y
        ask = AskCoordinates(lon, lat, self._window)
        ask.given.connect(self._on_coordinates)
        ask.open()

    @Slot(float, float)
    def _on_coordinates(self, lon: float, lat: float) -> None:
        tool, chosen = self.tool, self.site.chosen()
        if isinstance(tool, PutPoint | Draw | Corners):
            tool.put((lon, lat))
        elif len(chosen) == 1 and chosen[0].geometry.geom_type == "Point" and self._can_change():
            here = replace(chosen[0], geometry=shapely.Point(lon, lat))
            self.editing.apply(self.tr("Move"), [(chosen[0], here)])
        canvas = self._view.canvas
        if not canvas.camera.shows(*map(float, to_world(lon, lat))):
            canvas.center_on(lon, lat)
        canvas.setFocus()

    def _paste(self) -> None:
        if self._can_change():
            self.clipboard.paste()

    # --- checks ------------------------------------------------------------------------------------------------------

    def open_checks(self) -> None:
        """What the checks say, beside the map."""
        if self.checks is None:
            self.checks = EditChecks(self.editing, self._theme, self._window)
            self.checks.wanted.connect(self._on_wanted)
        self.checks.refresh()
        self.checks.show()
        self.checks.raise_()

    @Slot(str, object)
    def _on_wanted(self, ident: str, place: tuple[float, float] | None) -> None:
        feature = self.editing.features.get(ident) or self.editing.base.get(ident)
        if feature is None:
            return
        self.editing.select([ident])
        if place is None:
            spot = feature.geometry.representative_point()
            place = (spot.x, spot.y)
        canvas = self._view.canvas
        canvas.center_on(*place, max(16.0, canvas.camera.view.zoom))

    # --- small things ------------------------------------------------------------------------------------------------

    def _undo(self) -> None:
        if self.editing.is_busy:
            self.notice("busy")
        else:
            self.editing.undo()

    def _redo(self) -> None:
        if self.editing.is_busy:
            self.notice("busy")
        else:
            self.editing.redo()

    def _choose_all(self) -> None:
        self.editing.select(self.editing.features)

    def _on_snap(self) -> None:
        self.site.snapping = self._actions["edit.snap"].isChecked()
        self._say(self.tr("Snapping is on.") if self.site.snapping else self.tr("Snapping is off."))

    def _on_share(self) -> None:
        self.site.sharing = self._actions["edit.share"].isChecked()
        self._say(
            self.tr("Shared borders move together.")
            if self.site.sharing
            else self.tr("Shared borders do not move together: gaps and overlaps may come.")
        )

    def _submit(self) -> None:
        if self._can_change():
            self.editing.act("submit")

    @Slot(object)
    def _on_trouble(self, error: BaseException) -> None:
        self._say_bad(trouble(error).sentence)

    @Slot(list)
    def _on_conflicted(self, conflicts: list[Conflict]) -> None:
        text = self.tr("Somebody else published the same fields of {count} features: Checks shows both.")
        self._say_bad(text.format(count=len(conflicts)))

    @Slot(object)
    def _on_moved(self, moved: Moved) -> None:
        """The same draft was changed on another computer: what nobody touched here is taken over, the rest is asked."""
        if not moved.disputed:
            self._say(self.tr("Taken over from another computer: {count}").format(count=len(moved.taken)))
            return
        menu = QMenu(self._view)
        title = self.tr("This draft was changed on another computer too: {count} features").format(
            count=len(moved.disputed)
        )
        menu.addSection(title)
        menu.addAction(self.tr("&Keep what stands here")).triggered.connect(self._on_keep_mine)
        menu.addAction(self.tr("&Take what stands there")).triggered.connect(self._on_take_theirs)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._view.mapToGlobal(self._view.rect().center() - menu.rect().center()))

    @Slot()
    def _on_keep_mine(self) -> None:
        self.editing.keep_mine()

    @Slot()
    def _on_take_theirs(self) -> None:
        self.editing.take_theirs(self.tr("Taken over"))

    @Slot(str, object)
    def _on_acted(self, action: str, sheet: object) -> None:
        draft = getattr(sheet, "draft", None)
        if action == "submit" and isinstance(draft, Draft):
            self._say(self.tr("“{title}” waits for another person's review.").format(title=draft.title))
