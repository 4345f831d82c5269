"""What votes, governance and reputation announce; names and arguments are the contracts'."""

from __future__ import annotations

from spec.core import Event

# ---------------------------------------------------------------- FAB votes


class DelegateChanged(Event):
    """Somebody else votes with an account's FAB."""

    ARGS = ("delegator", "from_delegate", "to_delegate")


class DelegateVotesChanged(Event):
    """An account has other votes."""

    ARGS = ("delegate", "previous_votes", "new_votes")


# ---------------------------------------------------------------- governance


class TargetAllowed(Event):
    """The governance may, or may no longer, call a setter."""

    ARGS = ("target", "selector", "allowed")


class PointerSet(Event):
    """An upgrade of a contract calls this setter; four zero bytes for none."""

    ARGS = ("target", "selector")


class EmergencyTargetSet(Event):
    """A contract can, or can no longer, be paused in an emergency."""

    ARGS = ("target", "allowed")


class EmergencyAdminSet(Event):
    """An account may, or may no longer, declare an emergency."""

    ARGS = ("account", "allowed")


class ProposalCreated(Event):
    """Voting begins after `start_block` and ends with `end_block`."""

    ARGS = ("proposal_id", "proposer", "proposal_type", "start_block", "end_block", "description")


class VoteCast(Event):
    """An account has voted, with what it had when the vote began."""

    ARGS = ("proposal_id", "voter", "support", "weight")


class ProposalQueued(Event):
    """A proposal was accepted; it can be executed from `eta` on."""

    ARGS = ("proposal_id", "eta")


class ProposalExecuted(Event):
    """A proposal is done."""

    ARGS = ("proposal_id",)


class ProposalCancelled(Event):
    """Its proposer gave a proposal up."""

    ARGS = ("proposal_id",)


class EmergencyPause(Event):
    """A contract was paused in an emergency, until then at the latest."""

    ARGS = ("target", "by", "until")


# ---------------------------------------------------------------- reputation


class ReputationUpdated(Event):
    """A host's job had an outcome."""

    ARGS = ("host", "job_id", "success", "score")


class HostRated(Event):
    """A renter has rated a host."""

    ARGS = ("host", "job_id", "renter", "rating", "feedback", "score")


class ReputationDecayed(Event):
    """A host has not worked for long."""

    ARGS = ("host", "score")


class ReputationSlashed(Event):
    """Part of a host's score was taken."""

    ARGS = ("host", "amount", "score")


class ReporterSet(Event):
    """A contract or account may, or may no longer, report outcomes."""

    ARGS = ("reporter", "authorised")


class GovernanceSet(Event):
    """A contract listens to this governance."""

    ARGS = ("governance",)
