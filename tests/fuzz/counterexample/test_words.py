from typing import Any

import pytest

from fuzz.counterexample.itf import itf_value
from fuzz.counterexample.state_diff import diff, state_picture
from fuzz.counterexample.story import apart, finding_in_words
from fuzz.counterexample.words import amount, duration, in_words, number, with_names
from fuzz.lockstep.session import Session
from properties.binding import Divergence
from properties.protocols import load
from spec.core import Ledger, Roster, Store
from spec.dcm.state import Dataset, State
from spec.dcm.types import JobParams, Op, RequestStatus
from tests.fuzz.counterexample.planted import NAME

ALICE = "0x" + "a1" * 20
NOBODY = "0x" + "0" * 40


def names(address: str) -> str:
    return {ALICE: "alice"}.get(address, address)


@pytest.mark.parametrize(
    ("wei", "told"),
    [
        (0, "0 wei"),
        (9_999_999, "9999999 wei"),
        (30 * 10**9, "30000000000 wei (30 gwei)"),
        (2 * 10**17, "200000000000000000 wei (0.2 ether)"),
        (10**24, "1000000000000000000000000 wei (1,000,000 ether)"),
        (10**24 - 1, "999999999999999999999999 wei (about 1,000,000 ether)"),
    ],
)
def test_coin_is_told_in_wei_and_a_readable_unit(wei: int, told: str) -> None:
    assert amount(wei) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(59, "59 s"), (60, "60 s (1 min)"), (86_401, "86401 s (1 d 1 s)"), (1_700_000_000, "1700000000 s")],
)
def test_a_duration_is_told_in_days_and_hours(seconds: int, told: str) -> None:
    assert duration(seconds) == told


def test_numbers_beside_the_end_of_a_type_are_told_from_there() -> None:
    assert [number(2**256 - 1), number(2**64), number(2**64 + 1), number(2**128 - 2)] == [
        "2**256 - 1",
        "2**64",
        "2**64 + 1",
        "2**128 - 2",
    ]
    assert number(10**18, "Uint256") == str(10**18)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (True, "true"),
        (Op.COUNT, "COUNT"),
        (ALICE, "alice"),
        (NOBODY, "nobody"),
        ("ages", '"ages"'),
        (b"", "no bytes"),
        (bytes(32), "32 zero bytes"),
        (b"\x01\x02", "0x0102"),
        (b"\x01" * 40, "0x" + "01" * 16 + "…(40 bytes)"),
        ((1, ("x", 2)), '(1, ("x", 2))'),
        (JobParams(Op.WEIGHTED_SUM, weights=(1, 2)), "JobParams(op=WEIGHTED_SUM, weights=(1, 2))"),
        (1.5, "1.5"),
    ],
)
def test_a_value_is_told_with_names_and_without_what_is_zero(value: Any, told: str) -> None:
    assert in_words(value, names) == told


def test_addresses_in_a_text_become_names_and_longer_hex_stays() -> None:
    assert with_names(f"{ALICE} pays {NOBODY}, root {ALICE}00", names) == f"alice pays nobody, root {ALICE}00"


def state() -> State:
    return State(chain_id=1, registry=ALICE, manager=ALICE, registry_owner=ALICE, manager_owner=ALICE)


def test_a_difference_names_records_fields_ledgers_and_sets() -> None:
    changed = state()
    before = dict(state_picture(changed, names))
    assert diff(before, before) == ()
    changed.datasets.insert(7, Dataset(ALICE, b"\x01" * 32, 1, 2, 3, 60))
    changed.live_datasets.append(7)
    changed.credits[ALICE] = 5 * 10**17
    changed.live_job["row", 7] = 2
    middle = dict(state_picture(changed, names))
    told = {change.name: (change.before, change.after) for change in diff(before, middle)}
    root = "0x" + "01" * 32
    dataset = f"Dataset(owner=alice, merkle_root={root}, num_columns=1, row_count=2, k_anonymity=3, cooldown_sec=60)"
    assert told == {
        "datasets[7]": ("absent", dataset),
        "live_datasets": ("()", "(7)"),
        'live_job["row", 7]': ("0", "2"),
        "credits[alice]": ("0", "500000000000000000 wei (0.5 ether)"),
    }
    changed.datasets[7].exists = False
    (change,) = diff(middle, dict(state_picture(changed, names)))
    assert (change.name, change.before, change.after) == ("datasets[7].exists", "true", "false")
    gone = diff(middle, before)
    assert ("datasets[7]", dataset, "absent") in [(c.name, c.before, c.after) for c in gone]


def test_itf_writes_integers_maps_tuples_and_names() -> None:
    assert itf_value(Store({1: RequestStatus.PENDING})) == {"#map": [[{"#bigint": "1"}, "PENDING"]]}
    assert itf_value(Ledger({(ALICE, 2): 3})) == {"#map": [[{"#tup": [ALICE, {"#bigint": "2"}]}, {"#bigint": "3"}]]}
    assert itf_value(Roster((4,))) == [{"#bigint": "4"}]
    assert itf_value((True, b"\x0f")) == {"#tup": [True, "0x0f"]}
    assert itf_value(JobParams(Op.SUM))["op"] == "SUM"
    assert itf_value(None) == {"#unserializable": "None"}


@pytest.mark.parametrize(
    ("comparison", "subject", "told"),
    [
        ("returned", "", "it should return a, but it returned b"),
        ("events", "Paid", "the chain should announce a, but it announced b"),
        ("events", "Paid.amount", "amount in the event Paid should be a, but it is b"),
        ("view", "get(1)", "get(1) should then show a, but it shows b"),
        ("balance", "pot", "the coin of pot should then be a, but it is b"),
        ("plaintext", "sum(1,)", "the ciphertext sum(1,) should then decrypt to a, but it is b"),
        ("grants", "sum(1,)", "on the ciphertext sum(1,) the rule is: a; but on the chain: b"),
        ("outcome", "", "the call should be refused with a, but it was refused with b"),
        ("smell", "it", "smell of it should be a, but it is b"),
    ],
)
def test_every_comparison_has_its_sentence(comparison: str, subject: str, told: str) -> None:
    divergence = Divergence(comparison, "no_action", subject, "a", "b")
    assert finding_in_words(load(NAME), divergence).startswith(told)


def test_long_values_are_cut_to_where_they_differ() -> None:
    expected, actual = apart("x" * 300 + "left" + "y" * 100, "x" * 300 + "right" + "y" * 100)
    assert expected == "…" + "x" * 40 + "left" + "y" * 36 + "…"
    assert actual == "…" + "x" * 40 + "right" + "y" * 35 + "…"
    assert apart("short", "shorter") == ("short", "shorter")


def test_the_views_of_a_run_are_asked_whatever_ran_before(correct: Session) -> None:
    """The queries of one run name its own ids, though an earlier run had as many records under others."""
    from fuzz.lockstep.runner import Runner
    from tests.fuzz.counterexample.planted import WIRE, commit

    runner = Runner(correct)
    asked = []
    for dataset_id in (41, 42):
        runner.reset()
        for call in (WIRE, commit(dataset_id, ((1,),), "seller")):
            assert not runner.make(call).findings
        asked.append({one.query.arguments for one in correct.views._asked})
    assert (41,) in asked[0]
    assert (42,) in asked[1]
