"""The concrete interpreter: all or nothing."""

from __future__ import annotations

import pytest

from spec.core import Actions, Grant, Message, Movement, Panic, Revert, Transfer, perform, require, would
from spec.core.journal import JOURNAL
from tests.spec.core.vault import SECRET, VAULT, Full, Stored, Vault, shown


def test_success_outcome_carries_everything_that_the_call_left_behind() -> None:
    vault = Vault()
    outcome = perform(VAULT["store"], vault, Message("0x01", value=9), (7, ""))
    assert (outcome.ok, outcome.name, outcome.error, outcome.returned) == (True, "ok", None, 1)
    assert outcome.events == (Stored(7),)
    assert outcome.transfers == (Transfer("0x01", 7),)
    assert outcome.grants == (Grant(SECRET, "0x01"), Grant(SECRET, "0x02"))
    assert shown(vault) == (1, {1: 7}, {"0x01": 7}, (1,))
    assert JOURNAL.entries is None


@pytest.mark.parametrize(("how", "name"), [("full", "Full"), ("refused input", "ImportRefused"), ("overflow", "Panic")])
def test_invalid_call_that_changed_state_before_it_failed(how: str, name: str) -> None:
    vault = Vault()
    perform(VAULT["store"], vault, Message("0x01"), (7, ""))
    before = shown(vault)
    outcome = perform(VAULT["store"], vault, Message("0x01"), (8, how))
    assert (outcome.ok, outcome.name) == (False, name)
    assert (outcome.returned, outcome.events, outcome.transfers, outcome.grants, outcome.changes) == (
        None,
        (),
        (),
        (),
        [],
    )
    assert shown(vault) == before
    assert JOURNAL.entries is None


def test_invalid_error_keeps_its_arguments_and_its_place() -> None:
    outcome = perform(VAULT["store"], Vault(), Message("0x01"), (8, "full"))
    assert isinstance(outcome.error, Full)
    assert outcome.error.values == (8, 3)
    assert str(outcome.error) == "Full(amount=8, room=3)"
    assert outcome.error.__traceback__ is not None


def test_invalid_bug_in_an_action_is_rolled_back_and_shown() -> None:
    vault = Vault()
    with pytest.raises(ZeroDivisionError):
        perform(VAULT["store"], vault, Message("0x01"), (8, "bug"))
    assert shown(vault) == (0, {}, {}, ())
    assert JOURNAL.entries is None


def test_invalid_coin_sent_to_an_action_that_takes_none() -> None:
    vault = Vault()
    assert perform(VAULT["close"], vault, Message("0x01", value=1), ()).name == "NotPayable"
    assert vault.count == 0
    assert perform(VAULT["close"], vault, Message("0x01"), ()).ok


def test_success_would_tells_and_changes_nothing() -> None:
    vault = Vault()
    outcome = would(VAULT["store"], vault, Message("0x01"), (7, ""))
    assert (outcome.ok, outcome.returned, outcome.events) == (True, 1, (Stored(7),))
    assert shown(vault) == (0, {}, {}, ())
    assert would(VAULT["store"], vault, Message("0x01"), (7, "full")).name == "Full"


@pytest.mark.parametrize(("error", "values"), [(Full, (1,)), (Full, (1, 2, 3)), (Panic, ())])
def test_invalid_error_with_the_wrong_number_of_arguments(error: type[Revert], values: tuple[int, ...]) -> None:
    with pytest.raises(TypeError, match=rf"{error.__name__} takes {len(error.ARGS)} values"):
        error(*values)
    with pytest.raises(TypeError):
        require(False, error, *values)


def test_success_require_lets_pass_what_holds() -> None:
    require(True, Full, 1, 2)
    with pytest.raises(Full):
        require(False, Full, 1, 2)


def test_success_events_are_equal_by_class_and_arguments() -> None:
    assert Stored(1) == Stored(1)
    assert Stored(1) != Stored(2)
    assert Stored(1) != object()
    assert len({Stored(1), Stored(1), Stored(2)}) == 2
    assert repr(Stored(1)) == "Stored(amount=1)"
    with pytest.raises(TypeError, match="got 2 values"):
        Stored(1, 2)


def test_success_environment_accepts_everything_and_imports_nothing_unless_told() -> None:
    message = Message("0x01")
    assert message.accepts("0x02")
    assert message.accepts("0x02", all_gas=True)
    assert message.environment.imports("euint8", bytes(32), b"") is None
    assert message.gas_used == 0


def test_success_error_in_words_says_them() -> None:
    class Shut(Revert):
        TEXT = "It is shut"

    assert (str(Shut()), Shut().values) == ("Shut: 'It is shut'", ())


def test_invalid_error_in_words_with_arguments() -> None:
    with pytest.raises(TypeError, match="Shut has a TEXT and ARGS; an error in words carries no arguments"):
        type("Shut", (Revert,), {"TEXT": "It is shut", "ARGS": ("door",)})


def test_success_outcome_carries_tokens_that_moved() -> None:
    actions = Actions()

    def push(s: Vault, m: Message) -> None:
        """Moves a token. Errors: none."""
        m.move("0x01", "0x02", "0x03", 5)

    actions.action(on="Vault")(push)
    outcome = perform(actions["push"], Vault(), Message("0x02"), ())
    assert outcome.movements == (Movement("0x01", "0x02", "0x03", 5, 5),)
