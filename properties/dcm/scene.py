"""The scene of the marketplace's property contracts, and other traces as ones that begin with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from properties.binding import Call
from properties.dcm.recipes import Account, Contents, Encrypted, PackedRow, Root, RowProof
from properties.exact import Placed

MAX64 = 2**64 - 1
WIRE = Call("owner", "set_job_manager", (Account("JobManager"),))
ON_DATASET = frozenset(
    {
        "commit_dataset",
        "delete_dataset",
        "set_dataset_description",
        "submit_request",
        "submit_request_with_gas_price",
        "set_direct_consent",
        "open_job",
    }
)
"""Actions whose first argument is a dataset."""
UNKNOWN_IDS = 1_000
"""How far ids of datasets that nobody commits are moved."""


def commitment(seller: str, dataset_id: int, contents: Contents, k: int, cooldown: int) -> Call:
    """A dataset in good order."""
    handle, proof = (Encrypted("euint32", k, "DatasetRegistry", seller, part) for part in ("handle", "proof"))
    root = Root(dataset_id, contents)
    arguments = (dataset_id, len(contents.rows), root, len(contents.types), handle, proof, cooldown)
    return Call(seller, "commit_dataset", arguments)


SCENE = (
    WIRE,
    commitment("seller", 1, Contents(("euint64",) * 2, ((7, 1), (1 << 62, 3 << 62)), "seller"), 1, 0),
    commitment("contract_seller", 2, Contents(("euint64",), ((MAX64,),), "contract_seller"), 0, 60),
    commitment("rival_seller", 3, Contents(("euint32",), ((5,), (9,), (5,)), "rival_seller"), 3, 0),
)
"""What `_setUpScene` does; a test compares."""
TAKEN = 3
"""Datasets of the scene."""


def placed(calls: Sequence[Call]) -> Placed:
    """A trace that begins with the scene. One that does not gets it, without wiring again, and with other ids."""
    if tuple(calls[: len(SCENE)]) == SCENE:
        return Placed(tuple(calls), tuple(range(len(SCENE) + 1, len(calls) + 1)))
    notes = []
    kept, numbers = list(calls), list(range(1, len(calls) + 1))
    first = next((place for place, call in enumerate(kept) if _wires(call)), None)
    if first is not None:
        kept = _without(kept, first)
        numbers.pop(first)
        notes.append(f"call {first + 1} (the owner wires the manager) is left out: the scene did it before")
    ids = renumbered(kept)
    if ids:
        told = ", ".join(f"{old} is {new}" for old, new in ids.items())
        notes.append(f"datasets get other ids, because the scene has taken 1 to {TAKEN}: {told}")
    return Placed((*SCENE, *(_moved(call, ids) for call in kept)), tuple(numbers), tuple(notes))


def renumbered(calls: Sequence[Call]) -> dict[int, int]:
    """New ids: committed datasets follow those of the scene in order, others are moved far away."""
    committed = dict.fromkeys(call.arguments[0] for call in calls if call.action == "commit_dataset")
    ids = {old: TAKEN + place for place, old in enumerate(committed, 1)}
    for call in calls:
        for old in _datasets(call):
            if old:
                ids.setdefault(old, (old + UNKNOWN_IDS) % 2**256)
    return ids


def _wires(call: Call) -> bool:
    return (call.actor, call.action, call.arguments, call.value) == ("owner", "set_job_manager", WIRE.arguments, 0)


def _without(calls: list[Call], place: int) -> list[Call]:
    """The calls without one; the time and the moods before it come before the next."""
    dropped, rest = calls[place], calls[place + 1 :]
    if rest:
        advance, moods = dropped.advance + rest[0].advance, (*dropped.moods, *rest[0].moods)
        rest[0] = replace(rest[0], advance=advance, moods=moods)
    return [*calls[:place], *rest]


def _datasets(call: Call) -> list[int]:
    """Every id of a dataset that a call names."""
    found = [call.arguments[0]] if call.action in ON_DATASET else []
    return found + [part.dataset_id for part in call.arguments if isinstance(part, Root | PackedRow | RowProof)]


def _moved(call: Call, ids: dict[int, int]) -> Call:
    arguments: list[Any] = [
        replace(part, dataset_id=ids.get(part.dataset_id, part.dataset_id))
        if isinstance(part, Root | PackedRow | RowProof)
        else part
        for part in call.arguments
    ]
    if call.action in ON_DATASET:
        arguments[0] = ids.get(arguments[0], arguments[0])
    return replace(call, arguments=tuple(arguments))
