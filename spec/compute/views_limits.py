"""The constants of reputation, governance and accounts, as their contracts show them."""

from __future__ import annotations

from spec.compute import batches, governance, governance_lists, motions, reputation, session_keys, streams
from spec.compute.state import ACCOUNTS, COMPUTE, GOVERNANCE, REPUTATION
from spec.compute.views_fixed import constant

LIMITS = (
    (REPUTATION, "INITIAL_SCORE", reputation.INITIAL_SCORE),
    (REPUTATION, "SUCCESS_BONUS", reputation.SUCCESS_BONUS),
    (REPUTATION, "FAILURE_PENALTY", reputation.FAILURE_PENALTY),
    (REPUTATION, "DECAY_PERCENT", reputation.DECAY_PERCENT),
    (REPUTATION, "DECAY_PERIOD", reputation.DECAY_PERIOD),
    (REPUTATION, "INCENTIVE_THRESHOLD", reputation.INCENTIVE_THRESHOLD),
    (REPUTATION, "MAX_FEEDBACK", reputation.MAX_FEEDBACK),
    (GOVERNANCE, "VOTING_DELAY", governance.VOTING_DELAY),
    (GOVERNANCE, "EXECUTION_DELAY", governance.EXECUTION_DELAY),
    (GOVERNANCE, "PROPOSAL_THRESHOLD", governance.PROPOSAL_THRESHOLD),
    (GOVERNANCE, "MAX_UPDATES", governance.MAX_UPDATES),
    (GOVERNANCE, "QUEUE_EXPIRY", motions.QUEUE_EXPIRY),
    (GOVERNANCE, "QUORUM_PERCENT", motions.QUORUM_PERCENT),
    (GOVERNANCE, "UPGRADE_PERCENT", motions.UPGRADE_PERCENT),
    (GOVERNANCE, "EMERGENCY_PAUSE", governance_lists.EMERGENCY_PAUSE),
    (GOVERNANCE, "EMERGENCY_COOLDOWN", governance_lists.EMERGENCY_COOLDOWN),
    (ACCOUNTS, "MAX_KEY_DURATION", session_keys.MAX_KEY_DURATION),
    (ACCOUNTS, "MAX_SELECTORS", session_keys.MAX_SELECTORS),
    (ACCOUNTS, "MAX_BUDGET", session_keys.MAX_BUDGET),
    (ACCOUNTS, "MAX_OPERATIONS", batches.MAX_OPERATIONS),
    (ACCOUNTS, "MAX_STREAM", streams.MAX_STREAM),
    (ACCOUNTS, "MAX_STREAM_DURATION", streams.MAX_STREAM_DURATION),
)
"""Contract, name and value of each constant."""

for contract, name, value in LIMITS:
    COMPUTE.view(on=contract, name=name)(constant(value))
