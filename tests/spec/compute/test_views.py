"""What never changes, what is unknown, and that every action and view has a contract."""

from __future__ import annotations

import pytest

from spec.compute import views_fixed, views_limits
from spec.compute.state import (
    ACCOUNTS,
    COMPUTE,
    EARNINGS,
    ESCROW,
    FAB,
    GOVERNANCE,
    JOB_PROOFS,
    MARKET,
    MODELS,
    NODES,
    PROOFS,
    REPUTATION,
)
from tests.spec.compute.scene import MARKET as MARKETPLACE
from tests.spec.compute.scene import MODEL, SECOND, STRANGER, USDC, ZERO, Scene

CONTRACTS = {
    *(FAB, MODELS, NODES, EARNINGS, PROOFS, MARKET, ESCROW, JOB_PROOFS),
    *(REPUTATION, GOVERNANCE, ACCOUNTS),
}


def test_success_every_word_is_on_a_contract() -> None:
    assert {action.contract for action in COMPUTE} == {view.contract for view in COMPUTE.views.values()} == CONTRACTS


@pytest.mark.parametrize("declared", [COMPUTE, COMPUTE.views.values()], ids=["actions", "views"])
def test_success_no_function_of_a_contract_is_declared_twice(declared) -> None:  # type: ignore[no-untyped-def]  # both kinds
    functions = [(one.contract, one.function) for one in declared]
    assert len(set(functions)) == len(functions)


def test_success_constants_and_wiring() -> None:
    scene = Scene(hosts=False)
    for _, name, value in (*views_fixed.CONSTANTS, *views_limits.LIMITS):
        assert scene.view(name) == value
    assert scene.view("MIN_PRICE_NATIVE") == 227_273
    assert {scene.view(f"marketplace_of_{name}") for name in ("nodes", "earnings", "proofs")} == {MARKETPLACE}
    assert scene.view("fee_bps") == 1000


def test_success_unknown_things_show_zeros() -> None:
    scene = Scene(hosts=False)
    assert scene.view("get_session_metrics", 9) == (0, 0, 0, 0, 0, 0)
    assert scene.view("can_host_process_session", 9, STRANGER) is scene.view("is_timed_out", 9) is False
    assert (scene.view("get_active_sessions_for_host", STRANGER, 0, 9), scene.view("job_type", 9)) == ((), 0)
    assert scene.view("get_session_requirements", USDC)[:2] == (500_000, 10**12)
    assert scene.view("get_proposal", SECOND) == (0, ZERO, 0, 0, 0, 0, 0, False)
    assert scene.view("get_proposed_model", SECOND) == ("", "", bytes(32))
    assert (scene.view("get_votes", SECOND, STRANGER), scene.view("last_closed", SECOND)) == ((0, 0), 0)
    assert (scene.view("get_node_models", STRANGER), scene.view("get_nodes_for_model", SECOND, 0, 9)) == ((), ())
    assert scene.view("get_model_id", "lab/tiny", "tiny.gguf") == MODEL
