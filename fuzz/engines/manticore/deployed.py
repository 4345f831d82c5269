"""A guided contract as its constructor leaves it: deployed in process, then read off account by account.

Manticore needs minutes for a constructor that creates other contracts, because it copies their code symbolically. The
in-process chain runs the same code at once, and what it leaves is concrete.
"""

from __future__ import annotations

from typing import Any

import pyrevm

DEPLOYER = "0x" + "11" * 20
NUMBERED_SLOTS = 128
"""State variables lie in these slots, or in one whose number is a constant of the code."""
PUSH32 = 0x7F


def deployed(creation: bytes) -> tuple[str, list[dict[str, Any]]]:
    """The contract's address, and every account with code: address, code and storage, numbers in hexadecimal."""
    evm: Any = pyrevm.EVM(spec_id="CANCUN")
    address = str(evm.deploy(DEPLOYER, creation))
    accounts = []
    for account in sorted(evm.journal_state):
        code = bytes(evm.get_code(account) or b"").rstrip(b"\x00")  # the chain pads code
        if not code:
            continue
        slots = [*range(NUMBERED_SLOTS), *sorted(constants(creation) | constants(code))]
        storage = {hex(slot): hex(value) for slot in slots if (value := int(evm.storage(account, slot)))}
        accounts.append({"address": account, "code": code.hex(), "storage": storage})
    return address, accounts


def constants(code: bytes) -> frozenset[int]:
    """Every 32-byte constant that code pushes, wherever in it code begins."""
    return frozenset(
        int.from_bytes(code[at + 1 : at + 33], "big") for at in range(len(code) - 32) if code[at] == PUSH32
    )
