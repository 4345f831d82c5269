"""The in-process chain: one EVM, one transaction at a time, time that moves when told, cheap snapshots.

It runs the real bytecode in pyrevm (chain id 31337, Cancun). Where it differs from a node:

- **Gas is too low.** All transactions share one journal, so an account or slot touched once stays warm, and
  "original value" for storage refunds is the value at the last snapshot. Never assert absolute gas here.
- **Fees are not charged**, though ``tx.gasprice`` is what was passed; a sender must still own gas limit x price.
- **BASEFEE is 0**, and the coinbase earns nothing.
- **Nonces** of senders do not move, except that a deployment bumps the deployer's.
- **Blocks** do not follow transactions: :meth:`World.advance` mines one block; transactions between two calls
  share number and timestamp. Block hashes are made up, deterministically.
- **Call depth**: each snapshot held takes one of the 1,024 levels.
- A sender with code is refused (EIP-3607): contracts act through :mod:`fuzz.chain.cast`.

What pyrevm gets wrong and this module mends: transient storage is cleared before every transaction and view;
balances are set by transfers, which roll back, because pyrevm's own setter does not; a snapshot can be
restored any number of times, though pyrevm's can't.

Addresses are lower-case ``0x…`` strings, everywhere, in and out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyrevm

from fuzz.build import Artifact, check_layout, joined_abi
from fuzz.build.host_addresses import CHAIN_ID
from fuzz.chain.abi import Contract, ErrorBook, EventBook, interface_of
from fuzz.chain.errors import CallFailed, ChainError, StaleSnapshot
from fuzz.chain.receipt import Receipt, failed_receipt
from fuzz.chain.rollback import Rollback

TRANSACTION_GAS = 30_000_000
"""Default gas limit of a transaction: a whole mainnet block."""

GENESIS_TIME = 1_700_000_000
ZERO_ADDRESS = "0x" + "00" * 20
MAX_SNAPSHOTS = 256

_BANK = "0x" + "ba" * 20  # holds the coin that set_balance pays out
_BANK_FUNDS = 2**200

LogHandler = Callable[[list[bytes], bytes], None]


class Snapshot:
    """A point to come back to; see :meth:`World.snapshot`."""

    __slots__ = ("checkpoint", "mark", "now", "number")

    def __init__(self, checkpoint: Any, now: int, number: int, mark: int) -> None:
        self.checkpoint = checkpoint
        self.now = now
        self.number = number
        self.mark = mark


class World:
    """A chain in this process.

    Args:
        now: Timestamp of the first block, in seconds.

    Attributes:
        rollback: Undo log for off-chain tables that must follow :meth:`restore`.
        errors: Every custom error of every deployed contract.
        events: Every event of every deployed contract.
        transactions: How many transactions ran, failed ones included.
    """

    def __init__(self, *, now: int = GENESIS_TIME) -> None:
        self._evm: Any = pyrevm.EVM(  # Any: its stubs declare optional what is never absent here
            pyrevm.Env(cfg=pyrevm.CfgEnv(chain_id=CHAIN_ID)), gas_limit=TRANSACTION_GAS, spec_id="CANCUN"
        )
        self._now = now
        self._number = 1
        self._snapshots: list[Snapshot] = []
        self._watched: dict[bytes, tuple[str, LogHandler]] = {}
        self.rollback = Rollback()
        self.errors = ErrorBook()
        self.events = EventBook()
        self.transactions = 0
        self._evm.set_balance(_BANK, _BANK_FUNDS)
        self._set_block()

    # ---- transactions and views ----

    def transact(
        self,
        sender: str,
        to: str,
        data: bytes = b"",
        value: int = 0,
        gas_price: int = 0,
        gas: int = TRANSACTION_GAS,
    ) -> Receipt:
        """Run one transaction from an externally owned account.

        Args:
            sender: Who signs; needs no private key here.
            to: The callee.
            data: Calldata.
            value: Wei sent along.
            gas_price: ``tx.gasprice`` in wei.
            gas: Gas limit.

        Raises:
            TransactionRefused: A node would not take it.
        """
        evm = self._evm
        evm.reset_transient_storage()
        self.transactions += 1
        try:
            output = evm.message_call(sender, to, data, value, gas, gas_price)
        except RuntimeError as failure:
            return failed_receipt(str(failure), f"transaction from {sender} to {to}")
        result = evm.result
        raw_logs = result.logs
        if raw_logs:
            self._notify(raw_logs)
        return Receipt(True, output, None, None, result.gas_used, raw_logs)

    def call(self, to: str, data: bytes, sender: str = ZERO_ADDRESS) -> bytes:
        """Return what a static call returns.

        Raises:
            CallFailed: It reverted or halted; a write counts as a halt.
        """
        self._evm.reset_transient_storage()
        try:
            return self._evm.message_call(sender, to, data, 0, TRANSACTION_GAS, 0, True)
        except RuntimeError as failure:
            receipt = failed_receipt(str(failure), f"view call to {to}")
        reverted = self.errors.decode(receipt.revert) if receipt.revert is not None else None
        raise CallFailed(f"view call 0x{data[:4].hex()} to {to}", reverted, receipt.halt_reason)

    def read(self, contract: Contract, function: str, *args: object) -> Any:
        """Call a view by name and decode what it returns: one value, or a tuple of several."""
        return contract.decode(function, self.call(contract.address, contract.encode(function, *args)))

    def send(
        self, contract: Contract, function: str, *args: object, sender: str, value: int = 0, gas_price: int = 0
    ) -> Receipt:
        """Run a transaction by function name."""
        return self.transact(sender, contract.address, contract.encode(function, *args), value, gas_price)

    def deploy(
        self,
        artifact: Artifact,
        *args: object,
        sender: str,
        libraries: Mapping[str, str] | None = None,
        parts: Sequence[Artifact] = (),
        value: int = 0,
    ) -> Contract:
        """Deploy a contract and learn its errors and events.

        Args:
            artifact: What to deploy.
            args: Constructor arguments.
            sender: The deployer; its nonce decides the address.
            libraries: Addresses of the external libraries that it uses, by name.
            parts: Further parts of its code, deployed before, which it runs at its own address; see `fuzz.build.parts`.
            value: Wei for the constructor.

        Raises:
            OversizedContract: Above the EIP-170 limit.
            UnlinkedLibrary: A library's address is missing.
            PartsDisagree: A part's functions or its storage don't fit.
            CallFailed: The constructor reverted.
        """
        artifact.check_size()
        abi = joined_abi(artifact, *parts) if parts else artifact.abi
        for part in parts:
            check_layout(artifact, part)
        self.learn(abi)
        code = artifact.link(libraries) + interface_of(artifact.abi).encode_constructor(*args)
        self._evm.reset_transient_storage()
        self.transactions += 1
        try:
            address = self._evm.deploy(sender, code, value, TRANSACTION_GAS)
        except RuntimeError as failure:
            receipt = failed_receipt(str(failure), f"deployment of {artifact.name}")
            reverted = self.errors.decode(receipt.revert) if receipt.revert is not None else None
            raise CallFailed(f"deployment of {artifact.name}", reverted, receipt.halt_reason) from None
        result = self._evm.result
        self._notify(result.logs)
        created = Receipt(True, b"", None, None, result.gas_used, result.logs)
        return Contract(address.lower(), abi, name=artifact.name, created=created)

    def learn(self, abi: list[dict[str, Any]]) -> None:
        """Add a contract's errors and events to those that are decoded."""
        self.errors.learn(abi)
        self.events.learn(abi)

    # ---- events ----

    def watch(self, address: str, handlers: Mapping[bytes, LogHandler]) -> None:
        """Call a handler for each log of one contract, by first topic, as soon as a transaction succeeded.

        Logs come in order; a reverted transaction, or a reverted part of one, has none.

        Raises:
            ChainError: Another contract's log of the same event is watched already.
        """
        for topic, handler in handlers.items():
            if topic in self._watched:
                raise ChainError(f"event 0x{topic.hex()} is watched twice", None, "watch it for one contract only")
            self._watched[topic] = (address, handler)

    def _notify(self, raw_logs: list[Any]) -> None:
        watched = self._watched
        if not watched:
            return
        for raw in raw_logs:
            topics, data = raw.data
            found = watched.get(topics[0]) if topics else None
            if found is not None and raw.address.lower() == found[0]:
                found[1](topics, data)

    # ---- state ----

    def balance(self, address: str) -> int:
        """Return an account's balance in wei."""
        return self._evm.get_balance(address)

    def set_balance(self, address: str, amount: int) -> None:
        """Make an account's balance ``amount`` wei; a later :meth:`restore` undoes it.

        Raising it forces coin in without running the account's code (as a self-destruct does).

        Raises:
            ChainError: A contract's balance can't be lowered from outside.
        """
        change = amount - self.balance(address)
        if change > 0:
            self._evm.deploy(_BANK, bytes.fromhex(f"73{address[2:]}ff"), change, 1_000_000)
        elif change < 0:
            if self.code(address):
                raise ChainError(f"the balance of {address} can't be lowered", "it is a contract", "make it pay")
            self._evm.message_call(address, _BANK, b"", -change, 100_000)

    def storage(self, address: str, slot: int) -> int:
        """Return a storage word."""
        return self._evm.storage(address, slot)

    def code(self, address: str) -> bytes:
        """Return an account's code without trailing zero bytes (pyrevm pads it); empty for no contract."""
        return bytes(self._evm.get_code(address) or b"").rstrip(b"\x00")

    def install(self, address: str, code: bytes, storage: Mapping[int, int] | None = None) -> None:
        """Put code and storage at a chosen address, outside the rules; for booting, before any snapshot.

        Raises:
            ChainError: A snapshot is held: pyrevm could not undo this.
        """
        if self._snapshots:
            raise ChainError(f"code can't be installed at {address}", "a snapshot is held", "install it while booting")
        self._evm.insert_account_info(address, pyrevm.AccountInfo(code=code))
        for slot, word in (storage or {}).items():
            self._evm.insert_account_storage(address, slot, word)

    # ---- time ----

    @property
    def now(self) -> int:
        """The timestamp of the current block, in seconds."""
        return self._now

    @property
    def block_number(self) -> int:
        """The number of the current block."""
        return self._number

    def advance(self, seconds: int) -> None:
        """Mine a block ``seconds`` later; 0 mines one at the same second.

        Raises:
            ChainError: Time does not run backwards.
        """
        if seconds < 0:
            raise ChainError(f"time can't move by {seconds} s", "it does not run backwards", "restore a snapshot")
        self._now += seconds
        self._number += 1
        self._set_block()

    def _set_block(self) -> None:
        self._evm.set_block_env(pyrevm.BlockEnv(number=self._number, timestamp=self._now, gas_limit=TRANSACTION_GAS))

    # ---- snapshots ----

    def snapshot(self) -> Snapshot:
        """Return a point to come back to; it covers EVM state, time, and all tables kept through `rollback`.

        Raises:
            ChainError: Too many are held.
        """
        if len(self._snapshots) >= MAX_SNAPSHOTS:
            raise ChainError(f"{MAX_SNAPSHOTS} snapshots are held", "each costs a level of call depth", "drop some")
        snapshot = Snapshot(self._evm.snapshot(), self._now, self._number, self.rollback.mark())
        self._snapshots.append(snapshot)
        return snapshot

    def restore(self, snapshot: Snapshot, *, keep: bool = True) -> None:
        """Go back to a snapshot. Snapshots taken after it are gone; it can be restored again if kept.

        Raises:
            StaleSnapshot: An earlier snapshot was restored since, or it was not kept, or is another world's.
        """
        if not any(held is snapshot for held in self._snapshots):
            raise StaleSnapshot("the snapshot is no longer valid", "an earlier one was restored", "take a new one")
        while True:  # each level must be reverted by itself, else pyrevm's depth counter drifts
            held = self._snapshots.pop()
            self._evm.revert(held.checkpoint)
            if held is snapshot:
                break
        self.rollback.undo_to(snapshot.mark)
        if snapshot.number != self._number:
            self._now, self._number = snapshot.now, snapshot.number
            self._set_block()
        if keep:  # pyrevm forgets a checkpoint when it reverts to it
            snapshot.checkpoint = self._evm.snapshot()
            self._snapshots.append(snapshot)
