"""How the compute marketplace's words map to its contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from properties.binding import Binding, Call, Chooser, Deployment, Divergence, Mood, Observed, Run, ViewQuery
from properties.compute import (
    asking,
    blame,
    draw_market,
    draw_models,
    draw_money,
    draw_nodes,
    draw_sessions,
    leaving,
    opening,
)
from properties.compute.actors import CAST, HOSTS, PUPPETS, TOKENS
from properties.compute.choices import DAY, active_sessions, due_at, moments
from properties.compute.recipes import Memory
from properties.recipe import Vocabulary
from spec.compute.node_records import MIN_STAKE
from spec.compute.proposals import lapses_after
from spec.compute.state import COMPUTE, EARNINGS, FAB, MARKET, MODELS, NATIVE, NODES, PROOFS
from spec.compute.types import JobType, SessionStatus, Tier
from spec.core import Environment, Slot

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts" / "compute"
MOODS = ("ACCEPT", "REFUSE", "BURN", "BOMB", "REVERT_BOMB", "REENTER", "HUNGRY")
TOKEN_MOODS = ("PLAIN", "FEE", "FALSE", "SILENT", "BLACKLIST", "REENTER", "REVERT", "BURN", "BOMB")

REENTER = "REENTER"

DRAWING = (draw_sessions, draw_money, draw_market, draw_nodes, draw_models)
"""Modules of the draws."""
Drawer = Callable[[Chooser, Any], Call | None]


def drawers() -> dict[str, Drawer]:
    """How each action's calls are drawn: by the function of the same name."""
    return {action.name: next(vars(m)[action.name] for m in DRAWING if action.name in vars(m)) for action in COMPUTE}


WAYS_TO_EARN = (
    "withdraw_token_earnings",
    "withdraw_earnings_to",
    "withdraw_amount",
    "withdraw_earnings",
    "withdraw_token_earnings_to",
)
SELDOM = 5
"""In one of so many seconds an accepted token may be removed under sessions that are paid with it."""
MANY = 8
"""Active sessions beyond which a run rather carries them on."""


class ComputeBinding(Binding):
    """The compute marketplace on the EVM: a token, two registries, earnings, proofs and the marketplace itself."""

    cast = CAST
    vocabulary = Vocabulary(SessionStatus, JobType, Tier)
    sources = tuple(CONTRACTS / f"{name}.sol" for name in (FAB, MODELS, NODES, EARNINGS, PROOFS, MARKET))
    uses_fhe = False

    def __init__(self) -> None:
        self._drawers: dict[str, Drawer] = {}

    def deploy(self, run: Any, artifacts: Any) -> Deployment:
        """Deploys and wires all contracts, and makes the calls with which every run begins."""
        contracts = opening.deploy(run, artifacts)
        state = opening.state_after(run, contracts)
        opening.open_market(run, contracts, state)
        return Deployment(contracts, state, Memory())

    def draw(self, chooser: Chooser, run: Run) -> Call:
        """The next call: whatever carries lifecycles on or disturbs them."""
        if not self._drawers:
            self._drawers = drawers()
        while True:
            carried = chooser.chance("carry on", 55)
            name = chooser.pick("carry on", advancing(run)) if carried else chooser.pick("action", tuple(self._drawers))
            call = self._drawers[name](chooser, run)
            if call is not None:
                return self._disturb(chooser, run, call)

    def _disturb(self, chooser: Chooser, run: Run, call: Call) -> Call:
        """Time passes, moods change, coin is sent where none is taken."""
        if not call.advance and chooser.chance("time passes", 30):
            call = replace(call, advance=wait(chooser, run))
        if chooser.chance("mood changes", 14):
            call = replace(call, moods=(*call.moods, new_mood(chooser)))
        if not call.value and chooser.chance("stray coin", 2):
            call = replace(call, value=1)
        return calmed(run, call)

    def environment(self, run: Run, call: Call, sender: str, observed: Observed) -> Environment:
        """Receivers and tokens by their moods, signatures by who made them."""
        return Environment(accepts=run.accepts, tokens=run.arriving, signer=run.recovered)

    def queries(self, run: Run) -> Sequence[ViewQuery]:
        """Every view: for each known id and one unknown, for each party and asset."""
        return asking.queries(run)

    def ciphertexts(self, run: Run) -> Iterator[tuple[Slot, Any, bytes]]:
        """None: nothing here is encrypted."""
        return iter(())

    def handle(self, run: Run, slot: Slot) -> bytes:
        """Never asked: nothing here is encrypted."""
        raise LookupError(f"{slot} names a ciphertext, and this protocol has none")

    def held(self, run: Run) -> dict[str, int]:
        """Coin of the marketplace and of the earnings; the others take none."""
        others = dict.fromkeys((FAB, MODELS, NODES, PROOFS), 0)
        return {MARKET: run.state.balance, EARNINGS: run.state.earnings_held[NATIVE], **others}

    def held_tokens(self, run: Run) -> dict[tuple[str, str], int]:
        """Foreign tokens of the marketplace and of the earnings; the others have none."""
        s, found = run.state, {}
        for name in TOKENS:
            token = run.tokens[name].address
            found[MARKET, name] = s.token_balances[token]
            found[EARNINGS, name] = s.earnings_held[token]
            found.update({(other, name): 0 for other in (FAB, MODELS, NODES, PROOFS)})
        return found

    def reentry(self, run: Run, actor: str) -> tuple[str, bytes]:
        """Tries to be paid once more: its earnings, a deposit, or by the end of another session."""
        market, earnings = run.contracts[MARKET], run.contracts[EARNINGS]
        if actor in HOSTS:
            return earnings.address, earnings.encode("withdraw")
        active = active_sessions(run)
        if active and run.world.now % 3:
            way = "cancelSession" if actor in PUPPETS and run.world.now % 3 == 1 else "triggerSessionTimeout"
            return market.address, market.encode(way, active[-1][0])
        return market.address, market.encode("withdrawNative", 1) if actor in PUPPETS else market.encode("withdraw")

    def epilogue(self, run: Run) -> Iterator[Call]:
        """Moods turn to accepting, sessions end, and everybody withdraws what is theirs."""
        return leaving.leave(run)

    def note(self, run: Run, call: Call, arguments: tuple[Any, ...], succeeded: bool) -> None:
        """Remembers the last proof that was taken in each session."""
        if succeeded and call.action == "submit_proof_of_work":
            run.memory.proofs[arguments[0]] = arguments[2]

    def blame(self, divergence: Divergence) -> str | None:
        """The property that a divergence contradicts."""
        return blame.blame(divergence)


