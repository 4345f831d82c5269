"""Why prompt jobs, their escrow, their proofs and the breaker refuse a call; see `errors`."""

from __future__ import annotations

from spec.core import Revert

# ---------------------------------------------------------------- breaker


class FunctionPaused(Revert):
    """The function was paused by its name."""

    ARGS = ("selector",)


class InvalidLevel(Revert):
    """There are three levels."""

    TEXT = "Invalid level"


class LevelUnchanged(Revert):
    """The breaker is at that level."""

    ARGS = ("level",)


class CannotSkipLevels(Revert):
    """The breaker is raised one level at a time."""

    TEXT = "Cannot skip circuit breaker levels"


class CooldownNotElapsed(Revert):
    """Nothing is loosened within an hour of the last tightening."""

    TEXT = "Cooldown period not elapsed"


class UnknownFunction(Revert):
    """No function that could be paused has this name."""

    ARGS = ("name",)


class FunctionPauseUnchanged(Revert):
    """The function is paused already, or not paused."""

    ARGS = ("name",)


class RecoveryNotDue(Revert):
    """The level was set by somebody, the owner allows no recovery, or its time has not come."""


class IntegrationAlreadySet(Revert):
    """The contract that acts for others is named once and never again."""

    ARGS = ("integration",)


# ---------------------------------------------------------------- posting


class ContractPaused(Revert):
    """No prompt job is posted or claimed while the marketplace is paused."""

    TEXT = "Contract is paused"


class PaymentMismatch(Revert):
    """The coin that was sent is not the payment."""

    TEXT = "Payment mismatch"


class RateLimitExceeded(Revert):
    """The renter has posted three times in this minute, or ten times in this hour."""

    TEXT = "Rate limit exceeded"


class PaymentAboveMaximum(Revert):
    """The payment is greater than the greatest for its asset."""

    ARGS = ("payment", "maximum")


class InvalidMaxTokens(Revert):
    """An answer has at least one token and at most a million."""

    ARGS = ("given", "maximum")


class TemperatureAboveMaximum(Revert):
    """The temperature, in 1/1000, is too high."""

    ARGS = ("given", "maximum")


class GpuMemoryAboveMaximum(Revert):
    """No host has so much memory."""

    ARGS = ("given", "maximum")


class ScoreAboveMaximum(Revert):
    """No host has such a score."""

    ARGS = ("given", "maximum")


class EmptyPrompt(Revert):
    """A job says what to answer."""


class TextTooLong(Revert):
    """The text has more bytes than are taken."""

    ARGS = ("length", "maximum")


class TooManyJobs(Revert):
    """A batch has one to a hundred jobs."""

    ARGS = ("count", "maximum")


# ---------------------------------------------------------------- work and ends


class JobNotFound(Revert):
    """No prompt job has this id."""

    ARGS = ("job_id",)


class InvalidJobStatus(Revert):
    """The job is not in a state in which this is done."""

    ARGS = ("job_id", "status")


class ClaimTooSoon(Revert):
    """The breaker throttles claims: a host waits five minutes."""

    TEXT = "Please wait before next operation"


class JobDeadlinePassed(Revert):
    """The job's time is over; nobody claims it any more."""

    TEXT = "Job expired"


class JobAlreadyClaimed(Revert):
    """The job does not wait for a host."""

    TEXT = "Job already claimed"


class SelfClaim(Revert):
    """A renter does not work for itself."""

    ARGS = ("job_id",)


class FailedBefore(Revert):
    """The host gave this job back before."""

    TEXT = "Sybil attack detected"


class ReputationBelowMinimum(Revert):
    """The host's score is less than the renter asks for."""

    ARGS = ("score", "minimum")


class NotAssignedHost(Revert):
    """Only the host of a job delivers it, proves it, or gives it back."""

    ARGS = ("job_id", "caller")


class DeliveryTooLate(Revert):
    """The job's time is over; nobody delivers it any more."""

    TEXT = "Job deadline passed"


class EmptyResult(Revert):
    """A result is somewhere."""


class ProofMismatch(Revert):
    """The proof is not the one that the host submitted, or none was submitted."""

    ARGS = ("job_id",)


class ReleaseNotDue(Revert):
    """The host's proof is not verified, or can still be challenged."""

    ARGS = ("job_id",)


class ReleaseDue(Revert):
    """The renter can't dispute what anybody may release."""

    ARGS = ("job_id",)


class JobNotExpired(Revert):
    """The job can still be claimed, delivered, paid or disputed."""

    ARGS = ("job_id",)


# ---------------------------------------------------------------- escrow


class EscrowNotFound(Revert):
    """No record has this key."""

    ARGS = ("job_id",)


class EscrowNotActive(Revert):
    """The record is in dispute, or it is over."""

    ARGS = ("job_id", "status")


class EscrowNotDisputed(Revert):
    """Nobody has disputed the record, or it is over."""

    ARGS = ("job_id", "status")


class NotEscrowParty(Revert):
    """Only renter and host dispute."""

    ARGS = ("job_id", "caller")


class DisputeExpired(Revert):
    """The arbiter's time was over at `until`."""

    ARGS = ("job_id", "until")


class DisputeStillOpen(Revert):
    """The arbiter's time is not over before `until`."""

    ARGS = ("job_id", "until")


class InvalidWinner(Revert):
    """Only renter and host win a dispute."""

    ARGS = ("winner",)


class FeeAboveMaximum(Revert):
    """The fee is ten percent at most."""

    ARGS = ("fee_bps", "maximum")


# ---------------------------------------------------------------- proofs and challenges


class ProofAlreadySubmitted(Revert):
    """A host proves a job once."""

    ARGS = ("job_id",)


class InvalidInstances(Revert):
    """The public values are not the model, the input and the output."""


class EmptyProof(Revert):
    """Proof and verification key are there."""


class ProofNotSubmitted(Revert):
    """There is no proof of the job's host that nobody has judged."""

    ARGS = ("job_id",)


class ProofNotVerified(Revert):
    """There is no verified proof of the job's host."""

    ARGS = ("job_id",)


class SelfVerification(Revert):
    """A verifier does not judge where it is a party."""

    ARGS = ("job_id",)


class ChallengeWindowClosed(Revert):
    """The proof could be challenged until `until`."""

    ARGS = ("job_id", "until")


class ChallengePending(Revert):
    """One challenge at a time."""

    ARGS = ("job_id", "challenge_id")


class SelfChallenge(Revert):
    """A host does not doubt itself."""

    ARGS = ("job_id",)


class StakeBelowMinimum(Revert):
    """A challenge costs at least ten FAB if it is wrong."""

    ARGS = ("stake", "minimum")


class ChallengeNotFound(Revert):
    """No challenge has this id."""

    ARGS = ("challenge_id",)


class ChallengeNotPending(Revert):
    """The challenge is over."""

    ARGS = ("challenge_id", "status")


class ChallengeExpired(Revert):
    """The verifiers' time was over at `deadline`."""

    ARGS = ("challenge_id", "deadline")


class ChallengeStillOpen(Revert):
    """The verifiers' time is not over before `deadline`."""

    ARGS = ("challenge_id", "deadline")


class JobProofsAlreadySet(Revert):
    """The registry of hosts learns once who judges proofs."""

    ARGS = ("job_proofs",)
