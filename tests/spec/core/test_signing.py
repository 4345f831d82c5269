"""Signatures: which bytes may be one, and the scheme that stands in where there is no chain."""

from __future__ import annotations

import pytest

from spec.core.signing import HALF_ORDER, is_canonical, stand_in_signature, stand_in_signer

ACCOUNT = "0x" + "a1" * 20
DIGEST = b"\x07" * 32


def signature(s: int = 1, v: int = 27) -> bytes:
    return DIGEST + s.to_bytes(32, "big") + bytes([v])


@pytest.mark.parametrize(("s", "v"), [(1, 27), (1, 28), (HALF_ORDER, 27)])
def test_success_canonical(s: int, v: int) -> None:
    assert is_canonical(signature(s, v)) is True


@pytest.mark.parametrize(
    "raw",
    [signature(HALF_ORDER + 1), signature(v=0), signature(v=26), signature(v=29), signature()[:-1], b""],
    ids=["high s", "v of 0", "v of 26", "v of 29", "short", "empty"],
)
def test_invalid_signatures(raw: bytes) -> None:
    assert is_canonical(raw) is False


def test_success_stand_in_is_canonical_and_names_its_signer() -> None:
    made = stand_in_signature(ACCOUNT, DIGEST)
    assert is_canonical(made) is True
    assert stand_in_signer(DIGEST, made) == ACCOUNT


def test_invalid_stand_in_of_another_digest() -> None:
    assert stand_in_signer(b"\x08" * 32, stand_in_signature(ACCOUNT, DIGEST)) is None
    assert stand_in_signer(DIGEST, DIGEST) is None
