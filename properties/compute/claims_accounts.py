"""The triple of actions on votes, scores, keys and streams: when each succeeds, and what it does."""

from __future__ import annotations

from properties.claims import Change, of, of_state, whole
from properties.compute.lemmas import PLAN
from spec.compute.fab import TOTAL_SUPPLY
from spec.compute.fab_votes import votes_at
from spec.compute.governance_types import ProposalType
from spec.compute.state import State
from spec.compute.state_governance import Motion, Reputation
from spec.core import Address, Message, Step, Wei

DAY = 24 * 60 * 60
MONTH = 30 * DAY

# ---------------------------------------------------------------- votes

VOTE = PLAN.action("cast_vote", "JOB-GOV-01", "JOB-GOV-02")
QUEUE = PLAN.action("queue", "JOB-GOV-01")
CANCEL = PLAN.action("cancel", "JOB-GOV-01")


def is_open(p: Motion) -> bool:
    """Neither withdrawn, nor executed, nor queued."""
    return not p.cancelled and not p.executed and p.eta == 0


@VOTE.succeeds_iff
def a_holder_votes_once_while_the_vote_is_on(s: State, m: Message, proposal_id: int, support: bool) -> bool:
    """Whoever had votes at the snapshot."""
    if proposal_id not in s.motions:
        return False
    p = s.motions[proposal_id]
    on = is_open(p) and p.start_block < m.block <= p.end_block
    return on and s.votes_cast[proposal_id, m.sender] == 0 and votes_at(s.fab_voters, m.sender, p.start_block) > 0


@VOTE.effect
def the_vote_is_counted(step: Step, proposal_id: int, support: bool) -> bool:
    """All that the voter had at the snapshot, on one side."""
    s = step.state
    p = s.motions[proposal_id]
    before = step.before(p)
    own = min(votes_at(s.fab_voters, step.message.sender, p.start_block), TOTAL_SUPPLY)
    rise = (p.for_votes - before.for_votes, p.against_votes - before.against_votes)
    return rise[0] == (own if support else 0) and rise[1] == (0 if support else own)


@VOTE.changes
def a_tally(s: State, m: Message, proposal_id: int, support: bool) -> list[Change]:
    """The tally, and who has voted."""
    return [of(s.motions, proposal_id, "for_votes", "against_votes"), whole(s.votes_cast, (proposal_id, m.sender))]


@QUEUE.succeeds_iff
def anybody_queues_what_was_decided(s: State, m: Message, proposal_id: int) -> bool:
    """When the vote is over, a tenth of all FAB has voted, and enough of it for the proposal."""
    if proposal_id not in s.motions:
        return False
    p = s.motions[proposal_id]
    cast = p.for_votes + p.against_votes
    upgrade = p.proposal_type != ProposalType.PARAMETER_UPDATE
    enough = 5 * p.for_votes >= 4 * cast if upgrade else p.for_votes > p.against_votes
    return is_open(p) and m.block > p.start_block and m.block > p.end_block and 10 * cast >= TOTAL_SUPPLY and enough


@CANCEL.succeeds_iff
def the_proposer_withdraws(s: State, m: Message, proposal_id: int) -> bool:
    """Until it is executed, or too late."""
    if proposal_id not in s.motions:
        return False
    p = s.motions[proposal_id]
    expired = p.eta != 0 and m.now > p.eta + 14 * DAY
    return m.sender == p.proposer and not p.cancelled and not p.executed and not expired


# ---------------------------------------------------------------- scores

OUTCOME = PLAN.action("record_job_completion", "JOB-ARI-01", "JOB-ACC-03")
RATE = PLAN.action("rate_host", "JOB-ARI-01", "JOB-ACC-03")
DECAY = PLAN.action("apply_reputation_decay", "JOB-ARI-01")
SLASH = PLAN.action("slash_reputation", "JOB-ARI-01")


