"""Consistency proofs of RFC 6962: every pair of sizes, and no other root passes."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from console.domain.audit import Tree
from console.domain.proofs import consistency, is_consistent, parent, split

LEAVES = [hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(300)]


def head(start: int, end: int) -> bytes:
    """The definition of RFC 6962, word for word."""
    if end - start == 1:
        return hashlib.sha256(b"\x00" + LEAVES[start]).digest()
    middle = start + split(end - start)
    return parent(head(start, middle), head(middle, end))


def test_the_heads_are_those_of_the_tree_that_the_service_signs():
    tree = Tree()
    for n, leaf in enumerate(LEAVES[:70], 1):
        tree = tree.plus(leaf)
        assert tree.root() == head(0, n)


def test_every_log_that_only_grew_is_proved():
    for new in range(1, 40):
        for old in range(1, new + 1):
            assert is_consistent(old, new, head(0, old), head(0, new), consistency(old, new, head)), (old, new)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 299), st.integers(0, 11))
def test_no_other_log_is(one: int, other: int, at: int, place: int):
    old, new = sorted((one, other))
    roots, proof = (head(0, old), head(0, new)), consistency(old, new, head)
    wrong = hashlib.sha256(b"another").digest()
    assert not is_consistent(old, new, wrong, roots[1], proof)
    assert not is_consistent(old, new, roots[0], wrong, proof)
    if proof:
        changed = [*proof]
        changed[place % len(proof)] = wrong
        assert not is_consistent(old, new, *roots, changed)
        assert not is_consistent(old, new, *roots, proof[:-1])
    assert not is_consistent(old, new, *roots, [*proof, wrong])
