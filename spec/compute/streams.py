"""Streams: coin that its recipient earns second by second, and pulls. A payer can stop one, and gets the rest back."""

from __future__ import annotations

from spec.compute.account_errors import (
    AmountAboveMaximum,
    NothingVested,
    NotStreamPayer,
    NotStreamRecipient,
    StreamEnded,
    StreamNotFound,
)
from spec.compute.account_events import StreamCancelled, StreamCreated, StreamWithdrawn
from spec.compute.errors import InvalidDuration, ValueMismatch, ZeroAddress, ZeroAmount
from spec.compute.state import ACCOUNTS, COMPUTE, State
from spec.compute.state_governance import Stream
from spec.compute.wallets import Till
from spec.core import ZERO_ADDRESS, Address, Message, Seconds, Uint256, Wei, require
from spec.payments import pay, receive

MAX_STREAM = 2**96 - 1
"""Wei."""
MAX_STREAM_DURATION = 3650 * 24 * 60 * 60


@COMPUTE.action(on=ACCOUNTS, payable=True)
def create_payment_stream(s: State, m: Message, to: Address, total: Wei, duration: Seconds) -> Uint256:
    """Pays `to` evenly over a time, with the coin sent along. Returns the stream's id.

    Errors, in order: ZeroAddress, ZeroAmount, ValueMismatch, AmountAboveMaximum, InvalidDuration.
    """
    # Verify
    require(to != ZERO_ADDRESS, ZeroAddress)
    require(total > 0, ZeroAmount)
    require(m.value == total, ValueMismatch, m.value, total)
    require(total <= MAX_STREAM, AmountAboveMaximum, total, MAX_STREAM)
    require(0 < duration <= MAX_STREAM_DURATION, InvalidDuration, duration)
    # Effects
    receive(Till(s), m)
    stream_id = s.next_stream_id
    s.next_stream_id += 1
    s.streams.insert(stream_id, Stream(m.sender, to, total, m.now, duration))
    s.total_streamed += total
    # Events
    m.emit(StreamCreated(stream_id, m.sender, to, total, duration))
    return stream_id


@COMPUTE.action(on=ACCOUNTS)
def withdraw_from_stream(s: State, m: Message, stream_id: Uint256) -> None:
    """Pays the recipient what has vested and was not withdrawn.

    Errors, in order: StreamNotFound, NotStreamRecipient, NothingVested.
    """
    # Verify
    r = known_stream(s, stream_id)
    require(m.sender == r.recipient, NotStreamRecipient, stream_id, m.sender)
    vested = vested_at(r, m.now)
    amount = vested - r.withdrawn
    require(amount > 0, NothingVested, stream_id)
    # Effects
    r.withdrawn = vested
    s.total_streamed -= amount
    # Payments
    pay(Till(s), m, m.sender, amount)
    # Events
    m.emit(StreamWithdrawn(stream_id, amount))


@COMPUTE.action(on=ACCOUNTS)
def cancel_payment_stream(s: State, m: Message, stream_id: Uint256) -> None:
    """Stops a stream and pays its payer what has not vested; the rest stays for the recipient to pull.

    Errors, in order: StreamNotFound, NotStreamPayer, StreamEnded.
    """
    # Verify
    r = known_stream(s, stream_id)
    require(m.sender == r.payer, NotStreamPayer, stream_id, m.sender)
    vested = vested_at(r, m.now)
    refund = r.total_amount - vested
    require(r.active and refund > 0, StreamEnded, stream_id)
    # Effects
    r.total_amount = vested
    r.active = False
    s.total_streamed -= refund
    # Payments
    pay(Till(s), m, m.sender, refund)
    # Events
    m.emit(StreamCancelled(stream_id, vested, refund))


def known_stream(s: State, stream_id: Uint256) -> Stream:
    """The stream under an id. Raises StreamNotFound."""
    require(stream_id in s.streams, StreamNotFound, stream_id)
    return s.streams[stream_id]


def vested_at(r: Stream, now: Seconds) -> Wei:
    """What the recipient has earned by a time, withdrawn or not; in proportion to the time, rounded down."""
    elapsed = now - r.start_time
    if not r.active or elapsed >= r.duration:
        return r.total_amount
    return r.total_amount * elapsed // r.duration
