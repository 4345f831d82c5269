"""A divergence is reported under the property that it contradicts."""

from __future__ import annotations

import pytest

from fuzz.coverage import guards_of
from properties.binding import Divergence
from properties.compute import blame
from properties.compute.protocol import PROTOCOL

OF_FORM = {
    "EmptyApiUrl",
    "EmptyMetadata",
    "EmptyPrompt",
    "EmptyResult",
    "ERC20InvalidApprover",
    "ERC20InvalidReceiver",
    "ERC20InvalidSpender",
    "GpuMemoryAboveMaximum",
    "InvalidMaxTokens",
    "LengthMismatch",
    "ScoreAboveMaximum",
    "TemperatureAboveMaximum",
    "TextTooLong",
    "TooManyJobs",
}
"""Errors about the form of a call, of which no property speaks."""


def differ(comparison: str, action: str = "transfer", subject: str = "", error: str = "", expected: str = "") -> str:
    return blame.blame(Divergence(comparison, action, subject, expected, "other", error)) or "nobody"


def test_success_every_blamed_property_exists() -> None:
    known = {prop.id for prop in PROTOCOL.catalogue}
    tables = (blame.BY_ERROR, blame.BY_EVENT, blame.BY_PAYMENT, blame.BY_VIEW, blame.BY_SESSION)
    assert {id for table in tables for id in table.values()} <= known
    assert {id for pair in blame.BY_HOLDER.values() for id in pair} <= known


def test_success_every_error_of_a_guard_is_blamed_on_somebody() -> None:
    errors = {static.guard.error for static in guards_of(PROTOCOL.actions)}
    assert {error for error in errors if differ("outcome", error=error) == "nobody"} == OF_FORM


def test_success_blamed_words_are_words_of_the_protocol() -> None:
    views = set(PROTOCOL.actions.views)
    actions = {action.name for action in PROTOCOL.actions}
    assert {*blame.BY_VIEW, *blame.RECORDS} <= views
    assert {*blame.BY_SESSION, *blame.BY_PAYMENT, *blame.SETTLING, *blame.EXITS} <= actions


@pytest.mark.parametrize(
    ("divergence", "property"),
    [
        (("outcome", "cancel_session", "", "NotDepositor"), "SES-ACC-01"),
        (("outcome", "trigger_session_timeout", "", "", "success"), "SES-LIV-02"),
        (("outcome", "complete_session_job", "", "Panic"), "SES-LIV-02"),
        (("outcome", "withdraw_native", "", "MarketplacePaused"), "SES-LIV-03"),
        (("outcome", "withdraw_stake", "", "halt:OutOfGas", "success"), "SES-LIV-03"),
        (("outcome", "deposit_native", "", "MarketplacePaused"), "SES-TIM-03"),
        (("outcome", "transfer", "", "Unheard"), "nobody"),
        (("balance", "cancel_session", "depositor"), "SES-CON-01"),
        (("balance", "cancel_session", "JobMarketplace by its own books"), "SES-CON-02"),
        (("balance", "cancel_session", "JobMarketplace by its own books in stable"), "SES-CON-03"),
        (("balance", "withdraw_amount", "HostEarnings by its own books in moody"), "SES-CON-04"),
        (("events", "complete_session_job", "SessionJobCompleted.host_payment"), "SES-CON-01"),
        (("events", "complete_session_job", "EarningsCredited.amount"), "SES-CON-01"),
        (("events", "complete_session_job", "TokenPaymentCredited.amount"), "SES-CON-01"),
        (("events", "complete_session_job", "TokenPaymentCredited.payee"), "SES-LIV-02"),
        (("events", "create_session_job_for_model_with_token", "SessionJobCreated.deposit"), "SES-CON-03"),
        (("events", "create_session_job_for_model_with_token", "SessionJobCreated.host"), "SES-ARI-03"),
        (("events", "cancel_session", "EarningsCredited.amount"), "SES-CON-07"),
        (("events", "cancel_session", "EarningsCredited"), "SES-CON-07"),
        (("events", "cancel_session", "TokenPaymentCredited"), "SES-LIV-02"),
        (("view", "submit_proof_of_work", "session_jobs(1).tokensUsed"), "SES-ARI-01"),
        (("view", "create_session_from_deposit", "get_sessions((1, 0)).1.deposit"), "SES-ARI-03"),
        (("view", "cancel_session", "get_earnings(host, stable)"), "SES-CON-04"),
        (("returned", "transfer"), "nobody"),
        (("returned", "charge_session_key"), "JOB-ACC-04"),
        (("outcome", "cast_vote", "", "ProposalNotFound"), "JOB-GOV-02"),
        (("outcome", "vote_on_proposal", "", "ProposalNotFound"), "SES-GOV-01"),
        (("outcome", "slash_reputation", "", "NotAuthorized"), "JOB-ARI-01"),
        (("outcome", "execute_batch", "", "JobNotFound"), "JOB-SEQ-01"),
        (("events", "cast_vote", "VoteCast.weight"), "JOB-GOV-02"),
        (("events", "transfer", "DelegateVotesChanged.new_votes"), "JOB-GOV-02"),
        (("view", "execute_emergency_action", "emergency_until(JobMarketplace)"), "JOB-GOV-03"),
        (("balance", "withdraw_from_stream", "AccountIntegration by its own books"), "JOB-CON-04"),
    ],
)
def test_success_blame(divergence: tuple[str, ...], property: str) -> None:
    assert differ(*divergence) == property
