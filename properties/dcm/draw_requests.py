"""Calls of the request lifecycle: submit, accept, reject, cancel, top up, pay out, reclaim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from properties.binding import Call, Chooser
from properties.dcm.actors import BUYERS, EVERYONE, actor_at
from properties.dcm.draw_datasets import some_dataset
from properties.dcm.draw_params import draw_params
from spec.dcm.requests import is_open, reclaimable_after
from spec.dcm.types import RequestStatus

GWEI = 10**9
GAS_PRICES = (0, 1, GWEI, 99 * GWEI, 100 * GWEI, 101 * GWEI, 1_000 * GWEI)
ETHER = 10**18
AMOUNTS = (0, 1, 10**15, 4 * 10**16, 5 * 10**16, 6 * 10**17, ETHER, 10 * ETHER)


def submit_request(chooser: Chooser, run: Any) -> Call | None:
    """A buyer submits a request with the default cap on the gas price."""
    return submission(chooser, run, "submit_request", ())


def submit_request_with_gas_price(chooser: Chooser, run: Any) -> Call | None:
    """A buyer submits a request with a cap of its own."""
    cap = chooser.integer("submit: cap", 0, 2**256 - 1, GAS_PRICES)
    return submission(chooser, run, "submit_request_with_gas_price", (cap,))


def submission(chooser: Chooser, run: Any, action: str, more: tuple[int, ...]) -> Call | None:
    """Base fee and allowance around the amounts that gas really costs; sometimes less coin than the fee."""
    dataset_id = some_dataset(chooser, run)
    if dataset_id is None:
        return None
    base_fee = chooser.integer("submit: fee", 0, 20 * ETHER, AMOUNTS)
    allowance = chooser.integer("submit: allowance", 0, 20 * ETHER, AMOUNTS)
    value = base_fee + allowance
    if base_fee and chooser.chance("submit: underpaid", 6):
        value = chooser.integer("submit: value", 0, base_fee - 1, (base_fee - 1,))
    buyer = chooser.pick("submit: buyer", BUYERS)
    params = draw_params(chooser, run, dataset_id, action)
    return Call(buyer, action, (dataset_id, params, base_fee, *more), value=value)


def accept_request(chooser: Chooser, run: Any) -> Call | None:
    """The seller accepts a pending request at some gas price."""
    return by_party(chooser, run, "accept_request", RequestStatus.PENDING, "seller", priced=True)


def reject_request(chooser: Chooser, run: Any) -> Call | None:
    """The seller declines a pending request."""
    return by_party(chooser, run, "reject_request", RequestStatus.PENDING, "seller")


def cancel_request(chooser: Chooser, run: Any) -> Call | None:
    """The buyer withdraws a pending request."""
    return by_party(chooser, run, "cancel_request", RequestStatus.PENDING, "buyer")


def request_payout(chooser: Chooser, run: Any) -> Call | None:
    """The seller asks for the debt of an accepted request."""
    return by_party(chooser, run, "request_payout", RequestStatus.ACCEPTED, "seller")


def reclaim_stalled(chooser: Chooser, run: Any) -> Call | None:
    """The buyer reclaims an accepted request: around the second in which that becomes possible, or at any time."""
    call = by_party(chooser, run, "reclaim_stalled", RequestStatus.ACCEPTED, "buyer")
    if call is None or call.arguments[0] not in run.state.requests:
        return call
    r = run.state.requests[call.arguments[0]]
    wait = wait_until(chooser, run, reclaimable_after(r), "reclaim")
    return Call(call.actor, call.action, call.arguments, advance=wait)


def top_up_allowance(chooser: Chooser, run: Any) -> Call | None:
    """The buyer adds to the allowance of an open request."""
    status = RequestStatus[chooser.pick("top up: status", ("PENDING", "ACCEPTED"))]
    call = by_party(chooser, run, "top_up_allowance", status, "buyer")
    if call is None:
        return None
    value = chooser.integer("top up: value", 0, ETHER, AMOUNTS)
    return Call(call.actor, call.action, call.arguments, value=value)


def by_party(
    chooser: Chooser, run: Any, action: str, status: RequestStatus, party: str, *, priced: bool = False
) -> Call | None:
    """A call on a request in the right status by the right party; sometimes the wrong status, party or id."""
    requests = run.state.requests
    if not len(requests):
        return None
    fitting = tuple(request_id for request_id, r in requests.items() if r.status == status)
    if fitting and chooser.chance(f"{action}: right status", 88):
        request_id = chooser.pick(f"{action}: which", fitting)
    elif chooser.chance(f"{action}: known id", 80):
        request_id = chooser.pick(f"{action}: any", tuple(requests))
    else:
        request_id = chooser.pick(f"{action}: unknown", (0, len(requests) + 1, 2**256 - 1))
    actor = chooser.pick(f"{action}: actor", EVERYONE)
    if request_id in requests and chooser.chance(f"{action}: right party", 88):
        actor = actor_at(run, getattr(requests[request_id], party))
    gas_price = chooser.pick(f"{action}: gas price", GAS_PRICES) if priced else 0
    return Call(actor, action, (request_id,), gas_price=gas_price)


def wait_until(chooser: Chooser, run: Any, moment: int, label: str) -> int:
    """Seconds from now to just before, at, or just after a moment; zero when it has passed."""
    kinds: dict[str, Callable[[], int]] = {
        "just before": lambda: moment - 1,
        "at": lambda: moment,
        "just after": lambda: moment + 1,
        "now": lambda: 0,
    }
    target = kinds[chooser.pick(f"{label}: when", tuple(kinds))]()
    return max(0, target - run.world.now)


def open_requests(run: Any) -> list[int]:
    """Ids of the requests that hold money."""
    return [request_id for request_id, r in run.state.requests.items() if is_open(r)]
