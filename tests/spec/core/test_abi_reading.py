"""Decoding, beside the reference implementation, and as strict as the compiler's."""

from __future__ import annotations

import pytest
from eth_abi import encode

from spec.core.abi import WORD, number
from spec.core.abi_reading import Reader
from spec.core.errors import MalformedArguments

TYPES = ["(string,uint32,string)", "uint256", "bool"]
DATA = encode(TYPES, [("größer", 7, ""), 9, True])


def read(data: bytes) -> tuple[object, ...]:
    """The values behind `TYPES`."""
    call = Reader(data, 3)
    inner = call.inside(0, 3)
    texts = (inner.text(0), inner.text(2))
    return (texts[0], inner.number(1, bits=32), texts[1], call.number(1), call.number(2, bits=1))


def with_word(place: int, value: int) -> bytes:
    return DATA[: WORD * place] + number(value) + DATA[WORD * (place + 1) :]


def test_success_reads_what_was_encoded() -> None:
    assert read(DATA) == ("größer", 7, "", 9, 1)
    assert read(DATA + b"more") == read(DATA)


def test_success_padding_is_not_needed() -> None:
    tail = encode(["(string,uint32,string)", "uint256", "bool"], [("", 0, "abc"), 0, False])
    assert read(tail[:-29])[2] == "abc"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        DATA[: 3 * WORD - 1],
        with_word(0, 2**64),
        with_word(0, len(DATA)),
        with_word(2, 2),
        with_word(4, 2**32),
        with_word(3, len(DATA)),
        with_word(3, 2**255),
        with_word(6, 2**64),
        with_word(6, 200),
    ],
)
def test_invalid_encodings(data: bytes) -> None:
    with pytest.raises(MalformedArguments):
        read(data)
