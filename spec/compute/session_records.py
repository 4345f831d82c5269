"""Looking up sessions: their records, and what time has done to them."""

from __future__ import annotations

from spec.compute.errors import SessionNotActive
from spec.compute.opening import price_of
from spec.compute.running import paused_total_at
from spec.compute.state import Session, State
from spec.compute.types import SessionStatus
from spec.core import Seconds, Uint256, Wei, require

MIN_PROOF_TIMEOUT = 300
"""Seconds."""
TIMEOUT_FACTOR = 3


def active_session(s: State, job_id: Uint256) -> Session:
    """The session under an id. Raises SessionNotActive for none and for one that is over."""
    require(job_id in s.sessions, SessionNotActive)
    r = s.sessions[job_id]
    require(r.status == SessionStatus.ACTIVE, SessionNotActive)
    return r


def end_of(r: Session) -> Seconds:
    """Last second of a session."""
    return r.start_time + r.max_duration


def proof_timeout_of(r: Session) -> Seconds:
    """Idle seconds after which a session is due for timeout."""
    return max(TIMEOUT_FACTOR * r.proof_interval, MIN_PROOF_TIMEOUT)


def idle_seconds(s: State, r: Session, now: Seconds) -> Seconds:
    """Time since the last proof, without the pauses in between."""
    return (now - r.last_proof_time) - (paused_total_at(s, now) - r.paused_before)


def is_due(s: State, r: Session, now: Seconds) -> bool:
    """Whether an active session has expired, or been idle for too long."""
    return now > end_of(r) or idle_seconds(s, r, now) > proof_timeout_of(r)


def gross_of(r: Session) -> Wei:
    """Price of the proven work, before the fee."""
    return price_of(r.tokens_used, r.price_per_token)
