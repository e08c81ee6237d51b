"""`tamper`: an exported log is changed in thousands of ways; `audit verify` must find every one, and pass the rest."""

from __future__ import annotations

import hashlib
import io
import json
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from console import audit
from console.domain.audit import Tree
from console.faults.desks import at_work
from console.faults.tally import Tally, Trial
from console.faults.victim import Databases, running
from console.service.auditexport import export
from console.service.notary import Seal
from console.service.store.opening import open_store

EXPORTS = 2  # one after the other: the second holds a checkpoint in its midst
BURST = 20
Lines = list[bytes]


def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
    """A change for each seed; the file untouched is looked at first, and again now and then."""
    with ExitStack() as stack:
        whole, key = _exported(trial, stack)
        for number, seed in enumerate(seeds):
            tally = Tally()
            if number % 500 == 0:
                tally.acknowledged += 1
                if why := _verdict(whole, key):
                    tally.fail(f"an untouched log was refused: {why}")
            chance = trial.chance(seed)
            name, change = chance.choice(list(CHANGES.items()))
            changed = _written(change(chance, whole.splitlines()))
            if changed != whole:
                tally.count(f"by {name}")
                if not _verdict(changed, key):
                    tally.fail(f"not found: {name}, seed {seed}")
                    tally.lost += 1
            yield seed, tally


def _verdict(content: bytes, key: str) -> str:
    """What the verifier says against it; empty: nothing."""
    try:
        audit.verify(io.BytesIO(content), key)
    except audit.Broken as error:
        return str(error)
    return ""


def _exported(trial: Trial, stack: ExitStack) -> tuple[bytes, str]:
    """A real service's log, with the public key that must have signed it."""
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="poc-tamper-")))
    database = Databases(trial.store, stack).new()
    with running(folder / "data", database) as victim, ExitStack() as inner:
        (desk,) = inner.enter_context(at_work(folder, [victim.client("desk")], trial.chance(0)))
        store = open_store(victim.data, database)
        inner.callback(store.close)
        seal = Seal.of(victim.data)
        for _ in range(EXPORTS):
            desk.hand_in(BURST)
            desk.drained(30)
            made = export(store, seal, folder / "log.jsonl", "faults")
    return (folder / "log.jsonl").read_bytes(), str(made["key"])


# --- the changes: lines of the export in, other lines out -----------------------------------------


def _flip(chance: random.Random, lines: Lines) -> Lines:
    at = chance.randrange(len(lines))
    line = bytearray(lines[at])
    line[chance.randrange(len(line))] ^= 1 << chance.randrange(8)
    return [*lines[:at], bytes(line), *lines[at + 1 :]]


def _cut_bytes(chance: random.Random, lines: Lines) -> Lines:
    at = chance.randrange(len(lines))
    begin = chance.randrange(len(lines[at]))
    return [*lines[:at], lines[at][:begin] + lines[at][begin + chance.randrange(1, 9) :], *lines[at + 1 :]]


def _put_bytes(chance: random.Random, lines: Lines) -> Lines:
    at = chance.randrange(len(lines))
    begin = chance.randrange(len(lines[at]) + 1)
    more = chance.choice((b" ", b"\t", b"0", b"\\u0061", b"\r", chance.randbytes(3)))
    return [*lines[:at], lines[at][:begin] + more + lines[at][begin:], *lines[at + 1 :]]


def _swap(chance: random.Random, lines: Lines) -> Lines:
    one, two = chance.sample(range(len(lines)), 2)
    made = list(lines)
    made[one], made[two] = made[two], made[one]
    return made


def _drop(chance: random.Random, lines: Lines) -> Lines:
    at = chance.randrange(len(lines))
    return [*lines[:at], *lines[at + chance.choice((1, 1, 2, 5)) :]]


def _repeat(chance: random.Random, lines: Lines) -> Lines:
    at = chance.randrange(len(lines))
    return [*lines[: at + 1], lines[at], *lines[at + 1 :]]


def _end_early(chance: random.Random, lines: Lines) -> Lines:
    """The last events go, and the end with them or not."""
    at = chance.randrange(1, len(lines) - 1)
    return [*lines[:at], *([lines[-1]] if chance.random() < 0.5 else [])]


def _say_otherwise(chance: random.Random, lines: Lines) -> Lines:
    """Somebody else did it, at another time: in one event's bytes, its hash left as it was."""
    return _edited(chance, lines)[0]


def _forge(chance: random.Random, lines: Lines) -> Lines:
    """The same, and every hash and root from there on made anew; but there is no key to sign them with."""
    made, at = _edited(chance, lines)
    return _chained(made, at, None)


def _forge_and_sign(chance: random.Random, lines: Lines) -> Lines:
    """The same, and signed with a key of the forger's own."""
    made, at = _edited(chance, lines)
    return _chained(made, at, Ed25519PrivateKey.from_private_bytes(chance.randbytes(32)))


def _forget(chance: random.Random, lines: Lines) -> Lines:
    """An event goes, and all after it are numbered and chained anew; without the key."""
    rows = [at for at, line in enumerate(lines) if b'"body"' in line]
    at = chance.choice(rows)
    return _chained([*lines[:at], *lines[at + 1 :]], at, None)


CHANGES: dict[str, Callable[[random.Random, Lines], Lines]] = {
    "flip": _flip,
    "cut": _cut_bytes,
    "put": _put_bytes,
    "swap": _swap,
    "drop": _drop,
    "repeat": _repeat,
    "end early": _end_early,
    "say otherwise": _say_otherwise,
    "forge": _forge,
    "forge and sign": _forge_and_sign,
    "forget": _forget,
}


def _edited(chance: random.Random, lines: Lines) -> tuple[Lines, int]:
    at = chance.choice([at for at, line in enumerate(lines) if b'"body"' in line])
    row = json.loads(lines[at])
    body = json.loads(row["body"])
    body[chance.choice(("actor", "at", "kind", "entity_id", "console"))] = f"x{chance.randrange(10**9)}"
    row["body"] = _dumped(body)
    return [*lines[:at], _dumped(row).encode(), *lines[at + 1 :]], at


def _chained(lines: Lines, begin: int, key: Ed25519PrivateKey | None) -> Lines:
    """Numbers, hashes and roots as they would be; signatures by this key, else as they were."""
    made: Lines = []
    tree, head, seq = Tree(), bytes(32), 0
    digest = hashlib.sha256()
    for at, line in enumerate(lines):
        row: dict[str, Any] = json.loads(line)
        if "body" in row:
            seq += 1
            body = row["body"].encode()
            own = hashlib.sha256(head + seq.to_bytes(8, "big") + body).digest()
            row.update(seq=seq, prev=head.hex(), hash=own.hex())
            tree, head = tree.plus(own), own
        elif "checkpoint" in row:
            point = row["checkpoint"]
            point.update(seq=seq, root=tree.root().hex())
            if key is not None:
                note = audit.note(seq, point["at"], point["root"])
                point.update(signature=key.sign(note).hex(), key=key.public_key().public_bytes_raw().hex())
        elif "end" in row:
            row["end"].update(events=seq, head=head.hex())
            if key is not None:
                row["end"]["signature"] = key.sign(audit.end_note(digest.digest())).hex()
        elif at == 0:
            row["events"] = sum(b'"body"' in other for other in lines)
        made.append(_dumped(row).encode())
        digest.update(made[-1] + b"\n")
    return made


def _dumped(row: object) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _written(lines: Lines) -> bytes:
    return b"".join(line + b"\n" for line in lines)
