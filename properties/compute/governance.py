"""Votes and emergencies: what may be executed, which votes count, who is wired to whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from properties.compute.voting_history import VotingHistory
from spec.compute.fab import TOTAL_SUPPLY
from spec.compute.fab_votes import votes_at
from spec.compute.governance_types import ParameterUpdate, ProposalType
from spec.compute.state_governance import Motion, Pointer
from spec.core import Address, Ledger, Step, each
from spec.core.journal import Change

DAY = 24 * 60 * 60
QUORUM = TOTAL_SUPPLY // 10
THRESHOLD = 10_000 * 10**18

DECIDED = COMPUTE_PROPERTIES.declare(
    "JOB-GOV-01",
    family=Family.GOVERNANCE,
    shape=Shape.TRACE,
    target="Governance",
    statement="What is executed was proposed by somebody with 10,000 votes, its voting period is over, a tenth of all "
    "FAB voted, the majority for it (four fifths for an upgrade), it was queued two to sixteen days ago and not "
    "withdrawn, and everything it sets is still listed.",
    remedy="Derive the state of a proposal from stored blocks, times and tallies at each step, and look at the lists "
    "again when executing.",
)
SNAPSHOT = COMPUTE_PROPERTIES.declare(
    "JOB-GOV-02",
    family=Family.GOVERNANCE,
    shape=Shape.RELATIONAL,
    target="Governance",
    statement="A tally is the sum of what each voter had at the end of the snapshot's block, each counted once; "
    "transfers and delegations after that change none.",
    remedy="Read votes from checkpoints of a block that is over, and mark the voter before adding.",
)
EMERGENCY = COMPUTE_PROPERTIES.declare(
    "JOB-GOV-03",
    family=Family.GOVERNANCE,
    shape=Shape.STEP,
    target="Governance",
    statement="The emergency role does nothing but pause a listed contract for seven days, once in thirty.",
    remedy="Know one action, take the duration from a constant, and remember when each target may be paused again.",
)
WIRED = COMPUTE_PROPERTIES.declare(
    "JOB-ACC-05",
    family=Family.ACCESS,
    shape=Shape.TRACE,
    target="JobMarketplace",
    statement="Contracts that know each other do so for good; whoever else is listened to (governance, guardian, "
    "arbiter, treasuries, reporters, verifiers, lists) is named by the owner, an arbiter also by the escrow's "
    "governance.",
    remedy="Set wiring once, in one call of the owner; guard every other address with the owner or the governance.",
)

FIXED = frozenset(
    {
        *("fab", "model_registry", "node_registry", "host_earnings", "proof_system", "marketplace", "payment_escrow"),
        *("job_proofs", "reputation_system", "account_integration", "governance", "owner", "voting_period"),
    }
)
"""Fields of the state that no call changes."""
NAMED = frozenset(
    {
        *("market_governance", "escrow_governance", "reputation_governance", "guardian", "slashing_authority"),
        *("models_treasury", "nodes_treasury", "treasury", "escrow_treasury"),
    }
)
"""Fields of the state that the owner alone changes."""
LISTS = ("reporters", "verifiers", "allowed_setters", "emergency_targets", "emergency_admins")
"""Ledgers of the state that the owner alone changes."""
PAUSED = frozenset({"paused_at", "pause_ends", "paused_seconds", "tightened_at"})
"""Fields of the state that an emergency changes."""


@dataclass
class Course:
    """One proposal as it was seen: by whom and in which block, the votes, when it was queued and withdrawn."""

    proposer_votes: int
    upgrade: bool
    start: int
    end: int
    tally: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    voters: set[Address] = field(default_factory=set)
    queued: int | None = None
    withdrawn: bool = False

    def is_accepted(self) -> bool:
        """Whether enough was voted, and enough of it for the proposal."""
        wanted, cast = self.tally[True], sum(self.tally.values())
        enough = 5 * wanted >= 4 * cast if self.upgrade else 2 * wanted > cast
        return cast >= QUORUM and enough


class Courses:
    """All proposals of a run, with the votes that everybody had at the end of each block, both reckoned here."""

    def __init__(self) -> None:
        self.known: dict[int, Course] = {}
        self.history = VotingHistory()

    def hear(self, step: Step) -> Course | None:
        """Follows a call, and returns the proposal that it is about."""
        self.history.begin(step)
        course = self._heard(step) if step.outcome.ok else None
        self.history.end(step)
        return course

    def _heard(self, step: Step) -> Course | None:
        name, m = step.action.name, step.message
        if name in ("propose_parameter_update", "propose_contract_upgrade"):
            votes = self.history.at(m.sender, m.block - 1)
            period = step.state.voting_period
            course = Course(votes, name == "propose_contract_upgrade", m.block + 1, m.block + 1 + period)
            self.known[step.outcome.returned] = course
            return course
        if name not in ("cast_vote", "queue", "cancel", "execute"):
            return None
        course = self.known[step.argument("proposal_id")]
        if name == "queue":
            course.queued = m.now
        elif name == "cancel":
            course.withdrawn = True
        return course


@DECIDED.on_trace
class ExecutedWhenDecided:
    """Each proposal from its first step to its last."""

    def __init__(self) -> None:
        self._courses = Courses()

    def observe(self, step: Step) -> bool | None:
        """False for an execution, or a step towards one, that nobody has decided."""
        course = self._courses.hear(step)
        if course is None:
            return None
        m, name = step.message, step.action.name
        if name == "cast_vote":
            course.tally[step.argument("support")] += self._courses.history.at(m.sender, course.start)
            return course.start < m.block <= course.end
        if name == "queue":
            return m.block > course.end and course.is_accepted() and not course.withdrawn
        if name == "execute":
            return self._in_time(course, m.now) and course.is_accepted() and is_listed(step)
        return course.proposer_votes >= THRESHOLD if name != "cancel" else None

    def _in_time(self, course: Course, now: int) -> bool:
        return course.queued is not None and 2 * DAY <= now - course.queued <= 16 * DAY and not course.withdrawn


def is_listed(step: Step) -> bool:
    """Whether everything that an executed proposal has set is listed."""
    s = step.state
    p = s.motions[step.argument("proposal_id")]
    if p.proposal_type != ProposalType.PARAMETER_UPDATE:
        return p.target in s.pointers and s.pointers[p.target].selector != bytes(4)
    updates = each(p.updates, ParameterUpdate)
    return all(s.allowed_setters[one.target_contract, one.function_selector] == 1 for one in updates)


# ---------------------------------------------------------------- what each step towards an execution asks


@DECIDED.on_step("propose_parameter_update", "propose_contract_upgrade")
def a_proposer_had_votes(step: Step) -> bool:
    """Ten thousand at the end of the last block; the vote begins after the next one, and lasts as it is fixed."""
    s, m = step.state, step.message
    p = s.motions[step.outcome.returned]
    begun = p.start_block == m.block + 1 and p.end_block == p.start_block + s.voting_period and p.eta == 0
    return bool(votes_at(s.fab_voters, m.sender, m.block - 1) >= THRESHOLD and begun and p.proposer == m.sender)


@DECIDED.on_step("queue")
def what_is_queued_was_decided(step: Step) -> bool:
    """The vote is over, a tenth of all FAB voted, enough of it for the proposal; it waits two days."""
    s, m = step.state, step.message
    p = s.motions[step.argument("proposal_id")]
    cast = p.for_votes + p.against_votes
    upgrade = p.proposal_type != ProposalType.PARAMETER_UPDATE
    enough = 5 * p.for_votes >= 4 * cast if upgrade else p.for_votes > p.against_votes
    fresh = step.before(p).eta == 0 and not p.cancelled and not p.executed
    return bool(m.block > p.end_block and cast >= QUORUM and enough and fresh and p.eta == m.now + 2 * DAY)


@DECIDED.on_step("execute")
def what_is_executed_has_waited(step: Step) -> bool:
    """It was queued two to sixteen days ago, not withdrawn or executed since, and all that it sets is listed."""
    p = step.state.motions[step.argument("proposal_id")]
    waited = p.eta != 0 and p.eta <= step.message.now <= p.eta + 14 * DAY
    return bool(waited and not p.cancelled and not step.before(p).executed and p.executed and is_listed(step))


@DECIDED.for_each_step("motions")
def what_was_proposed_stays(step: Step, id: int, before: Motion, p: Motion) -> bool:
    """Terms never change, what was done is not undone, and each field has its own action."""
    terms = p.proposer == before.proposer and p.proposal_type == before.proposal_type
    blocks = p.start_block == before.start_block and p.end_block == before.end_block
    aims = p.updates == before.updates and p.target == before.target and p.implementation == before.implementation
    name = step.action.name
    queued = p.eta == before.eta or (before.eta == 0 and name == "queue")
    executed = p.executed == before.executed or name == "execute"
    cancelled = p.cancelled == before.cancelled or (name == "cancel" and step.message.sender == p.proposer)
    kept = (p.executed or not before.executed) and (p.cancelled or not before.cancelled)
    return bool(terms and blocks and aims and queued and executed and cancelled and kept)


@SNAPSHOT.for_each_step("motions")
def a_tally_grows_by_a_voters_own(step: Step, id: int, before: Motion, p: Motion) -> bool | None:
    """By what the sender had at the snapshot, while the vote is on."""
    m = step.message
    cast = p.for_votes + p.against_votes - before.for_votes - before.against_votes
    if p.for_votes == before.for_votes and p.against_votes == before.against_votes:
        return None
    own = votes_at(step.state.fab_voters, m.sender, p.start_block)
    grows = p.for_votes >= before.for_votes and p.against_votes >= before.against_votes
    return bool(step.action.name == "cast_vote" and grows and cast <= own and p.start_block < m.block <= p.end_block)


@SNAPSHOT.for_each_step("votes_cast")
def nobody_votes_twice(step: Step, key: tuple[int, Address], before: int, now: int) -> bool | None:
    """A vote is marked by its voter, once, and never unmarked."""
    return None if now == before else bool(before == 0 and now == 1 and step.message.sender == key[1])


@SNAPSHOT.on_trace
class TalliesOfTheSnapshot:
    """Every tally, added up here from what voters had at the snapshot."""

    def __init__(self) -> None:
        self._courses = Courses()

    def observe(self, step: Step) -> bool | None:
        """False when a tally is not the sum of its voters' votes, or somebody is counted twice."""
        course = self._courses.hear(step)
        fresh = True
        if course is not None and step.action.name == "cast_vote":
            fresh = step.message.sender not in course.voters
            course.voters.add(step.message.sender)
            course.tally[step.argument("support")] += self._courses.history.at(step.message.sender, course.start)
        if not self._courses.known or not step.outcome.ok:
            return None
        motions = step.state.motions
        tallies = ((course.tally, motions[id]) for id, course in self._courses.known.items())
        return fresh and all(known == {True: p.for_votes, False: p.against_votes} for known, p in tallies)


