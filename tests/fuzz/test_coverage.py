"""Coverage in the specification's words: every guard is known in advance, and none is reached that is not."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from fuzz.coverage import Coverage, Guard, guard_of, guards_of, transitions_of
from fuzz.drivers.native import Explored, run_stream
from fuzz.lockstep.runner import Runner
from fuzz.lockstep.source import SessionSource
from properties.protocols import PROTOCOLS, load
from spec.core import Message, perform
from spec.core.errors import NotPayable
from tests.spec.core.vault import VAULT, Vault
from tests.spec.dcm.scene import BUYER, ID, SELLER, STRANGER, Scene

ROOT = Path(__file__).resolve().parents[2]
CALLS = 3_000


@pytest.fixture(scope="module")
def explored() -> Explored:
    return run_stream(Runner(SessionSource("dcm").boot(11)), 11, 0, CALLS)


def test_success_static_guards_contain_every_guard_that_a_run_failed(explored: Explored) -> None:
    """Only coin sent to an action that takes none is refused by the interpreter itself."""
    known = {static.guard for static in guards_of(load("dcm").actions)}
    strange = {guard for guard in explored.coverage.guards if guard not in known}
    assert {guard.error for guard in strange} <= {"NotPayable"}
    assert len(explored.coverage.guards) > 60


def test_success_most_guards_are_failed_within_a_short_run(explored: Explored) -> None:
    known = {static.guard for static in guards_of(load("dcm").actions)}
    assert len(known & set(explored.coverage.guards)) > len(known) / 2


def test_success_every_call_is_counted_once(explored: Explored) -> None:
    assert sum(explored.coverage.outcomes.values()) == explored.calls
    refused = sum(count for (_, outcome), count in explored.coverage.outcomes.items() if outcome != "ok")
    assert sum(explored.coverage.guards.values()) == refused


def test_success_changes_of_status_are_those_of_the_lifecycle(explored: Explored) -> None:
    edges = {("PENDING", "ACCEPTED"), ("PENDING", "REJECTED"), ("ACCEPTED", "REJECTED"), ("ACCEPTED", "COMPLETED")}
    assert {(before, after) for *_, before, after in explored.coverage.transitions} == edges
    assert {(record, field) for record, field, *_ in explored.coverage.transitions} == {("Request", "status")}


@pytest.mark.parametrize("name", PROTOCOLS)
def test_success_every_static_guard_is_a_line_that_can_refuse(name: str) -> None:
    for static in guards_of(load(name).actions):
        line = (ROOT / static.guard.module).read_text().splitlines()[static.guard.line - 1]
        assert "require(" in line or "raise " in line, str(static.guard)


@pytest.mark.parametrize("name", PROTOCOLS)
def test_success_unreachable_guards_exist_and_give_a_reason(name: str) -> None:
    protocol = load(name)
    known = {(s.guard.action, s.guard.error, s.condition) for s in guards_of(protocol.actions)}
    assert set(protocol.unreachable) - known == set()
    assert all(protocol.unreachable.values())


def test_success_guards_of_called_functions_are_followed() -> None:
    errors = {s.guard.error for s in guards_of(load("dcm").actions) if s.guard.action == "submit_request"}
    direct = {"DatasetNotFound", "InsufficientPayment", "InvalidClampRange"}
    assert direct | {"FilterVMStackOverflow", "ComputeLimitExceeded", "WeightsLengthMismatch"} <= errors
    assert "JobNotFound" not in errors


def test_success_guards_of_one_action_are_told_apart_by_line() -> None:
    found = [s.guard for s in guards_of(load("dcm").actions) if s.guard.action == "delete_dataset"]
    assert sorted(guard.error for guard in found) == [
        "DatasetInUse",
        "DatasetNotFound",
        "DatasetNotFound",
        "NotDatasetOwner",
    ]
    assert len({guard.line for guard in found}) == 4


# ---------------------------------------------------------------- one call


def test_success_refusal_is_noted_at_its_guard() -> None:
    scene = Scene()
    coverage = Coverage()
    behaviour = coverage.note("delete_dataset", scene.call(STRANGER, "delete_dataset", ID))
    assert isinstance(behaviour, Guard)
    assert (behaviour.action, behaviour.error, behaviour.module) == (
        "delete_dataset",
        "NotDatasetOwner",
        "spec/dcm/datasets.py",
    )
    assert coverage.guards[behaviour] == coverage.outcomes["delete_dataset", "NotDatasetOwner"] == 1
    assert str(behaviour) == f"delete_dataset: NotDatasetOwner (spec/dcm/datasets.py:{behaviour.line})"


def test_success_success_is_noted_by_events_and_transitions() -> None:
    scene = Scene()
    scene.submitted()
    coverage = Coverage()
    outcome = scene.call(BUYER, "cancel_request", 1)
    moved = ("Request", "status", "PENDING", "REJECTED")
    events = ("PaymentPushed", "RequestCancelled", "RequestClosed")
    assert coverage.note("cancel_request", outcome) == ("cancel_request", events, (moved,))
    assert list(transitions_of(outcome)) == [moved]
    assert coverage.transitions[moved] == 1


def test_success_guard_outside_the_specification_is_named_by_its_file() -> None:
    error = perform(VAULT["store"], Vault(), Message("0x01"), (7, "full")).error
    assert error is not None
    guard = guard_of("store", error)
    assert (guard.error, guard.module) == ("Full", "tests/spec/core/vault.py")
    source, first = inspect.getsourcelines(VAULT["store"].run)
    assert 'require(how != "full"' in source[guard.line - first]


def test_success_error_that_was_never_raised_has_no_place() -> None:
    assert guard_of("store", NotPayable()) == Guard("store", "NotPayable", "?", 0)


def test_success_shards_add_up() -> None:
    one, other = Coverage(), Coverage()
    for coverage, sender in ((one, STRANGER), (other, STRANGER), (other, SELLER)):
        coverage.note("delete_dataset", Scene().call(sender, "delete_dataset", ID))
    one.merge(other)
    assert dict(one.outcomes) == {("delete_dataset", "NotDatasetOwner"): 2, ("delete_dataset", "ok"): 1}
    assert sum(one.guards.values()) == 2
