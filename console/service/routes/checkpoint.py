"""The log's signed head for those who keep watch, the proof that it only grew, and what they found."""

from __future__ import annotations

from console.domain import wire
from console.domain.errors import NotValid
from console.domain.wire import Json
from console.service import proving
from console.service.calls import Answer, Call, Door, Row
from console.service.intake import digest_of_call, key_reused
from console.service.problems import Problem
from console.service.store.contract import Checkpoint, Transaction

FINDINGS = ("shortened", "rewritten", "other_key", "bad_signature", "found_by_service", "accepted")


def checkpoint_json(item: Checkpoint) -> Json:
    """A checkpoint as it goes over the wire; hashes as hexadecimal."""
    return {
        "seq": item.seq, "at": item.at, "root": item.root.hex(), "signature": item.signature.hex(),
        "key": item.key.hex(),
    }  # fmt: skip


def checkpoint(call: Call) -> Answer:
    """The last signed head; with `since` and `root` of one seen before, the proof that the log only grew."""
    read, service = call.service.store.read, call.service
    last = read.last_checkpoint()
    since, root = call.number("since", 0, 1, 10**15), call.query.get("root", "")
    body: Json = {"checkpoint": checkpoint_json(last) if last else None, "proof": [], "seq": read.head()}
    if service.notary.broken is not None:
        body["changed_at"] = service.notary.broken
    if not since:
        return Answer(body)
    seen = next((item for item in read.checkpoints() if item.seq == since), None)
    if last is None or seen is None or seen.root.hex() != root:
        words = "This log does not have the checkpoint that you saw."
        raise Problem(409, "log-differs", words, {"checkpoint": body["checkpoint"], "seq": body["seq"]})
    body["proof"] = [node.hex() for node in proving.proof(read, seen, last)]
    return Answer(body)


async def finding(call: Call) -> Answer:
    """A console found that the log is not the one that it saw, or somebody accepted that. The log keeps it."""
    data = call.json()
    wire.only(data, "finding", "seen", "present", "reason")
    what = data.get("finding")
    if what not in FINDINGS:
        raise NotValid("There is no such finding.", field="finding")
    about: Json = {
        "finding": what,
        "seen": wire.text_of(data, "seen", 500),
        "present": wire.text_of(data, "present", 500),
        "reason": wire.text_of(data, "reason", 500),
    }
    key, actor = call.key(), call.actor()
    digest = digest_of_call(actor.name, "log.differs", about)

    def write(tx: Transaction) -> None:
        known = tx.remembered(key) if key else None
        if known is not None:
            if known.digest != digest:
                raise key_reused()
            return
        kind = "log.accepted" if what == "accepted" else "log.differs"
        event = tx.append(actor, kind, "log", "log", 0, about)
        if key:
            tx.remember(key, digest, "log", event.seq)

    await call.write(write)
    return Answer(status=204)


ROUTES = (
    Row("GET", "/log/checkpoint", checkpoint, Door.SIGNED, ("since", "root")),
    Row("POST", "/log/findings", finding, Door.SIGNED),
)
