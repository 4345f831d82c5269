"""The closed cost formula against a meter that runs the contract's operations under the coprocessor's rule."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.dcm import compute_budget as budget
from spec.dcm import filter_vm as vm
from spec.dcm.compute_budget import ComputeLimitExceeded, Cost, row_cost
from spec.dcm.filter_dsl import and_, compile_filter, gt, le, not_, or_
from spec.dcm.filter_vm import Opcode
from spec.dcm.types import FilterProg, JobParams, Op

SOURCE = Path(__file__).parents[3] / "node_modules/@fhevm/host-contracts/contracts/HCULimit.sol"
NO_FILTER = vm.cost(b"")
LARGEST = and_(*(le(0, i) for i in range(64)))


class Meter:
    """Sums prices, and returns for each operation its price plus the largest depth among its operands."""

    def __init__(self):
        self.total = 0
        self.deepest = 0

    def spend(self, price, *operands):
        self.total += price
        depth = price + max(operands, default=0)
        self.deepest = max(self.deepest, depth)
        return depth

    def filter(self, code, fields):
        if not code:
            return self.spend(32)
        values, bools = [], []
        for _, opcode, operand in vm.instructions(code):
            price = budget.OPCODE_PRICE[opcode]
            if opcode == Opcode.PUSH_FIELD:
                values.append(fields[operand])
            elif opcode in vm.COMPARISONS:
                bools.append(self.spend(price, values.pop()))
            elif opcode == Opcode.NOT:
                bools.append(self.spend(price, bools.pop()))
            elif opcode in (Opcode.AND, Opcode.OR):
                bools.append(self.spend(price, bools.pop(), bools.pop()))
        return bools.pop()

    def add_kept(self, keep, value):
        """Returns the depth of the carry."""
        agg = self.spend(162_000, 32, self.spend(55_000, keep, value, self.spend(32)))
        return self.spend(146_000, agg, 32)

    def weighted(self, fields, weights):
        total = overflow = None
        for value, weight in zip(fields, weights, strict=True):
            if weight == 0:
                continue
            product = self.spend(365_000, value)
            checked = self.spend(117_000, value) if weight > 1 else None
            if total is None:
                total, overflow = product, self.spend(32) if checked is None else checked
                continue
            if checked is not None:
                overflow = self.spend(24_000, overflow, checked)
            before, total = total, self.spend(162_000, total, product)
            overflow = self.spend(24_000, overflow, self.spend(146_000, total, before))
        return (self.spend(32), self.spend(32)) if total is None else (total, overflow)


def metered(op, columns, weights, code):
    """Cost of one row, operation by operation; stored accumulators may be trivial encryptions of this transaction."""
    m = Meter()
    fields = [m.spend(32) for _ in range(columns)]
    keep = m.filter(code, fields)
    m.spend(125_000, 32, m.spend(55_000, keep, m.spend(32), m.spend(32)))
    if op in (Op.SUM, Op.AVG_P):
        m.spend(24_000, 32, m.add_kept(keep, fields[0]))
    elif op == Op.WEIGHTED_SUM:
        row_sum, row_overflow = m.weighted(fields, weights)
        carry = m.add_kept(keep, row_sum)
        m.spend(24_000, 32, m.spend(25_000, keep, m.spend(24_000, row_overflow, carry)))
    elif op in (Op.MIN, Op.MAX):
        extreme = m.spend(219_000 if op == Op.MIN else 218_000, 32, fields[0])
        m.spend(55_000, keep, m.spend(55_000, 32, extreme, fields[0]), 32)
        m.spend(24_000, 32, keep)
    return Cost(m.total, m.deepest)


WEIGHTS = st.lists(st.integers(0, 3), min_size=1, max_size=32)
FILTERS = st.recursive(
    st.builds(lambda build, constant: build(0, constant), st.sampled_from([gt, le]), st.integers(0, 9)),
    lambda inner: st.one_of(st.builds(and_, inner, inner), st.builds(or_, inner, inner), inner.map(not_)),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(Op), WEIGHTS)
def test_success_without_a_filter_the_formula_is_exact(op, weights):
    assert row_cost(op, len(weights), weights, NO_FILTER) == metered(op, len(weights), weights, b"")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(Op), WEIGHTS, FILTERS)
def test_success_with_a_filter_the_total_is_exact_and_the_depth_is_a_bound(op, weights, expression):
    code = compile_filter(expression).bytecode
    formula, run = row_cost(op, len(weights), weights, vm.cost(code)), metered(op, len(weights), weights, code)
    assert formula.total == run.total
    assert formula.depth >= run.depth


@pytest.mark.parametrize("build", [gt, le])
def test_success_on_a_left_chain_of_one_comparison_the_depth_is_exact(build):
    code = compile_filter(and_(*(build(0, i) for i in range(5)))).bytecode
    assert row_cost(Op.SUM, 1, (), vm.cost(code)) == metered(Op.SUM, 1, (), code)


@pytest.mark.parametrize(
    ("op", "columns", "cost"),
    [
        (Op.COUNT, 1, Cost(180_128, 180_032)),
        (Op.COUNT, 32, Cost(181_120, 180_032)),
        (Op.SUM, 32, Cost(568_152, 387_032)),
        (Op.AVG_P, 32, Cost(568_152, 387_032)),
        (Op.MIN, 32, Cost(534_120, 329_032)),
        (Op.MAX, 32, Cost(533_120, 328_032)),
        (Op.WEIGHTED_SUM, 1, Cost(1_098_160, 801_032)),
        (Op.WEIGHTED_SUM, 2, Cost(1_936_192, 963_032)),
        (Op.WEIGHTED_SUM, 3, Cost(2_774_224, 1_125_032)),
    ],
)
def test_success_costs_written_down_once(op, columns, cost):
    assert row_cost(op, columns, (2,) * columns, NO_FILTER) == cost


def largest_runnable(op, weight, program):
    """Most columns, up to 32, that `require_runnable` accepts."""
    accepted = 0
    for columns in range(1, 33):
        weights = (weight,) * columns if op == Op.WEIGHTED_SUM else ()
        try:
            budget.require_runnable(JobParams(op, weights=weights, filter=program), columns)
        except ComputeLimitExceeded:
            break
        accepted = columns
    return accepted


@pytest.mark.parametrize("op", [op for op in Op if op != Op.WEIGHTED_SUM])
def test_success_every_other_operation_runs_on_32_columns_with_the_largest_filter(op):
    assert largest_runnable(op, 0, compile_filter(LARGEST)) == 32


@pytest.mark.parametrize(
    ("weight", "filtered", "columns"),
    [(2, False, 23), (2, True, 12), (1, False, 26), (1, True, 15), (0, True, 32)],
)
def test_success_columns_on_which_a_weighted_sum_runs(weight, filtered, columns):
    program = compile_filter(LARGEST) if filtered else FilterProg()
    assert largest_runnable(Op.WEIGHTED_SUM, weight, program) == columns


def test_invalid_total_and_depth():
    with pytest.raises(ComputeLimitExceeded) as total:
        budget.require_runnable(JobParams(Op.WEIGHTED_SUM, weights=(2,) * 24), 24)
    assert total.value.values == (20_372_896, 4_527_032)
    with pytest.raises(ComputeLimitExceeded) as depth:
        budget.require_runnable(JobParams(Op.WEIGHTED_SUM, weights=(1,) * 27), 27)
    assert depth.value.values[0] < budget.MAX_TOTAL
    assert depth.value.values[1] >= budget.MAX_DEPTH


@pytest.mark.parametrize("limit", ["MAX_TOTAL", "MAX_DEPTH"])
def test_invalid_cost_equal_to_a_limit(limit, monkeypatch):
    cost = row_cost(Op.COUNT, 1, (), NO_FILTER)
    exact = cost.total if limit == "MAX_TOTAL" else cost.depth
    monkeypatch.setattr(budget, limit, exact + 1)
    budget.require_runnable(JobParams(Op.COUNT), 1)
    monkeypatch.setattr(budget, limit, exact)
    with pytest.raises(ComputeLimitExceeded):
        budget.require_runnable(JobParams(Op.COUNT), 1)


def price_in_source(function, fhe_type, scalar):
    """Price that the coprocessor's limit contract states for an operation."""
    text = SOURCE.read_text()
    body = text[text.index(f"function checkHCUFor{function}(") :]
    body = body[: body.index("\n    }\n")]
    if scalar is not None and "scalarByte == 0x01" in body:
        with_scalar, without = body.split("_adjustAndCheckFheTransactionLimitOneOp", 1)
        body = with_scalar if scalar else without
    return int(re.search(rf"FheType\.{fhe_type}\) \{{\s*opHCU = (\d+);", body).group(1))


