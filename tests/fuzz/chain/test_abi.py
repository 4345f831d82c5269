"""Our fast codecs against eth-abi's general ones."""

from __future__ import annotations

import eth_abi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.chain.abi_types import canonical, row_of

ADDRESSES = st.binary(min_size=20, max_size=20).map(lambda raw: "0x" + raw.hex())


def unsigned(bits: int) -> st.SearchStrategy[int]:
    return st.integers(0, 2**bits - 1)


def signed(bits: int) -> st.SearchStrategy[int]:
    return st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


ELEMENTARY: list[tuple[str, st.SearchStrategy[object]]] = [
    ("uint256", unsigned(256)),
    ("uint64", unsigned(64)),
    ("uint8", unsigned(8)),
    ("int256", signed(256)),
    ("int24", signed(24)),
    ("bool", st.booleans()),
    ("address", ADDRESSES),
    ("bytes32", st.binary(min_size=32, max_size=32)),
    ("bytes4", st.binary(min_size=4, max_size=4)),
    ("bytes", st.binary(max_size=70)),
    ("string", st.text(max_size=20)),
]


@st.composite
def parameters(draw: st.DrawFn, depth: int = 2) -> tuple[dict, object]:
    """One ABI parameter and a value of it."""
    shape = draw(st.sampled_from(["plain", "plain", "fixed", "dynamic", "tuple"] if depth else ["plain"]))
    if shape == "plain":
        name, values = draw(st.sampled_from(ELEMENTARY))
        return {"name": "", "type": name}, draw(values)
    if shape == "tuple":
        members = draw(st.lists(parameters(depth=depth - 1), min_size=1, max_size=3))
        return {"name": "", "type": "tuple", "components": [m for m, _ in members]}, tuple(v for _, v in members)
    name, values = draw(st.sampled_from(ELEMENTARY))
    size = draw(st.integers(1, 3))
    items = tuple(draw(st.lists(values, min_size=size, max_size=size)))
    return {"name": "", "type": f"{name}[{size if shape == 'fixed' else ''}]"}, items


@settings(max_examples=300, deadline=None)
@given(st.lists(parameters(), max_size=5))
def test_success_codecs_agree_with_eth_abi(drawn: list[tuple[dict, object]]) -> None:
    declared = [parameter for parameter, _ in drawn]
    values = tuple(value for _, value in drawn)
    row = row_of(declared)
    data = row.encode(values)
    assert data == eth_abi.encode([canonical(parameter) for parameter in declared], values)
    assert row.decode(data) == values


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ("uint8", 256),
        ("uint8", -1),
        ("int8", 128),
        ("int8", -129),
        ("address", "0x12"),
        ("bytes4", b"123"),
        ("bytes4", b"12345"),
        ("bool", 2),
        ("uint256[2]", (1,)),
    ],
)
def test_invalid_values_do_not_fit(declared: str, value: object) -> None:
    with pytest.raises((ValueError, OverflowError)):
        row_of([{"name": "", "type": declared}]).encode((value,))


def test_invalid_short_data() -> None:
    with pytest.raises(ValueError, match="31 bytes where 32 are expected"):
        row_of([{"name": "", "type": "uint256"}]).decode(bytes(31))
