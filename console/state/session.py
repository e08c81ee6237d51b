"""Who sits at the desk, in which city, and how the link to the service does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.city import City
from console.domain.roles import User


class Session(QObject):
    """The user, the city's profile, and the link. `link` is live, reconnecting or signed_out."""

    link_changed = Signal(str)
    unsent_changed = Signal(list)  # ids of reports with something unsent
    outbox_changed = Signal()  # how many entries wait, or must be decided on
    intake_changed = Signal(str)  # "ok" or "stopped"
    log_alarm_changed = Signal()  # whether the service's log is the one that was seen
    user_changed = Signal()
    areas_changed = Signal()

    def __init__(self, user: User, city: City, demo: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.user = user
        self.city = city
        self.demo = demo
        self.link = "reconnecting"
        self.intake = "ok"
        self.data_at: datetime | None = None
        self.unsent: frozenset[str] = frozenset()
        self.log_alarm = ""  # what was found of the service's log; empty: it is the one that was seen
        self.waiting = 0  # entries of the outbox
        self.undecided = 0
        self.to_decide: frozenset[str] = frozenset()  # reports of which something was refused or overtaken
        self.clashes: frozenset[str] = frozenset()  # those of them that somebody else changed as well
        self._areas: Mapping[str, str] = {}

    def age_s(self, now: datetime | None = None) -> int | None:
        """Seconds since the service was last heard of; None: never."""
        if self.data_at is None:
            return None
        return max(0, int(((now or datetime.now(UTC)) - self.data_at).total_seconds()))

    @property
    def is_away(self) -> bool:
        """Whether the service was there and does not answer any more."""
        return self.link == "reconnecting" and self.data_at is not None

    def area_name(self, code: str) -> str:
        """The name of a kelurahan or kecamatan by its code; the code itself where it is not known."""
        return self._areas.get(code, code)

    def set_areas(self, names: Mapping[str, str]) -> None:
        """Takes the names of the areas, by code."""
        self._areas = dict(names)
        self.areas_changed.emit()

    def set_user(self, user: User) -> None:
        """Somebody else sits down."""
        if user != self.user:
            self.user = user
            self.user_changed.emit()

    @Slot(str)
    def set_link(self, link: str) -> None:
        """How the link does now."""
        if link != self.link:
            self.link = link
            self.link_changed.emit(link)

    def heard(self, at: datetime, intake: str = "") -> None:
        """The service gave a sign of life at `at` (this computer's clock, UTC)."""
        self.data_at = at
        if intake and intake != self.intake:
            self.intake = intake
            self.intake_changed.emit(intake)

    def set_log_alarm(self, finding: str) -> None:
        """What was found of the service's log; empty: a person has accepted it."""
        if finding != self.log_alarm:
            self.log_alarm = finding
            self.log_alarm_changed.emit()

    def set_unsent(self, report_ids: frozenset[str]) -> None:
        """Which reports have something that no answer has come for."""
        if report_ids != self.unsent:
            self.unsent = report_ids
            self.unsent_changed.emit(sorted(report_ids))

    def set_outbox(
        self, waiting: int, undecided: int, to_decide: frozenset[str], clashes: frozenset[str] = frozenset()
    ) -> None:
        """How many entries wait to be sent, how many must be decided on, and of which reports; `clashes` are those
        that somebody else changed as well."""
        stands = (waiting, undecided, to_decide, clashes)
        if stands != (self.waiting, self.undecided, self.to_decide, self.clashes):
            self.waiting, self.undecided, self.to_decide, self.clashes = stands
            self.outbox_changed.emit()