def decayed(r: Reputation, now: int) -> int:
    """The score less 5 % of it for each full month without work, rounded down, and never below zero."""
    months = (now - r.last_activity) // MONTH
    return r.score - min(r.score, r.score * 5 * months // 100)


def score_before(step: Step, host: Address) -> int:
    """What a score was, decay taken; 100 of a host that had none."""
    s = step.state
    r = s.reputations[host]
    return 100 if step.inserted(s.reputations, host) else decayed(step.before(r), step.message.now)


@OUTCOME.succeeds_iff
def a_reporter_reports(s: State, m: Message, host: Address, job_id: int, success: bool) -> bool:
    """Whoever is on the list; the marketplace, which makes no calls of its own, needs not be."""
    return s.reporters[m.sender] == 1


@OUTCOME.effect
def ten_more_or_twenty_less(step: Step, host: Address, job_id: int, success: bool) -> bool:
    """The first time; from then on nothing."""
    s = step.state
    if step.amount_before(s.outcomes, (job_id, host)) == 1:
        return True
    score = score_before(step, host)
    r = s.reputations[host]
    right = r.score == (score + 10 if success else max(0, score - 20))
    return right and r.last_activity == step.message.now and s.outcomes[job_id, host] == 1


@RATE.effect
def good_ratings_add(step: Step, host: Address, job_id: int, rating: int, feedback: str) -> bool:
    """Two for a rating of four, four for one of five; the rating is among the host's."""
    s = step.state
    r = s.reputations[host]
    added = 4 if rating == 5 else 2 if rating == 4 else 0
    return r.score == score_before(step, host) + added and r.last_activity == step.message.now


@DECAY.effect
def what_is_due_is_taken(step: Step, host: Address) -> bool:
    """And what is left of a month counts on."""
    r = step.state.reputations[host]
    before = step.before(r)
    months = (step.message.now - before.last_activity) // MONTH
    return r.score == decayed(before, step.message.now) and r.last_activity == before.last_activity + months * MONTH


@SLASH.effect
def the_score_falls_after_decay(step: Step, host: Address, amount: int) -> bool:
    """By the amount, and not below zero."""
    r = step.state.reputations[host]
    return r.score == max(0, decayed(step.before(r), step.message.now) - amount)


# ---------------------------------------------------------------- keys, deposits, streams

REVOKE = PLAN.action("revoke_session_key", "JOB-ACC-04")
TAKE_BACK = PLAN.action("withdraw_wallet_deposit", "JOB-CON-04")
CANCEL_STREAM = PLAN.action("cancel_payment_stream", "JOB-CON-04")


@REVOKE.succeeds_iff
def a_wallet_forgets_its_key(s: State, m: Message, key: Address) -> bool:
    """At any time."""
    return (m.sender, key) in s.session_keys and s.session_keys[m.sender, key].expires != 0


@REVOKE.effect
def the_key_may_nothing(step: Step, key: Address) -> bool:
    """From now on."""
    k = step.state.session_keys[step.message.sender, key]
    return k.expires == 0 and k.budget == 0


@TAKE_BACK.succeeds_iff
def a_wallet_takes_its_deposit_back(s: State, m: Message, amount: Wei) -> bool:
    """As far as there is one; nothing else can prevent it."""
    return 0 < amount <= s.wallet_deposits[m.sender]


@TAKE_BACK.changes
def a_deposit(s: State, m: Message, amount: Wei) -> list[Change]:
    """The wallet's deposit, or its credit where it takes no coin, and their totals."""
    totals = of_state("total_wallet_deposits", "integration_balance", "integration_total_credits")
    return [totals, whole(s.wallet_deposits, m.sender), whole(s.integration_credits, m.sender)]


@CANCEL_STREAM.effect
def what_has_vested_stays(step: Step, stream_id: int) -> bool:
    """For the recipient to pull; nothing vests any more."""
    r = step.state.streams[stream_id]
    before = step.before(r)
    return not r.active and r.withdrawn == before.withdrawn and r.withdrawn <= r.total_amount <= before.total_amount
