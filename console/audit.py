"""`./poc audit`: exports the log, verifies an export, and lists what stands in one.

This file verifies and lists alone: `python3 console/audit.py verify FILE`.
It needs the standard library only and nothing of the service that wrote the log: whoever checks need not trust that.
An export is lines of JSON: a head, every event with its bytes, signed checkpoints (RFC 6962 roots, Ed25519 after
RFC 8032), and an end that signs all bytes before it. Any change of any byte shows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

FORMAT = "poc-audit/1"
JOURNAL = "poc-journal/1"
LINE_BYTES = 50_000_000
Point = tuple[int, int, int, int]


class Broken(Exception):
    """The file is not what was exported; the message says where and how."""


@dataclass(slots=True)
class Verified:
    """What was found so far."""

    events: int = 0
    checkpoints: int = 0
    head: bytes = bytes(32)
    key: str = ""
    peaks: list[bytes] = field(default_factory=list)
    at: str = ""
    signed: int = 0  # how many events the last checkpoint covers
    is_journal: bool = False  # a mirror's: a chain without signatures


def verify(file: BinaryIO, key: str = "") -> Verified:
    """Reads an export to its end. `key`: the public key that must have signed it (hex). Raises Broken."""
    found = Verified(key=key)
    digest = hashlib.sha256()
    begun = ended = False
    for number, line in enumerate(_lines(file), 1):
        if ended:
            raise Broken(f"line {number}: something stands after the end")
        row = _row(line, number)
        if not begun:
            if row == {"format": JOURNAL}:
                return _journal(file, key)
            if row.get("format") != FORMAT:
                raise Broken("this is no export of the log")
            begun = True
        elif "body" in row:
            _event(found, row)
        elif "checkpoint" in row:
            _checkpoint(found, _exactly(row["checkpoint"], "seq", "at", "root", "signature", "key"))
        else:
            _end(found, _exactly(row.get("end"), "events", "head", "signature"), digest.digest())
            ended = True
        digest.update(line + b"\n")
    if not ended:
        raise Broken(f"the file ends after {found.events} events without its end: it was cut")
    return found


def _journal(file: BinaryIO, key: str) -> Verified:
    """The rest of a mirror's journal: a chain that a service may be writing on, so it has no end and is not signed."""
    if key:
        raise Broken("a journal is not signed with any key: verify an export with it")
    found, number = Verified(is_journal=True), 1
    while (line := file.readline(LINE_BYTES)).endswith(b"\n"):
        number += 1
        _event(found, _row(line[:-1], number))
    if len(line) >= LINE_BYTES:
        raise Broken(f"line {number + 1} can't be read")
    return found


def listed(file: BinaryIO, kind: str = "", who: str = "", about: str = "") -> Iterator[str]:
    """The events of a verified export, a line each: number, time, who, role, console, kind, about what, the rest."""
    for line in file:
        row = json.loads(line) if line.endswith(b"\n") else {}  # a journal may be written on at its end
        if "body" not in row:
            continue
        event = json.loads(row["body"])
        if not str(event.get("kind", "")).startswith(kind) or who not in ("", event.get("actor")):
            continue
        payload = event.get("payload") or {}
        if about and about != event.get("entity_id") and about not in payload.get("reports", ()):
            continue
        words = [str(event.get(key, "")) for key in ("at", "actor", "role", "console", "kind", "entity_id")]
        text = "\t".join([str(row["seq"]), *words, json.dumps(payload, ensure_ascii=False)])
        yield "".join(sign if sign.isprintable() or sign == "\t" else "\ufffd" for sign in text)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LINE_BYTES):
        if not line.endswith(b"\n"):
            raise Broken("the last line is cut")
        yield line[:-1]


def _row(line: bytes, number: int) -> dict[str, Any]:
    """A line, in exactly the form in which it was written."""
    try:
        row = json.loads(line.decode("utf-8"))
        again = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Broken(f"line {number} can't be read") from error
    if not isinstance(row, dict) or again != line:
        raise Broken(f"line {number} is not as it was written")
    return row


def _exactly(row: object, *names: str) -> dict[str, Any]:
    if not isinstance(row, dict) or set(row) != set(names):
        raise Broken("a line has other fields than it should")
    return row


def _event(found: Verified, row: dict[str, Any]) -> None:
    _exactly(row, "seq", "prev", "hash", "body")
    seq = found.events + 1
    if row["seq"] != seq or isinstance(row["seq"], bool) or not isinstance(row["body"], str):
        raise Broken(f"event {seq} is missing, or stands elsewhere")
    body = row["body"].encode("utf-8")
    digest = hashlib.sha256(found.head + seq.to_bytes(8, "big") + body).digest()
    if _bytes(row["prev"]) != found.head:
        raise Broken(f"event {seq} does not follow from the one before")
    if _bytes(row["hash"]) != digest:
        raise Broken(f"event {seq} was changed")
    found.events, found.head = seq, digest
    node, size = hashlib.sha256(b"\x00" + digest).digest(), seq - 1
    while size & 1:
        node, size = hashlib.sha256(b"\x01" + found.peaks.pop() + node).digest(), size >> 1
    found.peaks.append(node)


