"""The invariants of hosts, models and votes that induction needs. Each is proved like a property."""

from __future__ import annotations

from properties.claims import History
from properties.compute.lemmas import PLAN, keeps_fab
from spec.compute.fab import TOTAL_SUPPLY
from spec.compute.models import has_open_proposal
from spec.compute.node_book import offers
from spec.compute.proposals import lapses_after
from spec.compute.state import Model, Node, Proposal, State
from spec.core import Address, Bytes32

ProposalKey = tuple[Bytes32, int]


# ---------------------------------------------------------------- what opaque functions guarantee


def is_membership(result: bool, model_ids: tuple[bytes, ...], model_id: Bytes32) -> bool:
    """The model is one of the list."""
    return result == (model_id in model_ids)


PLAN.contract(offers, tuple[Bytes32, ...], Bytes32, ensures=is_membership)


# ---------------------------------------------------------------- hosts


@PLAN.lemma("nodes")
def hosts_are_listed_while_active(s: State, h: History, host: Address, node: Node) -> bool:
    """A host is on the list of active hosts exactly while it is active; and a contract is none."""
    return (host in s.active_nodes) == node.active and node.unbonding_since <= h.now


@PLAN.lemma("active_nodes")
def listed_hosts_are_known(s: State, h: History, host: Address, _none: None) -> bool:
    """The list holds nobody without a record."""
    return host in s.nodes


@PLAN.lemma("last_slash")
def slashes_were_in_the_past(s: State, h: History, host: Address, slashed: int) -> bool:
    """Seconds."""
    return slashed <= h.now


# ---------------------------------------------------------------- models


@PLAN.lemma("models")
def models_are_listed(s: State, h: History, model_id: Bytes32, model: Model) -> bool:
    """Once added, a model is listed for good, and nobody proposes it any more."""
    return model_id in s.model_ids and not has_open_proposal(s, model_id)


@PLAN.lemma("model_ids")
def listed_models_are_known(s: State, h: History, model_id: Bytes32, _none: None) -> bool:
    """The list holds no id without a model."""
    return model_id in s.models


# ---------------------------------------------------------------- proposals


@PLAN.lemma("proposal_nonce")
def newest_proposal_is_known(s: State, h: History, model_id: Bytes32, nonce: int) -> bool:
    """Proposals are numbered from one, and each is a call."""
    return nonce <= h.calls and (nonce == 0 or (model_id, nonce) in s.proposals)


@PLAN.lemma("proposals")
def proposals_are_numbered(s: State, h: History, key: ProposalKey, p: Proposal) -> bool:
    """Up to the newest, which alone may be open; the registry itself proposes nothing."""
    newest = s.proposal_nonce[key[0]]
    numbered = 1 <= key[1] <= newest and (key[1] == newest or p.closed)
    return numbered and p.proposed_at <= h.now and not keeps_fab(s, p.proposer)


@PLAN.lemma("proposals")
def tallies_are_votes_of_calls(s: State, h: History, key: ProposalKey, p: Proposal) -> bool:
    """Each call votes with FAB that exists."""
    most = h.calls * TOTAL_SUPPLY
    return p.votes_for <= most and p.votes_against <= most and p.late_votes <= most


@PLAN.lemma("proposals")
def votes_that_can_decide_are_locked(s: State, h: History, key: ProposalKey, p: Proposal) -> bool:
    """Until a proposal is closed or has lapsed, nobody gets a vote of it back."""
    return p.closed or h.now > lapses_after(p) or s.locked_votes[key] == p.votes_for + p.votes_against


@PLAN.lemma("votes")
def votes_are_of_proposals(s: State, h: History, key: tuple[Bytes32, int, Address], amount: int) -> bool | None:
    """Votes are cast on what was proposed, and are parts of what it has locked."""
    proposal = (key[0], key[1])
    return proposal in s.proposals and amount <= s.locked_votes[proposal] if amount != 0 else None


@PLAN.lemma("locked_votes")
def locked_votes_are_of_proposals(s: State, h: History, key: ProposalKey, amount: int) -> bool | None:
    """So a new proposal has none; each call locks FAB that exists."""
    return key in s.proposals and amount <= h.calls * TOTAL_SUPPLY if amount != 0 else None


@PLAN.lemma("last_closed")
def proposals_closed_when_they_ended(s: State, h: History, model_id: Bytes32, closed: int) -> bool:
    """Seconds."""
    return closed <= h.now
