from typing import Any

import pytest

from analysis.toolchain import Finding
from lockstep.commands import doctor

PRESENT = Finding("python", "3.11.7", True, "nothing runs")
MISSING = Finding("medusa", None, False, "fewer sequences", "not on PATH")
NEEDED = Finding("node", None, True, "no contract can be compiled", "not on PATH")


def examined(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> None:
    monkeypatch.setattr(doctor, "examine", lambda: list(findings))


def test_success_a_missing_optional_tool_is_named_with_its_cost(lockstep: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    examined(monkeypatch, PRESENT, MISSING)
    said = lockstep("doctor")
    assert said.code == 0
    assert "not on PATH (optional); without it fewer sequences" in said.out
    assert "Ready for `make verify`. 1 optional tools are missing." in said.out


def test_invalid_a_missing_needed_tool_ends_with_2(lockstep: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    examined(monkeypatch, PRESENT, NEEDED, MISSING)
    said = lockstep("doctor")
    assert said.code == 2
    assert "Not ready for `make verify`: node. Run `make setup`." in said.out


def test_invalid_a_wrong_version_counts_as_missing(lockstep: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    examined(monkeypatch, Finding("node", "18.0.0", True, "nothing runs", "Node.js 20 or later is needed"))
    assert lockstep("doctor").code == 2
