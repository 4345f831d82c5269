"""Actions and views: what they say about themselves, and what is refused when it is defined."""

from __future__ import annotations

from typing import Any

import pytest

from spec.core import Actions, Message, Uint8, Wei
from spec.core.action import camel_case


def pay(s: Any, m: Message, amount: Wei, times: Uint8) -> None:
    """Pays. Errors: none."""


def reclaim(s: Any, m: Message) -> None:
    """Takes it back."""


def untyped(s: Any, m: Message, amount, times: Uint8) -> None:  # type: ignore[no-untyped-def]  # what is refused
    """Pays. Errors: none."""


def wordless(s: Any, m: Message) -> None: ...


def unstated(state: Any, m: Message) -> None:
    """Pays. Errors: none."""


def messageless(s: Any) -> None:
    """Pays. Errors: none."""


def test_success_action_knows_its_place_and_parameters() -> None:
    actions = Actions()
    assert actions.action(on="Vault", payable=True)(pay) is pay
    (action,) = actions
    assert (action.name, action.function, action.contract, action.payable) == ("pay", "pay", "Vault", True)
    assert [(parameter.name, parameter.hint) for parameter in action.parameters] == [("amount", Wei), ("times", Uint8)]
    assert (action.run, actions["pay"], "pay" in actions, "take" in actions, len(actions)) == (
        pay,
        action,
        True,
        False,
        1,
    )


@pytest.mark.parametrize(
    ("transition", "complaint"),
    [
        (wordless, "action wordless has no docstring"),
        (unstated, r"action unstated must take the state `s` and the message `m` first, not \['state', 'm'\]"),
        (messageless, r"must take the state `s` and the message `m` first, not \['s'\]"),
        (untyped, "action untyped has no type for amount; interpreters read the annotations"),
    ],
)
def test_invalid_action(transition: Any, complaint: str) -> None:
    actions = Actions()
    with pytest.raises(TypeError, match=complaint):
        actions.action(on="Vault")(transition)
    assert len(actions) == 0


def test_success_actions_are_in_the_order_of_their_names_whichever_is_declared_first() -> None:
    first, second = Actions(), Actions()
    for transition in (pay, reclaim):
        first.action(on="Vault")(transition)
    for transition in (reclaim, pay):
        second.action(on="Vault")(transition)
    assert [action.name for action in first] == [action.name for action in second] == ["pay", "reclaim"]


def test_invalid_action_declared_twice() -> None:
    actions = Actions()
    actions.action(on="Vault")(pay)
    with pytest.raises(TypeError, match="action pay is declared twice"):
        actions.action(on="Other")(pay)


def test_success_views_go_by_their_own_name_or_the_constants() -> None:
    actions = Actions()
    actions.view(on="Vault")(lambda_like)
    actions.view(on="Vault", name="MAX_AMOUNT")(lambda_like)
    assert {name: (view.function, view.contract) for name, view in actions.views.items()} == {
        "lambda_like": ("lambdaLike", "Vault"),
        "MAX_AMOUNT": ("MAX_AMOUNT", "Vault"),
    }


def test_success_two_contracts_have_a_function_of_one_name() -> None:
    actions = Actions()
    actions.action(on="Other", function="payAll")(pay)
    actions.view(on="Other", name="of_other", function="shown")(lambda_like)
    assert (actions["pay"].function, actions.views["of_other"].function) == ("payAll", "shown")


def test_success_a_view_that_takes_the_time_is_told_it() -> None:
    actions = Actions()
    actions.view(on="Vault")(lambda_like)
    actions.view(on="Vault")(timely)
    assert (actions.views["lambda_like"].timed, actions.views["timely"].timed) == ((), ("now",))
    assert actions.views["lambda_like"].shown(None, 5) == 0
    assert actions.views["timely"].shown(None, 5, 2) == 10


def lambda_like(s: Any) -> int:
    """Shows nothing."""
    return 0


def timely(s: Any, factor: int, *, now: int) -> int:
    """Shows the time, multiplied."""
    return now * factor


def test_invalid_view_declared_twice() -> None:
    actions = Actions()
    actions.view(on="Vault")(lambda_like)
    with pytest.raises(TypeError, match="view lambda_like is declared twice"):
        actions.view(on="Vault")(lambda_like)


@pytest.mark.parametrize(
    ("name", "function"), [("pay", "pay"), ("reclaim_stalled", "reclaimStalled"), ("STALL_TIMEOUT", "STALL_TIMEOUT")]
)
def test_success_names_on_chain(name: str, function: str) -> None:
    assert camel_case(name) == function
