import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@dataclass
class Change:
    name: str
    before: Any
    after: Any


@dataclass
class Step:
    index: int
    sentence: str
    outcome: str
    changes: list[Change] = field(default_factory=list)


@dataclass
class Outcome:
    steps: list[Step]
    violation: str | None


@pytest.fixture
def outcome(monkeypatch: pytest.MonkeyPatch) -> Outcome:
    deposit = Step(1, "alice deposits 5 wei", "done", [Change("vault.balance", 0, 5)])
    steal = Step(2, "mallory withdraws [all] of it", "done", [Change("vault.balance", 5, 0)])
    made_up = Outcome([deposit, steal], "TOY-ACC-01")
    module = ModuleType("fuzz.counterexample")
    module.replay = lambda path: made_up  # type: ignore[attr-defined]  # a made-up module has no declared names
    monkeypatch.setitem(sys.modules, "fuzz.counterexample", module)
    return made_up


def test_a_replay_prints_each_step_with_what_it_changed(lockstep: Any, outcome: Outcome, tmp_path: Path) -> None:
    said = lockstep("replay", tmp_path)
    assert said.out.splitlines() == [
        "1. alice deposits 5 wei -> done",
        "     vault.balance: 0 -> 5",
        "2. mallory withdraws [all] of it -> done",
        "     vault.balance: 5 -> 0",
        "",
        "Violated: TOY-ACC-01",
    ]
    assert said.code == 1


def test_success_a_fault_that_is_gone_ends_with_0(lockstep: Any, outcome: Outcome, tmp_path: Path) -> None:
    outcome.violation = None
    said = lockstep("replay", tmp_path)
    assert said.code == 0
    assert said.out.endswith("No violation: the fault is gone.\n")
