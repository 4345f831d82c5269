"""A step tells what was before it."""

from __future__ import annotations

from spec.core import Message, Step, perform
from tests.spec.core.vault import VAULT, Vault


def taken(vault: Vault, amount: int, sender: str = "0x01", how: str = "") -> Step:
    message = Message(sender)
    arguments = (amount, how)
    return Step(vault, VAULT["store"], message, arguments, perform(VAULT["store"], vault, message, arguments))


def test_success_fields_before_and_after() -> None:
    vault = Vault()
    taken(vault, 5)
    step = taken(vault, 6)
    assert (step.before(vault).count, vault.count) == (1, 2)
    assert step.before(vault.boxes[1]).amount == 5
    assert [step.argument("amount"), step.argument("how")] == [6, ""]


def test_success_first_of_several_changes_is_the_one_before() -> None:
    vault = Vault()
    taken(vault, 5)

    def again(s: Vault, m: Message, amount: int) -> None:
        for _ in range(3):
            s.boxes[1].amount += amount
            s.credits["0x01"] += amount

    action = type(VAULT["store"])("again", "Vault", False, (), again)
    step = Step(vault, action, Message("0x01"), (10,), perform(action, vault, Message("0x01"), (10,)))
    assert (step.before(vault.boxes[1]).amount, vault.boxes[1].amount) == (5, 35)
    assert (step.amount_before(vault.credits, "0x01"), vault.credits["0x01"]) == (5, 35)


def test_success_amounts_before_and_after() -> None:
    vault = Vault()
    first = taken(vault, 5)
    assert (first.amount_before(vault.credits, "0x01"), first.amount_before(vault.credits, "0x09")) == (0, 0)
    step = taken(vault, 6, "0x02")
    assert (step.amount_before(vault.credits, "0x01"), step.amount_before(vault.credits, "0x02")) == (5, 0)


def test_success_inserted_names_the_records_that_are_new() -> None:
    vault = Vault()
    taken(vault, 5)
    step = taken(vault, 6)
    assert (step.inserted(vault.boxes, 1), step.inserted(vault.boxes, 2), step.inserted(vault.boxes, 3)) == (
        False,
        True,
        False,
    )


def test_success_moved_lists_what_was_there_before() -> None:
    vault = Vault()
    taken(vault, 5)
    step = taken(vault, 6)
    assert [(key, before.amount, after.amount) for key, before, after in step.moved("boxes")] == [(1, 5, 5)]
    assert list(step.moved("credits")) == [("0x01", 5, 11)]


def test_success_refused_step_changed_nothing() -> None:
    vault = Vault()
    taken(vault, 5)
    step = taken(vault, 6, how="full")
    assert step.before(vault).count == vault.count == 1
    assert not step.inserted(vault.boxes, 2)
