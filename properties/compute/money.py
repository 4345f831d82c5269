"""Conservation and arithmetic of sessions: every unit of every asset is owed to somebody, and is paid once."""

from __future__ import annotations

from typing import Any

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from spec.compute.state import NATIVE, Session, State
from spec.compute.types import SessionStatus
from spec.core import Address, Step

ENDS = ("complete_session_job", "cancel_session", "trigger_session_timeout")
"""Actions that settle a session."""
TREASURY_ACTIONS = ("withdraw_treasury_native", "withdraw_treasury_tokens", "withdraw_all_treasury_fees")
OWNER_ACTIONS = (
    "pause",
    "unpause",
    "add_accepted_token",
    "remove_accepted_token",
    "set_token_limits",
    "set_dispute_window",
    "set_treasury",
)
BASIS_POINTS = 10_000
PRECISION = 1_000

SETTLED = COMPUTE_PROPERTIES.declare(
    "SES-CON-01",
    family=Family.CONSERVATION,
    shape=Shape.STEP,
    target="JobMarketplace",
    statement="A settlement divides the deposit once: gross is tokens times price over 1000, rounded down, the fee its "
    "share rounded down; host and fee together are the gross, the depositor gets the rest of the deposit.",
    remedy="Compute gross and fee once, from stored values, and derive the other two by subtraction.",
)
COIN_SOLVENT = COMPUTE_PROPERTIES.declare(
    "SES-CON-02",
    family=Family.CONSERVATION,
    shape=Shape.STATE,
    target="JobMarketplace",
    statement="The marketplace's coin is exactly what active sessions, deposits for later, fees and credits are owed. "
    "On chain, coin forced in can only add to that.",
    remedy="Book every wei that comes in, and reduce the books by every wei before it goes out.",
)
TOKENS_SOLVENT = COMPUTE_PROPERTIES.declare(
    "SES-CON-03",
    family=Family.CONSERVATION,
    shape=Shape.STATE,
    target="JobMarketplace",
    statement="For every token the same: what arrived, as measured, is what active sessions, deposits for later, fees "
    "and credits are owed.",
    remedy="Book the difference of the balance, never the amount that was asked for.",
)
EARNINGS_SOLVENT = COMPUTE_PROPERTIES.declare(
    "SES-CON-04",
    family=Family.CONSERVATION,
    shape=Shape.STATE,
    target="HostEarnings",
    statement="The earnings hold, asset by asset, exactly the sum of what hosts have and have not withdrawn.",
    remedy="Credit only what arrived with the same call, and reduce a host's amount before paying it.",
)
LEFT = COMPUTE_PROPERTIES.declare(
    "SES-CON-07",
    family=Family.CONSERVATION,
    shape=Shape.STEP,
    target="JobMarketplace",
    statement="An extension never takes deposit or time away. A cancellation pays the proven work and at most one "
    "proof interval of what is unspent, and refunds the rest exactly; no other way out is open sooner or cheaper.",
    remedy="Let the depositor complete only after the dispute window, and charge the early leaver through the same "
    "split.",
)
WITHIN_DEPOSIT = COMPUTE_PROPERTIES.declare(
    "SES-ARI-01",
    family=Family.ARITHMETIC,
    shape=Shape.STATE,
    target="JobMarketplace",
    statement="Proven tokens only grow, and their price never exceeds what was paid in.",
    remedy="Refuse a claim that takes the total above floor(deposit * 1000 / price).",
)
FEES_ONLY = COMPUTE_PROPERTIES.declare(
    "SES-ACC-02",
    family=Family.ACCESS,
    shape=Shape.STEP,
    target="JobMarketplace",
    statement="Owner and treasury can take the accrued fees and nothing else: no deposit of a session or of a user.",
    remedy="Pay the treasury from its own stored amount alone, and give the owner no function that moves money.",
)


def owed(s: State, asset: Address) -> int:
    """What the marketplace owes in an asset: sessions, deposits for later, fees, credits; in base units."""
    sessions = s.sessions.total(lambda r: r.deposit if r.payment_token == asset else 0)
    credits = s.total_credits if asset == NATIVE else s.total_token_credits[asset]
    return sessions + s.total_user_deposits[asset] + s.accumulated_treasury[asset] + credits


