"""A made-up protocol of deposits by user and asset: totals by key, a share that is taken, what deployment leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from typing import Any

from properties.binding import EscrowProtocol
from properties.catalogue import Catalogue, Family, Shape
from properties.claims import History, ProofPlan
from spec.core import Actions, Address, Ledger, Message, Revert, Rosters, Uint256, Wei, record, require

MOST = 3_000


class Refused(Revert):
    """Not now, or not for you."""


@record
class Till:
    owner: Address
    share: Uint256
    deposits: Ledger[tuple[str, str]] = field(default_factory=Ledger)
    totals: Ledger[str] = field(default_factory=Ledger)
    fees: Ledger[str] = field(default_factory=Ledger)
    seats: Rosters[str, int] = field(default_factory=Rosters)
    seated: Ledger[str] = field(default_factory=Ledger)


def put(s: Till, m: Message, asset: Address, amount: Wei) -> None:
    """Puts what arrives of a token into the till. Errors: Refused."""
    moved, arrived = m.move(asset, m.sender, s.owner, amount)
    require(moved, Refused)
    s.deposits[m.sender, asset] += arrived
    s.totals[asset] += arrived


def take(s: Till, m: Message, asset: Address, amount: Wei) -> None:
    """Takes some out, less a share. Errors: Refused."""
    require(s.deposits[m.sender, asset] >= amount, Refused)
    fee = amount * s.share // 10_000
    require_natural(amount - fee)
    s.deposits[m.sender, asset] -= amount
    s.totals[asset] -= amount
    s.fees[asset] = fee


def require_natural(amount: int) -> None:
    """What would be left must not be negative. Errors: Refused."""
    if amount < 0:
        raise KeyError("negative")


def sit(s: Till, m: Message, place: Uint256) -> None:
    """Takes a seat. Errors: Refused."""
    require((m.sender, place) not in s.seats, Refused)
    s.seats.append(m.sender, place)
    s.seated[m.sender] += 1


def seal(s: Till, m: Message) -> None:
    """For nobody. Errors: Refused."""
    raise Refused()


def owns(s: Till) -> bool:
    """Whether there is an owner who takes a share that is allowed."""
    return s.owner != "0x" + "0" * 40 and s.share <= MOST


Run = Callable[..., Any]


def till(plan: ProofPlan | None = None, **instead: Run) -> EscrowProtocol:
    """The protocol; a keyword names an action and what runs in its place."""
    actions = Actions()
    for run in (put, take, sit, seal):
        actions.action(on="Till")(run)
    for action, run in instead.items():
        actions._by_name[action] = replace(actions[action], run=run)
    catalogue = Catalogue("till")
    words = {"target": "Till", "remedy": "Book both."}
    sums = catalogue.declare(
        "TIL-CON-01", family=Family.CONSERVATION, shape=Shape.STATE, statement="Totals are sums.", **words
    )

    @sums.for_each("totals")
    def totals_are_the_sums_over_users(s: Till, asset: str, total: int) -> bool:
        return total == s.deposits.total_where(lambda key: key[1] == asset)

    @sums.for_each("seated")
    def the_seated_are_counted(s: Till, account: str, count: int) -> bool:
        return count == s.seats.count(account)

    claims = plan or claims_of()
    closed = {"seal": "nobody seals"}
    return EscrowProtocol("till", "A till", actions, catalogue, None, claims=claims, closed=closed)  # type: ignore[arg-type]  # no chain


def claims_of(*, guaranteed: bool = True, deployed: bool = True) -> ProofPlan:
    """The claims, with or without the guarantee of what arrives, and the check at deployment."""
    plan = ProofPlan("till")
    plan.read_as_expressions(owns)

    @plan.guarantee
    def calls_are_countable(s: Till, h: History, m: Message) -> bool:
        return h.calls + 1 < 2**64

    if guaranteed:

        @plan.guarantee_of_arrivals
        def tokens_are_scarce(arrived: int) -> bool:
            return arrived < 2**128

    if deployed:

        @plan.deployed
        def the_constructor_checks(s: Till) -> None:
            require(owns(s), Refused)
            s.fees[s.owner] = 7

    @plan.lemma()
    def share_is_allowed(s: Till, h: History) -> bool:
        return owns(s)

    @plan.lemma("fees")
    def fees_are_small(s: Till, h: History, asset: str, fee: int) -> bool:
        return fee <= (h.calls + 1) * 2**128

    @plan.lemma("totals")
    def totals_have_arrived(s: Till, h: History, asset: str, total: int) -> bool:
        return total <= h.calls * 2**128

    @plan.lemma("deposits")
    def deposits_are_parts(s: Till, h: History, key: tuple[str, str], amount: int) -> bool:
        return amount <= s.totals[key[1]]

    @plan.lemma("seated")
    def seats_are_taken_by_calls(s: Till, h: History, account: str, count: int) -> bool:
        return count <= h.calls

    return plan
