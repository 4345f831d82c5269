"""Our executor against the real one and the coprocessor: every operation, every type, edge values."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.build import compile_sources
from fuzz.chain.abi import Contract
from fuzz.chain.fhevm.types import CODES, WIDTHS
from tests.fuzz.chain.test_coprocessor import BITWISE, CALCULATOR, COMPARABLE, MEANING, SHIFTABLE, pairs

EXECUTOR = Path("properties/solidity/fhevm/PlaintextExecutor.sol")
TYPES = ("ebool", "euint8", "euint16", "euint32", "euint64", "euint128", "eaddress", "euint256")


class Both:
    """One chain, on which the real executor and ours answer the same calls from the same state."""

    def __init__(self, stage, calculator: Contract) -> None:
        self.stage, self.calculator = stage, calculator
        self.artifact = compile_sources([EXECUTOR])["PlaintextExecutor"]
        self.executor = Contract(stage.fhevm.hosts.executor.address, self.artifact.abi, name="PlaintextExecutor")
        self.start = stage.world.snapshot()

    def real(self) -> None:
        """The real executor is there, and nothing was done yet."""
        self.stage.world.restore(self.start)

    def ours(self) -> None:
        """Ours is in its place, behind the same proxy."""
        self.real()
        owner = self.stage.fhevm.hosts.owner
        made = self.stage.world.deploy(self.artifact, sender=owner).address
        upgraded = self.stage.world.send(self.stage.fhevm.hosts.executor, "upgradeToAndCall", made, b"", sender=owner)
        assert upgraded.success

    def answer(self, function: str, *arguments: object) -> bytes | str:
        """The handle that a call returns, or the error that it reverts with."""
        receipt = self.stage.world.send(self.calculator, function, *arguments, sender=self.stage.cast["alice"].address)
        if receipt.success:
            return self.calculator.decode(function, receipt.return_data)
        return self.stage.world.errors.decode(receipt.revert).name

    def agree(self, calls: list[tuple[object, ...]]) -> int:
        """Makes the calls on both; returns how many gave a ciphertext, whose plaintext is the same in three places."""
        self.ours()
        said = []
        for function, *arguments in calls:
            answer = self.answer(function, *arguments)
            handle = bytes(32) if isinstance(answer, str) else answer
            said.append((answer, self.stage.world.read(self.executor, "plain", handle)))
            assert self.stage.fhevm.plaintext(handle) == said[-1][1], (function, arguments)
        self.real()
        for (function, *arguments), (answer, plaintext) in zip(calls, said, strict=True):
            assert self.answer(function, *arguments) == answer, (function, arguments)
            if not isinstance(answer, str):
                assert self.stage.fhevm.plaintext(answer) == plaintext, (function, arguments)
        return sum(not isinstance(answer, str) for answer, _ in said)


@pytest.fixture
def both(stage, solidity) -> Both:
    calculator = stage.world.deploy(solidity(CALCULATOR)["Calculator"], sender=stage.cast["alice"].address)
    return Both(stage, calculator)


@pytest.mark.parametrize("operation", list(MEANING))
def test_success_binary_operation_on_every_type(both: Both, operation: str) -> None:
    supported, _ = MEANING[operation]
    calls = [
        ("binary", operation, a, b, CODES[name], scalar)
        for name in COMPARABLE
        for a, b in pairs(WIDTHS[CODES[name]])
        for scalar in (False, True)
    ]
    assert both.agree(calls) >= (3 if operation in ("fheDiv", "fheRem") else 4) * len(supported)


def test_success_unary_operations_on_every_type(both: Both) -> None:
    calls = [
        ("unary", operation, a, CODES[name])
        for operation in ("fheNeg", "fheNot")
        for name in TYPES
        for a, _ in pairs(WIDTHS[CODES[name]])
    ]
    assert both.agree(calls) > 8 * len(BITWISE)


def test_success_selection_on_every_type(both: Both) -> None:
    calls = [("select", condition, 1, 0, CODES[name]) for name in TYPES for condition in (0, 1)]
    assert both.agree(calls) == len(calls)


def test_success_casts_between_all_types(both: Both) -> None:
    calls = [
        ("cast", 2 ** WIDTHS[CODES[source]] - 1, CODES[source], CODES[target]) for source in TYPES for target in TYPES
    ]
    assert both.agree(calls) == len(BITWISE) * len(SHIFTABLE) - len(SHIFTABLE)


def test_success_trivial_encryption_is_cut(both: Both) -> None:
    values = (0, 1, 2**64, 2**256 - 1)
    calls = [("encrypt", value, CODES[name]) for value in values for name in TYPES]
    assert both.agree(calls) == len(calls)


def test_success_scalars_are_cut_to_the_width_of_the_operand(both: Both) -> None:
    assert both.agree([("binary", "fheMax", 3, 0x105, CODES["euint8"], True)]) == 1


def test_success_random_numbers_lie_in_their_range(both: Both) -> None:
    world = both.stage.world
    both.ours()
    for name in ("ebool", "euint8", "euint64", "euint256"):
        handle = both.answer("rand", CODES[name])
        assert 0 <= world.read(both.executor, "plain", handle) < 2 ** WIDTHS[CODES[name]]
    drawn = {world.read(both.executor, "plain", both.answer("randBounded", 16, CODES["euint8"])) for _ in range(20)}
    assert len(drawn) > 4 and max(drawn) < 16


def test_success_a_revert_leaves_no_plaintext(both: Both) -> None:
    both.ours()
    handle = both.answer("encrypt", 5, CODES["euint64"])
    both.ours()
    assert both.answer("thenFail", 5) != handle
    assert both.stage.world.read(both.executor, "plain", handle) == 0


def test_success_an_encrypted_input_holds_what_was_learnt(both: Both) -> None:
    stage = both.stage
    both.ours()
    made = stage.fhevm.encrypt([("euint8", 200)], both.calculator.address, stage.cast["alice"].address)
    stage.world.send(both.executor, "learn", made.handles[0], 456, sender=stage.cast["alice"].address)
    assert stage.world.read(both.executor, "plain", made.handles[0]) == 456 - 256


def test_success_code_fits_the_limit() -> None:
    compile_sources([EXECUTOR])["PlaintextExecutor"].check_size()
