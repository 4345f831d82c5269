"""A made-up protocol small enough to prove in a second: accounts, a supply, and transfers between two of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from typing import Any

from properties.binding import EscrowProtocol
from properties.catalogue import Catalogue, Family, Shape
from properties.claims import Change, History, ProofPlan, of, of_state, whole
from spec.core import Actions, Address, Ledger, Message, Revert, Step, Store, Wei, record, require


class Unknown(Revert):
    """There is no such account."""


class Poor(Revert):
    """The account holds less."""


@record
class Account:
    amount: Wei = 0


@record
class Bank:
    owner: Address
    supply: Wei = 0
    accounts: Store[str, Account] = field(default_factory=Store)
    fees: Ledger[str] = field(default_factory=Ledger)


def open_account(s: Bank, m: Message) -> None:
    """Opens an account for the sender. Errors: Unknown, for one who has an account."""
    require(m.sender not in s.accounts, Unknown)
    s.accounts.insert(m.sender, Account())


def mint(s: Bank, m: Message, to: Address, amount: Wei) -> None:
    """The owner makes money. Errors: Unknown, Poor."""
    require(m.sender == s.owner and to in s.accounts, Unknown)
    require(s.supply + amount < 2**128, Poor)
    s.supply += amount
    s.accounts[to].amount += amount


def transfer(s: Bank, m: Message, to: Address, amount: Wei) -> None:
    """Moves money. Errors: Unknown, Poor."""
    require(m.sender in s.accounts and to in s.accounts, Unknown)
    require(s.accounts[m.sender].amount >= amount, Poor)
    s.accounts[m.sender].amount -= amount
    s.accounts[to].amount += amount


def transfer_to_oneself_mints(s: Bank, m: Message, to: Address, amount: Wei) -> None:
    """As `transfer`, but both balances are read before either is written."""
    require(m.sender in s.accounts and to in s.accounts, Unknown)
    require(s.accounts[m.sender].amount >= amount, Poor)
    mine, theirs = s.accounts[m.sender].amount, s.accounts[to].amount
    s.accounts[m.sender].amount = mine - amount
    s.accounts[to].amount = theirs + amount


def amount_of(account: Account) -> int:
    return account.amount


Run = Callable[..., Any]


def bank(name: str = "bank", **instead: Run) -> EscrowProtocol:
    """The protocol; a keyword names an action and what runs in its place."""
    actions = Actions()
    for run in (open_account, mint, transfer):
        actions.action(on="Bank")(run)
    for action, run in instead.items():
        actions._by_name[action] = replace(actions[action], run=run)
    catalogue = Catalogue(name)
    words = {"target": "Bank", "remedy": "Book both sides."}
    whole_supply = catalogue.declare(
        "BNK-CON-01", family=Family.CONSERVATION, shape=Shape.STATE, statement="Accounts hold the supply.", **words
    )
    sent = catalogue.declare(
        "BNK-ACC-01", family=Family.ACCESS, shape=Shape.STEP, statement="Only a sender's account shrinks.", **words
    )

    @whole_supply.always
    def accounts_hold_the_supply(s: Bank) -> bool:
        return s.supply == s.accounts.total(amount_of)

    @sent.for_each_step("accounts")
    def only_the_sender_pays(step: Step, owner: str, before: Account, account: Account) -> bool | None:
        return None if account.amount >= before.amount else step.message.sender == owner

    plan = claims_of(name)
    return EscrowProtocol(name, "A bank", actions, catalogue, None, claims=plan)  # type: ignore[arg-type]  # no chain


def claims_of(name: str) -> ProofPlan:
    plan = ProofPlan(name)

    @plan.lemma()
    def supply_is_bounded(s: Bank, h: History) -> bool:
        return s.supply < 2**128

    transfers = plan.action("transfer", "BNK-ACC-01")

    @transfers.succeeds_iff
    def both_have_accounts_and_one_has_money(s: Bank, m: Message, to: str, amount: int) -> bool:
        return m.sender in s.accounts and to in s.accounts and s.accounts[m.sender].amount >= amount

    @transfers.effect
    def money_moves(step: Step, to: str, amount: int) -> bool:
        mine, theirs = step.state.accounts[step.message.sender], step.state.accounts[to]
        if step.message.sender == to:
            return mine.amount == step.before(mine).amount
        gained = theirs.amount == step.before(theirs).amount + amount
        return gained and mine.amount == step.before(mine).amount - amount

    @transfers.changes
    def two_accounts(s: Bank, m: Message, to: str, amount: int) -> list[Change]:
        return [of(s.accounts, m.sender, "amount"), of(s.accounts, to, "amount")]

    mints = plan.action("mint")

    @mints.changes
    def supply_and_one_account(s: Bank, m: Message, to: str, amount: int) -> list[Change]:
        return [of_state("supply"), of(s.accounts, to, "amount")]

    opens = plan.action("open_account")

    @opens.changes
    def one_new_account(s: Bank, m: Message) -> list[Change]:
        return [whole(s.accounts, m.sender)]

    @plan.planted("transfer", "a transfer to oneself makes money")
    def self_transfer(s: Bank, m: Message, to: Address, amount: Wei) -> None:
        transfer_to_oneself_mints(s, m, to, amount)

    return plan
