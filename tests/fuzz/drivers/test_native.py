"""The native loop: repeatable from its seed, wide, and it finds what is wrong."""

from __future__ import annotations

import pytest

from fuzz.drivers.native import MOST_FINDINGS, Explored, Found, dictionary, run_stream, stream_seed
from fuzz.lockstep.runner import Runner
from properties.binding import Divergence
from tests.fuzz.drivers.exploration import FAULTY, SOURCE, summary


@pytest.fixture(scope="module")
def runner() -> Runner:
    return Runner(SOURCE.boot(7))


def test_success_one_seed_explores_the_same_twice_and_another_otherwise(runner: Runner) -> None:
    first, again, other = (run_stream(runner, seed, 0, 300) for seed in (7, 7, 8))
    assert summary(first) == summary(again)
    assert summary(first) != summary(other)


def test_success_another_session_of_the_seed_explores_the_same(runner: Runner) -> None:
    assert summary(run_stream(Runner(SOURCE.boot(7)), 7, 3, 150)) == summary(run_stream(runner, 7, 3, 150))


def test_success_streams_do_not_depend_on_the_ones_before(runner: Runner) -> None:
    alone = run_stream(runner, 7, 1, 200)
    other = run_stream(runner, 7, 0, 200)
    assert summary(run_stream(runner, 7, 1, 200)) == summary(alone) != summary(other)


def test_success_budget_is_kept_but_for_the_last_way_out(runner: Runner) -> None:
    explored = run_stream(runner, 7, 0, 130)
    assert explored.runs == 3
    assert 130 <= explored.calls < 200
    assert sum(explored.coverage.outcomes.values()) == explored.calls


def test_success_seeds_of_streams_are_all_different() -> None:
    seeds = {stream_seed(seed, name, stream) for seed in range(9) for name in ("dcm", "toy") for stream in range(9)}
    assert len(seeds) == 9 * 2 * 9


def test_success_dictionary_has_constants_of_both_sides(runner: Runner) -> None:
    assert {86_400, 30 * 86_400, 5 * 10**16, 2**32 - 1, 20_000_000} <= dictionary(runner.session)


def test_invalid_contract_is_found_with_the_calls_that_show_it() -> None:
    runner = Runner(FAULTY.boot(1))
    explored = run_stream(runner, 1, 0, 2_000)
    assert MOST_FINDINGS <= len(explored.found) <= MOST_FINDINGS + 1
    assert explored.calls < 1_000
    for found in explored.found:
        runner.reset()
        *before, last = [runner.make(call).findings for call in found.calls]
        assert [findings for findings in before if findings] == []
        assert last[0] == found.finding
    assert len(run_stream(runner, 1, 0, 2_000, most_findings=1).found) == 1


def test_success_results_add_up() -> None:
    total = Explored(calls=3, runs=1)
    total.merge(Explored(calls=4, runs=2, found=[Found((), Divergence("view", "a", "s", "e", "a"), 5)]))
    assert (total.calls, total.runs, len(total.found)) == (7, 3, 1)
    one, other = Explored(), Explored()
    one.exercised["A"] = 2
    other.exercised.update({"A": 3, "B": 1})
    one.merge(other)
    assert dict(one.exercised) == {"A": 5, "B": 1}
