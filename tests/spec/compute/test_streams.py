"""Streams: what vests is the recipient's, the rest the payer's, whatever the one or the other does."""

from __future__ import annotations

from typing import Any

import pytest

from spec.compute.account_errors import (
    AmountAboveMaximum,
    NothingVested,
    NotStreamPayer,
    NotStreamRecipient,
    StreamEnded,
    StreamNotFound,
)
from spec.compute.account_events import StreamCancelled, StreamWithdrawn
from spec.compute.errors import InvalidDuration, ValueMismatch, ZeroAddress, ZeroAmount
from spec.core import Transfer
from spec.payments import PaymentPushed
from tests.spec.compute.scene import DAY, OTHER, STRANGER, USER, ZERO, Scene

LONGEST = 3650 * DAY


@pytest.fixture
def scene() -> Scene:
    scene = Scene(hosts=False)
    scene.must(USER, "create_payment_stream", OTHER, 1000, 300, value=1000)
    return scene


def test_success_vests_second_by_second(scene: Scene) -> None:
    vested = []
    for _ in range(5):
        vested.append(scene.view("vested_amount", 1))
        scene.now += 100
    assert vested == [0, 333, 666, 1000, 1000]


def test_success_the_recipient_pulls(scene: Scene) -> None:
    scene.now += 100
    outcome = scene.must(OTHER, "withdraw_from_stream", 1)
    assert outcome.events == (PaymentPushed(OTHER, 333), StreamWithdrawn(1, 333))
    assert outcome.transfers == (Transfer(OTHER, 333),)
    scene.refuses(NothingVested, 1).call(OTHER, "withdraw_from_stream", 1)
    scene.now += 200
    scene.must(OTHER, "withdraw_from_stream", 1)
    assert (scene.state.integration_balance, scene.view("total_streamed")) == (0, 0)
    scene.refuses(StreamEnded, 1).call(USER, "cancel_payment_stream", 1)


def test_success_the_payer_stops(scene: Scene) -> None:
    scene.now += 100
    assert scene.must(USER, "cancel_payment_stream", 1).events[-1] == StreamCancelled(1, 333, 667)
    scene.now += 1
    assert scene.view("get_stream", 1)[2:] == (333, scene.now - 101, 300, 0, False)
    assert (scene.view("vested_amount", 1), scene.view("total_streamed")) == (333, 333)
    scene.refuses(StreamEnded, 1).call(USER, "cancel_payment_stream", 1)
    scene.must(OTHER, "withdraw_from_stream", 1)
    assert (scene.state.integration_balance, scene.view("next_stream_id")) == (0, 2)


@pytest.mark.parametrize(
    ("to", "total", "duration", "value", "error", "values"),
    [
        (ZERO, 0, 0, 0, ZeroAddress, ()),
        (OTHER, 0, 0, 1, ZeroAmount, ()),
        (OTHER, 2**96, 0, 1, ValueMismatch, (1, 2**96)),
        (OTHER, 2**96, 0, 2**96, AmountAboveMaximum, (2**96, 2**96 - 1)),
        (OTHER, 1, 0, 1, InvalidDuration, (0,)),
        (OTHER, 1, LONGEST + 1, 1, InvalidDuration, (LONGEST + 1,)),
    ],
)
def test_invalid_streams(
    scene: Scene, to: str, total: int, duration: int, value: int, error: Any, values: tuple[Any, ...]
) -> None:
    scene.refuses(error, *values).call(USER, "create_payment_stream", to, total, duration, value=value)


def test_invalid_parties(scene: Scene) -> None:
    for action in ("withdraw_from_stream", "cancel_payment_stream"):
        scene.refuses(StreamNotFound, 2).call(USER, action, 2)
    scene.refuses(NotStreamRecipient, 1, USER).call(USER, "withdraw_from_stream", 1)
    scene.refuses(NotStreamPayer, 1, STRANGER).call(STRANGER, "cancel_payment_stream", 1)
