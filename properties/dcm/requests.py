"""The request lifecycle: who may act, in which order, until when, and that everybody can leave."""

from __future__ import annotations

from properties.catalogue import Family, Shape
from properties.dcm.catalogue import DCM_PROPERTIES
from properties.dcm.money import TERMINAL, request_of
from spec.core import Address, Message, Step, would
from spec.dcm.requests import is_open, reclaimable_after
from spec.dcm.state import DCM, MAX_JOB_DURATION, STALL_TIMEOUT, Request, State
from spec.dcm.types import RequestStatus

SELLER_ACTS = DCM_PROPERTIES.declare(
    "DCM-ACC-01",
    family=Family.ACCESS,
    shape=Shape.STEP,
    target="JobManager",
    statement="Only the seller recorded at submission accepts, rejects, pushes rows, asks for payout, or receives "
    "seller money.",
    remedy="Compare the caller with the snapshot of the seller, never with a live lookup, and pay that snapshot.",
)
BUYER_ACTS = DCM_PROPERTIES.declare(
    "DCM-ACC-02",
    family=Family.ACCESS,
    shape=Shape.STEP,
    target="JobManager",
    statement="Only the buyer cancels, tops up and reclaims.",
    remedy="Compare the caller with the stored buyer before anything else changes.",
)
ORDERED = DCM_PROPERTIES.declare(
    "DCM-SEQ-01",
    family=Family.SEQUENCING,
    shape=Shape.TRACE,
    target="JobManager",
    statement="A request moves only from PENDING to ACCEPTED to COMPLETED, or from PENDING or ACCEPTED to REJECTED; "
    "terminal statuses absorb.",
    remedy="Check the status before writing it, in every function that writes it.",
)
RECLAIMABLE = DCM_PROPERTIES.declare(
    "DCM-TIM-01",
    family=Family.TIMEOUT,
    shape=Shape.TRACE,
    target="JobManager",
    statement="Reclaiming works exactly when the request is ACCEPTED and more than 24 hours passed since the last "
    "activity or more than 30 days since acceptance; a seller who is active before the hard deadline is never cut off.",
    remedy="Refresh the activity time at acceptance and with every accepted row, and compare strictly.",
)
BOUNDED = DCM_PROPERTIES.declare(
    "DCM-TIM-02",
    family=Family.TIMEOUT,
    shape=Shape.TRACE,
    target="JobManager",
    statement="A buyer's coin is never locked for longer than 30 days after acceptance, whatever the seller does.",
    remedy="Keep a deadline from acceptance that nothing can move.",
)
UNBLOCKED = DCM_PROPERTIES.declare(
    "DCM-LIV-01",
    family=Family.LIVENESS,
    shape=Shape.TRACE,
    target="JobManager",
    statement="No party's payment can be blocked by another party's receiver code.",
    remedy="Push with a bounded stipend and keep a credit when the push fails; never require that it succeeds.",
)
BUYER_LEAVES = DCM_PROPERTIES.declare(
    "DCM-LIV-02",
    family=Family.LIVENESS,
    shape=Shape.TRACE,
    target="JobManager",
    statement="From every state the buyer alone can get all unspent coin out: by cancelling, or by reclaiming.",
    remedy="Let no exit depend on the seller, the registry or anybody's receiver.",
)
SELLER_PAID = DCM_PROPERTIES.declare(
    "DCM-LIV-03",
    family=Family.LIVENESS,
    shape=Shape.TRACE,
    target="JobManager",
    statement="Once the last row is in, the seller can finalize at once and get base fee and debt, without the buyer.",
    remedy="Charge at most the allowance at finalization, and let nothing but the row count and the status gate it.",
)
PRICED = DCM_PROPERTIES.declare(
    "DCM-ARI-06",
    family=Family.ARITHMETIC,
    shape=Shape.STEP,
    target="JobManager",
    statement="Reimbursement is gas used times at most the lower of transaction price and agreed cap, and only for the "
    "seller's own transactions.",
    remedy="Fix the cap at submission and charge only when the caller is the seller.",
)
EXPOSURE = DCM_PROPERTIES.declare(
    "DCM-ARI-07",
    family=Family.ARITHMETIC,
    shape=Shape.STEP,
    target="JobManager",
    statement="After each charge the debt is below the threshold; with a threshold of zero there is no debt.",
    remedy="Pay the whole debt as soon as it reaches the threshold, at the threshold itself too.",
)