@pytest.mark.parametrize(
    ("price", "function", "fhe_type", "scalar"),
    [
        (budget.CAST, "Cast", "Uint64", None),
        *((budget.TRIVIAL, "TrivialEncrypt", fhe_type, None) for fhe_type in ("Bool", "Uint32", "Uint64")),
        (budget.SELECT, "IfThenElse", "Uint32", None),
        (budget.SELECT, "IfThenElse", "Uint64", None),
        (budget.ADD_32, "FheAdd", "Uint32", False),
        (budget.ADD_64, "FheAdd", "Uint64", False),
        (budget.LT_64, "FheLt", "Uint64", False),
        (budget.MIN_64, "FheMin", "Uint64", False),
        (budget.MAX_64, "FheMax", "Uint64", False),
        (budget.MUL_64_SCALAR, "FheMul", "Uint64", True),
        (budget.GT_64_SCALAR, "FheGt", "Uint64", True),
        (budget.AND_BOOL, "FheBitAnd", "Bool", False),
        (budget.OR_BOOL, "FheBitOr", "Bool", False),
        (budget.NOT_BOOL, "FheNot", "Bool", None),
        *((budget.OPCODE_PRICE[op], f"Fhe{op.name.capitalize()}", "Uint64", True) for op in vm.COMPARISONS),
    ],
)
def test_success_prices_are_those_of_the_coprocessor(price, function, fhe_type, scalar):
    assert price_in_source(function, fhe_type, scalar) == price


def test_success_limits_are_those_of_the_coprocessor():
    text = SOURCE.read_text()
    for name, value in (("DEPTH_PER_TX", budget.MAX_DEPTH), ("UNITS_PER_TX", budget.MAX_TOTAL)):
        assert re.search(rf"{name} = ([\d_]+);", text).group(1) == f"{value:_}"
