"""What a draft holds goes to the service in the background, one request at a time, until it is acknowledged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.api.errors import SignInNeeded, Stopped, Unreachable
from console.api.layeredits import DraftMoved, LayerEdits, Sheet
from console.domain.drafts import Draft
from console.state.editsteps import Standing
from console.tasks import Tasks
from layers.changes import Change, same
from layers.features import Feature

LATER = (Unreachable, SignInNeeded, Stopped)  # the service is not there just now: sent again by and by
REST_MS = 800  # after the last edit
AGAIN_MS = 5_000  # after a request without an answer
KEY = "edit send"
AT_ONCE = 1_000  # changes in one request: writing JSON holds up everything else that runs


class Sync(StrEnum):
    """How far the service has what was edited."""

    SENT = "sent"  # all of it
    UNSENT = "unsent"  # not yet
    SENDING = "sending"
    AWAY = "away"  # it does not answer; kept here, and sent by and by
    REFUSED = "refused"  # it said no; the next edit tries again
    MOVED = "moved"  # the draft was changed elsewhere too: a person decides


@dataclass(frozen=True, slots=True)
class Moved:
    """The draft was changed elsewhere since it was sent from here.

    `taken`: changed only there (None: no change any more), taken over here; `disputed`: there and here, for a person.
    """

    draft: Draft
    taken: Mapping[str, Change | None]
    disputed: Mapping[str, Change | None]
    theirs: Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class Sent:
    """What the service has acknowledged."""

    sheet: Sheet | None
    changes: Mapping[str, Change]


class Sending(QObject):
    """Brings the edits of one draft to the service. What is to be sent is asked for when it is sent."""

    changed = Signal()  # `sync` is another
    told = Signal(object)  # Sheet: the draft as the service has it now
    moved = Signal(object)  # Moved
    trouble = Signal(object)  # the error

    def __init__(
        self, edits: LayerEdits, tasks: Tasks, standing: Callable[[], Standing], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._edits, self._tasks, self._standing = edits, tasks, standing
        self.sheet: Sheet | None = None
        self.sync = Sync.SENT
        self._layer = self._title = self._ident = ""
        self._sent: Mapping[str, Change] | None = {}
        self._revision = self._sent_revision = 0
        self._then: list[Callable[[], None]] = []
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.send)

    def start(
        self, layer: str, title: str, ident: str, sheet: Sheet | None = None, sent: Mapping[str, Change] | None = None
    ) -> None:
        """Another draft. `sent`: what the service has of it; None: not known, or nothing where there is no sheet."""
        self.stop()
        self._layer, self._title, self._ident, self.sheet = layer, title, ident, sheet
        self._sent = {} if sheet is None else sent
        self._set(Sync.SENT)

    def stop(self) -> None:
        """No more of this draft; an answer that still comes is dropped."""
        self._rest.stop()
        self._ident = ""
        self._then.clear()
        self._revision += 1
        self._sent_revision = self._revision

    def edited(self) -> None:
        """Something is different: it is sent soon."""
        self._revision += 1
        if self.sync is not Sync.MOVED:
            if self.sync is not Sync.SENDING:
                self._set(Sync.UNSENT)
            self._rest.start(REST_MS)

    @Slot()
    def send(self) -> None:
        """Sends what is not acknowledged yet, now."""
        if not self._ident or self.sync is Sync.MOVED or self._tasks.is_running(KEY):
            return
        if self._revision == self._sent_revision:
            self._proceed()
            return
        self._rest.stop()
        ident, revision = self._ident, self._revision
        work = _Work(self._edits, self._layer, self._title, ident, self.sheet, self._sent, self._standing())
        self._set(Sync.SENDING)
        self._tasks.run(
            KEY,
            work.send,
            done=lambda sent: self._on_sent(ident, revision, sent),
            failed=lambda error: self._on_failed(ident, error),
        )

    def when_sent(self, then: Callable[[], None]) -> None:
        """Does something once the service has all of it; forgotten where it says no or does not answer."""
        self._then.append(then)
        self.send()

    def settle(self, moved: Moved) -> None:
        """A person has decided what was disputed; what stands here is sent over what is there."""
        self.sheet = Sheet(moved.draft, self.sheet.actions if self.sheet else ())
        self._sent = moved.theirs
        self._set(Sync.UNSENT)
        self._revision += 1
        self.send()

    def compare(self, draft: Draft) -> None:
        """The service has another version of the draft than was seen here: what differs is looked at."""
        self._compare(self._ident, draft)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _on_sent(self, ident: str, revision: int, sent: Sent) -> None:
        if ident != self._ident:
            return
        self.sheet, self._sent, self._sent_revision = sent.sheet, sent.changes, revision
        if sent.sheet is not None:
            self.told.emit(sent.sheet)
        if revision == self._revision:
            self._set(Sync.SENT)
            self._proceed()
        else:
            self._set(Sync.UNSENT)
            self._rest.start(0 if self._then else REST_MS)

    def _on_failed(self, ident: str, error: BaseException) -> None:
        if ident != self._ident:
            return
        if isinstance(error, DraftMoved):
            self._compare(ident, error.draft)
            return
        waits, self._then = bool(self._then), []
        if isinstance(error, LATER):
            self._set(Sync.AWAY)
            self._rest.start(AGAIN_MS)
        else:
            self._set(Sync.REFUSED)
        if waits or not isinstance(error, LATER):
            self.trouble.emit(error)

    def _compare(self, ident: str, draft: Draft) -> None:
        """What was changed elsewhere, and what of it was changed here too."""
        edits, sent, standing = self._edits, self._sent, self._standing()

        def work() -> Moved:
            theirs = {change.id: change for change in edits.changes(draft)}
            mine = {change.id: change for change in standing.sent()}
            known = theirs if sent is None else sent  # not known any more: only what differs from mine is a question
            taken: dict[str, Change | None] = {}
            disputed: dict[str, Change | None] = {}
            for key in theirs.keys() | known.keys() | (mine.keys() if sent is None else set()):
                there, here, before = theirs.get(key), mine.get(key), known.get(key)
                if alike(there, here) or (sent is not None and alike(there, before)):
                    continue
                (taken if sent is not None and alike(here, before) else disputed)[key] = there
            return Moved(draft, taken, disputed, theirs)

        self._tasks.run(
            KEY,
            work,
            done=lambda moved: self._on_compared(ident, moved),
            failed=lambda error: self._on_failed(ident, error),
        )

    def _on_compared(self, ident: str, moved: Moved) -> None:
        if ident != self._ident:
            return
        if moved.taken or moved.disputed:
            self._set(Sync.MOVED)
            self.moved.emit(moved)
        if not moved.disputed:
            self.settle(moved)

    def _proceed(self) -> None:
        waiting, self._then = self._then, []
        for then in waiting:
            then()

    def _set(self, sync: Sync) -> None:
        if sync is not self.sync:
            self.sync = sync
            self.changed.emit()


@dataclass(frozen=True, slots=True)
class _Work:
    """One request, as it runs in a task: it reads only what it was given."""

    edits: LayerEdits
    layer: str
    title: str
    ident: str
    sheet: Sheet | None
    sent: Mapping[str, Change] | None
    standing: Standing

    def send(self) -> Sent:
        """Begins the draft where it is new, and puts into it what differs."""
        changes = {change.id: change for change in self.standing.sent()}
        sheet = self.sheet
        if sheet is None:
            if not changes:
                return Sent(None, {})
            sheet = self.edits.begin(self.layer, self.title, draft_id=self.ident)
        whole, known = self.sent is None, self.sent or {}
        put = [change for key, change in changes.items() if not alike(change, known.get(key))]
        gone = [key for key in known if key not in changes]
        if not (put or gone or whole):
            return Sent(sheet, changes)
        sheet = self.edits.put(sheet.draft, put[:AT_ONCE], gone, whole)
        for start in range(AT_ONCE, len(put), AT_ONCE):
            sheet = self.edits.put(sheet.draft, put[start : start + AT_ONCE])
        return Sent(sheet, changes)


def alike(one: Change | None, other: Change | None) -> bool:
    """Whether two changes do the same to the same version."""
    if one is None or other is None:
        return one is other
    if one is other:
        return True
    return one.kind == other.kind and one.base_version == other.base_version and _same(one.feature, other.feature)


def _same(one: Feature | None, other: Feature | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or (same(one.geometry, other.geometry) and dict(one.properties) == dict(other.properties))
