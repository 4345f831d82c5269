"""Constants of prompt jobs, the breaker, the escrow and proofs, which the contracts show."""

from __future__ import annotations

from spec.compute import (
    breaker,
    breaker_levels,
    breaker_settings,
    challenges,
    escrow,
    escrow_books,
    escrow_settings,
    job_ends,
    job_records,
    job_work,
    posting,
)
from spec.compute.state import COMPUTE, ESCROW, JOB_PROOFS, MARKET
from spec.compute.views_fixed import constant
from spec.payments import PUSH_STIPEND
from spec.token_payments import PUSH_TOKEN_GAS

JOB_CONSTANTS = (
    (MARKET, "COOLDOWN", breaker_levels.COOLDOWN),
    (MARKET, "MAX_FAILURE_THRESHOLD", breaker_settings.MAX_FAILURE_THRESHOLD),
    (MARKET, "MAX_RECOVERY_PERIOD", breaker_settings.MAX_RECOVERY_PERIOD),
    (MARKET, "MAX_EMERGENCY_PAUSE", breaker.MAX_EMERGENCY_PAUSE),
    (MARKET, "SUSPICIOUS_LIMIT", breaker_levels.SUSPICIOUS_LIMIT),
    (MARKET, "MAX_PAYMENT", posting.MAX_PAYMENT),
    (MARKET, "MAX_TOKENS", posting.MAX_TOKENS),
    (MARKET, "MIN_TIME", posting.MIN_TIME),
    (MARKET, "MAX_TEMPERATURE", posting.MAX_TEMPERATURE),
    (MARKET, "MAX_GPU_MEMORY", posting.MAX_GPU_MEMORY),
    (MARKET, "MAX_PROMPT", posting.MAX_PROMPT),
    (MARKET, "MAX_TEXT", posting.MAX_TEXT),
    (MARKET, "MAX_BATCH", posting.MAX_BATCH),
    (MARKET, "POSTS_PER_MINUTE", posting.POSTS_PER_MINUTE),
    (MARKET, "POSTS_PER_HOUR", posting.POSTS_PER_HOUR),
    (MARKET, "CLAIM_INTERVAL", job_work.CLAIM_INTERVAL),
    (MARKET, "QUICK_RELEASE", job_ends.QUICK_RELEASE),
    (MARKET, "ABANDON_AFTER", job_records.ABANDON_AFTER),
    (ESCROW, "PUSH_GAS", PUSH_STIPEND),
    (ESCROW, "PUSH_TOKEN_GAS", PUSH_TOKEN_GAS),
    (ESCROW, "MAX_FEE_BPS", escrow_settings.MAX_FEE_BPS),
    (ESCROW, "BONUS_PERCENT", escrow_books.BONUS_PERCENT),
    (ESCROW, "DISPUTE_PERIOD", escrow.DISPUTE_PERIOD),
    (JOB_PROOFS, "CHALLENGE_PERIOD", job_records.CHALLENGE_PERIOD),
    (JOB_PROOFS, "CHALLENGE_STAKE_MIN", challenges.CHALLENGE_STAKE_MIN),
    (JOB_PROOFS, "CHALLENGE_REWARD", challenges.CHALLENGE_REWARD),
    (JOB_PROOFS, "MAX_BATCH", job_ends.MAX_BATCH),
)
"""Contract, name and value of each constant. A view is known by both names, because contracts share some."""


def view_name(contract: str, name: str) -> str:
    """What the view of a constant is called here."""
    return f"{contract}.{name}"


for contract, name, value in JOB_CONSTANTS:
    COMPUTE.view(on=contract, name=view_name(contract, name), function=name)(constant(value))
