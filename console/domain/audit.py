"""The chain of the event log: each event's hash covers the bytes stored and the hash before it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Link:
    """One event as stored: its number, the bytes that were hashed, the hash before and its own (32 bytes each)."""

    seq: int
    body: bytes
    prev: bytes
    hash: bytes


def link_hash(prev: bytes, seq: int, body: bytes) -> bytes:
    """SHA-256 over the hash before, the number (8 bytes, big-endian) and the stored bytes."""
    return hashlib.sha256(prev + seq.to_bytes(8, "big") + body).digest()


def first_break(links: Iterable[Link], start: bytes = GENESIS) -> int | None:
    """The number of the first event that does not fit the chain, or None when all do."""
    prev, expected = start, None
    for link in links:
        if expected is not None and link.seq != expected:
            return link.seq
        if link.prev != prev or not hmac.compare_digest(link.hash, link_hash(prev, link.seq, link.body)):
            return link.seq
        prev, expected = link.hash, link.seq + 1
    return None


def private_digest(salt: bytes, text: str) -> str:
    """What stands in the log in place of a personal text: the text can be erased and the chain still holds."""
    return hashlib.sha256(salt + text.encode("utf-8", "surrogatepass")).hexdigest()