SELLER_ACTIONS = ("accept_request", "reject_request", "request_payout", "push_row")
EDGES = {
    (RequestStatus.PENDING, RequestStatus.ACCEPTED): ("accept_request",),
    (RequestStatus.PENDING, RequestStatus.REJECTED): ("reject_request", "cancel_request"),
    (RequestStatus.ACCEPTED, RequestStatus.REJECTED): ("reclaim_stalled",),
    (RequestStatus.ACCEPTED, RequestStatus.COMPLETED): ("finalize",),
}
"""The only changes of status, and the actions that make them."""


@SELLER_ACTS.on_step(*SELLER_ACTIONS)
def caller_was_the_seller_of_the_request(step: Step) -> bool | None:
    """The sender is the snapshot's seller."""
    r = request_of(step)
    return None if r is None else bool(step.message.sender == r.seller)


@SELLER_ACTS.on_step()
def seller_money_goes_to_the_seller(step: Step) -> bool | None:
    """Whoever is paid is the seller or the buyer of the request, each as much as was booked for it."""
    if step.action.name not in (*SELLER_ACTIONS, "finalize", "reclaim_stalled", "cancel_request"):
        return None
    r = request_of(step)
    if r is None:
        return None
    before = step.before(r)
    to_seller, to_buyer = r.paid_to_seller - before.paid_to_seller, r.paid_to_buyer - before.paid_to_buyer
    if r.seller == r.buyer:
        return bool(received(step, r.seller) == to_seller + to_buyer)
    if any(transfer.to not in (r.seller, r.buyer) for transfer in step.outcome.transfers):
        return False
    return bool(received(step, r.seller) == to_seller and received(step, r.buyer) == to_buyer)


def received(step: Step, account: Address) -> int:
    """What an account got in a step, pushed or as credit, in wei."""
    pushed: int = sum(transfer.amount for transfer in step.outcome.transfers if transfer.to == account)
    return pushed + step.state.credits[account] - step.amount_before(step.state.credits, account)


@BUYER_ACTS.on_step("cancel_request", "top_up_allowance", "reclaim_stalled")
def caller_was_the_buyer(step: Step) -> bool:
    """The sender is the stored buyer."""
    return bool(step.message.sender == step.state.requests[step.argument("request_id")].buyer)


@ORDERED.for_each_step("requests")
def status_follows_the_lifecycle(step: Step, request_id: int, before: Request, r: Request) -> bool | None:
    """Every changed status is an edge of the lifecycle, made by an action of that edge."""
    if before.status == r.status:
        return None
    return any(
        before.status == source and r.status == target and step.action.name in actions
        for (source, target), actions in EDGES.items()
    )


@ORDERED.on_step("submit_request", "submit_request_with_gas_price")
def new_request_is_pending(step: Step) -> bool:
    """A request starts its life as PENDING."""
    return bool(step.state.requests[step.outcome.returned].status == RequestStatus.PENDING)


@RECLAIMABLE.on_step("reclaim_stalled")
def reclaim_came_late_enough(step: Step) -> bool:
    """It succeeded only after a day of inactivity or after the hard deadline."""
    r = step.before(step.state.requests[step.argument("request_id")])
    now = step.message.now
    return bool(now > r.timestamp + STALL_TIMEOUT or now > r.accepted_at + MAX_JOB_DURATION)


@RECLAIMABLE.on_step("accept_request", "push_row")
def activity_is_noted(step: Step) -> bool | None:
    """Acceptance and every accepted row restart the day that the seller has."""
    r = request_of(step)
    return None if r is None else bool(r.timestamp == step.message.now)


@RECLAIMABLE.on_refusal("reclaim_stalled")
def reclaim_by_the_buyer_was_refused_in_time_only(step: Step) -> bool | None:
    """The buyer of an accepted request is refused only while the seller still has time."""
    request_id = step.argument("request_id")
    if request_id not in step.state.requests or step.message.value:
        return None
    r = step.state.requests[request_id]
    if r.status != RequestStatus.ACCEPTED or step.message.sender != r.buyer:
        return None
    return bool(
        step.message.now <= r.timestamp + STALL_TIMEOUT and step.message.now <= r.accepted_at + MAX_JOB_DURATION
    )


@BOUNDED.for_each("requests", inductive=False)
def buyer_can_leave_after_thirty_days(s: State, request_id: int, r: Request) -> bool | None:
    """A second after the hard deadline reclaiming succeeds, whatever was done since acceptance."""
    if r.status != RequestStatus.ACCEPTED:
        return None
    message = Message(r.buyer, now=r.accepted_at + MAX_JOB_DURATION + 1)
    message.environment.accepts = lambda account, all_gas: False
    return would(DCM["reclaim_stalled"], s, message, (request_id,)).ok