@EMERGENCY.on_step("execute_emergency_action")
def a_listed_contract_is_paused_for_a_week(step: Step) -> bool:
    """The caller has the role, the target is listed and was not paused so for 30 days; the pause ends by itself."""
    s, m, target = step.state, step.message, step.argument("target")
    allowed = s.emergency_admins[m.sender] == 1 and s.emergency_targets[target] == 1
    late = m.now >= step.amount_before(s.emergency_until, target)
    told = step.argument("action") == "pause"
    return bool(allowed and told and late and s.pause_ends == m.now + 7 * DAY)


@EMERGENCY.for_each_step("emergency_until")
def the_next_emergency_is_thirty_days_off(step: Step, target: Address, before: int, until: int) -> bool | None:
    """What says when a contract may be paused again moves with an emergency alone."""
    if until == before:
        return None
    return bool(step.action.name == "execute_emergency_action" and until == step.message.now + 30 * DAY)


@EMERGENCY.on_trace
class NothingElseChanges:
    """Everything that an emergency changes."""

    def observe(self, step: Step) -> bool | None:
        """False when an emergency has changed more than the marketplace's pause, and when the next one is possible."""
        if not step.outcome.ok or step.action.name != "execute_emergency_action":
            return None
        return all(is_part_of_a_pause(step, change) for change in step.outcome.changes)


