"""One shift at the desk, step by step: intake, triage by keyboard, a call, a service that dies, answers, the report."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.api.client import Client
from console.app import Console
from console.domain.duplicates import twins
from console.domain.reports import Report, Status
from console.shiftreport.gather import gather
from console.shiftreport.make import Made, make
from console.theme import Theme
from console.tour.driver import DidNotHappen, Driver
from console.tour.gateway import Gateway
from layers.basemap import Basemap

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
UNTOUCHED = Status.NEW
ANSWERED = 24  # so many assigned reports are followed to their end


@dataclass
class Tally:
    """What the tour counts for its last line."""

    triaged: set[str] = field(default_factory=set)
    assigned: set[str] = field(default_factory=set)
    keys_for_assigning: int = 0
    assignments: int = 0
    by_hand: set[str] = field(default_factory=set)


class Tour:
    """Drives one console through one shift."""

    def __init__(self, console: Console, gateway: Gateway, driver: Driver, say: Callable[[str], None]) -> None:
        self._console = console
        self._gateway = gateway
        self._driver = driver
        self._say = say
        self.tally = Tally()
        self._twin_shown = False

    # --- what comes in ---------------------------------------------------------------------------

    def look_round(self) -> None:
        """The desk before anything has come in, by night and by day."""
        self._driver.settle(1.0)
        self._driver.picture("desk-empty")

    def take_in_basemap(self, files: list[str], store: Path) -> None:
        """The city's own areas and roads are taken in from the command line; the open map takes them up by itself."""
        credit = "Batas wilayah: BPS 2020 (HDX) · Jalan: RBI 1:25.000 (BIG)"
        command = [sys.executable, "-m", "console", "import", "basemap", *files, "--data", str(store)]
        command += ["--attribution", credit]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603 - our own
        self._driver.until("the basemap taken in", lambda: child.poll() is not None, 120)
        _, errors = child.communicate()
        if child.returncode:
            raise DidNotHappen(f"the basemap could not be taken in: {errors.decode(errors='replace')[-400:]}")
        self._driver.until("the city's own ground on the map", self._has_own_ground, 120)
        self._driver.settle(1.5)
        self._driver.picture("own-basemap")

    def _has_own_ground(self) -> bool:
        basemap = self._console.map_view.canvas.scene.basemap
        return basemap is not None and not basemap.schematic

    def take_in(self, count: int, killed: bool) -> None:
        """Everything that was sent arrives on screen; in the middle the service is killed, and comes back."""
        service, session = self._console.service, self._console.session
        sent = set(self._gateway.sent)
        if killed and service is not None and service.pid is not None and hasattr(signal, "SIGKILL"):
            self._driver.until("a third of the reports", lambda: self._gateway.answered() >= count // 3, 120)
            pid = service.pid
            os.kill(pid, signal.SIGKILL)
            self._say(f"the service (process {pid}) was killed with {self._gateway.answered()} of {count} taken in")
            self._driver.until("the console sees that the service is gone", lambda: session.link != "live")
            self._driver.settle(0.2)
            self._driver.picture("service-away")
            self._driver.until("the console has its service back", lambda: session.link == "live", 120)
            self._gateway.move_to(service.url, service.key)
        self._driver.until("an answer to every report", lambda: self._gateway.answered() >= count, 120)
        taken = set(self._gateway.acknowledged)
        reports = self._console.reports
        self._driver.until("every report on the desk", lambda: all(ident in reports for ident in taken & sent), 60)
        self._driver.settle(1.0)
        self._driver.picture("reports-in")

    # --- triage ----------------------------------------------------------------------------------

    def triage(self) -> None:
        """Every new report gets its decision, by keys alone; most are assigned as suggested: A, Enter."""
        self._filter("triage")
        self._undo_once()
        seen = 0
        while True:
            report = self._next_new()
            if report is None:
                break
            self._decide(report, seen)
            seen += 1
        self._driver.until("everything sent", self._console.desk.is_idle, 60)
        self._driver.settle(0.5)

    def _undo_once(self) -> None:
        report = self._next_new()
        if report is None:
            return
        self._assign(report, "assign")
        self._driver.until("the assignment", lambda: self._status(report) is Status.ASSIGNED)
        self._driver.picture("undo-offered")
        self._driver.press(Key.Key_Z, CTRL)
        self._driver.until("the assignment taken back", lambda: self._status(report) is UNTOUCHED)
        self.tally.assigned.discard(report.id)
        self.tally.triaged.discard(report.id)

    def _decide(self, report: Report, seen: int) -> None:
        others = [other for other in self._console.reports if other.id in self.tally.assigned]
        likely = twins(report, others, limit=1)
        if likely and likely[0].score > 0.75 and seen % 3 == 0:
            self._as_twin(report, "" if self._twin_shown else "duplicate")
            self._twin_shown = True
        elif seen % 23 == 11:
            self._reject(report)
        elif seen % 29 == 17:
            self._ask(report)
        else:
            self._assign(report, {3: "assign", 9: "card"}.get(seen, ""))

    def _assign(self, report: Report, picture: str = "") -> None:
        before = self._driver.keystrokes
        self._driver.press(Key.Key_A)
        self._driver.until("the departments to choose from", lambda: self._console.card.sheet is not None)
        if picture:
            self._driver.settle(0.4)
            self._driver.picture(picture)
        self._driver.press(Key.Key_Return)
        self._moved_on(report)
        self.tally.assigned.add(report.id)
        self.tally.triaged.add(report.id)
        self.tally.assignments += 1
        self.tally.keys_for_assigning += self._driver.keystrokes - before

    def _as_twin(self, report: Report, picture: str) -> None:
        self._driver.settle(0.4)  # the card asks for likely twins when the operator stays on a report
        self._driver.press(Key.Key_D)
        self._driver.until("the twins to choose from", lambda: self._console.card.sheet is not None)
        if picture:
            self._driver.settle(0.3)
            self._driver.picture(picture)
        self._driver.press(Key.Key_1)
        self._driver.press(Key.Key_Return)
        self._moved_on(report)
        self.tally.triaged.add(report.id)

    def _reject(self, report: Report) -> None:
        self._driver.press(Key.Key_R)
        self._driver.until("the reasons to choose from", lambda: self._console.card.sheet is not None)
        self._driver.press(Key.Key_2)
        self._driver.press(Key.Key_Return)
        self._moved_on(report)
        self.tally.triaged.add(report.id)

    def _ask(self, report: Report) -> None:
        self._driver.press(Key.Key_V)
        self._driver.until("the verification", lambda: self._status(report) is Status.VERIFIED)
        self._console.selection.choose(report.id)
        self._driver.press(Key.Key_W)
        self._driver.until("the question's form", lambda: self._console.card.sheet is not None)
        self._driver.press(Key.Key_2)
        self._driver.press(Key.Key_Return)
        self._driver.until("the question sent", lambda: self._status(report) is Status.WAITING_CITIZEN)
        self.tally.triaged.add(report.id)

    def _next_new(self) -> Report | None:
        """The chosen report if it waits for triage, else the next in the queue that does: J until it comes."""
        model, selection = self._console.window.queue.model, self._console.selection
        waiting = [ident for ident in model.ids() if self._is_new(ident)]
        if not waiting:
            return None
        for _ in range(len(model.ids()) + 2):
            if selection.current and self._is_new(selection.current):
                return self._console.reports.get(selection.current)
            before = selection.current
            self._driver.press(Key.Key_J)
            if selection.current == before:
                selection.choose(waiting[0])
        raise DidNotHappen("J never came to a new report")

    def _is_new(self, ident: str) -> bool:
        report = self._console.reports.get(ident)
        return report is not None and report.status is UNTOUCHED and ident not in self.tally.triaged

    def _moved_on(self, report: Report) -> None:
        self._driver.until(f"the desk goes on after {report.number}", lambda: self._has_gone_on(report))

    def _has_gone_on(self, report: Report) -> bool:
        """No form is open, and another report is chosen, or this one has moved."""
        if self._console.card.sheet is not None:
            return False
        return self._console.selection.current != report.id or self._status_of(report.id) != report.status

    # --- a call, a feed --------------------------------------------------------------------------

    def take_a_call(self) -> None:
        """A citizen calls 112: words, a place by name, a telephone number; Ctrl+Enter."""
        console, driver = self._console, self._driver
        known = {report.id for report in console.reports}
        driver.press(Key.Key_N)
        driver.until("the form for a call", console.intake.words.hasFocus)
        driver.write("Pohon tumbang menutup jalan, dua mobil tertahan")
        form = console.intake
        form.place.query.setFocus()
        driver.write("Stasiun Bekasi")
        driver.settle(0.4)
        driver.press(Key.Key_Return)
        form.phone.setFocus()
        driver.write("081200001234")
        driver.settle(0.6)
        driver.picture("call-form")
        driver.press(Key.Key_Return, CTRL)
        driver.until("the call on the desk", lambda: any(report.id not in known for report in console.reports))
        self.tally.by_hand |= {report.id for report in console.reports} - known
        if form.isVisible():
            driver.press(Key.Key_Escape)
        driver.settle(0.3)

    def read_waze(self, source: Path) -> None:
        """A Waze feed is added, as an operator adds one; its alerts of the city become reports."""
        console, driver = self._console, self._driver
        console.desk.add_feed("waze", "waze", str(source.resolve()))
        driver.until(
            "the first reading of the feed",
            lambda: any(feed.key == "waze" and feed.state in ("ok", "late") for feed in console.catalog.feeds()),
            60,
        )
        driver.settle(1.5)

    def show_feeds(self, name: str = "feeds") -> None:
        """The window of the feeds: how each does."""
        self._console.open_feeds()
        self._driver.settle(0.6)
        self._driver.picture(name, self._console.feeds_window)
        self._console.close_feeds()

    # --- answers ---------------------------------------------------------------------------------

    def follow(self) -> int:
        """The departments' answers are entered for them: accepted, started, done, confirmed. How many were solved."""
        self._filter("unacknowledged")
        solved = 0
        for ident in [ident for ident in self._console.window.queue.model.ids() if ident in self.tally.assigned]:
            if solved >= ANSWERED:
                break
            self._console.selection.choose(ident)
            self._answer(ident, solved)
            solved += 1
        self._driver.until("everything sent", self._console.desk.is_idle, 60)
        return solved

    def _answer(self, ident: str, place: int) -> None:
        for key, status in ((Key.Key_Y, Status.ACCEPTED), (Key.Key_S, Status.IN_PROGRESS)):
            self._driver.press(key)
            self._driver.until(status.value, partial(self._stands, ident, status))
            self._console.selection.choose(ident)
        self._driver.press(Key.Key_F)
        self._driver.until("the answer's form", lambda: self._console.card.sheet is not None)
        self._driver.write("Sudah ditangani di lapangan.")
        if place == 0:
            self._driver.settle(0.6)
            self._driver.picture("answer")
        self._driver.press(Key.Key_Return, CTRL)
        self._driver.until("the answer", lambda: self._status_of(ident) is Status.DONE_CLAIMED)
        self._console.selection.choose(ident)
        if place == 1:
            self._driver.settle(0.5)
            self._driver.picture("to-confirm")
        self._driver.press(Key.Key_O)
        self._driver.until("the confirmation", lambda: self._status_of(ident) is Status.RESOLVED)

    # --- looks -----------------------------------------------------------------------------------

    def show_looks(self) -> None:
        """The desk by night and day, in both languages, at 4K, with a part of the city near."""
        window, session = self._console.window, self._console.session
        self._filter("open")
        west, south, east, north = session.city.bounds
        self._console.map_view.canvas.home()
        for theme in ("night", "day"):
            window.set_theme(Theme.load(theme))
            for language in ("id", "en"):
                window.speak(language)
                self._driver.settle(0.8)
                self._driver.picture(f"desk-{theme}-{language}")
                if (theme, language) == ("day", "en"):  # the other windows were seen by night in Bahasa Indonesia
                    self._show_windows("day-en")
        window.speak("id")
        self._console.map_view.canvas.center_on((west + east) / 2, (south + north) / 2 + 0.02, 14.5)
        self._console.map_view.toggle_layers()
        self._driver.settle(1.0)
        self._driver.picture("layers-day")
        window.set_theme(Theme.load("night"))
        self._driver.settle(0.8)
        self._driver.picture("layers-night")
        self._console.map_view.toggle_layers()
        size = window.size()
        window.resize(3840, 2160)
        self._driver.settle(1.5)
        self._driver.picture("desk-4k")
        window.resize(1366, 768)
        self._driver.settle(0.8)
        self._driver.picture("desk-small")
        window.resize(size)
        self._driver.settle(0.5)

    def show_shift(self, name: str = "shift") -> None:
        """The window of the shift, with its figures."""
        self._console.open_shift()
        window = self._console.shift_window
        self._driver.until("the figures of the shift", lambda: window is not None and window.document is not None, 60)
        self._driver.settle(0.8)
        self._driver.picture(name, window)
        self._console.close_shift()

    def _show_windows(self, look: str) -> None:
        """Feeds, shift and the form for a call, as they look now."""
        self.show_feeds(f"feeds-{look}")
        self.show_shift(f"shift-{look}")
        self._console.open_intake()
        self._driver.settle(0.4)
        self._driver.picture(f"call-form-{look}")
        self._console.close_intake()

    # --- the report ------------------------------------------------------------------------------

    def report(self, client: Client, basemap: Basemap, folder: Path, began: datetime) -> Made:
        """The shift report of the tour's own time."""
        ends = datetime.now(UTC) + timedelta(seconds=1)
        found = gather(
            client,
            self._console.session.city,
            basemap,
            began,
            ends,
            made_at=datetime.now(UTC),
            signed_by=self._console.session.user.title,
            demo=True,
        )
        return make(found, folder, "id", Theme.load("day"))

    # --- pieces ----------------------------------------------------------------------------------

    def _filter(self, key: str) -> None:
        self._console.window.queue.show_filter(key)
        self._console.window.queue.list.setFocus()
        QApplication.processEvents()

    def _status(self, report: Report) -> Status | None:
        return self._status_of(report.id)

    def _stands(self, ident: str, status: Status) -> bool:
        return self._status_of(ident) is status

    def _status_of(self, ident: str) -> Status | None:
        now = self._console.reports.get(ident)
        return now.status if now else None
