"""Every operation of the real executor, on every type it supports: what the coprocessor says it means.

The expectations are written here with Python's own operators, apart from the specification that the
coprocessor runs.
"""

from __future__ import annotations

import pytest

from fuzz.chain.errors import CoprocessorError
from fuzz.chain.fhevm.types import CODES, WIDTHS, ZERO_HANDLE, type_of

CALCULATOR = """
interface IExecutor {
    function trivialEncrypt(uint256 pt, uint8 toType) external returns (bytes32);
    function fheIfThenElse(bytes32 c, bytes32 t, bytes32 f) external returns (bytes32);
    function cast(bytes32 ct, uint8 toType) external returns (bytes32);
    function fheRand(uint8 t) external returns (bytes32);
    function fheRandBounded(uint256 bound, uint8 t) external returns (bytes32);
}
interface IAcl { function allow(bytes32 handle, address account) external; }
contract Calculator {
    IExecutor constant executor = IExecutor(0xe3a9105a3a932253A70F126eb1E3b589C643dD24);
    bytes32 public kept;
    function binary(string calldata op, uint256 a, uint256 b, uint8 t, bool scalar) external returns (bytes32) {
        bytes32 l = executor.trivialEncrypt(a, t);
        bytes32 r = scalar ? bytes32(b) : executor.trivialEncrypt(b, t);
        return _call(abi.encodeWithSelector(_selector(op, "(bytes32,bytes32,bytes1)"), l, r, bytes1(scalar ? 1 : 0)));
    }
    function unary(string calldata op, uint256 a, uint8 t) external returns (bytes32) {
        return _call(abi.encodeWithSelector(_selector(op, "(bytes32)"), executor.trivialEncrypt(a, t)));
    }
    function select(uint256 c, uint256 a, uint256 b, uint8 t) external returns (bytes32) {
        return executor.fheIfThenElse(
            executor.trivialEncrypt(c, 0), executor.trivialEncrypt(a, t), executor.trivialEncrypt(b, t));
    }
    function cast(uint256 a, uint8 from, uint8 to) external returns (bytes32) {
        return executor.cast(executor.trivialEncrypt(a, from), to);
    }
    function encrypt(uint256 a, uint8 t) external returns (bytes32) { return executor.trivialEncrypt(a, t); }
    function rand(uint8 t) external returns (bytes32) { return executor.fheRand(t); }
    function randBounded(uint256 n, uint8 t) external returns (bytes32) { return executor.fheRandBounded(n, t); }
    function thenFail(uint256 a) external { kept = executor.trivialEncrypt(a, 5); revert("no"); }
    function chain(uint256 n) external {
        bytes32 l = executor.trivialEncrypt(1, 5);
        for (uint256 i = 0; i < n; i++)
            l = _call(abi.encodeWithSignature("fheAdd(bytes32,bytes32,bytes1)", l, l, bytes1(0)));
        kept = l;
    }
    function _selector(string calldata op, string memory parameters) private pure returns (bytes4) {
        return bytes4(keccak256(bytes.concat(bytes(op), bytes(parameters))));
    }
    function _call(bytes memory data) private returns (bytes32) {
        (bool ok, bytes memory answer) = address(executor).call(data);
        if (!ok) assembly { revert(add(answer, 32), mload(answer)) }
        return abi.decode(answer, (bytes32));
    }
}
"""

NUMBERS = ["euint8", "euint16", "euint32", "euint64", "euint128"]
SHIFTABLE = [*NUMBERS, "euint256"]
BITWISE = ["ebool", *SHIFTABLE]
COMPARABLE = ["ebool", *NUMBERS, "eaddress", "euint256"]


def rotate(a: int, places: int, bits: int) -> int:
    digits = format(a, f"0{bits}b")
    places %= bits
    return int(digits[places:] + digits[:places], 2)