def is_part_of_a_pause(step: Step, change: Change) -> bool:
    """Whether a change belongs to a pause of the marketplace, or to when the next one is possible."""
    _, target, key, _ = change
    return target is step.state.emergency_until if target is not step.state else key in PAUSED


@EMERGENCY.on_trace
class OnceInThirtyDays:
    """When each contract was last paused in an emergency."""

    def __init__(self) -> None:
        self._last: dict[Address, int] = {}

    def observe(self, step: Step) -> bool | None:
        """False for another pause of a contract within thirty days."""
        if not step.outcome.ok or step.action.name != "execute_emergency_action":
            return None
        target, now = step.argument("target"), step.message.now
        last = self._last.get(target)
        self._last[target] = now
        return last is None or now - last >= 30 * DAY


@WIRED.on_trace
class WiringByTheOwner:
    """Every change of whom a contract listens to."""

    def observe(self, step: Step) -> bool | None:
        """False for a change of what is fixed, or one that somebody else than the owner made."""
        if not step.outcome.ok:
            return None
        judged = [said for change in step.outcome.changes if (said := self._judge(step, change)) is not None]
        return all(judged) if judged else None

    def _judge(self, step: Step, change: Change) -> bool | None:
        """Whether a change is one of the owner's; None for what is no wiring."""
        s, (_, target, key, previous) = step.state, change
        by_owner = step.message.sender == s.owner
        if target is s:
            return judged_field(step, key, previous, by_owner)
        if isinstance(target, Ledger):
            return by_owner if any(target is getattr(s, name) for name in LISTS) else None
        return by_owner if any(target is pointer for pointer in s.pointers.values()) else None


