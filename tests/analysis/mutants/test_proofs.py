"""Proofs as a catcher: they prove again what contains the mutated function, and nothing else."""

from __future__ import annotations

import pytest

from analysis.mutants import proofs
from analysis.mutants.mutator import Mutant, mutants_of
from analysis.mutants.proofs import lost, pieces, proof_catcher, reached
from analysis.mutants.trial import in_place, try_mutant
from analysis.prove.findings import PROVED, REFUTED, UNKNOWN, VACUOUS, Batch, Finding
from analysis.prove.tasks import Task, theory_of
from properties.dcm.claims import PLAN
from properties.protocols import load
from spec.dcm import aggregation, escrow, params, requests

DCM = load("dcm")


def mutant(module: object, function: str, change: str) -> Mutant:
    found = [m for m in mutants_of([module]) if m.function == function and change in m.id]  # type: ignore[list-item]  # modules
    return found[0]


@pytest.fixture(scope="module")
def containing() -> dict[Task, frozenset[object]]:
    return {task: frozenset(reached(roots)) for task, roots in pieces(theory_of(DCM, PLAN))}


def tasks_with(containing: dict[Task, frozenset[object]], function: object) -> set[str]:
    return {task.name for task, functions in containing.items() if function in functions}


def test_success_an_action_contains_what_it_calls(containing: dict[Task, frozenset[object]]) -> None:
    assert {"cancel_request", "reject_request", "finalize"} <= tasks_with(containing, escrow.close)
    assert "commit_dataset" not in tasks_with(containing, escrow.close)
    assert tasks_with(containing, requests.cancel_request) >= {"cancel_request"}
    assert "reject_request" not in tasks_with(containing, requests.cancel_request)


def test_success_opaque_functions_are_not_entered(containing: dict[Task, frozenset[object]]) -> None:
    assert "push_row" not in tasks_with(containing, aggregation.weighted_row)
    assert "further column adds its product" in tasks_with(containing, aggregation.weighted_row)
    assert "validate" in tasks_with(containing, params.validate.__wrapped__)  # type: ignore[attr-defined]  # opaque


@pytest.mark.parametrize(
    ("module", "function", "change", "sign"),
    [
        (
            requests,
            "cancel_request",
            "dropped guard: require(m.sender",
            "refuted: step | DCM-ACC-02: caller was the buyer",
        ),
        (escrow, "close", "dropped statement: r.base_fee = 0", "refuted: kept | DCM-CON-01"),
        (aggregation, "accumulate", "constant: 0 -> 1", "refuted: arithmetic | DCM-ARI-04"),
    ],
)
def test_success_a_mutant_is_refuted(module: object, function: str, change: str, sign: str) -> None:
    trial = try_mutant(mutant(module, function, change), {"prove": proof_catcher(DCM, PLAN)})
    assert trial.caught_by == "prove"
    assert trial.sign.startswith(sign), trial.sign


def test_success_the_specification_itself_is_not_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    perform = proofs.perform

    def noted(theory: object, task: Task, **options: object) -> Batch:
        asked.append(task.name)
        return perform(theory, task, **options)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(proofs, "perform", noted)
    harmless = mutant(requests, "cancel_request", "dropped statement: m.emit")
    with in_place(harmless):
        assert proof_catcher(DCM, PLAN)(harmless) is None
    assert "cancel_request" in asked and "finalize" not in asked


def test_success_refuted_and_vacuous_count_and_so_does_a_proof_that_is_lost() -> None:
    pinned = {"kept | A: a | x": PROVED, "kept | B: b | x": UNKNOWN}

    def batch(subject: str, verdict: str) -> Batch:
        return Batch([Finding("kept", subject, "x", verdict, "the reason")])

    assert lost(batch("A: a", PROVED), pinned) is None
    assert lost(batch("A: a", REFUTED), pinned) == "refuted: kept | A: a | x: the reason"
    assert lost(batch("C: c", VACUOUS), pinned) == "vacuous: kept | C: c | x: the reason"
    assert lost(batch("A: a", UNKNOWN), pinned) == "no longer proved: kept | A: a | x: the reason"
    assert lost(batch("B: b", UNKNOWN), pinned) is None
