from itertools import pairwise

import pytest

from analysis.profiles import PROFILES, Profile, UnknownProfile, profile_named
from fuzz.errors import UserError


def test_each_preset_does_at_least_as_much_as_the_one_before() -> None:
    ladder = [PROFILES[name] for name in ("quick", "ci", "deep")]
    for small, large in pairwise(ladder):
        for budget in ("calls", "examples", "steps", "states", "paths"):
            assert getattr(small, budget) <= getattr(large, budget)
        assert small.calls < large.calls


def test_success_another_number_of_calls_keeps_the_rest() -> None:
    changed = PROFILES["ci"].with_calls(5)
    assert (changed.calls, changed.examples, changed.name) == (5, PROFILES["ci"].examples, "ci")


def test_invalid_name_lists_the_presets() -> None:
    with pytest.raises(UnknownProfile, match="Choose one of quick, ci, deep"):
        profile_named("zzzz")
    with pytest.raises(UnknownProfile, match=r"Did you mean quick\?"):
        profile_named("quik")


def test_invalid_negative_budget() -> None:
    with pytest.raises(UserError, match="the budget of states is negative"):
        Profile("odd", "never", calls=1, examples=1, steps=1, states=-1, paths=1)
