"""Three paths open a session, under the same conditions: with coin, with a token, or from what was deposited."""

from __future__ import annotations

from spec.compute.errors import (
    DepositAboveMaximum,
    DepositBelowMinimum,
    DepositBelowProofInterval,
    HostNotActive,
    InsufficientBalance,
    InvalidDuration,
    ModelNotApproved,
    ModelNotSupported,
    NativePriceBelowHostMinimum,
    PriceAboveMaximum,
    ProofIntervalAboveMaximum,
    ProofIntervalBelowMinimum,
    StablePriceBelowHostMinimum,
    ZeroPrice,
)
from spec.compute.events import SessionJobCreated, SessionJobCreatedForModel
from spec.compute.models import is_model_approved
from spec.compute.node_records import is_eligible, supports_model
from spec.compute.nodes import note_session_opened
from spec.compute.parameters import MAX_AMOUNT, check_asset, check_token, max_deposit, min_deposit
from spec.compute.pricing import price_of_model
from spec.compute.running import check_running_function, paused_total_at
from spec.compute.state import COMPUTE, MARKET, NATIVE, Session, State
from spec.compute.types import SessionTerms
from spec.core import Address, Bytes32, Message, Seconds, Uint256, Wei, require
from spec.payments import receive
from spec.token_payments import pull

PRICE_PRECISION = 1000
"""Prices are for so many tokens of work."""
MIN_PROOF_INTERVAL = 100
"""Tokens of work."""
MAX_DURATION = 365 * 24 * 60 * 60
MAX_TOKENS_PER_SECOND = 2000
"""Tokens of work that any host can do."""
MAX_PROOF_INTERVAL = MAX_TOKENS_PER_SECOND * MAX_DURATION


@COMPUTE.action(on=MARKET, payable=True)
def create_session_job_for_model(
    s: State,
    m: Message,
    host: Address,
    price_per_token: Uint256,
    max_duration: Seconds,
    proof_interval: Uint256,
    model_id: Bytes32,
) -> Uint256:
    """Opens a session that is paid with the coin sent along. Returns its id.

    Errors, in order: those of `check_running_function`, those of `check_terms`.
    """
    terms = SessionTerms(host, price_per_token, max_duration, proof_interval, model_id)
    # Verify
    check_running_function(s, m, "createSessionJobForModel")
    check_terms(s, terms, NATIVE, m.value)
    # Effects
    receive(s, m)
    return open_session(s, m, terms, NATIVE, m.value)


@COMPUTE.action(on=MARKET)
def create_session_job_for_model_with_token(
    s: State,
    m: Message,
    host: Address,
    price_per_token: Uint256,
    max_duration: Seconds,
    proof_interval: Uint256,
    model_id: Bytes32,
    token: Address,
    deposit: Wei,
) -> Uint256:
    """Opens a session that is paid with a token, pulled from the sender; what arrives is the deposit. Returns its id.

    Errors, in order: those of `check_running_function`, TokenNotAccepted, those of `check_terms`, TokenPullFailed, and
    for what arrived DepositBelowMinimum, DepositBelowProofInterval.
    """
    terms = SessionTerms(host, price_per_token, max_duration, proof_interval, model_id)
    # Verify
    check_running_function(s, m, "createSessionJobForModelWithToken")
    check_token(s, token)
    check_terms(s, terms, token, deposit)
    received = pull(s, m, s.marketplace, token, deposit)
    require(received >= min_deposit(s, token), DepositBelowMinimum)
    check_pays_for_interval(terms, received)
    # Effects
    return open_session(s, m, terms, token, received)


@COMPUTE.action(on=MARKET)
def create_session_from_deposit(
    s: State,
    m: Message,
    host: Address,
    price_per_token: Uint256,
    max_duration: Seconds,
    proof_interval: Uint256,
    model_id: Bytes32,
    asset: Address,
    deposit: Wei,
) -> Uint256:
    """Opens a session that is paid from what the sender has deposited before. Returns its id.

    Errors, in order: those of `check_running_function`, TokenNotAccepted, InsufficientBalance, those of `check_terms`.
    """
    terms = SessionTerms(host, price_per_token, max_duration, proof_interval, model_id)
    # Verify
    check_running_function(s, m, "createSessionFromDeposit")
    check_asset(s, asset)
    require(s.user_deposits[m.sender, asset] >= deposit, InsufficientBalance)
    check_terms(s, terms, asset, deposit)
    # Effects
    s.user_deposits[m.sender, asset] -= deposit
    s.total_user_deposits[asset] -= deposit
    return open_session(s, m, terms, asset, deposit)


