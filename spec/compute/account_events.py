"""What the account integration announces; names and arguments are the contract's."""

from __future__ import annotations

from spec.core import Event


class SessionKeyAdded(Event):
    """A key acts for a wallet, within its scope, until `expires`."""

    ARGS = ("wallet", "key", "expires", "selectors", "budget")


class SessionKeyRevoked(Event):
    """A key does not act for a wallet any more."""

    ARGS = ("wallet", "key")


class SessionKeyUsed(Event):
    """A key has acted for a wallet, for that much coin."""

    ARGS = ("wallet", "key", "selector", "amount")


class WalletDeposited(Event):
    """A wallet's keys can spend more."""

    ARGS = ("wallet", "amount")


class WalletWithdrawn(Event):
    """A wallet took coin back from its keys' reach."""

    ARGS = ("wallet", "amount")


class StreamCreated(Event):
    """Coin vests evenly over a time."""

    ARGS = ("stream_id", "from", "to", "total", "duration")


class StreamWithdrawn(Event):
    """The recipient took what had vested."""

    ARGS = ("stream_id", "amount")


class StreamCancelled(Event):
    """The payer took back what had not vested."""

    ARGS = ("stream_id", "vested", "refund")