def received(step: Step, asset: Address, account: Address) -> Any:
    """What the marketplace gave an account in a step, pushed or as a credit, in base units as sent."""
    s = step.state
    if asset == NATIVE:
        pushed = sum(transfer.amount for transfer in step.outcome.transfers if transfer.to == account)
        return pushed + s.credits[account] - step.amount_before(s.credits, account)
    moved = sum(
        movement.amount
        for movement in step.outcome.movements
        if (movement.token, movement.payer, movement.payee) == (asset, s.marketplace, account)
    )
    credit = s.token_credits[asset, account] - step.amount_before(s.token_credits, (asset, account))
    return moved + credit


def session_of(step: Step) -> Session:
    """The session that a call names."""
    session: Session = step.state.sessions[step.argument("job_id")]
    return session


@SETTLED.on_step(*ENDS)
def the_deposit_is_divided_as_documented(step: Step) -> bool:
    """Gross, fee, net and refund by the documented formulas, from what was stored before."""
    r = session_of(step)
    before = step.before(r)
    gross = before.tokens_used * before.price_per_token // PRECISION + r.early_fee
    fee = gross * step.state.fee_bps // BASIS_POINTS
    return bool(
        r.treasury_fee == fee
        and r.paid_to_host + r.treasury_fee == gross
        and r.refunded + gross == before.deposit
        and r.deposit == 0
    )


@SETTLED.on_step(*ENDS)
def the_parts_go_to_host_treasury_and_depositor(step: Step) -> bool:
    """Each part arrives where it belongs; a fee that the token itself takes is the host's loss."""
    r, s = session_of(step), step.state
    asset = r.payment_token
    fee = s.accumulated_treasury[asset] - step.amount_before(s.accumulated_treasury, asset)
    earned = s.earnings[r.host, asset] - step.amount_before(s.earnings, (r.host, asset))
    sent = received(step, asset, s.host_earnings)
    kept = 0 if sent or asset == NATIVE else r.paid_to_host
    if r.host == r.depositor:
        return bool(fee == r.treasury_fee and received(step, asset, r.depositor) == r.refunded + kept)
    return bool(
        fee == r.treasury_fee
        and sent == r.paid_to_host - kept
        and earned <= sent
        and (earned == sent or asset != NATIVE)
        and received(step, asset, r.depositor) == r.refunded
    )


@COIN_SOLVENT.always
def coin_is_what_is_owed(s: State) -> bool:
    """Balance = active deposits + deposits for later + fees + credits."""
    return s.balance == owed(s, NATIVE) and s.total_credits == s.credits.total()


@COIN_SOLVENT.for_each("total_user_deposits")
def sums_of_deposits_for_later_are_true(s: State, asset: Address, total: int) -> bool:
    """The stored totals are the sums over users, asset by asset."""
    return total == s.user_deposits.total_where(lambda key: key[1] == asset)


@TOKENS_SOLVENT.for_each("token_balances")
def tokens_are_what_is_owed(s: State, token: Address, held: int) -> bool:
    """Units held = active deposits + deposits for later + fees + credits; the coin is no token."""
    credits = s.token_credits.total_where(lambda key: key[0] == token)
    if token == NATIVE:
        return held == 0 and s.total_token_credits[token] == 0 and credits == 0
    return held == owed(s, token) and s.total_token_credits[token] == credits


@TOKENS_SOLVENT.on_step()
def books_follow_what_moved(step: Step) -> bool | None:
    """The books of a token rise by what arrived, at most by what was asked, and fall by what was sent.

    Whoever has a payment sent to the marketplace itself gives it away: no book says so.
    """
    s, sender = step.state, step.message.sender
    mine = [one for one in step.outcome.movements if s.marketplace in (one.payer, one.payee)]
    if not mine:
        return None
    for token in [one.token for one in mine]:
        pulls = [one for one in mine if (one.token, one.payer, one.payee) == (token, sender, s.marketplace)]
        came = sum(min(one.arrived, one.amount) for one in pulls)
        went = sum(one.amount for one in mine if (one.token, one.payer) == (token, s.marketplace))
        if s.token_balances[token] != step.amount_before(s.token_balances, token) + came - went:
            return False
    return True


@EARNINGS_SOLVENT.for_each("earnings_held")
def earnings_are_the_hosts(s: State, asset: Address, held: int) -> bool:
    """Units held = stored total = sum over hosts."""
    hosts = s.earnings.total_where(lambda key: key[1] == asset)
    return held == s.total_earnings[asset] == hosts


@EARNINGS_SOLVENT.for_each_step("earnings")
def a_host_loses_earnings_only_by_withdrawing(
    step: Step, key: tuple[Address, Address], before: int, after: int
) -> bool | None:
    """Whoever has less afterwards made the call."""
    return None if after >= before else bool(step.message.sender == key[0])


