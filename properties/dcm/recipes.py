"""Arguments of the marketplace as a person would say them: an account, an encrypted value, row 2 of dataset 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from properties.recipe import NOBODY, Account, Recipe, address_of
from spec.dcm import merkle
from spec.dcm import row as row_codec

__all__ = [
    "NOBODY",
    "Account",
    "Contents",
    "Encrypted",
    "EncryptedRows",
    "Memory",
    "PackedRow",
    "Root",
    "RowProof",
]

MANAGER = "JobManager"

ROW_FLAWS = (
    "bad tag",
    "no ciphertext length",
    "bad ciphertext length",
    "truncated ciphertext",
    "no proof length",
    "truncated proof",
    "one field more",
    "signed for another user",
    "no proof",
    "zero handle, no proof",
    "another type, no proof",
)
"""What can be wrong with a committed row; the row itself is then in the Merkle tree as it is."""

PROOF_FLAWS = ("tampered", "too short", "too long")


@dataclass(frozen=True)
class Encrypted(Recipe):
    """Handle or proof of one value, encrypted for a contract in an actor's name; `flaw` names what is wrong with it."""

    type: str
    value: int
    contract: str
    user: str
    part: str
    flaw: str = ""

    def realize(self, run: Any) -> bytes:
        """32 bytes of handle, or the proof."""
        handles, proof = run.memory.encrypt(run, ((self.type, self.value),), self.contract, self.user, self.flaw)
        return handles[0] if self.part == "handle" else proof


@dataclass(frozen=True)
class Contents(Recipe):
    """Plaintext rows of a dataset: the type of each column, the values, the seller, and what is wrong with each row."""

    types: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    seller: str
    flaws: tuple[str, ...] = ()

    def realize(self, run: Any) -> Contents:
        """The contents themselves; `Root` and `PackedRow` turn them into bytes."""
        return self


@dataclass(frozen=True)
class Root(Recipe):
    """Merkle root that commits to the contents of a dataset."""

    dataset_id: int
    contents: Contents

    def realize(self, run: Any) -> bytes:
        """32 bytes."""
        return committed(run, self.dataset_id, self.contents).tree.root


@dataclass(frozen=True)
class PackedRow(Recipe):
    """A row of a committed dataset, as its seller pushes it; empty when there is no such row."""

    dataset_id: int
    index: int

    def realize(self, run: Any) -> bytes:
        """The packed row."""
        rows = run.memory.datasets.get(self.dataset_id)
        return rows.packed[self.index] if rows and self.index < len(rows.packed) else b""


@dataclass(frozen=True)
class RowProof(Recipe):
    """Merkle proof of a row of a committed dataset; `flaw` names what is wrong with it."""

    dataset_id: int
    index: int
    flaw: str = ""

    def realize(self, run: Any) -> tuple[bytes, ...]:
        """Siblings from the leaf up."""
        rows = run.memory.datasets.get(self.dataset_id)
        if not rows or self.index >= len(rows.packed):
            return ()
        proof: tuple[bytes, ...] = rows.tree.proof(self.index)
        if self.flaw == "tampered":
            return (*proof[:-1], bytes(32)) if proof else (bytes(32),)
        if self.flaw == "too short":
            return proof[:-1]
        return (*proof, bytes(32)) if self.flaw == "too long" else proof


@dataclass
class EncryptedRows:
    """A dataset's rows as bytes, with their tree."""

    packed: tuple[bytes, ...]
    tree: merkle.Tree


@dataclass
class Memory:
    """What later recipes of a run need: encrypted inputs made so far, and the rows behind each dataset."""

    datasets: dict[int, EncryptedRows] = field(default_factory=dict)
    plain: dict[int, Contents] = field(default_factory=dict)
    contents: dict[tuple[int, Contents], EncryptedRows] = field(default_factory=dict)
    made: dict[Any, tuple[list[bytes], bytes]] = field(default_factory=dict)
    accepted: dict[tuple[bytes, bytes, str, str], tuple[str, int]] = field(default_factory=dict)

    def encrypt(
        self, run: Any, values: tuple[tuple[str, int], ...], contract: str, user: str, flaw: str
    ) -> tuple[list[bytes], bytes]:
        """Handles and proof, the same for the same arguments; what the host will accept is remembered."""
        key = (values, contract, user, flaw)
        if key not in self.made:
            receiver, sender = address_of(run, contract), address_of(run, user)
            handles, proof = run.encrypt(values, receiver, sender, flaw)
            self.made[key] = (handles, proof)
            if not flaw:
                for handle, value in zip(handles, values, strict=True):
                    self.accepted[handle, proof, receiver, sender] = value
        return self.made[key]

    def plaintext(self, type_name: str, handle: bytes, proof: bytes, contract: str, user: str) -> int | None:
        """The plaintext of an encrypted input that this user may give this contract, or None."""
        found = self.accepted.get((handle, proof, contract, user))
        return found[1] if found and found[0] == type_name else None


def committed(run: Any, dataset_id: int, contents: Contents) -> EncryptedRows:
    """The rows of a dataset, encrypted once for each run."""
    key = (dataset_id, contents)
    if key not in run.memory.contents:
        flaws = contents.flaws or ("",) * len(contents.rows)
        packed = tuple(
            pack(run, contents.types, values, contents.seller, flaw)
            for values, flaw in zip(contents.rows, flaws, strict=True)
        )
        hashing = merkle.bound_hashing(run.state.chain_id, run.state.registry, dataset_id)
        run.memory.contents[key] = EncryptedRows(packed, merkle.Tree(hashing, packed))
    rows: EncryptedRows = run.memory.contents[key]
    return rows


def pack(run: Any, types: tuple[str, ...], values: tuple[int, ...], seller: str, flaw: str) -> bytes:
    """One packed row, with its flaw."""
    signed_for = "signed for another user" if flaw == "signed for another user" else ""
    columns = tuple(zip(types, values, strict=True))
    handles, proof = run.memory.encrypt(run, columns, MANAGER, seller, signed_for)
    fields = [row_codec.Field(TAG[name], handle, proof) for name, handle in zip(types, handles, strict=True)]
    if flaw == "one field more":
        fields.append(fields[-1])
    if flaw.endswith("no proof"):
        fields[-1] = fields[-1]._replace(handle=unproved(fields[-1].handle, flaw), proof=b"")
    packed = row_codec.pack(fields)
    last = len(row_codec.pack(fields[:-1]))
    return damage(packed, last, flaw)


def unproved(handle: bytes, flaw: str) -> bytes:
    """A handle to be passed without a proof. Byte 30 of a handle is its type."""
    if flaw == "zero handle, no proof":
        return bytes(32)
    return handle[:30] + bytes([handle[30] ^ 1]) + handle[31:] if flaw == "another type, no proof" else handle


TAG = {"euint8": row_codec.TypeTag(1), "euint32": row_codec.TypeTag(2), "euint64": row_codec.TypeTag(3)}
"""Column types and their tags in a packed row."""


def damage(packed: bytes, last: int, flaw: str) -> bytes:
    """A packed row whose last field, which starts at `last`, is damaged as named."""
    cuts = {
        "no ciphertext length": last + 2,
        "truncated ciphertext": last + 20,
        "no proof length": last + 36,
        "truncated proof": len(packed) - 1,
    }
    if flaw == "bad tag":
        return packed[:last] + b"\x09" + packed[last + 1 :]
    if flaw == "bad ciphertext length":
        return packed[: last + 1] + (31).to_bytes(2, "big") + packed[last + 3 :]
    return packed[: cuts[flaw]] if flaw in cuts else packed
