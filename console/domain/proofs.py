"""Consistency proofs after RFC 6962: that a log only grew since a head of its tree that somebody has seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

Subtree = Callable[[int, int], bytes]  # the tree head over the leaves from the first (counted from 0) up to the second


def parent(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """Where RFC 6962 divides a tree of so many leaves: the largest power of two below."""
    return 1 << (size - 1).bit_length() - 1


def consistency(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """PROOF(old, D[new]) of RFC 6962, section 2.1.2; 0 < old <= new."""
    return _subproof(old, 0, new, True, subtree)


def _subproof(old: int, start: int, end: int, whole: bool, subtree: Subtree) -> list[bytes]:
    size = end - start
    if old == size:
        return [] if whole else [subtree(start, end)]
    middle = split(size)
    if old <= middle:
        return [*_subproof(old, start, start + middle, whole, subtree), subtree(start + middle, end)]
    return [*_subproof(old - middle, start + middle, end, False, subtree), subtree(start, start + middle)]


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree with `new_root` begins with that of `old_root` (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    first, second = old - 1, new - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    found_old = found_new = path[0]
    for node in path[1:]:
        if second == 0:
            return False
        if first & 1 or first == second:
            found_old, found_new = parent(node, found_old), parent(node, found_new)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            found_new = parent(found_new, node)
        first, second = first >> 1, second >> 1
    return second == 0 and found_old == old_root and found_new == new_root
