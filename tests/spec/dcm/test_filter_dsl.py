"""The filter language: published programs, equality with the machine, and helpful refusals."""

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.dcm import filter_dsl as dsl
from spec.dcm import filter_vm as vm
from spec.dcm.filter_dsl import and_, compile_filter, eq, field, ge, gt, le, lt, ne, not_, or_

TOP = 2**64 - 1
SMALL = st.one_of(st.integers(0, 4), st.sampled_from([TOP - 1, TOP]))
COMPARED = st.builds(
    lambda build, index, constant: build(index, constant),
    st.sampled_from([gt, ge, lt, le, eq, ne]),
    st.integers(0, 2),
    SMALL,
)
EXPRESSIONS = st.recursive(
    COMPARED,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner), st.builds(lambda a, b: a | b, inner, inner), inner.map(not_)
    ),
    max_leaves=8,
)


def test_success_published_programs():
    assert compile_filter(field(0) > 100) == (bytes.fromhex("01000002000010"), (100,))
    two = compile_filter((field(0) > 18) & (field(1) < 100_000))
    assert two == (bytes.fromhex("010000020000100100010200011220"), (18, 100_000))
    assert compile_filter(gt(0, 18)).consts == (18,)


def test_success_operators_and_functions_are_the_same():
    age, pay, one = field(0), field(1), 1
    assert [age > 1, age >= 1, age < 1, age <= 1, age == 1, age != 1] == [
        build(0, 1) for build in (gt, ge, lt, le, eq, ne)
    ]
    assert (one < age) == gt(0, 1)
    assert (one == pay) == eq(1, 1)
    assert (age > 1) & (pay > 2) & (pay < 9) == and_(gt(0, 1), gt(1, 2), lt(1, 9))
    assert (age > 1) | ~(pay > 2) == or_(gt(0, 1), not_(gt(1, 2)))


def test_success_the_empty_program_has_a_name():
    assert dsl.EVERY_ROW == (b"", ())


@settings(max_examples=200, deadline=None, derandomize=True)
@given(EXPRESSIONS, st.lists(SMALL, min_size=3, max_size=3))
def test_success_a_compiled_filter_is_valid_and_means_the_expression(expression, row):
    code, consts = compile_filter(expression)
    vm.validate_lengths(code, consts)
    vm.validate(code, consts, 3)
    assert vm.evaluate(code, consts, row) == dsl.evaluate(expression, row)
    assert len(code) == expression.size
    assert len(consts) == expression.comparisons


def test_success_the_largest_filter():
    chain = reduce(lambda left, right: left | right, [eq(0, i) for i in range(64)])
    code, consts = compile_filter(chain)
    assert (chain.depth, len(code), len(consts)) == (2, 511, 64)
    vm.validate_lengths(code, consts)
    vm.validate(code, consts, 1)
    assert [vm.evaluate(code, consts, (value,)) for value in (0, 63, 64)] == [True, True, False]


def right_nested(comparisons):
    return reduce(lambda right, left: left & right, [gt(0, i) for i in range(comparisons)])


def test_success_depth_eight_is_what_the_machine_holds():
    deepest = right_nested(8)
    assert deepest.depth == 8
    vm.validate(*compile_filter(deepest), 1)


def test_invalid_depth_nine():
    with pytest.raises(dsl.FilterTooDeep, match="nest to the left"):
        right_nested(9)


def test_invalid_sixty_five_comparisons():
    with pytest.raises(dsl.FilterTooLarge, match="65 comparisons"):
        or_(*(eq(0, i) for i in range(65)))


def test_invalid_more_than_512_bytes():
    with pytest.raises(dsl.FilterTooLarge, match="513 bytes"):
        reduce(lambda inner, _: ~inner, range(506), gt(0, 1))


@pytest.mark.parametrize("constant", [-1, 2**64, 1.5, "1", True, None])
def test_invalid_constant(constant):
    with pytest.raises(dsl.ConstantOutOfRange, match="from 0 to 2"):
        gt(0, constant)
    with pytest.raises(dsl.ConstantOutOfRange):
        field(0) == constant  # noqa: B015 - building the filter is what fails


@pytest.mark.parametrize("index", [-1, 65536, 1.0, "age", True, None])
def test_invalid_field_index(index):
    with pytest.raises(dsl.FieldIndexOutOfRange, match="from 0 to 65535"):
        field(index)
    with pytest.raises(dsl.FieldIndexOutOfRange):
        gt(index, 1)


@pytest.mark.parametrize("compare", [lambda a, b: a > b, lambda a, b: a == b, lambda a, b: a != b])
def test_invalid_comparison_of_two_fields(compare):
    with pytest.raises(dsl.FieldToFieldComparison, match="a field with a constant only"):
        compare(field(0), field(1))


@pytest.mark.parametrize(
    "write",
    [
        lambda: 1 < field(0) < 5,
        lambda: (field(0) > 1) and (field(0) < 5),
        lambda: not (field(0) > 1),
        lambda: bool(field(0)),
        lambda: field(0) == 5 & field(1) == 3,
        lambda: field(0) & (field(1) > 3),
        lambda: ~field(0),
        lambda: (field(0) > 1) & 5,
        lambda: (field(0) > 1) & field(1),
        lambda: not_(field(0)),
        lambda: and_(True, gt(0, 1)),
        lambda: compile_filter(None),
    ],
)
def test_invalid_expression_that_python_reads_otherwise(write):
    with pytest.raises(dsl.AmbiguousExpression, match="field"):
        write()


def test_invalid_use_of_a_field_as_a_key():
    with pytest.raises(TypeError, match="unhashable"):
        {field(0)}


def test_invalid_evaluation_of_something_else():
    with pytest.raises(TypeError, match="not a filter"):
        dsl.evaluate(field(0), (1,))


def test_success_disassembly():
    code = compile_filter(~((field(0) > 18) & (field(258) < 5))).bytecode
    assert dsl.disassemble(code).split("\n") == [
        "0000  PUSH_FIELD 0",
        "0003  PUSH_CONST 0",
        "0006  GT",
        "0007  PUSH_FIELD 258",
        "000a  PUSH_CONST 1",
        "000d  LT",
        "000e  AND",
        "000f  NOT",
    ]
    assert dsl.disassemble(b"\x00\x22\x01\x00") == (
        "0000  unknown opcode 0x00\n0001  NOT\n0002  PUSH_FIELD with a truncated operand"
    )
    assert dsl.disassemble(b"") == ""


def test_success_disassembly_never_fails():
    for byte in range(256):
        assert dsl.disassemble(bytes([byte]))
