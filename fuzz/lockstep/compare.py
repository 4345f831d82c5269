"""The comparisons after a call. Each yields what differs; nothing yields when both sides agree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from fuzz.lockstep.same import same, shown
from fuzz.lockstep.session import Session
from properties.binding import Call, Divergence, Observed
from spec.core import ImportRefused, Outcome, Revert, Transfer
from spec.core.errors import Silent
from spec.fhe import Cipher


def outcomes(session: Session, call: Call, outcome: Outcome, observed: Observed) -> Iterator[Divergence]:
    """Success against success, or the exact error with its arguments."""
    if outcome.ok and observed.ok:
        return
    expected = "success" if outcome.error is None else _refusal(session, outcome.error)
    seen = f"{observed.error or 'revert without data'}{session.show(observed.error_arguments)}"
    actual = "success" if observed.ok else seen
    agree = not outcome.ok and not observed.ok and _same_refusal(session, outcome.error, observed)
    if not agree:
        blamed = outcome.name if not outcome.ok else observed.error
        yield Divergence("outcome", call.action, "", expected, actual, blamed)


def _refusal(session: Session, error: Revert | ImportRefused) -> str:
    values = error.values if isinstance(error, Revert) else error.args
    return f"{type(error).__name__}{session.show(values)}"


def _same_refusal(session: Session, error: Revert | ImportRefused | None, observed: Observed) -> bool:
    if isinstance(error, ImportRefused):
        return session.refused_by_host(observed.error, observed.error_arguments)
    if isinstance(error, Silent):
        return observed.error == "" and not observed.error_arguments
    if error is None or type(error).__name__ != observed.error:
        return False
    return same(error.values, observed.error_arguments, session.plaintext)


def returned(session: Session, call: Call, outcome: Outcome, output: bytes) -> Iterator[Divergence]:
    """The value that a successful call returned."""
    action = session.protocol.actions[call.action]
    actual = session.contracts[action.contract].decode(action.function, output)
    if not same(outcome.returned, actual, session.plaintext):
        yield Divergence("returned", call.action, "", session.show(outcome.returned), session.show(actual))


def events(session: Session, call: Call, outcome: Outcome, observed: Observed) -> Iterator[Divergence]:
    """Every event of the protocol's contracts, in order, with every argument. The first that differs is named."""
    surplus = len(observed.events) > len(outcome.events)
    for event, actual in zip_longest(outcome.events, observed.events):
        if event is None or actual is None or type(event).__name__ != actual[0]:
            expected = "no further event" if event is None else f"{type(event).__name__}{session.show(event.values)}"
            seen = "no further event" if actual is None else f"{actual[0]}{session.show(actual[1])}"
            named = actual[0] if actual is not None and (event is None or surplus) else type(event).__name__
            yield Divergence("events", call.action, named, expected, seen)
            return
        for name, value, argument in zip(event.ARGS, event.values, actual[1], strict=False):
            if not same(value, argument, session.plaintext):
                shown_value, shown_argument = session.show(value), session.show_seen(argument, value)
                yield Divergence("events", call.action, f"{actual[0]}.{name}", shown_value, shown_argument)
                return


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
    """Books a successful call's coin on the specification's side: it leaves the contract called, or the payer named."""
    action = session.protocol.actions[call.action]
    contract = session.contracts[action.contract].address
    book = session.expected_balances
    book[sender] -= call.value
    book[contract] += call.value
    for transfer in transfers:
        book[transfer.payer or contract] -= transfer.amount
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
            subject = f"{grant.slot.kind}{session.show(grant.slot.key)}"
            yield Divergence("grants", call.action, subject, f"{who} is allowed", "not allowed")
    for handle, account in made:
        if account not in expected.get(handle, ()):
            who = session.name_of(account)
            yield Divergence("grants", call.action, shown(handle), f"no grant to {who}", f"{who} is allowed")
