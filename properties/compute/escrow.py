"""Conservation of what is paid for prompt jobs: each record pays one side once, and the escrow holds what it owes."""

from __future__ import annotations

from typing import Any

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from properties.compute.exits import against_everybody
from properties.compute.jobs import ENDS_OF_JOBS, STRANGER
from spec.compute.job_types import EscrowStatus, JobStatus
from spec.compute.state import COMPUTE, ESCROW, NATIVE, Escrow, State
from spec.core import Address, Step, would

DISPUTE_PERIOD = 14 * 86_400
LIVE = (EscrowStatus.HELD, EscrowStatus.IN_DISPUTE)

PAID_ONCE = COMPUTE_PROPERTIES.declare(
    "JOB-CON-01",
    family=Family.CONSERVATION,
    shape=Shape.STEP,
    target="PaymentEscrow",
    statement="Of each job's payment exactly the amount in escrow leaves, once, in its own asset: to the host less the "
    "fee of its creation, or to the renter in full. A bonus is never more than the fee.",
    remedy="End the record before the payment, derive the net amount by subtraction, and let no status come back.",
)
ESCROW_SOLVENT = COMPUTE_PROPERTIES.declare(
    "JOB-CON-02",
    family=Family.CONSERVATION,
    shape=Shape.STATE,
    target="PaymentEscrow",
    statement="The escrow holds, asset by asset, exactly the sum of the records that have not paid, the accrued fees, "
    "the pool of bonuses and credits; fees leave to the treasury alone, the pool as bonuses alone.",
    remedy="Book what arrives, and reduce a record, the fees or the pool by every unit before it leaves.",
)
DISPUTES_END = COMPUTE_PROPERTIES.declare(
    "JOB-TIM-01",
    family=Family.TIMEOUT,
    shape=Shape.STEP,
    target="PaymentEscrow",
    statement="A dispute is ruled on within 14 days, or the renter gets everything back at anyone's call.",
    remedy="Compare the time with the dispute's begin plus 14 days in both ways, and leave no second between them.",
)


# ---------------------------------------------------------------- one payment for each record


@PAID_ONCE.for_each("escrows")
def a_record_pays_one_side(s: State, key: bytes, e: Escrow) -> bool:
    """Held = paid in; or the host's part and the fee are all of it; or the refund is."""
    parts = (e.amount, e.paid_to_host + e.fee, e.refunded)
    if e.status in LIVE:
        return parts == (e.paid_in, 0, 0)
    return e.paid_in > 0 and parts in ((0, e.paid_in, 0), (0, 0, e.paid_in))


