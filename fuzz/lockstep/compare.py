"""The comparisons after a call. Each yields what differs; nothing yields when both sides agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fuzz.lockstep.same import same, shown
from fuzz.lockstep.session import Session
from properties.binding import Call, Divergence, Observed
from spec.core import ImportRefused, Outcome, Revert, Transfer
from spec.core.errors import NotPayable
from spec.fhe import Cipher


def outcomes(session: Session, call: Call, outcome: Outcome, observed: Observed) -> Iterator[Divergence]:
    """Success against success, or the exact error with its arguments."""
    if outcome.ok and observed.ok:
        return
    expected = "success" if outcome.ok else str(outcome.error)
    actual = "success" if observed.ok else f"{observed.error or 'revert without data'}{shown(observed.error_arguments)}"
    agree = not outcome.ok and not observed.ok and _same_refusal(session, outcome.error, observed)
    if not agree:
        blamed = outcome.name if not outcome.ok else observed.error
        yield Divergence("outcome", call.action, "", expected, actual, blamed)


def _same_refusal(session: Session, error: Revert | ImportRefused | None, observed: Observed) -> bool:
    if isinstance(error, ImportRefused):
        return session.refused_by_host(observed.error)
    if isinstance(error, NotPayable):
        return observed.error == "" and not observed.error_arguments
    if error is None or type(error).__name__ != observed.error:
        return False
    return same(error.values, observed.error_arguments, session.plaintext)


def returned(session: Session, call: Call, outcome: Outcome, output: bytes) -> Iterator[Divergence]:
    """The value that a successful call returned."""
    action = session.protocol.actions[call.action]
    actual = session.contracts[action.contract].decode(action.function, output)
    if not same(outcome.returned, actual, session.plaintext):
        yield Divergence("returned", call.action, "", shown(outcome.returned), shown(actual))


def events(session: Session, call: Call, outcome: Outcome, observed: Observed) -> Iterator[Divergence]:
    """Every event of the protocol's contracts, in order, with every argument."""
    expected = [(type(event).__name__, event.values) for event in outcome.events]
    if len(expected) != len(observed.events):
        yield Divergence("events", call.action, "", _names(expected), _names(observed.events))
        return
    for (name, values), (actual_name, actual_values) in zip(expected, observed.events, strict=True):
        if name != actual_name or not same(values, actual_values, session.plaintext):
            yield Divergence("events", call.action, name, f"{name}{shown(values)}", f"{actual_name}{shown(actual_values)}")


def _names(events: Any) -> str:
    return "[" + ", ".join(name for name, _ in events) + "]"


def balances(session: Session, call: Call) -> Iterator[Divergence]:
    """The coin of every actor and contract, and what each contract's own books say it holds."""
    world = session.world
    for address, expected in session.expected_balances.items():
        actual = world.balance(address)
        if actual != expected:
            yield Divergence("balance", call.action, session.name_of(address), f"{expected} wei", f"{actual} wei")
    for name, held in session.binding.held(session).items():
        actual = world.balance(session.contracts[name].address)
        if actual != held:
            yield Divergence("balance", call.action, f"{name} by its own books", f"{held} wei", f"{actual} wei")


def settle_expected(session: Session, call: Call, sender: str, transfers: tuple[Transfer, ...]) -> None:
    """Books a successful call's coin on the specification's side."""
    action = session.protocol.actions[call.action]
    contract = session.contracts[action.contract].address
    book = session.expected_balances
    book[sender] -= call.value
    book[contract] += call.value
    for transfer in transfers:
        book[contract] -= transfer.amount
        if transfer.to not in book:
            book[transfer.to] = session.world.balance(transfer.to) - transfer.amount
        book[transfer.to] += transfer.amount


def ciphertexts(session: Session, call: Call) -> Iterator[Divergence]:
    """The plaintext of every ciphertext that the contracts hold."""
    for slot, expected, handle in session.binding.ciphertexts(session):
        actual = session.plaintext(handle)
        if actual != expected:
            known = shown(actual) if isinstance(actual, Cipher) else f"unknown handle {shown(handle)}"
            yield Divergence("plaintext", call.action, f"{slot.kind}{slot.key}", shown(expected), known)


def grants(session: Session, call: Call, outcome: Outcome, made: set[tuple[bytes, str]]) -> Iterator[Divergence]:
    """Who may use which ciphertext: nobody holds a grant that the specification does not give, and nobody lacks one."""
    if session.fhevm is None:
        return
    expected = session.expected_grants
    for grant in outcome.grants:
        handle = session.binding.handle(session, grant.slot)
        expected.setdefault(handle, set()).add(grant.account)
        if grant.account not in session.fhevm.grants[handle]:
            who = session.name_of(grant.account)
            yield Divergence("grants", call.action, f"{grant.slot.kind}{grant.slot.key}", f"{who} is allowed", "not allowed")
    for handle, account in made:
        if account not in expected.get(handle, ()):
            who = session.name_of(account)
            yield Divergence("grants", call.action, shown(handle), f"no grant to {who}", f"{who} is allowed")
