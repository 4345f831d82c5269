"""A tiny escrow, made up to test the search itself: parcels of coin that a sender gets back after a while."""

from __future__ import annotations

from dataclasses import field
from types import SimpleNamespace
from typing import Any

from properties.catalogue import Catalogue, Family, Shape
from properties.preset import Attempt, Exit, Lifecycle, Preset
from spec.core import (
    Actions,
    Address,
    Bytes32,
    Ledger,
    Message,
    Revert,
    Seconds,
    Step,
    Store,
    Uint256,
    Wei,
    opaque,
    record,
    require,
)
from spec.payments import pay, receive

WAIT = 100
NOW = 10**6
ADDRESSES = {"ann": "0x" + "a" * 40, "bob": "0x" + "b" * 40}


class NotYours(Revert):
    """The parcel is somebody else's."""


class Gone(Revert):
    """There is no such parcel any more."""


class TooEarly(Revert):
    """The parcel has to stay for a while."""


@record
class Parcel:
    sender: Address
    amount: Wei
    since: Seconds
    open: bool = True


@record
class Depot:
    parcels: Store[int, Parcel] = field(default_factory=Store)
    next_id: Uint256 = 1
    balance: Wei = 0
    credits: Ledger[str] = field(default_factory=Ledger)
    total_credits: Wei = 0


@opaque()
def weigh(label: Bytes32) -> Uint256:
    """Looks into the label, which a search does not."""
    return len(label)


def late(now: int, since: int) -> bool:
    return now >= since + WAIT


def depot_actions() -> Actions:
    actions = Actions()

    @actions.action(on="Depot", payable=True)
    def leave(s: Depot, m: Message, label: Bytes32) -> None:
        """Leaves a parcel of coin."""
        receive(s, m)
        s.parcels.insert(s.next_id, Parcel(m.sender, m.value + weigh(label) * 0, m.now))
        s.next_id += 1

    @actions.action(on="Depot")
    def fetch(s: Depot, m: Message, parcel_id: Uint256) -> None:
        """Gives a parcel back. Errors, in order: Gone, NotYours, TooEarly."""
        require(parcel_id in s.parcels and s.parcels[parcel_id].open, Gone)
        parcel = s.parcels[parcel_id]
        require(m.sender == parcel.sender, NotYours)
        require(late(m.now, parcel.since), TooEarly)
        parcel.open = False
        pay(s, m, parcel.sender, parcel.amount)

    return actions


def depot_catalogue() -> Catalogue:
    catalogue = Catalogue("toy")
    solvent = catalogue.declare(
        "TOY-CON-01",
        family=Family.CONSERVATION,
        shape=Shape.STATE,
        target="Depot",
        statement="The depot holds what is in it.",
        remedy="Book everything.",
    )

    @solvent.always
    def balance_is_parcels_and_credits(s: Depot) -> bool:
        held = sum(parcel.amount for parcel in s.parcels.values() if parcel.open)
        return s.balance == held + s.total_credits

    @solvent.for_each_step("parcels")
    def closed_parcels_stay_closed(step: Step, key: int, before: Parcel, after: Parcel) -> bool | None:
        return None if before.open else not after.open

    return catalogue


def open_parcels(s: Depot) -> bool:
    return any(parcel.open for parcel in s.parcels.values())


def parcel_moments(s: Depot, key: int, parcel: Parcel, now: int) -> tuple[int, ...]:
    return (parcel.since + WAIT,) if parcel.open else ()


def depot_preset(**changes: Any) -> Preset:
    """Two senders who are alike, each of whom may refuse coin; up to two parcels."""
    labelled = (b"x",)
    values: dict[str, Any] = {
        "name": "toy",
        "bound": "two parcels of one size, two senders",
        "initial": Depot,
        "now": NOW,
        "attempts": (
            *(Attempt(actor, "leave", labelled, value=2) for actor in ADDRESSES),
            *(Attempt(actor, "fetch", (parcel_id,)) for actor in ADDRESSES for parcel_id in (1, 2)),
        ),
        "addresses": ADDRESSES,
        "universe": {"parcels": (1, 2), "credits": tuple(ADDRESSES.values())},
        "refusing": frozenset(ADDRESSES),
        "opaque": lambda choose: {weigh: lambda label: choose("heavy", 2)},
        "moments": {"parcels": parcel_moments},
        "ages": {("parcels", "since"): WAIT},
        "sorts": {
            ("parcels", "key"): "parcel",
            ("parcels", "sender"): "actor",
            ("credits", "key"): "actor",
            ("", "parcel_id"): "parcel",
        },
        "symmetries": (
            {"parcel": {1: 2, 2: 1}},
            {"actor": {ADDRESSES["ann"]: ADDRESSES["bob"], ADDRESSES["bob"]: ADDRESSES["ann"]}},
        ),
        "exits": (
            Exit(
                "TOY-CON-01",
                "everybody gets everything back",
                frozenset(ADDRESSES),
                frozenset({"fetch"}),
                lambda s: not open_parcels(s),
            ),
        ),
        "stuck": ("TOY-CON-01", open_parcels),
        "lifecycles": (Lifecycle("parcel", "parcels", lambda parcel: "IN" if parcel.open else "OUT"),),
    }
    return Preset(**(values | changes))


def depot(actions: Actions | None = None, catalogue: Catalogue | None = None, **changes: Any) -> Any:
    """The toy as a protocol with one preset."""
    return SimpleNamespace(
        name="toy",
        title="Toy depot",
        actions=actions or depot_actions(),
        catalogue=catalogue or depot_catalogue(),
        presets=(depot_preset(**changes),),
    )
