"""What the chain guarantees, what deployment leaves, and the invariants of money and sessions that induction needs.

Each lemma is proved like a property; none is assumed. `h` is what happened before: time and number of calls.
"""

from __future__ import annotations

from properties.claims import History, ProofPlan
from spec.compute.fab import TOTAL_SUPPLY
from spec.compute.node_records import is_eligible, is_registered
from spec.compute.opening import MAX_DURATION, MAX_PROOF_INTERVAL, MIN_PROOF_INTERVAL, PRICE_PRECISION
from spec.compute.parameters import MAX_AMOUNT, MAX_DISPUTE_WINDOW
from spec.compute.pricing import price_of_model
from spec.compute.running import paused_total_at
from spec.compute.session_records import gross_of, idle_seconds, is_due, proof_timeout_of
from spec.compute.settlement import gross_of_cancelled
from spec.compute.state import NATIVE, Session, State
from spec.compute.types import SessionStatus
from spec.core import ZERO_ADDRESS, Address, Message, Revert, require

PLAN = ProofPlan("compute")
"""Everything that is stated for the proofs of the compute marketplace."""

PLAN.frame()

NOBODY: Address = ""
"""Stands for the contract that was called, where a payer is named."""
ALL_UNITS = 2**128
"""More wei, or units of one token, than will ever exist."""
MAX_FEE_BPS = 3_000
"""Basis points; the constructor takes no more."""
MAX_ESCROW_FEE_BPS = 1_000
"""Basis points; constructor and setter take no more."""
MAX_VOTING_PERIOD = 1_000_000
"""Blocks; the constructor takes no more."""
MOST_JOBS = 100
"""Jobs of one call, at most."""


def contracts(s: State) -> tuple[Address, ...]:
    """All contracts of the protocol."""
    return (
        *(s.fab, s.model_registry, s.node_registry, s.host_earnings, s.proof_system, s.marketplace),
        *(s.payment_escrow, s.job_proofs, s.reputation_system, s.account_integration, s.governance),
    )


def is_contract(s: State, account: Address) -> bool:
    """Whether an account is one of the protocol's contracts, or nobody."""
    return account == ZERO_ADDRESS or any(account == one for one in contracts(s))


def keeps_fab(s: State, account: Address) -> bool:
    """Whether an account is one of the contracts that hold FAB of others."""
    return account == s.model_registry or account == s.node_registry or account == s.job_proofs


def different_contracts(s: State) -> bool:
    """No two of the contracts share an address, and none has the address zero, or none at all."""
    found = (*contracts(s), ZERO_ADDRESS, NOBODY)
    return all(one != other for place, one in enumerate(found) for other in found[:place])


PLAN.read_as_expressions(
    is_contract,
    different_contracts,
    paused_total_at,
    idle_seconds,
    proof_timeout_of,
    is_due,
    is_registered,
    is_eligible,
    gross_of,
    gross_of_cancelled,
    price_of_model,
)


# ---------------------------------------------------------------- the chain


@PLAN.guarantee
def time_does_not_run_backwards(s: State, h: History, m: Message) -> bool:
    """Blocks carry increasing times, in seconds since 1970."""
    return h.now <= m.now < 2**64 and m.now > 0


@PLAN.guarantee
def coin_is_scarce(s: State, h: History, m: Message) -> bool:
    """What the contracts hold and what a call brings are parts of all the coin there is."""
    return s.balance + s.escrow_balance + s.integration_balance + s.earnings_held[NATIVE] + m.value < ALL_UNITS


@PLAN.guarantee
def calls_are_countable(s: State, h: History, m: Message) -> bool:
    """A chain processes fewer than 2^64 calls."""
    return h.calls + 1 < 2**64


@PLAN.guarantee
def blocks_are_counted_from_deployment_on(s: State, h: History, m: Message) -> bool:
    """Every call is in a block after the one in which FAB was deployed, and there are fewer than 2^64 of them."""
    return s.fab_minted_in <= m.block < 2**64


@PLAN.guarantee
def no_call_comes_from_a_contract(s: State, h: History, m: Message) -> bool:
    """The contracts make no calls but those that are parts of actions, and nobody has the key of address zero."""
    return not is_contract(s, m.sender)


@PLAN.guarantee_of_arrivals
def tokens_are_scarce(arrived: int) -> bool:
    """What arrives of a token is a part of all there is."""
    return arrived < ALL_UNITS


