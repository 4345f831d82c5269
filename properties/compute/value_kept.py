"""Over all contracts: no function keeps coin, tokens or FAB beyond the obligation that it records, and none is lost."""

from __future__ import annotations

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from properties.compute.money import ENDS
from spec.compute.state import NATIVE, Node, Proposal, Session, State
from spec.core import Address, Ledger, Movement, Step, Transfer

EXACT = COMPUTE_PROPERTIES.declare(
    "JOB-CON-05",
    family=Family.CONSERVATION,
    shape=Shape.STEP,
    target="JobMarketplace",
    statement="Whatever a call brings, coin, tokens or FAB, the contracts record as much more that they owe, or pass "
    "it on: none keeps value beyond what it has recorded, and between them nothing is lost.",
    remedy="Compare what came with the sum of what the call records, and refuse any other.",
)

BY_ASSET = ("total_user_deposits", "accumulated_treasury", "earnings_held", "total_escrowed", "accrued_fees")
"""Amounts that are owed in each asset."""
IN_COIN = (
    "total_credits",
    "incentive_pool",
    "escrow_total_credits",
    "total_streamed",
    "total_wallet_deposits",
    "integration_total_credits",
)
"""Amounts that are owed in coin alone."""
OF_TOKENS = (*BY_ASSET, "total_token_credits", "escrow_total_token_credits")
"""Amounts that are owed in each token."""
FEE = 100 * 10**18
"""Base units of FAB that a proposal of a model costs."""
GIVING = ("transfer", "transfer_from")
"""Actions by which anybody may give FAB to a contract."""


@EXACT.on_step()
def what_came_is_owed_or_gone(step: Step) -> bool | None:
    """Coin of the call = rise of what is owed + coin that left the protocol."""
    if step.message.value == 0:
        return None
    left = sum(one.amount for one in step.outcome.transfers if not is_passed_on(step, one))
    return step.message.value == rise_of_obligations(step) + left


@EXACT.on_step()
def books_rise_by_what_came(step: Step) -> bool:
    """Coin by the contracts' own books rises by what came with the call, less what left the protocol."""
    s = step.state
    before = step.before(s)
    left = sum(one.amount for one in step.outcome.transfers if not is_passed_on(step, one))
    earned = s.earnings_held[NATIVE] - step.amount_before(s.earnings_held, NATIVE)
    rise = s.balance + s.escrow_balance + s.integration_balance + earned
    return bool(rise - before.balance - before.escrow_balance - before.integration_balance == step.message.value - left)


def is_passed_on(step: Step, one: Transfer) -> bool:
    """Whether one of the contracts hands coin to another, which books it: posts to the escrow, earnings of sessions.

    Whoever has a payment sent to one of the contracts themselves gives it away; but they take no coin that way.
    """
    s = step.state
    posted = one.to == s.payment_escrow and one.payer == s.marketplace
    ordered = one.to == s.marketplace and one.payer == s.account_integration
    return posted or ordered or (one.to == s.host_earnings and step.action.name in ENDS)


def contracts(s: State) -> tuple[str, ...]:
    """The protocol's contracts that hold coin."""
    return s.marketplace, s.host_earnings, s.payment_escrow, s.account_integration


@EXACT.on_step()
def tokens_that_came_are_owed_or_gone(step: Step) -> bool | None:
    """For each token: what came from outside = rise of what is owed + what left + what was lost between contracts."""
    moved = step.outcome.movements
    if not moved:
        return None
    own = contracts(step.state)
    for token in [one.token for one in moved]:
        mine = [one for one in moved if one.token == token]
        came = sum(min(one.arrived, one.amount) for one in mine if one.payee in own and one.payer not in own)
        left = sum(one.amount for one in mine if one.payer in own and one.payee not in own)
        lost = sum(one.amount - kept_of(step, one) for one in mine if one.payer in own and one.payee in own)
        if came != rise_in_token(step, token) + left + lost:
            return False
    return True


def kept_of(step: Step, one: Movement) -> int:
    """What a contract books of a token that another sends it: the earnings what arrived, others nothing."""
    earned = one.payee == step.state.host_earnings and step.action.name in ENDS
    return min(one.arrived, one.amount) if earned else 0


def rise_in_token(step: Step, token: Address) -> int:
    """How much more of a token the contracts owe after a call, by what they have recorded."""
    s, rise = step.state, 0
    for name in OF_TOKENS:
        ledger: Ledger[str] = getattr(s, name)
        rise += ledger[token] - step.amount_before(ledger, token)
    return rise + rise_of_sessions(step, token)


@EXACT.on_step()
def fab_changes_hands_and_is_owed(step: Step) -> bool:
    """No FAB is made or lost; the registries and the proofs hold as much more as they owe, unless it is given."""
    s = step.state
    own = (s.node_registry, s.model_registry, s.job_proofs)
    made = s.fab_balances.total() - step.total_before("fab_balances")
    given = sum(s.fab_balances[one] - step.amount_before(s.fab_balances, one) for one in own) - rise_of_fab(step)
    giving = step.action.name in GIVING or s.nodes_treasury in own or s.models_treasury in own
    return bool(made == 0 and (given == 0 or (giving and given > 0)))


def rise_of_fab(step: Step) -> int:
    """How much more FAB is owed after a call: stakes of hosts and challengers, locked votes, fees of proposals."""
    s, before = step.state, step.before(step.state)
    stakes = s.nodes.total(staked) - step.total_before("nodes", staked) + s.total_staked - before.total_staked
    votes = s.locked_votes.total() - step.total_before("locked_votes")
    fees = s.proposals.total(open_fee) - step.total_before("proposals", open_fee)
    return stakes + votes + fees + s.sweepable_fees - before.sweepable_fees


def staked(node: Node) -> int:
    """A host's stake."""
    return node.staked_amount


def open_fee(p: Proposal) -> int:
    """What the registry holds for the fee of a proposal."""
    return 0 if p.closed else FEE


def rise_of_obligations(step: Step) -> int:
    """How much more coin the contracts owe after a call, by what they have recorded."""
    s, before = step.state, step.before(step.state)
    rise: int = sum(getattr(s, name) - getattr(before, name) for name in IN_COIN)
    for name in BY_ASSET:
        ledger: Ledger[str] = getattr(s, name)
        rise += ledger[NATIVE] - step.amount_before(ledger, NATIVE)
    return rise + rise_of_sessions(step, NATIVE)


def rise_of_sessions(step: Step, asset: Address) -> int:
    """How much more of an asset sessions hold after a call."""

    def deposit(r: Session) -> int:
        return r.deposit if r.payment_token == asset else 0

    return step.state.sessions.total(deposit) - step.total_before("sessions", deposit)
