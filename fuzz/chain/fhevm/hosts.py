"""Zama's host contracts, deployed as the network does it, at the addresses that the FHE library expects.

Each is an ERC-1967 proxy on an empty UUPS implementation: `initialize`, then `upgradeToAndCall` to the real one with
`initializeFromEmptyProxy`. The code is the published package's own bytecode (built for these very addresses);
only the proxies are compiled here. The proxies' code is installed at their addresses instead of mined there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fuzz.build import Artifact, Artifacts, ToolchainError, compile_sources
from fuzz.build.host_addresses import ACL, EXECUTOR, HCU_LIMIT, INPUT_VERIFIER, KMS_VERIFIER, PAUSER_SET
from fuzz.build.settings import NODE_MODULES
from fuzz.chain.abi import Contract
from fuzz.chain.errors import CallFailed
from fuzz.chain.keys import Signer, signer
from fuzz.chain.world import World

_PACKAGE = NODE_MODULES / "@fhevm" / "host-contracts"
_PROXY = NODE_MODULES / "@openzeppelin" / "contracts" / "proxy" / "ERC1967" / "ERC1967Proxy.sol"
_EMPTY = _PACKAGE / "contracts" / "emptyProxy" / "EmptyUUPSProxy.sol"
_EMPTY_ACL = _PACKAGE / "contracts" / "emptyProxyACL" / "EmptyUUPSProxyACL.sol"
_IMPLEMENTATION_SLOT = 0x360894A13BA1A3210667C828492DB98DCA3E2076CC3735A920A3CA505D382BBC

GATEWAY_CHAIN_ID = 10901
INPUT_VERIFICATION = "0x812b06e1cdce800494b79ffe4f925a504a9a9810"
"""The gateway contract in whose name coprocessors sign inputs."""
DECRYPTION = "0x5ffdaab0373e62e2ea2944776209aef29e631a64"
"""The gateway contract in whose name the key managers sign decryptions."""


@dataclass(frozen=True)
class Hosts:
    """The deployed host contracts and the keys that govern them."""

    acl: Contract
    executor: Contract
    input_verifier: Contract
    kms_verifier: Contract
    hcu_limit: Contract
    pauser_set: Contract
    owner: str
    coprocessors: tuple[Signer, ...]
    key_managers: tuple[Signer, ...]


@cache
def published(name: str, folder: str = "") -> Artifact:
    """Return a host contract as the package publishes it.

    Raises:
        ToolchainError: The package is not installed.
    """
    file = _PACKAGE / "artifacts" / "contracts" / folder / f"{name}.sol" / f"{name}.json"
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ToolchainError(
            f"fhevm's host contract {name} is missing", f"there is no {file}", "run `npm ci`"
        ) from None
    return Artifact(
        name=name,
        source=raw["sourceName"],
        abi=raw["abi"],
        bytecode=raw["bytecode"][2:],
        link_references=raw["linkReferences"],
        deployed=raw["deployedBytecode"][2:],
        storage_layout={"storage": [], "types": None},
        method_identifiers={},
        raw=raw,
    )


@cache
def _proxies() -> Artifacts:
    return compile_sources([Path(_PROXY), Path(_EMPTY), Path(_EMPTY_ACL)])


def boot_hosts(world: World, *, coprocessors: int = 1, threshold: int = 1) -> Hosts:
    """Deploy the host contracts.

    Args:
        world: A chain on which nothing has touched the host addresses, with no snapshot held.
        coprocessors: How many coprocessor keys the input verifier knows.
        threshold: How many of them must sign an input.

    Raises:
        ToolchainError: A package or Node is missing.
        CallFailed: A step of the deployment reverted.
    """
    owner = signer("fhevm owner").address
    signers = tuple(signer(f"coprocessor {i}") for i in range(coprocessors))
    managers = (signer("key manager 0"),)
    empty = world.deploy(_proxies()["EmptyUUPSProxy"], sender=owner).address
    empty_acl = world.deploy(_proxies()["EmptyUUPSProxyACL"], sender=owner).address
    addresses = {"ACL": ACL, "FHEVMExecutor": EXECUTOR, "KMSVerifier": KMS_VERIFIER}
    addresses |= {"InputVerifier": INPUT_VERIFIER, "HCULimit": HCU_LIMIT}
    for name, address in addresses.items():
        _install_proxy(world, address, empty_acl if name == "ACL" else empty, name, owner)
    pauser = published("PauserSet", "immutable")
    world.learn(pauser.abi)
    world.install(PAUSER_SET, bytes.fromhex(pauser.deployed))
    arguments: dict[str, tuple[object, ...]] = {
        "InputVerifier": (INPUT_VERIFICATION, GATEWAY_CHAIN_ID, tuple(s.address for s in signers), threshold),
        "KMSVerifier": (DECRYPTION, GATEWAY_CHAIN_ID, tuple(s.address for s in managers), 1),
    }
    deployed = {name: _upgrade(world, at, name, arguments.get(name, ()), owner) for name, at in addresses.items()}
    return Hosts(
        acl=deployed["ACL"],
        executor=deployed["FHEVMExecutor"],
        input_verifier=deployed["InputVerifier"],
        kms_verifier=deployed["KMSVerifier"],
        hcu_limit=deployed["HCULimit"],
        pauser_set=Contract(PAUSER_SET, pauser.abi, name="PauserSet"),
        owner=owner,
        coprocessors=signers,
        key_managers=managers,
    )


def _install_proxy(world: World, address: str, implementation: str, name: str, owner: str) -> None:
    code = bytes.fromhex(_proxies()["ERC1967Proxy"].deployed)
    world.install(address, code, {_IMPLEMENTATION_SLOT: int(implementation, 16)})
    empty = _proxies()["EmptyUUPSProxyACL" if name == "ACL" else "EmptyUUPSProxy"]
    _must(world, Contract(address, empty.abi, name=name), "initialize", (owner,) if name == "ACL" else (), owner)


def _upgrade(world: World, address: str, name: str, arguments: tuple[object, ...], owner: str) -> Contract:
    artifact = published(name)
    implementation = world.deploy(artifact, sender=owner)
    call = implementation.encode("initializeFromEmptyProxy", *arguments)
    contract = Contract(address, artifact.abi, name=name)
    _must(world, contract, "upgradeToAndCall", (implementation.address, call), owner)
    return contract


def _must(world: World, contract: Contract, function: str, arguments: tuple[object, ...], owner: str) -> None:
    receipt = world.send(contract, function, *arguments, sender=owner)
    if not receipt.success:
        reverted = world.errors.decode(receipt.revert) if receipt.revert is not None else None
        raise CallFailed(f"{contract.name}.{function}", reverted, receipt.halt_reason)
