"""The chain in process: transactions, typed failures, events, time, snapshots."""

from __future__ import annotations

import pytest

from fuzz.chain.errors import AbiError, CallFailed, ChainError, StaleSnapshot, TransactionRefused
from fuzz.chain.receipt import Halt
from fuzz.chain.world import World

ALICE, BOB = "0x" + "a1" * 20, "0x" + "b0" * 20

SOURCE = """
interface IOther { function put(uint256) external; }
contract Box {
    struct Item { address owner; uint64 size; }
    event Put(address indexed by, uint256 value, string note);
    event Put2(string indexed name);
    error TooLarge(uint256 value, address by);
    uint256 public value;
    Item public item;
    constructor(uint256 first) payable { if (first == 13) revert TooLarge(first, msg.sender); value = first; }
    function put(uint256 v) external payable {
        if (v > 100) revert TooLarge(v, msg.sender);
        value = v; item = Item(msg.sender, uint64(v)); emit Put(msg.sender, v, "put");
    }
    function put(uint256 v, uint256 w) external { value = v + w; }
    function named(string calldata s) external { emit Put2(s); }
    function bare() external pure { require(false); }
    function said() external pure { require(false, "said so"); }
    function panic(uint256 x) external pure returns (uint256) { return x - 1; }
    function raw() external pure { assembly { mstore(0, shl(224, 0x12345678)) revert(0, 5) } }
    function huge() external pure { assembly { revert(0x1000, 100000) } }
    function burn() external pure { assembly { invalid() } }
    function spin() external pure { while (true) {} }
    function mark() external { assembly { tstore(0, 7) } }
    function marked() external view returns (uint256 r) { assembly { r := tload(0) } }
    function environment() external view returns (uint256, uint256, uint256, uint256) {
        return (block.chainid, block.timestamp, block.number, tx.gasprice);
    }
    function tryPut(uint256 v) external returns (bool ok) {
        (ok, ) = address(this).call(abi.encodeWithSignature("put(uint256)", v));
    }
    receive() external payable { revert(); }
}
"""


@pytest.fixture
def world() -> World:
    world = World()
    world.set_balance(ALICE, 10**20)
    return world


@pytest.fixture
def box(world: World, solidity):
    return world.deploy(solidity(SOURCE)["Box"], 5, sender=ALICE)


def test_success_deploy_transact_and_read(world: World, box) -> None:
    assert world.read(box, "value") == 5
    receipt = world.send(box, "put(uint256)", 42, sender=ALICE, value=3)
    assert (receipt.success, receipt.revert, receipt.halt) == (True, None, None)
    assert receipt.gas_used > 21_000
    assert world.read(box, "item") == (ALICE, 42)
    assert world.balance(box.address) == 3
    assert world.storage(box.address, 0) == 42


def test_success_events_are_decoded(world: World, box) -> None:
    receipt = world.send(box, "put(uint256)", 42, sender=ALICE)
    event = box.decode_log(receipt.logs[0])
    assert event == (box.address, "Put", {"by": ALICE, "value": 42, "note": "put"})
    assert world.events.decode(receipt.logs[0]) == event
    hashed = world.send(box, "named", "x", sender=ALICE).logs[0]
    assert box.decode_log(hashed).args == {"name": hashed.topics[1]}


def test_success_events_of_a_reverted_inner_call_are_gone(world: World, box) -> None:
    receipt = world.send(box, "tryPut", 101, sender=ALICE)
    assert box.decode("tryPut", receipt.return_data) is False
    assert receipt.logs == []
    assert len(world.send(box, "tryPut", 100, sender=ALICE).logs) == 1


