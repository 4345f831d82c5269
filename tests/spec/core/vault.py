"""A made-up protocol whose one action changes everything there is before it succeeds or fails."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from spec.core import (
    Actions,
    Event,
    ImportRefused,
    Ledger,
    Message,
    Revert,
    Roster,
    Slot,
    Store,
    Transfer,
    Uint8,
    record,
    require,
)

VAULT = Actions()
SECRET = Slot("secret", (1,))


class Full(Revert):
    """The vault is full."""

    ARGS = ("amount", "room")


class Stored(Event):
    """Something was stored."""

    ARGS = ("amount",)


@record
class Box:
    amount: Uint8


@record
class Vault:
    count: Uint8 = 0
    boxes: Store[int, Box] = field(default_factory=Store)
    credits: Ledger[str] = field(default_factory=Ledger)
    order: Roster[int] = field(default_factory=Roster)


@VAULT.action(on="Vault", payable=True)
def store(s: Vault, m: Message, amount: Uint8, how: str) -> int:
    """Changes everything there is and then, as `how` says, succeeds or fails. Errors: Full, Panic, ImportRefused."""
    s.count += 1
    s.boxes.insert(s.count, Box(amount))
    s.boxes[s.count].amount = amount
    s.credits[m.sender] += amount
    s.order.append(s.count)
    m.emit(Stored(amount))
    m.transfers.append(Transfer(m.sender, amount))
    m.grant(SECRET, m.sender, "0x02")
    require(how != "full", Full, amount, 3)
    if how == "refused input":
        raise ImportRefused("00")
    if how == "bug":
        raise ZeroDivisionError
    if how == "overflow":
        s.boxes[s.count].amount += 255
    return s.count


@VAULT.action(on="Vault")
def close(s: Vault, m: Message) -> None:
    """Takes no coin. Errors: none."""
    s.count += 1


def shown(vault: Vault) -> Any:
    boxes = {key: box.amount for key, box in vault.boxes.items()}
    return vault.count, boxes, dict(vault.credits.items()), tuple(vault.order)
