"""A Merkle tree over a list (RFC 9162, section 2.1): one hash for all, and short proofs about a part.

leaves -> root();  leaves, index -> inclusion_proof() -> "this one is in it";  leaves, size -> consistency_proof() ->
"the older, shorter list is the beginning of this one". Who verifies needs the proof and the roots, not the leaves.
A leaf is hashed with 0x00 before it and a pair with 0x01, so that neither can be taken for the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash that stands for all the leaves in this order; for none, the SHA-256 of nothing (MTH, 2.1.1)."""
    return _subtree([_leaf(leaf) for leaf in leaves])


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from the leaf at `index` (from 0) up to the root (PATH, 2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"leaf {index} of {len(leaves)}")
    hashes, proof = [_leaf(leaf) for leaf in leaves], []
    while len(hashes) > 1:
        split = _split(len(hashes))
        if index < split:
            proof.append(_subtree(hashes[split:]))
            hashes = hashes[:split]
        else:
            proof.append(_subtree(hashes[:split]))
            hashes, index = hashes[split:], index - split
    return proof[::-1]


def consistency_proof(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """The hashes that lead from the root of the first `size` leaves (1 to all) to the root of all (PROOF, 2.1.4.1)."""
    if not 1 <= size <= len(leaves):
        raise IndexError(f"the first {size} of {len(leaves)} leaves")
    hashes, proof, known = [_leaf(leaf) for leaf in leaves], [], True
    while size < len(hashes):
        split = _split(len(hashes))
        if size <= split:
            proof.append(_subtree(hashes[split:]))
            hashes = hashes[:split]
        else:
            proof.append(_subtree(hashes[:split]))
            hashes, size, known = hashes[split:], size - split, False
    if not known:
        proof.append(_subtree(hashes))
    return proof[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that the leaf stands at `index` of the `size` leaves under this root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, _leaf(leaf)
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = _pair(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _pair(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(first_size: int, second_size: int, first: bytes, second: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the list under the first root is the beginning of that under the second (2.1.4.2).

    With nothing in the first list there is nothing to show, and the answer is no.
    """
    if not 1 <= first_size <= second_size:
        return False
    if first_size == second_size:
        return not proof and first == second
    if first_size & (first_size - 1) == 0:          # a whole tree: its root is where the walk begins
        proof = [first, *proof]
    if not proof:
        return False
    at, last = first_size - 1, second_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = proof[0]
    for step in proof[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = _pair(step, old), _pair(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = _pair(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first and new == second


def _subtree(hashes: Sequence[bytes]) -> bytes:
    """The hash over hashed leaves: pair by pair, one left over goes up as it is, which is the tree of the RFC."""
    if not hashes:
        return hashlib.sha256().digest()
    row = list(hashes)
    while len(row) > 1:
        above = [_pair(left, right) for left, right in zip(row[::2], row[1::2], strict=False)]
        row = above + row[len(row) - len(row) % 2:]
    return row[0]


def _split(size: int) -> int:
    """The largest power of two smaller than the size."""
    return 1 << (size - 1).bit_length() - 1


def _leaf(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def _pair(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