PLAN.chosen_at_deployment(
    *("payment_escrow", "job_proofs", "reputation_system", "account_integration", "governance"),
    *("market_governance", "escrow_governance", "reputation_governance", "escrow_fee_bps", "arbiter"),
    *("escrow_treasury", "fab_minted_in", "voting_period"),
)


@PLAN.deployed
def deployed(s: State) -> None:
    """The constructors check the fees; addresses of contracts are different; the owner has all FAB."""
    require(different_contracts(s) and s.fee_bps <= MAX_FEE_BPS and s.escrow_fee_bps <= MAX_ESCROW_FEE_BPS, Revert)
    require(not is_contract(s, s.owner) and 1 <= s.voting_period <= MAX_VOTING_PERIOD, Revert)
    s.fab_balances[s.owner] = TOTAL_SUPPLY


# ---------------------------------------------------------------- what deployment leaves


@PLAN.lemma()
def contracts_are_different(s: State, h: History) -> bool:
    """Addresses are never changed."""
    return different_contracts(s)


@PLAN.lemma()
def fee_is_bounded(s: State, h: History) -> bool:
    """Nothing changes the share that the treasury gets."""
    return s.fee_bps <= MAX_FEE_BPS


@PLAN.lemma()
def fab_is_scarce(s: State, h: History) -> bool:
    """FAB only moves."""
    return s.fab_balances.total() <= TOTAL_SUPPLY


@PLAN.lemma("fab_allowances")
def contracts_allow_nobody(s: State, h: History, key: tuple[Address, Address], amount: int) -> bool | None:
    """So what they hold moves by their own functions alone."""
    return amount == 0 if is_contract(s, key[0]) else None


# ---------------------------------------------------------------- time


@PLAN.lemma()
def pauses_are_over_time_that_was(s: State, h: History) -> bool:
    """A pause began in the past and ends after that, and all pauses together lasted no longer than all time."""
    if s.paused_at == 0:
        return s.pause_ends == 0 and s.paused_seconds <= h.now
    return s.paused_seconds <= s.paused_at <= h.now and (s.pause_ends == 0 or s.paused_at < s.pause_ends)


@PLAN.lemma("sessions")
def session_times_are_in_order(s: State, h: History, job_id: int, r: Session) -> bool:
    """Start <= last proof <= now, and the pauses before the last proof are among all pauses up to now."""
    return r.start_time <= r.last_proof_time <= h.now and r.paused_before <= paused_total_at(s, h.now)


@PLAN.lemma("last_session_end")
def sessions_ended_in_the_past(s: State, h: History, host: Address, ended: int) -> bool:
    """Seconds."""
    return ended <= h.now


# ---------------------------------------------------------------- sessions


@PLAN.lemma()
def ids_start_at_one_and_count_calls(s: State, h: History) -> bool:
    """No call creates more than one session, or a hundred prompt jobs."""
    return 1 <= s.next_session_id <= MOST_JOBS * h.calls + 1


@PLAN.lemma("sessions")
def session_ids_are_below_the_next(s: State, h: History, job_id: int, r: Session) -> bool:
    """So the next id is free."""
    return 1 <= job_id < s.next_session_id


@PLAN.lemma("sessions")
def session_terms_are_valid(s: State, h: History, job_id: int, r: Session) -> bool:
    """What creation has checked."""
    priced = 0 < r.price_per_token <= MAX_AMOUNT and r.status != SessionStatus.NONE
    proven_in_steps = MIN_PROOF_INTERVAL <= r.proof_interval <= MAX_PROOF_INTERVAL
    return priced and proven_in_steps and 0 < r.max_duration <= MAX_DURATION and r.dispute_window <= MAX_DISPUTE_WINDOW


@PLAN.lemma("sessions")
def parties_are_known(s: State, h: History, job_id: int, r: Session) -> bool:
    """The host has a record, and the earnings make no calls, so they deposit nothing."""
    return r.depositor != s.host_earnings and r.host in s.nodes


@PLAN.lemma("sessions")
def active_session_has_paid_nobody(s: State, h: History, job_id: int, r: Session) -> bool | None:
    """Whatever was paid in is still there."""
    if r.status != SessionStatus.ACTIVE:
        return None
    return r.paid_to_host == 0 and r.treasury_fee == 0 and r.refunded == 0


@PLAN.lemma("sessions")
def active_sessions_are_listed(s: State, h: History, job_id: int, r: Session) -> bool:
    """A session is on its host's list, and counted by the registry, exactly while it is active."""
    active = r.status == SessionStatus.ACTIVE
    return ((r.host, job_id) in s.active_sessions) == active and (s.open_sessions[r.host] > 0 or not active)


