"""The tracing EVM and what it says of a small contract whose every line is known."""

from __future__ import annotations

from fuzz.build import PROJECT_ROOT, compile_sources
from fuzz.tracing.choosing import Recorded, Run
from fuzz.tracing.code_map import Range, code_map
from fuzz.tracing.lcov import lcov
from fuzz.tracing.recording import RecordingWorld, Sent
from fuzz.tracing.survey import compiled, survey
from fuzz.tracing.tally import FileCoverage

METER = PROJECT_ROOT / "tests" / "fuzz" / "tracing" / "Meter.sol"
UNIT = "tests/fuzz/tracing/Meter.sol"
ALICE = "0x" + "a1" * 20


def traced(*calls: tuple[str, tuple[object, ...]]) -> FileCoverage:
    """What a few calls reach of the meter."""
    world = RecordingWorld()
    world.set_balance(ALICE, 10**20)
    meter = world.deploy(compile_sources([METER])["Meter"], 3, sender=ALICE)
    boot = tuple(world.taken())
    for function, arguments in calls:
        world.send(meter, function, *arguments, sender=ALICE)
    run = Run(tuple(world.taken()), len(calls), frozenset())
    (file,) = survey([METER], Recorded(boot, (run,), len(calls)))
    return file


def test_success_everything_is_reached() -> None:
    file = traced(("add", (1,)), ("add", (9,)), ("reset", ()), ("halve", (4,)), ("halve", (5,)))
    assert file.gaps == ()
    assert file.line_count == (6, 6)
    assert file.branch_count == (4, 4)


def test_invalid_a_function_that_nobody_calls_is_a_gap() -> None:
    file = traced(("add", (1,)), ("add", (9,)), ("halve", (4,)), ("halve", (5,)))
    assert file.gaps == ("total = 0;", "emit Emptied();")
    assert ("Meter.reset", False) in [(name, reached) for name, _, reached in file.functions]


def test_invalid_a_guard_that_never_refuses_is_a_gap() -> None:
    file = traced(("add", (1,)), ("reset", ()), ("halve", (4,)), ("halve", (5,)))
    assert file.gaps == ("if (amount > limit) revert TooMuch(amount);",)
    assert file.branch_count == (3, 4)


def test_invalid_a_choice_that_goes_one_way_is_a_gap() -> None:
    file = traced(("add", (1,)), ("add", (9,)), ("reset", ()), ("halve", (4,)))
    assert file.gaps == ("return amount % 2 == 0 ? amount / 2 : amount;",)
    assert file.line_count == (6, 6)


def test_runs_do_not_see_each_other() -> None:
    """The second run starts where the first did, so its call meets an empty meter."""
    world = RecordingWorld()
    world.set_balance(ALICE, 10**20)
    meter = world.deploy(compile_sources([METER])["Meter"], 3, sender=ALICE)
    boot = tuple(world.taken())
    world.send(meter, "add", 3, sender=ALICE)
    run = Run(tuple(world.taken()), 1, frozenset())
    (file,) = survey([METER], Recorded(boot, (run, run), 1))
    assert "if (amount > limit) revert TooMuch(amount);" in file.gaps
    assert "total += amount;" not in file.gaps


def test_of_equal_views_powers_of_four_and_the_last_are_kept() -> None:
    world = RecordingWorld()
    meter = world.deploy(compile_sources([METER])["Meter"], 3, sender=ALICE)
    world.taken()
    for amount in range(1, 20):
        world.read(meter, "halve", amount)
    kept = [operation for operation in world.taken() if isinstance(operation, Sent)]
    assert [operation.data[-1] for operation in kept] == [1, 4, 16, 19]


def test_success_a_source_map_is_read() -> None:
    assert code_map("6001600255", "1:2:0;:3;4::1") == {0: Range(1, 2, 0), 2: Range(1, 3, 0), 4: Range(4, 3, 1)}


def test_success_lcov_counts_what_the_table_counts() -> None:
    text = lcov([traced(("add", (1,)))])
    lines = text.splitlines()
    assert lines[1] == f"SF:{UNIT}"
    assert "LF:6" in lines and f"LH:{sum(line.endswith(',1') for line in lines if line.startswith('DA:'))}" in lines
    assert "BRF:4" in lines and "BRH:1" in lines and lines[-1] == "end_of_record"


def test_the_traced_code_is_the_deployed_code() -> None:
    raw = compiled([METER]).contracts[UNIT]["Meter"]["evm"]
    assert raw["bytecode"]["object"] == compile_sources([METER])["Meter"].bytecode
