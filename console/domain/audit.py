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


@dataclass(frozen=True, slots=True)
class Tree:
    """A Merkle tree after RFC 6962 over the events' hashes: how many there are, and the roots of its whole subtrees."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @classmethod
    def from_peaks(cls, size: int, peaks: bytes) -> Tree:
        """A tree that was kept: its peaks one after the other, 32 bytes each, the largest first."""
        return cls(size, tuple(peaks[at : at + 32] for at in range(0, len(peaks), 32)))

    def plus(self, leaf: bytes) -> Tree:
        """With one more leaf."""
        node, size, peaks = hashlib.sha256(b"\x00" + leaf).digest(), self.size, list(self.peaks)
        while size & 1:
            node, size = hashlib.sha256(b"\x01" + peaks.pop() + node).digest(), size >> 1
        return Tree(self.size + 1, (*peaks, node))

    def root(self) -> bytes:
        """The tree's head."""
        if not self.peaks:
            return hashlib.sha256().digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = hashlib.sha256(b"\x01" + peak + root).digest()
        return root


EXPORT_FORMAT = "poc-audit/1"
JOURNAL_FORMAT = "poc-journal/1"


def end_note(digest: bytes) -> bytes:
    """What the signature at the end of an export covers: all bytes before it, by their SHA-256."""
    return f"poc-audit-end/1\n{digest.hex()}\n".encode()


def checkpoint_note(seq: int, at: str, root: bytes) -> bytes:
    """What the signature of a checkpoint covers."""
    return f"poc-checkpoint/1\n{seq}\n{at}\n{root.hex()}\n".encode()