@PLAN.lemma("active_sessions")
def listed_sessions_are_their_hosts(s: State, h: History, place: tuple[Address, int], _none: None) -> bool:
    """A list holds no other host's sessions."""
    return place[1] in s.sessions and s.sessions[place[1]].host == place[0]


@PLAN.lemma("open_sessions")
def open_sessions_are_those_listed(s: State, h: History, host: Address, amount: int) -> bool:
    """The registry counts what the marketplace lists, and no more than calls were made."""
    return amount == s.active_sessions.count(host) and amount <= h.calls


@PLAN.lemma()
def settings_are_bounded(s: State, h: History) -> bool:
    """The limit of the coin, and the dispute window."""
    return s.native_max_deposit <= MAX_AMOUNT and s.dispute_window <= MAX_DISPUTE_WINDOW


@PLAN.lemma("token_max_deposits")
def limits_of_tokens_are_bounded(s: State, h: History, token: Address, maximum: int) -> bool:
    """Of each token."""
    return maximum <= MAX_AMOUNT


@PLAN.lemma("sessions")
def amounts_of_sessions_are_bounded(s: State, h: History, job_id: int, r: Session) -> bool:
    """A deposit fits its limit, and the work that it pays for can be counted."""
    return r.deposit <= MAX_AMOUNT and r.tokens_used <= PRICE_PRECISION * MAX_AMOUNT


@PLAN.lemma("sessions")
def proofs_count_calls(s: State, h: History, job_id: int, r: Session) -> bool:
    """Each proof is a call."""
    return r.proof_count <= h.calls


@PLAN.lemma("consumed")
def consumed_numbers_were_counted(s: State, h: History, key: tuple[int, int], amount: int) -> bool | None:
    """Nothing is consumed ahead of its turn."""
    if amount == 0:
        return None
    return key[0] in s.sessions and key[1] <= s.sessions[key[0]].proof_count


# ---------------------------------------------------------------- money


@PLAN.lemma("accepted_tokens")
def the_coin_is_no_accepted_token(s: State, h: History, token: Address, accepted: int) -> bool | None:
    """Zero stands for the coin."""
    return accepted == 0 if token == NATIVE else None


@PLAN.lemma("token_balances")
def tokens_held_have_arrived(s: State, h: History, token: Address, held: int) -> bool:
    """Each call brings units that exist."""
    return held <= h.calls * ALL_UNITS


@PLAN.lemma("earnings_held")
def earnings_held_have_arrived(s: State, h: History, asset: Address, held: int) -> bool:
    """Each call brings units, or coin, that exist."""
    return held <= h.calls * ALL_UNITS


@PLAN.lemma("total_user_deposits")
def deposits_for_later_are_held(s: State, h: History, asset: Address, total: int) -> bool | None:
    """As units of their token."""
    return total <= s.token_balances[asset] if asset != NATIVE else None


@PLAN.lemma("accumulated_treasury")
def fees_are_held(s: State, h: History, asset: Address, fees: int) -> bool | None:
    """As units of their token."""
    return fees <= s.token_balances[asset] if asset != NATIVE else None


@PLAN.lemma("total_token_credits")
def credits_are_held(s: State, h: History, asset: Address, total: int) -> bool | None:
    """As units of their token; nobody has a credit in zero, which stands for the coin."""
    return total <= s.token_balances[asset] if asset != NATIVE else total == 0


@PLAN.lemma("total_earnings")
def earnings_held_are_the_total(s: State, h: History, asset: Address, total: int) -> bool:
    """Both totals of an asset are one."""
    return total == s.earnings_held[asset]


@PLAN.lemma("earnings")
def earnings_are_parts_of_what_is_held(s: State, h: History, key: tuple[Address, Address], amount: int) -> bool:
    """Asset by asset."""
    return amount <= s.earnings_held[key[1]]


@PLAN.lemma("user_deposits")
def deposits_for_later_are_parts_of_the_total(s: State, h: History, key: tuple[Address, Address], amount: int) -> bool:
    """Asset by asset."""
    return amount <= s.total_user_deposits[key[1]]


@PLAN.lemma("token_credits")
def token_credits_are_parts_of_the_total(s: State, h: History, key: tuple[Address, Address], amount: int) -> bool:
    """Token by token."""
    return amount <= s.total_token_credits[key[0]]


@PLAN.lemma("credits")
def credits_are_parts_of_the_total(s: State, h: History, account: Address, amount: int) -> bool:
    """Of the coin."""
    return amount <= s.total_credits
