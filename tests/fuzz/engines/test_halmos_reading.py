"""What Halmos' answers mean, on recorded ones."""

from __future__ import annotations

from typing import Any

import pytest

from fuzz.engines.adapter import Found
from fuzz.engines.halmos.artifacts import Check, property_of
from fuzz.engines.halmos.reading import findings, outcomes

CHECK = Check("Checks", "check_ABC_CON_01_books_balance", "ABC-CON-01", "one call")
NAME = "check_ABC_CON_01_books_balance(uint256)"
CONFIRMED = {"dropped": 4, "cores": 2, "confirmed": 2, "contradicted": 0, "open": 0}
MODEL = {
    "is_valid": True,
    "model": {
        "halmos_amount_uint96_1a2b_01": {
            "full_name": "halmos_amount_uint96_1a2b_01",
            "variable_name": "amount",
            "solidity_type": "uint96",
            "smt_type": "BitVec 96",
            "size_bits": 96,
            "value": 7,
        }
    },
}


def answer(exitcode: int, prunes: dict[str, int] | None = None, **changes: Any) -> dict[str, Any]:
    test = {
        "name": NAME,
        "exitcode": exitcode,
        "num_models": 0,
        "models": [],
        "num_paths": [12, 5, 0],
        "time": [1.5, 1.0, 0.5],
        "num_bounded_loops": 0,
    }
    return {"test_results": {"x.sol:Checks": [test | changes]}, "prunes": {NAME: prunes or CONFIRMED}}


def test_success_a_confirmed_pass_is_bounded_by_what_the_check_says() -> None:
    (found,) = findings([CHECK], answer(0), width=200)
    (outcome,) = outcomes([found], ["ABC-CON-01"])
    assert (outcome.found, outcome.bound, outcome.paths, outcome.exercised) == (Found.BOUNDED, "one call", 12, 5)


def test_success_a_counterexample_is_shown_with_its_values() -> None:
    (found,) = findings([CHECK], answer(1, models=[MODEL]), width=200)
    (outcome,) = outcomes([found], ["ABC-CON-01"])
    assert outcome.found is Found.FAILED and "amount = 7" in outcome.detail
    assert outcome.reproducer is not None and outcome.reproducer.calls is None and outcome.reproducer.unmapped


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (answer(1, models=[MODEL | {"is_valid": False}]), "abstract"),
        (answer(2), "budget"),
        (answer(3), "can't execute"),
        (answer(4), "vacuous"),
        (answer(5), "contradict"),
        (answer(0, num_bounded_loops=1), "loop"),
        (answer(0, num_paths=[300, 5, 0]), "paths"),
        (answer(0, CONFIRMED | {"confirmed": 1, "open": 1}), "does not confirm"),
        (answer(0, CONFIRMED | {"confirmed": 1, "contradicted": 1}), "do not believe"),
        ({"test_results": {}}, "says nothing"),
    ],
)
def test_invalid_anything_but_a_confirmed_pass_is_unknown(said: dict[str, Any], word: str) -> None:
    (found,) = findings([CHECK], said, width=200)
    (outcome,) = outcomes([found], ["ABC-CON-01"])
    assert outcome.found is Found.UNKNOWN and word in outcome.detail


def test_success_a_property_is_as_good_as_its_worst_check() -> None:
    other = Check("Checks", "check_ABC_CON_01_again", "ABC-CON-01", "two calls")
    found = findings([CHECK, other], answer(0), width=0)
    (outcome,) = outcomes(found, ["ABC-CON-01"])
    assert outcome.found is Found.UNKNOWN and "check_ABC_CON_01_again" in outcome.detail


def test_invalid_a_property_without_a_check_is_unknown() -> None:
    (outcome,) = outcomes([], ["ABC-CON-02"])
    assert outcome.found is Found.UNKNOWN


def test_success_a_name_tells_its_property() -> None:
    assert property_of("check_ABC_CON_01_books_balance") == "ABC-CON-01"
    assert property_of("check_books_balance") is None
