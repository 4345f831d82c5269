"""What the chain showed of one call, decoded once."""

from __future__ import annotations

from typing import Any

from fuzz.chain.receipt import Receipt
from fuzz.lockstep.session import Session
from properties.binding import Observed


def observe(session: Session, receipt: Receipt) -> Observed:
    """Decodes the revert, or the events of the protocol's own contracts in order."""
    if receipt.success:
        return Observed(True, "", (), protocol_events(session, receipt), receipt.gas_used)
    if receipt.revert is None:
        return Observed(False, f"halt:{receipt.halt_reason}", (), (), receipt.gas_used)
    name, arguments = session.reverted(receipt.revert)
    return Observed(False, name, arguments, (), receipt.gas_used)


def protocol_events(session: Session, receipt: Receipt) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Events of the protocol's contracts as (name, arguments); an event that no ABI explains shows its raw topic."""
    events: list[tuple[str, tuple[Any, ...]]] = []
    for log in receipt.logs:
        if log.address not in session.addresses:
            continue
        event = session.world.events.decode(log)
        if event is None:
            events.append(("unknown", (log.topics, log.data)))
        else:
            events.append((event.name, tuple(event.args.values())))
    return tuple(events)
