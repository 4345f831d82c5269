"""Where `@fhevm/solidity` expects the fhevm host contracts on chain id 31337, and the source file that says so.

The host contracts import ``addresses/FHEVMHostAddresses.sol``, which their npm package leaves to the
deployer; :data:`GENERATED` supplies it to every compilation that needs it.
"""

from __future__ import annotations

CHAIN_ID = 31337

ACL = "0x50157cffd6bbfa2dece204a89ec419c23ef5755d"
EXECUTOR = "0xe3a9105a3a932253a70f126eb1e3b589c643dd24"
KMS_VERIFIER = "0x901f8942346f7ab3a01f6d7613119bca447bb030"
INPUT_VERIFIER = "0x36772142b74871f255cbd7a3e89b401d3e45825f"
HCU_LIMIT = "0x233ff88a48c172d29f675403e6a8e302b0f032d9"
PAUSER_SET = "0x34e3ed8472e409dbf8fdf933ca996dc75e4be126"

_NAMES = {
    "aclAdd": ACL,
    "fhevmExecutorAdd": EXECUTOR,
    "kmsVerifierAdd": KMS_VERIFIER,
    "inputVerifierAdd": INPUT_VERIFIER,
    "hcuLimitAdd": HCU_LIMIT,
    "pauserSetAdd": PAUSER_SET,
}

UNIT = "@fhevm/host-contracts/addresses/FHEVMHostAddresses.sol"
"""The source unit name under which solc finds the generated file."""


def host_addresses_source() -> str:
    """Return the text of the generated Solidity file."""
    lines = ["// SPDX-License-Identifier: BSD-3-Clause-Clear", "pragma solidity ^0.8.24;", ""]
    # Through uint160, because the spelling of a literal address is checksummed by the compiler.
    lines += [f"address constant {name} = address(uint160({int(value, 16)}));" for name, value in _NAMES.items()]
    return "\n".join(lines) + "\n"


UUPS_UNIT = "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol"

_UUPS_SOURCE = """// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Initializable} from "./Initializable.sol";
import {UUPSUpgradeable as StatelessUUPS} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

/// @dev The host contracts were written for OpenZeppelin 5.1, whose UUPSUpgradeable was Initializable.
abstract contract UUPSUpgradeable is Initializable, StatelessUUPS {}
"""

GENERATED: dict[str, str] = {UNIT: host_addresses_source(), UUPS_UNIT: _UUPS_SOURCE}
"""Generated source units by name, which stand before the files on disk: the addresses, and a bridge between the
OpenZeppelin that the host contracts were written for (5.1) and the installed one (5.7)."""
