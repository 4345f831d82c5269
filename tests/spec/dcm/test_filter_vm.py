"""The filter machine: every static error in its order, and nothing that passes can fail on a row."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.core.errors import Revert
from spec.dcm import filter_vm as vm
from spec.dcm.filter_vm import Opcode

FIELD0 = bytes([1, 0, 0])
CONST0 = bytes([2, 0, 0])
GREATER = FIELD0 + CONST0 + bytes([Opcode.GT])
TOP = 2**64 - 1


def refused(code, consts=(100,), columns=1):
    with pytest.raises(Revert) as caught:
        vm.validate(code, consts, columns)
    return type(caught.value), caught.value.values


def test_success_published_program_of_one_comparison():
    code = bytes.fromhex("01000002000010")
    vm.validate(code, (100,), 1)
    assert [vm.evaluate(code, (100,), (value,)) for value in (99, 100, 101)] == [False, False, True]


def test_success_published_program_of_two_comparisons():
    code = bytes.fromhex("010000020000100100010200011220")
    consts = (18, 100_000)
    vm.validate(code, consts, 2)
    rows = [(19, 99_999), (18, 99_999), (19, 100_000), (0, TOP)]
    assert [vm.evaluate(code, consts, row) for row in rows] == [True, False, False, False]


def test_success_the_empty_program_keeps_every_row():
    vm.validate(b"", (), 1)
    assert vm.evaluate(b"", (), (0,)) is True


@pytest.mark.parametrize(
    ("opcode", "below", "equal", "above"),
    [
        (Opcode.GT, False, False, True),
        (Opcode.GE, False, True, True),
        (Opcode.LT, True, False, False),
        (Opcode.LE, True, True, False),
        (Opcode.EQ, False, True, False),
        (Opcode.NE, True, False, True),
    ],
)
def test_success_comparisons_are_unsigned_with_the_field_on_the_left(opcode, below, equal, above):
    code = FIELD0 + CONST0 + bytes([opcode])
    assert [vm.evaluate(code, (2**63,), (2**63 + step,)) for step in (-1, 0, 1)] == [below, equal, above]


@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("right", [False, True])
def test_success_connectives(left, right):
    both = bytes([1, 0, 0, 2, 0, 0, Opcode.EQ, 1, 0, 1, 2, 0, 0, Opcode.EQ])
    row = (int(left), int(right))
    assert vm.evaluate(both + bytes([Opcode.AND]), (1,), row) == (left and right)
    assert vm.evaluate(both + bytes([Opcode.OR]), (1,), row) == (left or right)
    assert vm.evaluate(both + bytes([Opcode.NOT, Opcode.AND]), (1,), row) == (left and not right)


def test_success_limits_are_inclusive():
    vm.validate_lengths(bytes(512), (0,) * 64)
    vm.validate(GREATER, (TOP,), 1)
    vm.validate(FIELD0 * 8 + CONST0 * 8 + bytes([Opcode.GT] * 8 + [Opcode.OR] * 7), (1,), 1)


def test_invalid_lengths():
    with pytest.raises(vm.FilterBytecodeTooLong) as caught:
        vm.validate_lengths(bytes(513), (0,) * 65)
    assert caught.value.values == (513, 512)
    with pytest.raises(vm.FilterConstsTooLong) as refusal:
        vm.validate_lengths(bytes(512), (0,) * 65)
    assert refusal.value.values == (65, 64)


@pytest.mark.parametrize("code", [b"\x01", b"\x01\x00", b"\x02", b"\x02\x00"])
def test_invalid_truncated_operand(code):
    assert refused(code) == (vm.FilterVMInsufficientBytecode, (0,))
    assert refused(GREATER + code) == (vm.FilterVMInsufficientBytecode, (7,))


def test_invalid_indices():
    assert refused(b"\x01\x00\x01") == (vm.FilterVMInvalidFieldIndex, (0, 1))
    assert refused(b"\x01\xff\xff", columns=32) == (vm.FilterVMInvalidFieldIndex, (0, 65535))
    assert refused(FIELD0 + b"\x02\x00\x01") == (vm.FilterVMInvalidConstantIndex, (3, 1))
    assert refused(CONST0, consts=()) == (vm.FilterVMInvalidConstantIndex, (0, 0))


def test_invalid_index_is_reported_before_the_full_stack():
    assert refused(FIELD0 * 8 + b"\x01\x00\x05") == (vm.FilterVMInvalidFieldIndex, (24, 5))
    assert refused(CONST0 * 8 + b"\x02\x00\x05") == (vm.FilterVMInvalidConstantIndex, (24, 5))


def test_invalid_ninth_entry():
    assert refused(FIELD0 * 9) == (vm.FilterVMStackOverflow, (24, "value"))
    assert refused(CONST0 * 9) == (vm.FilterVMStackOverflow, (24, "const"))
    assert refused(GREATER * 9) == (vm.FilterVMStackOverflow, (62, "bool"))


@pytest.mark.parametrize("opcode", vm.COMPARISONS)
def test_invalid_comparison_without_operands(opcode):
    assert refused(bytes([opcode])) == (vm.FilterVMStackUnderflow, (0, "value"))
    assert refused(CONST0 + bytes([opcode])) == (vm.FilterVMStackUnderflow, (3, "value"))
    assert refused(FIELD0 + bytes([opcode])) == (vm.FilterVMStackUnderflow, (3, "const"))


def test_invalid_connective_without_operands():
    for opcode in (Opcode.AND, Opcode.OR):
        assert refused(bytes([opcode])) == (vm.FilterVMStackUnderflow, (0, "bool"))
        assert refused(GREATER + bytes([opcode])) == (vm.FilterVMStackUnderflow, (7, "bool"))
    assert refused(bytes([Opcode.NOT])) == (vm.FilterVMStackUnderflow, (0, "bool"))


@pytest.mark.parametrize("opcode", sorted(set(range(256)) - set(Opcode)))
def test_invalid_unknown_opcode(opcode):
    assert refused(GREATER + bytes([opcode])) == (vm.FilterVMUnknownOpcode, (7, opcode))


def test_invalid_final_state_in_its_order():
    assert refused(FIELD0 + CONST0) == (vm.FilterVMInvalidFinalStackState, (0,))
    assert refused(GREATER + GREATER) == (vm.FilterVMInvalidFinalStackState, (2,))
    assert refused(FIELD0 + CONST0 + GREATER) == (vm.FilterVMStackNotEmpty, ("value",))
    assert refused(CONST0 + GREATER) == (vm.FilterVMStackNotEmpty, ("const",))


def test_invalid_constant_is_reported_before_anything_in_the_code():
    assert refused(b"\xff", consts=(0, 2**64, 2**65)) == (vm.FilterVMConstantTooLarge, (1, 2**64))
    assert refused(b"", consts=(2**256 - 1,)) == (vm.FilterVMConstantTooLarge, (0, 2**256 - 1))


PIECES = st.sampled_from(
    [FIELD0, b"\x01\x00\x01", CONST0, GREATER, GREATER, *(bytes([opcode]) for opcode in Opcode if opcode > 2)]
)
PROGRAMS = st.one_of(
    st.lists(PIECES, max_size=20).map(b"".join),
    st.binary(max_size=40),
    st.lists(st.sampled_from([bytes([op]) for op in Opcode if op >= 0x20]), max_size=4).map(
        lambda tail: GREATER * 3 + b"".join(tail)
    ),
)


def runs_naively(code, consts, row):
    """Whether an interpreter without any check gets through with one boolean and nothing else on its stacks."""
    stacks = {"value": [], "const": [], "bool": []}
    pc = 0
    try:
        while pc < len(code):
            byte = code[pc]
            if byte in (1, 2):
                index = code[pc + 1] * 256 + code[pc + 2]
                name, source = ("value", row) if byte == 1 else ("const", consts)
                stacks[name].append(source[index])
                pc += 3
            elif 0x10 <= byte <= 0x15:
                stacks["bool"].append(stacks["value"].pop() > stacks["const"].pop())
                pc += 1
            elif byte in (0x20, 0x21, 0x22):
                operands = [stacks["bool"].pop() for _ in range(1 if byte == 0x22 else 2)]
                stacks["bool"].append(all(operands))
                pc += 1
            else:
                return False
            if max(map(len, stacks.values())) > 8:
                return False
    except IndexError:
        return False
    return not code or [len(stack) for stack in stacks.values()] == [0, 0, 1]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(PROGRAMS, st.lists(st.integers(0, TOP), min_size=2, max_size=2))
def test_success_accepted_are_exactly_the_programs_that_run_and_no_row_makes_them_fail(code, row):
    try:
        vm.validate(code, (5,), 2)
        accepted = True
    except Revert as refusal:
        assert type(refusal) in vm.ERRORS
        accepted = False
    assert accepted == runs_naively(code, (5,), row)
    if accepted:
        assert vm.evaluate(code, (5,), row) in (False, True)


def test_success_cost_counts_every_opcode():
    counts = vm.cost(GREATER + GREATER + bytes([Opcode.AND, Opcode.NOT]))
    expected = {Opcode.PUSH_FIELD: 2, Opcode.PUSH_CONST: 2, Opcode.GT: 2, Opcode.AND: 1, Opcode.NOT: 1}
    assert counts == dict.fromkeys(Opcode, 0) | expected
    assert vm.cost(b"") == dict.fromkeys(Opcode, 0)


def test_invalid_opcode_for_compare():
    with pytest.raises(ValueError, match="compares nothing"):
        vm.compare(Opcode.AND, 1, 1)