def judged_field(step: Step, key: str, previous: Any, by_owner: bool) -> bool | None:
    """Whether a field of the state may have changed so; None for one that is no wiring."""
    if key in FIXED:
        return bool(getattr(step.state, key) == previous)
    if key in NAMED:
        return by_owner
    if key == "arbiter":
        return by_owner or by_governance(step)
    return None


def by_governance(step: Step) -> bool:
    """Whether the governance that the escrow listens to made a call: a contract's proposals are executed by anybody."""
    return bool(step.action.name == "execute" or step.message.sender == step.state.escrow_governance)


# ---------------------------------------------------------------- the same, step by step


@WIRED.on_step()
def what_is_fixed_stays(step: Step) -> bool:
    """Contracts, owner and voting period are what they were."""
    s = step.state
    before = step.before(s)
    return all(getattr(s, name) == getattr(before, name) for name in sorted(FIXED))


@WIRED.on_step()
def the_owner_names_everybody(step: Step) -> bool:
    """Whoever else is listened to changes by a call of the owner; the arbiter by whoever governs the escrow as well."""
    s = step.state
    before = step.before(s)
    same = all(getattr(s, name) == getattr(before, name) for name in sorted(NAMED))
    return bool(step.message.sender == s.owner or (same and (by_governance(step) or s.arbiter == before.arbiter)))


def kept_by_the_owner(store: str) -> None:
    """Declares that a list changes by calls of the owner alone."""

    def kept(step: Step, key: object, before: int, now: int) -> bool:
        return bool(now == before or step.message.sender == step.state.owner)

    kept.__name__ = f"the_owner_keeps_{store}"
    kept.__doc__ = "Nobody else changes the list."
    WIRED.for_each_step(store)(kept)


for _list in LISTS:
    kept_by_the_owner(_list)


@WIRED.for_each_step("pointers")
def the_owner_keeps_pointers(step: Step, target: Address, before: Pointer, pointer: Pointer) -> bool:
    """Nobody else changes what an upgrade calls."""
    return bool(pointer.selector == before.selector or step.message.sender == step.state.owner)


@WIRED.on_step("set_pointer")
def the_owner_sets_pointers(step: Step) -> bool:
    """A new one as well."""
    return bool(step.message.sender == step.state.owner)
