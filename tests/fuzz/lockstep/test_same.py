"""Equality across the two sides, how values are shown, and where two values first differ."""

from __future__ import annotations

from typing import Any

import pytest

from fuzz.build.host_addresses import ACL
from fuzz.chain.receipt import Log, Receipt
from fuzz.lockstep.grants import ALLOWED, EVERYBODY, PUBLISHED, grants_made
from fuzz.lockstep.same import first_difference, names_of, same, shown
from fuzz.lockstep.source import Patch, PatchMissed, SessionSource
from fuzz.lockstep.views import Refused, agrees, equal
from spec.dcm.errors import JobNotFinalized, JobNotFound
from spec.dcm.types import FilterProg, JobParams, Op, RequestStatus
from spec.fhe import Cipher
from tests.spec.core.vault import Full

KNOWN = {b"\x01": Cipher("euint64", 7), b"\x02": Cipher("euint64", 8), b"\x03": Cipher("euint32", 7)}


@pytest.mark.parametrize(
    ("expected", "actual", "agree"),
    [
        (7, 7, True),
        (7, 8, False),
        (RequestStatus.ACCEPTED, 1, True),
        (Cipher("euint64", 7), b"\x01", True),
        (Cipher("euint64", 7), b"\x02", False),
        (Cipher("euint64", 7), b"\x03", False),
        (Cipher("euint64", 7), b"\x09", False),
        ((1, (2, Cipher("euint64", 8))), [1, (2, b"\x02")], True),
        ((1, 2), (1, 2, 3), False),
        ((1, 2), 1, False),
        ((), (), True),
        (JobParams(Op.SUM), (1, 0, (), 0, 0, 0, 0, (b"", ())), True),
        (JobParams(Op.SUM), (1, 0, (), 0, 0, 0, 1, (b"", ())), False),
    ],
)
def test_success_same(expected: Any, actual: Any, agree: bool) -> None:
    assert same(expected, actual, KNOWN.get) is agree


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (b"\x01\x02", "0x0102"),
        (bytes(33), "0x" + "0" * 56 + "…(33 bytes)"),
        (Cipher("ebool", 1), "ebool(1)"),
        (RequestStatus.ACCEPTED, "ACCEPTED"),
        (("0xaa", "plain", [True]), "(alice, 'plain', (True))"),
    ],
)
def test_success_values_are_shown_for_people(value: Any, text: str) -> None:
    assert shown(value, lambda address: {"0xaa": "alice"}[address]) == text


def test_success_first_difference_is_named() -> None:
    names = names_of(
        [
            {"name": "id", "type": "uint256"},
            {"name": "", "type": "tuple", "components": [{"name": "fee", "type": "uint256"}, {"name": "to"}]},
        ]
    )

    def differ(a: Any, b: Any) -> Any:
        return first_difference(a, b, KNOWN.get, names)

    assert differ((1, (2, 3)), (9, (2, 3))) == ("id", 1, 9)
    assert differ((1, (2, 3)), (1, (2, 4))) == ("1.to", 3, 4)
    assert differ((1, 2, (5, 6)), (1, 2, (5, 7))) == ("2.1", 6, 7)
    assert differ((1, (2,)), (1, (2, 3))) == ("1", (2,), (2, 3))
    assert differ(1, 2) == ("", 1, 2)
    assert differ((1,), (1,)) == ("", (1,), (1,))


# ---------------------------------------------------------------- views


class Plain:
    """What `agrees` needs of a session."""

    plaintext = staticmethod(KNOWN.get)


@pytest.mark.parametrize(
    ("expected", "decoded", "agree"),
    [
        (7, 7, True),
        (7, Refused("Full", (1, 2)), False),
        (Full(1, 2), 7, False),
        (Full(1, 2), Refused("Full", (1, 2)), True),
        (Full(1, 2), Refused("Full", (1, 3)), False),
        (Full(1, 2), Refused("Empty", (1, 2)), False),
    ],
)
def test_success_views_agree_on_values_and_on_refusals(expected: Any, decoded: Any, agree: bool) -> None:
    assert agrees(expected, decoded, Plain()) is agree  # type: ignore[arg-type]  # only `plaintext` is used


def test_success_expected_values_are_compared_by_class_and_arguments() -> None:
    assert equal(JobNotFound(1), JobNotFound(1))
    assert not equal(JobNotFound(1), JobNotFound(2))
    assert not equal(JobNotFound(1), JobNotFinalized(1))
    assert not equal(7, JobNotFound(1))
    assert equal((1, FilterProg()), (1, FilterProg()))


# ---------------------------------------------------------------- grants


class Raw:
    """A log as the EVM hands it over."""

    def __init__(self, log: Log) -> None:
        self.address, self.data = log.address, (list(log.topics), log.data)


def made(*logs: Log) -> set[tuple[bytes, str]]:
    return grants_made(Receipt(True, b"", None, None, 0, [Raw(log) for log in logs]))


def word(number: int) -> bytes:
    return number.to_bytes(32, "big")


def test_success_grants_are_read_from_the_hosts_events_alone() -> None:
    allowed = Log(ACL, (ALLOWED, word(1), word(0xBEEF)), word(7))
    assert made(allowed) == {(word(7), "0x" + "beef".rjust(40, "0"))}
    assert made(Log("0x" + "11" * 20, allowed.topics, allowed.data)) == set()
    assert made(Log(ACL, (word(5), word(1), word(0xBEEF)), word(7))) == set()
    assert made(Log(ACL, (), word(7))) == set()


def test_success_publication_is_a_grant_to_everybody() -> None:
    published = Log(ACL, (PUBLISHED, word(1)), word(32) + word(2) + word(7) + word(8))
    assert made(published) == {(word(7), EVERYBODY), (word(8), EVERYBODY)}


# ---------------------------------------------------------------- changed contracts


def test_success_patch_changes_the_one_place() -> None:
    assert Patch("a.sol", "x = 1", "x = 2").applied("y; x = 1; z") == "y; x = 2; z"


@pytest.mark.parametrize(("text", "times"), [("nothing", 0), ("x = 1; x = 1", 2)])
def test_invalid_patch_that_does_not_fit(text: str, times: int) -> None:
    with pytest.raises(PatchMissed) as refused:
        Patch("a.sol", "x = 1", "x = 2").applied(text)
    assert refused.value.sentence() == (
        f"the patch of a.sol does not apply: 'x = 1' occurs {times} times. Adapt the patch."
    )


def test_invalid_source_with_a_patch_that_does_not_fit() -> None:
    with pytest.raises(PatchMissed):
        SessionSource("dcm", (Patch("contracts/dcm/JobStore.sol", "no such text", ""),)).boot(0)
