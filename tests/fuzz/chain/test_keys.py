"""Our quick signatures against eth-keys' verification."""

from __future__ import annotations

import pytest
from eth_keys import keys
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.chain.keys import Signer, signer

HALF_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141 // 2


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.sampled_from(["alice", "bob", "coprocessor 0"]))
def test_success_signatures_recover_to_the_signer(digest: bytes, label: str) -> None:
    made = signer(label).sign(digest)
    s = int.from_bytes(made[32:64], "big")
    assert 0 < s <= HALF_ORDER
    recovered = keys.Signature(made[:64] + bytes([made[64] - 27])).recover_public_key_from_msg_hash(digest)
    assert recovered.to_address() == signer(label).address


def test_success_keys_are_those_of_their_labels() -> None:
    assert signer("alice").address == Signer(signer("alice").secret).address
    assert signer("alice").address != signer("bob").address


def test_invalid_signature_of_another_digest() -> None:
    made = signer("alice").sign(bytes(31) + b"\x01")
    recovered = keys.Signature(made[:64] + bytes([made[64] - 27])).recover_public_key_from_msg_hash(bytes(32))
    assert recovered.to_address() != signer("alice").address


@pytest.mark.parametrize("label", ["alice", "key manager 0"])
def test_success_signing_is_deterministic(label: str) -> None:
    assert signer(label).sign(bytes(32)) == Signer(signer(label).secret).sign(bytes(32))