def check_terms(s: State, terms: SessionTerms, asset: Address, deposit: Wei) -> None:
    """What every path asks of a session: deposit, price, times, and a host that offers the model for that price.

    Errors, in order: DepositBelowMinimum, DepositAboveMaximum, ZeroPrice, PriceAboveMaximum, InvalidDuration,
    ProofIntervalBelowMinimum, ProofIntervalAboveMaximum, those of `check_host`, DepositBelowProofInterval.
    """
    maximum = max_deposit(s, asset)
    require(deposit >= min_deposit(s, asset), DepositBelowMinimum)
    require(deposit <= maximum, DepositAboveMaximum, deposit, maximum)
    price, interval = terms.price_per_token, terms.proof_interval
    require(price > 0, ZeroPrice)
    require(price <= MAX_AMOUNT, PriceAboveMaximum, price, MAX_AMOUNT)
    require(0 < terms.max_duration <= MAX_DURATION, InvalidDuration, terms.max_duration)
    require(interval >= MIN_PROOF_INTERVAL, ProofIntervalBelowMinimum, interval, MIN_PROOF_INTERVAL)
    require(interval <= MAX_PROOF_INTERVAL, ProofIntervalAboveMaximum, interval, MAX_PROOF_INTERVAL)
    check_host(s, terms, asset)
    check_pays_for_interval(terms, deposit)


def check_host(s: State, terms: SessionTerms, asset: Address) -> None:
    """The host is active and offers an approved model for no more than the price.

    Errors, in order: HostNotActive, ModelNotSupported, ModelNotApproved, NativePriceBelowHostMinimum,
    StablePriceBelowHostMinimum.
    """
    host, model_id, price = terms.host, terms.model_id, terms.price_per_token
    require(is_eligible(s, host), HostNotActive)
    require(supports_model(s, host, model_id), ModelNotSupported)
    require(is_model_approved(s, model_id), ModelNotApproved)
    enough = price >= price_of_model(s, host, model_id, asset)
    require(enough or asset != NATIVE, NativePriceBelowHostMinimum)
    require(enough, StablePriceBelowHostMinimum)


def check_pays_for_interval(terms: SessionTerms, deposit: Wei) -> None:
    """Raises DepositBelowProofInterval unless the deposit pays for one proof interval."""
    tokens = tokens_for(deposit, terms.price_per_token)
    require(tokens >= terms.proof_interval, DepositBelowProofInterval, tokens, terms.proof_interval)


def tokens_for(deposit: Wei, price_per_token: Uint256) -> Uint256:
    """Tokens of work that a deposit pays for, rounded down."""
    return deposit * PRICE_PRECISION // price_per_token


def price_of(tokens: Uint256, price_per_token: Uint256) -> Wei:
    """What tokens of work cost, in base units, rounded down."""
    return tokens * price_per_token // PRICE_PRECISION


def open_session(s: State, m: Message, terms: SessionTerms, asset: Address, deposit: Wei) -> Uint256:
    """Stores an ACTIVE session whose deposit is in the contract's books. Returns its id."""
    # Effects
    job_id = s.next_session_id
    s.next_session_id += 1
    s.sessions.insert(
        job_id,
        Session(
            depositor=m.sender,
            host=terms.host,
            payment_token=asset,
            deposit=deposit,
            price_per_token=terms.price_per_token,
            max_duration=terms.max_duration,
            start_time=m.now,
            last_proof_time=m.now,
            proof_interval=terms.proof_interval,
            paused_before=paused_total_at(s, m.now),
            model_id=terms.model_id,
            dispute_window=s.dispute_window,
            paid_in=deposit,
        ),
    )
    s.active_sessions.append(terms.host, job_id)
    note_session_opened(s, terms.host)
    # Events
    m.emit(SessionJobCreated(job_id, m.sender, terms.host, deposit))
    m.emit(
        SessionJobCreatedForModel(
            job_id, terms.model_id, asset, terms.price_per_token, terms.max_duration, terms.proof_interval
        )
    )
    return job_id
