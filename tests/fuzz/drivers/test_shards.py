"""Shards: any number of processes does the same work, and the parts add up to the whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.lockstep.tables import unmet
from fuzz.coverage import Coverage, guards_of
from fuzz.drivers import shards
from fuzz.drivers.shards import (
    STREAM_CALLS,
    Shard,
    directed_shards,
    explore,
    hypothesis_shards,
    native_shards,
    together,
)
from properties.protocols import load
from tests.fuzz.drivers.exploration import FAULTY, SOURCE, summary

WORK = tuple(replace(shard, size=1_250) for shard in native_shards(SOURCE, 2 * STREAM_CALLS, 7))
"""Two shards, smaller than usual."""


def test_success_two_processes_do_what_one_does() -> None:
    serial, parallel = explore(WORK, 1), explore(WORK, 2)
    assert [summary(part) for part in parallel] == [summary(part) for part in serial]
    whole = together(serial)
    assert summary(together(parallel)) == summary(whole)
    assert (whole.found, whole.calls >= 2_500) == ([], True)
    assert [prop.id for prop in load("dcm").catalogue if prop.clauses and not whole.exercised[prop.id]] == []
    assert [action.name for action in load("dcm").actions if not whole.coverage.outcomes[action.name, "ok"]] == []


def test_success_findings_of_two_processes_are_those_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "STREAM_CALLS", 300)
    work = native_shards(FAULTY, 600, 1)
    one, two = ([summary(part) for part in explore(work, processes)] for processes in (1, 2))
    assert one == two
    assert sum(len(found) for _, _, found, *_ in one) > 0


def test_success_hypothesis_shards_repeat() -> None:
    work = hypothesis_shards(SOURCE, 6, 10, 7)
    assert [(shard.size, shard.steps) for shard in work] == [(6, 10)]
    assert summary(together(explore(work, 1))) == summary(together(explore(work, 1)))


def test_success_budget_is_cut_into_whole_shards_and_a_rest() -> None:
    cut = native_shards(SOURCE, 2 * STREAM_CALLS + 1, 7, 9)
    assert [shard.size for shard in cut] == [STREAM_CALLS, STREAM_CALLS, 1]
    assert [shard.index for shard in cut] == [0, 1, 2]
    assert {(shard.seed, shard.steps, shard.most_findings) for shard in cut} == {(7, 0, 9)}
    assert native_shards(SOURCE, 0, 7) == []
    assert [shard.size for shard in hypothesis_shards(SOURCE, 120, 5, 7)] == [50, 50, 20]


def test_success_directed_shards_make_more_calls_of_their_action(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "DIRECTED_CALLS", 300)
    seldom = tuple(action.name for action in load("dcm").actions)[-2:]
    directed = directed_shards(SOURCE, seldom, 7, 0)
    assert len({shard.index for effort in range(3) for shard in directed_shards(SOURCE, seldom, 7, effort)}) == 6
    for action, shard in zip(seldom, directed, strict=True):
        usual = replace(shard, wanted=())
        assert made_of(action, shard) > 2 * made_of(action, usual)


def made_of(action: str, shard: Shard) -> int:
    """Calls of an action that a shard makes."""
    return sum(count for (name, _), count in shard.work().coverage.outcomes.items() if name == action)


def test_success_actions_whose_guards_nothing_failed_are_named_once_and_those_that_nothing_can_fail_are_not() -> None:
    protocol = load("dcm")
    whole = together([shard.work() for shard in WORK])
    nothing, something = unmet(protocol, Coverage()), unmet(protocol, whole.coverage)
    assert len(nothing) == len(set(nothing)) and set(something) < set(nothing)
    closed = replace(
        protocol,
        unreachable={
            (one.guard.action, one.guard.error, one.condition): "never" for one in guards_of(protocol.actions)
        },
    )
    assert unmet(closed, Coverage()) == []


def test_success_progress_is_told_after_each_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "STREAM_CALLS", 100)
    told: list[int] = []
    results = explore(native_shards(SOURCE, 250, 7), 1, lambda so_far: told.append(so_far.calls))
    assert len(told) == len(results) == 3
    assert told == sorted(told)
    assert told[-1] == together(results).calls
