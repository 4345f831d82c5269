"""Two runs that differ in one thing only: FAB that moves after a proposal's snapshot changes no tally (JOB-GOV-02).

Such a claim is about pairs of runs, which no single run shows. Both sides of lockstep run twice; what is compared are
the tallies and the ends of the same votes on chain.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from fuzz.lockstep.runner import Runner
from fuzz.lockstep.source import Patch, SessionSource
from properties.binding import Call
from properties.compute.draw_governance import SUPPORTERS
from properties.compute.governance_recipes import Setter
from properties.recipe import NOBODY, Account
from spec.compute.governance_types import ParameterUpdate
from tests.compute import faults_governance

VOTES = (
    ("voter", True),
    ("rival_voter", False),
    ("depositor", True),
    ("contract_depositor", True),
    ("outsider", False),
)
"""Who votes, in this order. The last two have delegated nothing before the snapshot."""
PERIOD = 5
"""Blocks that a vote lasts."""
SEEDS = range(6)
FAULT = next(one for one in faults_governance.FAULTS if one.name == "votes of now instead of the snapshot")

Tally = tuple[int, int, int]
"""Votes for and against, and from when the proposal can be executed."""


@pytest.fixture(scope="module")
def runner() -> Runner:
    return Runner(SessionSource("compute").boot(9))


def moves(seed: int) -> list[Call]:
    """Transfers and delegations that nobody foresees."""
    chance, found = random.Random(seed), list[Call]()
    for _ in range(6):
        actor, other = chance.sample((*SUPPORTERS, "outsider", "host"), 2)
        if chance.random() < 0.5:
            to = Account(chance.choice((actor, other, NOBODY)))
            found.append(Call(actor, "delegate", (to,)))
        else:
            found.append(Call(actor, "transfer", (Account(other), chance.choice((1, 2_000 * 10**18, 900 * 10**18)))))
    return found


def voted(runner: Runner, *, before: Sequence[Call] = (), after: Sequence[Call] = ()) -> tuple[Tally, list[str]]:
    """A whole vote with some calls before its snapshot, or after it: the tally on chain, and how each call ended."""
    runner.reset()
    made(runner, before)
    escrow, setter = Account("PaymentEscrow"), Setter("setFee(uint256)")
    update: Any = ParameterUpdate(escrow, setter, "fee", 100)  # type: ignore[arg-type]  # recipes
    proposal = made(runner, [Call("voter", "propose_parameter_update", ((update,), "lower it"), advance=12)])
    made(runner, [Call("owner", "set_dispute_window", (30,), advance=12)] * 2)
    moved = made(runner, after)
    runner.session.world.advance(12)
    votes = [Call(actor, "cast_vote", (1, support)) for actor, support in VOTES]
    ended = made(runner, votes)
    for _ in range(PERIOD):
        runner.session.world.advance(12)
    decided = made(runner, [Call("outsider", "queue", (1,))])
    assert "ok" in moved or not after
    read = runner.session.world.read(runner.session.contracts["Governance"], "getProposal", 1)
    return read[4:7], [*proposal, *ended, *decided]


def made(runner: Runner, calls: Sequence[Call]) -> list[str]:
    """How calls ended on chain."""
    return [one.observed.error or "ok" for one in map(runner.make, calls)]


@pytest.mark.parametrize("seed", SEEDS)
def test_success_what_moves_after_the_snapshot_changes_no_tally(runner: Runner, seed: int) -> None:
    assert voted(runner, after=moves(seed)) == voted(runner)


def test_invalid_pairs_of_runs_whose_difference_lies_before_the_snapshot_differ(runner: Runner) -> None:
    """What the runs above compare can differ."""
    quiet = voted(runner)
    assert sum(voted(runner, before=moves(seed)) != quiet for seed in SEEDS) == len(SEEDS)


def test_invalid_votes_of_now_make_the_two_runs_differ() -> None:
    """With weights read at the time of the vote, what moved after the snapshot is counted twice."""
    wrong = Runner(SessionSource("compute", (Patch(FAULT.file, FAULT.find, FAULT.replace),)).boot(9))
    quiet = voted(wrong)
    assert any(voted(wrong, after=moves(seed)) != quiet for seed in SEEDS)
