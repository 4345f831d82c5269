"""The documented client code, run with ethers v6 against a node: real gas, real signatures, real access control."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzz.chain.errors import NotAllowed
from spec.dcm.filter_dsl import compile_filter, gt
from spec.dcm.gas_estimator import estimate_job_gas
from spec.dcm.post_processing import SENTINEL, post_process
from spec.dcm.types import Op, RequestStatus
from tests.clients.anvil import running
from tests.clients.changes import changes_in, documented_part, listed
from tests.clients.dcm.books import Books
from tests.clients.dcm.market import DATASETS, SNIPPETS, Market, Run

ETHER = 10**18
ADULT = 18
CLAMP_MAX, BUCKET = 100, 10
"""Post-processing of the complete direct job flow."""


@pytest.fixture(scope="module")
def market() -> Iterator[Market]:
    with running() as node:
        yield Market(node)


def adults(dataset_id: int) -> list[tuple[int, int]]:
    return [row for row in DATASETS[dataset_id].rows if row[0] > ADULT]


def income_of_adults(dataset_id: int) -> int:
    return sum(income for _, income in adults(dataset_id))


def print_gas(market: Market, run: Run) -> None:
    """Print what each function used, for people; no test asserts an amount of gas."""
    used = defaultdict(list)
    for transaction in run.transactions:
        used[market.name_of(transaction)].append(transaction.gas_used)
    for name, amounts in used.items():
        print(f"gas {name}: {len(amounts)} calls, {min(amounts):,} to {max(amounts):,}")


def check_money(market: Market, run: Run) -> Books:
    """Check what every party gained, to the wei."""
    books = Books(market, run)
    assert run.gains == {account: books.gains[account] for account in run.gains}
    assert run.gains[market.manager.address] == books.escrowed
    return books


def section(run: Run, heading: str, count: int = 0) -> list[str]:
    """Return what was printed under a heading, or under the `count`-th further one of that name."""
    starts = [number for number, line in enumerate(run.lines) if line == f"-- {heading}"]
    printed = run.lines[starts[count] + 1 :]
    return printed[: next((number for number, line in enumerate(printed) if line.startswith("-- ")), len(printed))]


# ---------------------------------------------------------------- complete flows


@pytest.mark.parametrize("dataset_id", [1, 2])
def test_success_complete_direct_job_flow(market: Market, dataset_id: int) -> None:
    run = market.run("direct_job_flow", datasetId=str(dataset_id))
    rows = len(DATASETS[dataset_id].rows)
    count = post_process(len(adults(dataset_id)), 0, CLAMP_MAX, BUCKET)
    answer = f"Result: {count}n" if len(adults(dataset_id)) >= DATASETS[dataset_id].k else "K-anonymity not met"
    assert run.lines == [
        f"Job {run.facts['jobId']} created",
        *(f"Row {row + 1}/{rows} processed" for row in range(rows)),
        "Job finalized!",
        answer,
    ]
    books = check_money(market, run)
    assert books.escrowed == 0
    print_gas(market, run)


def test_success_complete_request_flow(market: Market) -> None:
    run = market.run("request_flow", datasetId="1")
    request_id, rows = int(run.facts["requestId"]), len(DATASETS[1].rows)
    seller = [f"New request {request_id} for dataset 1", "Accepting request..."]
    seller += [*(f"Row {row + 1}/{rows}" for row in range(rows)), "Job complete, payment received!"]
    buyer = [f"Request {request_id} submitted", "Request completed!", f"Result: {income_of_adults(1)}n"]
    printed = list(dict.fromkeys(run.lines))  # the buyer's page may look twice before it is closed
    for side in (seller, buyer):
        assert [line for line in printed if line in side] == side
    assert "Request accepted, job in progress" in run.lines

    request = market.request(request_id)
    assert request["status"] == RequestStatus.COMPLETED
    assert (request["baseFee"], request["computeAllowance"], request["gasDebtToSeller"]) == (0, 0, 0)
    compiled = compile_filter(gt(0, ADULT))
    assert request["params"][-1] == (compiled.bytecode, compiled.consts)
    assert run.warnings == []
    print_gas(market, run)


def test_success_complete_request_flow_pays_to_the_wei(market: Market) -> None:
    run = market.run("request_flow", datasetId="1")
    books = check_money(market, run)
    charged = books.charged[int(run.facts["requestId"])]
    spent = dict.fromkeys(run.gains, 0)
    for transaction in run.transactions:
        spent[transaction.sender] += transaction.gas_used * transaction.gas_price
    base_fee, allowance = ETHER // 10, ETHER // 2
    assert 0 < charged < allowance
    print(f"payments at the threshold: {books.paid_at_threshold}")
    assert run.gains[market.seller] + spent[market.seller] == base_fee + charged
    assert run.gains[market.buyer] + spent[market.buyer] == allowance - charged - (base_fee + allowance)
    assert run.gains[market.manager.address] == 0


def test_success_the_seller_rejects_a_low_base_fee(market: Market) -> None:
    run = market.run("low_base_fee")
    request_id = int(run.facts["requestId"])
    assert run.lines == [f"New request {request_id} for dataset 1", "Base fee too low, rejecting"]
    assert market.request(request_id)["status"] == RequestStatus.REJECTED
    assert check_money(market, run).escrowed == 0


def test_success_estimated_gas_suffices_when_nothing_is_due_yet(market: Market) -> None:
    run = market.run("nothing_due")
    request_id = int(run.facts["requestId"])
    assert market.request(request_id)["status"] == RequestStatus.COMPLETED
    books = check_money(market, run)
    assert books.charged[request_id] > 0
    assert run.gains[market.manager.address] == 0


# ---------------------------------------------------------------- single snippets


def test_success_job_snippets(market: Market) -> None:
    run = market.run("job_snippets")
    rows = len(DATASETS[1].rows)
    jobs = run.facts["jobs"]
    assert section(run, "dataset 1") == [
        "Processed row 1/8",
        "Progress: 1/8",
        *(f"Processed row {row + 1}/{rows}" for row in range(1, rows)),
        "8/8 rows processed",
        "0 rows remaining",
        "Job finalized!",
        f"Encrypted result: {jobs[0]['encryptedResult']}",
        f"Valid result: {income_of_adults(1)}n",
    ]
    assert section(run, "dataset 2")[-1] == "Result suppressed: K-anonymity threshold not met"
    assert section(run, "dataset 3")[-1] == f"Result (may be invalid): {income_of_adults(3) % 2**64}n"
    assert run.warnings == ["Warning: Arithmetic overflow detected"]
    assert market.decrypt(jobs[1]["encryptedResult"], market.buyer)["value"] == str(SENTINEL)
    for job in jobs:
        for stranger in (market.stranger, market.seller):
            with pytest.raises(NotAllowed, match="has no persistent grant"):
                market.decrypt(job["encryptedResult"], stranger)
    print_gas(market, run)


def test_success_request_snippets(market: Market) -> None:
    behind = int(time.time()) - market.chain.now()
    run = market.run("request_snippets", secondsBehind=str(behind))
    ids = {name: int(request_id) for name, request_id in run.facts.items()}
    assert section(run, "submit_request") == [f"Request {ids['cancelled']} submitted with {6 * ETHER // 10} ETH"]
    assert section(run, "cancel_request") == [f"Request {ids['cancelled']} cancelled, refunded"]
    assert section(run, "reject_request") == [f"Request {ids['rejected']} rejected, buyer refunded"]
    for name in ("stalled", "low", "fresh"):
        job_id = market.request(ids[name])["jobId"]
        assert f"New request {ids[name]} for dataset 1" in run.lines
        assert f"Accepted request {ids[name]}, created job {job_id}" in run.lines
    assert section(run, "top_up_allowance") == [], "half an ether is not low"
    assert section(run, "top_up_allowance", 1) == [
        "Allowance low, topping up...",
        f"Added {3 * ETHER // 10} to allowance",
    ]
    assert section(run, "reclaim_stalled") == ["24.0 hours until reclaim available"]
    assert section(run, "reclaim_stalled", 1) == ["Job stalled, reclaiming funds...", "Funds reclaimed!"]

    books = check_money(market, run)
    paid_out = section(run, "request_payout")[0].removeprefix("Received payout of ")
    assert int(paid_out) == books.charged[ids["low"]] > 0
    statuses = {name: market.request(request_id)["status"] for name, request_id in ids.items()}
    ended = dict.fromkeys(("cancelled", "rejected", "stalled"), RequestStatus.REJECTED)
    assert statuses == ended | dict.fromkeys(("low", "fresh"), RequestStatus.ACCEPTED)
    print_gas(market, run)


def test_success_cost_estimate(market: Market) -> None:
    run = market.run("estimate_costs", mines_itself=True)  # so that the gas price stands still
    costs = estimate_job_gas(8, 2, Op.COUNT, 7) * int(run.facts["gasPrice"])
    assert int(run.facts["allowance"]) == costs * 12 // 10


# ---------------------------------------------------------------- the snippets are the documented ones


def snippets() -> list[Path]:
    return sorted(SNIPPETS.glob("*.mjs"))


def test_every_change_is_listed() -> None:
    changes = [change for snippet in snippets() for change in changes_in(snippet)]
    assert len(changes) > 10
    assert listed(SNIPPETS / "CHANGES.md") == changes


def test_every_mark_belongs_to_a_change() -> None:
    for snippet in snippets():
        marks = [line for line in documented_part(snippet) if line.startswith(("// was:", "// because:"))]
        assert len(marks) == 2 * len(list(changes_in(snippet))), snippet.name


def test_every_changed_line_fails_as_it_was_documented(market: Market) -> None:
    assert market.run("why_changed", mines_itself=True).facts == {
        "a pending request has status 0": False,
        "a pending request has status 0n": True,
        "BigInt(2 ** 128 - 1) is the sentinel": False,
        "a Number times a bigint": "TypeError",
        "a bigint literal with a fraction": "SyntaxError",
        "the package @fhevm/shared": "ERR_MODULE_NOT_FOUND",
        "the package @fhevm/react": "ERR_MODULE_NOT_FOUND",
        "the file ../misc/estimateJobGas_log": "ERR_MODULE_NOT_FOUND",
        "the next row while a row is pending": "RowOutOfOrder",
        "the job is open when finalize returns": True,
    }
