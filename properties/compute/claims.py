"""Everything that is stated for the proofs of the compute marketplace, in one plan.

Reading order: `lemmas`, `lemmas_registries`, `claims_sessions`.
"""

from __future__ import annotations

from properties.compute import claims_sessions, lemmas_registries
from properties.compute.lemmas import PLAN
from spec.compute import settlement
from spec.compute.errors import InsufficientBalance, ZeroAmount
from spec.compute.state import NATIVE, State
from spec.core import Message, Wei, require

STATED_IN = (lemmas_registries, claims_sessions)
"""Modules whose import states claims."""

PLAN.restate(
    "SES-SEQ-02",
    "NoSignatureCountsTwice",
    "an accepted signature is the host's over a digest that names session and number (this property), a number is "
    "consumed once (this property), and nothing gives one back (lemma: consumed numbers were counted); that one "
    "signature is not the host's over two digests is the signature scheme's",
)
PLAN.restate(
    "SES-TIM-02",
    "WindowSinceTheLastClaim",
    "a completion succeeds only a window after the last claim (the triple of complete_session_job), each claim stamps "
    "its time (that of submit_proof_of_work), and nothing else changes stamp or window (SES-ACC-01, and the lists of "
    "changes of the actions on sessions)",
)
PLAN.restate(
    "SES-TIM-03",
    "IdlenessWithoutPauses",
    "a session is timed out exactly when it has expired or was idle for too long in running time (the triple of "
    "trigger_session_timeout), running time is all time less all pauses up to then, and each claim stamps the pauses "
    "before it (that of submit_proof_of_work)",
)
PLAN.restate(
    "SES-ACC-02",
    "everyone left with everything",
    "each active session can be ended by its depositor (SES-LIV-02), a session that is over holds nothing "
    "(SES-SEQ-01), deposits for later and credits are paid whole, and the balance is what is owed (SES-CON-02)",
)


@PLAN.planted("withdraw_native", "what was funded ahead is paid, and stays in the books")
def withdraw_and_keep(s: State, m: Message, amount: Wei) -> None:
    """As `withdraw_native`, but the sender has as much as before."""
    require(amount > 0, ZeroAmount)
    require(s.user_deposits[m.sender, NATIVE] >= amount, InsufficientBalance)
    settlement.pay_asset(s, m, NATIVE, m.sender, amount)


__all__ = ["PLAN", "STATED_IN"]
