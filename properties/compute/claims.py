"""Everything that is stated for the proofs of the compute marketplace, in one plan.

Reading order: `lemmas` and the modules named after it, then `claims_sessions` and the others named so.
"""

from __future__ import annotations

from properties.compute import (
    claims_accounts,
    claims_breaker,
    claims_jobs,
    claims_sessions,
    lemmas_accounts,
    lemmas_jobs,
    lemmas_proofs,
    lemmas_registries,
)
from properties.compute.lemmas import PLAN
from spec.compute import settlement
from spec.compute.errors import InsufficientBalance, ZeroAmount
from spec.compute.state import NATIVE, State
from spec.core import Message, Wei, require

STATED_IN = (
    *(lemmas_registries, lemmas_jobs, lemmas_proofs, lemmas_accounts),
    *(claims_sessions, claims_jobs, claims_breaker, claims_accounts),
)
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


PLAN.restate(
    "JOB-CON-02",
    "nothing is left but the pool",
    "every job can be ended by a stranger (JOB-SEQ-01), a record that is over holds nothing (JOB-CON-01), fees and "
    "credits are paid whole, and the balance is what is owed (this property)",
)
PLAN.restate(
    "JOB-SEQ-02",
    "PaidAfterTheWindow",
    "a job that requires a proof is paid, but by a ruling, only while its host's proof is valid, was verified three "
    "days ago and names no challenge (this property); a proof gets valid, and its time, by a verifier's call alone "
    "(this property); a pending challenge of it is named (JOB-TIM-02); and one that is wrong stays so (this property)",
)
PLAN.restate(
    "JOB-SEQ-03",
    "LoosenedLate",
    "each tightening stores its time, and each loosening asks for an hour since then, and for the owner or a recovery "
    "(this property, the triples of the breaker's actions)",
)
PLAN.restate(
    "JOB-SEQ-03",
    "PausesAreEffective",
    "nothing begins while the stored pause, or that of the function, is on (this property); what is announced of a "
    "pause is what is stored, which lockstep compares",
)
PLAN.restate(
    "JOB-ACC-03",
    "OneOutcomeOneRating",
    "an outcome and a rating are marked once and never unmarked, and scores and ratings rise only with a new mark "
    "(this property; the triples of record_job_completion and rate_host)",
)
PLAN.restate(
    "JOB-ACC-04",
    "KeysWithinTheirScope",
    "what a key does asks for its time, its functions and its budget, which it loses (this property), and nobody but "
    "the wallet changes a key otherwise (this property; a charge answers a wallet that calls for itself)",
)
PLAN.restate(
    "JOB-ACC-05",
    "WiringByTheOwner",
    "it looks at one call at a time, as the other clauses of this property do, field by field and list by list",
)
PLAN.restate(
    "JOB-GOV-01",
    "ExecutedWhenDecided",
    "each step towards an execution asks for the one before it: proposed with votes, voted on while the vote is on "
    "(JOB-GOV-02), queued when it is over and decided, executed two to sixteen days later while all is listed; terms "
    "never change and nothing done is undone (this property)",
)
PLAN.restate(
    "JOB-GOV-03",
    "OnceInThirtyDays",
    "an emergency stores when the next one is possible, thirty days later, asks for it, and nothing else changes it "
    "(this property)",
)
PLAN.restate(
    "JOB-GOV-03",
    "NothingElseChanges",
    "it looks at one call at a time, as the list of changes of execute_emergency_action does",
)
PLAN.restate(
    "JOB-ARI-01",
    "ScoresByTheRules",
    "each action that changes a score does so by the documented formula, from what was stored (the triples of "
    "record_job_completion, rate_host, apply_reputation_decay and slash_reputation); the ends of jobs report by the "
    "function that record_job_completion is made of",
)


@PLAN.planted("withdraw_native", "what was funded ahead is paid, and stays in the books")
def withdraw_and_keep(s: State, m: Message, amount: Wei) -> None:
    """As `withdraw_native`, but the sender has as much as before."""
    require(amount > 0, ZeroAmount)
    require(s.user_deposits[m.sender, NATIVE] >= amount, InsufficientBalance)
    settlement.pay_asset(s, m, NATIVE, m.sender, amount)


__all__ = ["PLAN", "STATED_IN"]