def _checkpoint(found: Verified, row: dict[str, Any]) -> None:
    if row["seq"] != found.events or not isinstance(row["at"], str):
        raise Broken(f"a checkpoint after event {found.events} belongs elsewhere")
    if _bytes(row["root"]) != _root(found.peaks):
        raise Broken(f"the checkpoint at event {found.events} is of another log")
    _signed(found, row["key"], row["signature"], note(found.events, row["at"], row["root"]))
    found.checkpoints, found.at, found.signed = found.checkpoints + 1, row["at"], found.events


def _end(found: Verified, row: dict[str, Any], digest: bytes) -> None:
    if row["events"] != found.events or _bytes(row["head"]) != found.head:
        raise Broken("events are missing at the end")
    if found.signed != found.events or not found.checkpoints:
        raise Broken("the last events are not covered by a checkpoint")
    _signed(found, found.key, row["signature"], end_note(digest))


def _signed(found: Verified, key: object, signature: object, message: bytes) -> None:
    if found.key and key != found.key:
        raise Broken("it is signed with another key")
    found.key = str(key)
    if not verify_signature(_bytes(key), _bytes(signature), message):
        raise Broken("a signature does not hold")


def note(seq: int, at: str, root: str) -> bytes:
    """What the signature of a checkpoint covers; `root` as hexadecimal."""
    return f"poc-checkpoint/1\n{seq}\n{at}\n{root}\n".encode()


def end_note(digest: bytes) -> bytes:
    """What the signature at the end covers: all bytes before it, by their SHA-256."""
    return f"poc-audit-end/1\n{digest.hex()}\n".encode()


def _root(peaks: list[bytes]) -> bytes:
    """The Merkle tree head of RFC 6962 from the roots of the whole subtrees, largest first."""
    if not peaks:
        return hashlib.sha256().digest()
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = hashlib.sha256(b"\x01" + peak + root).digest()
    return root


def _bytes(text: object) -> bytes:
    try:
        value = bytes.fromhex(text) if isinstance(text, str) else b""
    except ValueError:
        value = b""
    if not value or value.hex() != text:
        raise Broken("a hash is not as it was written")
    return value


# --- Ed25519 (RFC 8032), verification only: nothing here is secret, so it need not take constant time --------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def verify_signature(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is this key's, of this message."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, nonce = _point(key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or nonce is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    left = _times(scalar, BASE)
    right = _plus(nonce, _times(int.from_bytes(digest, "little") % ORDER, public))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def _x_of(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(data: bytes) -> Point | None:
    value = int.from_bytes(data, "little")
    y = value & ((1 << 255) - 1)
    x = _x_of(y, value >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def _plus(one: Point, two: Point) -> Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(count: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while count:
        if count & 1:
            result = _plus(result, point)
        point, count = _plus(point, point), count >> 1
    return result


_BASE_Y = 4 * pow(5, P - 2, P) % P
_BASE_X = _x_of(_BASE_Y, 0) or 0
BASE: Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % P)


# --- the command ---------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """`poc audit export …` or `poc audit verify FILE`. Exit code 1: the log was changed."""
    if arguments[:1] == ["export"]:
        from console.service.auditexport import export_command  # only here is the application needed

        return export_command(arguments[1:])
    parser = argparse.ArgumentParser(
        prog="poc audit", description="Export the log (export), verify an export (verify), or list its events (list)."
    )
    parser.add_argument("what", choices=("verify", "list", "export"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", default="", help="the public key that must have signed it, as hexadecimal")
    parser.add_argument("--kind", default="", help="list: how the kind begins; personal. are reads, export. exports")
    parser.add_argument("--who", default="", help="list: by this user")
    parser.add_argument("--about", default="", help="list: about this report, photo, user, layer (its id)")
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON object")
    given = parser.parse_args(arguments)
    try:
        with given.file.open("rb") as file:
            found = verify(file, given.key)
            if given.what == "list":
                file.seek(0)
                for line in listed(file, given.kind, given.who, given.about):
                    sys.stdout.write(line + "\n")
                return 0
    except (Broken, OSError) as error:
        sys.stdout.write(json.dumps({"ok": False, "why": str(error)}) + "\n")
        return 1
    about = {"ok": True, "events": found.events, "checkpoints": found.checkpoints, "at": found.at}
    about |= {"journal": True} if found.is_journal else {}
    sys.stdout.write(json.dumps({**about, "head": found.head.hex(), "key": found.key}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
