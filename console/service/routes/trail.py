"""What a console tells the log of: that it saved an export to a file."""

from __future__ import annotations

from console.domain import wire
from console.domain.errors import NotValid
from console.domain.wire import Event, Json
from console.service.calls import Answer, Call, Door, Row
from console.service.intake import digest_of_call, key_reused
from console.service.store.contract import Actor, Transaction


def _once(
    tx: Transaction, actor: Actor, key: str, kind: str, entity: str, ident: str, version: int, payload: Json
) -> Event:
    """An event of the log; sent twice under one key it is one."""
    call = digest_of_call(actor.name, kind, entity, ident, payload)
    known = tx.remembered(key) if key else None
    if known is not None:
        if known.digest != call:
            raise key_reused()
        return next(event for event in tx.history(ident, entity) if event.seq == known.seq)
    event = tx.append(actor, kind, entity, ident, version, payload)
    if key:
        tx.remember(key, call, ident, event.seq)
    return event


async def export(call: Call) -> Answer:
    """Something was saved to a file at a console: what, and how many rows."""
    data = call.json()
    wire.only(data, "what", "count")
    what, count = wire.text_of(data, "what", 100, required=True), data.get("count", 0)
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= 10**9:
        raise NotValid("count must be a whole number", field="count")
    key, actor = call.key(), call.actor()
    about: Json = {"what": what, "count": count}
    event = await call.write(lambda tx: _once(tx, actor, key, "export.made", "export", actor.console, 0, about))
    return Answer(event.to_json(), 201)


ROUTES = (Row("POST", "/exports", export, Door.SIGNED),)