@pytest.mark.parametrize(
    ("function", "args", "name", "values"),
    [
        ("put(uint256)", (101,), "TooLarge", (101, ALICE)),
        ("bare", (), "", ()),
        ("said", (), "Error", ("said so",)),
        ("panic", (0,), "Panic", (0x11,)),
        ("raw", (), "unknown", (bytes.fromhex("1234567800"),)),
    ],
)
def test_success_reverts_are_typed(world: World, box, function: str, args: tuple, name: str, values: tuple) -> None:
    receipt = world.send(box, function, *args, sender=ALICE)
    assert not receipt.success
    assert receipt.logs == []
    reverted = world.errors.decode(receipt.revert)
    assert (reverted.name, reverted.args) == (name, values)
    assert receipt.halt is None


def test_success_huge_revert_data_arrives_whole(world: World, box) -> None:
    assert world.send(box, "huge", sender=ALICE).revert == bytes(100_000)


def test_success_halts_are_typed(world: World, box) -> None:
    assert world.send(box, "burn", sender=ALICE).halt is Halt.INVALID_OPCODE
    spun = world.transact(ALICE, box.address, box.encode("spin"), gas=100_000)
    assert (spun.halt, spun.revert, spun.gas_used, spun.success) == (Halt.OUT_OF_GAS, None, 100_000, False)


def test_success_a_failed_transaction_changes_nothing(world: World, box) -> None:
    before = (world.balance(ALICE), world.storage(box.address, 0))
    world.send(box, "put(uint256)", 101, sender=ALICE, value=9)
    assert (world.balance(ALICE), world.storage(box.address, 0)) == before


def test_success_transient_storage_ends_with_the_transaction(world: World, box) -> None:
    world.send(box, "mark", sender=ALICE)
    assert world.read(box, "marked") == 0
    world.send(box, "mark", sender=ALICE)
    receipt = world.send(box, "marked", sender=ALICE)
    assert box.decode("marked", receipt.return_data) == 0


def test_success_environment(world: World, box) -> None:
    world.advance(60)
    receipt = world.send(box, "environment", sender=ALICE, gas_price=7)
    assert box.decode("environment", receipt.return_data) == (31337, world.now, world.block_number, 7)
    assert world.balance(ALICE) == 10**20  # fees are not charged


def test_success_overloads_are_told_apart_by_signature(world: World, box) -> None:
    world.send(box, "put(uint256,uint256)", 2, 3, sender=ALICE)
    assert world.read(box, "value") == 5
    with pytest.raises(AbiError, match=r"function put is overloaded. Ask for put\(uint256\) or put\(uint256,uint256\)"):
        box.encode("put", 1)


def test_success_deployments_get_new_addresses(world: World, solidity) -> None:
    artifact = solidity(SOURCE)["Box"]
    assert len({world.deploy(artifact, 1, sender=ALICE).address for _ in range(3)}) == 3


def test_success_libraries_are_linked(world: World, solidity) -> None:
    artifacts = solidity(
        "library L { function two() external pure returns (uint256) { return 2; } }"
        "contract U { function two() external pure returns (uint256) { return L.two(); } }"
    )
    library = world.deploy(artifacts["L"], sender=ALICE)
    assert world.read(world.deploy(artifacts["U"], sender=ALICE, libraries={"L": library.address}), "two") == 2


def test_success_restore_brings_everything_back_many_times(world: World, box) -> None:
    table: dict[str, int] = {}
    world.rollback.put(table, "kept", 1)
    start = world.snapshot()
    before = (world.now, world.block_number, world.balance(ALICE), world.read(box, "value"), dict(table))
    for i in range(5):
        world.advance(10)
        world.send(box, "put(uint256)", 50 + i, sender=ALICE, value=4)
        world.set_balance(ALICE, i)
        world.set_balance(BOB, 77)
        world.rollback.put(table, "kept", 2)
        world.rollback.put(table, "new", 3)
        world.restore(start)
        assert (world.now, world.block_number, world.balance(ALICE), world.read(box, "value"), table) == before
        assert (world.balance(BOB), world.balance(box.address)) == (0, 0)
        assert world.read(box, "environment")[1:3] == before[:2]


