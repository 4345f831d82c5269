"""The compute budget prices exactly what the contract asks of the coprocessor for one row."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from fuzz.build.host_addresses import EXECUTOR
from fuzz.chain.receipt import Receipt
from spec.dcm import compute_budget, filter_vm
from spec.dcm.types import FilterProg, JobParams, Op
from tests.contracts.market import Market

BOOL, UINT32, UINT64 = 0, 4, 5
"""Type codes in byte 30 of a handle."""
PRICES = {
    ("FheAdd", UINT32, 0): 125_000,
    ("FheAdd", UINT64, 0): 162_000,
    ("FheMul", UINT64, 1): 365_000,
    ("FheLt", UINT64, 0): 146_000,
    ("FheMin", UINT64, 0): 219_000,
    ("FheMax", UINT64, 0): 218_000,
    ("FheGt", UINT64, 1): 117_000,
    ("FheGe", UINT64, 1): 116_000,
    ("FheLt", UINT64, 1): 118_000,
    ("FheLe", UINT64, 1): 119_000,
    ("FheEq", UINT64, 1): 83_000,
    ("FheNe", UINT64, 1): 84_000,
    ("FheBitAnd", BOOL, 0): 25_000,
    ("FheBitOr", BOOL, 0): 24_000,
}
"""Compute units by operation, type of the left operand and whether the right one is plaintext."""
UNARY_PRICES = {"Cast": 32, "TrivialEncrypt": 32, "FheNot": 2}


def measured(market: Market, receipt: Receipt) -> tuple[int, int]:
    """Sum of the prices of all operations of a transaction, and its longest chain, from the executor's events."""
    total = 0
    depths: dict[bytes, int] = {}
    for log in receipt.logs:
        event = market.world.events.decode(log)
        if event is None or event.address != EXECUTOR or event.name == "VerifyInput":
            continue
        price, operands = price_of(event.name, event.args)
        total += price
        depths[event.args["result"]] = price + max((depths.get(operand, 0) for operand in operands), default=0)
    return total, max(depths.values())


def price_of(name: str, args: dict[str, Any]) -> tuple[int, list[bytes]]:
    if name == "FheIfThenElse":
        return 55_000, [args["control"], args["ifTrue"], args["ifFalse"]]
    if name in UNARY_PRICES:
        return UNARY_PRICES[name], [] if name == "TrivialEncrypt" else [args["ct"]]
    scalar = int.from_bytes(args["scalarByte"], "big")
    return PRICES[name, args["lhs"][30], scalar], [args["lhs"]] if scalar else [args["lhs"], args["rhs"]]


def chain(random: Random, num_columns: int, comparisons: int) -> bytes:
    code = b""
    for position in range(comparisons):
        code += b"\x01" + random.randrange(num_columns).to_bytes(2, "big") + b"\x02\x00\x00"
        code += bytes([random.randrange(0x10, 0x16)]) + random.choice([b"", b"\x22"])
        code += bytes([random.choice([0x20, 0x21])]) if position else b""
    return code


@pytest.mark.parametrize("num_columns", [1, 2, 7, 32])
def test_success_a_row_costs_what_the_budget_says(market: Market, num_columns: int) -> None:
    random = Random(num_columns)
    types = [random.choice(["euint8", "euint32"]) for _ in range(num_columns)]
    row = market.encrypt_row([random.randrange(256) for _ in types], types)
    market.commit(100 + num_columns, [row], num_columns)
    ran = 0
    for trial in range(36):
        op = Op(trial % 6)
        code = chain(random, num_columns, random.choice([0, 1, 4, 15]))
        weights = tuple(random.choice([0, 0, 1, 3]) for _ in range(num_columns)) if op == Op.WEIGHTED_SUM else ()
        params = JobParams(op, 0, weights, 3 if op == Op.AVG_P else 0, filter=FilterProg(code, (9,)))
        cost = compute_budget.row_cost(op, num_columns, weights, filter_vm.cost(code))
        opened = market.open(100 + num_columns, params)
        if not opened.success:
            assert market.refusal(opened) == ("ComputeLimitExceeded", tuple(cost))
            continue
        pushed = market.must(market.push(market.argument(opened, "JobOpened", "jobId"), row, (), 0))
        total, depth = measured(market, pushed)
        assert total == cost.total, params
        assert depth <= cost.depth, params
        ran += 1
    assert ran >= 30


def test_success_the_most_weights_that_the_budget_admits_run_on_the_host(market: Market) -> None:
    row = market.encrypt_row([255] * 32, ["euint64"] * 32)
    market.commit(200, [row], 32)
    admitted = JobParams(Op.WEIGHTED_SUM, weights=(3,) * 22 + (0,) * 10)
    opened = market.must(market.open(200, admitted))
    market.must(market.push(market.argument(opened, "JobOpened", "jobId"), row, (), 0))
    refused = market.refusal(market.open(200, JobParams(Op.WEIGHTED_SUM, weights=(3,) * 24 + (0,) * 8)))
    assert refused is not None
    assert refused[0] == "ComputeLimitExceeded"
