"""Foreign tokens, signatures, lists and rosters under keys, on symbolic values: every answer is possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import field
from typing import Any

from analysis.prove.paths import Exploration, explore
from analysis.prove.smt import Z3Reader
from analysis.prove.steps import run_action
from properties.claims import ProofPlan
from spec.core import Actions, Address, Bytes32, Ledger, Message, Revert, Rosters, Uint8, Wei, each, record, require


class Stuck(Revert):
    """The token does not move."""


class Forged(Revert):
    """Somebody else has signed."""


@record
class Till:
    owner: Address
    turn: Uint8 = 0
    seats: Rosters[str, int] = field(default_factory=Rosters)
    paid: Ledger[str] = field(default_factory=Ledger)


def pull(s: Till, m: Message, token: Address, amount: Wei) -> None:
    """Pulls a token. Errors: Stuck."""
    moved, arrived = m.move(token, m.sender, s.owner, amount)
    require(moved, Stuck)
    s.paid[m.sender] = arrived


def sign(s: Till, m: Message, digest: Bytes32, signature: bytes) -> None:
    """Takes what the owner has signed. Errors: Forged."""
    require(m.signer(digest, signature) == s.owner, Forged)


def sit(s: Till, m: Message, place: Wei) -> None:
    """Sits down and stands up. Errors: none."""
    s.seats.append(m.sender, place)
    s.seats.remove(m.sender, place)


def pay_all(s: Till, m: Message, payees: tuple[Address, ...]) -> None:
    """Pays everybody on a list. Errors: none."""
    for payee in each(payees, Address):
        s.paid[payee] = 1


def reseat(s: Till, m: Message, rows: tuple[Address, ...]) -> None:
    """Is seated in many rows at once. Errors: none."""
    s.seats.join(rows, 1)


def explored(transition: Callable[..., Any]) -> Exploration:
    actions = Actions()
    actions.action(on="Till")(transition)
    action = next(iter(actions))
    return explore(
        lambda path: run_action(path, action, ProofPlan("till"), (), every_error=False), Z3Reader(exact=False)
    )


def outcomes(transition: Callable[..., Any]) -> Counter[str]:
    found = explored(transition)
    assert found.refused is None
    return Counter(path.result.defect or path.result.step.outcome.name for path in found.paths)


def test_success_a_token_moves_or_does_not() -> None:
    assert outcomes(pull) == {"NotPayable": 1, "ok": 1, "Stuck": 1}


def test_success_anyone_may_have_signed() -> None:
    assert outcomes(sign) == {"NotPayable": 1, "ok": 1, "Forged": 1}


def test_success_a_seat_may_be_taken() -> None:
    counted = outcomes(sit)
    assert (counted["ok"], counted["NotPayable"], len(counted)) == (1, 1, 3)


def test_success_lists_up_to_their_bound_and_equal_members_apart() -> None:
    found = explored(pay_all)
    assert outcomes(pay_all) == {"NotPayable": 1, "ok": 4}
    assert all(any(fact.kind == "bound" for fact in path.facts) for path in found.paths if path.result.ok)


def test_success_after_a_change_in_bulk_nothing_is_known() -> None:
    (path,) = [path for path in explored(reseat).paths if path.result.ok]
    assert path.result.world.tables["seats"].changed_in_bulk is True
