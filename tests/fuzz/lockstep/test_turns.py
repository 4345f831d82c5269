"""A view that no call should have changed waits for its turn at most; what it shows is then pinned to the call."""

from __future__ import annotations

import pytest

from fuzz.drivers import native
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.source import Patch, SessionSource
from properties.binding import Call, Divergence
from tests.fuzz.lockstep.script import MARKET, play

HIDDEN = Patch(
    "contracts/dcm/Payouts.sol",
    "paymentThreshold = newThreshold;",
    "paymentThreshold = newThreshold;\n ++defaultMaxGasPrice;",
)
"""A setter that also changes a parameter of another name."""
SUBJECT = "default_max_gas_price()"
BAD = Call("owner", "set_payment_threshold", (3,))
HARMLESS = Call("buyer", "set_direct_consent", (1, True))


@pytest.fixture(scope="module")
def runner() -> Runner:
    return Runner(SessionSource("dcm", (HIDDEN,)).boot(5))


def differing(findings: tuple[object, ...] | list[object]) -> list[str]:
    return [finding.subject for finding in findings if isinstance(finding, Divergence) and finding.comparison == "view"]


def test_success_every_view_has_its_turn(runner: Runner) -> None:
    play(runner, MARKET)
    with native.taking_turns(runner):
        seen = [differing(list(runner.make(call).findings)) for call in (BAD, *[HARMLESS] * (native.TURNS - 1))]
    assert seen.count([SUBJECT]) == 1
    assert runner.turns == 1, "outside, every view is asked after each call"


def test_success_without_turns_the_call_itself_shows_it(runner: Runner) -> None:
    play(runner, MARKET)
    assert differing(list(runner.make(BAD).findings)) == [SUBJECT]


def test_success_the_end_of_a_run_asks_everything(runner: Runner) -> None:
    seen = []
    for before in range(native.TURNS):
        play(runner, MARKET)
        with native.taking_turns(runner):
            play_on = [runner.make(call) for call in (*[HARMLESS] * before, BAD)]
            seen.append((differing(list(play_on[-1].findings)), differing(runner.at_end(BAD))))
    late, at_once = ([], [SUBJECT]), ([SUBJECT], [SUBJECT])
    assert sorted(seen) == [late] * (native.TURNS - 1) + [at_once]


def test_success_findings_are_pinned_to_the_call_that_did_it() -> None:
    explored = native.run_stream(Runner(SessionSource("dcm", (HIDDEN,)).boot(5)), 3, 0, 3_000, most_findings=3)
    assert len(explored.found) == 3
    for found in explored.found:
        assert found.calls[-1].action == "set_payment_threshold"
        assert isinstance(found.finding, Divergence)
        assert found.finding.subject == SUBJECT
