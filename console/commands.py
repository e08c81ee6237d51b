"""Everything an operator can do: COMMANDS, one row each, read by menus, keys, palette, `?` sheet and handbook.

Single letters act only while no text is being typed: Qt's text fields take plain keys for themselves before any
shortcut is tried. A capital is the way back of its small letter where there is one (A assigns, Shift+A recalls).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from console.domain import workflow
from console.domain.roles import Right, User
from console.i18n import QT_TRANSLATE_NOOP


class Scope(StrEnum):
    """What a command acts on; the heading that it stands under in menus and in the sheet of keys."""

    REPORT = "report"  # the chosen report, or all that are ticked
    ANSWER = "answer"  # what a department says of the chosen report
    QUEUE = "queue"
    MAP = "map"
    LAYER = "layer"  # what lies on the map, for those who see to it
    EDIT = "edit"  # a layer while it is edited; these keys then go before all others
    CONSOLE = "console"


SCOPE_TITLES: dict[Scope, str] = {
    Scope.REPORT: QT_TRANSLATE_NOOP("Commands", "Report"),
    Scope.ANSWER: QT_TRANSLATE_NOOP("Commands", "Department's answer"),
    Scope.QUEUE: QT_TRANSLATE_NOOP("Commands", "Queue"),
    Scope.MAP: QT_TRANSLATE_NOOP("Commands", "Map"),
    Scope.LAYER: QT_TRANSLATE_NOOP("Commands", "Layers"),
    Scope.EDIT: QT_TRANSLATE_NOOP("Commands", "Edit a layer"),
    Scope.CONSOLE: QT_TRANSLATE_NOOP("Commands", "Console"),
}


_RIGHT_OF = {Scope.REPORT: Right.TRIAGE, Scope.ANSWER: Right.ANSWER, Scope.EDIT: Right.EDIT_LAYERS}
# What the report card does beside the moves of the workflow.
CARD_ACTIONS = frozenset({"note", "priority", "place", "category", "claim"})


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done. `keys` are portable key sequences with spaces between; the first is shown.

    `onward`: after it the report is dealt with for now, and the next one is chosen.
    `right`: who lacks it does not see the command; None: that of the scope.
    """

    id: str
    title: str
    keys: str
    scope: Scope
    right: Right | None = None
    onward: bool = False
    checkable: bool = False
    repeats: bool = False

    @property
    def action(self) -> str:
        """The action of the workflow or of the card that this asks for; empty: it is the desk's own."""
        key = self.id.partition(".")[2]
        return (
            key
            if self.scope in (Scope.REPORT, Scope.ANSWER) and (key in workflow.BY_KEY or key in CARD_ACTIONS)
            else ""
        )

    @property
    def needs(self) -> Right:
        """The right that it takes."""
        return self.right or _RIGHT_OF.get(self.scope, Right.READ_REPORTS)


