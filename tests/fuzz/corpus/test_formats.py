"""Files of corpora: real ones of forge, documented ones of Echidna and Medusa, and ones that can't be used."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from fuzz.corpus.formats import files_in, read
from fuzz.corpus.foundry import TARGET
from fuzz.corpus.sequence import BadCorpus, HandlerSequence, Transaction
from fuzz.corpus.shelf import FORMATS, format_named
from fuzz.engines.handlers import Handler, handlers_of

HANDLERS = {
    "pay": Handler("pay", ("uint256", "bool", "address")),
    "stop": Handler("stop", ()),
    "exactly_wait": Handler("exactly_wait", ("uint256",)),
}
SOMEBODY = "0x" + "ab" * 20
SEQUENCE = HandlerSequence(
    "any",
    (
        Transaction(HANDLERS["pay"], (2**256 - 1, True, SOMEBODY), gas_price=10**12),
        Transaction(HANDLERS["stop"], ()),
        Transaction(HANDLERS["pay"], (0, False, SOMEBODY)),
    ),
)
RECORDED = Path(__file__).parent / "recorded"


def words(number: int) -> str:
    return f"0x{number:064x}"


def echidna(call: dict[str, Any], seconds: int = 0, value: int = 0) -> dict[str, Any]:
    """A transaction as Echidna documents it."""
    return {
        "call": call,
        "delay": [words(seconds), words(0)],
        "dst": "0x00a329c0648769a73afac7f9381e08fb43dbea72",
        "gas": 12_500_000,
        "gasprice": words(7),
        "src": "0x0000000000000000000000000000000000020000",
        "value": words(value),
    }


def sol_call(name: str, *values: dict[str, Any]) -> dict[str, Any]:
    return {"tag": "SolCall", "contents": [name, list(values)]}


PAY = sol_call(
    "pay",
    {"tag": "AbiUInt", "contents": [256, "5"]},
    {"tag": "AbiBool", "contents": True},
    {"tag": "AbiAddress", "contents": SOMEBODY},
)
MEDUSA = {
    "call": {
        "from": "0x0000000000000000000000000000000000020000",
        "to": "0xa647ff3c36cfab592509e13860ab8c4f28781a66",
        "nonce": 3,
        "value": "0x0",
        "gasLimit": 12_500_000,
        "gasPrice": "0x7",
        "gasFeeCap": "0x0",
        "gasTipCap": "0x0",
        "dataAbiValues": {"methodSignature": "pay(uint256,bool,address)", "inputValues": ["5", True, SOMEBODY]},
        "AccessList": None,
        "SkipAccountChecks": False,
    },
    "blockNumberDelay": 1,
    "blockTimestampDelay": 9,
}


def told(sequence: HandlerSequence) -> list[tuple[str, tuple[Any, ...], int, int]]:
    return [(one.handler.name, one.arguments, one.gas_price, one.delay) for one in sequence.transactions]


def written(folder: Path, document: Any, name: str = "sequence.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(document))
    return file


@pytest.mark.parametrize("tool", ["echidna", "medusa", "foundry"])
def test_success_what_is_written_is_read_again_and_written_alike(tmp_path: Path, tool: str) -> None:
    file = format_named(tool).write(SEQUENCE, tmp_path)
    again = read(file, FORMATS, HANDLERS)
    assert [one.data for one in again.transactions] == [one.data for one in SEQUENCE.transactions]
    if tool != "foundry":
        assert told(again) == told(SEQUENCE)
    copy = format_named(tool).write(again, tmp_path / "copy")
    assert (copy.name, copy.read_bytes()) == (file.name, file.read_bytes())


def test_success_each_tool_finds_its_files_where_it_looks(tmp_path: Path) -> None:
    places = [format_named(tool).write(SEQUENCE, tmp_path).parent for tool in ("echidna", "medusa", "foundry")]
    names = [str(place.relative_to(tmp_path)) for place in places]
    assert names == ["coverage", "call_sequences", "ForgeInvariants/invariant_properties"]
    assert [file.parent for file in files_in(tmp_path)] == sorted(places)


def test_success_a_documented_file_of_echidna(tmp_path: Path) -> None:
    calldata = "0x" + SEQUENCE.transactions[1].data.hex()
    document = [
        echidna(PAY),
        echidna({"tag": "NoCall"}, seconds=30),
        echidna({"tag": "SolCalldata", "contents": calldata}, seconds=12),
    ]
    sequence = read(written(tmp_path, document, "123.txt"), FORMATS, HANDLERS)
    assert told(sequence) == [("pay", (5, True, SOMEBODY), 7, 0), ("stop", (), 7, 42)]
    assert sequence.name == "123"


def test_success_documented_files_of_medusa_new_and_old(tmp_path: Path) -> None:
    older = json.loads(json.dumps(MEDUSA))
    older["call"]["dataAbiValues"] = {"methodName": "stop", "inputValues": []}
    bare = {"call": {"data": "0x" + SEQUENCE.transactions[1].data.hex()}}
    sequence = read(written(tmp_path, [MEDUSA, older, bare]), FORMATS, HANDLERS)
    assert told(sequence) == [("pay", (5, True, SOMEBODY), 7, 9), ("stop", (), 7, 9), ("stop", (), 0, 0)]


def test_success_real_files_of_forge() -> None:
    handlers = handlers_of("dcm")
    kept = read(RECORDED / "forge.json.gz", FORMATS, handlers)
    assert len(kept.transactions) == 101 and kept.name == "forge"
    failure = read(RECORDED / "invariant_properties", FORMATS, handlers)
    assert told(failure)[0] == ("any_cancel_request", (3, 3), 0, 0)
    assert files_in(RECORDED) == [RECORDED / "forge.json.gz", RECORDED / "invariant_properties"]


def test_success_a_real_file_of_forge_is_written_back_as_it_was(tmp_path: Path) -> None:
    sequence = read(RECORDED / "forge.json.gz", FORMATS, handlers_of("dcm"))
    file = format_named("foundry").write(sequence, tmp_path)
    assert gzip.decompress(file.read_bytes()) == gzip.decompress((RECORDED / "forge.json.gz").read_bytes())


FORGE = {"sender": SOMEBODY, "target": TARGET, "calldata": "0x" + SEQUENCE.transactions[1].data.hex()}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"a": 1}, "a sequence of none of echidna, medusa, foundry"),
        ([], "a sequence of none of"),
        ([FORGE, {**FORGE, "calldata": "0x01020304"}], "transaction 2: 0x01020304 is the selector of no handler"),
        ([{**FORGE, "target": SOMEBODY}], f"transaction 1: it goes to {SOMEBODY}, and not to the property contracts"),
        ([{**FORGE, "value": "0x5"}], "it sends coin"),
        ([FORGE, {"sender": SOMEBODY}], "transaction 2 has no 'calldata'"),
        ([{**FORGE, "calldata": "0xzz"}], "transaction 1: non-hexadecimal"),
        ([{**FORGE, "calldata": "0x" + SEQUENCE.transactions[0].data.hex()[:80]}], "can't be decoded"),
        ([echidna(sol_call("unknown"))], "transaction 1: unknown is no handler"),
        ([echidna(sol_call("pay"))], "pay(uint256,bool,address) does not take no arguments"),
        ([echidna(sol_call("stop", {"tag": "AbiString", "contents": "x"}))], "argument 1 of stop is an AbiString"),
        ([echidna({"tag": "SolCreate", "contents": "0x"})], "SolCreate is no call of a handler"),
        ([echidna(PAY, value=1)], "it sends coin"),
        ([{**MEDUSA, "call": {**MEDUSA["call"], "value": "0x1"}}], "it sends coin"),  # type: ignore[dict-item]  # a call is a dict
        ([{"call": {"data": "0x", "dataAbiValues": {"inputValues": []}}}], "transaction 1 has no 'methodName'"),
    ],
)
def test_invalid_a_file_is_named_with_what_is_wrong_in_it(tmp_path: Path, document: Any, said: str) -> None:
    file = written(tmp_path, document)
    with pytest.raises(BadCorpus) as caught:
        read(file, FORMATS, HANDLERS)
    sentence = str(caught.value)
    assert said in sentence and str(file) in sentence and caught.value.remedy


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", b"[", "it is not JSON (line 1"),
        ("a.json", b"\xff\xfe", "it is no text"),
        ("a.json.gz", b"[]", "it is no whole gzip file"),
        ("a.json.gz", gzip.compress(b"[]" * 100, mtime=0)[:20], "it is no whole gzip file"),
    ],
)
def test_invalid_a_file_that_is_no_document(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadCorpus) as caught:
        read(tmp_path / name, FORMATS, HANDLERS)
    assert said in str(caught.value) and caught.value.remedy


def test_invalid_places_without_a_corpus(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus, match="does not exist"):
        files_in(tmp_path / "none")
    with pytest.raises(BadCorpus, match="holds no sequence"):
        files_in(tmp_path)
    with pytest.raises(BadCorpus, match="Choose one of echidna, medusa, foundry"):
        format_named("afl")
