"""Attacks with numbers at the end of their range, each on contracts that have the weakness and on ours."""

from __future__ import annotations

from spec.dcm.filter_dsl import compile_filter, field
from spec.dcm.types import FilterProg, JobParams, Op
from tests.weaknesses.dcm.bazaar import Bazaar, ours, weak

TOP = 2**64 - 1


def answer(market: Bazaar, values: tuple[tuple[int, ...], ...], params: JobParams) -> int:
    """The result of a request about these rows."""
    market.sell(values)
    job = market.work(market.submit(params=params))
    market.do("buyer", "finalize", job)
    return market.decrypted(job, "buyer")[0]


def test_w_d18_rounding_does_not_leave_the_declared_interval() -> None:
    params = JobParams(Op.SUM, clamp_max=90_600, round_bucket=1_000)
    assert answer(weak("W-D18"), ((95_000,),), params) == 91_000
    assert answer(ours(), ((95_000,),), params) == 90_600


def test_w_d18_rounding_does_not_turn_the_largest_value_into_zero() -> None:
    params = JobParams(Op.SUM, round_bucket=1_000)
    assert answer(weak("W-D18"), ((TOP,),), params) == 0
    assert answer(ours(), ((TOP,),), params) == TOP // 1_000 * 1_000


def test_w_d19_constant_of_a_filter_is_not_cut() -> None:
    """A buyer asks who is below a bound that everybody is below."""
    below = compile_filter(field(0) < 5)
    params = JobParams(Op.COUNT, filter=FilterProg(below.bytecode, (2**64 + 5,)))
    assert answer(weak("W-D19"), ((3,), (7,)), params) == 1
    market = ours()
    market.sell()
    refused = market.refused("buyer", "submitRequest", 1, params, 0)
    assert refused == ("FilterVMConstantTooLarge", (0, 2**64 + 5))
