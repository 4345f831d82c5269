"""Echidna's corpus: a text file with a JSON list of transactions for each sequence, in `coverage` below the folder.

A call is a name and tagged values; a wait is a transaction without a call. Numbers of the chain are hexadecimal words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fuzz.corpus.formats import Format, numbered
from fuzz.corpus.sequence import Handlers, HandlerSequence, Transaction, from_data, from_words

SENDER = "0x" + "10000".zfill(40)
TARGET = "0x00a329c0648769a73afac7f9381e08fb43dbea72"
"""Where Echidna deploys the contract that it fuzzes."""
GAS = 60_000_000
BITS = 256


class Echidna(Format):
    """Sequences as Echidna keeps them between campaigns."""

    name = "echidna"

    def fits(self, document: Any) -> bool:
        """A list of transactions whose call has a tag."""
        if not isinstance(document, list) or not document or not isinstance(document[0], dict):
            return False
        call = document[0].get("call")
        return isinstance(call, dict) and "tag" in call

    def transactions(self, document: Any, handlers: Handlers) -> list[Transaction]:
        """The calls; a wait adds to the time before the next."""
        waited = [0]
        return numbered(document, lambda item: _read(item, handlers, waited))

    def write(self, sequence: HandlerSequence, folder: Path) -> Path:
        """A file by a number, as Echidna names them."""
        target = folder / "coverage"
        target.mkdir(parents=True, exist_ok=True)
        file = target / f"{int.from_bytes(sequence.digest[:8], 'big') >> 1}.txt"
        items = [_item(one) for one in sequence.transactions]
        file.write_text(json.dumps(items, separators=(",", ":"), sort_keys=True), encoding="utf-8")
        return file


def _item(one: Transaction) -> dict[str, Any]:
    values = [_tagged(kind, value) for kind, value in zip(one.handler.types, one.arguments, strict=True)]
    return {
        "call": {"tag": "SolCall", "contents": [one.handler.name, values]},
        "src": SENDER,
        "dst": TARGET,
        "gas": GAS,
        "gasprice": _word(one.gas_price),
        "value": _word(0),
        "delay": [_word(one.delay), _word(0)],
    }


def _tagged(kind: str, value: Any) -> dict[str, Any]:
    if kind == "bool":
        return {"tag": "AbiBool", "contents": value}
    if kind == "address":
        return {"tag": "AbiAddress", "contents": value}
    return {"tag": "AbiUInt", "contents": [int(kind.removeprefix("uint") or BITS), str(value)]}


def _read(item: Any, handlers: Handlers, waited: list[int]) -> Transaction | None:
    waited[0] += int(item["delay"][0], 0)
    call = item["call"]
    if call["tag"] == "NoCall":
        return None
    if int(item["value"], 0):
        raise ValueError("it sends coin, which no handler takes")
    delay, waited[0] = waited[0], 0
    price = int(item["gasprice"], 0)
    if call["tag"] == "SolCalldata":
        return from_data(bytes.fromhex(call["contents"].removeprefix("0x")), handlers, price, delay)
    if call["tag"] != "SolCall":
        raise ValueError(f"{call['tag']} is no call of a handler")
    name, values = call["contents"]
    return from_words(name, _plain(name, values), handlers, price, delay)


def _plain(name: str, values: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for place, value in enumerate(values, 1):
        contents = value["contents"]
        if value["tag"] in ("AbiUInt", "AbiInt"):
            found.append(int(contents[1]))
        elif value["tag"] in ("AbiBool", "AbiAddress"):
            found.append(contents)
        else:
            raise ValueError(f"argument {place} of {name} is an {value['tag']}, which no handler takes")
    return found


def _word(number: int) -> str:
    return f"0x{number:064x}"