MEANING = {
    "fheAdd": (NUMBERS, lambda a, b, n: (a + b) & (2**n - 1)),
    "fheSub": (NUMBERS, lambda a, b, n: (a - b) & (2**n - 1)),
    "fheMul": (NUMBERS, lambda a, b, n: (a * b) & (2**n - 1)),
    "fheDiv": (NUMBERS, lambda a, b, n: a // b),
    "fheRem": (NUMBERS, lambda a, b, n: a % b),
    "fheBitAnd": (BITWISE, lambda a, b, n: a & b),
    "fheBitOr": (BITWISE, lambda a, b, n: a | b),
    "fheBitXor": (BITWISE, lambda a, b, n: a ^ b),
    "fheShl": (SHIFTABLE, lambda a, b, n: a << (b % n) & (2**n - 1)),
    "fheShr": (SHIFTABLE, lambda a, b, n: a >> (b % n)),
    "fheRotl": (SHIFTABLE, lambda a, b, n: rotate(a, b, n)),
    "fheRotr": (SHIFTABLE, lambda a, b, n: rotate(a, n - b % n, n)),
    "fheEq": (COMPARABLE, lambda a, b, n: a == b),
    "fheNe": (COMPARABLE, lambda a, b, n: a != b),
    "fheGe": (NUMBERS, lambda a, b, n: a >= b),
    "fheGt": (NUMBERS, lambda a, b, n: a > b),
    "fheLe": (NUMBERS, lambda a, b, n: a <= b),
    "fheLt": (NUMBERS, lambda a, b, n: a < b),
    "fheMin": (NUMBERS, lambda a, b, n: min(a, b)),
    "fheMax": (NUMBERS, lambda a, b, n: max(a, b)),
}
BOOLEAN = {"fheEq", "fheNe", "fheGe", "fheGt", "fheLe", "fheLt"}


def pairs(bits: int) -> list[tuple[int, int]]:
    top = 2**bits - 1
    if bits == 1:
        return [(0, 0), (0, 1), (1, 0), (1, 1)]
    middle = 2 ** (bits - 1) + 5
    return [(0, 0), (top, 1), (0, 1), (top, top), (middle, 3), (3, middle), (middle, bits), (top - 1, bits + 1)]


@pytest.fixture
def calculator(stage, solidity):
    return stage.world.deploy(solidity(CALCULATOR)["Calculator"], sender=stage.cast["alice"].address)


@pytest.fixture
def run(stage, calculator):
    """Run a calculator function and return the resulting handle, or the name of the error."""

    def run(function: str, *args: object) -> bytes | str:
        receipt = stage.world.send(calculator, function, *args, sender=stage.cast["alice"].address)
        if receipt.success:
            return calculator.decode(function, receipt.return_data)
        return stage.world.errors.decode(receipt.revert).name

    return run


@pytest.mark.parametrize("operation", list(MEANING))
def test_success_binary_operations(stage, run, operation: str) -> None:
    supported, meaning = MEANING[operation]
    for name in supported:
        bits = WIDTHS[CODES[name]]
        for a, b in pairs(bits):
            for scalar in (False, True):
                handle = run("binary", operation, a, b, CODES[name], scalar)
                if operation in ("fheDiv", "fheRem") and (not scalar or b == 0):
                    assert handle == ("DivisionByZero" if scalar else "IsNotScalar")
                    continue
                assert type_of(handle) == ("ebool" if operation in BOOLEAN else name)
                expected = int(meaning(a, b, bits))
                assert stage.fhevm.plaintext(handle) == expected, (operation, name, a, b, scalar)


@pytest.mark.parametrize("operation", list(MEANING))
def test_invalid_types_are_refused_by_the_executor(run, operation: str) -> None:
    for name in set(COMPARABLE) - set(MEANING[operation][0]):
        assert run("binary", operation, 1, 1, CODES[name], True) == "UnsupportedType"


@pytest.mark.parametrize("name", BITWISE)
def test_success_unary_operations(stage, run, name: str) -> None:
    bits = WIDTHS[CODES[name]]
    for a in {a for a, _ in pairs(bits)}:
        assert stage.fhevm.plaintext(run("unary", "fheNot", a, CODES[name])) == a ^ (2**bits - 1)
        if name != "ebool":
            assert stage.fhevm.plaintext(run("unary", "fheNeg", a, CODES[name])) == -a & (2**bits - 1)


@pytest.mark.parametrize("name", COMPARABLE)
def test_success_select(stage, run, name: str) -> None:
    a, b = (0, 1) if name == "ebool" else (11, 12)
    for condition in (0, 1):
        assert stage.fhevm.plaintext(run("select", condition, a, b, CODES[name])) == (a if condition else b)


def test_success_casts(stage, run) -> None:
    for source in BITWISE:
        for target in SHIFTABLE:
            if source != target:
                top = 2 ** WIDTHS[CODES[source]] - 1
                handle = run("cast", top, CODES[source], CODES[target])
                assert stage.fhevm.plaintext(handle) == top & (2 ** WIDTHS[CODES[target]] - 1)
                assert type_of(handle) == target
    assert run("cast", 1, CODES["euint8"], CODES["ebool"]) == "UnsupportedType"


def test_success_trivial_encryption_is_cut_to_its_width(stage, run) -> None:
    for name in COMPARABLE:
        bits = WIDTHS[CODES[name]]
        assert stage.fhevm.plaintext(run("encrypt", 2**256 - 1, CODES[name])) == 2**bits - 1


def test_success_a_scalar_is_cut_to_the_width_of_the_operand(stage, run) -> None:
    assert stage.fhevm.plaintext(run("binary", "fheMax", 3, 0x105, CODES["euint8"], True)) == 5


def test_success_random_numbers_differ_and_repeat_after_restore(stage, run) -> None:
    start = stage.world.snapshot()

    def draws() -> list[int]:
        handles = [run("rand", CODES[name]) for name in ["ebool", "euint8", "euint256"]]
        handles += [run("randBounded", 16, CODES["euint8"]) for _ in range(20)]
        return [stage.fhevm.plaintext(handle) for handle in handles]

    first, second = draws(), draws()
    assert first[0] in (0, 1) and first[1] < 256
    assert all(value < 16 for value in first[3:])
    assert len(set(first[3:])) > 4
    assert first != second
    stage.world.restore(start)
    assert draws() == first


def test_success_a_reverted_transaction_leaves_no_plaintext(stage, calculator) -> None:
    known = dict(stage.fhevm.coprocessor.plaintexts)
    receipt = stage.world.send(calculator, "thenFail", 5, sender=stage.cast["alice"].address)
    assert not receipt.success
    assert stage.fhevm.coprocessor.plaintexts == known


def test_success_restore_takes_plaintexts_back(stage, run) -> None:
    start = stage.world.snapshot()
    known = dict(stage.fhevm.coprocessor.plaintexts)
    handle = run("encrypt", 7, CODES["euint64"])
    assert stage.fhevm.plaintext(handle) == 7
    stage.world.restore(start)
    assert stage.fhevm.coprocessor.plaintexts == known
    with pytest.raises(CoprocessorError, match="is unknown: no event of the executor made it"):
        stage.fhevm.plaintext(handle)


def test_success_uninitialised_counts_as_zero(stage) -> None:
    assert stage.fhevm.plaintext(ZERO_HANDLE) == 0


def test_success_compute_limits_hold_per_transaction(stage, calculator) -> None:
    alice = stage.cast["alice"].address
    assert all(stage.world.send(calculator, "chain", 25, sender=alice).success for _ in range(3))
    receipt = stage.world.send(calculator, "chain", 60, sender=alice)
    assert stage.world.errors.decode(receipt.revert).name == "HCUTransactionDepthLimitExceeded"
