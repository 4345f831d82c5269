"""The Merkle tree that commits a dataset's rows.

Leaves and nodes hash under different prefixes, so a node can't pass for a row; the leaf also binds the chain, the
registry, the dataset and the position:

    leaf = keccak256(0x00 ‖ uint256 chainId ‖ address registry ‖ uint256 datasetId ‖ uint256 rowIndex ‖ row)
    node = keccak256(0x01 ‖ left ‖ right)

Siblings are ordered by the parity of the index. On a level with an odd number of nodes the last is paired with itself,
and that self sibling stands in its proof. So every proof of a dataset has ceil(log2(rowCount)) siblings, none for a
single row. `verify` checks, in this order: the index is below the row count, the proof has that length, the fold ends
at the root.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from spec.core.errors import Revert, require
from spec.core.keccak import keccak256
from spec.core.types import Address

LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"
ADDRESS_LENGTH = 20


class InvalidProofLength(Revert):
    """`InvalidProofLength(uint256 expected, uint256 actual)`: a proof has not one sibling for each level."""

    ARGS = ("expected", "actual")


class MerkleVerificationFailed(Revert):
    """`MerkleVerificationFailed(uint256 rowIndex)`: the row is not the committed one at that index."""

    ARGS = ("row_index",)


class Hashing(Protocol):
    """How rows become leaves and pairs become nodes."""

    def leaf(self, row_index: int, row: bytes) -> bytes:
        """Digest of the row at this index."""

    def node(self, left: bytes, right: bytes) -> bytes:
        """Digest of two siblings."""


@dataclass(frozen=True)
class DatasetHashing:
    """The marketplace's scheme for one dataset of one registry on one chain; `registry` is the 20-byte address."""

    chain_id: int
    registry: bytes
    dataset_id: int

    def __post_init__(self) -> None:
        """Refuse anything but a 20-byte registry address, which would hash to a leaf of no dataset."""
        if len(self.registry) != ADDRESS_LENGTH:
            raise ValueError(f"the registry address has {len(self.registry)} bytes; pass its 20 raw bytes")

    def leaf(self, row_index: int, row: bytes) -> bytes:
        """Digest of the row at this index, bound to the dataset."""
        bound = _word(self.chain_id) + self.registry + _word(self.dataset_id) + _word(row_index)
        return keccak256(LEAF_PREFIX + bound + row)

    def node(self, left: bytes, right: bytes) -> bytes:
        """Digest of two siblings, left first."""
        return keccak256(NODE_PREFIX + left + right)


def bound_hashing(chain_id: int, registry: Address, dataset_id: int) -> DatasetHashing:
    """The marketplace's scheme for one dataset, from the registry's address in hexadecimal."""
    return DatasetHashing(chain_id, bytes.fromhex(registry.removeprefix("0x")), dataset_id)


class Tree:
    """All levels over the rows of a dataset, leaves first; raises ValueError without rows."""

    def __init__(self, hashing: Hashing, rows: Sequence[bytes]) -> None:
        if not rows:
            raise ValueError("a dataset has at least one row; an empty tree has no root")
        level = [hashing.leaf(index, row) for index, row in enumerate(rows)]
        self.levels = [level]
        while len(level) > 1:
            level = _parents(level, hashing)
            self.levels.append(level)

    @property
    def root(self) -> bytes:
        """The digest that the registry stores."""
        return self.levels[-1][0]

    def proof(self, row_index: int) -> tuple[bytes, ...]:
        """Siblings of a row from the leaf upward; raises IndexError for a row that the tree lacks."""
        if not 0 <= row_index < len(self.levels[0]):
            raise IndexError(f"row {row_index} is outside the tree of {len(self.levels[0])} rows")
        siblings = []
        index = row_index
        for level in self.levels[:-1]:
            sibling = index + 1 if index % 2 == 0 else index - 1
            siblings.append(level[sibling] if sibling < len(level) else level[index])
            index //= 2
        return tuple(siblings)


def _parents(level: list[bytes], hashing: Hashing) -> list[bytes]:
    paired = level if len(level) % 2 == 0 else [*level, level[-1]]
    return [hashing.node(paired[i], paired[i + 1]) for i in range(0, len(paired), 2)]


def _word(value: int) -> bytes:
    return value.to_bytes(32, "big")


def proof_length(row_count: int) -> int:
    """Siblings in every proof of a dataset: ceil(log2(rows)), 0 for one row."""
    length = 0
    covered = 1
    while covered < row_count:
        covered *= 2
        length += 1
    return length


def fold(hashing: Hashing, leaf: bytes, proof: Sequence[bytes], row_index: int) -> bytes:
    """Root that a leaf and its siblings lead to; the lowest bit of the index says on which side the leaf stands."""
    current = leaf
    index = row_index
    for sibling in proof:
        current = hashing.node(current, sibling) if index % 2 == 0 else hashing.node(sibling, current)
        index //= 2
    return current


def verify(hashing: Hashing, root: bytes, row_count: int, row: bytes, proof: Sequence[bytes], row_index: int) -> None:
    """Accept the committed row at this index alone; raises MerkleVerificationFailed and InvalidProofLength."""
    # Verify the index first: beyond the rows there are padded leaves that fold to the same root.
    require(row_index < row_count, MerkleVerificationFailed, row_index)
    # Verify that the proof has one sibling for each level.
    expected = proof_length(row_count)
    require(len(proof) == expected, InvalidProofLength, expected, len(proof))
    # Verify that the row folds to the root.
    computed = fold(hashing, hashing.leaf(row_index, row), proof, row_index)
    require(computed == root, MerkleVerificationFailed, row_index)