def calmed(run: Run, call: Call) -> Call:
    """The call, with nobody re-entering the marketplace while the earnings pay: then that is no re-entry."""
    if COMPUTE[call.action].contract != EARNINGS:
        return call
    moods = tuple(mood for mood in call.moods if mood.name != REENTER or mood.actor in HOSTS)
    strangers = [actor for actor in (*PUPPETS, *TOKENS) if actor not in HOSTS]
    restless = [actor for actor in strangers if mood_of(run, actor) == REENTER]
    usual = tuple(Mood(actor, TOKEN_MOODS[0] if actor in TOKENS else MOODS[0]) for actor in restless)
    return replace(call, moods=(*usual, *moods))


def mood_of(run: Run, actor: str) -> str:
    """The present mood of a puppet or token."""
    return str((run.tokens if actor in TOKENS else run.cast)[actor].mood.name)


def new_mood(chooser: Chooser) -> Mood:
    """A puppet or a token changes; half of the time back to what is usual."""
    actor = chooser.pick("mood: actor", (*PUPPETS, *PUPPETS, *TOKENS))
    moods = TOKEN_MOODS if actor in TOKENS else MOODS
    usual = chooser.chance("mood: usual", 40)
    return Mood(actor, moods[0] if usual else chooser.pick(f"mood: of {actor}", moods))


def wait(chooser: Chooser, run: Run) -> int:
    """Mostly a short time; sometimes up to a moment at which something becomes possible or impossible."""
    ahead = tuple(moment for moment in moments(run) if moment >= run.world.now)
    if ahead and chooser.chance("time: to a deadline", 25):
        moment = chooser.pick("time: which", ahead)
        return max(0, moment + chooser.pick("time: around", (-1, 0, 1)) - int(run.world.now))
    if chooser.chance("time: short", 90):
        return chooser.integer("time: seconds", 1, 7_200, (1, 29, 30, 31, 300, 301))
    return chooser.integer("time: long", 1, 31 * DAY, (DAY, 3 * DAY, 7 * DAY, 30 * DAY))


def advancing(run: Run) -> tuple[str, ...]:
    """Actions that carry a lifecycle of this state forward, so that late states are reached."""
    found = list(advancing_sessions(run))
    found += advancing_votes(run)
    s = run.state
    if len(TOKENS) - 1 > sum(accepted for _, accepted in s.accepted_tokens.items()):
        found.append("add_accepted_token")
    if s.paused:
        found += ["unpause", "unpause", "pause"]
    if any(left for _, left in s.earnings.items()):
        found.append(WAYS_TO_EARN[run.world.now % len(WAYS_TO_EARN)])
    if any(time and s.nodes[host].staked_amount for host, time in s.last_slash.items()):
        found.append("slash_stake")
    weak = draw_nodes.weakened(run)
    if weak and s.nodes[weak[0]].staked_amount < MIN_STAKE:
        found += ["slash_stake", "slash_stake", "unregister_node"]
    if draw_nodes.left_below(run):
        found += ["register_node", "register_node"]
    if any(left for _, left in s.credits.items()):
        found.append("withdraw" if run.world.now % 2 else "withdraw_to")
    if any(left for _, left in s.token_credits.items()):
        found.append("withdraw_token_credit" if run.world.now % 2 else "withdraw_token_credit_to")
    if any(n.staked_amount and not n.active for _, n in s.nodes.items()):
        found.append("withdraw_stake")
    if len(s.active_nodes) < 3:
        found += ["register_node", "stake"]
    return tuple(found)


def advancing_sessions(run: Run) -> Iterator[str]:
    """Creation while there are few, then proofs and ends."""
    active = active_sessions(run)
    if len(active) < MANY:
        yield "create_session_job_for_model"
        yield "create_session_job_for_model_with_token"
    if any(left for _, left in run.state.user_deposits.items()):
        yield "create_session_from_deposit"
    else:
        yield "deposit_token" if run.world.now % 2 else "deposit_native"
    if any(draw_sessions.is_provable(run, r) for _, r in active):
        yield from ("submit_proof_of_work", "submit_proof_of_work", "extend_session")
    if any(r.proof_count for _, r in active):
        yield "complete_session_job"
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
