"""Which calls carry lifecycles of the present state on, so that late states are reached.

Each run cares for one part of the marketplace more than for the others: in few calls it gets far there.
"""

from __future__ import annotations

from collections.abc import Iterator

from properties.binding import Chooser, Run
from properties.compute import draw_nodes, draw_sessions
from properties.compute.actors import CONTRACT_HOST, TOKENS
from properties.compute.carrying_governance import advancing_accounts, advancing_governance
from properties.compute.carrying_jobs import advancing_breaker, advancing_jobs, advancing_proofs
from properties.compute.choices import active_sessions, due_at
from spec.compute.node_records import MIN_STAKE
from spec.compute.proposals import lapses_after
from spec.compute.state import NATIVE

WAYS_TO_EARN = (
    "withdraw_token_earnings",
    "withdraw_earnings_to",
    "withdraw_amount",
    "withdraw_earnings",
    "withdraw_token_earnings_to",
)
SELDOM = 5
"""In one of so many seconds a token may be removed, or a host leave, under sessions that need it."""
FEW, MANY = 3, 8
"""Active sessions up to which a run opens more, and beyond which it rather carries them on."""
STAKES = "stakes"
"""What a run cares for that has hosts stake, be slashed, leave and come back."""
FOCUS = ("sessions", "registries", STAKES, "jobs", "proofs", "proofs", "governance", "accounts", "everything")
"""What a run may care for."""


def carried(chooser: Chooser, run: Run) -> str:
    """An action that carries something on: in two of three cases what the run cares for."""
    own = tuple(advancing_focus(run, focus_of(chooser, run)))
    if own and chooser.chance("focus: followed", 67):
        return chooser.pick("carry on: focus", own)
    return chooser.pick("carry on", advancing(run))


def focus_of(chooser: Chooser, run: Run) -> str:
    """What a run cares for, from its first choice on."""
    if not run.memory.focus:
        run.memory.focus = chooser.pick("focus", FOCUS)
    return str(run.memory.focus)


def advancing_focus(run: Run, focus: str) -> Iterator[str]:
    """What carries the part on that a run cares for; nothing if it is everything."""
    yield from advancing_breaker(run) if focus in ("sessions", "jobs", "proofs", "accounts") else ()
    if focus == "sessions":
        yield from (*advancing_sessions(run), *advancing_sessions(run), *advancing_money(run), *advancing_hosts(run))
    elif focus == "registries":
        yield from (*advancing_votes(run), *advancing_hosts(run))
    elif focus == STAKES:
        yield from (*["slash_stake"] * 6, *advancing_hosts(run))
    elif focus == "jobs":
        yield from advancing_jobs(run)
    elif focus == "proofs":
        yield from (*advancing_jobs(run), *advancing_proofs(run), *advancing_proofs(run))
    elif focus == "governance":
        yield from advancing_governance(run)
    elif focus == "accounts":
        yield from advancing_accounts(run)


def advancing(run: Run) -> tuple[str, ...]:
    """Actions that carry any lifecycle of this state forward."""
    found = [*advancing_market(run), *advancing_jobs(run), *advancing_breaker(run)]
    return (*found, *advancing_governance(run), *advancing_accounts(run))


def advancing_market(run: Run) -> tuple[str, ...]:
    """Those of sessions, models, hosts and money."""
    return (*advancing_sessions(run), *advancing_votes(run), *advancing_hosts(run), *advancing_money(run))


def advancing_money(run: Run) -> Iterator[str]:
    """Tokens are accepted, earnings and credits withdrawn; and now and then a model is stopped."""
    s, now = run.state, run.world.now
    if len(TOKENS) - 1 > sum(accepted for _, accepted in s.accepted_tokens.items()):
        yield "add_accepted_token"
    if any(left for _, left in s.earnings.items()):
        yield WAYS_TO_EARN[now % len(WAYS_TO_EARN)]
    if now % 10 == 0:
        yield "deactivate_model"
    if s.earnings[run.cast[CONTRACT_HOST].address, NATIVE]:
        yield from (*WAYS_TO_EARN, "withdraw_amount", "withdraw_amount")
    if any(left for _, left in s.credits.items()):
        yield "withdraw" if now % 2 else "withdraw_to"
    if any(left for _, left in s.token_credits.items()):
        yield from ("withdraw_token_credit", "withdraw_token_credit_to")


def advancing_hosts(run: Run) -> Iterator[str]:
    """Hosts are slashed again and again, leave, and are replaced."""
    s = run.state
    if any(time and s.nodes[host].staked_amount for host, time in s.last_slash.items()):
        yield "slash_stake"
    weak = draw_nodes.weakened(run)
    if weak and s.nodes[weak[0]].staked_amount < MIN_STAKE:
        yield from ("slash_stake", "slash_stake", "unregister_node")
    if draw_nodes.left_below(run):
        yield from ("register_node", "register_node")
    if any(n.staked_amount and not n.active for _, n in s.nodes.items()):
        yield "withdraw_stake"
    if len(s.active_nodes) < 3:
        yield from ("register_node", "stake")


def advancing_sessions(run: Run) -> Iterator[str]:
    """Creation while there are few, then proofs and ends."""
    active = active_sessions(run)
    if len(active) < MANY and (len(active) < FEW or run.world.now % 3 == 0):
        yield "create_session_job_for_model"
        yield "create_session_job_for_model_with_token"
    if any(left for _, left in run.state.user_deposits.items()):
        yield "create_session_from_deposit"
    else:
        yield "deposit_token" if run.world.now % 2 else "deposit_native"
    if any(draw_sessions.is_provable(run, r) for _, r in active):
        yield from ("submit_proof_of_work", "submit_proof_of_work", "submit_proof_of_work", "extend_session")
    if any(r.proof_count for _, r in active):
        yield from ("complete_session_job", "complete_session_job")
    if any(r.payment_token != NATIVE and run.state.accepted_tokens[r.payment_token] == 0 for _, r in active):
        yield from ("extend_session", "extend_session")
    if active and run.world.now % SELDOM == 1:
        yield from ("unregister_node", "slash_stake")
    if any(draw_sessions.is_worth_leaving(run, r) for _, r in active):
        yield "cancel_session"
    if run.world.now % SELDOM == 0 and any(r.payment_token != NATIVE for _, r in active):
        yield "remove_accepted_token"
    if any(run.world.now > due_at(run, r) for _, r in active):
        yield "trigger_session_timeout"


def advancing_votes(run: Run) -> Iterator[str]:
    """A proposal, votes, its decision, and the way back of the votes."""
    s, now = run.state, run.world.now
    newest = [p for (model_id, nonce), p in s.proposals.items() if s.proposal_nonce[model_id] == nonce]
    live = [p for p in newest if not p.closed]
    if not live:
        yield "propose_model"
    if any(now <= p.end_time for p in live):
        yield from ("vote_on_proposal", "execute_proposal")
    for p in live:
        if now <= p.end_time:
            yield from ["vote_on_proposal"] * (2 * p.extension_count)
    if any(now > lapses_after(p) for p in live):
        yield "lapse_proposal"
    if any(left for _, left in s.votes.items()):
        yield "withdraw_votes"
