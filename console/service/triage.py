"""What is done to a report: actions, changes, notes and undo, each under the version that its doer saw."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.domain import wire, workflow
from console.domain.city import City
from console.domain.errors import NothingToUndo, NotValid, UnknownAction, UnknownReport
from console.domain.reports import TO_TRIAGE, Report
from console.domain.roles import Role
from console.domain.wire import ActionBody, Event, Json
from console.domain.workflow import Command
from console.service.intake import Intake, digest_of_call, key_reused, private
from console.service.photos import is_near
from console.service.problems import Problem
from console.service.store.contract import Actor, Published, Transaction
from console.service.store.rows import PERSONAL_FIELDS


class Stale(Exception):
    """Somebody else was faster: the report stands at another version than the doer saw."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{report.number} stands at version {report.version}")
        self.report = report


class Triage:
    """Applies the rules inside the writer's transaction. A key that was used for the same call answers what stands."""

    def __init__(
        self, city: City, intake: Intake, against: Callable[[Transaction, str, Actor], str] = lambda *_: ""
    ) -> None:
        """`against` says who else has a report in hand: no move is blocked by that, but the log says it."""
        self._city = city
        self._intake = intake
        self._against = against

    def act(
        self, tx: Transaction, ident: str, action: str, body: ActionBody, version: int, key: str, actor: Actor
    ) -> Report:
        """An action of workflow.ACTIONS. Raises what the rules raise, Stale, Problem `key-reused`."""
        if action not in workflow.BY_KEY:
            raise UnknownAction("There is no such action.")
        if body.department is not None and body.department not in self._city.departments:
            raise NotValid("There is no such department.", field="department")

        def change(report: Report) -> Report:
            near = False
            if body.evidence:
                photo = tx.photo(body.evidence)
                if photo is None:
                    raise NotValid("This photo was never sent.", field="evidence")
                near = is_near(photo, report, actor.at)
            command = Command(
                action=action,
                actor=actor.name,
                role=actor.role,
                at=actor.at,
                reason=body.reason,
                department=body.department,
                until=body.until,
                duplicate_of=body.duplicate_of,
                answer=body.answer,
                actor_department=actor.department,
                photo_is_near=near,
            )
            done = workflow.decide(report, command, self._city.rules(tx.report))
            if body.evidence and body.evidence not in done.photos:
                done = replace(done, photos=(*done.photos, body.evidence))
            return done

        extra = {name: value for name, value in body.to_json().items() if name in ("reason", "answer", "evidence")}
        call = digest_of_call(actor.name, "act", ident, action, body.to_json())
        done = self._apply(tx, ident, version, key, call, actor, f"report.{action}", change, extra)
        if done.duplicate_of is not None:
            self._bring_twins_along(tx, done, actor)
        return done

    def _bring_twins_along(self, tx: Transaction, report: Report, actor: Actor) -> None:
        """Groups are flat: what was marked as a duplicate of this one is one of its root now, each by itself."""
        for twin in tx.twins_of(report.id):
            moved = replace(
                twin, duplicate_of=report.duplicate_of, version=twin.version + 1,
                updated_at=actor.at, updated_by=actor.name,
            )  # fmt: skip
            self._write(tx, twin, moved, actor, "report.changed", {"because": report.number})

    def change(self, tx: Transaction, ident: str, fields: Json, version: int, key: str, actor: Actor) -> Report:
        """Sets fields (wire.CHANGEABLE); place and category bring what follows from them."""
        category = fields.get("category")
        if category is not None and category not in self._city.categories:
            raise NotValid("There is no such category.", field="category")

        def change(report: Report) -> Report:
            done = replace(report, **fields)
            if "lon" in fields:
                where = self._intake.where(done.lon, done.lat)
                done = replace(done, kelurahan=where.kelurahan, kecamatan=where.kecamatan, outside=where.outside)
            if ("category" in fields or "priority" in fields) and report.status in TO_TRIAGE:
                due = self._city.forward_by(done.category, done.priority, done.received_at)
                done = replace(done, forward_by=due)
            return replace(done, version=report.version + 1, updated_at=actor.at, updated_by=actor.name)

        call = digest_of_call(actor.name, "change", ident, fields)
        return self._apply(tx, ident, version, key, call, actor, "report.changed", change, {})

    def undo(self, tx: Transaction, ident: str, version: int, key: str, actor: Actor) -> Report:
        """Takes the doer's own last action back: what it changed becomes what it was."""
        last = tx.last_move(ident)
        call = digest_of_call(actor.name, "undo", ident, version)

        def change(report: Report) -> Report:
            if last is None:
                raise NothingToUndo("the last change can't be taken back")
            action = last.kind.removeprefix("report.")
            workflow.may_undo(action, last.actor, last.at, actor.name, actor.at)
            before = {field: pair[0] for field, pair in last.payload.get("changes", {}).items()}
            done = wire.report_from_json({**wire.report_to_json(report), **before})
            return replace(done, version=report.version + 1, updated_at=actor.at, updated_by=actor.name)

        extra = {"undoes": last.seq} if last else {}
        return self._apply(tx, ident, version, key, call, actor, "report.undo", change, extra)

    def erase(self, tx: Transaction, ident: str, reason: str, key: str, actor: Actor) -> Report:
        """Takes what is personal out of a report for good, as the law lets people ask. The log and its chain stay.

        The log holds salted digests of the texts only; the salt goes with them.
        """
        report = self._visible(tx, ident, actor)
        call = digest_of_call(actor.name, "erase", ident, reason)
        known = tx.remembered(key) if key else None
        if known is not None:
            if known.digest != call:
                raise key_reused()
            return report
        gone = [name for name in PERSONAL_FIELDS if getattr(report, name)]
        done = replace(
            report, text="", contact_name="", contact_phone="", version=report.version + 1,
            updated_at=actor.at, updated_by=actor.name,
        )  # fmt: skip
        data = wire.report_to_json(done)
        tx.update_report(done, data)
        tx.forget(ident, os.urandom(16))
        event = tx.append(actor, "report.erased", "report", ident, done.version, {"reason": reason, "fields": gone})
        if key:
            tx.remember(key, call, ident, event.seq)
        tx.publish(Published(event, data, report.assignment.department if report.assignment else ""))
        return done

    def note(self, tx: Transaction, ident: str, text: str, key: str, actor: Actor) -> Event:
        """A note beside the report; the report's version stays."""
        report = self._visible(tx, ident, actor)
        call = digest_of_call(actor.name, "note", ident, text)
        if key:
            known = tx.remembered(key)
            if known is not None:
                if known.digest != call:
                    raise key_reused()
                return next(event for event in tx.history(ident) if event.seq == known.seq)
        event = tx.append(actor, "report.note", "report", ident, report.version, {"text": text})
        if key:
            tx.remember(key, call, ident, event.seq)
        tx.publish(Published(event, wire.report_to_json(report)))
        return event

    def _apply(
        self,
        tx: Transaction,
        ident: str,
        version: int,
        key: str,
        call: bytes,
        actor: Actor,
        kind: str,
        change: Callable[[Report], Report],
        extra: dict[str, Any],
    ) -> Report:
        report = self._visible(tx, ident, actor)
        known = tx.remembered(key) if key else None
        if known is not None:
            if known.digest != call:
                raise key_reused()
            return report
        if report.version != version:
            raise Stale(report)
        done = change(report)
        if other := self._against(tx, ident, actor):
            extra = {**extra, "despite_claim_of": other}
        event = self._write(tx, report, done, actor, kind, extra)
        if key:
            tx.remember(key, call, ident, event.seq)
        return done

    @staticmethod
    def _write(tx: Transaction, report: Report, done: Report, actor: Actor, kind: str, extra: dict[str, Any]) -> Event:
        """The report as it is now, its event, and the news of it."""
        data = wire.report_to_json(done)
        tx.update_report(done, data)
        changes = private(wire.json_changes(wire.report_to_json(report), data), tx.salt(done.id))
        event = tx.append(actor, kind, "report", done.id, done.version, {"changes": changes, **extra})
        left = report.assignment.department if report.assignment else ""
        tx.publish(Published(event, data, left))
        return event

    @staticmethod
    def _visible(tx: Transaction, ident: str, actor: Actor) -> Report:
        report = tx.report(ident)
        if report is None or not may_see(report, actor.role, actor.department):
            raise UnknownReport("There is no such report.")
        return report


def may_see(report: Report, role: Role, department: str | None) -> bool:
    """Officers see their own department's reports, all others see every one."""
    if role is not Role.OFFICER:
        return True
    return report.assignment is not None and report.assignment.department == department


def stale_problem(error: Stale, shown: Callable[[Report], Json]) -> Problem:
    """412 with the report as it stands."""
    words = "Somebody else has changed this report since you saw it."
    return Problem(412, "version-mismatch", words, {"current": shown(error.report)})