def test_success_nested_snapshots(world: World, box) -> None:
    outer = world.snapshot()
    world.send(box, "put(uint256)", 1, sender=ALICE)
    inner = world.snapshot()
    world.send(box, "put(uint256)", 2, sender=ALICE)
    world.restore(inner)
    assert world.read(box, "value") == 1
    world.restore(outer)
    assert world.read(box, "value") == 5
    with pytest.raises(StaleSnapshot, match="no longer valid"):
        world.restore(inner)
    for _ in range(1_100):  # the EVM has 1,024 levels of depth: a leak of one for each restore would show
        world.snapshot()
        world.restore(outer)
    assert box.decode("tryPut", world.send(box, "tryPut", 3, sender=ALICE).return_data) is True
    world.restore(outer, keep=False)
    with pytest.raises(StaleSnapshot):
        world.restore(outer)


def test_success_set_balance_up_and_down_without_running_code(world: World, box) -> None:
    world.set_balance(box.address, 10)  # its receive function reverts
    assert world.balance(box.address) == 10
    world.set_balance(BOB, 10)
    world.set_balance(BOB, 3)
    assert world.balance(BOB) == 3
    with pytest.raises(ChainError, match="can't be lowered: it is a contract"):
        world.set_balance(box.address, 9)


def test_invalid_view_that_reverts(world: World, box) -> None:
    with pytest.raises(CallFailed, match="said so"):
        world.read(box, "said")
    with pytest.raises(CallFailed, match="StateChangeDuringStaticCall"):
        world.call(box.address, box.encode("put(uint256)", 1))


def test_invalid_constructor_reverts(world: World, solidity) -> None:
    with pytest.raises(CallFailed, match=r"deployment of Box failed: TooLarge\(13"):
        world.deploy(solidity(SOURCE)["Box"], 13, sender=ALICE)


def test_invalid_transactions_that_a_node_would_refuse(world: World, box) -> None:
    with pytest.raises(TransactionRefused, match="LackOfFund"):
        world.transact(BOB, box.address, b"", value=1)
    with pytest.raises(TransactionRefused, match="gas"):
        world.transact(ALICE, box.address, b"", gas=20_000)
    with pytest.raises(TransactionRefused, match="RejectCallerWithCode"):
        world.transact(box.address, ALICE)


def test_invalid_arguments(world: World, box) -> None:
    for wrong in (-1, 2**256, "x", None):
        with pytest.raises(AbiError, match=r"arguments of put\(uint256\) can't be encoded"):
            box.encode("put(uint256)", wrong)
    with pytest.raises(AbiError, match="function nothing is not in the ABI"):
        box.encode("nothing")
    with pytest.raises(AbiError, match="can't be decoded"):
        box.decode("value", b"\x00")


def test_invalid_time_travel_and_late_installation(world: World) -> None:
    with pytest.raises(ChainError, match="does not run backwards"):
        world.advance(-1)
    world.snapshot()
    with pytest.raises(ChainError, match="a snapshot is held"):
        world.install(BOB, b"\x00")


def test_invalid_same_event_watched_twice(world: World) -> None:
    world.watch(ALICE, {bytes(32): lambda topics, data: None})
    with pytest.raises(ChainError, match="watched twice"):
        world.watch(BOB, {bytes(32): lambda topics, data: None})


def test_success_only_the_watched_contract_is_heard(world: World, solidity) -> None:
    artifact = solidity(SOURCE)["Box"]
    heard, other = (world.deploy(artifact, 1, sender=ALICE) for _ in range(2))
    seen: list[bytes] = []
    topic = world.send(heard, "put(uint256)", 1, sender=ALICE).logs[0].topics[0]
    world.watch(heard.address, {topic: lambda topics, data: seen.append(data)})
    world.send(other, "put(uint256)", 2, sender=ALICE)
    assert seen == []
    world.send(heard, "put(uint256)", 3, sender=ALICE)
    world.send(heard, "put(uint256)", 101, sender=ALICE)
    assert len(seen) == 1
