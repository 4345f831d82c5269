"""Attacks on what an answer tells, each on contracts that have the weakness and on ours."""

from __future__ import annotations

import pytest

from fuzz.chain.errors import NotAllowed
from spec.dcm.filter_dsl import compile_filter, field
from spec.dcm.post_processing import SENTINEL
from spec.dcm.types import FilterProg, JobParams, Op
from tests.weaknesses.dcm.bazaar import SUM, Bazaar, ours, weak

WEIGHT = 2**16 - 1
THRESHOLD = (2**64 - 1) // WEIGHT
"""A weighted field above it overflows."""


def test_w_d13_overflow_flag_of_too_few_rows_tells_nothing() -> None:
    def ask(market: Bazaar, salary: int) -> tuple[int, bool]:
        """What a buyer learns about one person from a dataset that answers about three."""
        market.sell(((1, salary), (2, 10), (3, 20)), k=3)
        one = compile_filter(field(0) == 1)
        params = JobParams(Op.WEIGHTED_SUM, weights=(1, WEIGHT), filter=FilterProg(one.bytecode, one.consts))
        job = market.work(market.submit(params=params))
        market.do("buyer", "finalize", job)
        return market.decrypted(job, "buyer")

    assert [ask(weak("W-D13"), salary) for salary in (THRESHOLD - 1, THRESHOLD + 1)] == [
        (SENTINEL, False),
        (SENTINEL, True),
    ]
    assert {ask(ours(), salary) for salary in (THRESHOLD - 1, THRESHOLD + 1)} == {(SENTINEL, False)}


def test_w_d17_result_over_no_rows_is_not_given_out_as_a_value() -> None:
    def ask(market: Bazaar) -> int:
        """The least salary above all salaries, with a threshold of zero."""
        market.sell(((3,), (5,)), k=0)
        none = compile_filter(field(0) > 5)
        params = JobParams(Op.MIN, filter=FilterProg(none.bytecode, none.consts))
        job = market.work(market.submit(params=params))
        market.do("buyer", "finalize", job)
        return market.decrypted(job, "buyer")[0]

    assert ask(weak("W-D17")) == 0
    assert ask(ours()) == SENTINEL


def test_w_d26_grant_on_a_result_opens_no_other_job() -> None:
    def finish_and_start_another(market: Bazaar) -> int:
        """A job of another buyer that has just begun, after the buyer's own has ended."""
        market.sell()
        market.do("buyer", "finalize", market.work(market.submit()))
        return market.accept(market.submit("other_buyer", SUM))

    market = weak("W-D26")
    foreign = finish_and_start_another(market)
    assert market.opened_state(foreign, "minMaxInit", "buyer") == 0
    assert market.opened_state(foreign, "isOverflow", "buyer") == 0
    market = ours()
    foreign = finish_and_start_another(market)
    for name in ("minMaxInit", "isOverflow", "agg", "kept"):
        with pytest.raises(NotAllowed):
            market.opened_state(foreign, name, "buyer")