COMMANDS: tuple[Command, ...] = (
    # Triage. Assign, twin, archive, hold and ask deal with a report for now: the next one is chosen.
    Command("report.verify", QT_TRANSLATE_NOOP("Commands", "Verify"), "V", Scope.REPORT),
    Command("report.assign", QT_TRANSLATE_NOOP("Commands", "Assign to a department…"), "A", Scope.REPORT, onward=True),
    Command(
        "report.mark_duplicate", QT_TRANSLATE_NOOP("Commands", "Mark as duplicate…"), "D", Scope.REPORT, onward=True
    ),
    Command("report.reject", QT_TRANSLATE_NOOP("Commands", "Archive with a reason…"), "R", Scope.REPORT, onward=True),
    Command("report.hold", QT_TRANSLATE_NOOP("Commands", "Hold until…"), "H", Scope.REPORT, onward=True),
    Command("report.ask_citizen", QT_TRANSLATE_NOOP("Commands", "Ask the citizen…"), "W", Scope.REPORT, onward=True),
    Command("report.claim", QT_TRANSLATE_NOOP("Commands", "Take in hand, or let go"), "Z", Scope.REPORT),
    Command("report.note", QT_TRANSLATE_NOOP("Commands", "Write a note"), "C", Scope.REPORT),
    Command(
        "report.priority",
        QT_TRANSLATE_NOOP("Commands", "Change the priority…"),
        "P",
        Scope.REPORT,
        right=Right.CHANGE_REPORT,
    ),
    Command(
        "report.place", QT_TRANSLATE_NOOP("Commands", "Place on the map…"), "L", Scope.REPORT, right=Right.CHANGE_REPORT
    ),
    Command(
        "report.category",
        QT_TRANSLATE_NOOP("Commands", "Change the category…"),
        "E",
        Scope.REPORT,
        right=Right.CHANGE_REPORT,
    ),
    Command("report.recall", QT_TRANSLATE_NOOP("Commands", "Recall from the department…"), "Shift+A", Scope.REPORT),
    Command("report.split", QT_TRANSLATE_NOOP("Commands", "Split off from its twin"), "Shift+D", Scope.REPORT),
    Command("report.restore", QT_TRANSLATE_NOOP("Commands", "Restore from the archive"), "Shift+R", Scope.REPORT),
    Command("report.resume", QT_TRANSLATE_NOOP("Commands", "Resume what waits"), "Shift+H", Scope.REPORT),
    Command("report.reopen", QT_TRANSLATE_NOOP("Commands", "Reopen…"), "Shift+O", Scope.REPORT),
    Command(
        "report.compare",
        QT_TRANSLATE_NOOP("Commands", "Compare mine and theirs…"),
        "Shift+C",
        Scope.REPORT,
        right=Right.ANSWER,
    ),
    Command(
        "report.undo", QT_TRANSLATE_NOOP("Commands", "Undo the last move"), "Ctrl+Z", Scope.REPORT, right=Right.ANSWER
    ),
    # What the department says; the operator enters it for those that are not on line
    Command("answer.accept", QT_TRANSLATE_NOOP("Commands", "The department accepts"), "Y", Scope.ANSWER),
    Command("answer.refuse", QT_TRANSLATE_NOOP("Commands", "The department refuses…"), "U", Scope.ANSWER),
    Command("answer.start", QT_TRANSLATE_NOOP("Commands", "Work has started"), "S", Scope.ANSWER),
    Command("answer.claim_done", QT_TRANSLATE_NOOP("Commands", "The department reports it done…"), "F", Scope.ANSWER),
    Command(
        "answer.resolve", QT_TRANSLATE_NOOP("Commands", "Confirm that it is solved"), "O", Scope.ANSWER, onward=True
    ),
    Command(
        "answer.send_back",
        QT_TRANSLATE_NOOP("Commands", "Not accepted: back to work…"),
        "B",
        Scope.ANSWER,
        right=Right.TRIAGE,
    ),
    # The queue
    Command("queue.next", QT_TRANSLATE_NOOP("Commands", "Next report"), "J", Scope.QUEUE, repeats=True),
    Command("queue.previous", QT_TRANSLATE_NOOP("Commands", "Previous report"), "K", Scope.QUEUE, repeats=True),
    Command("queue.tick", QT_TRANSLATE_NOOP("Commands", "Tick for a joint action"), "X", Scope.QUEUE),
    Command(
        "queue.tick_next", QT_TRANSLATE_NOOP("Commands", "Tick, and the next too"), "Shift+J", Scope.QUEUE, repeats=True
    ),
    Command(
        "queue.tick_previous",
        QT_TRANSLATE_NOOP("Commands", "Tick, and the one before too"),
        "Shift+K",
        Scope.QUEUE,
        repeats=True,
    ),
    Command("queue.untick", QT_TRANSLATE_NOOP("Commands", "Clear ticks and search"), "Esc", Scope.QUEUE),
    Command("queue.focus", QT_TRANSLATE_NOOP("Commands", "Go to the queue"), "Q", Scope.QUEUE),
    Command("queue.compact", QT_TRANSLATE_NOOP("Commands", "Compact rows"), "", Scope.QUEUE, checkable=True),
    Command(
        "report.new", QT_TRANSLATE_NOOP("Commands", "New report (a call)…"), "N", Scope.QUEUE, right=Right.CREATE_REPORT
    ),
    Command("search.open", QT_TRANSLATE_NOOP("Commands", "Search"), "/", Scope.QUEUE),
    # The map
    Command("map.show", QT_TRANSLATE_NOOP("Commands", "Show on the map, and again to go back"), "M", Scope.MAP),
    Command(
        "map.report",
        QT_TRANSLATE_NOOP("Commands", "Report what is chosen on the map"),
        "Shift+N",
        Scope.MAP,
        right=Right.CREATE_REPORT,
    ),
    Command("map.home", QT_TRANSLATE_NOOP("Commands", "Whole city"), "Home", Scope.MAP),
    Command("map.zoom_in", QT_TRANSLATE_NOOP("Commands", "Closer"), "+ =", Scope.MAP, repeats=True),
    Command("map.zoom_out", QT_TRANSLATE_NOOP("Commands", "Farther"), "-", Scope.MAP, repeats=True),
    Command("map.layers", QT_TRANSLATE_NOOP("Commands", "Layers and legend"), "I", Scope.MAP),
    Command("map.lasso", QT_TRANSLATE_NOOP("Commands", "Tick reports with a lasso"), "Shift+X", Scope.MAP),
    Command("map.heat", QT_TRANSLATE_NOOP("Commands", "Heat map of incidents"), "T", Scope.MAP, checkable=True),
    Command("map.groups", QT_TRANSLATE_NOOP("Commands", "Group what lies close"), "G", Scope.MAP, checkable=True),
    Command(
        "map.follow", QT_TRANSLATE_NOOP("Commands", "Follow the chosen report"), "Shift+M", Scope.MAP, checkable=True
    ),
    Command("map.lock", QT_TRANSLATE_NOOP("Commands", "Lock the view"), "Shift+L", Scope.MAP, checkable=True),
    Command("map.graticule", QT_TRANSLATE_NOOP("Commands", "Graticule"), "Shift+G", Scope.MAP, checkable=True),
    Command("map.views", QT_TRANSLATE_NOOP("Commands", "Kept views (Ctrl+1 to Ctrl+9)…"), "Ctrl+B", Scope.MAP),
    Command("map.print", QT_TRANSLATE_NOOP("Commands", "Save the map view for paper…"), "Ctrl+P", Scope.MAP),
    # The layers
    Command(
        "layer.table", QT_TRANSLATE_NOOP("Commands", "Table of a layer…"), "Ctrl+T", Scope.LAYER, Right.READ_LAYERS
    ),
    Command(
        "layer.drafts",
        QT_TRANSLATE_NOOP("Commands", "Drafts and their review…"),
        "Ctrl+J",
        Scope.LAYER,
        Right.REVIEW_LAYERS,
    ),
    Command(
        "layer.import",
        QT_TRANSLATE_NOOP("Commands", "Import a file into a layer…"),
        "Ctrl+I",
        Scope.LAYER,
        Right.EDIT_LAYERS,
    ),
    # Editing a layer
    Command("edit.begin", QT_TRANSLATE_NOOP("Commands", "Edit a layer…"), "Ctrl+E", Scope.EDIT),
    Command("edit.choose", QT_TRANSLATE_NOOP("Commands", "Choose and move"), "1", Scope.EDIT, checkable=True),
    Command("edit.add", QT_TRANSLATE_NOOP("Commands", "Add"), "2", Scope.EDIT, checkable=True),
    Command("edit.corners", QT_TRANSLATE_NOOP("Commands", "Corners"), "3", Scope.EDIT, checkable=True),
    Command("edit.move", QT_TRANSLATE_NOOP("Commands", "Move"), "4", Scope.EDIT, checkable=True),
    Command("edit.split", QT_TRANSLATE_NOOP("Commands", "Split"), "5", Scope.EDIT, checkable=True),
    Command("edit.merge", QT_TRANSLATE_NOOP("Commands", "Merge…"), "6", Scope.EDIT),
    Command("edit.fields", QT_TRANSLATE_NOOP("Commands", "Fields…"), "7", Scope.EDIT),
    Command("edit.coordinates", QT_TRANSLATE_NOOP("Commands", "Type coordinates…"), "8", Scope.EDIT),
    Command("edit.measure", QT_TRANSLATE_NOOP("Commands", "Measure a distance"), "9", Scope.EDIT, checkable=True),
    Command("edit.snap", QT_TRANSLATE_NOOP("Commands", "Snap to corners and edges"), "0", Scope.EDIT, checkable=True),
    Command(
        "edit.share",
        QT_TRANSLATE_NOOP("Commands", "Keep shared borders together"),
        "Ctrl+0",
        Scope.EDIT,
        checkable=True,
    ),
    Command("edit.all", QT_TRANSLATE_NOOP("Commands", "Choose everything"), "Ctrl+A", Scope.EDIT),
    Command("edit.copy", QT_TRANSLATE_NOOP("Commands", "Copy"), "Ctrl+C", Scope.EDIT),
    Command("edit.paste", QT_TRANSLATE_NOOP("Commands", "Paste"), "Ctrl+V", Scope.EDIT),
    Command("edit.delete", QT_TRANSLATE_NOOP("Commands", "Delete"), "Del", Scope.EDIT),
    Command("edit.undo", QT_TRANSLATE_NOOP("Commands", "Undo"), "Ctrl+Z", Scope.EDIT, repeats=True),
    Command("edit.redo", QT_TRANSLATE_NOOP("Commands", "Do again"), "Ctrl+Shift+Z", Scope.EDIT, repeats=True),
    Command("edit.save", QT_TRANSLATE_NOOP("Commands", "Send to the service now"), "Ctrl+S", Scope.EDIT),
    Command("edit.checks", QT_TRANSLATE_NOOP("Commands", "What the checks say…"), "Ctrl+L", Scope.EDIT),
    Command("edit.submit", QT_TRANSLATE_NOOP("Commands", "Hand in for review…"), "Ctrl+Return", Scope.EDIT),
    Command("edit.leave", QT_TRANSLATE_NOOP("Commands", "Stop editing"), "Ctrl+Shift+E", Scope.EDIT),
    # The console
    Command(
        "console.palette", QT_TRANSLATE_NOOP("Commands", "Find a command, a place, a report"), "Ctrl+K", Scope.CONSOLE
    ),
    Command("console.keys", QT_TRANSLATE_NOOP("Commands", "The keys of this screen"), "? F1", Scope.CONSOLE),
    Command(
        "console.refresh", QT_TRANSLATE_NOOP("Commands", "Ask the service for everything again"), "F5", Scope.CONSOLE
    ),
    Command("console.theme", QT_TRANSLATE_NOOP("Commands", "Day or night"), "F7", Scope.CONSOLE),
    Command("console.language", QT_TRANSLATE_NOOP("Commands", "Bahasa Indonesia or English"), "F8", Scope.CONSOLE),
    Command("console.mute", QT_TRANSLATE_NOOP("Commands", "Mute the sounds"), "F9", Scope.CONSOLE, checkable=True),
    Command("console.feeds", QT_TRANSLATE_NOOP("Commands", "Feeds…"), "Ctrl+U", Scope.CONSOLE, right=Right.READ_LAYERS),
    Command("console.shift", QT_TRANSLATE_NOOP("Commands", "Shift report…"), "Ctrl+R", Scope.CONSOLE),
    Command("console.outbox", QT_TRANSLATE_NOOP("Commands", "Outbox…"), "Ctrl+O", Scope.CONSOLE),
    Command("console.settings", QT_TRANSLATE_NOOP("Commands", "Settings…"), "Ctrl+,", Scope.CONSOLE),
    Command("console.panels", QT_TRANSLATE_NOOP("Commands", "Put the panels back in their places"), "", Scope.CONSOLE),
    Command(
        "console.users",
        QT_TRANSLATE_NOOP("Commands", "Users…"),
        "Ctrl+Shift+A",
        Scope.CONSOLE,
        right=Right.ADMINISTER,
    ),
    Command("console.password", QT_TRANSLATE_NOOP("Commands", "Change my password…"), "Ctrl+Shift+P", Scope.CONSOLE),
    Command("console.sign_out", QT_TRANSLATE_NOOP("Commands", "Sign out"), "Ctrl+Shift+Q", Scope.CONSOLE),
    Command("console.quit", QT_TRANSLATE_NOOP("Commands", "Quit"), "Ctrl+Q", Scope.CONSOLE),
)

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}
ONWARD: frozenset[str] = frozenset(command.action for command in COMMANDS if command.onward)


