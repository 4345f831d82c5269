"""Encoding, beside the reference implementation."""

from __future__ import annotations

import pytest
from eth_abi import encode

from spec.core.abi import account, number, strings, typed_digest


@pytest.mark.parametrize("value", [0, 1, 2**256 - 1])
def test_success_numbers(value: int) -> None:
    assert number(value) == encode(["uint256"], [value])


def test_success_accounts() -> None:
    address = "0x" + "a1" * 20
    assert account(address) == encode(["address"], [address])


@pytest.mark.parametrize("texts", [(), ("",), ("a", "b"), ("a" * 31, "b" * 32, "c" * 33), ("größer", "")])
def test_success_strings(texts: tuple[str, ...]) -> None:
    assert strings(*texts) == encode(["string"] * len(texts), texts)


def test_success_typed_digest_has_its_prefix() -> None:
    assert typed_digest(b"\x01" * 32, b"\x02" * 32) == b"\x19\x01" + b"\x01" * 32 + b"\x02" * 32


def test_invalid_number_out_of_range() -> None:
    with pytest.raises(OverflowError):
        number(2**256)
