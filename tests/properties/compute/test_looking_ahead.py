"""Of several calls the one is made that would do what was done least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import pytest

from fuzz.lockstep.session import Session
from properties.binding import Call
from properties.compute.looking_ahead import CANDIDATES, SUCCESS, Lookout, prospect_of
from properties.compute.protocol import PROTOCOL

PAUSES = Call("owner", "pause")
REFUSED = Call("outsider", "pause")
ELSEWHERE = Call("owner", "set_dispute_window", (10**9,))
BOOKED = Call("outsider", "fund_incentives", value=7)


@pytest.fixture(scope="module")
def run() -> Session:
    session = Session(PROTOCOL, seed=5)
    session.reset()
    return session


@dataclass(eq=False)
class Bold:
    """A chooser that always takes the chance, and remembers how often it was asked."""

    asked: list[str] = field(default_factory=list)

    def chance(self, label: str, percent: int) -> bool:
        self.asked.append(label)
        return True

    def pick(self, label: str, options: Sequence[Any]) -> Any:
        return options[0]

    def integer(self, label: str, low: int, high: int, near: Sequence[int] = ()) -> int:
        return low


def chosen(run: Session, calls: Iterator[Call], times: int) -> list[Call]:
    lookout, chooser = Lookout(), Bold()
    return [lookout.choose(chooser, run, lambda: next(calls)) for _ in range(times)]


def test_success_refusals_are_told_apart_and_nothing_happens(run: Session) -> None:
    prospects = [prospect_of(run, call) for call in (PAUSES, REFUSED, ELSEWHERE, BOOKED)]
    assert [prospect[0] for prospect in prospects] == [True, False, False, True]
    assert len(set(prospects)) == 4
    assert (run.state.paused_at, run.state.incentive_pool) == (0, 0)
    assert prospects == [prospect_of(run, call) for call in (PAUSES, REFUSED, ELSEWHERE, BOOKED)]


def test_success_what_was_done_least_is_done_next(run: Session) -> None:
    assert chosen(run, cycle((REFUSED, ELSEWHERE)), 2) == [REFUSED, ELSEWHERE]
    assert chosen(run, cycle((REFUSED, *[ELSEWHERE] * CANDIDATES)), 3) == [REFUSED, ELSEWHERE, REFUSED]


def test_success_a_success_is_wanted_oftener_than_a_refusal(run: Session) -> None:
    made = chosen(run, cycle((PAUSES, REFUSED)), 5 * (SUCCESS + 1))
    assert made.count(PAUSES) > (SUCCESS - 1) * made.count(REFUSED) > 0


def test_success_choosers_that_make_one_call_do_not_look_ahead(run: Session) -> None:
    """Those of Hypothesis are new for each call, and would draw many calls in vain."""
    lookout, chooser, drawn = Lookout(), Bold(), iter([PAUSES, *[REFUSED] * CANDIDATES])
    assert lookout.choose(chooser, run, lambda: next(drawn)) == PAUSES
    assert chooser.asked == []
    assert lookout.choose(chooser, run, lambda: next(drawn)) == REFUSED
    assert (chooser.asked, list(drawn)) == (["look ahead"], [])


def test_success_each_chooser_has_a_past_of_its_own(run: Session) -> None:
    lookout = Lookout()
    for _ in range(3):
        assert lookout.choose(Bold(), run, iter([REFUSED, ELSEWHERE]).__next__) == REFUSED
