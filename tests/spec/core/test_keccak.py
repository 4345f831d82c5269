"""The pure digest equals a compiled one; the provider can be replaced."""

import random

import pytest
from eth_hash.auto import keccak as compiled
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.core import keccak

VECTORS = {
    b"": "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    b"abc": "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    b"transfer(address,uint256)": "a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b",
}


@pytest.fixture
def restored_provider():
    before = keccak.use(keccak.pure)
    yield
    keccak.use(before)


@pytest.mark.parametrize("data", VECTORS)
def test_success_published_digests(data):
    assert keccak.pure(data).hex() == VECTORS[data]


@pytest.mark.parametrize("blocks", [0, 1, 2, 3])
def test_success_lengths_around_the_rate_equal_the_compiled_digest(blocks):
    source = random.Random(blocks)
    for length in range(max(0, blocks * keccak.RATE - 3), blocks * keccak.RATE + 4):
        data = source.randbytes(length)
        assert keccak.pure(data) == compiled(data), length


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=600))
def test_success_any_data_equals_the_compiled_digest(data):
    assert keccak.pure(data) == compiled(data)


def test_success_the_installed_provider_answers(restored_provider):
    replaced = keccak.use(lambda data: b"digest of " + data)
    assert replaced is keccak.pure
    assert keccak.keccak256(b"x") == b"digest of x"
    keccak.use(replaced)
    assert keccak.keccak256(b"") == keccak.pure(b"")


def test_invalid_sha3_padding_is_another_digest():
    import hashlib

    assert keccak.pure(b"") != hashlib.sha3_256(b"").digest()
