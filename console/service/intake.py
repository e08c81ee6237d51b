"""How a report comes in: one place for every channel, with the rules that a newcomer must meet."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from datetime import datetime

from console.domain import categories, wire
from console.domain.audit import private_digest
from console.domain.city import City
from console.domain.errors import NotValid
from console.domain.reports import Report
from console.domain.wire import Json, NewReport
from console.service.places import Places, Whereabouts
from console.service.problems import Problem
from console.service.store.contract import Actor, Published, Transaction
from console.service.store.rows import PERSONAL_FIELDS

NO_NUMBER = "-0"
UNCATEGORISED = "other"


class Intake:
    """Judges what somebody sends in, and files it once."""

    def __init__(self, city: City, places: Places) -> None:
        self._city = city
        self._places = places

    def judge(self, new: NewReport, at: datetime) -> Report:
        """The report that this would become, without its number. Raises NotValid, OutsideCity."""
        category = self._city.categories.get(self._category(new))
        if category is None:
            raise NotValid("There is no such category.", field="category")
        priority = new.priority or category.priority
        where = self.where(new.lon, new.lat)
        return Report(
            id=new.id,
            number=NO_NUMBER,
            text=new.text,
            category=category.code,
            channel=new.channel,
            received_at=at,
            forward_by=self._city.forward_by(category.code, priority, at),
            priority=priority,
            lon=new.lon,
            lat=new.lat,
            place_note=new.place_note,
            kelurahan=where.kelurahan,
            kecamatan=where.kecamatan,
            outside=where.outside,
            reported_at=new.reported_at,
            source_ref=new.source_ref,
            contact_name=new.contact_name,
            contact_phone=new.contact_phone,
            photos=new.photos,
            demo=new.demo,
            updated_at=at,
        )

    def where(self, lon: float | None, lat: float | None) -> Whereabouts:
        """The areas of a place; none without a place. Raises OutsideCity."""
        return Whereabouts() if lon is None or lat is None else self._places.at(lon, lat)

    def file(self, tx: Transaction, report: Report, new: NewReport, actor: Actor) -> tuple[Report, bool]:
        """Puts the judged report into the store; whether it is new. The same one again is the one that is there.

        Raises Problem 422 `key-reused` when the id was used for something else, NotValid for an unknown photo.
        """
        digest = digest_of_new(new)
        known = tx.remembered(new.id)
        if known is not None:
            if known.digest != digest:
                raise key_reused()
            there = tx.report(known.entity_id)
            if there is not None:
                return there, False
        if any(tx.photo(name) is None for name in report.photos):
            raise NotValid("A photo of this report was never sent.", field="photos")
        report = replace(report, number=f"{self._city.number_prefix}-{tx.next_number():06d}", updated_by=actor.name)
        salt = os.urandom(16)
        data = wire.report_to_json(report)
        tx.insert_report(report, data, salt)
        changes = private(wire.json_changes(None, data), salt)
        event = tx.append(actor, "report.created", "report", report.id, report.version, {"changes": changes})
        tx.remember(new.id, digest, report.id, event.seq)
        tx.publish(Published(event, data))
        return report, True

    def _category(self, new: NewReport) -> str:
        if new.category:
            return new.category
        found = categories.suggest(new.text, self._city.categories.values(), limit=1)
        return found[0].category if found else UNCATEGORISED


def digest_of_new(new: NewReport) -> bytes:
    """What makes two sendings the same: every field, not the bytes or the way that it came."""
    return hashlib.sha256(_SORTED.encode(new.to_json()).encode()).digest()


_SORTED = json.JSONEncoder(sort_keys=True, check_circular=False)


def digest_of_call(*parts: object) -> bytes:
    """What makes two calls the same: who, what and the body as read."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).digest()


def key_reused() -> Problem:
    """422: the key was used for something else."""
    return Problem(422, "key-reused", "This Idempotency-Key was used for something else.")


def private(changes: dict[str, list[Json]], salt: bytes) -> Json:
    """The changes as the log keeps them: what is personal stands there as a salted hash only."""

    def hidden(value: object) -> object:
        return {"sha256": private_digest(salt, value)} if isinstance(value, str) and value else value

    return {key: [hidden(value) for value in pair] if key in PERSONAL_FIELDS else pair for key, pair in changes.items()}
