"""Data that left for a file: a console that made one says so, and it stands in the log."""

from __future__ import annotations

from console.domain import wire
from console.domain.errors import NotValid
from console.domain.roles import Right
from console.service.calls import Answer, Call, Row
from console.service.register import ENTITY, TAKEN

WHAT = ("shift_report", "reports", "layer", "attributes", "map", "log")


async def export(call: Call) -> Answer:
    """A file was made: of what, how many reports or features, and why where somebody said."""
    data = call.json()
    wire.only(data, "what", "count", "reason")
    what = wire.text_of(data, "what", 40, required=True)
    if what not in WHAT:
        raise NotValid("what must be one of: " + ", ".join(WHAT), field="what")
    count = wire.number_of(data, "count", 0, 1e9)
    reason, actor = wire.text_of(data, "reason", 500), call.actor()
    about: wire.Json = {"what": what} | ({"count": int(count)} if count is not None else {})
    about |= {"reason": reason} if reason else {}
    event = await call.write(lambda tx: tx.append(actor, TAKEN, ENTITY, "", 0, about))
    return Answer(event.to_json(), 201)


ROUTES = (Row("POST", "/exports", export, (Right.READ_REPORTS, Right.READ_LAYERS), limit=10_000),)
