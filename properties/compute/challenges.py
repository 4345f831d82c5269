"""Stakes of challenges: held while a ruling is pending, and given to one side once; silence costs nobody."""

from __future__ import annotations

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from properties.compute.exits import against_everybody
from properties.compute.jobs import STRANGER
from spec.compute.job_types import ChallengeStatus
from spec.compute.state import COMPUTE, Challenge, State
from spec.core import Address, Step, would

CHALLENGE_PERIOD = 3 * 86_400
MOST_REWARD = 20 * 10**18

STAKES_HELD = COMPUTE_PROPERTIES.declare(
    "JOB-CON-03",
    family=Family.CONSERVATION,
    shape=Shape.STATE,
    target="JobProofs",
    statement="The contract of proofs holds the stakes of pending challenges, and each stake leaves once: to the "
    "challenger, or to the host that was right.",
    remedy="End a challenge before its stake moves, and pay from the challenge's own record.",
)
SILENCE_IS_FREE = COMPUTE_PROPERTIES.declare(
    "JOB-TIM-02",
    family=Family.TIMEOUT,
    shape=Shape.STEP,
    target="JobProofs",
    statement="A challenge that no verifier rules on in three days gives the stake back at anyone's call. Of one proof "
    "at most one challenge is pending.",
    remedy="Let anyone end a challenge after its deadline, and refuse a second one while the first is pending.",
)


@STAKES_HELD.always
def the_total_is_the_pending_stakes(s: State) -> bool:
    """Stored total = sum of pending stakes <= FAB held."""
    return s.total_staked == s.challenges.total(pending_stake) and s.total_staked <= s.fab_balances[s.job_proofs]


def pending_stake(c: Challenge) -> int:
    """What a challenge holds."""
    return c.stake if c.status == ChallengeStatus.PENDING else 0


@STAKES_HELD.for_each("challenges")
def a_stake_leaves_to_one_side(s: State, challenge_id: int, c: Challenge) -> bool:
    """Nothing left yet, or all of it to the challenger, or all of it to the host, as the challenge ended."""
    returned = 0 if c.status in (ChallengeStatus.PENDING, ChallengeStatus.FAILED) else c.stake
    forfeited = c.stake if c.status == ChallengeStatus.FAILED else 0
    rewarded = c.rewarded == 0 or (c.status == ChallengeStatus.SUCCESSFUL and c.rewarded <= MOST_REWARD)
    return c.returned == returned and c.forfeited == forfeited and rewarded


@STAKES_HELD.for_each_step("challenges")
def what_is_ruled_stays(step: Step, challenge_id: int, before: Challenge, c: Challenge) -> bool | None:
    """No stake moves after the end, and the terms of a challenge never change."""
    terms = (before.job_id, before.host, before.challenger, before.stake, before.deadline)
    if terms != (c.job_id, c.host, c.challenger, c.stake, c.deadline):
        return False
    if before.status == ChallengeStatus.PENDING:
        return None
    ended = (before.status, before.returned, before.forfeited, before.rewarded)
    return bool(ended == (c.status, c.returned, c.forfeited, c.rewarded))


@STAKES_HELD.on_step("challenge_proof", "resolve_challenge", "expire_challenge")
def the_fab_moves_with_the_stakes(step: Step) -> bool:
    """The contract's FAB changes by as much as the stored total; the other side gets what the challenge says."""
    s, before = step.state, step.before(step.state)
    held = s.fab_balances[s.job_proofs] - step.amount_before(s.fab_balances, s.job_proofs)
    placed = step.action.name == "challenge_proof"
    id = step.outcome.returned if placed else step.argument("challenge_id")
    c = s.challenges[id]
    to_challenger = c.returned + c.rewarded - (c.stake if placed else 0)
    moved = [(account, s.fab_balances[account] - step.amount_before(s.fab_balances, account)) for account in parties(c)]
    if c.challenger == c.host:
        sides = moved[0][1] == to_challenger + c.forfeited
    else:
        sides = moved[0][1] == to_challenger and moved[1][1] == c.forfeited
    return bool(held == s.total_staked - before.total_staked and sides)


def parties(c: Challenge) -> tuple[Address, Address]:
    """Challenger and host."""
    return c.challenger, c.host


@SILENCE_IS_FREE.for_each("challenges", inductive=False)
def a_challenge_can_always_end(s: State, challenge_id: int, c: Challenge) -> bool | None:
    """A second after its deadline anyone ends it, and the challenger has the stake."""
    if c.status != ChallengeStatus.PENDING:
        return None
    return would(COMPUTE["expire_challenge"], s, against_everybody(STRANGER, c.deadline + 1), (challenge_id,)).ok


@SILENCE_IS_FREE.on_step("expire_challenge")
def silence_gives_the_stake_back(step: Step) -> bool:
    """After the deadline, all of the stake, to the challenger."""
    c = step.state.challenges[step.argument("challenge_id")]
    return bool(step.message.now > c.deadline and c.returned == c.stake and c.forfeited == 0)


@SILENCE_IS_FREE.on_step("resolve_challenge")
def the_ruling_came_in_time(step: Step) -> bool:
    """No later than three days after the challenge, whose deadline that is."""
    return bool(step.message.now <= step.state.challenges[step.argument("challenge_id")].deadline)


@SILENCE_IS_FREE.on_step("challenge_proof")
def three_days_for_a_ruling(step: Step) -> bool:
    """The deadline is three days from now, and the proof was verified no more than three days ago."""
    s = step.state
    c = s.challenges[step.outcome.returned]
    fresh = step.message.now <= s.submitted_proofs[c.job_id].verified_at + CHALLENGE_PERIOD
    return bool(c.deadline == step.message.now + CHALLENGE_PERIOD and fresh)


@SILENCE_IS_FREE.for_each("challenges")
def a_pending_challenge_is_named_by_its_proof(s: State, challenge_id: int, c: Challenge) -> bool | None:
    """The proof of the same host in the same job names it, so there is no other beside it."""
    if c.status != ChallengeStatus.PENDING:
        return None
    p = s.submitted_proofs[c.job_id]
    return p.host != c.host or p.challenge_id == challenge_id


@SILENCE_IS_FREE.on_step("challenge_proof")
def none_was_pending(step: Step) -> bool:
    """The proof named no challenge before, and names this one now."""
    c = step.state.challenges[step.outcome.returned]
    p = step.state.submitted_proofs[c.job_id]
    return bool(step.before(p).challenge_id == 0 and p.challenge_id == step.outcome.returned and p.host == c.host)
