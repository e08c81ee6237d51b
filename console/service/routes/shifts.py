"""The shift that runs, and the lines that its people write down."""

from __future__ import annotations

from console.domain import wire
from console.domain.errors import UnknownReport
from console.domain.roles import Right
from console.domain.shifts import shift_at
from console.domain.wire import Json
from console.service.auth import now
from console.service.calls import Answer, Call, Row

READ, WRITE = (Right.READ_REPORTS,), (Right.TRIAGE, Right.SIGN_SHIFT)
KIND = "shift.note"


def current(call: Call) -> Answer:
    """The shift that runs now."""
    shift = shift_at(now())
    return Answer({"key": shift.key, "start": shift.start.isoformat(), "end": shift.end.isoformat()})


def notes(call: Call) -> Answer:
    """The lines of a time; of the running shift when none is said."""
    shift = shift_at(now())
    start, end = wire.time_of(call.query, "from") or shift.start, wire.time_of(call.query, "to") or shift.end
    found = call.service.store.read.events(0, 1000, (KIND,), start, end)
    if call.audience.department is not None:  # an officer: what was noted about a report of the own department
        read = call.service.store.read
        found = [event for event in found if call.may_see(read.report(str(event.payload.get("notable", ""))))]
    return Answer({"notes": [event.to_json() for event in found]})


async def note(call: Call) -> Answer:
    """A line in the shift's log; `notable`: it is about this report."""
    data = call.json()
    wire.only(data, "text", "notable")
    text = wire.text_of(data, "text", 4000, required=True)
    about = wire.uuid_of(data["notable"], "notable") if data.get("notable") else ""
    if about and not call.may_see(call.service.store.read.report(about)):
        raise UnknownReport("There is no such report.")
    actor = call.actor()
    shift = shift_at(actor.at)
    payload: Json = {"text": text} | ({"notable": about} if about else {})
    ident = f"{shift.key} {shift.start.isoformat()}"
    event = await call.write(lambda tx: tx.append(actor, KIND, "shift", ident, 0, payload))
    return Answer(event.to_json(), 201)


ROUTES = (
    Row("GET", "/shifts/current", current, READ),
    Row("GET", "/shifts/notes", notes, READ, ("from", "to")),
    Row("POST", "/shifts/notes", note, WRITE),
)
