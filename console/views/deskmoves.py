"""What becomes of the operator's moves: the toast with its undo, the next report, the tally of a move on many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Slot

from console import words
from console.commands import ONWARD
from console.domain import workflow
from console.domain.reports import Report
from console.state.desk import Desk
from console.state.reports import ReportStore
from console.state.selection import Selection
from console.state.session import Session
from console.views.toast import Toast

NAMED = 3  # so many refusals are named; the rest are counted


@dataclass
class _Tally:
    """One action on many reports: which may go, which are on their way, which did not go and why."""

    action: str
    may_go: frozenset[str]
    not_gone: dict[str, str]
    waiting: set[str] = field(default_factory=set)
    sent: int = 0
    told: int = 0  # so many refusals have been told of


class Moves(QObject):
    """Judges a wanted action row by row, hands it to the card, and says what became of it."""

    def __init__(
        self,
        desk: Desk,
        store: ReportStore,
        selection: Selection,
        session: Session,
        toast: Toast,
        ask: Callable[[str, list[str]], None],
        onward: Callable[[frozenset[str]], None],
        taken_back: Callable[[str], None],
        undo_s: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        """`ask(action, ids)` is the card's: it asks for what the action needs, and acts.

        `onward(ids)` chooses the next report after the chosen one that is none of these.
        `taken_back(id)` shows where a report stands again.
        """
        super().__init__(parent)
        self._desk, self._store, self._selection, self._session = desk, store, selection, session
        self._toast, self._ask, self._onward = toast, ask, onward
        self._taken_back, self._undo_s = taken_back, undo_s
        self._tally: _Tally | None = None
        self._undoable = 1
        self._all_sent = QTimer(self)
        self._all_sent.setSingleShot(True)
        self._all_sent.timeout.connect(self._on_all_sent)
        selection.ticked.connect(self._on_ticked)
        desk.sent.connect(self._on_sent)
        desk.acted.connect(self._on_acted)
        desk.refused.connect(self._on_refused)
        desk.conflicted.connect(self._on_conflicted)
        desk.failed.connect(self._on_failed)
        desk.shift_noted.connect(self._on_shift_noted)
        toast.undo_wanted.connect(self.undo)
        toast.show_wanted.connect(selection.choose)

    def do(self, action: str, order: list[str]) -> None:
        """Does an action on the ticked reports (in this order), else on the chosen one."""
        ids = [report_id for report_id in order if report_id in self._selection.checked]
        ids += sorted(self._selection.checked.difference(ids))
        if not ids and self._selection.current:
            ids = [self._selection.current]
        if not ids:
            self._toast.say_bad(self.tr("Choose a report first."), self.tr("J chooses the first one of the queue."))
            return
        refused = {ident: reason for ident in ids if (reason := self._why_not(action, ident))}
        allowed = [ident for ident in ids if ident not in refused]
        self._tally = _Tally(action, frozenset(allowed), refused) if len(ids) > 1 else None
        if allowed:
            self._ask(action, allowed)
        elif self._tally is not None:
            self._say_tally(self._tally)
        else:
            self._toast.say_bad(self.tr("Not possible now."), next(iter(refused.values())))

    @Slot()
    def undo(self) -> None:
        """Takes the last move back, or the last move on many."""
        taken = [report_id for _ in range(self._undoable) if (report_id := self._desk.undo())]
        self._undoable = 1
        if taken:
            self._selection.choose(taken[0])
        else:
            self._toast.say_bad(self.tr("There is nothing to undo."))

    # --- what happens ----------------------------------------------------------------------------

    def _why_not(self, action: str, report_id: str) -> str:
        """Why this report does not take the action, as a sentence; empty where it does."""
        report = self._store.get(report_id)
        if report is None or action not in workflow.BY_KEY:
            return ""
        user = self._session.user
        if any(row.key == action for row in workflow.allowed(report, user.role, user.department)):
            return ""
        return self.tr("{number} is “{state}”: “{action}” does not follow from that.").format(
            number=report.number, state=words.status_word(report.status), action=words.action_word(action)
        )

    @Slot(list)
    def _on_ticked(self, ids: list[str]) -> None:
        if not ids and self._tally is not None and not self._tally.sent:
            self._tally = None  # given up before anything went

    @Slot(str, str)
    def _on_sent(self, report_id: str, action: str) -> None:
        tally = self._tally
        if tally is not None and action == tally.action and report_id in tally.may_go:
            tally.waiting.add(report_id)
            tally.sent += 1
            self._all_sent.start(0)  # the card sends them all in one go: then it is time to speak
            return
        self._undoable = 1
        if action in ONWARD and report_id == self._selection.current:
            self._onward(frozenset({report_id}))
        report = self._store.get(report_id)
        if report is not None and action in workflow.BY_KEY:
            self._toast.say_done(self._sentence(action, report), self._undo_s())

    @Slot()
    def _on_all_sent(self) -> None:
        tally = self._tally
        if tally is None:
            return
        self._undoable = max(1, tally.sent)
        if tally.action in ONWARD and self._selection.current in tally.may_go:
            self._onward(tally.may_go)
        self._say_tally(tally)
        self._selection.tick(())

    @Slot(str, str)
    def _on_acted(self, report_id: str, action: str) -> None:
        tally = self._tally
        if tally is not None and report_id in tally.waiting and action == tally.action:
            tally.waiting.discard(report_id)
            self._end_tally(tally)
            return
        report = self._store.get(report_id)
        if report is None:
            return
        if action == "undo":
            self._taken_back(report_id)
            self._toast.say_done(self.tr("{number}: taken back.").format(number=report.number), 0)
        elif action == "assign" and self._toast.isVisible():
            self._toast.reword(self._sentence(action, report))  # now the department is known

    @Slot(str, object)
    def _on_refused(self, report_id: str, error: Exception) -> None:
        trouble = words.trouble(error)
        number = self._number(report_id)
        tally = self._tally
        if tally is not None and report_id in tally.waiting:
            tally.waiting.discard(report_id)
            tally.sent -= 1
            tally.not_gone[report_id] = f"{number}: {trouble.sentence}"
            self._end_tally(tally)
            return
        more = " ".join(part for part in (trouble.meaning, trouble.remedy) if part)
        self._toast.say_bad(f"{number}: {trouble.sentence}" if number else trouble.sentence, more, report_id)

    @Slot(str, object)
    def _on_conflicted(self, report_id: str, entry: object) -> None:
        sentence = self.tr("Somebody else changed the same. Yours is kept and waits for your decision.")
        tally = self._tally
        if tally is not None and report_id in tally.waiting:
            tally.waiting.discard(report_id)
            tally.sent -= 1
            tally.not_gone[report_id] = f"{self._number(report_id)}: {sentence}"
            self._end_tally(tally)
            return
        more = self.tr("Shift+C compares mine and theirs.")
        self._toast.say_bad(f"{self._number(report_id)}: {sentence}", more, report_id)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if words.is_cut(error) and self._session.is_away:
            return  # the banner says so already
        trouble = words.trouble(error)
        self._toast.say_bad(trouble.sentence, " ".join(part for part in (trouble.meaning, trouble.remedy) if part))

    @Slot(str)
    def _on_shift_noted(self, report_id: str) -> None:
        if report_id:
            self._toast.say_done(
                self.tr("{number}: noted for the shift report.").format(number=self._number(report_id)), 0
            )

    def _end_tally(self, tally: _Tally) -> None:
        """When every answer has come: what the service refused is told too."""
        if not tally.waiting:
            self._tally = None
            if len(tally.not_gone) > tally.told:
                self._say_tally(tally)

    def _say_tally(self, tally: _Tally) -> None:
        went = self.tr("{action}: %n reports", "", tally.sent).format(action=words.action_word(tally.action))
        tally.told = len(tally.not_gone)
        if not tally.not_gone:
            self._toast.say_done(f"{went}.", self._undo_s())
            return
        reasons = list(tally.not_gone.values())[:NAMED]
        if len(tally.not_gone) > NAMED:
            reasons.append(self.tr("And %n more.", "", len(tally.not_gone) - NAMED))
        not_gone = self.tr("%n not", "", len(tally.not_gone))
        self._toast.say_bad(f"{went}, {not_gone}.", "\n".join(reasons))

    def _sentence(self, action: str, report: Report) -> str:
        code = report.assignment.department if report.assignment else ""
        department = self._session.city.departments.get(code)
        if action == "assign" and not department:
            return self.tr("{number} is assigned.").format(number=report.number)
        return words.done_sentence(action, report, department.name if department else "")

    def _number(self, report_id: str) -> str:
        report = self._store.get(report_id)
        return report.number if report else ""
