"""Models: how a vote decides, what it locks, for how long, and that no two models share an id."""

from __future__ import annotations

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from spec.compute.proposals import lapses_after
from spec.compute.state import Model, Proposal, State
from spec.compute.types import Tier
from spec.core import Address, Bytes32, Step
from spec.core.keccak import keccak256

FAB = 10**18
FEE = 100 * FAB
ENOUGH = 100_000 * FAB
LATE_ENOUGH = 10_000 * FAB
HOUR, DAY = 3_600, 86_400
ProposalKey = tuple[Bytes32, int]

VOTES_SOLVENT = COMPUTE_PROPERTIES.declare(
    "SES-CON-06",
    family=Family.CONSERVATION,
    shape=Shape.STATE,
    target="ModelRegistry",
    statement="The registry holds at least all votes not yet withdrawn, the fees of open proposals, and the fees to be "
    "swept.",
    remedy="Return a vote or a fee once, from its own stored amount.",
)
APPROVED_BY_VOTE = COMPUTE_PROPERTIES.declare(
    "SES-GOV-01",
    family=Family.GOVERNANCE,
    shape=Shape.STEP,
    target="ModelRegistry",
    statement="A community model is added exactly when its vote has ended, has 100,000 FAB for it and more for than "
    "against, and is executed for the first time.",
    remedy="Check end, threshold, majority and that it was not executed, in one place.",
)
VOTES_LOCKED = COMPUTE_PROPERTIES.declare(
    "SES-GOV-02",
    family=Family.GOVERNANCE,
    shape=Shape.TRACE,
    target="ModelRegistry",
    statement="Every vote that a decision counts is locked until then, and no vote is counted twice.",
    remedy="Key votes by proposal, and let a proposal that can be executed give no vote back.",
)
VOTING_BOUNDED = COMPUTE_PROPERTIES.declare(
    "SES-GOV-03",
    family=Family.GOVERNANCE,
    shape=Shape.STATE,
    target="ModelRegistry",
    statement="A vote ends at most six days after it was proposed; only 10,000 FAB of late votes on this very proposal "
    "make it a day longer.",
    remedy="Count late votes per proposal, from zero after each extension, and extend three times at most.",
)
IDS_INJECTIVE = COMPUTE_PROPERTIES.declare(
    "SES-ARI-05",
    family=Family.ARITHMETIC,
    shape=Shape.REFERENCE,
    target="ModelRegistry",
    statement="A model's id is the hash of both names with their lengths, so that no two models share one.",
    remedy="Hash length-prefixed names, never their concatenation.",
)


@VOTES_SOLVENT.always
def the_registry_holds_votes_and_fees(s: State) -> bool:
    """FAB held >= locked votes + fees of open proposals + fees to be swept."""
    return s.fab_balances[s.model_registry] >= s.locked_votes.total() + s.proposals.total(_fee) + s.sweepable_fees


@VOTES_SOLVENT.for_each("locked_votes")
def locked_votes_are_their_voters(s: State, key: ProposalKey, locked: int) -> bool:
    """What a proposal has locked is the sum over its voters."""
    return locked == s.votes.total_where(lambda vote: (vote[0], vote[1]) == key)


@VOTES_SOLVENT.on_step("execute_proposal", "lapse_proposal", "sweep_fees", "withdraw_votes")
def what_leaves_the_registry_was_stored(step: Step) -> bool:
    """The registry's FAB falls by exactly what its books do."""
    s = step.state
    went = step.amount_before(s.fab_balances, s.model_registry) - s.fab_balances[s.model_registry]
    if s.models_treasury == s.model_registry and step.action.name == "sweep_fees":
        return bool(went == 0)
    fees = step.total_before("proposals", _fee) - s.proposals.total(_fee)
    swept = step.before(s).sweepable_fees - s.sweepable_fees
    return bool(went == fees + swept + step.total_before("locked_votes") - s.locked_votes.total())


def _fee(p: Proposal) -> int:
    """What the registry holds for the fee of a proposal."""
    return 0 if p.closed else FEE


