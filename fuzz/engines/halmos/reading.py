"""From the answer of one Halmos run to one finding for each check, and from these to one outcome for each property."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fuzz.engines.adapter import Found, Outcome, Reproducer
from fuzz.engines.halmos.artifacts import Check

PASS, COUNTEREXAMPLE, TIMEOUT, STUCK, REVERT_ALL, EXCEPTION = range(6)
"""Exit codes of one Halmos test."""
WHY = {
    TIMEOUT: "the solvers ran out of their budget, or only one of them answered",
    STUCK: "a path needs something that the engine can't execute",
    REVERT_ALL: "no path reaches the end of the check, which would be vacuous",
    EXCEPTION: "the engine failed, or the solvers contradict each other",
}


@dataclass(frozen=True)
class Finding:
    """What became of one check. values: the counterexample, for people."""

    check: Check
    found: Found
    paths: int = 0
    successes: int = 0
    why: str = ""
    values: str = ""
    seconds: float = 0.0


def findings(checks: Sequence[Check], answer: Mapping[str, Any], width: int) -> list[Finding]:
    """One finding for each check, also for those of which the answer says nothing."""
    tests: dict[str, Mapping[str, Any]] = {}
    prunes: dict[str, Mapping[str, int]] = {}
    for results in answer.get("test_results", {}).values():
        tests |= {test["name"].split("(")[0]: test for test in results}
    for signature, counted in answer.get("prunes", {}).items():
        prunes[signature.split("(")[0]] = counted
    return [_finding(check, tests.get(check.name), prunes.get(check.name, {}), width) for check in checks]


def _finding(check: Check, test: Mapping[str, Any] | None, prunes: Mapping[str, int], width: int) -> Finding:
    if test is None:
        return Finding(check, Found.UNKNOWN, why="the engine says nothing about it; its set-up may have failed")
    total, successes, _ = test["num_paths"] or (0, 0, 0)
    seconds = round((test["time"] or [0.0])[0], 3)
    extent = (total, successes)
    if test["exitcode"] == COUNTEREXAMPLE:
        valid = [model for model in test["models"] or () if model["is_valid"]]
        if valid:
            return Finding(check, Found.FAILED, *extent, values=values_of(valid[0]["model"]), seconds=seconds)
        why = "the only counterexamples rest on operations that the engine left abstract"
        return Finding(check, Found.UNKNOWN, *extent, why=why, seconds=seconds)
    why = WHY.get(test["exitcode"], "") or _doubt(test, prunes, total, width)
    found = Found.UNKNOWN if why else Found.BOUNDED
    return Finding(check, found, *extent, why=why, seconds=seconds)


def _doubt(test: Mapping[str, Any], prunes: Mapping[str, int], paths: int, width: int) -> str:
    """Why a pass is not one; empty when it is."""
    if prunes.get("contradicted"):
        return "cvc5 finds a branch possible that z3 ruled out: do not believe either"
    if prunes.get("open"):
        return f"cvc5 does not confirm {prunes['open']} of the branches that z3 ruled out"
    if test["num_bounded_loops"]:
        return "a loop goes on beyond the bound to which loops are unrolled"
    if width and paths > width:
        return f"it has more paths than the budget of {width}"
    return ""


def values_of(model: Mapping[str, Any]) -> str:
    """A model as text: the names that the check gave, with their values."""
    named = sorted((entry["variable_name"], entry["solidity_type"], entry["value"]) for entry in model.values())
    return ", ".join(f"{name} = {_shown(kind, value)}" for name, kind, value in named)


def _shown(kind: str, value: int) -> str:
    if kind == "bool":
        return "true" if value else "false"
    return str(value) if kind.startswith(("uint", "int")) else hex(value)


def outcomes(found: Sequence[Finding], wanted: Sequence[str]) -> list[Outcome]:
    """One outcome for each property: the worst of its checks."""
    return [_outcome(id, [one for one in found if one.check.property == id]) for id in wanted]


def _outcome(id: str, found: Sequence[Finding]) -> Outcome:
    paths, seconds = sum(one.paths for one in found), round(sum(one.seconds for one in found), 3)
    failed = next((one for one in found if one.found is Found.FAILED), None)
    if failed:
        text = f"{failed.check.contract}.{failed.check.name}: {failed.values}"
        unmapped = "the check starts from a state of its own choice, which no trace from deployment need reach"
        return Outcome(
            id,
            Found.FAILED,
            paths=paths,
            detail=text,
            seconds=seconds,
            reproducer=Reproducer(raw=text, unmapped=unmapped),
        )
    open_ones = [one for one in found if one.found is not Found.BOUNDED]
    if open_ones or not found:
        detail = "; ".join(f"{one.check.name}: {one.why}" for one in open_ones) or "no check was run"
        return Outcome(id, Found.UNKNOWN, paths=paths, detail=detail, seconds=seconds)
    return Outcome(
        id,
        Found.BOUNDED,
        paths=paths,
        bound="; ".join(one.check.bound or one.check.name for one in found),
        exercised=sum(one.successes for one in found),
        detail="every branch that was ruled out, by z3 and cvc5",
        seconds=seconds,
    )
