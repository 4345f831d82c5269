"""The marketplace's property contracts: which properties they watch, what they install, how their calls read here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from eth_abi.abi import decode

from properties.binding import Call
from properties.bytecode import SOLIDITY, Done, Twins, bits_in
from properties.dcm.canaries import CANARIES
from properties.dcm.recipes import ROW_FLAWS, Account, Contents, Encrypted, PackedRow, Root, RowProof
from spec.dcm.types import FilterProg, JobParams, Op

UNSEEN = {
    "DCM-PRI-04": "an accepted risk, and a claim about sets of answers, which no single run shows",
    "DCM-ARI-08": "the estimator is a program of clients; no contract computes it",
}
"""Properties without a twin in Solidity, with the reason."""

LIBRARIES = ("Aggregation", "JobParameters", "PostProcessing", "RowCodec")
"""The manager's external libraries, in the order in which the set-up installs them."""
LIBRARIES_AT = 0x11B00000
"""Address of the first; the others follow one by one."""

OWN_ADDRESS = slice(1, 21)
"""Where a library's code holds its own address, so that it refuses direct calls."""


def code(artifacts: Any) -> Mapping[str, bytes]:
    """Creation code of registry and manager, runtime code of the libraries at their fixed addresses."""
    places = {name: LIBRARIES_AT + index for index, name in enumerate(LIBRARIES)}
    found = {name: placed(bytes.fromhex(artifacts[name].deployed), place) for name, place in places.items()}
    addresses = {name: f"0x{place:040x}" for name, place in places.items()}
    found["DatasetRegistry"] = artifacts["DatasetRegistry"].link()
    found["JobManager"] = artifacts["JobManager"].link(addresses)
    return found


def placed(runtime: bytes, address: int) -> bytes:
    """A library's runtime code as a deployment at this address would leave it."""
    return runtime[: OWN_ADDRESS.start] + address.to_bytes(20, "big") + runtime[OWN_ADDRESS.stop :]


# ---------------------------------------------------------------------- from handlers to traces

CONTENTS = "(uint256,uint256,uint8[3],uint64[3][3],uint8,uint8)"
PARAMS = "(uint8,uint16,uint16[],uint32,uint64,uint64,uint32,(bytes,uint256[]))"
TYPES = {2: "euint8", 4: "euint32", 5: "euint64"}
FLAWS = ("", *ROW_FLAWS[:7])
"""What is wrong with a row, by the number that the contracts give it."""
PROOF_FLAWS = ("", "tampered", "too short", "too long")

Reader = Callable[[Done, Mapping[str, str]], tuple[Any, ...]]


def plain(*types: str) -> Reader:
    """Arguments that mean the same here and there."""
    return lambda done, names: tuple(
        params(v) if t == PARAMS else v for t, v in zip(types, read(types, done), strict=True)
    )


def read(types: Sequence[str], done: Done) -> tuple[Any, ...]:
    """The encoded arguments of a call."""
    return tuple(decode(list(types), done.arguments))


def params(value: tuple[Any, ...]) -> JobParams:
    """Job parameters from their encoding."""
    op, target, weights, divisor, low, high, bucket, (bytecode, consts) = value
    program = FilterProg(bytes(bytecode), tuple(consts))
    return JobParams(Op(op), target, tuple(weights), divisor, low, high, bucket, program)


def commitment(done: Done, names: Mapping[str, str]) -> tuple[Any, ...]:
    """A dataset with its rows in the clear, as recipes."""
    dataset_id, (rows, columns, types, values, flaw, flawed), k, cooldown = read(
        ("uint256", CONTENTS, "uint32", "uint32"), done
    )
    kept = tuple(tuple(values[row][:columns]) for row in range(rows))
    flaws = tuple(FLAWS[flaw] if row == flawed else "" for row in range(rows)) if flaw else ()
    contents = Contents(tuple(TYPES[t] for t in types[:columns]), kept, done.actor, flaws)
    threshold = ("euint32", k, "DatasetRegistry", done.actor)
    handle, proof = (Encrypted(*threshold, part=part) for part in ("handle", "proof"))
    return dataset_id, rows, Root(dataset_id, contents), columns, handle, proof, cooldown


def opening(done: Done, names: Mapping[str, str]) -> tuple[Any, ...]:
    """A direct job: the buyer by name."""
    dataset_id, buyer, question = read(("uint256", "address", PARAMS), done)
    return dataset_id, Account(names[buyer]), params(question)


def pushed(done: Done, names: Mapping[str, str]) -> tuple[Any, ...]:
    """A row and its proof, as recipes."""
    job_id, dataset_id, content, flaw, index = read(("uint256", "uint256", "uint256", "uint8", "uint256"), done)
    return job_id, PackedRow(dataset_id, content), RowProof(dataset_id, index, PROOF_FLAWS[flaw]), index


def account(done: Done, names: Mapping[str, str]) -> tuple[Any, ...]:
    """One account by name; a stranger's for one that nobody of the cast has."""
    (address,) = read(("address",), done)
    return (Account(names.get(address, "stranger")),)


READERS: dict[str, Reader] = {
    "set_job_manager": account,
    "commit_dataset": commitment,
    "delete_dataset": plain("uint256"),
    "set_dataset_description": plain("uint256", "string"),
    "submit_request": plain("uint256", PARAMS, "uint256"),
    "submit_request_with_gas_price": plain("uint256", PARAMS, "uint256", "uint256"),
    "accept_request": plain("uint256"),
    "reject_request": plain("uint256"),
    "cancel_request": plain("uint256"),
    "top_up_allowance": plain("uint256"),
    "request_payout": plain("uint256"),
    "reclaim_stalled": plain("uint256"),
    "set_direct_consent": plain("uint256", "bool"),
    "open_job": opening,
    "push_row": pushed,
    "finalize": plain("uint256"),
    "close_direct_job": plain("uint256"),
    "withdraw": plain(),
    "withdraw_to": account,
    "set_payment_threshold": plain("uint256"),
    "set_default_max_gas_price": plain("uint256"),
}
"""How the arguments that a handler tells become those of a trace, by action."""


def calls(done: Sequence[Done], names: Mapping[str, str]) -> tuple[Call, ...]:
    """The trace of what handlers did. Time passes before the call that follows."""
    return tuple(follow(done, names))


def follow(done: Sequence[Done], names: Mapping[str, str]) -> Iterator[Call]:
    """One call for each call."""
    now = done[0].now if done else 0
    for one in done:
        arguments = READERS[one.action](one, names)
        yield Call(one.actor, one.action, arguments, one.value, one.gas_price, max(0, one.now - now), one.moods)
        now = max(now, one.now)


TWINS = Twins(
    protocol="dcm",
    folder=SOLIDITY / "dcm",
    unseen=UNSEEN,
    code=code,
    bits=bits_in(SOLIDITY / "dcm" / "Ids.sol"),
    calls=calls,
    canaries=CANARIES,
)
