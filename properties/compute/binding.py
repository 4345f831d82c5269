"""How the compute marketplace's words map to its contracts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from properties.binding import Binding, Call, Chooser, Deployment, Divergence, Mood, Observed, Run, ViewQuery
from properties.compute import (
    asking,
    blame,
    draw_accounts,
    draw_breaker,
    draw_escrow,
    draw_governance,
    draw_job_proofs,
    draw_jobs,
    draw_market,
    draw_models,
    draw_money,
    draw_nodes,
    draw_reputation,
    draw_sessions,
    leaving,
    opening,
    reentering,
)
from properties.compute.actors import CAST, PUPPETS, TOKENS
from properties.compute.canaries import CLOSED
from properties.compute.carrying import carried, focus_of
from properties.compute.choices import DAY, moments
from properties.compute.governance_choices import governance_moments
from properties.compute.job_choices import job_moments
from properties.compute.looking_ahead import Lookout
from properties.compute.recipes import Memory
from properties.recipe import Vocabulary
from spec.compute.governance_types import Operation, ParameterUpdate
from spec.compute.job_types import EzklProof, JobDetails, JobOutcome, JobRequirements, JobStatus
from spec.compute.state import (
    ACCOUNTS,
    COMPUTE,
    EARNINGS,
    ESCROW,
    FAB,
    GOVERNANCE,
    JOB_PROOFS,
    MARKET,
    MODELS,
    NATIVE,
    NODES,
    PROOFS,
    REPUTATION,
)
from spec.compute.types import JobType, SessionStatus, Tier
from spec.core import Environment, Slot

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts" / "compute"
MOODS = ("ACCEPT", "REFUSE", "BURN", "BOMB", "REVERT_BOMB", "REENTER", "HUNGRY")
TOKEN_MOODS = ("PLAIN", "FEE", "FALSE", "SILENT", "BLACKLIST", "REENTER", "REVERT", "BURN", "BOMB")

DRAWING = (
    *(draw_sessions, draw_money, draw_market, draw_nodes, draw_models),
    *(draw_breaker, draw_jobs, draw_escrow, draw_job_proofs),
    *(draw_reputation, draw_governance, draw_accounts),
)
"""Modules of the draws."""
PARTS = {
    "sessions": (draw_sessions, draw_money, draw_market),
    "registries": (draw_nodes, draw_models),
    "jobs": (draw_jobs, draw_escrow, draw_breaker, draw_reputation),
    "proofs": (draw_job_proofs, draw_jobs, draw_escrow),
    "governance": (draw_governance, draw_reputation, draw_breaker),
    "accounts": (draw_accounts, draw_breaker, draw_jobs),
}
"""Modules of the draws of what a run may care for."""
Drawer = Callable[[Chooser, Any], Call | None]


@cache
def names_in(modules: tuple[ModuleType, ...]) -> frozenset[str]:
    """Actions that some modules draw."""
    return frozenset(action.name for action in COMPUTE for module in modules if action.name in vars(module))


def drawers() -> dict[str, Drawer]:
    """How each action's calls are drawn: by the function of the same name."""
    return {
        a.name: next(vars(m)[a.name] for m in DRAWING if a.name in vars(m))
        for a in COMPUTE
        if any(a.name in vars(m) for m in DRAWING)
    }


CONTRACTS_OF_THE_PROTOCOL = (
    *(FAB, MODELS, NODES, EARNINGS, PROOFS, MARKET),
    *(REPUTATION, ESCROW, JOB_PROOFS, opening.PROMPTS, ACCOUNTS, GOVERNANCE),
)
"""In the order in which they are deployed, but for the marketplace."""


