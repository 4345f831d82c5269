"""What prompt jobs, their escrow, their proofs and the breaker announce; see `events`."""

from __future__ import annotations

from spec.core import Event

# ---------------------------------------------------------------- breaker


class CircuitBreakerLevelSet(Event):
    """The breaker is at another level; by itself, when `by` is the marketplace."""

    ARGS = ("level", "by")


class EmergencyPaused(Event):
    """Somebody paused the marketplace, and said why."""

    ARGS = ("by", "reason")


class PausedUntil(Event):
    """This pause ends by itself."""

    ARGS = ("end",)


class FunctionPauseSet(Event):
    """A function was paused by its name, or goes on."""

    ARGS = ("name", "paused", "by")


class FailureThresholdSet(Event):
    """So many failures pause the marketplace from now on."""

    ARGS = ("threshold",)


class AutoRecoveryPeriodSet(Event):
    """So many seconds after an automatic raise anybody may undo it; zero for never."""

    ARGS = ("period",)


class GuardianSet(Event):
    """Somebody else may tighten the breaker, or nobody."""

    ARGS = ("guardian",)


class GovernanceSet(Event):
    """A contract listens to another governance."""

    ARGS = ("governance",)


# ---------------------------------------------------------------- jobs


class JobPosted(Event):
    """A job waits for a host; its payment is in escrow."""

    ARGS = ("job_id", "renter", "model_id", "payment_token", "payment", "deadline")


class JobClaimed(Event):
    """A host works on a job."""

    ARGS = ("job_id", "host")


class JobCompleted(Event):
    """A result is delivered."""

    ARGS = ("job_id", "result_cid")


class JobFailed(Event):
    """A host gave a job back; others may claim it."""

    ARGS = ("job_id", "host")


class JobExpired(Event):
    """A job is over without payment."""

    ARGS = ("job_id",)


class JobDisputed(Event):
    """A party asks for a ruling."""

    ARGS = ("job_id", "by")


class JobPaid(Event):
    """A job is PAID."""

    ARGS = ("job_id", "host")


class JobRefunded(Event):
    """A job is REFUNDED."""

    ARGS = ("job_id", "renter")


# ---------------------------------------------------------------- escrow


class EscrowCreated(Event):
    """A job's payment is there, as it arrived."""

    ARGS = ("job_id", "renter", "token", "amount", "fee_bps")


class EscrowReleased(Event):
    """The host is paid: net of the fee, and a bonus on top."""

    ARGS = ("job_id", "host", "net", "fee", "bonus")


class EscrowRefunded(Event):
    """The renter has everything back."""

    ARGS = ("job_id", "renter", "amount")


class EscrowDisputed(Event):
    """A record waits for the arbiter."""

    ARGS = ("job_id", "by")


class IncentivesFunded(Event):
    """Somebody gave coin for bonuses."""

    ARGS = ("giver", "amount", "pool")


class IncentivePaid(Event):
    """A host of good repute gets more."""

    ARGS = ("job_id", "host", "bonus")


class FeesWithdrawn(Event):
    """Accrued fees went to the treasury."""

    ARGS = ("token", "treasury", "amount")


class FeeSet(Event):
    """Later records have another fee."""

    ARGS = ("fee_bps",)


class ArbiterSet(Event):
    """Another account rules."""

    ARGS = ("arbiter",)


# ---------------------------------------------------------------- proofs and challenges


class ProofSubmitted(Event):
    """A host has proved a job, which nobody has judged."""

    ARGS = ("job_id", "host", "proof_hash")


class ProofVerified(Event):
    """A verifier finds a proof valid."""

    ARGS = ("job_id", "verifier")


class ProofRejected(Event):
    """A verifier finds a proof invalid."""

    ARGS = ("job_id", "verifier")


class ProofChallenged(Event):
    """Somebody doubts a verified proof."""

    ARGS = ("challenge_id", "job_id", "challenger", "evidence_hash", "stake", "deadline")


class ChallengeResolved(Event):
    """A verifier has ruled; `reward` is what the host's stake gave."""

    ARGS = ("challenge_id", "success", "reward")


class ChallengeLapsed(Event):
    """Nobody ruled in time."""

    ARGS = ("challenge_id",)


class ChallengeSlashed(Event):
    """Part of a host's stake went to whoever proved it wrong."""

    ARGS = ("host", "challenger", "amount", "remaining")


class VerifierSet(Event):
    """An account may judge proofs, or may not."""

    ARGS = ("verifier", "authorised")
