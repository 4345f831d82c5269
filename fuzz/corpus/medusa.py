"""Medusa's corpus: a JSON list of calls for each sequence, in `call_sequences` below the folder.

A call has its message, with signature and values beside the calldata, and the blocks and seconds before it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fuzz.corpus.formats import Format, numbered
from fuzz.corpus.sequence import Handlers, HandlerSequence, Transaction, from_data, from_words

SENDER = "0x" + "10000".zfill(40)
TARGET = "0xa647ff3c36cfab592509e13860ab8c4f28781a66"
"""Where Medusa's deployer puts its first contract."""
GAS = 60_000_000


class Medusa(Format):
    """Sequences as Medusa keeps them between campaigns."""

    name = "medusa"

    def fits(self, document: Any) -> bool:
        """A list of calls with a message."""
        if not isinstance(document, list) or not document or not isinstance(document[0], dict):
            return False
        call = document[0].get("call")
        return isinstance(call, dict) and "tag" not in call and ("data" in call or "dataAbiValues" in call)

    def transactions(self, document: Any, handlers: Handlers) -> list[Transaction]:
        """The calls."""
        return numbered(document, lambda item: _read(item, handlers))

    def write(self, sequence: HandlerSequence, folder: Path) -> Path:
        """A file named like the sequence."""
        target = folder / "call_sequences"
        target.mkdir(parents=True, exist_ok=True)
        file = target / f"{sequence.digest[:8].hex()}.json"
        file.write_text(json.dumps([_item(one) for one in sequence.transactions], indent=1), encoding="utf-8")
        return file


def _item(one: Transaction) -> dict[str, Any]:
    values = [value if isinstance(value, bool | str) else str(value) for value in one.arguments]
    return {
        "call": {
            "from": SENDER,
            "to": TARGET,
            "nonce": 0,
            "value": "0x0",
            "gasLimit": GAS,
            "gasPrice": hex(one.gas_price),
            "gasFeeCap": "0x0",
            "gasTipCap": "0x0",
            "data": "0x" + one.data.hex(),
            "dataAbiValues": {"methodSignature": one.handler.signature, "inputValues": values},
            "AccessList": None,
            "SkipAccountChecks": True,
        },
        "blockNumberDelay": 0,
        "blockTimestampDelay": one.delay,
    }


def _read(item: Any, handlers: Handlers) -> Transaction:
    call = item["call"]
    if int(call.get("value") or "0x0", 0):
        raise ValueError("it sends coin, which no handler takes")
    price, delay = int(call.get("gasPrice") or "0x0", 0), int(item.get("blockTimestampDelay") or 0)
    values = call.get("dataAbiValues")
    if not values:
        return from_data(bytes.fromhex(call["data"].removeprefix("0x")), handlers, price, delay)
    name = values.get("methodSignature") or values["methodName"]
    arguments = [int(one, 0) if isinstance(one, str) and not _is_address(one) else one for one in values["inputValues"]]
    return from_words(name, arguments, handlers, price, delay)


def _is_address(text: str) -> bool:
    return text.startswith("0x") and len(text) == 42