@APPROVED_BY_VOTE.on_step("execute_proposal")
def the_vote_decided(step: Step) -> bool:
    """Ended, not executed before; added exactly with threshold and majority."""
    s, model_id = step.state, step.argument("model_id")
    p = s.proposals[model_id, s.proposal_nonce[model_id]]
    before = step.before(p)
    enough = before.votes_for >= ENOUGH and before.votes_for > before.votes_against
    added = step.inserted(s.models, model_id)
    return bool(not before.closed and p.closed and step.message.now > before.end_time and added == enough)


@APPROVED_BY_VOTE.on_step()
def community_models_come_from_votes(step: Step) -> bool | None:
    """Whatever model of the community's tier is new was decided by a vote in this step."""
    new = step.state.models.total(_of_community) - step.total_before("models", _of_community)
    return None if new == 0 else step.action.name == "execute_proposal"


def _of_community(model: Model) -> int:
    return 1 if model.tier == Tier.COMMUNITY else 0


@VOTES_LOCKED.on_step("execute_proposal")
def every_counted_vote_is_locked(step: Step) -> bool:
    """At the decision the locked votes are those for and against together."""
    s, model_id = step.state, step.argument("model_id")
    key = (model_id, s.proposal_nonce[model_id])
    p = s.proposals[key]
    return bool(s.locked_votes[key] == p.votes_for + p.votes_against)


@VOTES_LOCKED.on_step("withdraw_votes")
def votes_come_back_when_nothing_can_count_them(step: Step) -> bool:
    """The proposal is closed, or can't be executed any more."""
    s, model_id, voter = step.state, step.argument("model_id"), step.message.sender
    p = s.proposals[model_id, s.voted_nonce[model_id, voter]]
    return bool(p.closed or step.message.now > lapses_after(p))


@VOTES_LOCKED.for_each_step("votes")
def a_vote_comes_back_to_its_voter_alone(
    step: Step, key: tuple[Bytes32, int, Address], before: int, after: int
) -> bool | None:
    """A voter's amount falls by the voter's own withdrawal, and arrives."""
    if after >= before:
        return None
    s, voter = step.state, key[2]
    got = s.fab_balances[voter] - step.amount_before(s.fab_balances, voter)
    return bool(step.message.sender == voter and after == 0 and got == before)


@VOTING_BOUNDED.for_each("proposals")
def the_end_is_three_days_and_the_extensions(s: State, key: ProposalKey, p: Proposal) -> bool:
    """End = proposal + 3 days + 1 day for each of at most 3 extensions."""
    return p.extension_count <= 3 and p.end_time == p.proposed_at + 3 * DAY + p.extension_count * DAY


@VOTING_BOUNDED.for_each_step("proposals", "vote_on_proposal")
def late_votes_of_this_proposal_extend_it(step: Step, key: ProposalKey, before: Proposal, p: Proposal) -> bool | None:
    """Extended exactly when the late votes since the last extension reach the threshold, while there is one left."""
    if key != (step.argument("model_id"), step.state.proposal_nonce[key[0]]):
        return None
    late = before.end_time - step.message.now <= 4 * HOUR
    counted = before.late_votes + step.argument("amount") if late else before.late_votes
    extended = late and counted >= LATE_ENOUGH and before.extension_count < 3
    return bool(
        p.extension_count == before.extension_count + (1 if extended else 0)
        and p.late_votes == (0 if extended else counted)
    )


@IDS_INJECTIVE.for_each("models")
def the_id_is_the_hash_of_both_names(s: State, model_id: Bytes32, model: Model) -> bool:
    """keccak256 over two offsets, and each name with its length, padded to words."""
    return keccak256(_two_strings(model.repo, model.file)) == model_id


@IDS_INJECTIVE.for_each("proposals")
def a_proposal_is_about_its_own_model(s: State, key: ProposalKey, p: Proposal) -> bool:
    """The proposal's names give the id that it is filed under."""
    return keccak256(_two_strings(p.repo, p.file)) == key[0]


def _two_strings(first: str, second: str) -> bytes:
    """ABI encoding of two strings, written out."""
    parts = [_with_length(first.encode()), _with_length(second.encode())]
    return (64).to_bytes(32, "big") + (64 + len(parts[0])).to_bytes(32, "big") + parts[0] + parts[1]


def _with_length(text: bytes) -> bytes:
    return len(text).to_bytes(32, "big") + text + bytes(-len(text) % 32)
