"""Conservation: no wei appears, vanishes, or reaches the wrong party."""

from __future__ import annotations

from properties.catalogue import Family, Shape
from properties.dcm.catalogue import DCM_PROPERTIES
from spec.core import Step
from spec.dcm.state import Request, State
from spec.dcm.types import RequestStatus

TERMINAL = (RequestStatus.REJECTED, RequestStatus.COMPLETED)

SOLVENT = DCM_PROPERTIES.declare(
    "DCM-CON-01",
    family=Family.CONSERVATION,
    shape=Shape.STATE,
    target="JobManager",
    statement="The manager holds exactly what open requests and credits owe: the sum of base fee, allowance and debt "
    "over PENDING and ACCEPTED requests, plus all credits. On chain, coin forced in can only add to that.",
    remedy="Book every wei that comes in and zero every amount that goes out; pay only through the payments base.",
)

CONSERVED = DCM_PROPERTIES.declare(
    "DCM-CON-02",
    family=Family.CONSERVATION,
    shape=Shape.TRACE,
    target="JobManager",
    statement="For every request, at all times: coin submitted and topped up = paid to the seller + paid to the buyer "
    "+ still held.",
    remedy="Make every payment of a request reduce the stored amount it is paid from, in the same call.",
)

CHARGED = DCM_PROPERTIES.declare(
    "DCM-CON-03",
    family=Family.CONSERVATION,
    shape=Shape.STEP,
    target="JobManager",
    statement="A gas charge moves one amount from allowance to debt: at most gas used times the capped price, and "
    "at most the allowance.",
    remedy="Subtract and add the same cost; when the allowance is short refuse, or at finalization charge less.",
)

SETTLED = DCM_PROPERTIES.declare(
    "DCM-CON-04",
    family=Family.CONSERVATION,
    shape=Shape.STEP,
    target="JobManager",
    statement="When a request completes, the seller has received base fee and charges, the buyer all the rest.",
    remedy="Settle from the stored base fee, debt and allowance alone, each once.",
)

RECLAIMED = DCM_PROPERTIES.declare(
    "DCM-CON-05",
    family=Family.CONSERVATION,
    shape=Shape.STEP,
    target="JobManager",
    statement="When a stalled request is reclaimed, the seller gets exactly the outstanding debt and the buyer exactly "
    "allowance and base fee.",
    remedy="Pay the debt to the seller and the rest to the buyer; do not swap or merge the two.",
)

EMPTIED = DCM_PROPERTIES.declare(
    "DCM-CON-06",
    family=Family.CONSERVATION,
    shape=Shape.STATE,
    target="JobManager",
    statement="A REJECTED or COMPLETED request stores no base fee, no allowance and no debt.",
    remedy="Zero the three amounts on every terminal transition.",
)


def owed(r: Request) -> int:
    """What the manager still owes on account of a request, in wei."""
    return r.base_fee + r.compute_allowance + r.gas_debt_to_seller


@SOLVENT.always
def balance_is_what_is_owed(s: State) -> bool:
    """Balance = open requests + credits."""
    return s.balance == s.requests.total(owed) + s.total_credits


@SOLVENT.always
def total_credits_is_their_sum(s: State) -> bool:
    """The stored total is the sum over accounts."""
    return s.total_credits == s.credits.total()


@CONSERVED.for_each("requests")
def paid_and_held_is_deposited(s: State, request_id: int, r: Request) -> bool:
    """Deposited = paid to seller + paid to buyer + held."""
    return r.deposited == r.paid_to_seller + r.paid_to_buyer + owed(r)


@CONSERVED.on_step()
def coin_out_is_booked_on_requests_or_credits(step: Step) -> bool:
    """The contract's balance moves by what came in less what went out."""
    went_out = sum(transfer.amount for transfer in step.outcome.transfers)
    return bool(step.state.balance == step.before(step.state).balance + step.message.value - went_out)


@CHARGED.on_step("accept_request", "push_row", "finalize")
def charge_moves_allowance_to_debt(step: Step) -> bool | None:
    """Per request that was charged: what the allowance lost is what was charged, within gas times price."""
    r = request_of(step)
    if r is None:
        return None
    before = step.before(r)
    cost = r.charged - before.charged
    price = min(step.message.gas_price, r.max_gas_price)
    return bool(0 <= cost <= before.compute_allowance and cost <= step.message.gas_used * price)


@CHARGED.for_each("requests")
def charges_come_from_the_allowance(s: State, request_id: int, r: Request) -> bool | None:
    """While a request is open, deposit = agreed fee + allowance + charges, and charges = debt + paid to the seller."""
    if r.status in TERMINAL:
        return None
    return (
        r.deposited == r.agreed_fee + r.compute_allowance + r.charged
        and r.charged == r.gas_debt_to_seller + r.paid_to_seller
    )


@SETTLED.on_step("finalize")
def completion_pays_fee_and_charges(step: Step) -> bool | None:
    """Seller: agreed fee + charges. Buyer: deposit less both."""
    r = request_of(step)
    if r is None:
        return None
    to_seller = r.agreed_fee + r.charged
    return bool(r.paid_to_seller == to_seller and r.paid_to_buyer == r.deposited - to_seller)


@RECLAIMED.on_step("reclaim_stalled")
def reclaim_pays_debt_and_rest(step: Step) -> bool:
    """Seller: the debt. Buyer: fee and allowance."""
    r = step.state.requests[step.argument("request_id")]
    before = step.before(r)
    return bool(
        r.paid_to_seller - before.paid_to_seller == before.gas_debt_to_seller
        and r.paid_to_buyer - before.paid_to_buyer == before.base_fee + before.compute_allowance
    )


@EMPTIED.for_each("requests")
def closed_request_holds_nothing(s: State, request_id: int, r: Request) -> bool | None:
    """All three amounts are zero."""
    return owed(r) == 0 if r.status in TERMINAL else None


def request_of(step: Step) -> Request | None:
    """The request behind a step on a request or on its job; None for a direct job."""
    names = [parameter.name for parameter in step.action.parameters]
    if "request_id" in names:
        found: Request = step.state.requests[step.argument("request_id")]
        return found
    request_id = step.state.jobs[step.argument("job_id")].request_id
    return step.state.requests[request_id] if request_id else None
