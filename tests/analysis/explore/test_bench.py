"""The benchmark says how fast a search is and, if asked, what takes the time."""

from __future__ import annotations

import cProfile

import pytest

from analysis.explore import bench
from analysis.explore.search import explore
from tests.analysis.explore.toy import depot


def test_success_speed_is_told_in_states_and_transitions() -> None:
    toy = depot()
    found = explore(toy, toy.presets[0])
    first, second, third = bench.lines(toy, found, 0.5)
    assert first == f"toy toy: {found.states:,} states, {found.transitions:,} transitions"
    assert f"{found.states / 0.5:,.0f} distinct states/s" in second
    assert "runs of the specification" in third


def test_success_the_shares_of_a_profile_add_up() -> None:
    toy = depot()
    profile = cProfile.Profile()
    profile.runcall(explore, toy, toy.presets[0])
    shares = dict(bench.shares(profile))
    assert sum(shares.values()) == pytest.approx(1)
    assert "walking through filed readings" in shares and "renaming" in shares
    assert set(shares) <= set(bench.PARTS.values())


def test_success_the_command_measures_what_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["dcm", "tiny", "--profile"])
    said = capsys.readouterr().out
    assert said.startswith("dcm tiny: ")
    assert "%  walking through filed readings" in said and "tottime" in said
