"""A node seen as the in-process chain is: just enough of it to boot the FHE hosts and to follow their events.

`fuzz.chain.fhevm.boot` takes it in place of a `World`. Set-up transactions come from accounts that the node unlocks;
clients sign their own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from fuzz.build import Artifact, joined_abi
from fuzz.chain.abi import Contract, ErrorBook, Event, EventBook, interface_of
from fuzz.chain.receipt import Log
from fuzz.chain.rollback import Rollback
from fuzz.chain.world import TRANSACTION_GAS, LogHandler
from tests.clients.anvil import Anvil

_FUNDS = 10**22


class Mined(NamedTuple):
    """What became of a transaction, in the words of `fuzz.chain.receipt.Receipt`; a node keeps no revert data."""

    success: bool
    hash: str
    sender: str
    to: str | None
    gas_used: int
    gas_limit: int
    gas_price: int
    value: int
    data: bytes
    logs: tuple[Log, ...]
    revert: bytes | None = None
    halt_reason: str | None = None


class Chain:
    """A node's chain.

    Args:
        node: The running node.

    Attributes:
        rollback: Unused history of the tables that follow the chain: this chain never goes back.
        errors: Every custom error of every deployed contract.
        events: Every event of every deployed contract.
    """

    def __init__(self, node: Anvil) -> None:
        self.node = node
        self.rollback = Rollback()
        self.errors = ErrorBook()
        self.events = EventBook()
        self._unlocked = {account.lower() for account in node.rpc("eth_accounts")}
        self._watched: dict[tuple[str, bytes], LogHandler] = {}
        self._followed = 0
        self._lock = threading.Lock()

    # ---- what booting the hosts needs ----

    def learn(self, abi: list[dict[str, Any]]) -> None:
        """Add a contract's errors and events to those that are decoded."""
        self.errors.learn(abi)
        self.events.learn(abi)

    def install(self, address: str, code: bytes, storage: Mapping[int, int] | None = None) -> None:
        """Put code and storage at a chosen address."""
        self.node.rpc("anvil_setCode", address, f"0x{code.hex()}")
        for slot, word in (storage or {}).items():
            self.node.rpc("anvil_setStorageAt", address, f"0x{slot:064x}", f"0x{word:064x}")

    def deploy(
        self,
        artifact: Artifact,
        *args: object,
        sender: str,
        libraries: Mapping[str, str] | None = None,
        parts: Sequence[Artifact] = (),
    ) -> Contract:
        """Deploy a contract and learn its errors and events; `parts` are further parts of its code."""
        artifact.check_size()
        abi = joined_abi(artifact, *parts) if parts else artifact.abi
        self.learn(abi)
        code = artifact.link(libraries) + interface_of(artifact.abi).encode_constructor(*args)
        receipt = self._mine({"from": sender, "data": f"0x{code.hex()}"})
        assert int(receipt["status"], 16) == 1, f"the deployment of {artifact.name} reverted"
        return Contract(receipt["contractAddress"].lower(), abi, name=artifact.name)

    def send(self, contract: Contract, function: str, *args: object, sender: str) -> Mined:
        """Run a transaction by function name from an account that the node signs for."""
        data = f"0x{contract.encode(function, *args).hex()}"
        receipt = self._mine({"from": sender, "to": contract.address, "data": data})
        return mined(receipt, {"value": "0x0", "gas": hex(TRANSACTION_GAS), "input": data})

    def read(self, contract: Contract, function: str, *args: object) -> Any:
        """Call a view by name and decode what it returns."""
        data = f"0x{contract.encode(function, *args).hex()}"
        answer = self.node.rpc("eth_call", {"to": contract.address, "data": data}, "latest")
        return contract.decode(function, bytes.fromhex(answer[2:]))

    def watch(self, address: str, handlers: Mapping[bytes, LogHandler]) -> None:
        """Call a handler for each log of one contract, by first topic, at the next `catch_up`."""
        self._watched |= {(address, topic): handler for topic, handler in handlers.items()}

    def _mine(self, transaction: dict[str, str]) -> dict[str, Any]:
        sender = transaction["from"]
        if sender not in self._unlocked:
            self.node.rpc("anvil_impersonateAccount", sender)
            self.node.rpc("anvil_setBalance", sender, hex(_FUNDS))
            self._unlocked.add(sender)
        sent = self.node.rpc("eth_sendTransaction", transaction | {"gas": hex(TRANSACTION_GAS)})
        return self.node.receipt(sent)

    # ---- what happened ----

    def catch_up(self) -> None:
        """Hand every log since the last time to whoever watches its contract."""
        with self._lock:
            head = self.block()
            if head <= self._followed:
                return
            addresses = sorted({address for address, _ in self._watched})
            span = {"fromBlock": hex(self._followed + 1), "toBlock": hex(head), "address": addresses}
            for log in map(_log, self.node.rpc("eth_getLogs", span)):
                handler = self._watched.get((log.address, log.topics[0]))
                if handler is not None:
                    handler(list(log.topics), log.data)
            self._followed = head

    def block(self) -> int:
        """Return the number of the latest block."""
        return int(self.node.rpc("eth_blockNumber"), 16)

    def now(self) -> int:
        """Return the timestamp of the latest block, in seconds."""
        return int(self.node.rpc("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def balance(self, address: str) -> int:
        """Return an account's balance in wei."""
        return int(self.node.rpc("eth_getBalance", address, "latest"), 16)

    def transactions(self, since: int) -> Iterator[Mined]:
        """Yield every transaction after a block, in order."""
        for number in range(since + 1, self.block() + 1):
            sent = self.node.rpc("eth_getBlockByNumber", hex(number), True)["transactions"]
            if not sent:
                continue
            for receipt, transaction in zip(self.node.rpc("eth_getBlockReceipts", hex(number)), sent, strict=True):
                yield mined(receipt, transaction)

    def decoded(self, transaction: Mined) -> list[Event]:
        """Return the events of a transaction that a known contract declares."""
        found = (self.events.decode(log) for log in transaction.logs)
        return [event for event in found if event is not None]


def mined(receipt: dict[str, Any], transaction: dict[str, Any]) -> Mined:
    """Return a node's receipt with the gas limit, the value in wei and the data of its transaction."""
    return Mined(
        success=int(receipt["status"], 16) == 1,
        hash=receipt["transactionHash"],
        sender=receipt["from"].lower(),
        to=receipt["to"] and receipt["to"].lower(),
        gas_used=int(receipt["gasUsed"], 16),
        gas_limit=int(transaction["gas"], 16),
        gas_price=int(receipt["effectiveGasPrice"], 16),
        value=int(transaction["value"], 16),
        data=bytes.fromhex(transaction["input"][2:]),
        logs=tuple(map(_log, receipt["logs"])),
    )


def _log(raw: dict[str, Any]) -> Log:
    topics = tuple(bytes.fromhex(topic[2:]) for topic in raw["topics"])
    return Log(raw["address"].lower(), topics, bytes.fromhex(raw["data"][2:]))