@BOUNDED.on_step("accept_request")
def acceptance_time_is_the_present(step: Step) -> bool:
    """Acceptance writes down when it happens."""
    return bool(step.state.requests[step.argument("request_id")].accepted_at == step.message.now)


@BOUNDED.for_each_step("requests")
def acceptance_time_never_moves(step: Step, request_id: int, before: Request, r: Request) -> bool | None:
    """The time of acceptance is written once, by acceptance."""
    return None if before.status == RequestStatus.PENDING else before.accepted_at == r.accepted_at


PAYING = ("reject_request", "cancel_request", "request_payout", "reclaim_stalled", "finalize", "accept_request")


@UNBLOCKED.on_refusal(*PAYING)
def refusal_was_not_because_of_a_payee(step: Step) -> bool:
    """No payment makes a call of the lifecycle fail."""
    return step.outcome.name not in ("WithdrawalFailed", "Panic")


@UNBLOCKED.on_step(*PAYING)
def refused_push_became_a_credit(step: Step) -> bool | None:
    """What a payee refused is owed to exactly that payee."""
    credited = [event.values for event in step.outcome.events if type(event).__name__ == "PaymentCredited"]
    if not credited:
        return None
    s = step.state
    return all(
        s.credits[payee]
        == step.amount_before(s.credits, payee) + sum(amount for other, amount in credited if other == payee)
        for payee, _ in credited
    )


@BUYER_LEAVES.for_each("requests", inductive=False)
def buyer_can_leave_alone(s: State, request_id: int, r: Request) -> bool | None:
    """Cancel now, or reclaim after the deadline, succeeds whatever every receiver does."""
    if not is_open(r):
        return None
    exit_now = r.status == RequestStatus.PENDING
    message = Message(r.buyer, now=reclaimable_after(r) + 1)
    message.environment.accepts = lambda account, all_gas: False
    return would(DCM["cancel_request" if exit_now else "reclaim_stalled"], s, message, (request_id,)).ok


@BUYER_LEAVES.at_end
def everyone_left_with_everything(s: State) -> bool:
    """After all exits were taken the manager holds nothing and owes nothing."""
    return s.balance == 0 and s.total_credits == 0 and all(r.status in TERMINAL for r in s.requests.values())


@SELLER_PAID.for_each("requests", inductive=False)
def seller_of_a_complete_job_can_finalize(s: State, request_id: int, r: Request) -> bool | None:
    """With every row in, finalization succeeds at any gas cost, whatever every receiver does."""
    if r.status != RequestStatus.ACCEPTED or s.jobs[r.job_id].processed_rows != r.row_count:
        return None
    message = Message(r.seller, now=r.timestamp, gas_price=r.max_gas_price)
    message.environment.gas_used = 30_000_000
    message.environment.accepts = lambda account, all_gas: False
    return would(DCM["finalize"], s, message, (r.job_id,)).ok


@PRICED.on_step()
def charge_is_the_sellers_gas_at_the_capped_price(step: Step) -> bool | None:
    """Every charge: by the seller, at no more than both prices, no more than gas times price."""
    charges = [event.values for event in step.outcome.events if type(event).__name__ == "GasCharged"]
    if not charges:
        return None
    for request_id, gas_used, price, cost in charges:
        r = step.state.requests[request_id]
        fair = price <= step.message.gas_price and price <= r.max_gas_price and cost <= gas_used * price
        if step.message.sender != r.seller or not fair:
            return False
    return True


@PRICED.on_step("accept_request", "push_row")
def seller_is_reimbursed_in_full(step: Step) -> bool | None:
    """What is charged is the gas used times the lower of the two prices, not less."""
    r = request_of(step)
    if r is None:
        return None
    price = min(step.message.gas_price, r.max_gas_price)
    return bool(r.charged - step.before(r).charged == step.message.gas_used * price)


@PRICED.on_step("finalize", "cancel_request", "top_up_allowance", "reclaim_stalled")
def others_gas_costs_nothing(step: Step) -> bool | None:
    """A call by anybody but the seller changes no charge."""
    r = request_of(step)
    if r is None or step.message.sender == r.seller:
        return None
    return bool(step.before(r).charged == r.charged)


@EXPOSURE.on_step("accept_request", "push_row")
def debt_is_below_the_threshold(step: Step) -> bool | None:
    """Debt < threshold, or both zero."""
    r = request_of(step)
    if r is None:
        return None
    threshold = step.state.payment_threshold
    return bool(r.gas_debt_to_seller < threshold or (threshold == 0 and r.gas_debt_to_seller == 0))
