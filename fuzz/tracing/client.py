"""A second EVM, py-evm, that notes each instruction of the watched contracts as it runs them.

It is another implementation than the fast chain's, with gas and transient storage as on a node; it is some hundred
times slower, which is why runs are recorded there and only chosen ones are replayed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from eth.abc import ComputationAPI, MessageAPI, StateAPI, TransactionContextAPI
from eth.constants import BLANK_ROOT_HASH, CREATE_CONTRACT_ADDRESS
from eth.db.atomic import AtomicDB
from eth.exceptions import Halt
from eth.vm.execution_context import ExecutionContext
from eth.vm.forks.cancun.computation import CancunComputation
from eth.vm.forks.cancun.state import CancunState
from eth.vm.forks.cancun.transaction_context import CancunTransactionContext
from eth.vm.logic.invalid import InvalidOpcode
from eth.vm.message import Message
from eth_typing import Address, BlockNumber, Hash32

from fuzz.build.host_addresses import CHAIN_ID
from fuzz.chain.world import TRANSACTION_GAS
from fuzz.tracing.recording import Account, Block, Deployed, Funds, Operation, Sent

JUMPI = 0x57
Executed = set[int]
"""Program counters that were reached."""
Jumps = set[tuple[int, bool]]
"""Conditional jumps that were met, and whether they were taken."""


class Notes:
    """What was run of one piece of code."""

    __slots__ = ("executed", "jumps")

    def __init__(self) -> None:
        self.executed: Executed = set()
        self.jumps: Jumps = set()


class TracingComputation(CancunComputation):
    """Runs code as py-evm does, and notes what it runs of watched accounts."""

    watched: ClassVar[dict[bytes, Notes]] = {}
    creating: ClassVar[Notes | None] = None

    @classmethod
    def apply_computation(
        cls,
        state: StateAPI,
        message: MessageAPI,
        transaction_context: TransactionContextAPI,
        parent_computation: ComputationAPI | None = None,
    ) -> ComputationAPI:
        """The interpreter's loop, with a note for each instruction where somebody asked for it."""
        if message.code_address in cls._precompiles:
            return super().apply_computation(state, message, transaction_context, parent_computation)
        notes = cls.watched.get(message.code_address) if not message.is_create else cls.creating
        if message.is_create and message.depth:
            notes = None
        with cls(state, message, transaction_context) as computation:
            if computation.is_origin_computation:
                computation.contracts_created = []
                if message.is_create:
                    cls.consume_initcode_gas_cost(computation)
            if parent_computation is not None:
                computation.contracts_created = parent_computation.contracts_created
            if message.is_create:
                computation.contracts_created.append(message.storage_address)
            if notes is None:
                _run(computation)
            else:
                _run_noting(computation, notes)
        return computation


def _run(computation: Any) -> None:
    lookup = computation.opcodes
    for opcode in computation.code:
        try:
            (lookup.get(opcode) or InvalidOpcode(opcode))(computation=computation)
        except Halt:
            break


def _run_noting(computation: Any, notes: Notes) -> None:
    lookup, code = computation.opcodes, computation.code
    executed, jumps = notes.executed, notes.jumps
    for opcode in code:
        counter = code.program_counter - 1
        executed.add(counter)
        try:
            (lookup.get(opcode) or InvalidOpcode(opcode))(computation=computation)
        except Halt:
            break
        if opcode == JUMPI:
            jumps.add((counter, code.program_counter != counter + 1))


class TracingState(CancunState):
    """State whose code runs in `TracingComputation`."""

    computation_class = TracingComputation


class TracingClient:
    """Replays recorded operations.

    Attributes:
        created: Contract and notes on its creation code, by address, in order of deployment.
        watched: Contract and notes on its deployed code, by address.
        failures: How many messages reverted.
    """

    def __init__(self) -> None:
        context = ExecutionContext(
            Address(bytes(20)), 0, BlockNumber(0), 0, Hash32(bytes(32)), TRANSACTION_GAS, [], CHAIN_ID, 0, 0
        )
        self._state = TracingState(AtomicDB(), context, BLANK_ROOT_HASH)
        self._context = context
        self.created: dict[str, tuple[Deployed, Notes]] = {}
        self.watched: dict[str, tuple[Deployed, Notes]] = {}
        self.messages = 0

    def replay(self, operations: Iterable[Operation], watch: Any = lambda deployed: False) -> None:
        """Carries operations out; `watch` says of a deployed contract whether its instructions are noted."""
        for operation in operations:
            if isinstance(operation, Block):
                self._context._timestamp = operation.timestamp
                self._context._block_number = BlockNumber(operation.number)
            elif isinstance(operation, Account):
                self._install(operation)
            elif isinstance(operation, Funds):
                self._state.set_balance(_raw(operation.address), operation.amount)
            elif isinstance(operation, Deployed):
                self._deploy(operation, watch(operation))
            else:
                self._send(operation)

    def snapshot(self) -> Any:
        """A point to come back to."""
        return self._state.snapshot(), self._context._timestamp, self._context._block_number

    def restore(self, snapshot: Any) -> None:
        """Goes back to a point, once."""
        point, self._context._timestamp, self._context._block_number = snapshot
        self._state.revert(point)

    def _install(self, account: Account) -> None:
        address = _raw(account.address)
        self._state.set_code(address, account.code)
        for slot, word in account.storage.items():
            self._state.set_storage(address, slot, word)

    def _deploy(self, operation: Deployed, noted: bool) -> None:
        notes = Notes()
        TracingComputation.creating = notes if noted else None
        message = Message(
            gas=TRANSACTION_GAS,
            to=CREATE_CONTRACT_ADDRESS,
            sender=_raw(operation.sender),
            value=operation.value,
            data=b"",
            code=operation.code,
            create_address=_raw(operation.address),
        )
        self._apply(message, operation.sender, 0, TracingComputation.apply_create_message)
        TracingComputation.creating = None
        if noted:
            self.created[operation.address] = operation, notes
            self.watched[operation.address] = operation, Notes()
            TracingComputation.watched[_raw(operation.address)] = self.watched[operation.address][1]

    def _send(self, operation: Sent) -> None:
        to = _raw(operation.to)
        message = Message(
            gas=TRANSACTION_GAS,
            to=to,
            sender=_raw(operation.sender),
            value=operation.value,
            data=operation.data,
            code=self._state.get_code(to),
            is_static=operation.static,
        )
        self._apply(message, operation.sender, operation.gas_price, TracingComputation.apply_message)

    def _apply(self, message: Message, origin: str, gas_price: int, apply: Any) -> None:
        self.messages += 1
        self._state.clear_transient_storage()
        context = CancunTransactionContext(gas_price=gas_price, origin=_raw(origin), blob_versioned_hashes=())
        apply(self._state, message, context)


def _raw(address: str) -> Address:
    return Address(bytes.fromhex(address[2:]))
