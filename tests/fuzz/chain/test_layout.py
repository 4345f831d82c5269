"""Private storage by name, against the contract's own view of it."""

from __future__ import annotations

import pytest

from fuzz.chain.errors import LayoutError
from fuzz.chain.layout import StorageReader
from fuzz.chain.world import World

ALICE = "0x" + "a1" * 20

SOURCE = """
type euint64 is bytes32;
type Id is uint64;
contract Store {
    enum Color { Red, Green }
    struct Inner { uint8 a; int16 b; address who; }
    struct Job { uint256 id; Inner inner; euint64 handle; uint32[] rows; mapping(uint256 => bool) seen; bytes note; }
    uint8 private small = 7;
    bool private flag = true;
    int24 private negative = -5;
    bytes4 private tag = 0x01020304;
    Color private color = Color.Green;
    Store private self_ = this;
    address private owner = msg.sender;
    mapping(uint256 => Job) private jobs;
    mapping(address => mapping(bytes32 => uint256)) private nested;
    mapping(string => uint256) private byName;
    mapping(Id => uint256) private byId;
    uint64[5] private fixedRow = [1, 2, 3, 4, 5];
    Inner[] private inners;
    bytes[2] private blobs;
    string private shortText = "short";
    string private longText = "a text that is longer than thirty-one bytes, so it lies elsewhere";
    uint256[][] private ragged;
    constructor() {
        Job storage j = jobs[9];
        j.id = 9; j.inner = Inner(1, -2, msg.sender); j.handle = euint64.wrap(bytes32(uint256(0xabc)));
        for (uint32 i = 0; i < 11; i++) j.rows.push(100 + i);
        j.seen[3] = true; j.note = hex"00ff";
        nested[msg.sender][bytes32("key")] = 77;
        byName["joe"] = 5; byId[Id.wrap(4)] = 6;
        inners.push(Inner(1, 1, msg.sender)); inners.push(Inner(2, -1, address(0)));
        blobs[1] = new bytes(40);
        ragged.push(); ragged.push(); ragged[1].push(8); ragged[1].push(9);
    }
}
"""


@pytest.fixture(scope="module")
def reader(solidity) -> StorageReader:
    world = World()
    world.set_balance(ALICE, 10**18)
    artifact = solidity(SOURCE)["Store"]
    store = world.deploy(artifact, sender=ALICE)
    return StorageReader(world, store.address, artifact.storage_layout)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("small",), 7),
        (("flag",), True),
        (("negative",), -5),
        (("tag",), bytes([1, 2, 3, 4])),
        (("color",), 1),
        (("owner",), ALICE),
        (("jobs", 9, "id"), 9),
        (("jobs", 8, "id"), 0),
        (("jobs", 9, "inner", "b"), -2),
        (("jobs", 9, "inner"), {"a": 1, "b": -2, "who": ALICE}),
        (("jobs", 9, "handle"), (0xABC).to_bytes(32, "big")),
        (("jobs", 9, "rows"), tuple(range(100, 111))),
        (("jobs", 9, "rows", 10), 110),
        (("jobs", 9, "rows", "length"), 11),
        (("jobs", 9, "seen", 3), True),
        (("jobs", 9, "note"), b"\x00\xff"),
        (("nested", ALICE, b"key"), 77),
        (("byName", "joe"), 5),
        (("byId", 4), 6),
        (("fixedRow",), (1, 2, 3, 4, 5)),
        (("fixedRow", 4), 5),
        (("inners", 1, "b"), -1),
        (("inners",), ({"a": 1, "b": 1, "who": ALICE}, {"a": 2, "b": -1, "who": "0x" + "00" * 20})),
        (("blobs",), (b"", bytes(40))),
        (("shortText",), "short"),
        (("longText",), "a text that is longer than thirty-one bytes, so it lies elsewhere"),
        (("ragged",), ((), (8, 9))),
        (("ragged", 1, 1), 9),
    ],
)
def test_success_values(reader: StorageReader, path: tuple, value: object) -> None:
    assert reader.read(*path) == value


def test_success_whole_struct_leaves_mappings_out(reader: StorageReader) -> None:
    assert list(reader.read("jobs", 9)) == ["id", "inner", "handle", "rows", "note"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (("nothing",), "state variable nothing does not exist"),
        (("jobs",), "can't be read whole: a mapping has no list of keys"),
        (("jobs", 9, "nofield"), "has no field 'nofield': its fields are id"),
        (("jobs", 9, "rows", 11), "index 11 of uint32.. is out of bounds: its length is 11"),
        (("fixedRow", 5), "out of bounds"),
        (("small", 1), "uint8 can't be entered with 1"),
        (("jobs", "nine"), "'nine' is no key of type uint256"),
    ],
)
def test_invalid_paths(reader: StorageReader, path: tuple, sentence: str) -> None:
    with pytest.raises(LayoutError, match=sentence):
        reader.read(*path)
