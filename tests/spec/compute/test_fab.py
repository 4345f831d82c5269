"""FAB: transfers and allowances, refused in the order of the published ERC-20."""

from __future__ import annotations

from spec.compute.events import Approval, Transfer
from spec.compute.model_errors import (
    ERC20InsufficientAllowance,
    ERC20InsufficientBalance,
    ERC20InvalidApprover,
    ERC20InvalidReceiver,
    ERC20InvalidSpender,
)
from tests.spec.compute.scene import FAB, INFINITE, OTHER, STRANGER, USER, ZERO, Scene


def test_success_transfer_moves_and_says_so() -> None:
    scene = Scene(hosts=False)
    outcome = scene.must(USER, "transfer", STRANGER, 7)
    assert (outcome.returned, outcome.events) == (True, (Transfer(USER, STRANGER, 7),))
    assert (scene.view("balance_of", STRANGER), scene.view("total_supply")) == (7, 1_000_000 * FAB)


def test_success_transfer_to_oneself_changes_nothing() -> None:
    scene = Scene(hosts=False)
    scene.must(USER, "transfer", USER, 150_000 * FAB)
    assert scene.view("balance_of", USER) == 150_000 * FAB


def test_success_allowance_is_spent_unless_infinite() -> None:
    scene = Scene(hosts=False)
    assert scene.must(USER, "approve", OTHER, 10).events == (Approval(USER, OTHER, 10),)
    assert scene.must(OTHER, "transfer_from", USER, STRANGER, 4).events == (Transfer(USER, STRANGER, 4),)
    assert scene.view("allowance", USER, OTHER) == 6
    scene.must(USER, "approve", OTHER, INFINITE)
    scene.must(OTHER, "transfer_from", USER, STRANGER, 4)
    assert scene.view("allowance", USER, OTHER) == INFINITE


def test_invalid_transfers() -> None:
    scene = Scene(hosts=False)
    held = 150_000 * FAB
    scene.refuses(ERC20InvalidReceiver, ZERO).call(USER, "transfer", ZERO, held + 1)
    scene.refuses(ERC20InsufficientBalance, USER, held, held + 1).call(USER, "transfer", OTHER, held + 1)
    scene.refuses(ERC20InvalidSpender, ZERO).call(USER, "approve", ZERO, 1)
    scene.refuses(ERC20InsufficientAllowance, OTHER, 0, 1).call(OTHER, "transfer_from", USER, ZERO, 1)
    scene.refuses(ERC20InvalidApprover, ZERO).call(OTHER, "transfer_from", ZERO, ZERO, 0)
    scene.must(USER, "approve", OTHER, held + 1)
    scene.refuses(ERC20InvalidReceiver, ZERO).call(OTHER, "transfer_from", USER, ZERO, 1)
    scene.refuses(ERC20InsufficientBalance, USER, held, held + 1).call(OTHER, "transfer_from", USER, OTHER, held + 1)
