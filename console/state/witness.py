"""Keeps watch over the service's log: asks at each connect, and now and then; an alarm stays until it is accepted."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.api.client import Client
from console.api.witness import Alarm, Witness
from console.domain.roles import Right
from console.state.session import Session
from console.tasks import Tasks

AGAIN_MS = 300_000
FIRST_MS = 5_000  # after a connect: the first picture goes before


class Watch(QObject):
    """The witness on the GUI thread: its alarm is the session's, where the banner reads it."""

    found = Signal(object)  # the Alarm: a new one
    not_accepted = Signal(object)  # the error

    def __init__(
        self, client: Client, tasks: Tasks, session: Session, file: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._client, self._tasks, self._session = client, tasks, session
        self.witness = Witness(file)
        self._soon = QTimer(self, singleShot=True, interval=FIRST_MS)
        self._again = QTimer(self, interval=AGAIN_MS)
        for timer in (self._soon, self._again):
            timer.timeout.connect(self.check)
        session.link_changed.connect(self._on_link)
        if self.witness.alarm is not None:
            session.set_log_alarm(self.witness.alarm.finding)

    @property
    def alarm(self) -> Alarm | None:
        """What was found and not accepted yet."""
        return self.witness.alarm

    def may_accept(self) -> bool:
        """Whether the user may take the present log for the true one."""
        return self._session.user.may(Right.READ_AUDIT)

    @Slot()
    def check(self) -> None:
        """Asks now."""
        work = partial(self.witness.check, self._client)
        self._tasks.run("witness", work, done=self._on_checked, failed=_nothing)

    def accept(self, reason: str) -> None:
        """The user takes the present log for the true one."""
        client, user, alarm = self._client, self._session.user, self.witness.alarm
        witness = self.witness

        def work() -> None:
            witness.accept(client, user.name, reason)
            present = witness.seen.text() if witness.seen else ""
            client.finding("accepted", alarm.seen if alarm else "", present, reason)

        self._tasks.run("witness", work, done=self._on_accepted, failed=self.not_accepted.emit)

    def _on_checked(self, alarm: Alarm | None) -> None:
        if alarm is not None and not self._session.log_alarm:
            self._session.set_log_alarm(alarm.finding)
            client = self._client
            work = partial(client.finding, alarm.finding, alarm.seen, alarm.present, "")
            self._tasks.run("finding", work, done=_nothing, failed=_nothing)
            self.found.emit(alarm)

    def _on_accepted(self, _: object) -> None:
        self._session.set_log_alarm("")

    @Slot(str)
    def _on_link(self, link: str) -> None:
        if link == "live":
            self._soon.start()
            self._again.start()
        else:
            self._soon.stop()
            self._again.stop()


def _nothing(_: object) -> None:
    """It is asked again at the next connect."""