@LEFT.on_step("extend_session")
def an_extension_only_adds(step: Step) -> bool:
    """Deposit, duration and payments never fall; price and parties stay."""
    r = session_of(step)
    before = step.before(r)
    added = r.deposit - before.deposit
    return bool(
        added >= 0
        and r.max_duration >= before.max_duration
        and r.paid_in - before.paid_in == added
        and (r.price_per_token, r.host, r.depositor, r.start_time)
        == (before.price_per_token, before.host, before.depositor, before.start_time)
    )


@LEFT.on_step("cancel_session")
def leaving_early_costs_at_most_an_interval(step: Step) -> bool:
    """The early fee is at most one interval's price and at most what is unspent."""
    r = session_of(step)
    before = step.before(r)
    unspent = before.deposit - before.tokens_used * before.price_per_token // PRECISION
    interval = before.proof_interval * before.price_per_token // PRECISION
    return bool(0 <= r.early_fee <= min(unspent, interval))


@LEFT.on_step(*ENDS)
def only_waiting_saves_the_early_fee(step: Step) -> bool | None:
    """A depositor who pays no early fee waited for the window or the timeout, or was left by the host."""
    r, s, now = session_of(step), step.state, step.message.now
    before = step.before(r)
    if step.message.sender != r.depositor:
        return None
    unspent = before.deposit - before.tokens_used * before.price_per_token // PRECISION
    whole = min(unspent, before.proof_interval * before.price_per_token // PRECISION)
    if r.early_fee == whole:
        return True
    waited = now >= max(before.start_time, before.last_proof_time) + before.dispute_window
    due = now > before.start_time + before.max_duration or now - before.last_proof_time > 3 * before.proof_interval
    node = s.nodes[r.host]
    gone = not node.active or node.staked_amount < 1000 * 10**18
    return bool(r.early_fee == 0 and (due or gone or (waited and step.action.name != "cancel_session")))


@WITHIN_DEPOSIT.for_each("sessions")
def proven_work_is_paid_for(s: State, job_id: int, r: Session) -> bool:
    """Price of the proven tokens <= what arrived for the session."""
    return r.tokens_used * r.price_per_token // PRECISION <= r.paid_in


@WITHIN_DEPOSIT.for_each("sessions")
def the_deposit_is_what_was_paid_in(s: State, job_id: int, r: Session) -> bool:
    """Paid in = still held, or host + fee + refund once it is over."""
    return r.paid_in == r.deposit + r.paid_to_host + r.treasury_fee + r.refunded


@WITHIN_DEPOSIT.for_each_step("sessions")
def proven_tokens_only_grow(step: Step, job_id: int, before: Session, r: Session) -> bool:
    """Nothing takes a proven token back."""
    return bool(r.tokens_used >= before.tokens_used)


@FEES_ONLY.for_each_step("accumulated_treasury", *TREASURY_ACTIONS)
def the_treasury_takes_its_fees(step: Step, asset: Address, before: int, after: int) -> bool:
    """Whatever left was an accrued fee, which is gone from the books, and went to the treasury."""
    s, taken = step.state, before - after
    all_or_nothing = taken == 0 or after == 0
    received_it = taken >= 0 and received(step, asset, s.treasury) == taken
    nobody_else = all(one.to == s.treasury for one in step.outcome.transfers)
    return bool(all_or_nothing and received_it and nobody_else and step.message.sender == s.treasury)


@FEES_ONLY.for_each_step("sessions", *TREASURY_ACTIONS, *OWNER_ACTIONS)
def deposits_are_not_touched(step: Step, job_id: int, before: Session, r: Session) -> bool:
    """No session's deposit changes under the owner's and the treasury's actions."""
    return bool(before.deposit == r.deposit)


@FEES_ONLY.for_each_step("user_deposits", *TREASURY_ACTIONS, *OWNER_ACTIONS)
def deposits_for_later_are_not_touched(step: Step, key: tuple[Address, Address], before: int, after: int) -> bool:
    """Nor does what users have funded ahead."""
    return before == after


@FEES_ONLY.on_step(*OWNER_ACTIONS)
def settings_move_no_money(step: Step) -> bool:
    """The owner's actions pay nobody."""
    return not step.outcome.transfers and not step.outcome.movements


@FEES_ONLY.at_end
def everyone_left_with_everything(s: State) -> bool:
    """After all exits were taken no session is active and nothing but fees is left."""
    active = any(r.status == SessionStatus.ACTIVE for r in s.sessions.values())
    return not active and s.balance == s.accumulated_treasury[NATIVE]
