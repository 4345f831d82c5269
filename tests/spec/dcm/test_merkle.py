"""Shape and binding of the row tree."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.core.errors import Revert
from spec.core.keccak import keccak256
from spec.dcm import merkle
from spec.dcm.merkle import DatasetHashing, Tree

REGISTRY = bytes.fromhex("11" * 20)
HASHING = DatasetHashing(31337, REGISTRY, 1)
ROWS = [bytes([i]) * (i + 1) for i in range(5)]


class PlainHashing:
    """The scheme without prefixes and binding, in which the published vectors of the tree's shape are written."""

    def leaf(self, row_index, row):
        return keccak256((1).to_bytes(32, "big") + row_index.to_bytes(32, "big") + row)

    def node(self, left, right):
        return keccak256(left + right)


def refused(*arguments):
    with pytest.raises(Revert) as caught:
        merkle.verify(*arguments)
    return type(caught.value), caught.value.values


def test_success_published_tree_of_three_rows():
    tree = Tree(PlainHashing(), [b"\x00", b"\x01", b"\x02"])
    assert tree.levels[0][0].hex() == "f6b845c45c0ddcbbd0108750c35384d62a50bdde400fd9cf14986b9e2555c668"
    assert tree.root.hex() == "04c0bef590b0b7b2f56d240726e11a2e8393936ddd9d1369c2c65cd85a34b383"
    own, other = tree.proof(2)
    assert own == tree.levels[0][2]
    assert own.hex().startswith("c6e056b7") and own.hex().endswith("ac834")
    assert other.hex().startswith("192dede5") and other.hex().endswith("0572b")


def test_success_leaf_and_node_are_bound_and_prefixed():
    def word(value):
        return value.to_bytes(32, "big")

    assert HASHING.leaf(3, b"row") == keccak256(b"\x00" + word(31337) + REGISTRY + word(1) + word(3) + b"row")
    assert HASHING.node(b"l" * 32, b"r" * 32) == keccak256(b"\x01" + b"l" * 32 + b"r" * 32)
    assert merkle.bound_hashing(31337, "0x" + "11" * 20, 1) == HASHING


def test_success_a_single_row_is_its_own_root():
    tree = Tree(HASHING, [b"row"])
    assert tree.root == HASHING.leaf(0, b"row")
    assert tree.proof(0) == ()
    merkle.verify(HASHING, tree.root, 1, b"row", (), 0)


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 2**32 - 1])
def test_success_proof_length_is_the_rounded_up_logarithm(rows):
    assert merkle.proof_length(rows) == math.ceil(math.log2(rows))


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(1, 17), st.data())
def test_success_every_row_verifies_at_its_index_alone(count, data):
    rows = [bytes([i]) for i in range(count)]
    tree = Tree(HASHING, rows)
    index = data.draw(st.integers(0, count - 1))
    proof = tree.proof(index)
    merkle.verify(HASHING, tree.root, count, rows[index], proof, index)
    other = data.draw(st.integers(0, count + 3).filter(lambda i: i != index))
    assert refused(HASHING, tree.root, count, rows[index], proof, other)[0] is merkle.MerkleVerificationFailed


def test_invalid_other_row():
    tree = Tree(HASHING, ROWS)
    outcome = refused(HASHING, tree.root, 5, b"forged", tree.proof(2), 2)
    assert outcome == (merkle.MerkleVerificationFailed, (2,))


def test_invalid_proof_length():
    tree = Tree(HASHING, ROWS)
    proof = tree.proof(4)
    assert refused(HASHING, tree.root, 5, ROWS[4], proof[:-1], 4) == (merkle.InvalidProofLength, (3, 2))
    assert refused(HASHING, tree.root, 5, ROWS[4], (*proof, proof[-1]), 4) == (merkle.InvalidProofLength, (3, 4))


def test_invalid_row_behind_the_last_although_it_folds_to_the_root():
    class Positionless(PlainHashing):
        def leaf(self, row_index, row):
            return keccak256(row)

    tree = Tree(Positionless(), ROWS[:3])
    proof = tree.proof(2)
    assert merkle.fold(Positionless(), keccak256(ROWS[2]), proof, 3) == tree.root
    assert refused(Positionless(), tree.root, 3, ROWS[2], proof, 3) == (merkle.MerkleVerificationFailed, (3,))


def test_invalid_node_presented_as_a_row():
    plain = PlainHashing()
    tree = Tree(HASHING, ROWS[:4])
    left, right = tree.levels[1]
    assert keccak256(left + right) != tree.root
    assert plain.node(left, right) != HASHING.node(left, right)
    assert refused(HASHING, tree.root, 1, left + right, (), 0)[0] is merkle.MerkleVerificationFailed


@pytest.mark.parametrize(
    "elsewhere",
    [DatasetHashing(1, REGISTRY, 1), DatasetHashing(31337, bytes(20), 1), DatasetHashing(31337, REGISTRY, 2)],
)
def test_invalid_row_of_another_chain_registry_or_dataset(elsewhere):
    tree = Tree(HASHING, ROWS)
    assert refused(elsewhere, tree.root, 5, ROWS[0], tree.proof(0), 0) == (merkle.MerkleVerificationFailed, (0,))


def test_invalid_use_of_the_tree():
    with pytest.raises(ValueError, match="at least one row"):
        Tree(HASHING, [])
    for index in (-1, 5):
        with pytest.raises(IndexError, match="outside the tree of 5 rows"):
            Tree(HASHING, ROWS).proof(index)
    with pytest.raises(ValueError, match="20 raw bytes"):
        DatasetHashing(1, b"\x01", 1)
