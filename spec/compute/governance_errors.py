"""Why votes, governance and reputation refuse a call: custom errors with arguments in ABI order, and words."""

from __future__ import annotations

from spec.core import Revert

# ---------------------------------------------------------------- FAB votes


class ERC5805FutureLookup(Revert):
    """Votes are known for blocks that are over."""

    ARGS = ("timepoint", "clock")


# ---------------------------------------------------------------- governance


class BelowProposalThreshold(Revert):
    """The proposer had too few votes a block ago."""

    ARGS = ("votes", "threshold")


class NoUpdates(Revert):
    """A proposal changes something."""


class TooManyUpdates(Revert):
    """A proposal changes up to ten parameters."""

    ARGS = ("count", "maximum")


class TargetNotAllowed(Revert):
    """The owner has not listed this setter, or this pointer, for the governance."""

    ARGS = ("target", "selector")


class ProposalNotFound(Revert):
    """There is no such proposal."""

    ARGS = ("proposal_id",)


class InvalidProposalState(Revert):
    """The proposal is not in the state for this."""

    ARGS = ("proposal_id", "state")


class AlreadyVoted(Revert):
    """An account votes once."""

    ARGS = ("proposal_id", "voter")


class NoVotes(Revert):
    """The account had no votes when the vote began."""

    ARGS = ("proposal_id", "voter")


class QuorumNotReached(Revert):
    """Too few votes were cast."""

    TEXT = "Quorum not reached"


class ExecutionTooEarly(Revert):
    """The proposal can be executed from `eta` on."""

    ARGS = ("proposal_id", "eta")


class FailedCall(Revert):
    """The contract has no such setter."""


class UnknownAction(Revert):
    """An emergency has one action, to pause."""

    ARGS = ("action",)


class TargetNotPausable(Revert):
    """The owner has not listed this contract for emergencies."""

    ARGS = ("target",)


class EmergencyTooSoon(Revert):
    """The contract's last emergency pause is too recent; the next is possible from `until` on."""

    ARGS = ("target", "until")


# ---------------------------------------------------------------- reputation


class InvalidRating(Revert):
    """A rating is one to five."""

    ARGS = ("rating",)


class JobNotPaid(Revert):
    """Only paid jobs are rated."""

    ARGS = ("job_id",)


class NotRenter(Revert):
    """Only its renter rates a job."""

    ARGS = ("job_id", "caller")


class HostMismatch(Revert):
    """The job was another host's."""

    ARGS = ("job_id", "host")


class AlreadyRated(Revert):
    """A job is rated once."""

    ARGS = ("job_id",)


class NoDecayDue(Revert):
    """Nothing is known of the host, or it worked in the last thirty days."""

    ARGS = ("host",)


class UnknownHost(Revert):
    """Nothing is known of the host."""

    ARGS = ("host",)
