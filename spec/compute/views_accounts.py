"""What the account integration shows: keys, deposits, streams and credits; zeros for what is unknown."""

from __future__ import annotations

from spec.compute.session_keys import is_known, is_valid
from spec.compute.state import ACCOUNTS, COMPUTE, State
from spec.compute.streams import vested_at
from spec.core import ZERO_ADDRESS, Address, Seconds, Uint256, Wei
from spec.core.types import Selector

StreamRow = tuple[Address, Address, Wei, Seconds, Seconds, Wei, bool]


@COMPUTE.view(on=ACCOUNTS)
def is_valid_session_key(s: State, wallet: Address, key: Address, *, now: Seconds) -> bool:
    """Whether a key may act for a wallet."""
    return is_valid(s, wallet, key, now)


@COMPUTE.view(on=ACCOUNTS)
def get_session_key(s: State, wallet: Address, key: Address) -> tuple[Seconds, Wei, tuple[Selector, ...]]:
    """Last second, budget and functions of a key."""
    if not is_known(s, wallet, key):
        return 0, 0, ()
    k = s.session_keys[wallet, key]
    return k.expires, k.budget, k.selectors


@COMPUTE.view(on=ACCOUNTS)
def wallet_deposits(s: State, wallet: Address) -> Wei:
    """Coin that a wallet's keys can spend."""
    return s.wallet_deposits[wallet]


@COMPUTE.view(on=ACCOUNTS)
def total_wallet_deposits(s: State) -> Wei:
    """Sum of all wallets' deposits."""
    return s.total_wallet_deposits


@COMPUTE.view(on=ACCOUNTS)
def get_stream(s: State, stream_id: Uint256) -> StreamRow:
    """A stream."""
    if stream_id not in s.streams:
        return ZERO_ADDRESS, ZERO_ADDRESS, 0, 0, 0, 0, False
    r = s.streams[stream_id]
    return r.payer, r.recipient, r.total_amount, r.start_time, r.duration, r.withdrawn, r.active


@COMPUTE.view(on=ACCOUNTS)
def vested_amount(s: State, stream_id: Uint256, *, now: Seconds) -> Wei:
    """What a stream's recipient has earned."""
    return vested_at(s.streams[stream_id], now) if stream_id in s.streams else 0


@COMPUTE.view(on=ACCOUNTS)
def total_streamed(s: State) -> Wei:
    """Sum of what all streams still hold."""
    return s.total_streamed


@COMPUTE.view(on=ACCOUNTS)
def next_stream_id(s: State) -> Uint256:
    """Id of the next stream."""
    return s.next_stream_id


@COMPUTE.view(on=ACCOUNTS, function="credits")
def integration_credits(s: State, account: Address) -> Wei:
    """What an account is owed after a push that it refused."""
    return s.integration_credits[account]


@COMPUTE.view(on=ACCOUNTS, function="totalCredits")
def integration_total_credits(s: State) -> Wei:
    """Sum of all credits."""
    return s.integration_total_credits
