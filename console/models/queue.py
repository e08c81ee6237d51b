"""The queue as a Qt model: the reports that pass the filter, in the order of domain.ranking, told of exactly.

The chosen row is held: it keeps its place and its row, whatever becomes of the report, until another one is chosen.
So nothing moves under the operator's hand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from console.domain.ranking import rank, why
from console.domain.reports import Report
from console.models.filters import BIT_OF, mask_of
from console.state.reports import ReportStore

Index = QModelIndex | QPersistentModelIndex
Key = tuple[Any, ...]  # rank, then the id: unique
WHOLESALE = 400  # from so many at once a reset costs less than telling of each
SLICE = 250  # reports looked at again per turn of the event loop: about 3 ms
_NOWHERE = QModelIndex()


class Role(IntEnum):
    """What the delegate asks for besides the words for screen readers."""

    REPORT = int(Qt.ItemDataRole.UserRole)
    WHY = REPORT + 1
    TICKED = REPORT + 2
    UNSENT = REPORT + 3
    OTHERS = REPORT + 4
    TO_DECIDE = REPORT + 5
    CLAIM = REPORT + 6


class _Entry(NamedTuple):
    key: Key
    mask: int
    category: str
    kecamatan: str


class QueueModel(QAbstractListModel):
    """Rows are reports; `Role.REPORT` carries the report itself. Counts are kept for all filters at once."""

    counts_changed = Signal()
    filter_changed = Signal()

    def __init__(
        self,
        store: ReportStore,
        now: Callable[[], datetime],
        say: Callable[[Report, datetime], str] = lambda report, now: report.number,
        parent: QObject | None = None,
    ) -> None:
        """`say` makes the sentence that a screen reader speaks for a row."""
        super().__init__(parent)
        self._store = store
        self._now = now
        self._say = say
        self._me = ""
        self._bit = BIT_OF["triage"]
        self.filter_key, self.category, self.kecamatan = "triage", "", ""
        self.sought = ""
        self._found: dict[str, Report] = {}
        self._entries: dict[str, _Entry] = {}
        self._order: list[Key] = []  # sorted; the last part of each is the report's id
        self._placed: dict[str, Key] = {}  # the key under which a row stands: the held one's may be an old one
        self._held: str | None = None
        self._ticked: frozenset[str] = frozenset()
        self._unsent: frozenset[str] = frozenset()
        self._others: dict[str, tuple[str, ...]] = {}
        self._to_decide: frozenset[str] = frozenset()
        self._claims: dict[str, tuple[str, bool]] = {}
        self.totals = dict.fromkeys(BIT_OF, 0)
        self.counts = dict.fromkeys(BIT_OF, 0)
        self._to_see: Iterator[str] | None = None
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._look_at_some)
        store.added.connect(self._on_added)
        store.changed.connect(self._on_changed)
        store.removed.connect(self._on_removed)
        self._start_again()

    # --- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._order):
            return None
        report_id = self._order[index.row()][-1]
        match role:
            case Role.REPORT:
                return self.report(report_id)
            case Role.WHY:
                report = self.report(report_id)
                return why(report, self._now()) if report else None
            case Role.TICKED:
                return report_id in self._ticked
            case Role.UNSENT:
                return report_id in self._unsent
            case Role.OTHERS:
                return self._others.get(report_id, ())
            case Role.TO_DECIDE:
                return report_id in self._to_decide
            case Role.CLAIM:
                return self._claims.get(report_id)
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                report = self.report(report_id)
                return self._say(report, self._now()) if report else ""
        return None

    # --- what the panel asks ---------------------------------------------------------------------

    def report(self, report_id: str) -> Report | None:
        """The report of a row: as the store has it, else as it was found."""
        return self._store.get(report_id) or self._found.get(report_id)

    def id_at(self, row: int) -> str | None:
        """The report's id, or None beyond the ends."""
        return self._order[row][-1] if 0 <= row < len(self._order) else None

    def row_of(self, report_id: str | None) -> int:
        """The row in which the report stands; -1 where it does not."""
        key = self._placed.get(report_id) if report_id else None
        return bisect_left(self._order, key) if key is not None else -1

    def ids(self) -> list[str]:
        """The ids as they stand, top first."""
        return [key[-1] for key in self._order]

    def kecamatan_codes(self) -> list[str]:
        """The codes of the kecamatan that there are reports of."""
        return sorted({entry.kecamatan for entry in self._entries.values() if entry.kecamatan})

    # --- what is shown ---------------------------------------------------------------------------

    def set_filter(self, key: str, category: str = "", kecamatan: str = "") -> None:
        """Shows what passes the filter of this key, of this category and kecamatan (codes; empty: all)."""
        if (key, category, kecamatan, "") == (self.filter_key, self.category, self.kecamatan, self.sought):
            return
        self.filter_key, self.category, self.kecamatan = key, category, kecamatan
        self._bit = BIT_OF[key]
        self.sought, self._found = "", {}
        self._show_anew()
        self._count_anew()
        self.filter_changed.emit()

    def show_found(self, text: str, reports: Sequence[Report]) -> None:
        """Shows what a search found, in its order, whatever the filters say."""
        self.sought = text
        self._found = {report.id: report for report in reports}
        self._show_anew()
        self.filter_changed.emit()

    def end_search(self) -> None:
        """Shows what passes the filter again."""
        if self.sought:
            self.sought, self._found = "", {}
            self._show_anew()
            self.filter_changed.emit()

    def set_me(self, name: str) -> None:
        """Who sits here: what `mine` means."""
        if name != self._me:
            self._me = name
            self._start_again()

    def set_ticked(self, ids: Iterable[str]) -> None:
        """Which rows are ticked."""
        self._ticked, before = frozenset(ids), self._ticked
        self._tell(self._ticked ^ before)

    def set_unsent(self, ids: Iterable[str]) -> None:
        """For which reports something waits to be sent."""
        self._unsent, before = frozenset(ids), self._unsent
        self._tell(self._unsent ^ before)

    def set_to_decide(self, ids: Iterable[str]) -> None:
        """Of which reports something was refused, or overtaken by somebody else."""
        self._to_decide, before = frozenset(ids), self._to_decide
        self._tell(self._to_decide ^ before)

    def set_claims(self, claims: dict[str, tuple[str, bool]]) -> None:
        """Who has which report, and whether that is the user at this desk."""
        self._claims, before = dict(claims), self._claims
        self._tell({ident for ident in claims.keys() | before.keys() if claims.get(ident) != before.get(ident)})

    def set_others(self, others: dict[str, tuple[str, ...]]) -> None:
        """Who else looks at which report."""
        self._others, before = dict(others), self._others
        self._tell({ident for ident in others.keys() | before.keys() if others.get(ident) != before.get(ident)})

    def hold(self, report_id: str | None) -> None:
        """Keeps this row where it stands; the one that was held before goes where it belongs."""
        before, self._held = self._held, report_id
        if before is not None and before != report_id:
            self._settle(before)

    # --- what time changes -----------------------------------------------------------------------

    @Slot()
    def tick(self) -> None:
        """A minute has passed: looks at every open report again, some at a time, and moves what must move."""
        self._to_see = iter([report.id for report in self._store if report.is_open])
        self._turn.start()
        if self._order:  # clocks show minutes: the rows in sight are drawn again
            self.dataChanged.emit(self.index(0), self.index(len(self._order) - 1))

    @Slot()
    def _look_at_some(self) -> None:
        now = self._now()
        for _ in range(SLICE):
            report_id = next(self._to_see, None) if self._to_see is not None else None
            if report_id is None:
                self._to_see = None
                self._turn.stop()
                break
            report = self._store.get(report_id)
            if report is not None:
                self._take(report, now)
        self.counts_changed.emit()

    # --- what the store says ---------------------------------------------------------------------

    @Slot(list)
    def _on_added(self, ids: list[str]) -> None:
        self._take_many(ids)

    @Slot(list)
    def _on_changed(self, ids: list[str]) -> None:
        self._take_many(ids)

    @Slot(list)
    def _on_removed(self, ids: list[str]) -> None:
        for report_id in ids:
            self._count(self._entries.pop(report_id, None), -1)
            self._remove(report_id)
        self.counts_changed.emit()

    def _take_many(self, ids: list[str]) -> None:
        if len(ids) >= WHOLESALE:
            self._start_again()
            return
        now = self._now()
        for report_id in ids:
            report = self._store.get(report_id)
            if report is not None:
                self._take(report, now, told=True)
        self.counts_changed.emit()

    def _take(self, report: Report, now: datetime, told: bool = False) -> None:
        """Takes a report as it stands now; `told`: its content differs, not only its clock."""
        entry = self._entry(report, now)
        before = self._entries.get(report.id)
        if entry != before:
            self._entries[report.id] = entry
            self._count(before, -1)
            self._count(entry, 1)
            self._settle(report.id)
        if told:
            self._tell((report.id,))

    def _entry(self, report: Report, now: datetime) -> _Entry:
        return _Entry(
            (*rank(report, now), report.id), mask_of(report, now, self._me), report.category, report.kecamatan
        )

    def _start_again(self) -> None:
        now = self._now()
        self._entries = {report.id: self._entry(report, now) for report in self._store}
        self._count_anew()
        self._show_anew()

    # --- counts ----------------------------------------------------------------------------------

    def _in_scope(self, entry: _Entry) -> bool:
        return self.category in ("", entry.category) and self.kecamatan in ("", entry.kecamatan)

    def _count(self, entry: _Entry | None, by: int) -> None:
        if entry is not None:
            _add(self.totals, entry.mask, by)
            if self._in_scope(entry):
                _add(self.counts, entry.mask, by)

    def _count_anew(self) -> None:
        self.totals = dict.fromkeys(BIT_OF, 0)
        self.counts = dict.fromkeys(BIT_OF, 0)
        for mask, number in Counter(entry.mask for entry in self._entries.values()).items():
            _add(self.totals, mask, number)
        for mask, number in Counter(entry.mask for entry in self._entries.values() if self._in_scope(entry)).items():
            _add(self.counts, mask, number)
        self.counts_changed.emit()

    # --- rows ------------------------------------------------------------------------------------

    def _wanted(self, report_id: str) -> Key | None:
        """The key under which this report should stand; None: it should not be shown."""
        if self.sought:
            return self._placed.get(report_id)  # what was found stays as it was found
        entry = self._entries.get(report_id)
        return entry.key if entry and entry.mask & self._bit and self._in_scope(entry) else None

    def _show_anew(self) -> None:
        self.beginResetModel()
        if self.sought:
            order: list[Key] = [(place, report_id) for place, report_id in enumerate(self._found)]
        else:
            bit = self._bit
            order = sorted(entry.key for entry in self._entries.values() if entry.mask & bit and self._in_scope(entry))
        self._order = order
        self._placed = {key[-1]: key for key in order}
        self.endResetModel()

    def _settle(self, report_id: str) -> None:
        """Puts a report into its place, or takes it away; the held one stays as it is."""
        stands, wanted = self._placed.get(report_id), self._wanted(report_id)
        if stands == wanted or (stands is not None and report_id == self._held):
            return
        if wanted is None:
            self._remove(report_id)
        elif stands is None:
            row = bisect_left(self._order, wanted)
            self.beginInsertRows(_NOWHERE, row, row)
            self._order.insert(row, wanted)
            self._placed[report_id] = wanted
            self.endInsertRows()
        else:
            self._move(report_id, stands, wanted)

    def _move(self, report_id: str, stands: Key, wanted: Key) -> None:
        row, target = bisect_left(self._order, stands), bisect_left(self._order, wanted)
        self._placed[report_id] = wanted
        if target in (row, row + 1):  # Qt refuses a move to where it stands
            self._order[row] = wanted
            return
        self.beginMoveRows(_NOWHERE, row, row, _NOWHERE, target)
        del self._order[row]
        self._order.insert(target - (target > row), wanted)
        self.endMoveRows()

    def _remove(self, report_id: str) -> None:
        row = self.row_of(report_id)
        if row < 0:
            return
        self.beginRemoveRows(_NOWHERE, row, row)
        del self._order[row]
        del self._placed[report_id]
        self.endRemoveRows()

    def _tell(self, ids: Iterable[str]) -> None:
        for report_id in ids:
            row = self.row_of(report_id)
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))


def _add(counts: dict[str, int], mask: int, by: int) -> None:
    for key, bit in BIT_OF.items():
        if mask & bit:
            counts[key] += by
