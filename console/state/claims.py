"""Who has which report in hand, and this desk's own claims: taken when work begins, let go on moving on."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from console.api.client import Client
from console.api.errors import Refused
from console.domain import claims
from console.domain.claims import Claim
from console.domain.roles import Right
from console.state.selection import Selection
from console.state.session import Session
from console.tasks import Tasks

TOUCH_S = 60.0  # so often at most the service hears that work goes on


class Claims(QObject):
    """A claim blocks nothing: it warns the others, and whoever goes on all the same takes it over with a reason."""

    changed = Signal(list)  # report ids
    lost = Signal(str, str, str)  # report id, who took it over, why
    refused = Signal(str, object)  # report id, the error

    def __init__(
        self, client: Client, tasks: Tasks, session: Session, selection: Selection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._client, self._tasks, self._session = client, tasks, session
        self._claims: dict[str, Claim] = {}
        self._touched: dict[str, float] = {}
        selection.changed.connect(self._on_selected)

    def of(self, report_id: str) -> Claim | None:
        """Who has the report in hand."""
        return self._claims.get(report_id)

    def is_mine(self, report_id: str) -> bool:
        """Whether this desk has it."""
        claim = self._claims.get(report_id)
        return claim is not None and claim.is_of(self._session.user.name, self._client.console)

    def others(self, report_id: str) -> Claim | None:
        """The claim of somebody else, or at another desk."""
        return None if self.is_mine(report_id) else self._claims.get(report_id)

    def marks(self) -> dict[str, tuple[str, bool]]:
        """By report who has it, and whether that is this desk."""
        return {ident: (claim.title or claim.user, self.is_mine(ident)) for ident, claim in self._claims.items()}

    def may(self) -> bool:
        """Whether the user's role takes reports in hand."""
        return self._session.user.may(Right.TRIAGE)

    # --- heard -------------------------------------------------------------------------------------

    def replace(self, found: Iterable[Claim]) -> None:
        """Takes these as all that stand."""
        fresh = {claim.report_id: claim for claim in found}
        moved = [ident for ident in fresh.keys() | self._claims.keys() if fresh.get(ident) != self._claims.get(ident)]
        self._claims = fresh
        if moved:
            self.changed.emit(moved)
        self._drop_forgotten()

    @Slot(dict)
    def on_frame(self, data: dict[str, Any]) -> None:
        """The service says who has a report now."""
        report_id, found = str(data["report"]), data.get("claim")
        was_mine = self.is_mine(report_id)
        self._put(report_id, Claim.from_json(found) if found else None)
        if was_mine and data.get("kind") == claims.TAKEN_OVER and not self.is_mine(report_id):
            who = self._claims[report_id]
            self.lost.emit(report_id, f"{who.title or who.user} ({who.console})", str(data.get("why") or ""))

    def _put(self, report_id: str, claim: Claim | None) -> None:
        if self._claims.get(report_id) == claim:
            return
        if claim is None:
            self._claims.pop(report_id, None)
        else:
            self._claims[report_id] = claim
        self.changed.emit([report_id])
        self._drop_forgotten()

    def _drop_forgotten(self) -> None:
        """What this desk has without working on it: of an earlier run, or let go while it was being taken."""
        for ident in [ident for ident in self._claims if self.is_mine(ident) and ident not in self._touched]:
            self.let_go(ident)

    # --- done --------------------------------------------------------------------------------------

    def work_on(self, report_id: str) -> None:
        """Work has begun, or goes on: takes what nobody has, touches what is this desk's, leaves another's."""
        if not self.may() or self.others(report_id) is not None:
            return
        if time.monotonic() - self._touched.get(report_id, -TOUCH_S) >= TOUCH_S:
            self.take(report_id)

    def take(self, report_id: str, reason: str = "") -> None:
        """Takes it; somebody else's with a reason."""
        self._touched[report_id] = time.monotonic()
        self._tasks.run(
            f"claim {report_id}",
            partial(self._client.claim, report_id, reason),
            done=partial(self._put, report_id),
            failed=partial(self._on_failed, report_id),
        )

    def let_go(self, report_id: str) -> None:
        """Lets this desk's claim go."""
        if self._touched.pop(report_id, None) is None and not self.is_mine(report_id):
            return
        self._tasks.run(
            f"claim {report_id}",
            partial(self._client.let_go, report_id),
            done=lambda _: self._put(report_id, None) if self.is_mine(report_id) else None,
            failed=lambda _: None,  # away: it runs out by itself
        )

    def _on_failed(self, report_id: str, error: BaseException) -> None:
        self._touched.pop(report_id, None)
        if isinstance(error, Refused):
            found = error.extra.get("claim")
            if isinstance(found, dict):
                self._put(report_id, Claim.from_json(found))  # somebody was faster: who it is, is shown
            self.refused.emit(report_id, error)

    @Slot(str)
    def _on_selected(self, report_id: str) -> None:
        mine = [ident for ident in self._claims if self.is_mine(ident)]
        for ident in {*mine, *self._touched} - {report_id}:
            self.let_go(ident)