def actions(handlers: Mapping[str, Callable[[], None]], parent: QWidget) -> dict[str, QAction]:
    """A QAction for every row, by id; its object name is the id, so that one slot serves them all.

    KeyError at start-up where a row has no handler or a handler no row.
    """
    odd = set(handlers) ^ set(BY_ID)
    if odd:
        raise KeyError(f"a command without a handler, or a handler without a command: {sorted(odd)}")
    made = {}
    for command in COMMANDS:
        action = QAction(parent)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(key) for key in command.keys.split()])
        action.setAutoRepeat(command.repeats)
        action.setCheckable(command.checkable)
        made[command.id] = action
    retitle(made)
    return made


def retitle(made: Mapping[str, QAction]) -> None:
    """Says every action in the language of the moment."""
    for name, action in made.items():
        action.setText(title(BY_ID[name]))
        action.setToolTip(plain_title(BY_ID[name]))


def allow(made: Mapping[str, QAction], user: User | None) -> None:
    """Shows what this user may do and takes the rest away, keys included. Nobody signed in: nothing but the console."""
    for name, action in made.items():
        command = BY_ID[name]
        may = user.may(command.needs) if user else command.scope is Scope.CONSOLE
        action.setVisible(may)
        action.setEnabled(may)


def title(command: Command) -> str:
    """The command's title in the language of the moment."""
    return QCoreApplication.translate("Commands", command.title)


def plain_title(command: Command) -> str:
    """The title without the dots that say that more is asked."""
    return title(command).rstrip("…")


def scope_title(scope: Scope) -> str:
    """The heading of a scope in the language of the moment."""
    return QCoreApplication.translate("Commands", SCOPE_TITLES[scope])


def key_text(command: Command) -> str:
    """The first key as this machine writes it; empty where there is none."""
    return (
        QKeySequence(command.keys.split()[0]).toString(QKeySequence.SequenceFormat.NativeText) if command.keys else ""
    )


def for_user(user: User | None, rows: Iterable[Command] = COMMANDS) -> Iterator[Command]:
    """The rows that this user may use."""
    return (row for row in rows if user is not None and user.may(row.needs))


def manual_rows() -> list[str]:
    """The rows of the handbook's table of keys, in Markdown; a test holds them against the handbook."""
    rows = []
    for command in COMMANDS:
        keys = " ".join(f"`{key}`" for key in command.keys.split()) or "–"
        rows.append(f"| `{command.id}` | {keys} | {command.title.rstrip('…')} |")
    return rows