@PAID_ONCE.for_each("escrows")
def the_fee_is_that_of_creation(s: State, key: bytes, e: Escrow) -> bool | None:
    """Fee = share of what was paid in, rounded down, at most a tenth; a bonus only for coin, and at most the fee."""
    if e.paid_to_host == 0:
        return e.fee == 0 and e.bonus == 0
    bonus = e.bonus <= min(e.fee, e.paid_to_host // 10) and (e.bonus == 0 or e.token == NATIVE)
    return bool(e.fee == e.paid_in * e.fee_bps // 10_000 and e.fee <= e.paid_in // 10 and bonus)


@PAID_ONCE.for_each_step("escrows")
def the_terms_of_a_record_stay(step: Step, key: bytes, before: Escrow, e: Escrow) -> bool:
    """Job, renter, asset, fee and what came never change."""
    terms = (before.job_id, before.renter, before.token, before.fee_bps, before.paid_in)
    return bool(terms == (e.job_id, e.renter, e.token, e.fee_bps, e.paid_in))


@PAID_ONCE.for_each_step("escrows")
def what_has_paid_pays_no_more(step: Step, key: bytes, before: Escrow, e: Escrow) -> bool | None:
    """A record that is over stays as it is."""
    if before.status in LIVE:
        return None
    paid = (before.status, before.amount, before.paid_to_host, before.fee, before.bonus, before.refunded)
    return bool(paid == (e.status, e.amount, e.paid_to_host, e.fee, e.bonus, e.refunded))


@PAID_ONCE.for_each("escrows")
def job_and_money_agree(s: State, key: bytes, e: Escrow) -> bool:
    """A paid job has paid its host, a refunded one its renter, and any other has its money here."""
    r = s.prompt_jobs[e.job_id]
    if r.status == JobStatus.PAID:
        return e.paid_to_host > 0
    if r.status == JobStatus.REFUNDED:
        return e.refunded > 0
    return e.amount == e.paid_in and (e.status == EscrowStatus.IN_DISPUTE) == (r.status == JobStatus.DISPUTED)


@PAID_ONCE.for_each_step("escrows", *ENDS_OF_JOBS)
def a_party_gets_what_its_records_say(step: Step, key: bytes, before: Escrow, e: Escrow) -> bool | None:
    """Whoever a record that ended has paid got as much as all records that ended say, in the record's asset."""
    if before.status not in LIVE or e.status in LIVE:
        return None
    party = e.renter if e.paid_to_host == 0 else e.host
    return bool(given_to(step, e.token, party) == due_to(step, e.token, party))


@PAID_ONCE.on_step(*ENDS_OF_JOBS)
def nobody_else_is_paid(step: Step) -> bool:
    """Whoever the escrow pays gets what records that ended say, and nothing more."""
    coin = [one.to for one in step.outcome.transfers if is_paid_by_the_escrow(step, one.payer)]
    tokens = [(one.token, one.payee) for one in step.outcome.movements if one.payer == step.state.payment_escrow]
    owed = [given_to(step, NATIVE, account) == due_to(step, NATIVE, account) for account in coin]
    return all(owed) and all(given_to(step, *one) == due_to(step, *one) for one in tokens)


@PAID_ONCE.for_each_step("escrow_credits", *ENDS_OF_JOBS)
def nobody_else_has_a_credit(step: Step, account: Address, before: int, now: int) -> bool | None:
    """A credit in coin rises by what records that ended say."""
    return None if now <= before else bool(given_to(step, NATIVE, account) == due_to(step, NATIVE, account))


@PAID_ONCE.for_each_step("escrow_token_credits", *ENDS_OF_JOBS)
def nobody_else_has_a_token_credit(step: Step, key: tuple[Address, Address], before: int, now: int) -> bool | None:
    """A credit in a token rises by what records that ended say."""
    return None if now <= before else bool(given_to(step, *key) == due_to(step, *key))


def given_to(step: Step, asset: Address, account: Address) -> int:
    """What the escrow gave an account in a step, pushed or as a credit, in base units as sent."""
    s = step.state
    if asset == NATIVE:
        sent = [one for one in step.outcome.transfers if is_paid_by_the_escrow(step, one.payer)]
        pushed = sum(one.amount for one in sent if one.to == account)
        return pushed + s.escrow_credits[account] - step.amount_before(s.escrow_credits, account)
    mine = [one for one in step.outcome.movements if one.payer == s.payment_escrow]
    moved = sum(one.amount for one in mine if one.token == asset and one.payee == account)
    key = (asset, account)
    return moved + s.escrow_token_credits[key] - step.amount_before(s.escrow_token_credits, key)


def is_paid_by_the_escrow(step: Step, payer: Address) -> bool:
    """Whether coin leaves the escrow; a transfer that names no payer leaves the contract that was called."""
    return payer == step.state.payment_escrow or (step.action.contract == ESCROW and payer == "")


def due_to(step: Step, asset: Address, account: Address) -> int:
    """How much more than before all records together have paid an account, in an asset."""

    def part(e: Escrow) -> int:
        return part_of(e, asset, account)

    return step.state.escrows.total(part) - step.total_before("escrows", part)


def part_of(e: Escrow, asset: Address, account: Address) -> int:
    """What a record has paid an account, in an asset."""
    if e.token != asset:
        return 0
    refunded = e.refunded if e.renter == account else 0
    return refunded + (e.paid_to_host + e.bonus if e.host == account else 0)


# ---------------------------------------------------------------- what the escrow holds


@ESCROW_SOLVENT.always
def the_escrows_coin_is_what_is_owed(s: State) -> bool:
    """Balance = unpaid records + accrued fees + pool + credits."""
    owed = s.total_escrowed[NATIVE] + s.accrued_fees[NATIVE] + s.incentive_pool + s.escrow_total_credits
    return s.escrow_balance == owed and s.escrow_total_credits == s.escrow_credits.total()


@ESCROW_SOLVENT.for_each("escrow_token_balances")
def the_escrows_tokens_are_what_is_owed(s: State, token: Address, held: int) -> bool:
    """Units held = unpaid records + accrued fees + credits; the coin is no token."""
    credits = s.escrow_token_credits.total_where(lambda key: key[0] == token)
    if token == NATIVE:
        return held == 0 and credits == 0
    owed = s.total_escrowed[token] + s.accrued_fees[token] + credits
    return held == owed and s.escrow_total_token_credits[token] == credits


@ESCROW_SOLVENT.for_each("total_escrowed")
def the_sum_of_records_is_true(s: State, asset: Address, total: int) -> bool:
    """The stored totals are the sums over records, asset by asset."""
    return total == s.escrows.total(lambda e: e.amount if e.token == asset else 0)


@ESCROW_SOLVENT.for_each_step("accrued_fees")
def fees_leave_to_the_treasury(step: Step, token: Address, before: int, now: int) -> bool | None:
    """Fees fall only as a whole, and the treasury got them."""
    if now >= before:
        return None
    paid = given_to(step, token, step.state.escrow_treasury) == before
    return bool(step.action.name == "withdraw_fees" and now == 0 and paid)


@ESCROW_SOLVENT.on_step()
def the_pool_leaves_as_bonuses(step: Step) -> bool | None:
    """The pool falls by the bonuses of the records that ended."""
    s = step.state
    fallen = step.before(s).incentive_pool - s.incentive_pool
    if fallen <= 0:
        return None
    return bool(fallen == s.escrows.total(bonus_in) - step.total_before("escrows", bonus_in))


def bonus_in(e: Escrow) -> int:
    """The bonus of a record."""
    return e.bonus


@ESCROW_SOLVENT.on_step()
def the_escrow_books_what_arrives(step: Step) -> bool | None:
    """The escrow's books of a token rise by what arrived, at most by what was asked, and fall by what was sent.

    Whoever has a payment sent to the escrow itself gives it away: no book says so.
    """
    s = step.state
    mine = [one for one in step.outcome.movements if s.payment_escrow in (one.payer, one.payee)]
    if not mine:
        return None
    for token in [one.token for one in mine]:
        of = [one for one in mine if one.token == token]
        pulls = [one for one in of if one.payer == step.message.sender and one.payee == s.payment_escrow]
        came = sum(min(one.arrived, one.amount) for one in pulls)
        went = sum(one.amount for one in of if one.payer == s.payment_escrow)
        before = step.amount_before(s.escrow_token_balances, token)
        if s.escrow_token_balances[token] != before + came - went:
            return False
    return True


@ESCROW_SOLVENT.at_end
def nothing_is_left_but_the_pool(s: State) -> bool:
    """After all exits were taken every record has paid, and only bonuses wait."""
    return s.total_escrowed.total() == 0 and s.escrow_balance == s.incentive_pool + s.accrued_fees[NATIVE]


# ---------------------------------------------------------------- disputes


@DISPUTES_END.on_step("resolve_dispute")
def the_ruling_was_in_time(step: Step) -> bool:
    """Now <= begin of the dispute + 14 days, and the arbiter ruled."""
    s = step.state
    in_time = step.message.now <= s.escrows[step.argument("job_id")].disputed_at + DISPUTE_PERIOD
    return bool(in_time and step.message.sender == s.arbiter)


@DISPUTES_END.on_step("claim_dispute_default")
def the_default_came_after_the_ruling_time(step: Step) -> bool:
    """Now > begin of the dispute + 14 days, and the renter has everything back."""
    e = step.state.escrows[step.argument("job_id")]
    return bool(step.message.now > e.disputed_at + DISPUTE_PERIOD and e.refunded == e.paid_in)


@DISPUTES_END.for_each("escrows", inductive=False)
def a_dispute_can_always_end(s: State, key: bytes, e: Escrow) -> bool | None:
    """A second after the arbiter's time anyone ends it, though no receiver takes coin and no token moves."""
    if e.status != EscrowStatus.IN_DISPUTE:
        return None
    message = against_everybody(STRANGER, e.disputed_at + DISPUTE_PERIOD + 1)
    return would(COMPUTE["claim_dispute_default"], s, message, (key,)).ok


@DISPUTES_END.for_each_step("escrows")
def a_dispute_begins_once(step: Step, key: bytes, before: Any, e: Escrow) -> bool | None:
    """Its begin is the time of the call that began it, and stays."""
    if before.disputed_at == e.disputed_at:
        return None if e.disputed_at == 0 else True
    return bool(before.disputed_at == 0 and e.disputed_at == step.message.now and step.action.name == "dispute_escrow")
