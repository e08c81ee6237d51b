"""Photos: sending one in, getting one back."""

from __future__ import annotations

import asyncio
import re

from console.domain.roles import Right
from console.service.calls import Answer, Call, Row
from console.service.problems import Problem, not_found
from console.service.store.contract import Transaction

SEND = (Right.CREATE_REPORT, Right.ANSWER)
PHOTO_BYTES = 12_000_000


async def upload(call: Call) -> Answer:
    """A photo comes in; its name is the SHA-256 of what is kept."""
    if not call.body:
        raise Problem(400, "missing", "The body must be the photo.", {"field": "body"})
    actor = call.actor()
    loop = asyncio.get_running_loop()
    photo = await loop.run_in_executor(call.service.readers, call.service.photos.take, call.body, actor)

    def put(tx: Transaction) -> None:
        fresh = tx.photo(photo.sha256) is None
        tx.put_photo(photo)
        if fresh:
            tx.append(actor, "photo.kept", "photo", photo.sha256, 0, {"width": photo.width, "height": photo.height})

    await call.write(put)
    return Answer({"sha256": photo.sha256, "width": photo.width, "height": photo.height}, 201)


def photo(call: Call) -> Answer:
    """A photo, or its thumbnail."""
    name, size = call.path["sha256"], call.query.get("size", "full")
    if size not in ("full", "thumb"):
        raise Problem(400, "not-valid", "size is full or thumb.", {"field": "size"})
    if not re.fullmatch(r"[0-9a-f]{64}", name) or call.service.store.read.photo(name) is None:
        raise not_found("photo")
    try:
        data = call.service.photos.path(name, size).read_bytes()
    except OSError as error:
        raise not_found("photo") from error
    if size == "full":
        call.service.register.opened(call, "photo", name)
    return Answer(data, media="image/jpeg")


ROUTES = (
    Row("POST", "/photos", upload, SEND, limit=PHOTO_BYTES, seconds=60),
    Row("GET", "/photos/{sha256}", photo, (Right.READ_REPORTS,), ("size",)),
)
