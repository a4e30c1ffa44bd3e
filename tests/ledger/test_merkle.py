"""The Merkle tree: the published values, another implementation, every size, and a refusal of all that was changed."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from daybreak.ledger.merkle import consistency_proof, inclusion_proof, root, verify_consistency, verify_inclusion

#: The leaves and roots of the reference tests of Certificate Transparency (RFC 6962, whose tree is that of RFC 9162).
LEAVES = [bytes.fromhex(leaf) for leaf in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
leaves = st.lists(st.binary(max_size=6), min_size=1, max_size=40)


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), [
    (0, 1, []),
    (0, 8, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]),
    (5, 8, ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
])
def test_the_published_inclusion_proofs(index: int, size: int, proof: list[str]) -> None:
    assert [step.hex() for step in inclusion_proof(LEAVES[:size], index)] == proof


@pytest.mark.parametrize(("first", "second", "proof"), [
    (1, 1, []),
    (1, 8, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]),
    (6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]),
    (2, 5, ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]),
])
def test_the_published_consistency_proofs(first: int, second: int, proof: list[str]) -> None:
    assert [step.hex() for step in consistency_proof(LEAVES[:second], first)] == proof


def test_every_proof_of_every_size_verifies() -> None:
    data = [bytes([n]) for n in range(40)]
    roots = [root(data[:size]) for size in range(41)]
    for size in range(1, 41):
        for n in range(size):
            assert verify_inclusion(data[n], n, size, inclusion_proof(data[:size], n), roots[size]), (n, size)
            proof = consistency_proof(data[:size], n + 1)
            assert verify_consistency(n + 1, size, roots[n + 1], roots[size], proof), (n + 1, size)


@given(leaves, st.data())
def test_another_implementation_agrees(leaves: list[bytes], data: st.DataObject) -> None:
    other = InmemoryTree.init_from_entries(leaves)
    assert root(leaves) == other.get_root()
    n = data.draw(st.integers(0, len(leaves) - 1))
    theirs = list(other.prove_inclusion(n + 1).path)
    theirs.remove(other.get_leaf(n + 1))        # theirs begins with the leaf itself
    assert inclusion_proof(leaves, n) == theirs


@given(leaves)
def test_every_consistency_proof_is_the_one_that_the_standard_defines(leaves: list[bytes]) -> None:
    for size in range(1, len(leaves) + 1):
        assert consistency_proof(leaves, size) == _subproof(size, leaves, True)


def _subproof(size: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF as RFC 9162, 2.1.4.1, writes it, over another implementation's hashes."""
    if size == len(leaves):
        return [] if whole else [InmemoryTree.init_from_entries(leaves).get_root()]
    k = max(2**e for e in range(8) if 2**e < len(leaves))
    if size <= k:
        return [*_subproof(size, leaves[:k], whole), InmemoryTree.init_from_entries(leaves[k:]).get_root()]
    return [*_subproof(size - k, leaves[k:], False), InmemoryTree.init_from_entries(leaves[:k]).get_root()]


@given(leaves, st.data())
def test_an_inclusion_proof_fails_when_anything_is_changed(leaves: list[bytes], data: st.DataObject) -> None:
    n, size, top = data.draw(st.integers(0, len(leaves) - 1)), len(leaves), root(leaves)
    proof = inclusion_proof(leaves, n)
    assert verify_inclusion(leaves[n], n, size, proof, top)
    assert not verify_inclusion(leaves[n] + b"x", n, size, proof, top)
    assert not verify_inclusion(leaves[n], n, size, proof, _flip(data, top))
    assert not verify_inclusion(leaves[n], n, size, [*proof, top], top)
    for place in range(len(proof)):
        assert not verify_inclusion(leaves[n], n, size, [*proof[:place], _flip(data, proof[place]), *proof[place + 1:]], top)
        assert not verify_inclusion(leaves[n], n, size, proof[:place] + proof[place + 1:], top)
    for other in {-1, 0, n - 1, n + 1, size} - {n}:
        same = 0 <= other < size and inclusion_proof(leaves, other) == proof and leaves[other] == leaves[n]
        assert not verify_inclusion(leaves[n], other, size, proof, top) or same


@given(leaves, st.data())
def test_a_consistency_proof_fails_when_anything_is_changed(leaves: list[bytes], data: st.DataObject) -> None:
    n, size = data.draw(st.integers(1, len(leaves))), len(leaves)
    old, new, proof = root(leaves[:n]), root(leaves), consistency_proof(leaves, n)
    assert verify_consistency(n, size, old, new, proof)
    assert not verify_consistency(n, size, _flip(data, old), new, proof)
    assert not verify_consistency(n, size, old, _flip(data, new), proof)
    assert not verify_consistency(n, size, old, new, [*proof, new])
    assert not verify_consistency(0, size, old, new, proof)
    assert not verify_consistency(size + 1, size, old, new, proof)
    for place in range(len(proof)):
        assert not verify_consistency(n, size, old, new, [*proof[:place], _flip(data, proof[place]), *proof[place + 1:]])
        assert not verify_consistency(n, size, old, new, proof[:place] + proof[place + 1:])


@given(leaves, st.data())
def test_a_list_whose_beginning_was_changed_has_no_proof(leaves: list[bytes], data: st.DataObject) -> None:
    n = data.draw(st.integers(1, len(leaves)))
    place = data.draw(st.integers(0, n - 1))
    changed = [*leaves[:place], leaves[place] + b"x", *leaves[place + 1:]]
    assert not verify_consistency(n, len(leaves), root(leaves[:n]), root(changed), consistency_proof(changed, n))


def test_a_pair_is_not_taken_for_a_leaf() -> None:
    """Without the 0x00 and 0x01 in front, the two hashes below the root would pass as one leaf."""
    pair = b"".join(hashlib.sha256(b"\x00" + leaf).digest() for leaf in (b"a", b"b"))
    assert root([pair]) != root([b"a", b"b"])


@pytest.mark.parametrize("index", [-1, 3, 4])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof([b"a", b"b", b"c"], index)


@pytest.mark.parametrize("size", [-1, 0, 4])
def test_there_is_no_proof_from_a_size_that_never_was(size: int) -> None:
    with pytest.raises(IndexError):
        consistency_proof([b"a", b"b", b"c"], size)


def _flip(data: st.DataObject, digest: bytes) -> bytes:
    """The digest with one bit changed."""
    bit = data.draw(st.integers(0, 255))
    return (int.from_bytes(digest, "big") ^ 1 << bit).to_bytes(32, "big")
