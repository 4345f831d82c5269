"""Ways out: no payment, no code of another party and no pause keeps anybody from leaving."""

from __future__ import annotations

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from properties.compute.money import ENDS
from spec.compute import errors
from spec.compute.state import COMPUTE, NATIVE, Session, State
from spec.compute.types import SessionStatus
from spec.core import Address, Message, Step, Wei, would

EXITS = (
    *ENDS,
    "withdraw_native",
    "withdraw_token",
    "withdraw",
    "withdraw_to",
    "withdraw_token_credit",
    "withdraw_token_credit_to",
    "withdraw_treasury_native",
    "withdraw_treasury_tokens",
    "withdraw_all_treasury_fees",
    "withdraw_earnings",
    "withdraw_earnings_to",
    "withdraw_token_earnings",
    "unregister_node",
    "withdraw_stake",
    "withdraw_votes",
)
"""Whatever takes money out, or starts to."""

SETTLEMENT_UNBLOCKED = COMPUTE_PROPERTIES.declare(
    "SES-LIV-02",
    family=Family.LIVENESS,
    shape=Shape.TRACE,
    target="JobMarketplace",
    statement="A session that may end ends, whatever the depositor's or the host's code, or the token, does.",
    remedy="Pay by push or credit; let no payment's failure undo a settlement.",
)

EXITS_OPEN = COMPUTE_PROPERTIES.declare(
    "SES-LIV-03",
    family=Family.LIVENESS,
    shape=Shape.TRACE,
    target="JobMarketplace",
    statement="Whatever takes money out stays callable while the marketplace is paused.",
    remedy="Pause only what takes on obligations.",
)


@SETTLEMENT_UNBLOCKED.on_refusal(*ENDS)
def a_settlement_is_refused_for_its_own_reasons(step: Step) -> bool:
    """Not active, not a party, too early: nothing about a payment."""
    reasons = (
        errors.SessionNotActive,
        errors.NotSessionParty,
        errors.DisputeWindowOpen,
        errors.NotDepositor,
        errors.SessionNotTimedOut,
    )
    return type(step.outcome.error).__name__ == "NotPayable" or isinstance(step.outcome.error, reasons)


@SETTLEMENT_UNBLOCKED.for_each("sessions", inductive=False)
def the_depositor_can_leave_now(s: State, job_id: int, r: Session) -> bool | None:
    """Cancelling succeeds at once, though no receiver takes coin and no token moves."""
    if r.status != SessionStatus.ACTIVE:
        return None
    return would(COMPUTE["cancel_session"], s, against_everybody(r.depositor, r.last_proof_time + 1), (job_id,)).ok


@SETTLEMENT_UNBLOCKED.for_each("sessions", inductive=False)
def anybody_can_end_what_has_expired(s: State, job_id: int, r: Session) -> bool | None:
    """A second after its end a session is timed out by whoever cares."""
    if r.status != SessionStatus.ACTIVE:
        return None
    message = against_everybody(s.fab, r.start_time + r.max_duration + 1)
    return would(COMPUTE["trigger_session_timeout"], s, message, (job_id,)).ok


def against_everybody(sender: str, now: int) -> Message:
    """A call at a time when no receiver takes coin and no token moves."""
    message = Message(sender, now=now)
    message.environment.accepts = lambda account, all_gas: False
    message.environment.tokens = lambda token, payer, payee, amount, all_gas: None
    return message


@EXITS_OPEN.on_refusal(*EXITS)
def no_exit_is_paused(step: Step) -> bool:
    """Whatever refuses an exit, it is not the pause."""
    return not isinstance(step.outcome.error, errors.MarketplacePaused)


@EXITS_OPEN.for_each("user_deposits", inductive=False)
def deposits_for_later_come_back_during_a_pause(s: State, key: tuple[Address, Address], amount: Wei) -> bool | None:
    """While paused, a user takes back what was funded ahead, though no receiver takes coin and no token moves."""
    user, asset = key
    if s.paused_at == 0 or amount == 0:
        return None
    name, first = ("withdraw_native", ()) if asset == NATIVE else ("withdraw_token", (asset,))
    return would(COMPUTE[name], s, against_everybody(user, s.paused_at), (*first, amount)).ok