class ComputeBinding(Binding):
    """The compute marketplace on the EVM: its contracts, of which one runs in another's storage."""

    cast = CAST
    vocabulary = Vocabulary(
        *(SessionStatus, JobType, Tier, JobStatus, JobOutcome, JobDetails, JobRequirements, EzklProof),
        *(ParameterUpdate, Operation),
    )
    sources = tuple(CONTRACTS / f"{name}.sol" for name in CONTRACTS_OF_THE_PROTOCOL)
    uses_fhe = False

    def __init__(self) -> None:
        self._drawers: dict[str, Drawer] = {}
        self._lookout = Lookout()

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
        return self._disturb(chooser, run, self._lookout.choose(chooser, run, lambda: self._drawn(chooser, run)))

    def _drawn(self, chooser: Chooser, run: Run) -> Call:
        while True:
            on = chooser.chance("carry on", 62)
            name = carried(chooser, run) if on else self._any_action(chooser, focus_of(chooser, run))
            call = self._drawers[name](chooser, run)
            if call is not None:
                return call

    def _any_action(self, chooser: Chooser, focus: str) -> str:
        """Mostly one of the part that a run cares for; what nobody may do, seldom."""
        if chooser.chance("closed", 4):
            return chooser.pick("action: closed", tuple(CLOSED))
        part = PARTS.get(focus, DRAWING) if chooser.chance("action: of the focus", 60) else DRAWING
        return chooser.pick(
            "action", tuple(name for name in self._drawers if name not in CLOSED and name in names_in(part))
        )

    def _disturb(self, chooser: Chooser, run: Run, call: Call) -> Call:
        """Time passes, moods change, coin is sent where none is taken."""
        if not call.advance and chooser.chance("time passes", 30):
            call = replace(call, advance=wait(chooser, run))
        if chooser.chance("mood changes", 14):
            call = replace(call, moods=(*call.moods, new_mood(chooser)))
        if not call.value and chooser.chance("stray coin", 2):
            call = replace(call, value=1)
        return reentering.calmed(run, call)

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
        """Coin of the marketplace, the earnings, the escrow and the accounts; the others take none."""
        s = run.state
        held = {MARKET: s.balance, EARNINGS: s.earnings_held[NATIVE], ESCROW: s.escrow_balance}
        return {**dict.fromkeys(CONTRACTS_OF_THE_PROTOCOL, 0), **held, ACCOUNTS: s.integration_balance}

    def held_tokens(self, run: Run) -> dict[tuple[str, str], int]:
        """Foreign tokens of the marketplace, the earnings and the escrow; the others have none."""
        s, found = run.state, {}
        for name in TOKENS:
            token = run.tokens[name].address
            found.update({(other, name): 0 for other in CONTRACTS_OF_THE_PROTOCOL})
            found[MARKET, name] = s.token_balances[token]
            found[EARNINGS, name] = s.earnings_held[token]
            found[ESCROW, name] = s.escrow_token_balances[token]
        return found

    def reentry(self, run: Run, actor: str) -> tuple[str, bytes]:
        """Tries to be paid once more: its earnings, a credit, a deposit, or by the end of another session."""
        return reentering.attempt(run, actor)

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


def new_mood(chooser: Chooser) -> Mood:
    """A puppet or a token changes; half of the time back to what is usual."""
    actor = chooser.pick("mood: actor", (*PUPPETS, *PUPPETS, *TOKENS))
    moods = TOKEN_MOODS if actor in TOKENS else MOODS
    usual = chooser.chance("mood: usual", 40)
    return Mood(actor, moods[0] if usual else chooser.pick(f"mood: of {actor}", moods))


def all_moments(run: Run) -> Iterator[int]:
    """Every moment at which something becomes possible or impossible."""
    yield from moments(run)
    yield from job_moments(run)
    yield from governance_moments(run)


def wait(chooser: Chooser, run: Run) -> int:
    """Mostly a short time; sometimes up to a moment at which something becomes possible or impossible."""
    ahead = tuple(moment for moment in all_moments(run) if moment >= run.world.now)
    if ahead and chooser.chance("time: to a deadline", 25):
        moment = chooser.pick("time: which", ahead)
        return max(0, moment + chooser.pick("time: around", (-1, 0, 1)) - int(run.world.now))
    if chooser.chance("time: short", 90):
        return chooser.integer("time: seconds", 1, 7_200, (1, 29, 30, 31, 300, 301))
    return chooser.integer("time: long", 1, 31 * DAY, (DAY, 3 * DAY, 7 * DAY, 30 * DAY))
