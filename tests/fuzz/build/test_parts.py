"""A contract deployed in parts: one ABI for its callers, one storage for its code."""

from __future__ import annotations

import pytest

from fuzz.build.errors import PartsDisagree
from fuzz.build.parts import check_layout, joined_abi
from fuzz.chain.world import World
from tests.fuzz.conftest import compile_text

OWNER = "0x" + "11" * 20

SHARED = (
    "abstract contract Shared { struct Pair { uint128 a; uint128 b; } uint64 internal count; Pair internal pair; }\n"
)
PART = (
    "contract Part is Shared { event Bumped(uint256 count); error Refused(); "
    "constructor(uint256) {} "
    "function bump() external returns (uint256) "
    "{ if (count > 1) revert Refused(); emit Bumped(++count); return count; } "
    "function total() external view returns (uint256) { return count; } }\n"
)
MAIN = (
    "contract Main is Shared { error Refused(); address immutable part; uint256 internal own = 7; "
    "constructor(address p) { part = p; } "
    "function total() external view returns (uint256) { return count + own; } "
    "fallback() external payable { address p = part; assembly { calldatacopy(0, 0, calldatasize()) "
    "let ok := delegatecall(gas(), p, 0, calldatasize(), 0, 0) returndatacopy(0, 0, returndatasize()) "
    "switch ok case 0 { revert(0, returndatasize()) } default { return(0, returndatasize()) } } } }\n"
)


def test_success_callers_see_the_functions_of_all_parts_at_one_address() -> None:
    built = compile_text(SHARED + PART + MAIN)
    world = World()
    part = world.deploy(built["Part"], 1, sender=OWNER)
    whole = world.deploy(built["Main"], part.address, sender=OWNER, parts=[built["Part"]])
    receipt = world.send(whole, "bump", sender=OWNER)
    assert [whole.decode_log(log).args for log in receipt.logs] == [{"count": 1}]
    assert world.read(whole, "total") == 8  # the main part answers where both could
    assert world.read(part, "total") == 0
    world.send(whole, "bump", sender=OWNER)
    assert whole.decode_error(world.send(whole, "bump", sender=OWNER).revert or b"").name == "Refused"


def test_success_each_entry_stands_once_and_only_the_main_constructor() -> None:
    built = compile_text(SHARED + PART + MAIN)
    joined = joined_abi(built["Main"], built["Part"])
    names = [(entry["type"], entry.get("name")) for entry in joined]
    assert sorted(names, key=str) == sorted(
        [
            ("constructor", None),
            ("error", "Refused"),
            ("event", "Bumped"),
            ("fallback", None),
            ("function", "bump"),
            ("function", "total"),
        ],
        key=str,
    )
    assert [entry["inputs"][0]["type"] for entry in joined if entry["type"] == "constructor"] == ["address"]


def test_success_tuples_are_told_apart_by_what_they_hold() -> None:
    built = compile_text(
        "struct A { uint256 x; } struct B { bool y; }\n"
        "contract One { function f(A calldata) external {} }\ncontract Two { function f(B calldata) external {} }"
    )
    assert len(joined_abi(built["One"], built["Two"])) == 2


def test_invalid_two_functions_with_one_selector() -> None:
    built = compile_text(
        "contract One { function burn(uint256) external {} }\n"
        "contract Two { function collate_propagate_storage(bytes16) external {} }"
    )
    with pytest.raises(PartsDisagree, match=r"Two can't be a part of One: .* has the selector 0x42966c68"):
        joined_abi(built["One"], built["Two"])


def test_success_a_part_may_know_only_the_first_variables() -> None:
    built = compile_text(SHARED + PART + MAIN)
    check_layout(built["Main"], built["Part"])


def test_invalid_a_part_is_not_deployed_under_a_contract_that_stores_otherwise() -> None:
    built = compile_text(SHARED + PART + "contract Other { uint256 own; constructor(address) {} }")
    with pytest.raises(PartsDisagree, match="Part can't run in the storage of Other"):
        World().deploy(built["Other"], OWNER, sender=OWNER, parts=[built["Part"]])


def test_invalid_a_variable_lies_elsewhere() -> None:
    built = compile_text(SHARED + "contract Early is Shared { }\ncontract Late { uint256 own; uint64 internal count; }")
    with pytest.raises(PartsDisagree, match=r"count \(t_uint64\) is at slot 0, byte 0: own lies there in Late"):
        check_layout(built["Late"], built["Early"])


def test_invalid_a_variable_has_another_type() -> None:
    built = compile_text("contract Wide { uint256 count; }\ncontract Narrow { uint64 count; }")
    with pytest.raises(PartsDisagree, match=r"count lies there"):
        check_layout(built["Wide"], built["Narrow"])


def test_invalid_the_main_part_lacks_a_variable() -> None:
    built = compile_text("contract Small { uint64 a; }\ncontract Large { uint64 a; uint256 b; }")
    with pytest.raises(PartsDisagree, match="Small has no such variable"):
        check_layout(built["Small"], built["Large"])
